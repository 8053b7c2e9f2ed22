"""``coach list``: the routines there are."""

import shlex
from typing import TYPE_CHECKING, Any

import click

import coach
from coach.cli.options import depth_option, library_option, options

if TYPE_CHECKING:
    from coach.content import Library
    from coach.units import Ms


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
    for name in found.lessons:
        try:
            print_line(_lesson_line(found, name))
        except click.ClickException as error:
            wrong.append(error)
    print_line(f"Single spots: {', '.join(found.spots)}.")
    print_line(f"Regions, for --avoid: {', '.join(found.regions)}.")
    for mistake in wrong:
        mistake.show()
    if wrong:
        raise SystemExit(1)


def _lesson_line(found: "Library", name: str) -> str:
    """The command that plays a lesson, what it is, and how long it takes."""
    from coach.script import Request, write_script
    from coach.session import write_sheet

    script = write_script(write_sheet(Request(names=(name,)), found))
    command = ["coach", "learn"] if name == "learn" else ["coach", "learn", name]
    return f"{shlex.join(command)}: {script.title}, {_minutes(script.lasts)}."


def _minutes(lasts: "Ms") -> str:
    minutes = round(lasts / 60_000)
    return {0: "less than a minute", 1: "1 minute"}.get(minutes, f"{minutes} minutes")
