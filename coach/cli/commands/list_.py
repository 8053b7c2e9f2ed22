"""``coach list``: the routines there are."""

from typing import Any

import click

import coach
from coach.cli.options import depth_option, library_option, options


@click.command(name="list")
@options(depth_option, library_option)
def list_(depth: Any, library: str | None) -> None:
    """List the routines: name, minutes, tools, and what for; then the spots."""
    from coach.cli.drawing import print_line, print_table
    from coach.script import Sheet, Wishes, write_script

    found = coach.library(library)
    book, safety, rules = found.phrasebook(), found.safety_words().later, found.rules()
    rows: list[tuple[str, ...]] = []
    wrong: list[click.ClickException] = []
    for name in found.routines:
        try:
            entry = found.entry(name)
            script = write_script(Sheet(entry, book, safety, rules, Wishes(depth=depth)))
        except click.ClickException as error:
            wrong.append(error)
            continue
        tools = dict.fromkeys(book.tools[visit.tool].a for visit in entry.visits)
        minutes = f"{script.lasts / 60_000:.0f}"
        rows.append((name, minutes, ", ".join(tools), entry.words.purpose))
    print_table(("name", "minutes", "tools", "what for"), rows)
    print_line(f"Single spots: {', '.join(found.spots)}.")
    print_line(f"Regions, for --avoid: {', '.join(found.regions)}.")
    for mistake in wrong:
        mistake.show()
    if wrong:
        raise SystemExit(1)
