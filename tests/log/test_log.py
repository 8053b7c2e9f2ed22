import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import pytest

from coach.choices import Sorer
from coach.errors import LogError
from coach.log import log as module
from coach.log.log import MIGRATIONS, Log, Logged, WorkedSide
from coach.units import Ms

BERLIN_IN_SUMMER = timezone(timedelta(hours=2))
LEFT, RIGHT = WorkedSide("calves", "left"), WorkedSide("calves", "right")


def kept(day: int = 1, **changed: object) -> Logged:
    """A session on this day of June, as nobody has heard anything of it."""
    began = datetime(2026, 6, day, 7, 30, tzinfo=BERLIN_IN_SUMMER)
    logged = Logged(
        0,
        began,
        name="calves-feet",
        title="The calves and the feet",
        depth="quick",
        planned=Ms(600_000),
        heard=Ms(0),
    )
    return replace(logged, **changed)  # type: ignore[arg-type]


def write_first_form(log: Log) -> None:
    """Make a log as it was before it knew of sorer sides, with one session of the calves."""
    log.path.parent.mkdir(parents=True)
    began_ms = round(kept().began.timestamp() * 1000)
    with closing(sqlite3.connect(log.path, isolation_level=None)) as old:
        for statement in MIGRATIONS[0]:
            old.execute(statement)
        old.execute(
            "INSERT INTO session VALUES (1, ?, 7200, 'calves-feet', 'The calves and the feet',"
            " 'quick', 600000, 5000, 0, 6, NULL)",
            (began_ms,),
        )
        old.execute("INSERT INTO worked VALUES (1, 'calves', 'left')")
        old.execute("PRAGMA user_version = 1")


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "data" / "log.sqlite3")


def writing(log: Log) -> tuple[Callable[[], object], ...]:
    """Everything that changes a log."""
    return (
        lambda: log.add(kept()),
        lambda: log.go_on(1, heard=Ms(1), done=False, worked=()),
        lambda: log.note_sore(1, before=1, after=1),
        lambda: log.delete([1]),
    )


def problem(log: Log, *acts: Callable[[], object]) -> str:
    """What is told at each of these acts, or at all there are; the file stays as it was."""
    there = log.path.read_bytes()
    for act in acts or (log.sessions, *writing(log)):
        with pytest.raises(LogError) as caught:
            act()
    assert log.path.read_bytes() == there
    assert "\n" not in caught.value.message
    return caught.value.message.replace(str(log.path), "FILE")


def test_without_a_file_there_are_no_sessions_and_looking_makes_none(log: Log) -> None:
    assert log.sessions() == []
    assert not log.path.parent.exists()


def test_a_session_comes_back_as_it_was_kept(log: Log) -> None:
    session = kept(heard=Ms(412_345), done=True, worked=(RIGHT, LEFT), before=6, after=0)
    session = replace(session, sorer="left")
    number = log.add(session)

    assert log.sessions() == [replace(session, number=number)]


def test_when_it_began_comes_back_in_the_time_of_the_place(log: Log) -> None:
    places = [timezone(timedelta(hours=h)) for h in (14, 5.75, 0, -3.5, -12)]
    moments = [datetime(2026, 10, 25, 2, 30, 15, 123000, place) for place in places]
    for moment in moments:
        log.add(kept(began=moment))
    began = [session.began for session in log.sessions()]

    assert began == sorted(moments)
    assert [one.utcoffset() for one in began] == [place.utcoffset(None) for place in places]


def test_the_same_hour_before_and_after_the_clock_goes_back_keeps_its_order(log: Log) -> None:
    again = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=1)))
    first = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    log.add(kept(began=again))
    log.add(kept(began=first))

    assert [session.began.isoformat() for session in log.sessions()] == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]


def test_the_newest_session_is_the_last(log: Log) -> None:
    for day in (3, 1, 2):
        log.add(kept(day))

    assert [session.began.day for session in log.sessions()] == [1, 2, 3]


def test_a_session_that_goes_on_is_kept_as_far_as_it_got(log: Log) -> None:
    number = log.add(kept())
    log.go_on(number, heard=Ms(100_000), done=False, worked=(LEFT,))
    log.go_on(number, heard=Ms(600_000), done=True, worked=(LEFT, RIGHT))

    assert log.sessions() == [
        kept(number=number, heard=Ms(600_000), done=True, worked=(LEFT, RIGHT))
    ]


