"""Debugging: what went wrong without ending the session is noted, for those who ask for it."""

import copy
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import TextIO

import click

from coach.disk import debug_file
from coach.errors import CoachError, reason_of
from coach.screen import is_taken
from coach.traces import quiet_logger

DEBUG_BYTES = 2**20
"""How large the file becomes; the one before it is kept beside it."""

TOLD_AGAIN_S = 60.0
"""What fails again and again, as a device that is tried every second, is noted once in so long."""

LIBRARIES = ("asyncio", "dbus_fast", "wakepy")
"""What these tell is noted too, and never shown."""

DISCREET = ("dbus_fast", "miniaudio", "msgspec", "sqlite3", "wakepy")
"""What the errors of these tell is noted: it is of devices, or of the shape of a file."""

INDISCREET = ("ValidationError",)
"""But not of these, which tell what stands in a file."""

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

NOTED_AS = "%(asctime)s %(levelname)s %(threadName)s %(name)s:%(lineno)d %(message)s"

_logger = quiet_logger(__name__)


@contextmanager
def debugging(out: TextIO) -> Iterator[None]:
    """Note in a file what goes wrong in the block, and show it where nothing is drawn.

    What ends the block is noted as well. Nothing that is said or heard, nothing that is told of the
    body, and no name of a routine or a file of the listener's comes into it.

    Args:
        out: Where it is shown: the standard error.
    """
    ours = logging.getLogger("coach")
    shown, kept = _Shown(out), _kept(out)
    before, others = ours.level, [logging.getLogger(name) for name in LIBRARIES]
    ours.setLevel(logging.DEBUG)
    with _handling(shown, [ours]), _handling(kept, [ours, *others]):
        try:
            _logger.info("coach %s", " ".join(_version_words()))
            yield
        except (click.exceptions.Exit, click.Abort):
            raise
        except Exception:
            _logger.warning("this ended it", exc_info=True)
            raise
        finally:
            ours.setLevel(before)


def is_debugging() -> bool:
    """Whether what goes wrong is noted at present."""
    return any(isinstance(one, _File) for one in logging.getLogger("coach").handlers)


def try_debug_file() -> None:
    """See whether it could be written; one that is not there is not made.

    Raises:
        OSError: It could not.
    """
    path = debug_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        with path.open("ab"):
            return
    with tempfile.TemporaryFile(dir=path.parent):
        return


def _version_words() -> tuple[str, ...]:
    from coach import __version__

    return __version__, "on Python", ".".join(map(str, sys.version_info[:3])), sys.platform


def _kept(out: TextIO) -> logging.Handler:
    """The file, or nothing where it cannot be written: that ends no session."""
    path = debug_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _File(path, maxBytes=DEBUG_BYTES, backupCount=1, encoding="utf-8")
    except OSError as error:
        click.echo(f"{path} cannot be written: {reason_of(error)}.", file=out)
        return logging.NullHandler()


@contextmanager
def _handling(handler: logging.Handler, loggers: list[logging.Logger]) -> Iterator[None]:
    handler.setFormatter(_Discreet(NOTED_AS))
    handler.addFilter(_News())
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
        handler.close()


class _Shown(logging.StreamHandler[TextIO]):
    """The standard error, except while it is a terminal that is drawn on."""

    def emit(self, record: logging.LogRecord) -> None:
        if not (is_taken() and self.stream.isatty()):
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """A terminal that has gone ends no session."""


class _File(RotatingFileHandler):
    """A file of the listener's own, which nobody else may read."""

    def _open(self) -> TextIOWrapper:
        private = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return open(private, "a", encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk ends no session, and nothing is drawn over the screen."""


class _Discreet(logging.Formatter):
    """Tells of an error its kind and its way, and of its words only what may be noted."""

    def format(self, record: logging.LogRecord) -> str:
        ours = copy.copy(record)
        ours.exc_text = None  # another may have told it in full
        return super().format(ours)

    def formatException(self, ei: _ExcInfo) -> str:
        return "\n".join(_told(ei[1])) if ei[1] else ""


def _told(error: BaseException, *after: BaseException) -> Iterator[str]:
    """An error and what it came of, in lines, as Python tells it."""
    came_of = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if came_of is not None and came_of not in after:
        yield from _told(came_of, error, *after)
        yield "\nand of that came:\n"
    yield "Traceback (most recent call last):"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    kind, words = type(error), _words(error) or ("..." if str(error) else "")
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    yield f"{module}{kind.__qualname__}: {words}".removesuffix(": ")


def _words(error: BaseException) -> str:
    """What may be noted of the words of an error: the system's, those of devices, few of ours."""
    match error:
        case CoachError():
            return error.noted
        case OSError(errno=int(number)):  # without the file's name
            return f"[Errno {number}] {os.strerror(number)}"
        case OSError():
            return reason_of(error)
        case ImportError():
            return str(error)
    known = type(error).__module__.partition(".")[0] in DISCREET
    return str(error) if known and type(error).__name__ not in INDISCREET else ""


class _News(logging.Filter):
    """Lets through what has not just been told."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[tuple[object, ...], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info and repr(record.exc_info[1])
        told = record.name, record.lineno, record.getMessage(), error
        if record.created - self._told.get(told, float("-inf")) < TOLD_AGAIN_S:
            return False
        self._told[told] = record.created
        return True
