"""Files that appear only when they are complete."""

import contextlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from coach.errors import forgiving, reason_of
from coach.traces import quiet_logger

_logger = quiet_logger(__name__)

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
    with _appearing_together([path], synced=synced) as (part,):
        yield part


@contextlib.contextmanager
def appearing_texts(texts: Iterable[tuple[Path, str]]) -> Iterator[None]:
    """Texts that are written into hidden files, and take their names at the end of the block.

    They are on the disk before, as a file that is ``synced``. All of them appear, or none does.

    Raises:
        OSError: A folder cannot be written.
    """
    written = dict(texts)
    with _appearing_together([*written], synced=True) as parts:
        _write_texts(parts, written.values())
        yield


@contextlib.contextmanager
def appearing_with_texts(path: Path, texts: Iterable[tuple[Path, str]]) -> Iterator[Path]:
    """A file as `appearing`, and texts as `appearing_texts`: all of them appear, or none does.

    Raises:
        OSError: A folder cannot be written.
    """
    written = dict(texts)
    with _appearing_together([*written, path], synced=True) as (*parts, part):
        _write_texts(parts, written.values())
        yield part


def _write_texts(parts: Iterable[Path], texts: Iterable[str]) -> None:
    for part, text in zip(parts, texts, strict=True):
        part.write_text(f"{text}\n", encoding="utf-8")


@contextlib.contextmanager
def _appearing_together(paths: Sequence[Path], *, synced: bool) -> Iterator[list[Path]]:
    """A hidden file beside each path; they take their names in this order, or none does."""
    with contextlib.ExitStack() as hidden:
        parts = [hidden.enter_context(_hidden(path)) for path in paths]
        yield parts
        for part in parts if synced else ():
            _sync(part)
        copies = [hidden.enter_context(_copied(path)) for path in paths[:-1]]
        with contextlib.ExitStack() as undoing:
            for number, (part, path) in enumerate(zip(parts, paths, strict=True)):
                part.replace(path)
                if number < len(copies):  # after the last, none fails
                    undoing.callback(_put_back, path, copies[number])
            undoing.pop_all()


@contextlib.contextmanager
def _hidden(path: Path) -> Iterator[Path]:
    """A new file beside ``path``; it is gone at the end of the block, unless it was renamed."""
    part = path.with_name(f".{path.stem}-{secrets.token_hex(6)}.part{path.suffix}")
    number = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    try:
        os.close(number)
        yield part
    finally:
        # `clear_stale` finds it.
        with forgiving(_logger, "what was begun cannot be removed", OSError):
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def _copied(path: Path) -> Iterator[Path | None]:
    """A hidden copy of what stands at ``path``; None if nothing does."""
    if not _is_there(path):
        yield None
        return
    with _hidden(path) as copy:
        copy.unlink()  # a link is copied as one, and not into a file
        shutil.copy(path, copy, follow_symlinks=False)
        yield copy


def _is_there(path: Path) -> bool:
    """Whether anything has this name; where the disk does not tell, that is an error."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def _put_back(path: Path, copy: Path | None) -> None:
    try:
        if copy is None:
            path.unlink()
        else:
            copy.replace(path)
    except OSError as error:
        problem = f"{path} is new already and cannot be put back: {reason_of(error)}"
        raise OSError(error.errno, problem) from error


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def clear_stale(path: Path) -> None:
    """Remove what is left where the program that wrote ``path`` was killed."""
    _clear_stale(path.parent, re.escape(path.stem), re.escape(path.suffix))


def clear_all_stale(folder: Path, suffix: str) -> None:
    """Remove what is left in a folder of all files with this suffix."""
    _clear_stale(folder, ".*", re.escape(suffix))


def _clear_stale(folder: Path, stem: str, suffix: str) -> None:
    left = re.compile(rf"\.{stem}-[0-9a-f]{{12}}\.part{suffix}", re.DOTALL)
    for part in list_files(folder, ".*.part*"):
        with (
            forgiving(_logger, "what was left cannot be removed", OSError),
            contextlib.suppress(FileNotFoundError),  # another has just removed it
        ):
            if left.fullmatch(part.name) and part.stat().st_mtime < time.time() - STALE_S:
                part.unlink()


def list_files(folder: Path, pattern: str) -> list[Path]:
    """What lies in a folder under such names; nothing where it cannot be looked into."""
    try:
        return list(folder.glob(pattern))
    except OSError:
        _logger.warning("a folder cannot be looked into", exc_info=True)
        return []
