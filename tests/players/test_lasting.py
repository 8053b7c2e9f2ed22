from collections.abc import Iterator

import numpy as np
import pytest

from coach.errors import PlayerError
from coach.players.lasting import LastingPlayer
from coach.sound.clip import Samples
from tests.doubles import FakePlayer


class Devices:
    """Opens players whose device the test takes away and gives back."""

    def __init__(self) -> None:
        self.there = True
        self.now = 0.0
        self.opened: list[LosingPlayer] = []
        self.tried = 0

    def open(self) -> "LosingPlayer":
        self.tried += 1
        if not self.there:
            raise PlayerError("no sound device was found")
        self.opened.append(LosingPlayer(self))
        return self.opened[-1]

    def clock(self) -> float:
        return self.now


class LosingPlayer(FakePlayer):
    """Fails at everything while its device is away."""

    def __init__(self, devices: Devices) -> None:
        super().__init__()
        self._devices = devices

    @property
    def playing(self) -> bool:
        self._look()
        return super().playing

    def play(self, blocks: Iterator[Samples]) -> None:
        self._look()
        super().play(blocks)

    def stop(self) -> int:
        self._look()
        return super().stop()

    def close(self) -> None:
        self.closed = True

    def _look(self) -> None:
        if not self._devices.there:
            raise PlayerError("the sound device has gone")


def sound() -> Iterator[Samples]:
    return iter([np.ones((1000, 2), dtype=np.float32)])


@pytest.fixture
def devices() -> Devices:
    return Devices()


@pytest.fixture
def player(devices: Devices) -> LastingPlayer:
    return LastingPlayer(devices.open, clock=devices.clock)


def test_with_its_device_it_is_the_player_that_was_opened(
    devices: Devices, player: LastingPlayer
) -> None:
    player.play(sound())
    devices.opened[0].heard = 300

    assert (player.playing, player.heard, player.trouble) == (True, 300, "")
    assert player.stop() == 300
    player.close()
    assert devices.opened[0].closed


def test_where_there_is_no_device_from_the_beginning_that_is_an_error(devices: Devices) -> None:
    devices.there = False

    with pytest.raises(PlayerError, match="no sound device was found"):
        LastingPlayer(devices.open)


def test_a_lost_device_is_let_go_and_told_and_what_was_heard_is_kept(
    devices: Devices, player: LastingPlayer
) -> None:
    player.play(sound())
    devices.opened[0].heard = 300
    devices.there = False

    assert player.playing
    assert player.trouble == "the sound device has gone"
    assert devices.opened[0].closed
    assert player.heard == player.stop() == 300


def test_it_is_opened_again_when_it_is_back_and_tried_once_a_second(
    devices: Devices, player: LastingPlayer
) -> None:
    player.play(sound())
    devices.there = False
    assert player.playing
    mended = []
    for second in (10.0, 10.1, 10.9, 11.0):
        devices.now = second
        mended.append(player.mended())
    tried = devices.tried
    devices.there, devices.now = True, 12.0

    assert mended == [False] * 4
    assert tried == 3
    assert player.mended()
    assert player.trouble == ""
    assert not player.mended()


def test_what_is_played_meanwhile_is_not_heard_and_no_error(
    devices: Devices, player: LastingPlayer
) -> None:
    player.play(sound())
    devices.opened[0].heard = 300
    devices.there = False
    player.play(sound())

    assert player.heard == 0
    assert player.playing
    devices.there, devices.now = True, 5.0
    assert player.mended()
    player.play(sound())
    assert len(devices.opened[1].sounds) == 1
