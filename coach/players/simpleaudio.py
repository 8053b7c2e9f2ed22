"""The player on simpleaudio, for systems where miniaudio finds no way to the sound."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from coach.errors import PlayerError
from coach.installing import install_extra
from coach.players.feed import Feed
from coach.players.player import NO_DEVICE
from coach.sound import Pcm, Samples
from coach.traces import quiet_logger
from coach.units import RATE_HZ, db_to_gain

_logger = quiet_logger(__name__)

STRETCH_S = 120
"""simpleaudio takes whole buffers only, without fades. Between two there is a gap (two seconds were
measured through PulseAudio), so they are long and end where nobody speaks; a pause can click."""

SPEECHLESS = db_to_gain(-26)
"""The peak below which nobody speaks: 16-bit sound against full scale."""

BACK_FRAMES = 5 * RATE_HZ // 2
"""When a buffer begins to be heard is not told; two seconds late were measured. After a pause it
goes back so far, rather than lose a word."""


class SimpleaudioPlayer:
    """Plays stretch after stretch, each begun when the one before has sounded."""

    def __init__(self, module: Any) -> None:
        self._module = module
        self._run: _Run | None = None

    def play(self, blocks: Iterator[Samples]) -> None:
        """See `Player.play`."""
        self.stop()
        self._run = _Run(self._module, Feed(blocks))

    def stop(self) -> int:
        """See `Player.stop`."""
        return self._run.stop() if self._run else 0

    @property
    def heard(self) -> int:
        """See `Player.heard`: by the clock."""
        return self._run.heard if self._run else 0

    @property
    def playing(self) -> bool:
        """See `Player.playing`."""
        return self._run is not None and self._run.playing

    def close(self) -> None:
        """See `Player.close`."""
        self.stop()


class _Run:
    """One playing of blocks, from its start to its end or stop."""

    def __init__(self, module: Any, feed: Feed) -> None:
        self._module = module
        self._feed = feed
        self._stopped = threading.Event()
        self._sounding: Any = None
        self._done = 0
        self._began = time.monotonic()
        self._frames = 0
        self._error: PlayerError | None = None
        self._thread = threading.Thread(target=self._play, name="coach-simpleaudio", daemon=True)
        self._thread.start()

    @property
    def heard(self) -> int:
        sounding = (time.monotonic() - self._began) * RATE_HZ
        return self._done + min(self._frames, round(sounding))

    @property
    def playing(self) -> bool:
        if self._error is not None:
            raise self._error
        if self._stopped.is_set():
            return False
        return self._thread.is_alive() or self._feed.going

    def stop(self) -> int:
        if not self._stopped.is_set():
            self._done, self._frames = max(0, self.heard - BACK_FRAMES), 0
            self._stopped.set()
            self._feed.close()
            if self._sounding is not None:
                self._sounding.stop()
            self._thread.join()
        return self._done

    def _play(self) -> None:
        try:
            self._play_all()
        except Exception as error:  # whatever the library raises; told to whoever asks
            self._error = PlayerError(f"simpleaudio could not go on playing: {error}")
            _logger.warning("simpleaudio could not go on playing", exc_info=True)

    def _play_all(self) -> None:
        while len(stretch := self._stretch()) and not self._stopped.is_set():
            self._wait()
            self._begin(stretch)
        self._wait()

    def _stretch(self) -> Pcm:
        """Two minutes, and on to the end of the first second that ends in quiet."""
        seconds: list[Pcm] = []
        while len(second := self._feed.take(RATE_HZ, wait=True)):
            seconds.append(second)
            if len(seconds) >= STRETCH_S and _is_quiet(second[-RATE_HZ // 10 :]):
                break
        return np.concatenate(seconds) if seconds else second

    def _wait(self) -> None:
        """Until what sounds has sounded, or is stopped."""
        while self._sounding is not None and self._sounding.is_playing():
            if self._stopped.wait(0.005):
                return
        if not self._stopped.is_set():
            self._done, self._frames = self._done + self._frames, 0

    def _begin(self, stretch: Pcm) -> None:
        if not self._stopped.is_set():
            self._sounding = self._module.play_buffer(stretch.tobytes(), 2, 2, RATE_HZ)
            if self._stopped.is_set():  # meanwhile: opening a device takes its time
                self._sounding.stop()
            else:
                self._began, self._frames = time.monotonic(), len(stretch)


def _is_quiet(pcm: Pcm) -> bool:
    return bool(np.abs(pcm.astype(np.int32)).max(initial=0) < SPEECHLESS * 32767)


def open_player() -> SimpleaudioPlayer:
    """Find simpleaudio and try the device with a hundredth of a second of silence.

    Raises:
        PlayerError: It is not installed, or there is no device.
    """
    try:
        import simpleaudio
    except ImportError as error:
        raise PlayerError(
            f"simpleaudio is not installed; {install_extra('simpleaudio')} brings it, "
            "or take the player miniaudio, which needs nothing"
        ) from error
    try:
        simpleaudio.play_buffer(bytes(4 * 441), 2, 2, RATE_HZ).wait_done()
    except simpleaudio.SimpleaudioError as error:
        raise PlayerError(NO_DEVICE) from error
    return SimpleaudioPlayer(simpleaudio)
