"""``coach suggest``: what to work on today."""

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

import coach
from coach.cli.options import (
    WISH_OPTIONS,
    avoid_option,
    language_option,
    library_option,
    options,
    tool_option,
    where_option,
)

if TYPE_CHECKING:
    from coach.content import Entry, Library, Matches, Pick
    from coach.log import SorerSide, Suggestion
    from coach.script import Request, Script


@click.command()
@click.argument("words", metavar="[WORD]...", nargs=-1)
@options(tool_option, where_option, avoid_option, library_option, language_option, *WISH_OPTIONS)
@click.pass_context
def suggest(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
    tool: Any,
    place: Any,
    avoid: tuple[str, ...],
    library: str | None,
    language: str,
    **wishes: Any,
) -> None:
    """Name a routine of which nothing was worked lately, and why; then the command that plays it.

    WORDs narrow the choice: names of routines, parts of the body, or what you did, such as typing.

    What was worked today is not suggested again. All day the suggestion stays the same, until a
    session is played. Where the log tells that one side was the sorer one in most sessions, it is
    said, with the command that gives this side more time.
    """
    from datetime import date

    from coach.content import fill
    from coach.disk import log_file
    from coach.log import Log, sorer_side, suggestions
    from coach.script import Request

    found = coach.library(library, language)
    shown, book = found.screen(), found.phrasebook()
    request = Request(
        tool=tool, place=place, avoid=avoid, library=library, language=language, **wishes
    )
    fits = _chosen(found, words)
    if fits.referral:
        click.echo(fits.referral)
        return
    entries = list(_entries(found, fits.about, request.pick))
    if not entries:
        raise click.UsageError("no routine is left by these wishes; wish for less")
    sessions, today = Log(log_file()).sessions(), date.today()
    ranked = suggestions(entries, sessions, today)
    if not ranked:
        click.echo(shown.suggest.these_worked if words else shown.suggest.all_worked)
        return
    best, script = _first_that_fits(found, request, ranked)
    blanks = {
        "title": best.entry.words.title,
        "time": book.minutes(round(script.lasts / 60_000)),
        "reason": best.reason(shown, book),
    }
    click.echo(fill(shown.suggest.suggestion, blanks))
    for note in fits.notes:
        click.echo(note)
    command = ["coach", "play", best.entry.name, *_given(ctx)]
    click.echo(shlex.join(command))
    if request.sore is None and (more := sorer_side(best.entry, sessions, today)):
        _offer(more, command, found)


def _chosen(library: "Library", words: tuple[str, ...]) -> "Matches":
    """The routines of these names, or those that are about what is told."""
    from coach.content import Matches

    if words and set(words) <= set(library.routines):
        return Matches(about=words)
    found = library.look_up(" ".join(words))
    if not found.about and found.spots:
        text, spot = " ".join(words), found.spots[0]
        raise click.UsageError(f"no routine is about {text!r}, but a spot is: `coach play {spot}`")
    return found


def _entries(library: "Library", names: Iterable[str], pick: "Pick") -> "Iterator[Entry]":
    """Those of these routines that the wishes leave; a wrong file is told, and left out."""
    from coach.errors import AuthorError, LanguageIncomplete, NothingLeft

    for name in names:
        try:
            yield library.gather(replace(pick, names=(name,)))
        except (NothingLeft, LanguageIncomplete):
            continue
        except AuthorError as error:
            error.show()


def _first_that_fits(
    library: "Library", request: "Request", ranked: "list[Suggestion]"
) -> "tuple[Suggestion, Script]":
    """The best suggestion that can last as long as is wished, with its script; or the best."""
    from msgspec.structs import replace as changed

    from coach.script import write_script
    from coach.session import write_sheet

    tried: list[tuple[Suggestion, Script]] = []
    for suggestion in ranked:
        sheet = write_sheet(changed(request, names=(suggestion.entry.name,)), library)
        tried.append((suggestion, write_script(sheet)))
        if sheet.wishes.lasts in (None, tried[-1][1].lasts):
            return tried[-1]
    return tried[0]


def _offer(more: "SorerSide", command: list[str], found: "Library") -> None:
    """Say which side was the sorer one, and show the command that gives it more time."""
    from coach.content import fill

    often = {"times": f"{more.times}", "number": f"{more.sessions}"}
    blanks = found.phrasebook().side_blanks(more.side) | often
    click.echo(fill(found.screen().suggest.sorer, blanks))
    click.echo(shlex.join([*command, "--sore", more.side]))


def _given(ctx: click.Context) -> Iterator[str]:
    """The flags that were given, to be given again."""
    for parameter in (one for one in ctx.command.params if isinstance(one, click.Option)):
        name = parameter.name or ""
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            yield from _as_told(parameter, ctx.params[name])


def _as_told(option: click.Option, value: Any) -> tuple[str, ...]:
    if option.is_flag:
        return ((option.opts if value else option.secondary_opts)[0],)
    match value:
        case tuple():
            return option.opts[0], ",".join(value)
        case float():
            return option.opts[0], f"{value:g}"
        case _:
            return option.opts[0], str(value)
