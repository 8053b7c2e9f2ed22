"""The script: everything the coach will say and do, in order, in sections of planned length."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from coach.choices import Place, Side, Tool
from coach.content import LONGEST_HOLD, Breath, OnBody, Phrasebook
from coach.units import Ms


@dataclass(frozen=True, slots=True)
class Say:
    """The coach speaks one sentence."""

    text: str
    lasts: Ms
    """An estimate; the voice decides."""
    moment: str = ""
    """What of the phrasebook it words; empty for the words of a spot or of safety."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Time without words, for the listener to move, search or feel."""

    lasts: Ms
    """As planned. A rest takes up what the voice needs more or less than was estimated."""
    least: Ms
    """It never gets shorter than this; one whose least is its length keeps it."""


@dataclass(frozen=True, slots=True)
class Bell:
    """A bell, and its ringing out."""

    lasts: Ms


@dataclass(frozen=True, slots=True)
class Breathe:
    """Breaths to follow, the first ones with words."""

    breath: Breath
    times: int
    worded: int
    """So many breaths have the words; the others are sound alone."""
    words: tuple[tuple[str, str], ...] = ()
    """What is said at each kind of phase."""

    @property
    def lasts(self) -> Ms:
        """All breaths together."""
        return Ms(self.breath.lasts * self.times)


@dataclass(frozen=True, slots=True)
class Hold:
    """Still pressure, with the sound of the breath."""

    lasts: Ms
    breath: Breath
    halfway: str
    """Said near the middle where there is quiet enough around it; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Circles in one ring round the middle of the knot."""

    ring: int
    """0 is the innermost."""
    rings: int
    clockwise: bool
    turns: int
    each: Ms
    """One turn."""
    breath: Breath | None = None
    """Goes on quietly beneath; None for nothing."""

    @property
    def lasts(self) -> Ms:
        """All turns together."""
        return Ms(self.turns * self.each)


@dataclass(frozen=True, slots=True)
class Roll:
    """Strokes along the muscle, up and down in turn."""

    strokes: int
    each: Ms
    """One stroke in one direction."""
    breath: Breath | None = None
    """Goes on quietly beneath; None for nothing."""

    @property
    def lasts(self) -> Ms:
        """All strokes together."""
        return Ms(self.strokes * self.each)


Cue = Say | Rest | Bell | Breathe | Hold | Circle | Roll
"""One thing the coach says or does."""


@dataclass(frozen=True, slots=True)
class Worked:
    """Where on the body a section works, and with what."""

    spot: str
    """The spot's name in the library."""
    side: Side
    tool: Tool
    place: Place
    body: OnBody
    name: str = ""
    """The spot, as the coach calls it."""
    side_name: str = ""
    """The side, as the coach calls it; empty for the middle."""
    side_label: str = ""
    """The same as it stands on a picture."""
    way_name: str = ""
    """Tool and place, as the coach calls them."""
    longest_hold: Ms = LONGEST_HOLD
    """Still pressure on it, at most."""


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch of the script: the opening, one spot on one side, or the close. A chapter."""

    title: str
    cues: tuple[Cue, ...]
    worked: Worked | None = None
    """None for the opening and the close."""

    @property
    def lasts(self) -> Ms:
        """The planned length."""
        return Ms(sum(cue.lasts for cue in self.cues))

    @property
    def said(self) -> Iterator[str]:
        """All that is said, phrase by phrase, in the order in which it is first needed."""
        for cue in self.cues:
            match cue:
                case Say(text):
                    yield text
                case Hold(halfway=text) if text:
                    yield text
                case Breathe(words=words):
                    yield from (text for _kind, text in words)


@dataclass(frozen=True, slots=True)
class Script:
    """All cues of a session, in sections."""

    name: str
    title: str
    purpose: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    """What differs from what was asked for: a sentence each."""
    needed: str = ""
    """The sentence that tells the tools and the room for it."""
    bed: str | None = None
    """What lies under it where the listener chooses none; None for what lies under most."""
    book: Phrasebook | None = field(default=None, repr=False)
    """How its sounds are told to who reads; None where they are not told."""
    is_lesson: bool = False
    """Whether it is only listened to: nothing is pressed, kept in the log or asked about."""

    @property
    def lasts(self) -> Ms:
        """The planned length of the session."""
        return Ms(sum(section.lasts for section in self.sections))

    @property
    def said(self) -> Iterator[str]:
        """All that is said in it, phrase by phrase."""
        return (text for section in self.sections for text in section.said)
