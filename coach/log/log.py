"""The log: which sessions were heard, in a file of this machine."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from coach.choices import Side, Sorer
from coach.errors import LogError, reason_of
from coach.units import Ms

WAIT_S = 5.0
"""How long a program waits while another one writes, which takes a few milliseconds."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE session (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            began_ms INTEGER NOT NULL CHECK (typeof(began_ms) = 'integer'),
            offset_s INTEGER NOT NULL CHECK (offset_s BETWEEN -86399 AND 86399),
            name TEXT NOT NULL,
            title TEXT NOT NULL,
            depth TEXT NOT NULL,
            planned_ms INTEGER NOT NULL CHECK (planned_ms >= 0),
            heard_ms INTEGER NOT NULL CHECK (heard_ms >= 0),
            done INTEGER NOT NULL CHECK (done IN (0, 1)),
            before INTEGER CHECK (before BETWEEN 0 AND 10),
            after INTEGER CHECK (after BETWEEN 0 AND 10)
        )
        """,
        """
        CREATE TABLE worked (
            session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
            spot TEXT NOT NULL,
            side TEXT NOT NULL CHECK (side IN ('left', 'right', 'middle')),
            UNIQUE (session, spot, side)
        )
        """,
    ),
    ("ALTER TABLE session ADD COLUMN sorer TEXT CHECK (sorer IN ('left', 'right', 'neither'))",),
)
"""What takes a file from each version to the next. ``PRAGMA user_version`` counts those that were
done; a change of shape is a new one at the end, and those before it stay as they are."""


class WorkedSide(NamedTuple):
    """A spot on one side."""

    spot: str
    """The spot's name in the library."""
    side: Side


@dataclass(frozen=True, slots=True)
class Logged:
    """One session, as the log keeps it."""

    number: int
    """Counted from 1, and given once only."""
    began: datetime
    """In the time of the place, with its distance from UTC."""
    _: KW_ONLY
    name: str
    """What was played: the routine's name, or several with hyphens between them."""
    title: str
    depth: str
    planned: Ms
    """How long the whole session was to last."""
    heard: Ms
    """How much of it was heard; what was jumped over is not in it."""
    done: bool = False
    """Whether it was heard to its end."""
    worked: tuple[WorkedSide, ...] = ()
    """In the order in which they were worked."""
    before: int | None = None
    """How sore it was, from 0 for not at all to 10; None if nobody told."""
    after: int | None = None
    sorer: Sorer | None = None
    """Which side was sorer; None if nobody told."""


