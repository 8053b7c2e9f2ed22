"""The bookmark: where a session was left, and all that was asked for to make it."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from coach.appearing import appearing
from coach.revision import Revision
from coach.script import Script
from coach.units import Ms
from coach.writer import NO_TIME

EVERY_S = 3.0
"""How often a place is noted at most: as much is heard again at worst."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a session."""

    number: int = 0
    """Of the section, from 0."""
    into: Ms = NO_TIME
    """From the section's start."""
    revisions: tuple[Revision, ...] = ()
    """What was asked for on the way, and changed the rest of it."""


START = Mark()


class Bookmark(msgspec.Struct, frozen=True):
    """What is needed to go on with a session another time."""

    asked: dict[str, object]
    """The options that it was made from, by their names."""
    mark: Mark
    section: str
    """The title of the section, to find out whether it is still the same session."""
    at: Ms
    """From the beginning of the session."""
    when: float
    """The time of day, in seconds since 1970."""
    shape: str
    """What its revisions stand on, as `shape` tells it."""
    ended: bool = False
    """Whether the listener ended it, and not a fault."""


def shape(script: Script) -> str:
    """Which cues come in which sections of a script, before any revision, as a digest.

    The words are not in it, and neither is the opening, which is another once it was heard.
    """
    cues = [
        (section.title, [type(cue).__name__ for cue in section.cues])
        for section in script.sections[1:]
    ]
    return hashlib.sha256(repr(cues).encode()).hexdigest()[:16]


def read_bookmark(path: Path) -> Bookmark | None:
    """The bookmark of this file; None if there is none, or it is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Bookmark)
    except (OSError, msgspec.DecodeError):
        return None


class Bookmarks:
    """Notes the latest place in a file, in a thread of its own: a slow disk keeps nobody waiting.

    Where the file cannot be written there is no bookmark, and the session goes on.
    """

    def __init__(self, path: Path, *, every_s: float = EVERY_S) -> None:
        self._path = path
        self._every_s = every_s
        self._latest: Callable[[], None] | None = None
        self._noted = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="coach-bookmark", daemon=True)
        self._thread.start()

    def note(self, bookmark: Bookmark) -> None:
        """Note a place; never waits."""
        self._latest = partial(_write, self._path, bookmark)
        self._noted.set()

    def forget(self) -> None:
        """There is nothing to come back to; never waits."""
        self._latest = partial(self._path.unlink, missing_ok=True)
        self._noted.set()

    def close(self) -> None:
        """Let the latest be written, however slow the disk within reason. Twice is harmless."""
        self._closed.set()
        self._noted.set()
        self._thread.join(self._every_s)

    def _run(self) -> None:
        done: Callable[[], None] | None = None
        while not (self._closed.is_set() and done is self._latest):
            self._noted.wait()
            self._noted.clear()
            done = self._latest
            if done is not None:
                with contextlib.suppress(OSError):
                    done()
            self._closed.wait(self._every_s)


def _write(path: Path, bookmark: Bookmark) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with appearing(path) as part, part.open("wb") as file:
        file.write(msgspec.json.encode(bookmark))
        file.flush()
        os.fsync(file.fileno())  # before it takes its name: power may be cut at any time
