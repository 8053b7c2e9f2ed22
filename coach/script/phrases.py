"""Phrases: every sentence that sessions of a library can say, so that each can be recorded once.

What is said is made of whole sentences that combine: the title of each part, each thing that is
needed, a number of minutes. So there is an end to them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import get_args

from coach.choices import LONGEST_MINUTES, SHORTEST_MINUTES, Place, Side, Talk, Tool
from coach.content import (
    BARE,
    BLANKS,
    Library,
    Moments,
    Phrasebook,
    Stop,
    Visit,
    all_answers,
    fill,
)
from coach.script.wording import section_title, visit_blanks

SHARED = "phrasebook"
"""What the sentences are kept under that belong to no spot alone."""


def all_phrases(found: Library) -> dict[str, list[str]]:
    """Every sentence of every session, at every place, with every tool, and of every answer.

    Returns:
        Under the name of each spot those that are said of it alone, under `SHARED` the others; each
        stands once, in the order in which it is found.
    """
    book = found.phrasebook()
    spots = {name: _sentences(_of_spot(found, name, book), book) for name in found.spots}
    times = Counter(one for said in spots.values() for one in said)
    shared = _sentences(_of_all(found, book), book) | {one: None for one in times if times[one] > 1}
    own = {name: [one for one in said if one not in shared] for name, said in spots.items()}
    return {SHARED: list(shared), **own}


def _sentences(texts: Iterator[str], book: Phrasebook) -> dict[str, None]:
    return {one: None for text in texts for one in book.language.sentences(text)}


def _of_all(found: Library, book: Phrasebook) -> Iterator[str]:
    """What is said of no spot: titles, lengths, needs, safety, answers, lessons."""
    words = found.safety_words()
    yield from (words.first, words.later, words.breath_hold)
    for talk in get_args(Talk):
        yield from _opening(found, book, talk)
        yield from (text for tool in get_args(Tool) for text in _moved(book, tool, talk))
    yield from all_answers(book)
    yield from (fill(book.answers.resumed, {"title": one}) for one in _sections(found, book))
    for name in found.lessons:
        yield from (text for one in found.lesson(name).chapters for text in one.paragraphs)


def _opening(found: Library, book: Phrasebook, talk: Talk) -> Iterator[str]:
    """What session it is, how long it lasts, and what is needed."""
    titles = [found.entry(name).words.title for name in (*found.routines, *found.spots)]
    minutes = [book.minutes(one) for one in range(SHORTEST_MINUTES, LONGEST_MINUTES + 1)]
    for line in book.wordings("welcome", talk):
        yield from (fill(line, {"title": one, "minutes": minutes[-1]}) for one in titles)
        yield from (fill(line, {"title": titles[0], "minutes": one}) for one in minutes)
    for moment in ("need", "need_bare", "need_more"):
        for line in book.wordings(moment, talk):
            yield from (fill(line, {"things": one}) for one in _things(found, book))


def _things(found: Library, book: Phrasebook) -> Iterator[str]:
    yield from (place.need for place in book.places.values())
    yield from (words.need for tool, words in book.tools.items() if tool not in BARE)
    for words in map(found.spot_words, found.spots):
        yield from (*words.needs.values(), *words.stand_ins.values())


def _moved(book: Phrasebook, tool: Tool, talk: Talk) -> Iterator[str]:
    """What tells a tool: where it changes, and where pressing was asked to be easier."""
    blanks = book.tool_blanks(tool)
    yield from (fill(line, blanks) for line in book.wordings("hold_gentle", talk))
    for place in get_args(Place):
        at = book.way_blanks(tool, place)
        yield from (fill(line, at) for line in book.wordings("next_way", talk))


def _sections(found: Library, book: Phrasebook) -> Iterator[str]:
    """The titles of sections and chapters, as a session that is resumed tells them."""
    titles = book.titles
    yield from (titles.before, titles.opening, titles.close)
    yield from (one.title for name in found.lessons for one in found.lesson(name).chapters)


def _of_spot(found: Library, name: str, book: Phrasebook) -> Iterator[str]:
    spot, words = found.spot(name), found.spot_words(name)
    for way_name, way in spot.ways.items():
        for tool in way.tools:
            visit = Visit(name, spot, words, way_name, way, tool, Stop(name))
            for side in spot.in_turn:
                yield from _of_side(visit, side, book)


def _of_side(visit: Visit, side: Side, book: Phrasebook) -> Iterator[str]:
    """All that is said of a spot on one side, worked in one way with one tool."""
    blanks, words = visit_blanks(visit, side, book), visit.words
    told = (words.leave_out, words.leave_out_again, visit.position, words.keep_off, visit.find)
    yield from (fill(line, blanks) for line in told if line)
    for talk in get_args(Talk):
        for moment in _moments(visit, side, blanks):
            lines = book.wordings(moment, talk, words, book.tools[visit.tool])
            yield from (fill(line, blanks) for line in lines)
    yield fill(book.answers.resumed, {"title": section_title(visit, side, book)})


def _moments(visit: Visit, side: Side, blanks: Mapping[str, str]) -> Iterator[str]:
    """The moments that come at a side: of its technique, its pressure and its sort of side."""
    for moment in Moments.__struct_fields__:
        if BLANKS.get(moment, frozenset()) <= blanks.keys() and not _strange(moment, visit, side):
            yield moment


def _strange(moment: str, visit: Visit, side: Side) -> bool:
    """Whether a moment never comes there."""
    technique = visit.way.technique.replace("-", "_")
    others = {"circles", "small_circles", "rolls"} - {technique}
    gentle = visit.spot.pressure == "gentle"
    never = others | {"hold" if gentle else "hold_gentle"}
    never |= {"announce"} if side == "middle" else {"announce_middle"}
    first = side == visit.spot.in_turn[0]
    stem = moment.removesuffix("_again").removesuffix("_known")
    return stem in never or (first and moment.endswith("_again"))
