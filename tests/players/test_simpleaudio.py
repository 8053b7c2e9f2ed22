import sys
import threading
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from coach.errors import PlayerError, VoiceError
from coach.installing import install_extra
from coach.players.player import open_player
from coach.players.simpleaudio import SimpleaudioPlayer
from coach.sound.clip import Samples
from coach.sound.shaping import to_pcm
from coach.units import RATE_HZ
from tests.patience import PATIENCE_S, wait_until


class Sounding:
    def __init__(self) -> None:
        self.stopped = False
        self.ended = threading.Event()

    def is_playing(self) -> bool:
        return not (self.stopped or self.ended.is_set())

    def stop(self) -> None:
        self.stopped = True

    def wait_done(self) -> None:
        self.ended.set()


class Simpleaudio:
    """Stands in for the module: keeps the buffers it was asked to play, which end at once.

    With ``lasting`` they sound until they are stopped.
    """

    def __init__(self, *, lasting: bool = False) -> None:
        self.lasting = lasting
        self.buffers: list[bytes] = []
        self.forms: set[tuple[int, int, int]] = set()
        self.soundings: list[Sounding] = []
        self.overlapped = False
        self.began = threading.Event()

    def play_buffer(self, data: bytes, channels: int, width: int, rate_hz: int) -> Sounding:
        self.overlapped |= any(sounding.is_playing() for sounding in self.soundings)
        sounding = Sounding()
        if not self.lasting:
            sounding.ended.set()
        self.buffers.append(data)
        self.forms.add((channels, width, rate_hz))
        self.soundings.append(sounding)
        self.began.set()
        return sounding


def noise(frames: int, *, peak: float = 0.01) -> Samples:
    return np.random.default_rng(1).uniform(-peak, peak, (frames, 2)).astype(np.float32)


def wait_for_end(player: SimpleaudioPlayer) -> None:
    wait_until(lambda: not player.playing)


def test_every_frame_is_played_once_and_in_order() -> None:
    given = Simpleaudio()
    player = SimpleaudioPlayer(given)
    sound = noise(160 * RATE_HZ + 123)
    player.play(iter(np.array_split(sound, 177)))
    wait_for_end(player)

    assert len(given.buffers) > 1
    assert b"".join(given.buffers) == to_pcm(sound).tobytes()
    assert given.forms == {(2, 2, RATE_HZ)}
    assert not given.overlapped


def test_a_buffer_ends_where_nobody_speaks() -> None:
    given = Simpleaudio()
    player = SimpleaudioPlayer(given)
    sound = np.concatenate(
        [noise(100 * RATE_HZ), noise(35 * RATE_HZ, peak=0.5), noise(9 * RATE_HZ)]
    )
    player.play(iter(np.array_split(sound, 144)))
    wait_for_end(player)

    assert len(given.buffers) == 2
    assert 135 * RATE_HZ < len(given.buffers[0]) // 4 <= 136 * RATE_HZ


def test_at_the_end_everything_was_heard() -> None:
    player = SimpleaudioPlayer(Simpleaudio())
    player.play(iter([noise(3000)]))
    wait_for_end(player)

    assert player.heard == 3000


def test_a_session_without_any_sound_ends() -> None:
    player = SimpleaudioPlayer(Simpleaudio())
    player.play(iter([]))
    wait_for_end(player)

    assert player.heard == 0


def test_nothing_is_playing_and_nothing_heard_before_the_first_play() -> None:
    player = SimpleaudioPlayer(Simpleaudio())

    assert not player.playing
    assert player.heard == 0
    assert player.stop() == 0


def test_a_stop_silences_what_sounds_and_keeps_what_was_heard() -> None:
    given = Simpleaudio(lasting=True)
    player = SimpleaudioPlayer(given)
    player.play(iter([noise(20 * RATE_HZ)]))
    assert given.began.wait(PATIENCE_S)
    before = player.heard
    heard = player.stop()

    assert given.soundings[0].stopped
    assert 0 <= heard < 20 * RATE_HZ
    assert before < 20 * RATE_HZ
    assert player.stop() == heard
    assert player.heard == heard


