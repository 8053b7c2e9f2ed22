"""``coach safety``: when not to press, where not, and what coach itself keeps to."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

import coach
from coach.cli.options import language_option, library_option, options

if TYPE_CHECKING:
    from coach.content import Exclusion, Library, Rules, SafetyWords


@click.command()
@options(library_option, language_option)
def safety(library: str | None, language: str) -> None:
    """Print where never to press, when to stop, who should ask a doctor first, and the limits."""
    around = coach.library(library, language)
    rules, words = around.rules(), around.safety_words()
    click.echo(around.screen().safety.advice)
    for heading, items in _lists(rules, words, around):
        click.echo(f"\n{heading}:")
        for item in items:
            click.echo(f"  {item}")


def _lists(
    rules: "Rules", words: "SafetyWords", around: "Library"
) -> Iterator[tuple[str, Iterable[str]]]:
    headings = around.screen().safety
    yield headings.never, words.never
    yield headings.stop, words.stop
    yield headings.ask, words.ask
    yield headings.skip, words.skip
    yield headings.breath, (words.breath_hold,)
    yield headings.limits, _limits(rules, around)
    yield headings.tools, (_excluded(rule, around) for rule in rules.excluded)


def _limits(rules: "Rules", around: "Library") -> Iterator[str]:
    from coach.content import fill

    headings, book = around.screen().safety, around.phrasebook()
    yield fill(headings.hold, {"seconds": book.seconds(rules.longest_hold_s)})
    yield fill(headings.side, {"seconds": book.seconds(rules.longest_side_s)})
    yield fill(headings.session, {"minutes": book.minutes(rules.longest_session_min)})


def _excluded(rule: "Exclusion", around: "Library") -> str:
    from coach.content import fill

    headings, book = around.screen().safety, around.phrasebook()
    blanks = {
        "places": _places(rule, around),
        "tools": book.listed([book.tools[tool].a for tool in rule.only or rule.tools]),
        "why": around.safety_words().excluded.get(rule.name, rule.why),
    }
    return fill(headings.only if rule.only else headings.without, blanks)


def _places(rule: "Exclusion", around: "Library") -> str:
    from coach.content import fill

    headings, book = around.screen().safety, around.phrasebook()
    regions = book.listed([book.regions[one] for one in rule.regions])
    excepted = [around.spot_words(one).place for one in rule.except_spots]
    if excepted:
        regions = fill(headings.except_, {"places": regions, "spots": book.listed(excepted)})
    spots = [around.spot_words(one).place for one in rule.spots]
    return book.listed([*filter(None, [regions]), *spots])
