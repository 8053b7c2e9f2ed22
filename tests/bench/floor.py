"""How long until what is asked for is heard: by key, by media key, by voice and by knocks.

A session plays into a sound server of its own, and what comes out of it is recorded. Needs
PulseAudio, playerctl and dbus-daemon, and a quiet machine: ``python -m tests.bench.floor``.
"""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import soundfile

from coach.choices import RATE_WPM
from coach.content import times_told
from coach.content.library import open_library
from coach.hearing.recogniser import HEARD_RATE_HZ as HEARD_HZ
from coach.sound.clip import Samples
from coach.sound.recording import read_recording
from coach.sound.shaping import resample
from coach.sound.synthesis import tone_clip
from coach.sound.tones import Chime
from coach.stage.answers import NO, YES
from coach.units import RATE_HZ, Ms
from coach.voices.remembering import RememberingVoice
from coach.voices.voice import open_voice
from tests.cli.commands.test_play import Terminal
from tests.hearing.mixtures import clap, pink, placed, said
from tests.soundserver import Recorder, Signal, SoundServer, place_of
from tests.test_recorded_floor import signal_of

PLAY = ("play", "feet", "--safety", "short", "--seed", "1", "--player", "miniaudio")
WHO = ("en-us+f3", 150)
SETTLED_S = 7.0
"""Between two acts: an answer has been heard, and the session goes on."""
IN_HOLD = "Breathe (in|out)"
"""What is shown where the coach is silent: it listens best there."""
UNTIL_HOLD_S = 120.0
FOLLOWED_S = 4.0
"""How long an answer is looked for."""
HEAD = f"{'asked for':18} {'by':10} {'seconds':>8}   answer"


@dataclass(frozen=True)
class Act:
    """One thing that is asked for."""

    name: str
    do: Callable[[], float]
    """Does it; the moment at which it was done."""
    answers: tuple[Signal, ...]
    """What may be heard of it; nothing where the sound goes away."""


