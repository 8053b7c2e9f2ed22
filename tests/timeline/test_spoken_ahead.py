"""An arrangement whose words are spoken ahead, by a voice that takes its time."""

import threading
import time
from collections.abc import Callable
from contextlib import closing

import numpy as np
import pytest

from coach.content.breath import CALM
from coach.errors import VoiceError
from coach.script.cues import Breathe, Hold, Rest, Say, Script, Section
from coach.timeline.arrangement import STRETCH, Arrangement
from coach.timeline.mixer import mix
from coach.timeline.timeline import PlacedSection
from coach.units import Ms
from coach.voices.ahead import Ahead
from coach.voices.keeping import KeepingVoice
from coach.voices.voice import Voice
from tests.doubles import FakeVoice
from tests.patience import Deadline, join, wait_until
from tests.slow import SlowVoice

BREATHS = (("in", "In."), ("hold", "Hold."), ("out", "Out."))
SCRIPT = Script(
    "small",
    "Small",
    "for tests",
    (
        Section("Opening", (Say("one two three", Ms(90)), Rest(Ms(910), Ms(10)))),
        Section(
            "Left",
            (
                Say("four five", Ms(60)),
                Breathe(CALM, 1, 1, BREATHS),
                Hold(Ms(60_000), CALM, "Halfway."),
                Rest(Ms(1000), Ms(10)),
            ),
        ),
        Section("Right", (Say("four five", Ms(60)), Say("six", Ms(30)), Rest(Ms(910), Ms(10)))),
        Section("Close", (Say("seven eight nine", Ms(90)), Rest(Ms(910), Ms(10)))),
    ),
)
WORDS = [
    "one two three",
    *("four five", "In.", "Hold.", "Out.", "Halfway."),
    "six",
    "seven eight nine",
]
"""In the order in which they are needed."""


class Spoken:
    """An arrangement with a slow voice; it ends with the test."""

    def __init__(
        self, slow: SlowVoice, *, threads: int = 1, quicker: Callable[[], Voice] | None = None
    ) -> None:
        self.slow = slow
        self.voice = Ahead(KeepingVoice(slow), threads=threads, quicker=quicker)
        self.arrangement = Arrangement(SCRIPT, self.voice)

    def advance_until(self, true: Callable[[], object]) -> None:
        deadline = Deadline()
        while not true():
            deadline.check()
            if not self.arrangement.advance():
                time.sleep(0.005)

    def close(self) -> None:
        self.slow.let_go.set()
        self.arrangement.close()


def test_words_are_spoken_in_the_order_in_which_they_are_needed_and_each_once() -> None:
    with closing(Spoken(SlowVoice(0.2))) as spoken:
        spoken.arrangement.whole()

    assert spoken.slow.spoken == WORDS


@pytest.mark.parametrize(("pace", "at_once"), [(0.2, 1), (3.0, 1), (3.0, 4)])
def test_it_sounds_to_the_bit_as_with_a_quick_voice(pace: float, at_once: int) -> None:
    quick = FakeVoice(word_ms=30)
    expected = Arrangement(SCRIPT, quick).whole()
    with closing(Spoken(SlowVoice(pace, at_once=at_once), threads=at_once)) as spoken:
        timeline = spoken.arrangement.whole()
        mixed = list(mix(timeline.sections, spoken.voice, None))

    assert timeline == expected
    assert np.array_equal(
        np.concatenate(mixed), np.concatenate(list(mix(expected.sections, quick, None)))
    )
    assert sorted(spoken.slow.spoken) == sorted(WORDS)


def test_placing_never_waits_for_a_word() -> None:
    slow = SlowVoice(0.0)
    slow.stalls_at = "one"
    with closing(Spoken(slow)) as spoken:
        began = time.monotonic()
        for _ in range(10):
            assert not spoken.arrangement.advance()
            assert not spoken.arrangement.ready(2)
        took = time.monotonic() - began

    assert took < 0.5
    assert spoken.arrangement.reached == 0


def test_a_section_is_placed_as_soon_as_its_words_are_there() -> None:
    slow = SlowVoice(0.0)
    slow.stalls_at = "four"
    with closing(Spoken(slow)) as spoken:
        spoken.advance_until(lambda: spoken.arrangement.reached)
        assert spoken.arrangement.reach(0).title == "Opening"
        slow.let_go.set()
        spoken.advance_until(lambda: spoken.arrangement.reached == 4)


def test_a_section_whose_words_are_not_there_is_seen_as_it_is_planned() -> None:
    slow = SlowVoice(0.0)
    slow.stalls_at = "one"
    with closing(Spoken(slow)) as spoken:
        spoken.arrangement.advance()
        seen = [spoken.arrangement.section(number) for number in range(4)]

    assert [one.start for one in seen] == [
        sum(section.lasts for section in SCRIPT.sections[:number]) for number in range(4)
    ]
    assert spoken.arrangement.reached == 0


def test_what_may_be_said_beside_a_section_comes_after_its_words() -> None:
    with closing(Spoken(SlowVoice(0.0))) as spoken:
        spoken.arrangement.also = lambda number: ["beside"] if number == 1 else []
        spoken.arrangement.whole()
        wait_until(lambda: len(spoken.slow.spoken) == 9)

    assert spoken.slow.spoken == [*WORDS[:6], "beside", *WORDS[6:]]


def test_what_is_hurried_comes_first_and_nothing_beside_what_is_skipped() -> None:
    slow = SlowVoice(0.0)
    slow.stalls_at = "one"
    with closing(Spoken(slow)) as spoken:
        spoken.arrangement.also = lambda number: [f"beside {number}"]
        spoken.arrangement.advance()
        wait_until(lambda: slow.spoken)
        spoken.arrangement.hurry(3, "first")
        slow.let_go.set()
        spoken.arrangement.whole()
        wait_until(lambda: len(slow.spoken) == 10)

    assert slow.spoken == [WORDS[0], "first", *WORDS[1:], "beside 3"]


