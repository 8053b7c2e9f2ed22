from collections.abc import Generator

import miniaudio
import numpy as np
import pytest

from coach.errors import HearingError, PlayerError
from coach.players import miniaudio as module
from coach.players.miniaudio import MiniaudioMicrophone, MiniaudioPlayer, open_microphone
from coach.players.player import open_player
from coach.players.stream import FADE
from tests.patience import Deadline


class Device:
    """Stands in for miniaudio's: the test sends for frames as its thread would."""

    def __init__(self) -> None:
        self.frames: Generator[bytes, int, None]
        self.closed = 0

    def start(self, frames: Generator[bytes, int, None]) -> None:
        self.frames = frames

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Device:
    monkeypatch.setattr(module, "STILL_TO_SOUND_S", 0.0)
    return Device()


def test_the_device_gets_as_many_frames_as_it_sends_for(device: Device) -> None:
    player = MiniaudioPlayer(device)
    given = [len(device.frames.send(frames)) for frames in (441, 4410, 1)]
    player.close()

    assert given == [4 * 441, 4 * 4410, 4]


def test_the_device_gets_the_blocks_that_are_played(device: Device) -> None:
    player = MiniaudioPlayer(device)
    player.play(iter([np.full((4410, 2), 0.5, dtype=np.float32)]))
    pulled, deadline = b"", Deadline()
    while player.playing:
        deadline.check()
        pulled += device.frames.send(4410)
    loud = np.count_nonzero(np.frombuffer(pulled, dtype="<i2") == 16384)

    assert player.heard == 4410
    assert 2 * (4410 - FADE) <= loud < 2 * (4410 - FADE + 10)


def test_closing_closes_the_device_and_closing_twice_is_harmless(device: Device) -> None:
    player = MiniaudioPlayer(device)
    player.close()
    player.close()

    assert device.closed == 1
    assert not player.playing


def test_without_a_device_it_says_what_else_can_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")

    with pytest.raises(PlayerError) as raised:
        open_player("miniaudio")
    assert raised.value.message == (
        "no sound device was found; `coach export` makes a file to play elsewhere, "
        "and the player null runs a session without sound"
    )


def test_what_is_written_to_stderr_while_a_device_is_sought_is_kept_off_the_screen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")

    with pytest.raises(PlayerError):
        open_player("miniaudio")
    assert capfd.readouterr().err == ""


class HearingDevice:
    """Stands in for miniaudio's: the test gives sound as its thread would."""

    def __init__(self, *, fails: bool = False) -> None:
        self.heard: Generator[None, bytes, None]
        self.closed = 0
        self._fails = fails

    def start(self, heard: Generator[None, bytes, None]) -> None:
        if self._fails:
            raise miniaudio.MiniaudioError("failed to start audio device")
        self.heard = heard

    def close(self) -> None:
        self.closed += 1


def test_what_the_microphone_hears_is_given_as_it_comes() -> None:
    device, taken = HearingDevice(), list[bytes]()
    microphone = MiniaudioMicrophone(device)
    microphone.start(taken.append)
    device.heard.send(b"\x01\x00")
    device.heard.send(bytearray(b"\x02\x00"))  # type: ignore[arg-type]
    microphone.close()

    assert taken == [b"\x01\x00", b"\x02\x00"]
    assert device.closed == 1


def test_a_microphone_that_does_not_start_is_an_error() -> None:
    with pytest.raises(HearingError, match="no microphone was found, or coach may not use it"):
        MiniaudioMicrophone(HearingDevice(fails=True)).start(lambda _sound: None)


def test_without_a_microphone_what_to_do_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")

    with pytest.raises(HearingError) as caught:
        open_microphone(16_000)
    assert str(caught.value) == (
        "no microphone was found, or coach may not use it; "
        "plug one in, or allow it in the system's settings"
    )
