from itertools import pairwise

import pytest

from coach.content.spot import OnBody
from coach.script.cues import Rest, Script, Section, Worked
from coach.texts.chapters import SHORTEST_CHAPTER, Chapter, ascii_title, chapter_lines, chapters
from coach.timeline.arrangement import Arrangement
from coach.timeline.timeline import Timeline
from coach.units import Ms
from tests.doubles import FakeVoice

CALF = Worked("calves", "left", "foam-roller", "floor", OnBody("back", 0.4, 0.8))


def section(title: str, secs: float, worked: Worked | None = None) -> Section:
    lasts = Ms(round(secs * 1000))
    return Section(title, (Rest(lasts, lasts),), worked)


def timeline(*sections: Section) -> Timeline:
    return Arrangement(Script("x", "X", "", sections), FakeVoice()).whole()


def told(*sections: Section) -> list[tuple[str, int, int]]:
    """Each chapter's title, start and end in seconds."""
    return [
        (one.title, one.start // 1000, one.end // 1000) for one in chapters(timeline(*sections))
    ]


def test_each_section_that_is_long_enough_is_a_chapter() -> None:
    assert told(section("Opening", 60), section("Calf", 20), section("Finish", 30)) == [
        ("Opening", 0, 60),
        ("Calf", 60, 80),
        ("Finish", 80, 110),
    ]


def test_a_short_opening_joins_the_spot_that_follows_and_takes_its_title() -> None:
    assert told(section("Opening", 19), section("Calf", 15, CALF), section("Finish", 30)) == [
        ("Calf", 0, 34),
        ("Finish", 34, 64),
    ]


def test_a_short_close_joins_the_spot_before_it() -> None:
    assert told(section("Opening", 60), section("Calf", 80, CALF), section("Finish", 12)) == [
        ("Opening", 0, 60),
        ("Calf", 60, 152),
    ]


def test_who_skips_on_does_not_miss_a_short_section() -> None:
    assert told(section("A", 60), section("B", 10), section("C", 60)) == [
        ("A", 0, 60),
        ("C", 60, 130),
    ]


def test_of_sections_that_do_not_work_on_the_body_the_longest_gives_its_name() -> None:
    assert told(section("A", 3), section("B", 9), section("C", 9)) == [("B", 0, 21)]


def test_a_section_that_works_on_the_body_gives_its_name_even_if_another_is_longer() -> None:
    (chapter,) = chapters(timeline(section("Opening", 15), section("Calf", 10, CALF)))

    assert chapter.title == "Calf"
    assert chapter.section.section.worked is CALF


@pytest.mark.parametrize("lengths", [[5], [5, 4, 3], [19]])
def test_a_session_that_is_too_short_is_one_chapter(lengths: list[int]) -> None:
    (chapter,) = told(*(section(str(n), secs) for n, secs in enumerate(lengths)))

    assert chapter[1:] == (0, sum(lengths))


@pytest.mark.parametrize("secs", [1, 7, 13, 19.999, 20, 25])
def test_chapters_have_no_gap_and_none_is_short(secs: float) -> None:
    placed = timeline(*(section(str(n), secs + n % 3) for n in range(12)))
    found = chapters(placed)

    assert found[0].start == 0
    assert found[-1].end == placed.lasts
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(one.end - one.start >= SHORTEST_CHAPTER for one in found)
    assert [part for one in found for part in one.sections] == list(placed.sections)


def test_a_chapter_is_a_value() -> None:
    placed = timeline(section("A", 30))

    assert chapters(placed) == chapters(placed)
    assert isinstance(chapters(placed)[0], Chapter)


def test_lines_for_a_description_have_two_digits_and_hours_only_where_there_are_any() -> None:
    placed = timeline(section("A", 65), section("B", 3600), section("C", 30))

    assert list(chapter_lines(placed)) == ["00:00 A", "01:05 B", "01:01:05 C"]


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Calf, left", "Calf, left"),
        ("Füße", "Fusse"),
        ("Ünder the épaule", "Under the epaule"),
        ("Ældre ØRE, mały łuk", "AEldre ORE, maly luk"),
        ("The neck\u2019s \u201cback\u201d \u2013 left", 'The neck\'s "back" - left'),
        ("ﬁt ½", "fit 1/2"),
    ],
)
def test_a_title_in_latin_letters_is_written_in_ascii(title: str, plain: str) -> None:
    found = ascii_title(title)

    assert found == plain
    assert found.isascii()


@pytest.mark.parametrize("title", ["足の裏", "Стопа", "Füße 足", "💆"])
def test_a_title_in_other_letters_is_kept_whole(title: str) -> None:
    assert ascii_title(title) == title
