import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.log import scribe
from coach.log.log import Log, Logged, WorkedSide
from coach.log.scribe import Scribe
from coach.stage.now import Now
from coach.units import Ms, seconds
from tests.log.test_listened import SCRIPT, TIMELINE, at
from tests.patience import Deadline

BEGAN = datetime(2026, 6, 1, 7, 30, tzinfo=UTC)
UNHEARD = Logged(
    0,
    BEGAN,
    name=SCRIPT.name,
    title=SCRIPT.title,
    depth="quick",
    planned=TIMELINE.lasts,
    heard=Ms(0),
    before=6,
)


class Session:
    """A session that a scribe looks at, ten times a second."""

    def __init__(self, log: Log | None) -> None:
        self.time = 0.0
        self.scribe = Scribe(log, UNHEARD, clock=lambda: self.time)
        self.shown: list[Now] = []

    def play(self, start: float, end: float) -> None:
        for step in range(round((end - start) * 10) + 1):
            self.time += 0.1
            now = at(start + step / 10)
            self.scribe.look(now)
            self.shown.append(now)


def wait_for(log: Log, *, heard_s: int) -> Logged:
    """The session, once a note was made of so much of it."""
    deadline = Deadline()
    while not (kept := log.sessions()) or kept[0].heard < seconds(heard_s):
        deadline.check()
        time.sleep(0.05)
    return kept[0]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "log.sqlite3")


def test_a_session_heard_to_its_end_is_kept_as_done(log: Log) -> None:
    session = Session(log)
    with closing(session.scribe):
        session.play(0, 400)
    worked = (
        WorkedSide("calves", "left"),
        WorkedSide("calves", "right"),
        WorkedSide("neck", "middle"),
    )

    assert log.sessions() == [
        replace(UNHEARD, number=1, heard=Ms(400_000), done=True, worked=worked)
    ]


def test_what_it_looks_at_is_shown(log: Log) -> None:
    session = Session(log)
    with closing(session.scribe):
        session.play(0, 1)

    assert session.shown == [at(step / 10) for step in range(11)]


def test_a_session_that_is_left_is_kept_as_far_as_it_was_heard(log: Log) -> None:
    session = Session(log)
    with closing(session.scribe):
        session.play(0, 123)

    assert log.sessions() == [
        replace(UNHEARD, number=1, heard=Ms(123_000), worked=(WorkedSide("calves", "left"),))
    ]


def test_of_a_session_that_is_killed_little_is_missing(log: Log) -> None:
    session = Session(log)
    with closing(session.scribe):
        session.play(0, 123)
        kept = wait_for(log, heard_s=90)

    assert kept.heard <= 123_000
    assert not kept.done


def test_a_session_that_has_hardly_begun_is_not_kept(log: Log) -> None:
    session = Session(log)
    with closing(session.scribe):
        session.play(0, 29)
    session.scribe.note_sore(after=3)

    assert not session.scribe.keeps
    assert log.sessions() == []
    assert not log.path.exists()


def test_a_session_that_is_not_to_be_kept_is_not(log: Log) -> None:
    session = Session(None)
    with closing(session.scribe):
        session.play(0, 400)
    session.scribe.note_sore(after=3)

    assert not session.scribe.keeps
    assert session.scribe.problem is None


def test_how_sore_it_is_afterwards_is_noted_beside_how_sore_it_was(log: Log) -> None:
    session = Session(log)
    with closing(session.scribe):
        session.play(0, 60)
    session.scribe.note_sore(after=3)
    (kept,) = log.sessions()

    assert (kept.before, kept.after) == (6, 3)


def test_what_was_noted_elsewhere_meanwhile_stays(log: Log) -> None:
    session = Session(log)
    session.play(0, 60)
    wait_for(log, heard_s=30)
    log.note_sore(1, before=8, after=2)
    with closing(session.scribe):
        session.play(60, 120)
    (kept,) = log.sessions()

    assert (kept.before, kept.after) == (8, 2)


def test_two_sessions_at_once_are_two(log: Log) -> None:
    one, other = Session(log), Session(log)
    one.play(0, 60)
    other.play(0, 90)
    one.play(60, 100)
    with closing(one.scribe), closing(other.scribe):
        pass

    assert {kept.heard for kept in log.sessions()} == {100_000, 90_000}


def test_a_log_that_cannot_be_written_stops_nothing_and_is_told(log: Log) -> None:
    log.path.write_text("no log " * 1000)
    session = Session(log)
    with closing(session.scribe):
        session.play(0, 400)

    assert len(session.shown) == 4001
    assert session.scribe.problem is not None
    assert session.scribe.problem.message.startswith(f"the log {log.path} is damaged")
    assert log.path.read_text() == "no log " * 1000


def test_a_log_that_can_be_written_again_gets_the_whole_session(log: Log) -> None:
    log.path.write_text("no log " * 1000)
    session = Session(log)
    session.play(0, 60)
    log.path.unlink()
    with closing(session.scribe):
        session.play(60, 100)

    assert session.scribe.problem is None
    assert [kept.heard for kept in log.sessions()] == [100_000]


def test_a_slow_disk_keeps_nobody_waiting_and_is_told_of(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = threading.Event()
    monkeypatch.setattr(Log, "add", lambda *_args: disk.wait(20) and 1)
    monkeypatch.setattr(scribe, "CLOSING_S", 0.05)
    session = Session(log)
    began = time.monotonic()
    session.play(0, 400)
    session.scribe.close()
    problem, keeps = session.scribe.problem, session.scribe.keeps
    took = time.monotonic() - began
    disk.set()
    session.scribe.close()

    assert took < 10
    assert problem is not None
    assert problem.message == f"the log {log.path} is not written to its end: the disk is slow"
    assert not keeps
