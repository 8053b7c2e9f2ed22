"""Ahead: phrases that are spoken before they are needed, on threads of their own."""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager

from coach.choices import RATE_WPM
from coach.content import reading_ms
from coach.errors import CoachError
from coach.sound import Clip
from coach.traces import quiet_logger
from coach.units import NO_TIME, Ms
from coach.voices.around import VoiceAround
from coach.voices.voice import Voice, at_hand, at_once, said_in

_logger = quiet_logger(__name__)

SURE, PACED = 4, 8
"""So many phrases tell how fast a voice is, and so many of the last how fast it is now."""


class Ahead(VoiceAround):
    """A voice whose phrases are spoken in the order in which they are wanted.

    The other voice keeps what it said. What it has at hand is spoken by whoever asks; all else by
    threads that live until it is closed, as many as are allowed and as the voice may have.

    Args:
        voice: Keeps what it said, on disk or in memory.
        threads: How many may speak at once, at most.
        quicker: Opens the voice that takes over where this one cannot keep up, or fails.
    """

    def __init__(
        self, voice: Voice, *, threads: int, quicker: Callable[[], Voice] | None = None
    ) -> None:
        super().__init__(voice)
        self._quicker = quicker
        self._most = max(1, min(threads, at_once(voice)))
        self._threads: list[threading.Thread] = []
        self._wanted: deque[str] = deque()
        self._begun: dict[str, float] = {}
        """What is being spoken, and since when."""
        self._lasts: dict[str, Ms] = {}
        self._failed: dict[str, BaseException] = {}
        self._took: deque[tuple[float, Ms]] = deque(maxlen=PACED)
        self._closed = False
        self._changed = threading.Condition()

    def at_hand(self, text: str) -> bool:
        """Whether it has been spoken, or the other voice has it at hand."""
        return text in self._lasts or super().at_hand(text)

    def speak(self, text: str) -> Clip:
        """Speak one phrase, before all that is wanted; see `Voice.speak`."""
        if self.said(text) is None:
            self._hurry(text)
            self.said(text)  # raises what it failed with
        return self._voice.speak(text)

    def said_in(self, text: str) -> Ms:
        """See `coach.voices.said_in`."""
        told = self.said(text)
        return self.speak(text).lasts if told is None else told

    def said(self, text: str) -> Ms | None:
        """How long it takes to say this; None while it has yet to be spoken.

        Raises:
            VoiceError: It could not be spoken.
        """
        if text in self._failed:
            raise self._failed[text]
        if text not in self._lasts and at_hand(self._voice, text):
            self._lasts[text] = said_in(self._voice, text)
        return self._lasts.get(text)

    def want(self, texts: Iterable[str]) -> None:
        """Speak these, in this order, and of what was wanted before only what is begun."""
        lacking = [text for text in dict.fromkeys(texts) if not self._is_known(text)]
        with self._changed:
            self._wanted = deque(text for text in lacking if text not in self._begun)
            self._man()

    @property
    def pace(self) -> float | None:
        """Seconds until about a second of speech is there; None while too little tells it.

        Seconds of speech as `left` counts them: a voice that drawls is the slower for it. A phrase
        that takes longer than it should counts before it is done.
        """
        with self._changed:
            if len(self._took) < SURE:
                return None
            now, took = time.monotonic(), sum(one for one, _ in self._took)
            lasts = sum(one for _, one in self._took) / 1000
            usual = took / lasts
            for text, begun in self._begun.items():
                took += max(0.0, now - begun - usual * _estimate(text) / 1000)
            return took / lasts / self._most

    def left(self, texts: Iterable[str]) -> Ms:
        """About how much speech of these has yet to be spoken."""
        with self._changed:
            lacking = {*self._wanted, *self._begun}.intersection(texts)
        return Ms(sum(map(_estimate, lacking), NO_TIME))

    def open_quicker(self) -> Voice | None:
        """The voice that can take over; None where there is none."""
        try:
            quicker = self._quicker and self._quicker()
        except CoachError:
            _logger.warning("there is no quicker voice", exc_info=True)
            return None
        return quicker if quicker and quicker.key != self.key else None

    def close(self) -> None:
        """Begin no other phrase. Closing twice is harmless."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _is_known(self, text: str) -> bool:
        return text in self._failed or self.at_hand(text)

    def _hurry(self, text: str) -> None:
        """Wait for a phrase that is spoken next."""
        with self._changed:
            if text not in self._begun:
                self._wanted.appendleft(text)
                self._man()
            self._changed.wait_for(lambda: self._closed or self._is_known(text))

    def _man(self) -> None:
        """Have as many threads as there are phrases for."""
        for _ in range(min(self._most, len(self._wanted)) - len(self._threads)):
            thread = threading.Thread(target=self._work, name="coach-ahead", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._changed.notify_all()

    def _work(self) -> None:
        while (text := self._next()) is not None:
            try:
                lasts = self._voice.speak(text).lasts
            except BaseException as error:  # told to whoever wants this phrase
                _logger.warning("a phrase cannot be spoken ahead", exc_info=True)
                self._end(text, error)
            else:
                self._end(text, lasts)

    def _next(self) -> str | None:
        """The phrase to speak now, once there is one; None where no more are to be spoken."""
        with self._changed:
            while not self._closed:
                while self._wanted:
                    text = self._wanted.popleft()
                    if not (text in self._begun or text in self._lasts or text in self._failed):
                        self._begun[text] = time.monotonic()
                        return text
                self._changed.wait()
        return None

    def _end(self, text: str, outcome: Ms | BaseException) -> None:
        with self._changed:
            took = time.monotonic() - self._begun.pop(text)
            if isinstance(outcome, BaseException):
                self._failed[text] = outcome
            else:
                self._lasts[text] = outcome
                self._took.append((took, _estimate(text)))
            self._changed.notify_all()


@contextmanager
def speaking_ahead(voice: Voice, *, threads: int) -> Iterator[Voice]:
    """A voice as it speaks the quickest: ahead, if it may speak on several threads."""
    if at_once(voice) == 1:
        yield voice
        return
    with closing(Ahead(voice, threads=threads)) as ahead:
        yield ahead


def cores() -> int:
    """How many cores this program may use."""
    may_use = getattr(os, "sched_getaffinity", lambda _pid: range(os.cpu_count() or 1))
    return len(may_use(0))


def _estimate(text: str) -> Ms:
    return reading_ms(text, RATE_WPM)