class Floor:
    """A loudspeaker and a microphone in a room, a terminal, a desktop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = SoundServer(folder)
        self._server.start_room()
        self._daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._daemon.stdout is not None
        self._bus = self._daemon.stdout.readline().strip()

    def close(self) -> None:
        self._server.kill()
        self._daemon.kill()
        self._daemon.wait()

    def play(
        self, *wishes: str, acts: Callable[[Terminal], list[Act]], in_holds: bool = False
    ) -> Iterator[str]:
        """A row for each act, done one after the other; in holds, or while it is paused."""
        terminal = Terminal(
            *(*PLAY, "--plain", *wishes),
            XDG_STATE_HOME=tempfile.mkdtemp(dir=self._folder),
            PULSE_SERVER=self._server.address,
            PULSE_SINK="speaker",
            PULSE_SOURCE="room.monitor",
            DBUS_SESSION_BUS_ADDRESS=self._bus,
        )
        with closing(terminal), closing(Recorder(self._server, "speaker")) as recorder:
            terminal.wait_for("Opening  1 of 4")
            terminal.type("\x1b[C")
            for act in acts(terminal):
                _settle(terminal, f"{IN_HOLD}|paused" if in_holds else "")
                done = act.do()
                time.sleep(FOLLOWED_S)
                yield f"{act.name:29} {_answered(recorder.since(done), act.answers)}"

    def press(self, name: str) -> float:
        """Press a media key; when."""
        at = time.monotonic()
        environment = os.environ | {"DBUS_SESSION_BUS_ADDRESS": self._bus}
        subprocess.run(["playerctl", name], env=environment, check=True)
        return at

    def heard(self, heard: Samples) -> float:
        """Sound in the room; the moment at which it ended there."""
        path = self._folder / "heard.wav"
        noise = 0.0005 * pink(np.random.default_rng(1), len(heard))
        soundfile.write(path, 0.3 * heard + noise, HEARD_HZ)
        loud = np.flatnonzero(np.abs(heard) > 0.02 * np.abs(heard).max())
        with closing(Recorder(self._server, "room")) as recorder:
            time.sleep(0.5)
            began = time.monotonic()
            self._server.sound("room", path)
            whole = signal_of(resample(read_recording(path)))
            at, _alike = place_of(whole, recorder.since(began))
        return float(began + at / RATE_HZ + (loud[-1] + 1) / HEARD_HZ)


class Answers:
    """What is heard when something is asked for."""

    def __init__(self, folder: Path) -> None:
        self._voice = RememberingVoice(open_voice("", RATE_WPM), folder)
        self._words = open_library().phrasebook().answers

    @cached_property
    def yes(self) -> tuple[Signal, ...]:
        return (self._chime(YES),)

    @cached_property
    def no(self) -> tuple[Signal, ...]:
        return (self._chime(NO),)

    @cached_property
    def easier(self) -> tuple[Signal, ...]:
        return (self._said(self._words.easier),)

    @cached_property
    def skipped(self) -> tuple[Signal, ...]:
        return (self._said(self._words.skipped),)

    @cached_property
    def left(self) -> tuple[Signal, ...]:
        return tuple(
            map(self._said, times_told(open_library().phrasebook(), Ms(10 * 60_000), Ms(0)))
        )

    def _chime(self, chime: Chime) -> Signal:
        return signal_of(tone_clip(chime))

    def _said(self, text: str) -> Signal:
        return signal_of(self._voice.speak(text))[: RATE_HZ // 2]


def _settle(terminal: Terminal, until_shown: str) -> None:
    """Wait, and then until this is shown."""
    settled = time.monotonic() + SETTLED_S
    while time.monotonic() < settled + UNTIL_HOLD_S:
        terminal._read(0.1)
        if time.monotonic() > settled and re.search(until_shown, terminal.shown):
            return
        terminal.shown = terminal.shown[-80:]


def _answered(heard: Signal, answers: tuple[Signal, ...]) -> str:
    if not answers:
        return f"{_gone_after(heard):8.2f}   fades"
    alike, at = max((alike, at) for at, alike in (place_of(one, heard) for one in answers))
    return f"{at / RATE_HZ:8.2f}   {alike:.2f} alike"


def _gone_after(heard: Signal) -> float:
    """The moment from which on it is half as loud as at first, at most."""
    step = RATE_HZ // 20
    loud = np.sqrt(np.square(heard[: len(heard) // step * step]).reshape(-1, step).mean(axis=1))
    return float((np.flatnonzero(loud > loud[0] / 2)[-1] + 1) * step / RATE_HZ)


Row = tuple[str, str, tuple[Signal, ...]]
"""What is asked for, how, and what is heard of it."""


def _acts(by: str, do: Callable[[str], float], rows: list[Row]) -> list[Act]:
    return [Act(f"{name:18} {by}", partial(do, how), heard) for name, how, heard in rows]


def _by_key(terminal: Terminal, answers: Answers) -> list[Act]:
    def typed(key: str) -> float:
        at = time.monotonic()
        terminal.type(key)
        return at

    rows: list[Row] = [
        ("next", "\x1b[C", answers.yes),
        ("pause", " ", answers.no),
        ("go on", " ", answers.yes),
        ("a little longer", "+", answers.yes),
        ("time left", "t", answers.left),
        ("louder", "\x1b[A", answers.yes),
        ("softer", "\x1b[B", answers.no),
        ("easier", "e", answers.easier),
        ("repeat", "r", answers.yes),
        ("back", "\x1b[D", answers.yes),
        ("skip", "s", answers.skipped),
        ("end", "q", ()),
    ]
    return _acts("key", typed, rows)


def _by_media_key(floor: Floor, answers: Answers) -> list[Act]:
    rows: list[Row] = [
        ("next", "next", answers.yes),
        ("pause", "pause", answers.no),
        ("go on", "play", answers.yes),
        ("pause (toggle)", "play-pause", answers.no),
        ("go on (toggle)", "play-pause", answers.yes),
        ("back", "previous", answers.yes),
        ("end", "stop", ()),
    ]
    return _acts("media key", floor.press, rows)


def _by_voice(floor: Floor, answers: Answers) -> list[Act]:
    rows: list[Row] = [
        ("pause", "please pause now", answers.no),
        ("go on", "please continue now", answers.yes),
        ("a little longer", "a little longer please", answers.yes),
        ("time left", "how much time is left please", answers.left),
        ("repeat", "say that again please", answers.yes),
        ("back", "previous exercise please", answers.yes),
        ("next", "next exercise please", answers.yes),
        ("easier", "make it easier please", answers.easier),
        ("end", "finish the session please", ()),
    ]
    return _acts("voice", lambda phrase: floor.heard(said(WHO, phrase)), rows)


def _by_knocks(floor: Floor, answers: Answers) -> list[Act]:
    rng = np.random.default_rng(1)
    twice = placed(1, (0.1, clap(rng), 0.5), (0.4, clap(rng), 0.5))
    names = ("pause", answers.no), ("go on", answers.yes)
    return [Act(f"{name:18} two claps", lambda: floor.heard(twice), heard) for name, heard in names]


def _go_home(folder: Path) -> None:
    """Use nothing of the person who measures."""
    homes = {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("CACHE", "STATE", "DATA")}
    os.environ.update(homes, HOME=str(folder))


def main() -> None:
    """The table, a row at a time."""
    print(HEAD)
    with tempfile.TemporaryDirectory() as name:
        _go_home(folder := Path(name))
        answers = Answers(folder / "answers")
        with closing(Floor(folder)) as floor:
            ways = [
                floor.play(acts=lambda terminal: _by_key(terminal, answers)),
                floor.play(acts=lambda _terminal: _by_media_key(floor, answers)),
                floor.play(
                    *("--listen", "--talk", "bell"),
                    acts=lambda _terminal: _by_voice(floor, answers),
                    in_holds=True,
                ),
                floor.play("--knock", acts=lambda _terminal: _by_knocks(floor, answers)),
            ]
            for way in ways:
                for row in way:
                    print(row, flush=True)


if __name__ == "__main__":
    main()
