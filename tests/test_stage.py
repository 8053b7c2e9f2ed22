import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from coach.clip import Samples
from coach.controls import Control
from coach.errors import VoiceError
from coach.gains import gains
from coach.mixer import mix
from coach.script import Bell, Rest, Say, Script, Section
from coach.stage import Now, Stage
from coach.timeline import Arrangement
from coach.units import RATE_HZ, Ms, ms_to_frames
from coach.voices import Voice
from tests.doubles import FailingVoice, FakePlayer, FakeVoice

SCRIPT = Script(
    "small",
    "Small",
    "for tests",
    (
        Section("Opening", (Say("one two three", Ms(900)), Rest(Ms(1100), Ms(100)))),
        Section("Left", (Bell(Ms(2000)), Say("four five", Ms(600)), Rest(Ms(400), Ms(100)))),
        Section("Close", (Say("six", Ms(300)), Rest(Ms(700), Ms(100)))),
    ),
)
"""Sections from 0, 2 and 5 seconds, six seconds in all, as `FakeVoice` speaks."""

Step = tuple[int, Control | None]
"""Milliseconds that are heard of what plays, and what the listener asks for then."""


class Session:
    """A stage whose listener does one thing after the other, and what was shown."""

    def __init__(self, *steps: Step, voice: Voice | None = None) -> None:
        self.voice = voice or FakeVoice()
        self.arrangement = Arrangement(SCRIPT, self.voice)
        self.player = FakePlayer()
        self.stage = Stage(self.arrangement, self.voice, None, self.player)
        self.shown: list[Now] = []
        self.ended: Now
        self._steps = list(steps)

    def run(self) -> "Session":
        self.arrangement.whole()  # the fake player takes all its blocks at once
        self.stage.begin()
        self.ended = self.stage.run(self._control, self.shown.append)
        return self

    @property
    def mixed(self) -> Samples:
        """The sound of the whole session."""
        return np.concatenate(
            list(mix(self.arrangement.whole().sections, self.voice, None, gains=gains(SCRIPT)))
        )

    def mixed_from(self, start: int) -> Samples:
        return self.mixed[ms_to_frames(Ms(start)) :]

    def _control(self, seconds: float) -> Control | None:
        if not seconds:
            return None  # it is still speaking ahead
        if not self._steps:
            self.player.heard = len(self.player.sounds[-1])
            return None
        heard, asked = self._steps.pop(0)
        self.player.heard += ms_to_frames(Ms(heard))
        return asked


class SlowPlayer:
    """Takes a block only when the test hears it, as a device would."""

    def __init__(self) -> None:
        self.heard = 0
        self.playing = False
        self._blocks: Iterator[Samples] = iter([])

    def play(self, blocks: Iterator[Samples]) -> None:
        self._blocks = blocks
        self.heard, self.playing = 0, True

    def hear_a_block(self) -> Samples:
        block = next(self._blocks)
        self.heard += len(block)
        return block

    def stop(self) -> int:
        self.playing = False
        return self.heard

    def close(self) -> None:
        self.stop()


def test_a_session_plays_from_its_beginning_to_its_end() -> None:
    session = Session().run()

    assert len(session.player.sounds) == 1
    assert np.array_equal(session.player.sounds[0], session.mixed)
    assert session.ended.position == session.ended.lasts == 6000
    assert session.ended.left == 0


def test_the_first_sound_plays_before_the_last_phrase_was_spoken() -> None:
    voice, player = FakeVoice(), SlowPlayer()
    stage = Stage(Arrangement(SCRIPT, voice), voice, None, player)
    stage.begin()
    block = player.hear_a_block()

    assert np.abs(block).max() > 0.1
    assert voice.spoken[0] == "one two three"
    assert "four five" not in voice.spoken
    assert "six" not in voice.spoken


def test_while_it_plays_it_speaks_ahead_and_still_looks_at_the_controls() -> None:
    voice, player = FakeVoice(), SlowPlayer()
    stage = Stage(Arrangement(SCRIPT, voice), voice, None, player)
    spoken: list[bool] = []

    def control(seconds: float) -> Control | None:
        spoken.append("six" in voice.spoken)
        return Control.END if seconds else None

    stage.begin()
    stage.run(control, lambda _now: None)

    assert spoken[0] is False
    assert spoken[-1] is True


