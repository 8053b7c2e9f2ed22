import queue
import threading
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from coach.players.null import PERIOD_FRAMES, NullPlayer
from coach.players.player import open_player
from coach.sound.clip import Samples
from coach.units import RATE_HZ
from tests.patience import PATIENCE_S, Deadline

PERIOD_S = PERIOD_FRAMES / RATE_HZ


class Clock:
    """Stands still until the test lets a sleep end, by so many seconds too late."""

    def __init__(self) -> None:
        self.now = 0.0
        self.asked: queue.Queue[float] = queue.Queue()
        self._late: queue.Queue[float] = queue.Queue()
        self._free = threading.Event()

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.asked.put(seconds)
        deadline = Deadline()
        while not self._free.is_set():
            deadline.check()
            try:
                late = self._late.get(timeout=0.01)
            except queue.Empty:
                continue
            self.now += seconds + late
            return

    def let_pass(self, *, late: float = 0.0) -> float:
        """End the sleep that is under way; the seconds it was asked for."""
        asked = self.asked.get(timeout=PATIENCE_S)
        self._late.put(late)
        return asked

    def run_free(self) -> None:
        self._free.set()


def ready_blocks(player: NullPlayer, frames: int) -> None:
    ready = threading.Event()

    def blocks() -> Iterator[Samples]:
        yield np.zeros((frames, 2), dtype=np.float32)
        ready.set()

    player.play(blocks())
    assert ready.wait(PATIENCE_S)


def test_it_pulls_a_period_each_period_of_the_clock() -> None:
    clock = Clock()
    player = NullPlayer(clock.read, clock.sleep)
    clock.asked.get(timeout=PATIENCE_S)
    clock.asked.put(PERIOD_S)  # it sleeps its first sleep: what comes now is pulled after it
    ready_blocks(player, RATE_HZ)
    asked = [clock.let_pass() for _ in range(5)]
    clock.asked.get(timeout=PATIENCE_S)
    heard = player.heard
    clock.run_free()
    player.close()

    assert asked == pytest.approx([PERIOD_S] * 5)
    assert heard == 5 * PERIOD_FRAMES


def test_waking_late_is_made_up_for_and_never_adds_up() -> None:
    clock = Clock()
    player = NullPlayer(clock.read, clock.sleep)
    asked = [clock.let_pass(late=0.03) for _ in range(20)]
    last = clock.asked.get(timeout=PATIENCE_S)
    woke = clock.now
    clock.run_free()
    player.close()

    assert asked[0] == pytest.approx(PERIOD_S)
    assert asked[1:] == pytest.approx([PERIOD_S - 0.03] * 19)
    assert last == pytest.approx(PERIOD_S - 0.03)
    assert woke == pytest.approx(20 * PERIOD_S + 0.03)


def test_after_a_long_halt_it_goes_on_at_its_pace_and_catches_nothing_up() -> None:
    clock = Clock()
    player = NullPlayer(clock.read, clock.sleep)
    clock.let_pass(late=600.0)
    asked = [clock.let_pass() for _ in range(4)]
    clock.run_free()
    player.close()

    assert asked[0] == 0.0
    assert asked[1:] == pytest.approx([PERIOD_S] * 3)


def test_closing_stops_and_closing_twice_is_harmless() -> None:
    clock = Clock()
    player = NullPlayer(clock.read, clock.sleep)
    ready_blocks(player, RATE_HZ)
    clock.run_free()
    player.close()
    player.close()

    assert not player.playing


def test_its_thread_ends_when_it_is_closed() -> None:
    before = set(threading.enumerate())
    with closing(open_player("null")):
        (thread,) = set(threading.enumerate()) - before

    assert not thread.is_alive()