def test_a_voice_that_keeps_up_has_no_lag_and_one_that_does_not_tells_how_long() -> None:
    slow = SlowVoice(40.0)
    with closing(Spoken(slow)) as spoken:
        arrangement = spoken.arrangement
        assert not arrangement.advance()
        assert arrangement.lag(Ms(0)) is None  # nothing tells its pace yet
        spoken.advance_until(lambda: spoken.voice.pace)
        needed = arrangement.lag(Ms(0))
        assert needed is not None
        assert needed > 1000
        assert arrangement.lag(Ms(0), until=arrangement.reached) == 0
        assert (arrangement.lag(Ms(75_000)) or 0) > needed  # less time is left until it is due
        arrangement.whole()
        assert arrangement.lag(Ms(0)) == 0


def test_what_is_still_to_be_spoken_beside_a_section_makes_the_next_one_late_too() -> None:
    def lag(*beside: str) -> Ms | None:
        with closing(Spoken(SlowVoice(5.0))) as spoken:
            spoken.arrangement.also = lambda number: beside if number == 1 else ()
            spoken.advance_until(lambda: spoken.arrangement.reached == 2 and spoken.voice.pace)
            return spoken.arrangement.lag(Ms(60_000))

    without, with_them = lag(), lag(*(f"beside the section, {number}" for number in range(20)))
    assert without is not None
    assert with_them is not None
    assert with_them > without + 500


def test_a_plain_voice_has_no_lag() -> None:
    assert Arrangement(SCRIPT, FakeVoice()).lag(Ms(0)) == 0
    assert not Arrangement(SCRIPT, FakeVoice()).is_ahead


def test_where_words_come_too_late_a_section_goes_on_with_a_rest_and_nothing_is_torn() -> None:
    slow = SlowVoice(0.0)
    slow.stalls_at = "six"
    with closing(Spoken(slow)) as spoken:
        arrangement, got = spoken.arrangement, list[PlacedSection]()
        spoken.advance_until(lambda: arrangement.reached == 2)
        thread = threading.Thread(target=lambda: got.extend(arrangement.following(0)))
        thread.start()
        wait_until(lambda: len(got) >= 4)  # two of the session, and two rests
        slow.let_go.set()
        spoken.advance_until(lambda: arrangement.reached == 4)
        join(thread)
        whole = arrangement.whole()

    titles = [one.title for one in got]
    rests = titles.count("")
    assert titles == ["Opening", "Left", *[""] * rests, "Right", "Close"]
    assert [one.end for one in got[:-1]] == [one.start for one in got[1:]]
    assert whole.sections[1].overrun == rests * STRETCH
    assert whole.sections[2].start == got[-2].start
    assert {one.kind for one in whole.sections[1].placed[-rests:]} == {"rest"}


def test_a_quicker_voice_speaks_from_the_next_section_on_and_each_keeps_its_own_words() -> None:
    slow, quick = SlowVoice(0.0), FakeVoice(word_ms=50, hz=330)
    slow.stalls_at = "six"
    with closing(Spoken(slow, quicker=lambda: quick)) as spoken:
        spoken.advance_until(lambda: spoken.arrangement.reached == 2)
        assert spoken.arrangement.hasten() is quick
        timeline = spoken.arrangement.whole()
        list(mix(timeline.sections, quick, None))

    said = [
        [one.lasts for one in section.placed if one.cue == "say"] for section in timeline.sections
    ]
    assert said == [[90], [60], [100, 50], [150]]
    assert "six" in quick.spoken
    assert "one two three" not in quick.spoken  # also when it is mixed


def test_without_a_quicker_voice_nothing_changes() -> None:
    with closing(Spoken(SlowVoice(0.0))) as spoken:
        assert spoken.arrangement.hasten() is None
        assert len(spoken.arrangement.whole().sections) == 4


def test_a_phrase_that_fails_is_told_and_a_quicker_voice_can_go_on() -> None:
    slow, quick = SlowVoice(0.0), FakeVoice(hz=330)
    slow.fails_at = "six"
    with closing(Spoken(slow, quicker=lambda: quick)) as spoken:
        with pytest.raises(VoiceError, match="could not speak 'six'"):
            spoken.arrangement.whole()
        with pytest.raises(VoiceError, match="could not speak 'six'"):
            spoken.arrangement.ready(3)

        spoken.arrangement.hasten()
        assert [one.title for one in spoken.arrangement.whole().sections][2:] == ["Right", "Close"]


def test_a_section_that_is_not_placed_may_be_revised_altogether() -> None:
    slow = SlowVoice(0.0)
    slow.stalls_at = "six"
    with closing(Spoken(slow)) as spoken:
        spoken.advance_until(lambda: spoken.arrangement.reached == 2)
        other = Section("Right", (Say("other words", Ms(60)),))
        script = Script("small", "Small", "", (*SCRIPT.sections[:2], other, SCRIPT.sections[3]))
        assert spoken.arrangement.lacking(other) == ["other words"]
        spoken.arrangement.revise(script, 2, Ms(70_000))
        slow.let_go.set()

        assert spoken.arrangement.whole().sections[2].section == other
        assert spoken.arrangement.lacking(other) == []


def test_closing_ends_the_speaking() -> None:
    slow = SlowVoice(0.0)
    slow.stalls_at = "one"
    with closing(Spoken(slow)) as spoken:
        spoken.arrangement.advance()
        wait_until(lambda: slow.spoken)
    wait_until(lambda: not [one for one in threading.enumerate() if one.name in slow.threads])

    assert slow.spoken == ["one two three"]
