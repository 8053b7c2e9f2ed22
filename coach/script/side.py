"""One side of one stop, through all its steps: test, position, hold, work, release, test."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from coach.choices import Side
from coach.content import (
    EASE,
    FLOOR_TEST,
    LOOSEN,
    RETEST,
    SAME_MOVE,
    SEARCH,
    SET_UPS,
    TEMPOS,
    TEST,
    OwnWordings,
    Pause,
    Tempo,
    Visit,
    fill,
)
from coach.script.cues import Bell, Breathe, Circle, Cue, Hold, Rest, Roll
from coach.script.dose import Dose, given
from coach.script.sheet import Sheet
from coach.script.wording import Wording, pause
from coach.units import Ms, seconds

RELEASE_BELL = seconds(2)
"""The bell after which the pressure is let go."""


@dataclass(frozen=True)
class SideWriter:
    """Writes one side of one stop."""

    wording: Wording
    dose: Dose
    stop: int
    """The number of the stop among those of the session."""
    side: Side
    again: bool
    """Whether it is the second side of the stop."""

    def cues(self) -> tuple[Cue, ...]:
        """All its steps, up to the test after the work."""
        sheet, visit = self._sheet, self._visit
        lasts = given(visit, self.side, self.dose, sheet)
        gentle = visit.spot.pressure == "gentle"
        explained = self._first and (sheet.safety_told == "full" or sheet.entry.teaches)
        return (
            *self._announced(),
            *self._set_up(),
            *self._taught("hold"),
            *(self._moment("pressure") if explained else ()),
            *self._moment("hold_gentle" if gentle else "hold"),
            Hold(lasts.hold, sheet.wishes.breath, self.wording.line("halfway")),
            *self._taught("work"),
            *self._worked(lasts.work),
            *self._taught("release"),
            *self._released(),
        )

    @property
    def _first(self) -> bool:
        """Whether the session begins here."""
        return self.stop == 0 and not self.again

    @cached_property
    def _sheet(self) -> Sheet:
        return self.wording.sheet

    @cached_property
    def _visit(self) -> Visit:
        return self._sheet.entry.visits[self.stop]

    @cached_property
    def _tempo(self) -> Tempo:
        return TEMPOS[self._sheet.entry.pace]

    @cached_property
    def _blanks(self) -> Mapping[str, str]:
        return self.wording.blanks(self.stop, self.side)

    def _pause(self, span: Pause, *, share: float = 1.0, moved: bool = False) -> Rest:
        return pause(span, self._sheet, self.dose.ease, share=share, moved=moved)

    def _moment(self, moment: str, *, known: bool = False) -> tuple[Cue, ...]:
        """A moment as this side words it: again, or as something that is known already."""
        twin = "_again" if self.again else "_known" if known else ""
        return self.wording.moment(f"{moment}{twin}", self._key, *self._own, blanks=self._blanks)

    @cached_property
    def _key(self) -> str:
        return f"{self.stop} {self.side}"

    @cached_property
    def _own(self) -> tuple[OwnWordings, ...]:
        return self._visit.words, self._sheet.book.tools[self._visit.tool]

    def _taught(self, step: str) -> tuple[Cue, ...]:
        """What a step is for, the first time, where the routine teaches."""
        taught = self._first and self._sheet.entry.teaches
        return self._moment(f"teach_{step}") if taught else ()

    def _announced(self) -> list[Cue]:
        """The place, in a listener's first sessions why it is worked, and when to leave it out."""
        words = self._visit.words
        why = self._sheet.explains and words.why and not self.again
        return [
            *self._moment("announce_middle" if self.side == "middle" else "announce"),
            *(self._moment("why") if why else ()),
            *self.wording.say(fill(self._left_out(), self._blanks)),
        ]

    def _left_out(self) -> str:
        """When to leave it out: in full once in a session with all safety words, else in short."""
        words = self._visit.words
        before = [one.words.leave_out for one in self._sheet.entry.visits[: self.stop]]
        brief = self._sheet.safety_told == "short" or self.dose.talk
        known = brief or self.again or words.leave_out in before
        return (known and words.leave_out_again) or words.leave_out or ""

    def _arrived(self) -> list[Cue]:
        """One breath in time with the sound, once the listener is where the session begins."""
        breath = self._sheet.wishes.breath
        words = {kind: self.wording.line(f"breathe_{kind}") for kind in ("in", "hold", "out")}
        said = tuple((kind, word) for kind, word in words.items() if word)
        return [
            *self.wording.paced("settle"),
            *self._moment("arrive"),
            Breathe(breath, times=1, worded=1, words=said),
        ]

    def _set_up(self) -> list[Cue]:
        """The test before, the position, and the search for the sore place."""
        move, floor = SET_UPS[self._visit.way.place], self._visit.way.place == "floor"
        return [
            *self._taught("test"),
            *self._moment("test"),
            self._tested(floor=floor),
            *(() if self.again else self._position()),
            self._pause(move, share=SAME_MOVE if self.again else 1.0, moved=True),
            *(self._arrived() if self._first and not self.dose.talk else ()),
            *self._taught("find"),
            *self._found(),
            self._pause(SEARCH),
        ]

    def _tested(self, *, floor: bool) -> Rest:
        """Time for the test, and to get down to the floor for it first."""
        if floor and not self.again:
            return self._pause(FLOOR_TEST, moved=True)
        return self._pause(TEST)

    def _position(self) -> tuple[Cue, ...]:
        """How to lie, sit or stand, and what to keep off; in few words that it is to be taken."""
        words = self._visit.words
        told = [fill(line, self._blanks) for line in (self._visit.position, words.keep_off)]
        if self.wording.talk == "full":
            return tuple(cue for line in told for cue in self.wording.say(line))
        return self._moment("in_position")

    def _found(self) -> tuple[Cue, ...]:
        if self.again or self.wording.talk != "full":
            return self._moment("find")
        return self.wording.say(fill(self._visit.find, self._blanks))

    def _worked(self, work: Ms) -> list[Cue]:
        """Circles or rolls, explained the first time."""
        technique = self._visit.way.technique
        before = self._sheet.entry.visits[: self.stop]
        known = any(visit.way.technique == technique for visit in before)
        match technique:
            case "rolls":
                return [*self._moment("rolls", known=known), self._roll(work)]
            case "circles":
                return [*self._moment("circles", known=known), *self._rings(work)]
            case "small-circles":
                said = self._moment("small_circles", known=known)
                return [*said, *self._one_ring(work)]

    def _rings(self, work: Ms) -> list[Cue]:
        """Rings from the middle of the knot outward, then the widest the other way round."""
        rings = 2 if work < seconds(30) else 3
        turns = max(1, round(work / self._tempo.turn / (rings + 1)))
        each = Ms(work // (turns * (rings + 1)))
        breath = self._sheet.wishes.breath
        cues: list[Cue] = []
        for ring in range(rings):
            told = ("", "wider", "widest")[ring]
            cues += self._moment(told) if told else ()
            cues.append(Circle(ring, rings, clockwise=True, turns=turns, each=each, breath=breath))
        cues += self._moment("turn")
        last = Circle(rings - 1, rings, clockwise=False, turns=turns, each=each, breath=breath)
        return [*cues, last]

    def _one_ring(self, work: Ms) -> list[Cue]:
        """As many turns the one way round as the other, all in the middle."""
        breath = self._sheet.wishes.breath
        turns = max(1, round(work / self._tempo.turn / 2))
        each = Ms(work // (2 * turns))
        there, back = (
            Circle(0, 1, clockwise=clockwise, turns=turns, each=each, breath=breath)
            for clockwise in (True, False)
        )
        return [there, *self._moment("turn"), back]

    def _roll(self, work: Ms) -> Roll:
        """An even number of strokes of 3 to 4 seconds each."""
        pairs = max(1, ceil(work / (2 * self._tempo.stroke) - 0.5))
        each = Ms(min(max(work // (2 * pairs), seconds(3)), seconds(4)))
        return Roll(2 * pairs, each, self._sheet.wishes.breath)

    def _released(self) -> list[Cue]:
        """Ease off, loosen, and test again."""
        return [
            Bell(RELEASE_BELL),
            *self._moment("ease"),
            self._pause(EASE),
            *self._moment("loosen"),
            self._pause(LOOSEN),
            *self._moment("retest"),
            self._pause(RETEST),
        ]
