"""The scribe: notes in the log what is heard of a session, while it is heard."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from coach.disk import Clerk
from coach.errors import LogError
from coach.log.listened import Listened
from coach.log.log import WAIT_S, Log, Logged, WorkedSide
from coach.stage import Now
from coach.traces import quiet_logger
from coach.units import Ms, seconds

_logger = quiet_logger(__name__)

NOTED_EVERY = seconds(30)
"""So much is heard from note to note; a session of which less was heard is not kept."""
CLOSING_S = 2 * WAIT_S
"""How long the last note is waited for: the one before it may be waiting for another program."""


class Scribe:
    """Keeps one session in a log, note by note: of one that is killed, little is missing.

    It notes in a thread of its own: the keys do not wait for a slow disk, nor for another program.
    A log that cannot be written stops no session: `problem` tells of it afterwards.
    """

    def __init__(
        self, log: Log | None, kept: Logged, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Get ready; nothing is written yet.

        Args:
            log: None keeps nothing.
            kept: The session, before anything of it was heard.
            clock: In seconds.
        """
        self.problem: LogError | None = None
        """What kept the latest note from the log."""
        self._log = log
        self._kept = kept
        self._heard = Listened(clock)
        self._done = False
        self._due = NOTED_EVERY
        self._clerk = Clerk("coach-log")

    @property
    def keeps(self) -> bool:
        """Whether the session is in the log, once it is closed."""
        return self._kept.number > 0

    @property
    def notes(self) -> bool:
        """Whether enough was heard for a note."""
        return self._heard.lasts >= NOTED_EVERY

    def look(self, now: Now) -> None:
        """Take in where the session stands, and make a note if it is time for one."""
        self._heard.look(now)
        self._done = not now.left
        if self._heard.lasts >= self._due:
            self._due = Ms(self._heard.lasts + NOTED_EVERY)
            self._note()

    def close(self) -> None:
        """Make the last note, and wait for it within reason."""
        if self.notes:
            self._note()
        if not self._clerk.close(within_s=CLOSING_S) and self._log:
            self.problem = LogError(self._log.path, "is not written to its end: the disk is slow")
            _logger.warning("the log is not written in time")

    def note_sore(self, *, after: int) -> None:
        """Note how sore it is after the session, from 0 to 10."""
        if self._log and self.keeps:
            with self._minding():
                self._log.note_sore(self._kept.number, before=None, after=after)

    def _note(self) -> None:
        if self._log is not None:
            heard, done, worked = self._heard.lasts, self._done, self._heard.worked
            self._clerk.give(partial(self._write, self._log, heard, worked, done=done))

    def _write(self, log: Log, heard: Ms, worked: tuple[WorkedSide, ...], *, done: bool) -> None:
        with self._minding():
            if self.keeps:
                log.go_on(self._kept.number, heard=heard, done=done, worked=worked)
            else:
                kept = replace(self._kept, heard=heard, done=done, worked=worked)
                self._kept = replace(kept, number=log.add(kept))

    @contextmanager
    def _minding(self) -> Iterator[None]:
        self.problem = None
        try:
            yield
        except LogError as problem:
            self.problem = problem
            _logger.warning("the log cannot be written", exc_info=True)
