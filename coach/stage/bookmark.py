"""The bookmark: where a session was left, and all that was asked for to make it."""

import contextlib
import errno
import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec

from coach.disk import Clerk, appearing, list_files
from coach.errors import forgiving
from coach.script import Request, Script
from coach.stage.now import ResumePoint
from coach.traces import quiet_logger
from coach.units import Ms

_logger = quiet_logger(__name__)

EVERY_S = 3.0
"""How often a place is noted at most: as much is heard again at worst."""

BOOKMARKS_KEPT = 50
"""So many sessions are come back to; of those before, the place is forgotten."""


class Bookmark(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to go on with a session another time."""

    request: Request
    """All that was asked for, so that it means the same in every folder."""
    point: ResumePoint
    section: str
    """The title of the section, to find out whether it is still the same session."""
    at: Ms
    """From the beginning of the session."""
    when: float
    """The time of day, in seconds since 1970."""
    cues: str
    """What its revisions stand on, as `digest_cues` tells it."""
    ended: bool = False
    """Whether the listener ended it, and not a fault."""


def digest_cues(script: Script) -> str:
    """Which cues come in which sections of a script, before any revision, as a digest.

    The words are not in it.
    """
    cues = [
        (section.title, [type(cue).__name__ for cue in section.cues]) for section in script.sections
    ]
    return hashlib.sha256(repr(cues).encode()).hexdigest()[:16]


def bookmark_path(folder: Path, names: Sequence[str], spots: Sequence[str]) -> Path:
    """The file for the bookmark of a session, by what was asked for."""
    which = hashlib.sha256(msgspec.json.encode((names, spots))).hexdigest()[:16]
    return folder / f"{which}.json"


def read_bookmark(path: Path) -> Bookmark | None:
    """The bookmark of this file; None if there is none, or it is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Bookmark)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError):
        _logger.warning("a bookmark cannot be read", exc_info=True)
        return None


def newest_bookmark(folder: Path) -> Bookmark | None:
    """The bookmark of the session that was left last; None if there is none."""
    found = (read_bookmark(path) for path in _written(folder))
    return max((one for one in found if one), key=lambda one: one.when, default=None)


class Bookmarks:
    """Notes the latest place of a session in its file; a slow disk keeps nobody waiting.

    Where the file cannot be written there is no bookmark, and the session goes on.
    """

    def __init__(self, path: Path, *, every_s: float = EVERY_S) -> None:
        self.problem: OSError | None = None
        """What kept the latest place from the file."""
        self._path = path
        self._every_s = every_s
        self._clerk = Clerk("coach-bookmark", every_s=every_s)

    def note(self, bookmark: Bookmark) -> None:
        """Note a place; never waits."""
        self._clerk.give(partial(self._do, partial(_write, self._path, bookmark)))

    def forget(self) -> None:
        """There is nothing to come back to; never waits."""
        self._clerk.give(partial(self._do, partial(self._path.unlink, missing_ok=True)))

    def close(self) -> None:
        """Let the latest be written, however slow the disk within reason. Twice is harmless."""
        if not self._clerk.close(within_s=self._every_s):
            self.problem = TimeoutError(errno.ETIMEDOUT, "the disk takes too long")
            _logger.warning("the place is not written in time")

    def _do(self, act: Callable[[], None]) -> None:
        try:
            act()
            self.problem = None
        except OSError as problem:
            self.problem = problem
            _logger.warning("the place cannot be kept", exc_info=True)


def _write(path: Path, bookmark: Bookmark) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with appearing(path, synced=True) as part:  # power may be cut at any time
        part.write_bytes(msgspec.json.encode(bookmark))
    _forget_oldest(path.parent)


def _forget_oldest(folder: Path) -> None:
    with (
        forgiving(_logger, "an old bookmark cannot be forgotten", OSError),
        contextlib.suppress(FileNotFoundError),  # another program may do the same
    ):
        for path in sorted(_written(folder), key=lambda one: one.stat().st_mtime)[:-BOOKMARKS_KEPT]:
            path.unlink(missing_ok=True)


def _written(folder: Path) -> list[Path]:
    return list_files(folder, "[!.]*.json")  # hidden ones are being written
