"""The arrangement: a script on its way to a timeline, placed while it already sounds."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from coach.errors import CoachError
from coach.script import Script, Section
from coach.timeline.timeline import (
    Placed,
    PlacedSection,
    Timeline,
    place,
    place_on,
    planned,
    spoken_by,
)
from coach.units import NO_TIME, Ms, seconds
from coach.voices import Ahead, Voice, said_in

STRETCH = seconds(1)
"""A section whose next one is not there yet goes on, so much at a time, with a rest."""

MIXED_AHEAD = seconds(5)
"""So long before it sounds a section is mixed, at most."""


class Arrangement:
    """A script that is placed bit by bit, ahead of the ear.

    One thread, always the same, places; another may wait for the sections it plays. So the first
    words sound while later ones are still to be spoken, however slow the voice. A plain voice
    speaks in the thread that places. One that speaks `Ahead` is told what is needed and in which
    order, and a section is placed as soon as all its words are there.
    """

    also: Callable[[int], Iterable[str]]
    """What else may be said once a section of this number sounds, beside its own words."""

    def __init__(self, script: Script, voice: Voice) -> None:
        self.script = script
        self.also = lambda _number: ()
        self._voice = voice
        self._by: Voice | None = None
        self._first: tuple[str, ...] = ()
        """What was to be spoken before all else, the latest first."""
        self._since = 0
        """The first section that may still be heard without anybody asking for it."""
        self._placed: list[PlacedSection] = []
        self._closed = False
        self._changed = threading.Condition()
        self._lacking = ""
        self._work = self._bits()
        self._failed: CoachError | None = None

    def __len__(self) -> int:
        return len(self.script.sections)

    @property
    def reached(self) -> int:
        """How many sections are placed."""
        return len(self._placed)

    @property
    def is_ahead(self) -> bool:
        """Whether words are spoken ahead, on threads of their own."""
        return self._ahead is not None

    def advance(self) -> bool:
        """Do the next small bit: take up a phrase, or place a section.

        Returns:
            False when all is placed, or the next phrase has yet to be spoken ahead.

        Raises:
            VoiceError: A phrase could not be spoken.
        """
        try:
            return next(self._work, False)
        except CoachError as error:
            self._failed = error
            raise

    def ready(self, number: int) -> bool:
        """Whether a section is placed, after doing all for it that needs no waiting."""
        while number >= len(self._placed) and self.advance():
            pass
        if self._failed is not None and number >= len(self._placed):
            raise self._failed
        return number < len(self._placed)

    def reach(self, number: int) -> PlacedSection:
        """The section of this number, after doing what is left to do before it."""
        while not self.ready(number):
            if not self._lacking:
                raise IndexError(number)
            self._voice.speak(self._lacking)
        return self._placed[number]

    def section(self, number: int) -> PlacedSection:
        """The same, as it is planned where its words are not there yet."""
        if number < len(self._placed) or self._ahead is None:
            return self.reach(number)
        section = self.script.sections[number]
        return place(section, self._planned_start(number), planned(section))

    def said(self, text: str) -> Ms | None:
        """How long it takes to say this; None while it has yet to be spoken ahead.

        Raises:
            VoiceError: It could not be spoken.
        """
        if self._ahead is not None:
            return self._ahead.said(text)
        return said_in(self._voice, text)

    def lacking(self, section: Section) -> list[str]:
        """Its words that have yet to be spoken ahead."""
        return [text for text in section.said if self.said(text) is None]

    def want(self, *first: str) -> None:
        """Have words spoken in the order in which they are needed, and these before all others."""
        if self._ahead is not None:
            self._first = (*first, *self._first)
            self._ahead.want(chain(self._first, *map(self._words, range(len(self)))))

    def hurry(self, number: int, *texts: str) -> None:
        """Have these spoken before all else, then what a section needs that is wanted now."""
        self._since = number
        self.want(*texts)

    def lag(self, moment: Ms, *, until: int | None = None) -> Ms | None:
        """How much too late words would come, if the session went on from a moment now.

        Args:
            moment: From the beginning of the session.
            until: Look no further than before this section; by default to the end.

        Returns:
            0 where the voice keeps up; None while its pace is not known.
        """
        if self._ahead is None:
            return NO_TIME
        words, late, pace = set[str](), 0.0, self._ahead.pace
        for number in range(len(self) if until is None else until):
            words.update(self._own(number))
            left = self._ahead.left(words) if number >= len(self._placed) else NO_TIME
            if left and pace is None:
                return None
            due = max(0, self._planned_start(number) - moment - MIXED_AHEAD)
            late = max(late, left * (pace or 0) - due)
            words.update(self._beside(number))
        return Ms(round(late))

    def hasten(self) -> Voice | None:
        """Let the quicker voice speak all that is not placed yet; None where there is none."""
        slow = self._ahead
        voice = slow and slow.open_quicker()
        if slow is None or voice is None:
            return None
        slow.close()
        with self._changed:
            self._placed = [spoken_by(one, slow) for one in self._placed]
        self._voice = self._by = voice
        self._failed, self._lacking, self._work = None, "", self._bits()
        return voice

    def revise(self, script: Script, number: int, moment: Ms) -> None:
        """Go on by another script from a moment of a section on.

        What sounds before it stays placed; what comes after is placed anew, bit by bit. For the
        thread that places.

        Args:
            script: With the same sections up to this one; see `place_on` for what may change in it.
            number: Of the section. One that is not placed may change altogether.
            moment: From the beginning of the session.

        Raises:
            VoiceError: A phrase could not be spoken.
        """
        if number < len(self._placed):
            self._place_on(script.sections[number], number, moment)
        self.script = script
        self._work = self._bits()

    def _place_on(self, section: Section, number: int, moment: Ms) -> None:
        lengths = {text: said_in(self._voice, text) for text in section.said}
        with self._changed:
            changed = place_on(self._placed[number], section, moment, lengths.__getitem__)
            self._placed[number:] = [self._spoken(changed)]

    def whole(self) -> Timeline:
        """All of it."""
        self.reach(len(self) - 1)
        return Timeline(self.script, tuple(self._placed))

    @property
    def lasts(self) -> Ms:
        """The length of the session: as placed so far, and as planned from there on."""
        return self._planned_start(len(self))

    def following(self, number: int) -> Iterator[PlacedSection]:
        """The sections from this one on, each waited for: for a thread that does not place.

        Where words are spoken ahead and come too late, the section before goes on with a rest.
        """
        for wanted in range(number, len(self)):
            while not self._comes(wanted):
                if self._closed:
                    return
                yield from self._stretched(wanted)
            yield self._placed[wanted]

    def close(self) -> None:
        """Let those go who wait for sections, and speak no more. Closing twice is harmless."""
        if self._ahead is not None:
            self._ahead.close()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def _ahead(self) -> Ahead | None:
        return self._voice if isinstance(self._voice, Ahead) else None

    @property
    def _end(self) -> Ms:
        return self._placed[-1].end if self._placed else Ms(0)

    def _planned_start(self, number: int) -> Ms:
        """When a section begins, or the session ends, that is not placed yet."""
        before = self.script.sections[len(self._placed) : number]
        return Ms(self._end + sum(section.lasts for section in before))

    def _comes(self, wanted: int) -> bool:
        patience_s = None if self._ahead is None else STRETCH / 1000
        with self._changed:
            self._changed.wait_for(lambda: self._closed or wanted < len(self._placed), patience_s)
            return wanted < len(self._placed) and not self._closed

    def _stretched(self, wanted: int) -> Iterator[PlacedSection]:
        """A rest that makes the last section longer, if it is the one before that is wanted."""
        with self._changed:
            if not self._placed or wanted != len(self._placed):
                return
            end, last = self._end, self._placed[-1]
            rest = Placed(end, STRETCH, "rest", None)
            self._placed[-1] = replace(
                last,
                lasts=Ms(last.lasts + STRETCH),
                overrun=Ms(last.overrun + STRETCH),
                placed=(*last.placed, rest),
            )
        yield PlacedSection(Section("", ()), end, STRETCH, (rest,), STRETCH)

    def _words(self, number: int) -> list[str]:
        """What has to be spoken for a section, and what may be said beside it."""
        return [*self._own(number), *self._beside(number)]

    def _own(self, number: int) -> Iterable[str]:
        return self.script.sections[number].said if number >= len(self._placed) else ()

    def _beside(self, number: int) -> Iterable[str]:
        return self.also(number) if number >= self._since else ()

    def _bits(self) -> Iterator[bool]:
        self.want()
        for section in self.script.sections[len(self._placed) :]:
            lengths = {}
            for text in section.said:
                while (lasts := self.said(text)) is None:
                    self._lacking = text
                    yield False
                self._lacking, lengths[text] = "", lasts
                yield True
            last = section is self.script.sections[-1]
            with self._changed:
                placed = place(section, self._end, lengths.__getitem__, last=last)
                self._placed.append(self._spoken(placed))
                self._changed.notify_all()
            yield True

    def _spoken(self, placed: PlacedSection) -> PlacedSection:
        return placed if self._by is None else spoken_by(placed, self._by)
