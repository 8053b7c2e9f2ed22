"""Waiting: what is done as soon as words are spoken, and how long that may take."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from coach.content import ShownWords, fill
from coach.errors import VoiceError
from coach.timeline import Arrangement
from coach.units import Ms, seconds

PATIENCE = seconds(90)
"""A voice that needs longer in all until it can go on is too slow. One that speaks quicker than in
real time, on a single core with nothing remembered, needs about a minute until it can begin."""

HEADROOM = seconds(4)
"""So much earlier than is needed words are to be there when it begins: playing takes time too. On a
single core a section was late by two seconds without it."""

LONGEST_REST = seconds(20)
"""And so is one that makes a session rest for longer between two sections."""

DUE = seconds(10)
"""So long before the end of a section it is seen whether the next one will be late."""

LOOK_S = 0.01
"""How often it is looked whether a voice is ready."""

Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is to be done, and what has to be there for it."""

    act: Act
    number: int
    """Of the section from which the session goes on."""
    words: tuple[str, ...] = ()
    """What is said before it."""
    begins: bool = False
    """Whether the voice has to keep up from there on."""


class Waiting:
    """What a session waits for, while its words are spoken ahead of the ear."""

    def __init__(
        self, arrangement: Arrangement, words: ShownWords, clock: Callable[[], float]
    ) -> None:
        self._arrangement = arrangement
        self._words = words
        self._clock = clock
        self._awaited: Awaited | None = None
        self._since = 0.0

    @property
    def awaited(self) -> Awaited | None:
        """What is to be done once its words are there."""
        return self._awaited

    def wait_for(self, awaited: Awaited | None) -> None:
        """Wait for this, and no longer for anything else."""
        if awaited is not None:
            self._arrangement.hurry(awaited.number, *awaited.words)
        self._awaited, self._since = awaited, self._clock()

    def take(self) -> Act | None:
        """What can be done now; it is not waited for any longer."""
        awaited = self._awaited
        if awaited is None or not self._is_ready(awaited):
            return None
        self._awaited = None
        return awaited.act

    def take_soon(self, patience_s: float) -> Act | None:
        """What can be done within so many seconds."""
        until = time.monotonic() + patience_s
        while (act := self.take()) is None and time.monotonic() < until:
            time.sleep(LOOK_S)
        return act

    def is_too_long(self, moment: Ms) -> bool:
        """Whether the voice is too slow for what comes after this moment of the session."""
        if self._awaited is not None:
            waited = 1000 * (self._clock() - self._since)
            return waited + (self._lag(moment) or 0) > PATIENCE
        rested = self._rested(moment)
        return rested > -DUE and max(rested, self._lag(moment) or 0) > LONGEST_REST

    def told(self, moment: Ms) -> str:
        """What a listener is told of it, in a line; empty for nothing."""
        if self._awaited is None and self._rested(moment) <= 0:
            return ""
        lag = self._lag(moment)
        if lag is None:
            return self._words.gets_ready
        return fill(self._words.ready_in, {"seconds": f"{max(1, -(-lag // 10_000))}0"})

    def _is_ready(self, awaited: Awaited) -> bool:
        if not self._arrangement.ready(awaited.number):
            return False
        start = self._arrangement.reach(awaited.number).start
        if awaited.begins and self._arrangement.lag(Ms(start + HEADROOM)) != 0:
            return False
        return all(map(self._is_said, awaited.words))

    def _is_said(self, text: str) -> bool:
        try:
            return self._arrangement.said(text) is not None
        except VoiceError:
            return True  # it will not come any more

    def _lag(self, moment: Ms) -> Ms | None:
        awaited = self._awaited
        if awaited is None:
            return self._arrangement.lag(moment, until=self._arrangement.reached + 1)
        start = self._arrangement.section(awaited.number).start
        until = None if awaited.begins else awaited.number + 1
        return self._arrangement.lag(start, until=until)

    def _rested(self, moment: Ms) -> Ms:
        """How much later it is than the next section that is not placed was to begin."""
        number = self._arrangement.reached
        if number in (0, len(self._arrangement)) or not self._arrangement.is_ahead:
            return Ms(-2 * DUE)
        last = self._arrangement.section(number - 1)
        return Ms(moment - last.start - last.section.lasts)
