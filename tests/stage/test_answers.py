import pytest

from coach.content import left_told, may_be_told, times_told
from coach.content.breath import CALM, parse_breath
from coach.content.phrasebook import Phrasebook
from coach.script.cues import Bell, Breathe, Circle, Cue, Hold, Rest, Roll, Say, Section
from coach.stage.answers import (
    INTO,
    YES,
    again_from,
    countdown,
    heard_before,
    laid_over,
    told_next,
)
from coach.timeline.timeline import PlacedSection, Speech, place
from coach.units import Ms, seconds

START = seconds(100)


def said(text: str) -> Ms:
    return Ms(300 * len(text.split()))


def placed(*cues: Cue) -> PlacedSection:
    return place(Section("One", cues), START, said)


def rest(lasts: int) -> Rest:
    return Rest(Ms(lasts), Ms(lasts))


# Before the session goes on.


def test_sounds_are_heard_one_after_the_other_and_end_where_the_session_goes_on() -> None:
    before = heard_before(START, (YES, INTO, Speech("one two")), said)

    assert [one.sound for one in before.placed] == [YES, INTO, Speech("one two")]
    assert [one.start - before.start for one in before.placed] == [0, 600, 2750]
    assert before.end == START
    assert before.lasts == 2750 + 600 + 700


def test_before_the_beginning_of_a_session_there_is_time_too() -> None:
    assert heard_before(Ms(0), (YES,), said).start == -600


def test_a_countdown_is_told_at_once_and_ten_seconds_before_its_end() -> None:
    before = countdown(START, seconds(20), ("We begin in 20 seconds.", "Ten seconds."), said)

    assert [(one.text, one.start - START) for one in before.placed] == [
        ("We begin in 20 seconds.", -20_000),
        ("Ten seconds.", -10_000),
    ]
    assert (before.start, before.end) == (START - 20_000, START)


@pytest.mark.parametrize(("lasts", "texts"), [(1, 0), (5, 1), (12, 1), (13, 2)])
def test_a_short_countdown_tells_what_there_is_time_for(lasts: int, texts: int) -> None:
    told = ("We begin in so many seconds.", "Ten seconds.")
    before = countdown(START, seconds(lasts), told, said)

    assert len(before.placed) == texts
    assert before.lasts == seconds(lasts)


# Over what sounds.


def test_an_answer_is_laid_over_where_nobody_speaks() -> None:
    section = placed(Bell(seconds(2)), rest(5000))
    over = laid_over(section, Ms(START + 1000), YES, said)

    assert over is not None
    assert [(one.cue, one.start - START) for one in over.placed] == [
        ("bell", 0),
        ("answer", 1000),
        ("rest", 2000),
    ]
    assert (over.start, over.end) == (section.start, section.end)


@pytest.mark.parametrize("at", [0, 899, 901, 6600, 6999])
def test_no_answer_is_laid_over_a_sentence_or_past_the_end(at: int) -> None:
    section = placed(Say("one two three", Ms(900)), rest(200), Say("four", Ms(300)), rest(5600))

    assert laid_over(section, Ms(START + at), YES, said) is None


# Where to go on.


@pytest.mark.parametrize(
    ("at", "again"),
    [
        (0, 0),
        (599, 0),
        (600, 600),
        (1000, 1000),
        (1599, 1599),
        (1600, 1600),
        (3599, 1600),
        (5000, 3600),
        (7700, 7600),
        (12_000, 11_600),
        (15_000, 14_600),
    ],
)
def test_it_goes_on_at_the_start_of_what_was_cut_and_in_a_rest_just_there(
    at: int, again: int
) -> None:
    section = placed(
        Say("one two", Ms(600)),
        rest(1000),
        Bell(seconds(2)),
        Circle(0, 1, clockwise=True, turns=2, each=seconds(4)),
        Roll(2, seconds(3)),
    )

    assert again_from(section, Ms(START + at)) == START + again


@pytest.mark.parametrize(
    ("at", "again"), [(0, 0), (3999, 0), (4000, 0), (9999, 0), (12_000, 10_000)]
)
def test_in_a_hold_it_goes_on_with_the_breath_that_was_cut(at: int, again: int) -> None:
    section = placed(Hold(seconds(60), CALM, ""))

    assert again_from(section, Ms(START + at)) == START + again


@pytest.mark.parametrize("at", [30_100, 30_600, 33_000, 38_000])
def test_a_breath_begins_with_its_word(at: int) -> None:
    section = placed(Hold(seconds(60), CALM, "Halfway."))

    assert section.sounding(Ms(START + 30_000)) == section.placed[6]
    assert section.placed[6].text == "Halfway."
    assert again_from(section, Ms(START + at)) == START + 30_000


def test_a_breath_with_holds_in_it_begins_with_the_breath_in() -> None:
    section = placed(Breathe(parse_breath("4-4-4-4"), times=3, worded=0))

    assert {again_from(section, Ms(START + 16_000 + at)) - START for at in (1, 5000, 15_999)} == {
        16_000
    }


# What is told.


def test_what_comes_next_is_told_from_its_words_on() -> None:
    told = placed(Bell(seconds(2)), Say("Next one.", Ms(600), "next_spot"), rest(500), rest(3000))
    untold = placed(Bell(seconds(2)), rest(3000))

    assert told_next(told) == START + 2000
    assert told_next(untold) == START + 2000


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (29, "Less than a minute left."),
        (30, "About one minute left."),
        (89, "About one minute left."),
        (91, "About 2 minutes left."),
        (360, "About 6 minutes left."),
    ],
)
def test_the_time_left_is_told_in_minutes(book: Phrasebook, left: int, told: str) -> None:
    assert left_told(book, seconds(left)) == told


def test_all_that_can_be_told_of_the_time_left_is_known_ahead(book: Phrasebook) -> None:
    for most, least in ((1000, 0), (1000, 1000), (400, 333), (91, 89), (29, 0)):
        ahead = times_told(book, seconds(most), seconds(least))
        told = [left_told(book, seconds(left)) for left in range(most, least - 1, -1)]
        assert list(ahead) == list(dict.fromkeys(told))


def test_what_is_answered_in_a_lesson_alone_is_known_ahead_there_alone(book: Phrasebook) -> None:
    told = {True: book.answers.no_pressing, False: book.answers.easier}

    for lesson, other in ((True, False), (False, True)):
        ahead = set(may_be_told(book, lesson=lesson))
        assert told[lesson] in ahead
        assert told[other] not in ahead
