"""The default player: miniaudio, which finds the system's sound by itself."""

import contextlib
import os
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any

import miniaudio

from coach.errors import HearingError, PlayerError, forgiving
from coach.players.player import NO_DEVICE
from coach.players.stream import AWAY, Stream
from coach.traces import quiet_logger
from coach.units import RATE_HZ

_logger = quiet_logger(__name__)

PERIOD_MS, PERIODS = 70, 3
"""Long enough that a busy machine does not starve the device, short enough for a quick pause: the
sound fades within one period, and what answers comes with the next. A sound server keeps only one
of them ready."""

STILL_TO_SOUND_S = 2 * PERIODS * PERIOD_MS / 1000
"""The device's buffer, and as much again for the sound server behind it: the end of data is not yet
the end of sound."""


HEARD_MS = 20
"""How often the microphone gives sound: a small part of the time in which a command is answered."""

NO_MICROPHONE = (
    "no microphone was found, or coach may not use it; plug one in, or allow it in the system's "
    "settings"
)


class MiniaudioPlayer(Stream):
    """One device, open as long as the session, so that headphones do not fall asleep in it."""

    def __init__(self, device: Any) -> None:
        super().__init__()
        self._device = device
        self._closed = False
        frames = _frames(self.pull)
        next(frames)  # miniaudio sends into a generator that has begun
        device.start(frames)

    def close(self) -> None:
        """See `Player.close`: what was pulled still sounds."""
        if self._closed:
            return
        # A device that has gone needs no stopping.
        with forgiving(_logger, "the device could not be stopped", PlayerError):
            self.stop(fade=AWAY)
            time.sleep(STILL_TO_SOUND_S)
        self._device.close()
        self._closed = True


def open_player() -> MiniaudioPlayer:
    """Open the system's default device.

    Raises:
        PlayerError: There is none.
    """
    try:
        with _quiet_libraries():
            device = _device(
                miniaudio.PlaybackDevice,
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=2,
                sample_rate=RATE_HZ,
                buffersize_msec=PERIOD_MS,
                callback_periods=PERIODS,
            )
            return MiniaudioPlayer(device)
    except miniaudio.MiniaudioError as error:
        raise PlayerError(NO_DEVICE) from error


class MiniaudioMicrophone:
    """A `Microphone`: the system's default one, 16 bits, one channel."""

    def __init__(self, device: Any) -> None:
        self._device = device

    def start(self, take: Callable[[bytes], object]) -> None:
        """See `Microphone.start`."""
        heard = _heard(take)
        next(heard)
        try:
            self._device.start(heard)
        except miniaudio.MiniaudioError as error:
            raise HearingError(NO_MICROPHONE) from error

    def close(self) -> None:
        """See `Microphone.close`."""
        self._device.close()


def open_microphone(rate_hz: int) -> MiniaudioMicrophone:
    """Open the system's default microphone at a rate.

    Raises:
        HearingError: There is none, or it may not be used.
    """
    try:
        with _quiet_libraries():
            device = _device(
                miniaudio.CaptureDevice,
                input_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=rate_hz,
                buffersize_msec=HEARD_MS,
            )
            return MiniaudioMicrophone(device)
    except miniaudio.MiniaudioError as error:
        raise HearingError(NO_MICROPHONE) from error


def _device(kind: Callable[..., Any], **wanted: Any) -> Any:
    """A device of the system's, and never the one that nobody hears."""
    real = miniaudio.get_enabled_backends() - {miniaudio.Backend.NULL}
    backends = sorted(real, key=lambda backend: backend.value)
    return kind(**wanted, backends=backends, app_name="coach")


@contextlib.contextmanager
def _quiet_libraries() -> Iterator[None]:
    """Keep what ALSA's own library writes about devices that are not there off the screen."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no such screen
        yield
        return
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _frames(pull: Callable[[int], bytes]) -> Generator[bytes, int, None]:
    frames = yield b""
    while True:
        frames = yield pull(frames)


def _heard(take: Callable[[bytes], object]) -> Generator[None, bytes, None]:
    while True:
        take(bytes((yield)))
