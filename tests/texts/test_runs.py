from collections.abc import Iterator
from itertools import pairwise

import pytest

from coach.content.breath import CALM, Breath, parse_breath
from coach.content.phrasebook import Phrasebook
from coach.script.cues import Bell, Breathe, Circle, Cue, Hold, Rest, Roll, Say, Section
from coach.texts.runs import Run, breaths, runs
from coach.timeline.timeline import PlacedSection, place
from coach.units import Ms

IN_AND_OUT = (("in", "In."), ("hold", "Hold."), ("out", "Out."))
FOUR_SEVEN_EIGHT = parse_breath("4-7-8")


def placed(*cues: Cue) -> PlacedSection:
    return place(Section("A", cues), Ms(0), lambda text: Ms(300 * len(text.split())))


def sounds(book: Phrasebook, *cues: Cue) -> list[str]:
    """What is told of each run that has a sound."""
    return [run.sound for run in runs(placed(*cues), book) if run.sound]


def circles(turns: int, *, ring: int = 0, clockwise: bool = True, each: int = 3750) -> Circle:
    return Circle(ring, 3, clockwise, turns, Ms(each))


def test_a_bell_is_told(book: Phrasebook) -> None:
    assert sounds(book, Bell(Ms(5000)), Bell(Ms(5000))) == ["bell", "bell"]


def test_each_phase_of_a_breath_is_told_with_its_whole_time(book: Phrasebook) -> None:
    told = runs(placed(Breathe(CALM, times=2, worded=1, words=IN_AND_OUT)), book)

    assert [run.text for run in told] == [
        "In. [breathe in, four seconds]",
        "Out. [breathe out, six seconds]",
        "[breathe in, four seconds]",
        "[breathe out, six seconds]",
    ]
    assert [(run.start, run.end) for run in told] == [
        *((0, 4000), (4000, 10_000), (10_000, 14_000), (14_000, 20_000))
    ]


def test_a_held_breath_is_told_though_it_is_quiet(book: Phrasebook) -> None:
    assert sounds(book, Breathe(FOUR_SEVEN_EIGHT, times=1, worded=1, words=IN_AND_OUT)) == [
        "breathe in, four seconds",
        "hold, seven seconds",
        "breathe out, eight seconds",
    ]


@pytest.mark.parametrize("pattern", ["4-6", "4-7-8", "4-4-4-4"])
def test_what_is_left_at_the_end_of_a_hold_is_no_held_breath(
    book: Phrasebook, pattern: str
) -> None:
    breath = parse_breath(pattern)
    lasts = Ms(3 * breath.lasts + 3000)
    told = sounds(book, Hold(lasts, breath, ""), Rest(Ms(5000), Ms(0)), Bell(Ms(2000)))

    assert told[-2].startswith("breathe out")
    assert told[-1] == "bell"


def test_the_word_in_the_middle_of_a_hold_is_told_with_its_breath(book: Phrasebook) -> None:
    told = [run.text for run in runs(placed(Hold(Ms(60_000), CALM, "Halfway.")), book)]

    assert "Halfway. [breathe in, four seconds]" in told
    assert len(told) == 12


def test_equal_circles_are_told_as_one(book: Phrasebook) -> None:
    assert sounds(book, circles(3), circles(2, ring=1), circles(2, ring=1, clockwise=False)) == [
        "circle clockwise, ring one of three: three circles, about four seconds each",
        "circle clockwise, ring two of three: two circles, about four seconds each",
        "circle counterclockwise, ring two of three: two circles, about four seconds each",
    ]


def test_one_circle_is_told_as_one(book: Phrasebook) -> None:
    assert sounds(book, circles(1)) == [
        "circle clockwise, ring one of three: one circle, about four seconds"
    ]


def test_strokes_are_told_as_one(book: Phrasebook) -> None:
    assert sounds(book, Roll(8, Ms(3500))) == [
        "roll up, then down: eight strokes, about four seconds each"
    ]


def test_words_and_quiet_have_no_sound(book: Phrasebook) -> None:
    told = runs(placed(Say("Lean in.", Ms(600)), Rest(Ms(4000), Ms(0))), book)

    assert [(run.said, run.sound, run.text) for run in told] == [
        ("Lean in.", "", "Lean in."),
        ("", "", ""),
    ]


def test_two_sentences_are_told_one_by_one(book: Phrasebook) -> None:
    told = runs(placed(Say("Lean in.", Ms(600)), Say("Breathe.", Ms(300))), book)

    assert [run.text for run in told] == ["Lean in.", "Breathe."]


def test_without_words_for_them_sounds_are_not_told() -> None:
    told = runs(placed(Say("Lean in.", Ms(600)), Bell(Ms(2000)), circles(2)), None)

    assert [run.text for run in told] == ["Lean in.", "", ""]


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        (2000, "two seconds"),
        (4500, "4.5 seconds"),
        (12_000, "twelve seconds"),
    ],
)
def test_whole_numbers_are_words_and_others_digits(book: Phrasebook, drawn: int, told: str) -> None:
    breath = Breath(Ms(drawn), Ms(0), Ms(6000), Ms(0))

    assert sounds(book, Breathe(breath, 1, 0))[0] == f"breathe in, {told}"


def test_one_second_is_told_in_the_singular(book: Phrasebook) -> None:
    breath = Breath(Ms(4000), Ms(1000), Ms(6000), Ms(0))

    assert sounds(book, Breathe(breath, 1, 0))[1] == "hold, one second"


def test_a_number_past_the_last_word_is_digits(book: Phrasebook) -> None:
    assert "forty" not in book.captions.numbers
    assert "40 strokes" in sounds(book, Roll(40, Ms(3500)))[0]


def breathing(book: Phrasebook, breath: Breath, times: int) -> list[Run]:
    return runs(placed(Breathe(breath, times, 0)), book)


def test_breaths_are_told_as_one_with_the_phases_of_the_first(book: Phrasebook) -> None:
    assert breaths(breathing(book, FOUR_SEVEN_EIGHT, 3), book) == (
        "three breaths: breathe in, four seconds; hold, seven seconds; breathe out, eight seconds"
    )


def test_one_breath_is_told_by_its_phases(book: Phrasebook) -> None:
    assert breaths(breathing(book, CALM, 1), book) == (
        "breathe in, four seconds; breathe out, six seconds"
    )


def every_cue() -> Iterator[Cue]:
    yield from (Say("Left side.", Ms(600)), Rest(Ms(3000), Ms(0)), Bell(Ms(2000)))
    yield Breathe(FOUR_SEVEN_EIGHT, 3, 2, IN_AND_OUT)
    yield from (Hold(Ms(60_000), CALM, "Halfway."), circles(2), Roll(4, Ms(3500)))


def test_every_sound_is_in_one_run_and_none_overlaps(book: Phrasebook) -> None:
    section = placed(*every_cue())
    told = runs(section, book)

    assert [one for run in told for one in run.placed] == list(section.placed)
    assert all(run.end <= after.start for run, after in pairwise(told))
    assert all(run.text for run in told if any(one.sound for one in run.placed))
