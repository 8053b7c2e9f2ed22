"""One unbroken stream for devices that ask for frames when they need them.

It never ends while the device is open: between sessions and in a pause it carries the floor, far
below hearing, so that headphones stay awake. Sound fades in and out at every start and stop, so
nothing clicks.
"""

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np

from coach.errors import PlayerError
from coach.players.feed import Feed
from coach.sound import Pcm, Samples, noise_floor, ramp, to_pcm
from coach.units import RATE_HZ, Ms, ms_to_frames

FADE = ms_to_frames(Ms(25))
"""Frames of a fade: too short to be missed, long enough not to click."""
RISING = ramp(FADE)
"""Its gain, made once: a device that pulls does not wait."""

AWAY = ms_to_frames(Ms(1200))
"""Frames of the fade with which a session ends."""

DEVICE_PATIENCE_S = 3.0
"""How long a device may take before it counts as gone: some begin with two seconds."""

SECOND_LOOK_S = 0.5
DEVICE_GONE = "the sound device has stopped taking sound; is it still connected?"


class Stream:
    """What a device pulls from: a `Player` but for the device itself."""

    def __init__(self) -> None:
        self._floor = to_pcm(noise_floor(0, RATE_HZ))
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._falling: Samples | None = None
        self._feed: Feed | None = None
        self._heard = 0
        self._pulled = time.monotonic()
        self._missed = self._missed_at = 0.0
        self._told: Callable[[bytes], object] | None = None

    def play(self, blocks: Iterator[Samples]) -> None:
        """See `Player.play`."""
        self.stop()
        feed = Feed(blocks)
        with self._lock:
            self._feed, self._heard = feed, 0

    def stop(self, *, fade: int = FADE) -> int:
        """See `Player.stop`: fades out with the next frames that the device pulls, so many."""
        with self._lock:
            if self._feed is None:
                return self._heard
            if self._falling is None:
                self._falling = ramp(fade)[::-1]
                self._stopped.clear()
        while not self._stopped.wait(SECOND_LOOK_S):
            if time.monotonic() - self._pulled > DEVICE_PATIENCE_S:
                with self._lock:
                    self._end()
                raise PlayerError(DEVICE_GONE)
        return self._heard

    @property
    def heard(self) -> int:
        """See `Player.heard`."""
        return self._heard

    @property
    def playing(self) -> bool:
        """See `Player.playing`; a device that pulls no more has gone.

        Raises:
            PlayerError: It has.
        """
        self._look_for_device()
        with self._lock:
            return self._feed is not None and self._feed.going

    def _look_for_device(self) -> None:
        """Twice, a second apart: a program that was stopped for a while is late itself."""
        now = time.monotonic()
        if now - self._pulled < DEVICE_PATIENCE_S:
            return
        if self._missed != self._pulled:
            self._missed, self._missed_at = self._pulled, now
        elif now - self._missed_at > SECOND_LOOK_S:
            raise PlayerError(DEVICE_GONE)

    def pull(self, frames: int) -> bytes:
        """So many frames, at once: of the blocks as far as they are ready, then of the floor."""
        self._pulled = time.monotonic()
        sound = np.resize(self._floor, (frames, 2))
        with self._lock:
            if self._feed is not None:
                taken = self._take(self._feed, frames)
                sound[: len(taken)] = taken
        pulled = sound.tobytes()
        if self._told is not None:
            self._told(pulled)
        return pulled

    def listen(self, take: Callable[[bytes], object]) -> None:
        """Tell from now on what the device pulls; whoever takes it must not wait."""
        self._told = take

    def _take(self, feed: Feed, frames: int) -> Pcm:
        taken = _faded(feed.take(frames), RISING[self._heard :])
        if self._falling is not None:
            return self._fall(taken, self._falling)
        self._heard += len(taken)
        return taken

    def _fall(self, taken: Pcm, falling: Samples) -> Pcm:
        """The last frames, fading; they do not count as heard, and sound again when it goes on."""
        self._falling = falling[len(taken) :]
        if not len(self._falling) or not len(taken):
            self._end()
        return _faded(taken[: len(falling)], falling)

    def _end(self) -> None:
        if self._feed is not None:
            self._feed.close()
        self._feed = self._falling = None
        self._stopped.set()


def _faded(pcm: Pcm, gain: Samples) -> Pcm:
    edge = gain[: len(pcm)]
    faded = pcm.copy()
    faded[: len(edge)] = (pcm[: len(edge)] * edge[:, None]).round()
    return faded
