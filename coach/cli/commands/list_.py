"""``coach list``: the routines and spots there are, or those that fit."""

import shlex
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

import click

import coach
from coach.choices import ListForm
from coach.cli.fallback import tell_fallback
from coach.cli.options import (
    MinutesType,
    avoid_option,
    depth_option,
    language_option,
    library_option,
    options,
    tool_option,
    where_option,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.content import Entry, Library, ListWords, Matches, Phrasebook
    from coach.errors import CoachError
    from coach.texts import Listed, Lister


@click.command(name="list")
@click.argument("words", metavar="[WORD]...", nargs=-1)
@click.option("--spots", "single", is_flag=True, help="List the single spots, not the routines.")
@options(tool_option, where_option)
@click.option(
    "--minutes",
    type=MinutesType(),
    help="Only what can last so long, and what that leaves out.",
)
@options(avoid_option, depth_option, library_option, language_option)
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(ListForm)),
    default="text",
    show_default=True,
    help="text to look at, json for programs.",
)
def list_(
    words: tuple[str, ...],
    single: bool,
    tool: Any,
    place: Any,
    minutes: float | None,
    avoid: tuple[str, ...],
    depth: Any,
    library: str | None,
    language: str,
    form: ListForm,
) -> None:
    """List the routines: minutes, how long they can last, tools, and what for; then the spots.

    WORDs choose among them: parts of the body, what you did, what you have, such as typing,
    "lower back", stairs, ball. All of them have to fit.

    With a tool, a place or something to avoid, a routine is listed if at least half of its spots
    are left.
    """
    from coach.content import Pick
    from coach.script import Wishes
    from coach.texts import Lister
    from coach.units import seconds

    there = coach.library(library, language)
    fits = there.look_up(" ".join(words))
    if fits.referral:
        _refer(fits.referral, form)
        return
    wrong: list[CoachError] = []
    pick = Pick(tool=tool, place=place, avoid=frozenset(avoid))
    wishes = Wishes(depth=depth, lasts=None if minutes is None else seconds(60 * minutes))
    lister = Lister(there, pick, wishes, wrong.append)
    if form == "json":
        click.echo(_as_json(lister, fits, single=single))
    else:
        tell_fallback(there)
        _print(lister, fits, single=single or not fits.routines, every=not words)
    _tell_wrong(wrong, there, form)


def _tell_wrong(wrong: "Sequence[CoachError]", there: "Library", form: ListForm) -> None:
    """Tell what is wrong, and of a language that is not complete how much it lacks."""
    from coach.errors import LanguageIncomplete

    mistakes = [one for one in wrong if not isinstance(one, LanguageIncomplete)]
    lacking = len(wrong) - len(mistakes)
    if lacking and form != "json":
        language = there.phrasebook().language
        blanks = {"number": f"{lacking}", "language": language.name}
        click.echo(language.counted(there.screen().falls_back.routines, lacking, blanks))
    for mistake in mistakes:
        mistake.show()
    if mistakes:
        raise SystemExit(1)


def _refer(referral: str, form: ListForm) -> None:
    """Tell that a doctor is to be asked first; for a program there is nothing then."""
    click.echo(referral, err=form == "json")
    if form == "json":
        click.echo("[]")


def _as_json(lister: "Lister", fits: "Matches", *, single: bool) -> str:
    from coach.texts import routines_as_json, spots_as_json

    if single:
        return spots_as_json(lister.spots(fits.spots), lister.visitors())
    return routines_as_json(lister.routines(fits.routines))


def _print(lister: "Lister", fits: "Matches", *, single: bool, every: bool) -> None:
    """Print a table, and what there is besides."""
    from coach.cli.drawing import print_line, print_listing
    from coach.content import fill

    words = lister.library.screen().list_
    listed = lister.spots(fits.spots) if single else lister.routines(fits.routines)
    if not fits.routines:
        print_line(words.no_routine)
    if every and (wished := lister.wishes.lasts):
        listed.sort(key=lambda one: abs(one.reach.own - wished))
    book = lister.library.phrasebook()
    last = words.where if single else words.purpose
    headings = (words.name, words.minutes, words.can_last, words.tools, last)
    rows = [
        (
            one.entry.name,
            *_lengths(one, words),
            _ways(one.entry) if single else _tools(one.entry, book),
            _where(one.entry) if single else _told(one),
        )
        for one in listed
    ]
    print_listing(headings, rows, partial(_brief, words))
    if not single and (spots := lister.possible(fits.spots)):
        print_line(fill(words.spots, {"names": ", ".join(spots)}))
    if every and not single:
        for line in _lesson_lines(lister.library):
            print_line(line)
        print_line(fill(words.regions, {"names": ", ".join(lister.library.regions)}))
    for note in fits.notes:
        print_line(note)


def _lengths(listed: "Listed", words: "ListWords") -> tuple[str, str]:
    from coach.content import fill
    from coach.texts import lengths_told

    own, least, most = lengths_told(listed.reach)
    ends = {"least": f"{least}", "most": f"{most}"}
    return f"{own}", fill(words.span, ends) if least < most else f"{most}"


def _brief(words: "ListWords", cells: "Sequence[str]") -> str:
    from coach.content import fill

    minutes, span, tools = cells
    return fill(words.row, {"minutes": minutes, "span": span, "tools": tools})


def _tools(entry: "Entry", book: "Phrasebook") -> str:
    return ", ".join(dict.fromkeys(book.tools[visit.tool].a for visit in entry.visits))


def _ways(entry: "Entry") -> str:
    """The tools of a spot as they are typed, each with its places."""
    (visit,) = entry.visits
    places: dict[str, list[str]] = {}
    for way in visit.spot.ways.values():
        for tool in way.tools:
            places.setdefault(tool, []).append(way.place)
    return ", ".join(f"{tool} ({', '.join(found)})" for tool, found in places.items())


def _where(entry: "Entry") -> str:
    (visit,) = entry.visits
    return visit.words.place


def _told(listed: "Listed") -> str:
    """What it is for, and what is left out."""
    purpose, note = listed.entry.words.purpose, listed.note
    return f"{purpose}. {note}" if note else purpose


def _lesson_lines(found: "Library") -> "Iterator[str]":
    """A line for each lesson, but for those that are not translated yet."""
    from coach.errors import LanguageIncomplete

    for name in found.lessons:
        with suppress(LanguageIncomplete):
            yield _lesson_line(found, name)


def _lesson_line(found: "Library", name: str) -> str:
    """The command that plays a lesson, what it is, and how long it takes."""
    from coach.content import fill
    from coach.script import Request, write_script
    from coach.session import write_sheet

    script = write_script(write_sheet(Request(names=(name,)), found))
    command = ["coach", "learn"] if name == "learn" else ["coach", "learn", name]
    words, minutes = found.screen().list_, round(script.lasts / 60_000)
    time = found.phrasebook().minutes(minutes) if minutes else words.moment
    blanks = {"command": shlex.join(command), "title": script.title, "time": time}
    return fill(words.lesson, blanks)
