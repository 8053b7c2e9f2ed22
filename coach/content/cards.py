"""Cards: what routines and spots can be found by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coach.choices import Place, Tool
from coach.content.finding import words_of
from coach.content.phrasebook import Phrasebook
from coach.content.spot import Spot
from coach.content.spot_words import RoutineWords, SpotWords


@dataclass(frozen=True, slots=True)
class Card:
    """What a routine or a spot can be found by, in single words."""

    name: str
    called: frozenset[str]
    """The words of its name and its title."""
    told: frozenset[str]
    """The words of what it is for, or of where it is."""
    things: frozenset[str]
    """The words of its tools and places."""
    region: str = ""
    """A spot's."""
    spots: tuple[str, ...] = ()
    """Those that a routine visits."""


def routine_card(
    name: str,
    words: RoutineWords,
    stops: Mapping[str, tuple[Tool, Place]],
    book: Phrasebook,
    *,
    besides: Iterable[str] = (),
) -> Card:
    """The card of a routine.

    Args:
        name: Its name.
        words: Its title, and what it is for.
        stops: By the spots that it visits, how each is worked.
        book: How tools and places are called.
        besides: What a stop needs besides, and what can stand in for its tool.
    """
    return Card(
        name,
        called=frozenset(words_of(f"{name} {words.title}")),
        told=frozenset(words_of(words.purpose)),
        things=_things(stops.values(), book, besides),
        spots=tuple(stops),
    )


def spot_card(name: str, spot: Spot, words: SpotWords, book: Phrasebook) -> Card:
    """The card of a spot."""
    ways = spot.ways.values()
    return Card(
        name,
        called=frozenset(words_of(f"{name} {words.name}")),
        told=frozenset(words_of(words.place)),
        things=_things(
            [(tool, way.place) for way in ways for tool in way.tools],
            book,
            [*words.needs.values(), *words.stand_ins.values()],
        ),
        region=spot.region,
    )


def _things(
    ways: Iterable[tuple[Tool, Place]], book: Phrasebook, besides: Iterable[str]
) -> frozenset[str]:
    """The words of tools and places, as they are typed and as the coach calls them."""
    called = (
        f"{tool} {book.tools[tool].need} {book.tools[tool].a} {place} {book.places[place].need}"
        for tool, place in ways
    )
    return frozenset(word for text in (*called, *besides) for word in words_of(text))