def test_a_second_play_stops_the_first_and_counts_anew() -> None:
    given = Simpleaudio(lasting=True)
    player = SimpleaudioPlayer(given)
    player.play(iter([noise(2000)]))
    assert given.began.wait(PATIENCE_S)
    given.lasting = False
    player.play(iter([noise(1000)]))
    wait_for_end(player)

    assert given.soundings[0].stopped
    assert not given.overlapped
    assert player.heard == 1000


def test_what_kept_a_block_from_coming_is_told_after_what_came_before_it() -> None:
    def failing() -> Iterator[Samples]:
        yield noise(1000)
        raise VoiceError("the voice could not speak 'Lean in.'")

    given = Simpleaudio()
    player = SimpleaudioPlayer(given)
    player.play(failing())

    with pytest.raises(VoiceError, match="Lean in"):
        wait_for_end(player)
    assert [len(data) for data in given.buffers] == [4000]


def test_a_stop_does_not_wait_for_a_block_that_does_not_come() -> None:
    asked, never = threading.Event(), threading.Event()

    def late() -> Iterator[Samples]:
        yield noise(RATE_HZ)
        asked.set()
        never.wait(PATIENCE_S)
        yield noise(RATE_HZ)

    player = SimpleaudioPlayer(Simpleaudio())
    player.play(late())
    assert asked.wait(PATIENCE_S)
    heard = player.stop()
    waited = not never.is_set()
    never.set()

    assert waited
    assert heard == 0
    assert not player.playing


def test_a_buffer_that_cannot_be_played_is_told() -> None:
    class Broken(Simpleaudio):
        def play_buffer(self, data: bytes, channels: int, width: int, rate_hz: int) -> Sounding:
            raise RuntimeError("the device is gone")

    player = SimpleaudioPlayer(Broken())
    player.play(iter([noise(1000)]))

    with pytest.raises(PlayerError) as raised:
        wait_for_end(player)
    assert raised.value.message == "simpleaudio could not go on playing: the device is gone"


def test_a_device_that_breaks_after_the_first_buffer_is_told_too() -> None:
    class Breaking(Simpleaudio):
        def play_buffer(self, data: bytes, channels: int, width: int, rate_hz: int) -> Sounding:
            if self.buffers:
                raise RuntimeError("the device is gone")
            return super().play_buffer(data, channels, width, rate_hz)

    given = Breaking()
    player = SimpleaudioPlayer(given)
    player.play(iter([noise(RATE_HZ)] * 150))

    with pytest.raises(PlayerError, match="the device is gone"):
        wait_for_end(player)
    assert len(given.buffers) == 1


def test_closing_twice_is_harmless() -> None:
    given = Simpleaudio(lasting=True)
    player = SimpleaudioPlayer(given)
    player.play(iter([noise(2000)]))
    assert given.began.wait(PATIENCE_S)
    player.close()
    player.close()

    assert given.soundings[0].stopped


def test_without_simpleaudio_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simpleaudio", None)

    with pytest.raises(PlayerError) as raised:
        open_player("simpleaudio")
    assert raised.value.message == (
        f"simpleaudio is not installed; {install_extra('simpleaudio')} brings it, "
        "or take the player miniaudio, which needs nothing"
    )


def test_without_a_device_it_says_what_else_can_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    class SimpleaudioError(Exception):
        pass

    def play_buffer(*_: object) -> Sounding:
        raise SimpleaudioError

    stand_in = ModuleType("simpleaudio")
    vars(stand_in).update(SimpleaudioError=SimpleaudioError, play_buffer=play_buffer)
    monkeypatch.setitem(sys.modules, "simpleaudio", stand_in)

    with pytest.raises(PlayerError) as raised:
        open_player("simpleaudio")
    assert raised.value.message == (
        "no sound device was found; `coach export` makes a file to play elsewhere, "
        "and the player null runs a session without sound"
    )


def test_the_device_is_tried_when_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Simpleaudio()
    stand_in = ModuleType("simpleaudio")
    vars(stand_in).update(SimpleaudioError=OSError, play_buffer=given.play_buffer)
    monkeypatch.setitem(sys.modules, "simpleaudio", stand_in)
    open_player("simpleaudio").close()

    assert given.buffers == [bytes(4 * 441)]
