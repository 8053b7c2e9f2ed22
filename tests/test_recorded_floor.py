"""What is heard of controls and faults: recorded from a sound server of the tests' own."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from coach.content.controls import Control, Inbox
from coach.errors import VoiceUnavailable
from coach.players.player import open_player
from coach.script.cues import Hold, Say
from coach.session import open_session
from coach.sound.bed import open_bed
from coach.sound.clip import Clip
from coach.sound.shaping import to_pcm
from coach.sound.synthesis import tone_clip
from coach.stage.answers import NO, YES
from coach.stage.now import Now, ResumePoint
from coach.stage.stage import Stage
from coach.timeline.timeline import Placed
from coach.units import RATE_HZ, Ms, ms_to_frames
from tests.cli.commands.test_play import Terminal
from tests.patience import Deadline, join
from tests.soundserver import Recorder, Signal, SoundServer, place_of, skip_if_busy

pytestmark = pytest.mark.quiet

AT_ONCE_S = 0.3
"""Within so much an answer is heard."""

SURE = 0.7
"""How alike a sound over a bed is to itself without one, at least."""


class Floor:
    """A session that plays, somebody who asks for things, and what is heard of it."""

    def __init__(self, mark: Callable[["Floor"], ResumePoint]) -> None:
        try:
            self.session = open_session("feet", safety="short", voice="", rate=145, seed=1)
        except VoiceUnavailable as error:
            pytest.skip(str(error))
        self.arrangement = self.session.arrange()
        self.arrangement.whole()
        self.asked = Inbox[Control]()
        self.now: Now
        opening = partial(open_player, "miniaudio")
        self.stage = Stage(
            self.arrangement, self.session.voice, open_bed("pad"), opening, self.session.sheet
        )
        self.stage.begin(mark(self))
        self._thread = threading.Thread(
            target=self.stage.run, args=(self.asked.wait, [self._show]), daemon=True
        )
        self._thread.start()

    def in_hold(self) -> ResumePoint:
        """Some breaths into the hold of the left side."""
        section = self.arrangement.reach(1)
        hold = [isinstance(cue, Hold) for cue in section.section.cues].index(True)
        return ResumePoint(1, Ms(section.starts[hold] - section.start + 1000))

    def wait_for(self, true: Callable[[Now], bool]) -> Now:
        deadline = Deadline()
        while not (hasattr(self, "now") and true(self.now)):
            deadline.check()
            time.sleep(0.02)
        return self.now

    def wait_for_a_sentence(self) -> Placed:
        """Until a long one is on its way."""

        def in_the_middle(now: Now) -> bool:
            cue = now.cue
            return (
                cue is not None
                and cue.cue == "say"
                and cue.lasts > 1800
                and cue.start + 700 < now.position < cue.start + 1200
            )

        cue = self.wait_for(in_the_middle).cue
        assert cue is not None
        return cue

    def ask(self, control: Control) -> float:
        """When it was asked for."""
        at = time.monotonic()
        self.asked.put(control)
        return at

    def spoken(self, text: str) -> Signal:
        return signal_of(self.session.voice.speak(text))

    def close(self) -> None:
        self.asked.put(Control.END)
        try:
            join(self._thread)
        finally:
            self.stage.close()

    def _show(self, now: Now) -> None:
        self.now = now


def signal_of(clip: Clip) -> Signal:
    mono = clip.samples if clip.samples.ndim == 1 else clip.samples[:, 0]
    return to_pcm(mono).astype(np.float64)


def first_words(text: str) -> str:
    """So much of a sentence as is surely shown in one line."""
    return " ".join(text.split()[:3])


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    skip_if_busy()
    started = SoundServer(tmp_path)
    started.start("one", "two")
    monkeypatch.setenv("PULSE_SERVER", started.address)
    yield started
    started.kill()


def heard_after(recorder: Recorder, moment: float, part: Signal) -> tuple[float, float]:
    """How long after a moment this part was heard, and how alike it is."""
    heard = recorder.since(moment)[: 3 * RATE_HZ]
    at, alike = place_of(part, heard)
    return at / RATE_HZ, alike


def share_heard(part: Signal, heard: Signal) -> float:
    """How much of a sentence was heard, in pieces of a fifth of a second.

    A busy machine may tear it: nothing is lost as long as every piece is there.
    """
    size = RATE_HZ // 5
    pieces = [part[at : at + size] for at in range(0, len(part) - size, size)]
    loud = [piece for piece in pieces if piece.std() > 300]
    return float(np.mean([place_of(piece, heard)[1] > SURE for piece in loud]))


def answered_in_a_hold(server: SoundServer) -> list[tuple[str, float, float]]:
    """How soon each of four controls was answered, and how alike the answer was."""
    with closing(Recorder(server, "one")) as recorder, closing(Floor(Floor.in_hold)) as floor:
        floor.wait_for(lambda now: not now.waits and now.position > now.section.start)
        time.sleep(3)
        words = floor.session.sheet.book.answers
        answers = [
            (Control.LONGER, signal_of(tone_clip(YES))),
            (Control.PAUSE, signal_of(tone_clip(NO))),
            (Control.GO_ON, signal_of(tone_clip(YES))),
            (Control.EASIER, floor.spoken(words.easier)[: RATE_HZ // 2]),
        ]
        times = []
        for control, answer in answers:
            at = floor.ask(control)
            time.sleep(4)
            times.append((control.name, *heard_after(recorder, at, answer)))
    return times


def test_what_is_asked_for_in_a_hold_is_answered_at_once(server: SoundServer) -> None:
    times = answered_in_a_hold(server)
    if any(after > AT_ONCE_S for _name, after, _alike in times):
        times = answered_in_a_hold(server)  # the machine may have stood still for a moment
    skip_if_busy()

    assert [name for name, _after, alike in times if alike < SURE / 2] == []
    assert [name for name, after, _alike in times if after > AT_ONCE_S] == []


def test_a_sentence_that_a_pause_cuts_is_heard_again_whole(server: SoundServer) -> None:
    with (
        closing(Recorder(server, "one")) as recorder,
        closing(Floor(lambda _f: ResumePoint(1))) as floor,
    ):
        cut = floor.wait_for_a_sentence()
        floor.ask(Control.TOGGLE)
        time.sleep(2)
        went_on = floor.ask(Control.TOGGLE)
        floor.wait_for(lambda now: now.position > cut.end + 1000)
        time.sleep(0.5)
        heard = recorder.since(went_on)
    skip_if_busy()

    assert share_heard(floor.spoken(cut.text), heard) > 0.9


@pytest.mark.parametrize("fault", ["the server is killed", "its devices are taken away"])
def test_after_a_fault_of_the_device_the_cut_sentence_is_heard_again_whole(
    server: SoundServer, fault: str
) -> None:
    with closing(Recorder(server, "one")), closing(Floor(lambda _f: ResumePoint(1))) as floor:
        cut = floor.wait_for_a_sentence()
        if "killed" in fault:
            server.kill()
        else:
            take_devices(server)
        told = floor.wait_for(lambda now: now.trouble != "")
        time.sleep(1)
        if "killed" in fault:
            server.start("one", "two")
        else:
            server.ask("load-module", "module-null-sink", "sink_name=one", f"rate={RATE_HZ}")
        with closing(Recorder(server, "one")) as recorder:
            floor.wait_for(lambda now: not now.trouble and now.position > cut.end + 1000)
            time.sleep(0.5)
            heard = recorder.since(0)
    skip_if_busy()

    assert "sound device" in told.trouble
    assert share_heard(floor.spoken(cut.text), heard) > 0.9


def take_devices(server: SoundServer) -> None:
    for line in (server.ask("list", "short", "modules") or "").splitlines():
        if "null-sink" in line:
            server.ask("unload-module", line.split()[0])


def test_another_default_device_takes_the_session_over(server: SoundServer) -> None:
    with (
        closing(Recorder(server, "two")) as recorder,
        closing(Floor(lambda _f: ResumePoint(1))) as floor,
    ):
        cut = floor.wait_for_a_sentence()
        server.ask("set-default-sink", "two")
        moved = time.monotonic()
        floor.wait_for(lambda now: now.position > cut.end + 3000)
        heard = recorder.since(moved + 0.5)
    skip_if_busy()

    assert heard.std() > 100
    assert floor.now.trouble == ""


def test_a_program_that_was_stopped_goes_on_with_the_sentence_and_hurries_nothing(
    server: SoundServer, clean_environment: Path
) -> None:
    cues = open_session("feet", safety="full").sections[0].cues
    _, stopped_in, follows, *_ = [first_words(cue.text) for cue in cues if isinstance(cue, Say)]
    with closing(Recorder(server, "one")) as recorder:
        terminal = Terminal("play", "feet", "--safety", "full", PULSE_SINK="one")
        with closing(terminal):
            terminal.wait_for(stopped_in)
            terminal.program.send_signal(signal.SIGSTOP)
            time.sleep(7)
            terminal.program.send_signal(signal.SIGCONT)
            woken = time.monotonic()
            terminal.shown = ""
            terminal.wait_for(follows)
            took = time.monotonic() - woken
            terminal.type("q")
            terminal.end()
        heard = recorder.since(woken)
    skip_if_busy()

    assert took > 3  # the breath into it, and the sentence from its beginning
    assert ms_to_frames(Ms(3000)) < len(heard)
