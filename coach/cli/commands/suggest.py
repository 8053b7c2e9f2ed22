"""``coach suggest``: what to work on today."""

import shlex
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

import coach
from coach.cli.options import (
    WISH_OPTIONS,
    avoid_option,
    library_option,
    options,
    tool_option,
    where_option,
)

if TYPE_CHECKING:
    from coach.content import Entry, Library, Pick
    from coach.log import Suggestion
    from coach.script import Request, Script


@click.command()
@options(tool_option, where_option, avoid_option, library_option, *WISH_OPTIONS)
@click.pass_context
def suggest(
    ctx: click.Context,
    /,
    tool: Any,
    place: Any,
    avoid: tuple[str, ...],
    library: str | None,
    **wishes: Any,
) -> None:
    """Name a routine of which nothing was worked lately, and why; then the command that plays it.

    What was worked today is not suggested again. All day the suggestion stays the same, until a
    session is played.
    """
    from datetime import date

    from coach.disk import log_file
    from coach.log import Log, suggestions
    from coach.script import Request

    found = coach.library(library)
    request = Request(tool=tool, place=place, avoid=avoid, library=library, **wishes)
    entries = list(_entries(found, request.pick))
    if not entries:
        raise click.UsageError("no routine is left by these wishes; wish for less")
    ranked = suggestions(entries, Log(log_file()).sessions(), date.today())
    if not ranked:
        click.echo("In each routine something was worked today, and once a day is enough for it.")
        return
    best, script = _first_that_fits(found, request, ranked)
    lasts = f"{script.lasts / 60_000:.0f} minutes"
    click.echo(f"{best.entry.words.title}, {lasts}: {best.reason}.")
    click.echo(shlex.join(["coach", "play", best.entry.name, *_given(ctx)]))


def _entries(library: "Library", pick: "Pick") -> "Iterator[Entry]":
    """Every routine as these wishes leave it; a wrong file is told, and left out."""
    from coach.errors import AuthorError, NothingLeft

    for name in library.routines:
        try:
            yield library.gather(replace(pick, names=(name,)))
        except NothingLeft:
            continue
        except AuthorError as error:
            error.show()


def _first_that_fits(
    library: "Library", request: "Request", ranked: "list[Suggestion]"
) -> "tuple[Suggestion, Script]":
    """The best suggestion that can last as long as is wished, with its script."""
    from msgspec.structs import replace as changed

    from coach.errors import SessionTooLong
    from coach.script import write_script
    from coach.session import write_sheet

    for suggestion in ranked:
        named = changed(request, names=(suggestion.entry.name,))
        try:
            return suggestion, write_script(write_sheet(named, library))
        except SessionTooLong:
            continue
    raise click.UsageError("no routine that is left can last so long; try other --minutes")


def _given(ctx: click.Context) -> Iterator[str]:
    """The flags that were given, to be given again."""
    for parameter in ctx.command.params:
        name = parameter.name or ""
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            yield parameter.opts[0]
            yield _as_told(ctx.params[name])


def _as_told(value: Any) -> str:
    match value:
        case tuple():
            return ",".join(value)
        case float():
            return f"{value:g}"
        case _:
            return str(value)
