import os
import signal

import pytest

from coach.cli.ending import noting_signals

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


def end(number: int = signal.SIGTERM) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_noted_and_raised_where_it_is_looked_for(number: int) -> None:
    with noting_signals() as look:
        look()
        end(number)

        with pytest.raises(KeyboardInterrupt):
            look()


def test_a_second_signal_does_not_wait() -> None:
    with noting_signals():
        end()

        with pytest.raises(KeyboardInterrupt):
            end()


def test_afterwards_signals_do_what_they_did_before() -> None:
    seen: list[int] = []
    kept = signal.signal(signal.SIGTERM, lambda number, _frame: seen.append(number))
    try:
        with noting_signals():
            pass
        end()
    finally:
        signal.signal(signal.SIGTERM, kept)

    assert seen == [signal.SIGTERM]


def test_a_signal_that_is_ignored_stays_so() -> None:
    kept = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with noting_signals() as look:
            end(signal.SIGHUP)
            look()
    finally:
        signal.signal(signal.SIGHUP, kept)