@dataclass(frozen=True, slots=True)
class Log:
    """The log in one file, which the first session makes.

    Each act opens the file, is one short transaction, and closes it again: several programs may use
    the same log at once.

    Raises:
        LogError: From every act, where the file is damaged, is of a newer coach, or cannot be used;
            it is left as it is.
    """

    path: Path
    wait_s: float = WAIT_S

    def sessions(self) -> list[Logged]:
        """Every session, the newest last; none if there is no file."""
        with self._telling():
            if not self.path.exists():
                return []
        with self._opened(writing=False) as connection:
            rows = connection.execute("SELECT * FROM session ORDER BY began_ms, number").fetchall()
            worked = connection.execute("SELECT * FROM worked ORDER BY rowid").fetchall()
        sides: dict[int, list[WorkedSide]] = defaultdict(list)
        for row in worked:
            sides[row["session"]].append(WorkedSide(row["spot"], row["side"]))
        return [_kept(row, sides[row["number"]]) for row in rows]

    def add(self, kept: Logged) -> int:
        """Begin to keep a session, whatever its number is; returns the one that it gets."""
        with self._opened(writing=True) as connection:
            cursor = connection.execute(
                "INSERT INTO session (began_ms, offset_s, name, title, depth, planned_ms, heard_ms,"
                " done, before, after, sorer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *_moment(kept.began),
                    *(kept.name, kept.title, kept.depth, kept.planned, kept.heard, kept.done),
                    *(kept.before, kept.after, kept.sorer),
                ),
            )
            assert cursor.lastrowid is not None
            _add_worked(connection, cursor.lastrowid, kept.worked)
            return cursor.lastrowid

    def go_on(self, number: int, *, heard: Ms, done: bool, worked: Iterable[WorkedSide]) -> None:
        """Note how far a session has got; nothing happens if it has been deleted."""
        with self._opened(writing=True) as connection:
            cursor = connection.execute(
                "UPDATE session SET heard_ms = ?, done = ? WHERE number = ?", (heard, done, number)
            )
            if cursor.rowcount:
                _add_worked(connection, number, worked)

    def note_sore(
        self, number: int, *, before: int | None, after: int | None, sorer: Sorer | None = None
    ) -> None:
        """Note how sore it was, from 0 to 10, and on which side; None leaves what was noted."""
        with self._opened(writing=True) as connection:
            connection.execute(
                "UPDATE session SET before = coalesce(?, before), after = coalesce(?, after),"
                " sorer = coalesce(?, sorer) WHERE number = ?",
                (before, after, sorer, number),
            )

    def delete(self, numbers: Iterable[int]) -> None:
        """Delete sessions for good; nothing of them stays in the file."""
        with self._opened(writing=True) as connection:
            connection.executemany(
                "DELETE FROM session WHERE number = ?", [(number,) for number in numbers]
            )

    @contextmanager
    def _opened(self, *, writing: bool) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it happens, or nothing."""
        with self._telling():
            if writing:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            uri = f"{self.path.absolute().as_uri()}?mode={'rwc' if writing else 'rw'}"
            with closing(
                sqlite3.connect(uri, uri=True, timeout=self.wait_s, isolation_level=None)
            ) as connection:
                self._begin(connection, writing=writing)
                yield connection
                connection.execute("COMMIT")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise LogError(self.path, self._problem(error)) from error

    def _begin(self, connection: sqlite3.Connection, *, writing: bool) -> None:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        writing = writing or _version(connection) < len(MIGRATIONS)
        connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
        version = _version(connection)  # again: another program may have just migrated it
        if version > len(MIGRATIONS):
            raise LogError(self.path, f"is of a newer coach, in form {version}: update this one")
        for statement in (one for step in MIGRATIONS[version:] for one in step):
            connection.execute(statement)
        if version < len(MIGRATIONS):
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _problem(self, error: sqlite3.Error | OSError) -> str:
        """What is wrong, and what to do."""
        if isinstance(error, OSError):
            return f"cannot be used: {reason_of(error)}"
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # what is above tells it more closely
            case sqlite3.SQLITE_BUSY:
                return "is being written by another program: try again"
            case sqlite3.SQLITE_CORRUPT if unread := self._unread():
                return f"cannot be used: {unread}"
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_ERROR:
                return f"is damaged ({error}): move it away, and the next session begins a new one"
            case _:
                return f"cannot be used: {error}"

    def _unread(self) -> str:
        """Why a file that SQLite calls damaged was not read, if it is not the file that is wrong.

        SQLite tells of a disk that fails to give a page as it tells of a wrong page.
        """
        try:
            self.path.read_bytes()
            uri = f"{self.path.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True, timeout=self.wait_s)) as connection:
                (found,) = connection.execute("PRAGMA integrity_check").fetchone()
        except OSError as error:
            return reason_of(error)
        except sqlite3.Error:
            return ""
        return "the disk did not give all of it: try again" if found == "ok" else ""


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _add_worked(connection: sqlite3.Connection, number: int, worked: Iterable[WorkedSide]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO worked (session, spot, side) VALUES (?, ?, ?)",
        [(number, *one) for one in worked],
    )


def _moment(began: datetime) -> tuple[int, int]:
    """Milliseconds since 1970 in UTC, and the seconds that the place was ahead of it."""
    offset = began.utcoffset()
    assert offset is not None
    return round(began.timestamp() * 1000), round(offset.total_seconds())


def _kept(row: sqlite3.Row, worked: Iterable[WorkedSide]) -> Logged:
    place = timezone(timedelta(seconds=row["offset_s"]))
    return Logged(
        row["number"],
        datetime.fromtimestamp(row["began_ms"] / 1000, place),
        name=row["name"],
        title=row["title"],
        depth=row["depth"],
        planned=Ms(row["planned_ms"]),
        heard=Ms(row["heard_ms"]),
        done=bool(row["done"]),
        worked=tuple(worked),
        before=row["before"],
        after=row["after"],
        sorer=row["sorer"],
    )
