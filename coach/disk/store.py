"""A store: bytes that are kept on disk under a name, and forgotten when they take too much room."""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from coach.disk.claim import claimed
from coach.disk.whole import appearing, clear_all_stale, list_files
from coach.errors import forgiving
from coach.traces import quiet_logger

_logger = quiet_logger(__name__)

NOT_FORGOTTEN = "an entry cannot be forgotten: it is tried again when more has come"

DIGEST_BYTES = 32
"""An entry is the SHA-256 of its content, then the content."""


class Store:
    """A folder of entries. A damaged one counts as none, and so does an empty one.

    Past the bound, what was asked for longest ago is forgotten. Several threads and programs may
    use one folder at once.
    """

    def __init__(self, folder: Path, suffix: str, *, largest_bytes: int) -> None:
        self._folder = folder
        self._suffix = suffix
        self._largest_bytes = largest_bytes
        self._unlooked = largest_bytes  # how much may have come since the last look: at first, all

    def recall(self, name: str) -> bytes | None:
        """What was kept under this name, if it is there and whole."""
        path = self._path(name)
        try:
            entry = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            _logger.warning("%s cannot be read", path, exc_info=True)
            return None
        digest, content = entry[:DIGEST_BYTES], entry[DIGEST_BYTES:]
        if not content or hashlib.sha256(content).digest() != digest:
            _logger.warning("%s is damaged, and counts as none", path)
            return None
        with forgiving(_logger, "it cannot be noted that this was asked for", OSError):
            os.utime(path)
        return content

    def has(self, name: str) -> bool:
        """Whether anything is kept under this name; it may be damaged."""
        return self._path(name).exists()

    @contextlib.contextmanager
    def claim(self, name: str) -> Iterator[None]:
        """Be the only one, of threads and programs, who makes what is kept under this name."""
        # Named as what is being written, so that it is cleared where a program was killed.
        path = self._folder / f".{name}-{'0' * 12}.part{self._suffix}"
        with forgiving(_logger, "nothing can be claimed: others may do the same", OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        with claimed(path):
            yield

    def keep(self, name: str, content: bytes) -> None:
        """Remember this under a name that can be a file's.

        Raises:
            OSError: The folder cannot be written, or the disk is full.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with appearing(self._path(name)) as part:
            part.write_bytes(hashlib.sha256(content).digest() + content)
        self._unlooked += len(content)
        if self._unlooked >= self._largest_bytes // 8:
            self._unlooked = 0
            self._forget()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{self._suffix}"

    def _forget(self) -> None:
        clear_all_stale(self._folder, self._suffix)
        total = 0
        for _asked, size, path in sorted(self._entries(), reverse=True):
            total += size
            if total > self._largest_bytes:
                with forgiving(_logger, NOT_FORGOTTEN, OSError):
                    path.unlink(missing_ok=True)

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """When each was last asked for, its size, and where it lies."""
        for path in list_files(self._folder, f"[!.]*{self._suffix}"):  # hidden: being written
            with (
                forgiving(_logger, "it cannot be seen when this was asked for", OSError),
                contextlib.suppress(FileNotFoundError),  # another may have forgotten it just now
            ):
                found = path.stat()
                yield found.st_mtime, found.st_size, path