def test_how_sore_it_was_can_be_noted_bit_by_bit_and_again(log: Log) -> None:
    number = log.add(kept(before=7))
    log.note_sore(number, before=None, after=3)
    log.note_sore(number, before=6, after=None)
    log.go_on(number, heard=Ms(1000), done=False, worked=())
    (session,) = log.sessions()

    assert (session.before, session.after) == (6, 3)


def test_which_side_was_sorer_stays_until_another_is_noted(log: Log) -> None:
    number = log.add(kept(sorer="left"))
    log.note_sore(number, before=6, after=None)
    log.go_on(number, heard=Ms(1000), done=False, worked=())
    (stays,) = log.sessions()
    log.note_sore(number, before=None, after=None, sorer="neither")
    (noted,) = log.sessions()

    assert (stays.before, stays.sorer) == (6, "left")
    assert (noted.before, noted.sorer) == (6, "neither")


def test_every_side_that_can_be_chosen_can_be_kept_and_no_other(log: Log) -> None:
    for sorer in get_args(Sorer):
        log.add(kept(sorer=sorer))
    with pytest.raises(LogError):
        log.add(kept(sorer="middle"))

    assert [session.sorer for session in log.sessions()] == list(get_args(Sorer))


@pytest.mark.parametrize("sore", [-1, 11])
def test_no_more_than_ten_and_no_less_than_nothing_is_sore(log: Log, sore: int) -> None:
    with pytest.raises(LogError):
        log.add(kept(before=sore))

    assert log.sessions() == []


def test_what_is_deleted_is_gone_from_the_file(log: Log) -> None:
    first = log.add(kept(title="A secret title", worked=(LEFT,)))
    second = log.add(kept())
    log.delete([first])

    assert [session.number for session in log.sessions()] == [second]
    assert b"A secret title" not in log.path.read_bytes()
    assert [file.name for file in log.path.parent.iterdir()] == [log.path.name]


def test_a_number_is_given_once_only(log: Log) -> None:
    first = log.add(kept())
    log.delete([first])

    assert log.add(kept()) == first + 1


def test_a_session_that_was_deleted_while_it_played_stays_so(log: Log) -> None:
    number = log.add(kept())
    log.delete([number])
    log.go_on(number, heard=Ms(100_000), done=False, worked=(LEFT,))

    assert log.sessions() == []


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from coach.log.log import Logged, Log, WorkedSide
from coach.units import Ms
log = Log(Path(sys.argv[1]))
for round in range(20):
    told = {"name": sys.argv[2], "title": "", "depth": "quick", "planned": Ms(1), "heard": Ms(0)}
    number = log.add(Logged(0, datetime.now(UTC), **told))
    log.go_on(number, heard=Ms(round), done=True, worked=[WorkedSide("feet", "left")])
