"""``coach list``: the routines there are."""

import click

from coach.cli.options import DEPTH, options


@click.command(name="list")
@options(DEPTH)
def list_(depth: str) -> None:
    """List the routines: name, minutes, tools, and what for."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from coach.library import shipped_library
    from coach.writer import Wishes, write_script

    library = shipped_library()
    book = library.phrasebook()
    table = Table("name", "minutes", "tools", "what for", box=box.SIMPLE_HEAD)
    for name in library.routines:
        entry = library.entry(name)
        script = write_script(entry, book, Wishes(depth=depth))  # type: ignore[arg-type]
        tools = dict.fromkeys(book.tools[visit.tool].a for visit in entry.visits)
        table.add_row(name, f"{script.lasts / 60_000:.0f}", ", ".join(tools), entry.words.purpose)
    Console().print(table)
