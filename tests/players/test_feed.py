import threading
from collections.abc import Iterator

import numpy as np
import pytest

from coach.errors import VoiceError
from coach.players.feed import AHEAD, Feed
from coach.sound.clip import Samples
from tests.patience import PATIENCE_S, join


def block(value: float, frames: int = 10) -> Samples:
    return np.full((frames, 2), value, dtype=np.float32)


def test_frames_come_in_order_whatever_the_size_of_the_blocks() -> None:
    feed = Feed(iter([block(0.1, 3), block(0.2, 4), block(0.3, 5)]))

    taken = [feed.take(5, wait=True), feed.take(5, wait=True), feed.take(5, wait=True)]

    assert [len(one) for one in taken] == [5, 5, 2]
    assert np.concatenate(taken)[:, 0].tolist() == [3277] * 3 + [6553] * 4 + [9830] * 5


def test_what_is_louder_than_full_scale_is_held_there() -> None:
    feed = Feed(iter([np.array([[1.5, -1.5]], dtype=np.float32)]))

    assert feed.take(1, wait=True).tolist() == [[32767, -32767]]


def test_an_empty_block_is_passed_over() -> None:
    feed = Feed(iter([block(0.5, 2), block(0.5, 0), block(0.5, 2)]))

    assert len(feed.take(4, wait=True)) == 4


def test_no_blocks_at_all_is_an_end_and_no_error() -> None:
    feed = Feed(iter([]))

    assert len(feed.take(10, wait=True)) == 0
    assert not feed.going


def test_it_goes_on_until_its_end_has_been_taken() -> None:
    feed = Feed(iter([block(0.5, 10)]))
    going = [feed.going]
    feed.take(10, wait=True)
    feed.take(1, wait=True)
    going.append(feed.going)

    assert going == [True, False]
    assert len(feed.take(10)) == 0


def test_a_block_that_is_not_ready_is_not_waited_for_unless_asked() -> None:
    ready = threading.Event()

    def late() -> Iterator[Samples]:
        ready.wait(PATIENCE_S)
        yield block(0.5)

    feed = Feed(late())
    early = feed.take(10)
    going = feed.going
    ready.set()

    assert len(early) == 0
    assert going
    assert len(feed.take(10, wait=True)) == 10


def test_only_some_blocks_are_made_ahead() -> None:
    made: list[int] = []
    enough = threading.Event()

    def endless() -> Iterator[Samples]:
        while True:
            made.append(len(made))
            if len(made) > AHEAD:
                enough.set()
            yield block(0.0)

    feed = Feed(endless())
    assert enough.wait(PATIENCE_S)
    feed.take(10, wait=True)
    feed.close()

    assert AHEAD < len(made) <= AHEAD + 2


def test_an_error_is_told_when_all_before_it_has_been_taken() -> None:
    failed = threading.Event()

    def failing() -> Iterator[Samples]:
        yield block(0.5)
        failed.set()
        raise VoiceError("the voice could not speak 'Lean in.'")

    feed = Feed(failing())
    assert failed.wait(PATIENCE_S)
    going = feed.going
    taken = feed.take(20, wait=True)

    assert going
    assert len(taken) == 10
    with pytest.raises(VoiceError, match="Lean in"):
        _ = feed.going


def test_a_closed_feed_takes_no_more_blocks_and_its_thread_ends() -> None:
    def endless() -> Iterator[Samples]:
        while True:
            yield block(0.0)

    before = set(threading.enumerate())
    feed = Feed(endless())
    (thread,) = set(threading.enumerate()) - before
    feed.close()
    feed.close()

    join(thread)


def test_who_waits_for_a_block_is_let_go_when_it_is_closed() -> None:
    never, waiting = threading.Event(), threading.Event()
    taken: list[int] = []

    def late() -> Iterator[Samples]:
        yield block(0.5, 4)
        waiting.set()
        never.wait(PATIENCE_S)

    feed = Feed(late())
    thread = threading.Thread(target=lambda: taken.append(len(feed.take(10, wait=True))))
    thread.start()
    assert waiting.wait(PATIENCE_S)
    feed.close()
    join(thread, seconds=PATIENCE_S / 2)
    never.set()

    assert taken in ([4], [0])


def test_a_closed_feed_gives_nothing_however_long_one_would_wait() -> None:
    never = threading.Event()

    def late() -> Iterator[Samples]:
        never.wait(PATIENCE_S)
        yield block(0.5)

    feed = Feed(late())
    feed.close()
    taken = feed.take(10, wait=True)
    waited = not never.is_set()
    never.set()

    assert waited
    assert len(taken) == 0