"""


def test_several_programs_write_at_once_and_nothing_is_lost(log: Log) -> None:
    names = ["one", "two", "three"]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(log.path), name]) for name in names
    ]
    codes = [writer.wait(timeout=60) for writer in writers]
    sessions = log.sessions()

    assert codes == [0, 0, 0]
    assert {name: [s.heard for s in sessions if s.name == name] for name in names} == {
        name: list(range(20)) for name in names
    }
    assert all(session.done and len(session.worked) == 1 for session in sessions)


def test_it_waits_for_another_program_only_so_long(log: Log) -> None:
    number = log.add(kept())
    impatient = replace(log, wait_s=0.05)
    with closing(sqlite3.connect(log.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        told = problem(impatient)

    assert told == "the log FILE is being written by another program: try again"
    assert [session.number for session in log.sessions()] == [number]


def test_a_program_that_is_killed_while_it_writes_leaves_what_was_there(log: Log) -> None:
    log.add(kept())
    there = log.sessions()
    code = (
        "import os, sqlite3, sys\n"
        "other = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "other.execute('PRAGMA cache_size = 1')\n"
        "other.execute('BEGIN')\n"
        "other.execute('DELETE FROM session')\n"
        "other.execute('CREATE TABLE large (text)')\n"
        "other.executemany('INSERT INTO large VALUES (?)', [('x' * 5000,)] * 50)\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(log.path)], check=True, timeout=60)

    assert log.path.with_name("log.sqlite3-journal").exists()
    assert log.sessions() == there


def test_a_file_that_is_no_log_is_told_and_left_as_it_is(log: Log) -> None:
    log.path.parent.mkdir()
    log.path.write_text("these are my notes, and they are longer than a header would be" * 9)

    assert problem(log) == (
        "the log FILE is damaged (file is not a database): "
        "move it away, and the next session begins a new one"
    )


def test_a_damaged_file_is_told_and_left_as_it_is(log: Log) -> None:
    for day in range(1, 29):
        log.add(kept(day))
    whole = log.path.read_bytes()
    log.path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    assert problem(log).startswith("the log FILE is damaged (")


def test_a_file_cut_short_is_told_and_left_as_it_is(log: Log) -> None:
    log.add(kept())
    log.path.write_bytes(log.path.read_bytes()[:5000])

    assert problem(log).startswith("the log FILE is damaged (")


def test_a_file_of_a_newer_coach_is_told_and_left_as_it_is(log: Log) -> None:
    log.add(kept())
    with closing(sqlite3.connect(log.path, isolation_level=None)) as newer:
        newer.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")

    assert problem(log) == (
        f"the log FILE is of a newer coach, in form {len(MIGRATIONS) + 1}: update this one"
    )


def test_an_empty_file_becomes_a_log(log: Log) -> None:
    log.path.parent.mkdir()
    log.path.touch()

    assert log.sessions() == []
    assert log.add(kept()) == 1


def test_a_file_of_an_older_form_is_taken_to_the_newest_and_loses_nothing(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.add(kept(before=4))
    (before,) = log.sessions()
    note = ("ALTER TABLE session ADD COLUMN note TEXT",)
    monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, note))
    (after,) = log.sessions()
    with closing(sqlite3.connect(log.path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        columns = [row[1] for row in connection.execute("PRAGMA table_info(session)")]

    assert after == before
    assert version == len(MIGRATIONS) + 1
    assert columns[-1] == "note"


def test_a_log_of_the_first_form_is_read_and_gets_a_column_for_the_sorer_side(log: Log) -> None:
    write_first_form(log)
    (before,) = log.sessions()
    log.note_sore(1, before=None, after=3, sorer="right")
    (after,) = log.sessions()

    assert before == kept(number=1, heard=Ms(5000), worked=(LEFT,), before=6)
    assert after == replace(before, after=3, sorer="right")
    assert log.add(kept()) == 2


def test_a_step_that_fails_changes_nothing(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    log.add(kept())
    before = log.path.read_bytes()
    steps = ("ALTER TABLE session ADD COLUMN note TEXT", "ALTER TABLE nowhere ADD COLUMN x")
    monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, steps))
    with pytest.raises(LogError):
        log.sessions()

    assert log.path.read_bytes() == before


def test_what_stands_in_the_way_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    log = Log(tmp_path / "data" / "log.sqlite3")
    with pytest.raises(LogError) as caught:
        log.add(kept())

    assert caught.value.message == f"the log {log.path} cannot be used: File exists"


@pytest.fixture
def unwritable() -> Iterator[Log]:
    """A log of one session that this user may only read."""
    nobody = 65534
    with tempfile.TemporaryDirectory() as folder:
        log = Log(Path(folder) / "log.sqlite3")
        log.add(kept())
        log.path.chmod(0o444)
        Path(folder).chmod(0o555)
        if root := os.geteuid() == 0:  # who may write everywhere
            os.seteuid(nobody)
        try:
            yield log
        finally:
            if root:
                os.seteuid(0)
            Path(folder).chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_log_that_cannot_be_written_is_told_and_can_still_be_read(unwritable: Log) -> None:
    assert problem(unwritable, *writing(unwritable)) == (
        "the log FILE cannot be used: attempt to write a readonly database"
    )
    assert len(unwritable.sessions()) == 1


def test_a_name_with_signs_that_mean_something_in_an_address_is_a_name(tmp_path: Path) -> None:
    log = Log(tmp_path / "100% mine?#" / "log.sqlite3")
    log.add(kept())

    assert len(log.sessions()) == 1
    assert log.path.exists()


def test_began_is_kept_in_utc(log: Log) -> None:
    log.add(kept(began=datetime(2026, 6, 1, 7, 30, tzinfo=BERLIN_IN_SUMMER)))
    with closing(sqlite3.connect(log.path)) as connection:
        began_ms, offset_s = connection.execute("SELECT began_ms, offset_s FROM session").fetchone()

    assert datetime.fromtimestamp(began_ms / 1000, UTC) == datetime(2026, 6, 1, 5, 30, tzinfo=UTC)
    assert offset_s == 7200
