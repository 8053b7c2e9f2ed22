"""Doubles: tiny true voices and players, whose time is known, and encoders that never end."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from coach.errors import CoachError, VoiceError
from coach.sound.clip import Clip, Samples
from coach.units import RATE_HZ, Ms, ms_to_frames


class FakeVoice:
    """Takes the same time for every word, and sounds as a tone at about the level of speech."""

    def __init__(self, *, word_ms: int = 300, hz: float = 220.0) -> None:
        self.word_ms = word_ms
        self.hz = hz
        self.spoken: list[str] = []
        """Every phrase it was asked for, in order."""

    @property
    def key(self) -> str:
        """See `Voice.key`."""
        return f"fake:{self.word_ms}:{self.hz:g}"

    def speak(self, text: str) -> Clip:
        """A tone, as long as the words of the phrase."""
        self.spoken.append(text)
        frames = np.arange(ms_to_frames(Ms(self.word_ms * len(text.split()))))
        tone = 0.2 * np.sin(2 * np.pi * self.hz * (frames + 0.5) / RATE_HZ)
        return Clip(tone.astype(np.float32))


class FailingVoice(FakeVoice):
    """Speaks so many phrases, and then none."""

    def __init__(self, *, speaks: int = 0) -> None:
        super().__init__()
        self.speaks = speaks

    def speak(self, text: str) -> Clip:
        """See `FakeVoice.speak`.

        Raises:
            VoiceError: It has spoken all that it speaks.
        """
        if len(self.spoken) == self.speaks:
            raise VoiceError(f"the voice could not speak {text!r}")
        return super().speak(text)


class Sleeping:
    """Encoders that never end, in the place of ffmpeg; they note that they have started."""

    def __init__(self, notes: Path) -> None:
        self._notes = notes
        self.script = f'[ "$1" = -version ] && exit\necho $$ >>"{notes}"\nexec sleep 600'
        """What a shell runs for each."""

    def started(self) -> list[int]:
        """The numbers of their processes."""
        return list(map(int, self._notes.read_text().split())) if self._notes.exists() else []

    def running(self) -> list[int]:
        """Those that still run."""
        return list(filter(_runs, self.started()))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


class FakePlayer:
    """Collects all blocks at once; what has been heard of them is set by the test."""

    def __init__(self) -> None:
        self.heard = 0
        """Frames of the last sound that have been heard: set it to let time pass."""
        self.sounds: list[Samples] = []
        """What each `play` was given, whole."""
        self.stops = 0
        self.closed = False
        self._going = False
        self._failed: CoachError | None = None

    @property
    def playing(self) -> bool:
        """Whether anything is left to be heard; what kept a block from coming is raised here."""
        if self._going and self._failed is not None:
            raise self._failed
        return self._going and self.heard < len(self.sounds[-1])

    def play(self, blocks: Iterator[Samples]) -> None:
        """See `Player.play`."""
        collected: list[Samples] = [np.zeros((0, 2), dtype=np.float32)]
        self._failed = None
        try:
            collected.extend(blocks)
        except CoachError as failed:
            self._failed = failed
        self.sounds.append(np.concatenate(collected))
        self.heard, self._going = 0, True

    def stop(self) -> int:
        """See `Player.stop`."""
        self.stops += 1
        self._going = False
        return self.heard

    def close(self) -> None:
        """See `Player.close`."""
        self.stop()
        self.closed = True
