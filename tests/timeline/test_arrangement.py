import threading
from collections.abc import Callable

import pytest

from coach.content.breath import CALM
from coach.errors import VoiceError
from coach.script.cues import Breathe, Hold, Say
from coach.timeline.arrangement import Arrangement
from coach.timeline.timeline import PlacedSection, Timeline
from coach.units import Ms
from tests.doubles import FailingVoice, FakeVoice
from tests.patience import PATIENCE_S, Deadline, join
from tests.timeline.test_timeline import rest, script, section

TWO = script(
    section(Say("one", Ms(300)), Say("two", Ms(300)), rest(1000, 0)),
    section(Say("three", Ms(300)), rest(1000, 0), title="Two"),
)


def test_each_bit_speaks_one_phrase_or_places_one_section() -> None:
    voice = FakeVoice()
    arrangement = Arrangement(TWO, voice)

    heard, deadline = [], Deadline()
    while arrangement.advance():
        deadline.check()
        heard.append(tuple(dict.fromkeys(voice.spoken)))

    assert heard == [
        ("one",),
        ("one", "two"),
        ("one", "two"),
        ("one", "two", "three"),
        ("one", "two", "three"),
    ]


def test_when_all_is_placed_there_is_nothing_more_to_do() -> None:
    arrangement = Arrangement(TWO, FakeVoice())
    arrangement.whole()

    assert not arrangement.advance()
    assert not arrangement.advance()


def test_reaching_a_section_speaks_nothing_of_the_next() -> None:
    voice = FakeVoice()

    first = Arrangement(TWO, voice).reach(0)

    assert first.title == "One"
    assert "three" not in voice.spoken


def test_the_words_of_breaths_and_holds_are_spoken_before_their_section_is_placed() -> None:
    voice = FakeVoice()
    one = script(
        section(
            Breathe(CALM, 1, 1, (("in", "In."), ("hold", "Hold."), ("out", "Out."))),
            Hold(Ms(60_000), CALM, "Halfway."),
            rest(1000, 0),
        )
    )
    arrangement = Arrangement(one, voice)

    for _ in range(4):
        arrangement.advance()

    assert voice.spoken == ["In.", "Hold.", "Out.", "Halfway."]


def test_the_length_is_planned_first_and_true_in_the_end() -> None:
    long = section(Say("one two three four", Ms(100)), title="Long")
    arrangement = Arrangement(script(long, long), FakeVoice())

    lengths = [arrangement.lasts]
    for number in range(len(arrangement)):
        arrangement.reach(number)
        lengths.append(arrangement.lasts)

    assert lengths == [200, 1300, 2400]


def test_placing_bit_by_bit_gives_what_placing_at_once_gives() -> None:
    bit_by_bit = Arrangement(TWO, FakeVoice())
    deadline = Deadline()
    while bit_by_bit.advance():
        deadline.check()

    assert bit_by_bit.whole() == Arrangement(TWO, FakeVoice()).whole()
    assert isinstance(bit_by_bit.whole(), Timeline)


def test_a_phrase_that_cannot_be_spoken_stops_the_placing() -> None:
    arrangement = Arrangement(TWO, FailingVoice(speaks=1))
    assert arrangement.advance()

    with pytest.raises(VoiceError, match="the voice could not speak 'two'"):
        arrangement.advance()


def test_after_a_phrase_that_could_not_be_spoken_the_same_is_told_again() -> None:
    arrangement = Arrangement(TWO, FailingVoice(speaks=1))
    with pytest.raises(VoiceError):
        arrangement.whole()

    for _ in range(2):
        with pytest.raises(VoiceError, match="the voice could not speak 'two'"):
            arrangement.reach(1)


def test_what_was_placed_before_a_phrase_failed_is_still_there() -> None:
    arrangement = Arrangement(TWO, FailingVoice(speaks=2))
    with pytest.raises(VoiceError):
        arrangement.whole()

    assert arrangement.reach(0).title == "One"


def test_there_is_no_section_after_the_last() -> None:
    arrangement = Arrangement(TWO, FakeVoice())

    with pytest.raises(IndexError):
        arrangement.reach(2)


def in_thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_another_thread_gets_each_section_when_it_is_placed() -> None:
    arrangement, got = Arrangement(TWO, FakeVoice()), list[PlacedSection]()
    came = threading.Semaphore(0)

    def follow() -> None:
        for one in arrangement.following(0):
            got.append(one)
            came.release()

    thread = in_thread(follow)
    arrangement.reach(0)
    assert came.acquire(timeout=PATIENCE_S)
    assert [one.title for one in got] == ["One"]

    arrangement.whole()
    join(thread)
    assert [one.title for one in got] == ["One", "Two"]


def test_sections_can_be_followed_from_any_of_them() -> None:
    arrangement = Arrangement(TWO, FakeVoice())
    arrangement.whole()

    assert [one.title for one in arrangement.following(1)] == ["Two"]
    assert list(arrangement.following(2)) == []


def test_closing_lets_go_who_waits_and_closing_twice_is_harmless() -> None:
    arrangement, got = Arrangement(TWO, FakeVoice()), list[PlacedSection]()
    thread = in_thread(lambda: got.extend(arrangement.following(0)))

    arrangement.close()
    arrangement.close()

    join(thread)
    assert got == []


def test_a_revised_arrangement_goes_on_by_the_other_script() -> None:
    cues = Say("one two", Ms(500)), rest(3000, 0), Hold(Ms(40_000), CALM, "")
    arrangement = Arrangement(script(section(*cues), section(*cues, title="Two")), FakeVoice())
    first = arrangement.whole().sections[0]
    other = section(Say("five", Ms(300)), rest(700, 0), title="Two")
    arrangement.revise(script(section(*cues), other), 0, Ms(5000))
    revised = arrangement.whole()

    assert revised.sections[0] == first
    assert revised.sections[1].section == other
    assert revised.sections[1].last
    assert arrangement.lasts == first.lasts + 1000
