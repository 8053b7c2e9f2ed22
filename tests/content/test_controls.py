import threading
import time

from coach.content.controls import Control, Inbox


def test_what_is_asked_for_is_taken_in_order() -> None:
    asked = Inbox[Control]()
    asked.put(Control.LONGER)
    asked.put(Control.LOUDER)

    assert [asked.wait(0.0) for _ in range(3)] == [Control.LONGER, Control.LOUDER, None]


def test_another_thread_wakes_who_waits_at_once() -> None:
    asked = Inbox[Control]()
    threading.Timer(0.05, asked.put, [Control.PAUSE]).start()
    began = time.monotonic()

    assert asked.wait(10.0) is Control.PAUSE
    assert time.monotonic() - began < 5


def test_what_is_forgotten_is_not_told_again() -> None:
    asked = Inbox[Control]()
    asked.put(Control.PAUSE)
    asked.put(Control.NEXT)
    asked.forget()

    assert asked.wait(0.0) is None


def test_where_nobody_asks_it_waits_no_longer_than_it_is_told() -> None:
    assert Inbox[Control]().wait(0.01) is None