def test_the_end_key_ends_it_where_it_stands() -> None:
    session = Session((1500, Control.END)).run()

    assert session.ended.position == 1500
    assert session.ended.section.title == "Opening"
    assert session.ended.left == 4500


@pytest.mark.parametrize("ms", [0, 1, 1500, 1999, 2000, 2700, 5999])
def test_pausing_and_going_on_loses_nothing(ms: int) -> None:
    session = Session((ms, Control.TOGGLE), (0, Control.TOGGLE)).run()
    before, after = session.player.sounds
    heard = before[: ms_to_frames(Ms(ms))]

    assert np.array_equal(np.concatenate([heard, after]), session.mixed)
    assert session.ended.left == 0


def test_pausing_many_times_between_two_milliseconds_loses_less_than_a_fade() -> None:
    session = Session()
    session.arrangement.whole()
    session.stage.begin()
    steps = iter([step for _ in range(20) for step in (True, False)])

    def control(_seconds: float) -> Control | None:
        pausing = next(steps, None)
        if pausing is None:
            return Control.END
        session.player.heard += 1000 + 17 if pausing else 0
        return Control.TOGGLE

    ended = session.stage.run(control, lambda _now: None)

    assert ended.position == pytest.approx(20 * 1017 * 1000 / RATE_HZ, abs=10)


def test_a_pause_is_shown_and_time_stands_still_in_it() -> None:
    session = Session((1500, Control.TOGGLE), (0, None), (0, None), (0, Control.TOGGLE)).run()
    paused = [now for now in session.shown if now.paused]

    assert {now.position for now in paused} == {1500}
    assert len(paused) == 3
    assert not session.ended.paused


def test_a_paused_session_can_be_ended() -> None:
    session = Session((1500, Control.TOGGLE), (0, Control.END)).run()

    assert session.ended.position == 1500
    assert session.ended.paused


@pytest.mark.parametrize(
    ("heard", "asked", "start", "title"),
    [
        (500, Control.NEXT, 2000, "Left"),
        (2500, Control.NEXT, 5000, "Close"),
        (1999, Control.NEXT, 2000, "Left"),
        (2000, Control.NEXT, 5000, "Close"),
        (2500, Control.PREVIOUS, 0, "Opening"),
        (5500, Control.PREVIOUS, 2000, "Left"),
        (500, Control.PREVIOUS, 0, "Opening"),
        (500, Control.REPEAT, 0, "Opening"),
        (4999, Control.REPEAT, 2000, "Left"),
        (5999, Control.REPEAT, 5000, "Close"),
    ],
)
def test_a_jump_lands_on_the_start_of_a_section(
    heard: int, asked: Control, start: int, title: str
) -> None:
    session = Session((heard, asked), (0, Control.END)).run()

    assert session.ended.position == start
    assert session.ended.section.title == title
    assert np.array_equal(session.player.sounds[-1], session.mixed_from(start))


def test_next_in_the_last_section_changes_nothing() -> None:
    session = Session((5500, Control.NEXT), (100, Control.END)).run()

    assert len(session.player.sounds) == 1
    assert session.ended.position == 5600


def test_jumps_follow_each_other_through_all_sections_and_back() -> None:
    session = Session(
        (0, Control.NEXT), (0, Control.NEXT), (0, Control.PREVIOUS), (0, Control.END)
    ).run()

    assert session.ended.section.title == "Left"


@pytest.mark.parametrize("asked", [Control.NEXT, Control.PREVIOUS, Control.REPEAT])
def test_a_jump_in_a_pause_goes_on_playing(asked: Control) -> None:
    session = Session((2500, Control.TOGGLE), (0, asked), (100, Control.END)).run()

    assert not session.ended.paused
    assert session.ended.position == session.ended.section.start + 100


def test_a_jump_lands_where_a_section_truly_starts_when_the_voice_is_slow() -> None:
    session = Session((0, Control.NEXT), (0, Control.END), voice=FakeVoice(word_ms=800)).run()

    assert session.arrangement.reach(0).overrun == 500
    assert session.ended.position == 2500
    assert np.array_equal(session.player.sounds[-1], session.mixed_from(2500))


