"""A session whose words are spoken while it plays, by a voice that takes its time."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import numpy as np
import pytest

from coach.content.controls import Control
from coach.content.library import open_library
from coach.errors import VoiceError
from coach.script.cues import Rest, Say, Script, Section
from coach.script.fitting import write_script
from coach.script.sheet import Sheet, Wishes
from coach.sound.clip import Samples
from coach.stage import waiting
from coach.stage.now import Now, ResumePoint
from coach.stage.stage import NOTICED_S, Stage
from coach.timeline.arrangement import Arrangement
from coach.timeline.gains import gains
from coach.timeline.mixer import mix
from coach.units import NO_TIME, RATE_HZ, Ms, ms_to_frames
from coach.voices.ahead import Ahead
from coach.voices.keeping import KeepingVoice
from coach.voices.voice import Voice
from tests.doubles import FakeVoice
from tests.patience import Deadline, wait_until
from tests.sheets import sheet as make_sheet
from tests.slow import SlowVoice
from tests.stage.test_stage import Done, IdlePlayer

FEET, QUADS = (
    make_sheet(open_library().entry(name), open_library().phrasebook(), Wishes())
    for name in ("feet", "quads")
)

SHOWN = FEET.book.shown
GETS_READY, ANOTHER = SHOWN.gets_ready, SHOWN.quicker

AT_ONCE_S = 0.1
"""A control is obeyed within so many seconds."""

Step = Control | Callable[[], object]
"""What is asked for next, or what is waited for first."""


def section(title: str, *texts: str) -> Section:
    says = [Say(text, Ms(300 * len(text.split()))) for text in texts]
    return Section(title, (*says, Rest(Ms(1000), Ms(100))))


SMALL = Script(
    "small",
    "Small",
    "for tests",
    (
        section("Opening", "one two three", "four"),
        section("Left", "five six", "seven"),
        section("Right", "eight", "nine"),
        section("Close", "ten", "eleven"),
    ),
)


def written(*, word_ms: int = 300, pace: float = 0.01) -> SlowVoice:
    return SlowVoice(pace, word_ms=word_ms)


class Playing:
    """A stage on a player that takes no block by itself; what has been heard, the test tells."""

    def __init__(
        self,
        slow: SlowVoice,
        script: Script = SMALL,
        *,
        quicker: Callable[[], Voice] | None = None,
        sheet: Sheet = FEET,
    ) -> None:
        self.slow, self.player = slow, IdlePlayer()
        self.voice = Ahead(KeepingVoice(slow), threads=1, quicker=quicker)
        self.arrangement = Arrangement(script, self.voice)
        self.now = 0.0
        self.stage = Stage(
            self.arrangement, self.voice, None, lambda: self.player, sheet, clock=lambda: self.now
        )
        self.shown: list[Now] = []
        self.longest_s = 0.0
        """How long it took at most from a control to the next look at them."""

    def run(self, *steps: Step) -> Now:
        """Do one step after the other, and see where it stands then."""
        left, deadline, asked_at = [*steps], Deadline(10), 0.0

        def control(seconds: float) -> Control | None:
            nonlocal asked_at
            deadline.check()
            if asked_at:
                self.longest_s = max(self.longest_s, time.monotonic() - asked_at)
            asked_at = 0.0
            if left and not isinstance(left[0], Control):
                if left[0]():
                    left.pop(0)
                time.sleep(min(seconds, 0.005))
                return None
            if not left:
                raise Done
            asked_at = time.monotonic()
            asked = left.pop(0)
            assert isinstance(asked, Control)
            return asked

        with suppress(Done):
            self.stage.run(control, [self.shown.append])
        return self.shown[-1]

    def hear(self, ms: int) -> Samples:
        """What is heard next of what plays."""
        blocks, frames = [], 0
        while frames < ms_to_frames(Ms(ms)):
            blocks.append(next(self.player.blocks))
            frames += len(blocks[-1])
        self.player.heard += frames
        return np.concatenate(blocks)

    def begin_with(self, sections: int) -> None:
        """Play from the beginning, once so many sections are placed; the voice may be late then."""
        self.arrangement.reach(sections - 1)
        self.stage._jump(NO_TIME)

    @property
    def waits(self) -> bool:
        return self.stage._deck.waiting

    def plays(self) -> bool:
        return not self.waits

    def all_placed(self) -> bool:
        return self.arrangement.reached == len(self.arrangement)

    def close(self) -> None:
        self.slow.let_go.set()
        self.arrangement.close()


def test_before_its_first_words_are_there_the_bed_sounds_and_it_tells_that_it_gets_ready() -> None:
    slow = written()
    slow.stalls_at = "four"
    with closing(Playing(slow)) as playing:
        playing.stage.begin()
        first = playing.run(lambda: slow.spoken == ["one two three", "four"])
        heard = playing.hear(2000)
        slow.let_go.set()
        last = playing.run(playing.plays)

    assert (first.position, first.cue, first.section.title) == (0, None, "Opening")
    assert first.answer == GETS_READY
    assert 0 < np.abs(heard).max() < 0.001  # the room's own sound, which is never nothing
    assert last.answer == ""
    assert last.cue is not None


def test_it_begins_when_the_voice_can_keep_up_and_not_before() -> None:
    slow = written(pace=0.0)
    long = section("Left", *(f"five {word}" for word in "abcdefghijklmnop"))
    script = Script("small", "Small", "", (section("Opening", *"abcd"), long))
    with closing(Playing(slow, script)) as playing:
        slow.pace = 0.4
        playing.stage.begin()
        playing.run(lambda: playing.arrangement.reached)
        told = playing.run(lambda: playing.arrangement.lag(Ms(0)))
        assert playing.waits
        playing.run(playing.plays)
        lag = playing.arrangement.lag(Ms(0))

    assert told.answer == f"{GETS_READY}: about 10 s"
    assert lag == 0


def test_with_a_voice_that_has_all_at_hand_it_begins_at_once() -> None:
    slow = written()
    with closing(Playing(slow)) as playing:
        playing.arrangement.whole()
        playing.stage.begin()

        assert not playing.waits
        assert playing.stage.now.cue is not None


@pytest.mark.parametrize("asked", [one for one in Control if one is not Control.END])
def test_no_control_waits_for_the_voice(asked: Control) -> None:
    slow = written()
    slow.stalls_at = "five"
    with closing(Playing(slow)) as playing:
        playing.begin_with(1)
        playing.run(asked, lambda: True)

    assert playing.longest_s < AT_ONCE_S


def test_while_it_waits_for_its_first_words_it_can_be_ended() -> None:
    slow = written()
    slow.stalls_at = "one"
    with closing(Playing(slow)) as playing:
        playing.stage.begin()
        began = time.monotonic()
        ended = playing.stage.run(lambda _seconds: Control.END)

    assert time.monotonic() - began < 1
    assert (ended.position, ended.heard_opening) == (0, False)


def test_a_jump_to_words_that_are_not_there_waits_for_them_in_the_bed() -> None:
    slow = written()
    slow.stalls_at = "eight"
    with closing(Playing(slow)) as playing:
        playing.begin_with(2)
        waits = playing.run(Control.NEXT, Control.NEXT, lambda: playing.waits)
        chime = playing.hear(1000)
        slow.let_go.set()
        plays = playing.run(playing.plays)

    assert (waits.section.title, waits.cue) == ("Right", None)
    assert waits.position == playing.arrangement.reach(2).start
    assert np.abs(chime).max() > 0.05
    assert plays.section.title == "Right"


def test_what_is_jumped_to_is_spoken_before_what_may_be_said_beside_the_rest() -> None:
    slow = written()
    slow.stalls_at = "one"
    with closing(Playing(slow)) as playing:
        playing.stage.begin()
        playing.run(lambda: slow.spoken, Control.NEXT, Control.NEXT, Control.NEXT, lambda: True)
        slow.let_go.set()
        playing.run(playing.plays)

    assert playing.stage.now.section.title == "Close"
    words = [text for one in SMALL.sections for text in (cue.text for cue in one.cues[:-1])]  # type: ignore[union-attr]
    assert slow.spoken[: len(words)] == words


def test_a_pause_while_it_waits_stays_a_pause_until_it_is_asked_to_go_on() -> None:
    slow = written()
    slow.stalls_at = "one"
    with closing(Playing(slow)) as playing:
        playing.stage.begin()
        playing.run(lambda: slow.spoken, Control.PAUSE, lambda: True)
        slow.let_go.set()
        paused = playing.run(playing.all_placed, lambda: True)
        playing.run(Control.GO_ON, playing.plays)

    assert paused.paused
    assert paused.position == 0
    assert playing.stage.now.paused is False


def test_going_back_ends_the_waiting() -> None:
    slow = written()
    slow.stalls_at = "eight"
    with closing(Playing(slow)) as playing:
        playing.begin_with(2)
        playing.run(Control.NEXT, Control.NEXT, lambda: playing.waits)
        back = playing.run(Control.BACK, lambda: True)
        slow.let_go.set()
        later = playing.run(playing.all_placed, lambda: True)

    assert back.section.title == later.section.title == "Left"


def test_a_countdown_begins_when_its_own_words_are_there() -> None:
    slow = written()
    slow.stalls_at = "seconds"
    with closing(Playing(slow)) as playing:
        playing.stage.begin(wait=Ms(30_000))
        playing.run(lambda: slow.spoken)
        assert playing.waits
        slow.let_go.set()
        counts = playing.run(playing.plays)

    assert counts.counts_down


def test_a_session_that_goes_on_from_a_place_waits_for_what_is_before_it() -> None:
    slow = written()
    slow.stalls_at = "one"
    with closing(Playing(slow)) as playing:
        playing.stage.begin(ResumePoint(2, Ms(1700)))
        assert playing.waits
        assert not playing.stage.now.heard_opening
        slow.let_go.set()
        playing.run(playing.plays)

    assert playing.stage.now.section.title == "Right"


def test_an_answer_whose_words_are_not_there_is_a_sound_at_once_and_told_when_they_are() -> None:
    slow = written()
    slow.stalls_at = "five"
    with closing(Playing(slow)) as playing:
        playing.arrangement.also = lambda _number: ()
        playing.begin_with(1)
        playing.run(lambda: "five six" in slow.spoken)
        asked = playing.run(Control.TIME_LEFT, lambda: True)
        slow.let_go.set()
        told = playing.run(lambda: playing.stage.now.answer)

    assert asked.answer == ""
    assert told.answer.endswith("left.")
    assert slow.spoken.index(told.answer) == slow.spoken.index("five six") + 1


def test_answers_are_there_soon_after_the_first_words() -> None:
    slow = written()
    with closing(Playing(slow)) as playing:
        playing.stage.begin()
        playing.run(lambda: len(slow.spoken) > 10)

    assert FEET.book.answers.easier in slow.spoken[4:6]


def test_easier_is_answered_at_once_and_done_when_its_words_are_spoken() -> None:
    slow = SlowVoice(0.0, word_ms=300)
    with closing(Playing(slow, write_script(QUADS), sheet=QUADS)) as playing:
        gentle = [*playing.stage._may_be_told(2)][-1]
        playing.arrangement.also = lambda _number: ()
        playing.arrangement.reach(2)
        slow.stalls_at = gentle
        playing.stage._jump(playing.arrangement.section(2).start)
        playing.player.heard = ms_to_frames(Ms(2000))
        asked = playing.run(Control.EASIER, lambda: gentle in slow.spoken)
        slow.let_go.set()
        eased = playing.run(lambda: playing.stage.now.revisions, lambda: True)

    assert asked.revisions == ()
    assert [one.kind for one in eased.revisions] == ["easier"]
    assert gentle in [one.text for one in playing.arrangement.section(2).placed]


def test_what_waits_to_be_placed_can_be_made_easier_too() -> None:
    slow = written()
    slow.stalls_at = "one"
    with closing(Playing(slow)) as playing:
        playing.stage.begin()
        playing.run(lambda: slow.spoken, Control.EASIER, lambda: True)

        assert [one.kind for one in playing.stage.now.revisions] == ["easier"]


def quick() -> FakeVoice:
    return FakeVoice(word_ms=300, hz=330)


def test_a_voice_that_needs_too_long_to_begin_gives_way_to_a_quicker_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", Ms(3000))
    slow = written(pace=1.0)
    long = section("Left", *(f"five {word}" for word in "abcdefghijklmnop"))
    script = Script("small", "Small", "", (section("Opening", *"abcdef"), long))
    with closing(Playing(slow, script, quicker=quick)) as playing:
        playing.stage.begin()
        told = playing.run(playing.plays)
        timeline = playing.arrangement.whole()
        playing.now += NOTICED_S
        later = playing.run(lambda: True)

    assert told.answer == ANOTHER
    assert later.answer == ""
    assert timeline == Arrangement(script, quick()).whole()
    assert len(slow.spoken) < 8


def test_a_voice_that_stalls_before_it_begins_gives_way_to_a_quicker_one() -> None:
    slow = written()
    slow.stalls_at = "one"
    with closing(Playing(slow, quicker=quick)) as playing:
        playing.stage.begin()
        playing.run(lambda: slow.spoken)
        assert playing.waits
        playing.now += 91
        told = playing.run(playing.plays)

    assert told.answer == ANOTHER


def test_without_a_quicker_voice_it_waits_on() -> None:
    slow = written()
    slow.stalls_at = "one"
    with closing(Playing(slow)) as playing:
        playing.stage.begin()
        playing.run(lambda: slow.spoken)
        playing.now += 1000
        told = playing.run(lambda: True)
        assert told.answer == GETS_READY
        slow.let_go.set()
        playing.run(playing.plays)


def test_a_voice_that_fails_gives_way_to_a_quicker_one_and_without_one_ends_it() -> None:
    for quicker in (quick, None):
        slow = written()
        slow.fails_at = "eight"
        with closing(Playing(slow, quicker=quicker)) as playing:
            playing.stage.begin()
            if quicker:
                playing.run(playing.all_placed)
                assert playing.stage.now.answer == ANOTHER
                assert playing.arrangement.whole() == Arrangement(SMALL, quick()).whole()
            else:
                with pytest.raises(VoiceError, match="'eight'"):
                    playing.run(lambda: False)


def test_a_voice_that_falls_behind_while_it_plays_gives_way_from_the_next_section_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "LONGEST_REST", Ms(2000))
    slow = written(pace=0.0)
    slow.stalls_at = "eight"
    with closing(Playing(slow, quicker=quick)) as playing:
        playing.begin_with(2)
        end = playing.arrangement.section(1).end
        playing.hear(end + 1000)
        playing.player.heard -= ms_to_frames(Ms(100))
        rests = playing.run(lambda: True)
        assert rests.answer.startswith(GETS_READY)
        assert rests.section.title == "Left"
        playing.hear(2000)
        told = playing.run(playing.all_placed)

    assert told.answer == ANOTHER
    assert playing.arrangement.section(2).start > end
    assert "eight" not in [one.text for one in playing.arrangement.section(1).placed]


class Listener:
    """Takes blocks in real time, and notes the longest that it had to wait for one."""

    def __init__(self, *, ahead_s: float = 3.0) -> None:
        self.heard = 0
        self.blocks: list[Samples] = []
        self.late_s = 0.0
        self._ahead_s = ahead_s
        self._going = False
        self._thread = threading.Thread()

    @property
    def playing(self) -> bool:
        return self._going

    def play(self, blocks: Iterator[Samples]) -> None:
        self.stop()
        self.heard, self.blocks, self._going = 0, [], True
        self._thread = threading.Thread(target=self._listen, args=[blocks], daemon=True)
        self._thread.start()

    def _listen(self, blocks: Iterator[Samples]) -> None:
        due = time.monotonic() + 0.2
        while self._going and (block := next(blocks, None)) is not None:
            self.blocks.append(block)
            if len(self.blocks) > 1:
                self.late_s = max(self.late_s, time.monotonic() - due - self._ahead_s)
            due += len(block) / RATE_HZ
            time.sleep(max(0.0, due - self._ahead_s - time.monotonic()))
            self.heard += len(block)
        self._going = False

    def stop(self) -> int:
        self._going = False
        if self._thread.is_alive():
            self._thread.join()
        return self.heard

    def close(self) -> None:
        self.stop()


@pytest.mark.parametrize("pace", [0.2, 1.5])
def test_on_one_core_all_of_it_is_heard_to_the_bit_and_nothing_twice(pace: float) -> None:
    slow, player = SlowVoice(pace, word_ms=300), Listener()
    voice = Ahead(KeepingVoice(slow), threads=1)
    arrangement = Arrangement(SMALL, voice)
    stage = Stage(arrangement, voice, None, lambda: player, FEET)
    stage.begin()
    deadline = Deadline()

    def control(seconds: float) -> None:
        deadline.check()
        time.sleep(seconds)

    stage.run(control)
    plain = FakeVoice(word_ms=300)
    expected = Arrangement(SMALL, plain).whole()
    own = [one for one in slow.spoken if one in {p.text for p in expected.placed}]

    assert arrangement.whole() == expected
    assert np.array_equal(
        np.concatenate(player.blocks),
        np.concatenate(list(mix(expected.sections, plain, None, gains=gains(SMALL)))),
    )
    assert len(own) == len(set(own))


def test_a_stage_lets_its_threads_go() -> None:
    slow = written()
    with closing(Playing(slow)) as playing:
        playing.stage.begin()
        playing.run(playing.plays)
        playing.stage.close()
    wait_until(lambda: not [one for one in threading.enumerate() if one.name in slow.threads])
