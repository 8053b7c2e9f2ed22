"""Faults: a disk that fails at one of the things that are asked of it, and at each in its turn."""

import _pyio  # type: ignore[import-not-found]
import builtins
import errno
import io
import os
import stat
import threading
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

ASKED = {
    "open": ("open",),
    "read": ("read",),
    "write": ("write", "sendfile"),
    "fsync": ("fsync",),
    "close": ("close",),
    "rename": ("rename", "replace"),
    "unlink": ("unlink", "remove"),
    "mkdir": ("mkdir",),
    "utime": ("utime",),
    "list": ("scandir", "listdir"),
    "look": ("stat", "lstat"),
}
"""What can be asked of a disk, and how `os` calls it."""

ERRORS = {
    "open": (errno.EACCES, errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EROFS),
    "read": (errno.EIO,),
    "write": (errno.ENOSPC, errno.EIO, errno.EDQUOT),
    "fsync": (errno.EIO, errno.ENOSPC),
    "close": (errno.EIO, errno.ENOSPC),
    "rename": (errno.EACCES, errno.EIO, errno.ENOSPC, errno.EROFS),
    "unlink": (errno.EACCES, errno.EIO, errno.EROFS),
    "mkdir": (errno.EACCES, errno.ENOSPC, errno.EIO),
    "utime": (errno.EPERM, errno.EIO),
    "list": (errno.EACCES, errno.EIO),
    "look": (errno.EACCES, errno.EIO),
}
"""How each may fail; the likeliest first."""

BY_NUMBER = ("read", "write", "close")
"""What is asked of a file that is open, and counts where that is a file on a disk."""


class FaultyDisk:
    """A disk that fails once at the Nth time something is asked of it, or from then on.

    While it is entered, the files that Python opens are those of `_pyio`, which ask `os` for
    everything. A write that fails has written half; a file whose closing fails is closed.
    """

    def __init__(self, asked: str, error: int, *, at: int, lasting: bool = False) -> None:
        self.failed = False
        """Whether it was asked so often that it has failed."""
        self.at = at
        self._asked = asked
        self._error = error
        self._lasting = lasting
        self._count = 0
        self._lock = threading.Lock()
        self._patched = pytest.MonkeyPatch()

    def __enter__(self) -> "FaultyDisk":
        for name in ASKED[self._asked]:
            if hasattr(os, name):
                self._patched.setattr(os, name, self._failing(getattr(os, name)))
        self._patched.setattr(io, "open", _pyio.open)
        self._patched.setattr(builtins, "open", _pyio.open)
        return self

    def __exit__(self, *_: object) -> None:
        self._patched.undo()

    def _failing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*args: Any, **kwargs: Any) -> Any:
            if not self._fails(args[0]):
                return real(*args, **kwargs)
            if real.__name__ == "write":
                real(args[0], args[1][: len(args[1]) // 2])
            if real.__name__ == "close":
                real(*args)
            raise OSError(self._error, os.strerror(self._error))

        return ask

    def _fails(self, what: Any) -> bool:
        if self._asked in BY_NUMBER and not stat.S_ISREG(os.fstat(what).st_mode):
            return False
        with self._lock:
            self._count += 1
            fails = self._count == self.at or (self._lasting and self._count > self.at)
            self.failed = self.failed or fails
        return fails


def faulty_disks(asked: str, error: int, *, lasting: bool = False) -> Iterator[FaultyDisk]:
    """One that fails at the first time, at the second and so on, until one has not failed."""
    for at in count(1):
        disk = FaultyDisk(asked, error, at=at, lasting=lasting)
        yield disk
        if not disk.failed:
            return
