"""A log on a disk that fails: a program of its own, which `tests/faults.c` is loaded before."""

import ctypes
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from coach.errors import LogError
from coach.log.log import Log
from coach.units import Ms
from tests.log.test_log import LEFT, RIGHT, kept, write_first_form
from tests.log.test_scribe import Session

Act = Callable[[Log], LogError | None]


def scribbling(log: Log) -> LogError | None:
    session = Session(log)
    with closing(session.scribe):
        session.play(0, 30)  # whether one note is made of it or two, the last says the same
    return session.scribe.problem


def deleting(log: Log) -> LogError | None:
    log.delete([1])
    return None


def sorely(log: Log) -> LogError | None:
    log.note_sore(1, before=3, after=4, sorer="left")
    return None


def going_on(log: Log) -> LogError | None:
    log.go_on(1, heard=Ms(5), done=True, worked=[LEFT, RIGHT])
    return None


def adding(log: Log) -> LogError | None:
    log.add(kept(5, worked=(RIGHT,)))
    return None


def looking(log: Log) -> LogError | None:
    log.sessions()
    return None


ACTS: dict[str, tuple[Act, ...]] = {
    "full": (adding, going_on, sorely, deleting, looking, scribbling),
    "old": (adding, sorely, deleting, looking),
    "none": (adding, looking, scribbling),
}
"""By what is there before."""


def told_by(act: Act, log: Log) -> LogError | None:
    try:
        return act(log)
    except LogError as error:
        return error


def logs(template: Path, room: Path) -> Iterator[Log]:
    """Copies of a log, each in a folder of its own."""
    for number in count(1):
        if template.exists():
            shutil.copytree(template, room / str(number))
        yield Log(room / str(number) / "log.sqlite3", wait_s=0.1)


def beside(log: Log) -> list[str]:
    """What lies beside a log."""
    return [path.name for path in log.path.parent.glob("*") if path != log.path]


def survive(act: Act, copies: Iterator[Log], asked: str, error: int, *, lasting: bool) -> int:
    """Let the disk fail at every time; how often it did."""
    disk = ctypes.CDLL(None)
    whole = next(copies)
    before = whole.sessions()
    assert told_by(act, whole) is None
    after = whole.sessions()
    assert (after == before) == (act is looking)
    for at, log in zip(count(1), copies):
        room = str(log.path.parent).encode()
        disk.faults_begin(asked.encode(), room, at, error, int(lasting))
        told = told_by(act, log)
        asked_times = disk.faults_end()
        case = (act.__name__, asked, at, told)
        assert lasting or asked == "unlink" or not beside(log), case
        assert log.sessions() in (before, after), case
        assert told is not None or log.sessions() == after, case
        assert "damaged" not in str(told), case
        assert "\n" not in str(told), case
        assert told_by(act, log) is None, case
        assert not beside(log), case
        if asked_times < at:
            return at - 1
    raise AssertionError


def main(room: Path, faults: list[str]) -> None:
    """Try every act, on no log, on one, and on an old one; tell how often the disk failed.

    Args:
        room: An empty folder.
        faults: Of each what is asked, the error's number, and whether it stays, as ``fsync:5:0``.
    """
    log = Log(room / "full" / "log.sqlite3")
    log.add(kept(1, worked=(LEFT, RIGHT), heard=Ms(3)))
    log.add(kept(2, worked=(LEFT,)))
    write_first_form(Log(room / "old" / "log.sqlite3"))
    cases = [(there, act) for there, acts in ACTS.items() for act in acts]
    for fault in faults:
        asked, error, stays = fault.split(":")
        failed = 0
        for there, act in cases:
            copies = logs(room / there, room / fault / f"{act.__name__}-{there}")
            failed += survive(act, copies, asked, int(error), lasting=stays == "1")
        print(fault, failed)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
