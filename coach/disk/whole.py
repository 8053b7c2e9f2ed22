"""Files that appear only when they are complete."""

import contextlib
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

STALE_S = 3600
"""A hidden file that was not touched for so long belongs to nobody who still writes it."""


@contextlib.contextmanager
def appearing(path: Path, *, synced: bool = False) -> Iterator[Path]:
    """A hidden file beside ``path`` to write into, which takes that name at the end of the block.

    When the block raises, the hidden file goes and whatever stood at ``path`` stays as it was. The
    hidden file keeps the suffix, by which some encoders choose a format.

    Args:
        path: The file.
        synced: Whether all of it is on the disk before it takes its name, so that not even a power
            cut leaves half of it there. It takes a few milliseconds, or as long as the disk does.

    Raises:
        OSError: The folder cannot be written.
    """
    part = path.with_name(f".{path.stem}-{secrets.token_hex(6)}.part{path.suffix}")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield part
        if synced:
            _sync(part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def appearing_texts(texts: Iterable[tuple[Path, str]]) -> Iterator[None]:
    """Texts that are written into hidden files, and take their names at the end of the block.

    They are on the disk before, as a file that is ``synced``.

    Raises:
        OSError: A folder cannot be written.
    """
    with contextlib.ExitStack() as parts:
        for path, text in texts:
            part = parts.enter_context(appearing(path, synced=True))
            part.write_text(f"{text}\n", encoding="utf-8")
        yield


def clear_stale(path: Path) -> None:
    """Remove what is left where the program that wrote ``path`` was killed."""
    _clear_stale(path.parent, re.escape(path.stem), re.escape(path.suffix))


def clear_all_stale(folder: Path, suffix: str) -> None:
    """Remove what is left in a folder of all files with this suffix."""
    _clear_stale(folder, ".*", re.escape(suffix))


def _clear_stale(folder: Path, stem: str, suffix: str) -> None:
    left = re.compile(rf"\.{stem}-[0-9a-f]{{12}}\.part{suffix}", re.DOTALL)
    for part in folder.glob(".*.part*"):
        with contextlib.suppress(OSError):
            if left.fullmatch(part.name) and part.stat().st_mtime < time.time() - STALE_S:
                part.unlink()
