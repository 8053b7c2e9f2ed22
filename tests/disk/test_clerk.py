import threading
from functools import partial

from coach.disk.clerk import Clerk
from tests.patience import PATIENCE_S


class SlowDisk:
    """A disk on which writing takes until it is free."""

    def __init__(self) -> None:
        self.busy = threading.Event()
        self.free = threading.Event()

    def write(self) -> None:
        self.busy.set()
        self.free.wait(PATIENCE_S)


def test_what_it_is_given_is_done_by_the_time_it_is_closed() -> None:
    done: list[int] = []
    clerk = Clerk("test")
    clerk.give(partial(done.append, 1))

    assert clerk.close(within_s=PATIENCE_S)
    assert clerk.close(within_s=PATIENCE_S)
    assert done == [1]


def test_with_nothing_given_it_closes_at_once() -> None:
    assert Clerk("test", every_s=60).close(within_s=PATIENCE_S)


def test_of_what_it_is_given_while_it_is_busy_the_latest_is_done() -> None:
    done: list[int] = []
    disk = SlowDisk()
    clerk = Clerk("test")
    clerk.give(disk.write)
    assert disk.busy.wait(PATIENCE_S)
    for number in range(1, 100):
        clerk.give(partial(done.append, number))
    disk.free.set()

    assert clerk.close(within_s=PATIENCE_S)
    assert done == [99]


def test_nobody_waits_longer_than_is_said() -> None:
    disk = SlowDisk()
    clerk = Clerk("test")
    clerk.give(disk.write)
    closed = clerk.close(within_s=0.05)
    disk.free.set()

    assert not closed
    assert clerk.close(within_s=PATIENCE_S)
