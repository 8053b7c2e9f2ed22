"""Plain lines: a session for screen readers and pipes, with nothing drawn over."""

from collections.abc import Iterator
from itertools import chain

import click

from coach.errors import forgiving
from coach.screen.hangup import GONE
from coach.screen.words import Teller
from coach.stage import Now
from coach.timeline import Placed
from coach.traces import quiet_logger
from coach.units import show_ms

_logger = quiet_logger(__name__)


class PlainScreen:
    """A line for every cue, as it begins: words, sounds and quiet."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._number = -1
        self._cue: Placed | None = None
        self._stands = self._answer = ""

    def show(self, now: Now) -> None:
        """See `Screen.show`."""
        lines = self._section(now), self._standing(now), self._answers(now), self._cues(now)
        with forgiving(_logger, GONE, OSError):
            for line in chain(*lines):
                click.echo(line)

    def _section(self, now: Now) -> Iterator[str]:
        if now.number != self._number:
            yield f"{self._teller.numbered(now)}, {show_ms(now.section.lasts)}"
        self._number = now.number

    def _standing(self, now: Now) -> Iterator[str]:
        words = self._teller.words.stands
        stands = now.trouble or (words.paused if now.paused else "")
        if stands != self._stands:
            yield f"{show_ms(now.position)}  {stands or words.playing}"
        self._stands = stands

    def _answers(self, now: Now) -> Iterator[str]:
        if now.answer and now.answer != self._answer:
            yield f"{show_ms(now.position)}  {now.answer}"
        self._answer = now.answer

    def _cues(self, now: Now) -> Iterator[str]:
        cue, before = None if now.counts_down else now.cue, self._cue
        self._cue = cue
        if cue is None or cue is before:
            return
        if before is not None and before.end == cue.start and before.sound == cue.sound:
            return  # the same circle once more
        if told := self._teller.aloud(cue):
            yield f"{show_ms(cue.start)}  {told}"
