"""Chapters: the stretches of a session that a phone lists, none too short to be chosen."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.timeline import PlacedSection, Timeline
from coach.units import Ms, seconds, show_ms

SHORTEST_CHAPTER = seconds(20)
"""Shorter chapters are shown with odd lengths (mp3chapters #8)."""

ASCII_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th"}
    | dict(zip("øØđĐðÐłŁ\u0131", "oOdDdDlLi", strict=True))
    | dict(zip("\u2018\u2019\u201c\u201d\u2013\u2014\u2044", "''\"\"--/", strict=True))
)
"""Letters and signs that do not come apart into an ASCII letter and its marks."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section, or several of which some are short."""

    title: str
    start: Ms
    end: Ms
    section: PlacedSection
    """The one that it is named after, and whose picture it carries."""
    sections: tuple[PlacedSection, ...]
    """All that is heard in it, in order."""


def chapters(timeline: Timeline) -> tuple[Chapter, ...]:
    """The chapters of a session, without a gap from its beginning to its end.

    A section shorter than `SHORTEST_CHAPTER` joins the one after it, so that who skips on never
    misses it; at the end of the session, the one before it. A session shorter than that is one
    chapter.
    """
    return tuple(_chapter(group) for group in _groups(timeline.sections))


def _groups(sections: Sequence[PlacedSection]) -> list[list[PlacedSection]]:
    groups: list[list[PlacedSection]] = [[]]
    for section in sections:
        if _lasts(groups[-1]) >= SHORTEST_CHAPTER:
            groups.append([])
        groups[-1].append(section)
    if len(groups) > 1 and _lasts(groups[-1]) < SHORTEST_CHAPTER:
        short = groups.pop()
        groups[-1] += short
    return groups


def _lasts(group: Sequence[PlacedSection]) -> int:
    return sum(section.lasts for section in group)


def _chapter(group: Sequence[PlacedSection]) -> Chapter:
    """Named after the first section that works on the body, or else the longest."""
    worked = (section for section in group if section.section.worked)
    named = next(worked, None) or max(group, key=lambda section: section.lasts)
    return Chapter(named.title, group[0].start, group[-1].end, named, tuple(group))


def chapter_lines(timeline: Timeline) -> Iterator[str]:
    """Each chapter's start and title, as podcast and video apps read them in a description."""
    for chapter in chapters(timeline):
        yield f"{clock(chapter.start)} {chapter.title}"


def clock(ms: Ms) -> str:
    """A moment with two digits of minutes, hours only when there are any.

    >>> clock(Ms(65_000)), clock(Ms(3_661_000))
    ('01:05', '01:01:01')
    """
    shown = show_ms(ms)
    return shown.zfill(8 if shown.count(":") > 1 else 5)


def ascii_title(title: str) -> str:
    """The title in ASCII letters where it can be written in them, or else unchanged.

    >>> ascii_title("Fußsohle, Ködergröße"), ascii_title("足の裏")
    ('Fusssohle, Kodergrosse', '足の裏')
    """
    apart = unicodedata.normalize("NFKD", title)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    plain = bare.translate(ASCII_LETTERS)
    return plain if plain.isascii() else title