def test_a_jump_to_a_section_that_was_not_spoken_yet_speaks_it_first() -> None:
    voice, player = FakeVoice(), SlowPlayer()
    stage = Stage(Arrangement(SCRIPT, voice), voice, None, player)
    asked = iter([Control.NEXT, Control.NEXT, Control.END])
    stage.begin()
    ended = stage.run(lambda _seconds: next(asked), lambda _now: None)

    assert ended.section.title == "Close"
    assert ended.position == 5000


def test_it_tells_the_section_and_the_cue_that_sound() -> None:
    session = Session((0, None), (1200, None), (1000, None), (3000, Control.END)).run()
    told = [
        (now.number, now.cue.cue if now.cue else "", now.cue.text if now.cue else "")
        for now in session.shown
    ]

    assert told[-4:] == [
        (0, "say", "one two three"),
        (0, "say", "one two three"),
        (0, "rest", ""),
        (1, "bell", ""),
    ]
    assert (session.ended.number, session.ended.sections) == (2, 3)


@pytest.mark.parametrize(
    ("steps", "heard"),
    [
        ([(1000, Control.END)], False),
        ([(2500, Control.END)], True),
        ([(1000, Control.NEXT), (1000, Control.END)], False),
        ([(1000, Control.NEXT), (500, Control.PREVIOUS), (2500, Control.END)], False),
        (
            [
                (1000, Control.NEXT),
                (0, Control.PREVIOUS),
                (0, Control.REPEAT),
                (2500, Control.END),
            ],
            True,
        ),
    ],
)
def test_it_knows_whether_the_opening_was_heard_to_its_end(steps: list[Step], heard: bool) -> None:
    assert Session(*steps).run().stage.heard_opening is heard


def test_a_voice_that_fails_ahead_of_the_ear_ends_the_session() -> None:
    voice, player = FailingVoice(speaks=1), SlowPlayer()
    stage = Stage(Arrangement(SCRIPT, voice), voice, None, player)
    stage.begin()

    with pytest.raises(VoiceError, match="'four five'"):
        stage.run(lambda _seconds: None, lambda _now: None)


def test_a_voice_that_fails_at_the_first_phrase_ends_it_before_any_sound() -> None:
    voice, player = FailingVoice(), SlowPlayer()
    stage = Stage(Arrangement(SCRIPT, voice), voice, None, player)

    with pytest.raises(VoiceError, match="'one two three'"):
        stage.begin()
    assert not player.playing


def test_a_voice_that_fails_when_it_is_mixed_ends_the_session() -> None:
    voice = FailingVoice(speaks=10_000)
    session = Session(voice=voice)
    session.arrangement.whole()
    voice.speaks = len(voice.spoken) + 1

    with pytest.raises(VoiceError, match="'four five'"):
        session.run()


def test_closing_lets_the_device_go_and_closing_twice_is_harmless() -> None:
    session = Session((500, Control.END)).run()
    session.stage.close()
    session.stage.close()

    assert session.player.closed


def test_closing_lets_a_thread_go_that_waits_for_a_section() -> None:
    voice, player = FakeVoice(), SlowPlayer()
    arrangement = Arrangement(SCRIPT, voice)
    stage = Stage(arrangement, voice, None, player)
    stage.begin()
    taken: list[int] = []
    waiting = threading.Thread(target=_take_all(arrangement, taken), daemon=True)
    waiting.start()
    stage.close()
    waiting.join(10)

    assert not waiting.is_alive()
    assert len(taken) <= 1


def _take_all(arrangement: Arrangement, taken: list[int]) -> Callable[[], None]:
    return lambda: taken.extend(section.start for section in arrangement.following(0))


def test_pausing_twice_is_one_pause_and_going_on_twice_goes_on_once() -> None:
    session = Session(
        (1500, Control.PAUSE), (0, Control.PAUSE), (0, Control.GO_ON), (500, Control.GO_ON)
    ).run()

    assert len(session.player.sounds) == 2
    assert session.ended.left == 0
