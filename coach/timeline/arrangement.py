"""The arrangement: a script on its way to a timeline, placed while it already sounds."""

import threading
from collections.abc import Iterator

from coach.errors import CoachError
from coach.script import Breathe, Hold, Say, Script, Section
from coach.timeline.timeline import PlacedSection, Timeline, place, place_on
from coach.units import Ms
from coach.voices import Voice


class Arrangement:
    """A script that is placed bit by bit, ahead of the ear.

    One thread, always the same, speaks and places; another may wait for the sections it plays. So
    the first words sound while later ones are still to be spoken, however slow the voice.
    """

    def __init__(self, script: Script, voice: Voice) -> None:
        self.script = script
        self._voice = voice
        self._placed: list[PlacedSection] = []
        self._closed = False
        self._changed = threading.Condition()
        self._work = self._bits()
        self._failed: CoachError | None = None

    def __len__(self) -> int:
        return len(self.script.sections)

    def advance(self) -> bool:
        """Do the next small bit: speak a phrase, or place a section. False when all is placed.

        Raises:
            VoiceError: A phrase could not be spoken.
        """
        try:
            return next(self._work, False)
        except CoachError as error:
            self._failed = error
            raise

    def reach(self, number: int) -> PlacedSection:
        """The section of this number, after doing what is left to do before it."""
        while number >= len(self._placed):
            if not self.advance():
                raise self._failed or IndexError(number)
        return self._placed[number]

    def revise(self, script: Script, number: int, moment: Ms) -> None:
        """Go on by another script from a moment of a section on.

        What sounds before it stays placed; what comes after is placed anew, bit by bit. For the
        thread that places.

        Args:
            script: With the same sections up to this one; see `place_on` for what may change in it.
            number: Of the section, which is placed already.
            moment: From the beginning of the session.

        Raises:
            VoiceError: A phrase could not be spoken.
        """
        before, section = self._placed[number], script.sections[number]
        changed = place_on(before, section, moment, self._said)
        with self._changed:
            self._placed[number:] = [changed]
        self.script = script
        self._work = self._bits()

    def _said(self, text: str) -> Ms:
        return self._voice.speak(text).lasts

    def whole(self) -> Timeline:
        """All of it."""
        self.reach(len(self) - 1)
        return Timeline(self.script, tuple(self._placed))

    @property
    def lasts(self) -> Ms:
        """The length of the session: as placed so far, and as planned from there on."""
        rest = self.script.sections[len(self._placed) :]
        return Ms(self._end + sum(section.lasts for section in rest))

    def following(self, number: int) -> Iterator[PlacedSection]:
        """The sections from this one on, each waited for: for a thread that does not place."""
        for wanted in range(number, len(self)):
            with self._changed:
                self._changed.wait_for(lambda: self._closed or wanted < len(self._placed))  # noqa: B023
            if self._closed:
                return
            yield self._placed[wanted]

    def close(self) -> None:
        """Let those go who wait for sections. Closing twice is harmless."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def _end(self) -> Ms:
        return self._placed[-1].end if self._placed else Ms(0)

    def _bits(self) -> Iterator[bool]:
        for section in self.script.sections[len(self._placed) :]:
            lengths = {}
            for text in _texts(section):
                lengths[text] = self._said(text)
                yield True
            last = section is self.script.sections[-1]
            placed = place(section, self._end, lengths.__getitem__, last=last)
            with self._changed:
                self._placed.append(placed)
                self._changed.notify_all()
            yield True


def _texts(section: Section) -> Iterator[str]:
    """All that will be said in a section."""
    for cue in section.cues:
        match cue:
            case Say(text):
                yield text
            case Hold(halfway=text) if text:
                yield text
            case Breathe(words=words):
                yield from (text for _kind, text in words)
