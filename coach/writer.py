"""The writer: a routine and the listener's wishes become a script."""

from dataclasses import dataclass, field, replace
from random import Random

from coach.breath import CALM, Breath
from coach.errors import SessionTooLong
from coach.library import Entry, Visit
from coach.pace import (
    DEPTHS,
    LONGEST_SESSION,
    RATE_WPM,
    Depth,
    DepthName,
    reading_ms,
)
from coach.phrasebook import Phrasebook, fill, sentences
from coach.script import Bell, Breathe, Circle, Cue, Hold, Rest, Roll, Say, Script, Section
from coach.spot import OTHER, Side
from coach.units import Ms, seconds

BREATHER = seconds(0.5)
"""Between two sentences that belong together."""
LEAD_IN = seconds(1.5)
"""Before the first sound: players and Bluetooth headphones swallow the first moments."""
LONG_BELL, SHORT_BELL = seconds(5), seconds(2)
"""The bell that opens and closes, and the one that marks a release."""
STROKE = seconds(3.5)
"""One roll in one direction: 3 to 4 s, 15 to 20 strokes a minute (Debski 2019, Sezik 2024)."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the listener wants a session."""

    depth: DepthName = "standard"
    breath: Breath = field(default=CALM)
    rate_wpm: int = RATE_WPM
    """Words a minute, for the estimate of how long the speech takes."""
    seed: int = 0
    """Chooses among wordings; the same seed gives the same words."""


def write_script(entry: Entry, book: Phrasebook, wishes: Wishes) -> Script:
    """Write the script of a routine.

    A session that would pass `LONGEST_SESSION` gets shorter holds and work, all by the same share
    and never less than those of ``quick``.

    Raises:
        SessionTooLong: Not even that is enough.
    """
    writer = _Writer(entry, book, wishes, DEPTHS[wishes.depth])
    script = writer.script()
    if script.lasts > LONGEST_SESSION:
        writer = replace(writer, depth=_fitting(writer, script))
        script = writer.script()
    return writer.script(minutes=max(1, round(script.lasts / 60_000)))


def _fitting(writer: "_Writer", script: Script) -> Depth:
    """The depth at which a script that is too long lasts as long as a session may."""
    full, least = writer.depth, DEPTHS["quick"]
    shortest = replace(writer, depth=_between(full, least, 1.0)).script()
    if shortest.lasts > LONGEST_SESSION:
        raise SessionTooLong(
            f"{script.name} has too many stops: even with the shortest holds it lasts "
            f"{shortest.lasts / 60_000:.0f} minutes, and a session may last "
            f"{LONGEST_SESSION // 60_000}; take some stops out"
        )
    share = (script.lasts - LONGEST_SESSION) / (script.lasts - shortest.lasts)
    return _between(full, least, share)


def _between(full: Depth, least: Depth, share: float) -> Depth:
    """The depth with search, hold, work and after a share of the way to the least.

    All are whole seconds. Testing and taking a position keep their time: nobody is hurried.
    """

    def part(name: str) -> Ms:
        most, fewest = getattr(full, name), getattr(least, name)
        return Ms(round(most + share * (min(fewest, most) - most)) // 1000 * 1000)

    return replace(full, **{name: part(name) for name in ("search", "hold", "work", "after")})


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the sections of one session."""

    entry: Entry
    book: Phrasebook
    wishes: Wishes
    depth: Depth

    def script(self, *, minutes: int = 20) -> Script:
        """The whole script, whose welcome tells so many minutes."""
        words = self.entry.words
        opening = Section(self.book.titles.opening, self._opening(minutes))
        close = Section(self.book.titles.close, self._close())
        return Script(
            self.entry.name,
            words.title,
            words.purpose,
            sections=(opening, *self._visits(), close),
            shortened=Ms(DEPTHS[self.wishes.depth].hold - self.depth.hold),
        )

    def _say(self, text: str) -> list[Cue]:
        """The sentences of a text, with a breather between each two and after the last."""
        pause = Rest(BREATHER, BREATHER)
        spoken = [Say(line, reading_ms(line, self.wishes.rate_wpm)) for line in sentences(text)]
        return [cue for say in spoken for cue in (say, pause)]

    def _moment(self, moment: str, key: str = "", **blanks: str) -> list[Cue]:
        """One moment in the wording that this stop gets."""
        random = Random(f"{self.wishes.seed} {self.entry.name} {key} {moment}")
        return self._say(self.book.say(moment, random, **blanks))

    def _opening(self, minutes: int) -> tuple[Cue, ...]:
        words = {kind: self._line(f"breathe_{kind}") for kind in ("in", "hold", "out")}
        return (
            Rest(LEAD_IN, LEAD_IN),
            Bell(LONG_BELL),
            *self._moment("welcome", title=self.entry.words.title, minutes=str(minutes)),
            *self._moment("need", things=self.book.listed(self._things())),
            *self._moment("safety"),
            *self._moment("settle"),
            Rest(seconds(4), seconds(2)),
            *self._moment("arrive"),
            Breathe(self.wishes.breath, times=3, worded=2, words=tuple(words.items())),
            *self._next(0, 0),
            Rest(seconds(3), seconds(2)),
        )

    def _line(self, moment: str) -> str:
        return self.book.say(moment, Random(0))

    def _things(self) -> list[str]:
        """Everything the listener needs, each thing once, tools first."""
        visits = self.entry.visits
        tools = [self.book.tools[visit.tool].need for visit in visits]
        return list(dict.fromkeys([*tools, *(self.book.places[v.way.place].need for v in visits)]))

    def _close(self) -> tuple[Cue, ...]:
        return (
            *self._moment("close"),
            Rest(seconds(6), seconds(4)),
            *self._moment("aftercare"),
            *self._moment("end"),
            Bell(LONG_BELL),
            Bell(LONG_BELL),
        )

    def _visits(self) -> list[Section]:
        return [
            Section(self._title(visit, side), self._visit(stop, visit, number, side))
            for stop, visit in enumerate(self.entry.visits)
            for number, side in enumerate(visit.sides)
        ]

    def _title(self, visit: Visit, side: Side) -> str:
        titles = self.book.titles
        line = titles.spot_middle if side == "middle" else titles.spot
        title = fill(line, self._blanks(visit, side))
        return title[0].upper() + title[1:]

    def _visit(self, stop: int, visit: Visit, number: int, side: Side) -> tuple[Cue, ...]:
        """One spot on one side, through all its steps; the second side in fewer words."""
        depth, blanks = self.depth, self._blanks(visit, side)
        key, again = f"{stop} {side}", "_again" if number else ""
        announce = "announce_middle" if side == "middle" else f"announce{again}"
        setup = depth.setup_floor if visit.way.place == "floor" else depth.setup
        test = self._moment(f"test{again}", key, **blanks)
        rolls = visit.way.technique == "rolls"
        return (
            *self._moment(announce, key, **blanks),
            *_padded(test, depth.test, least=seconds(4)),
            *self._say(fill(visit.position, blanks)),
            Rest(setup, Ms(setup * 4 // 5)),
            *_padded(self._find(visit, number, key, blanks), depth.search, least=seconds(8)),
            *self._moment("hold", key, **blanks),
            Hold(depth.hold, self.wishes.breath, self._line("halfway")),
            *(self._rolls(f"rolls{again}", key, blanks) if rolls else self._circles(key)),
            *self._release(key, blanks),
            *self._next(stop, number + 1),
            Rest(seconds(3), seconds(2)),
        )

    def _find(self, visit: Visit, number: int, key: str, blanks: dict[str, str]) -> list[Cue]:
        if number:
            return self._moment("find_again", key, **blanks)
        return [
            *self._say(fill(visit.words.caution, blanks)),
            *self._say(fill(visit.words.find, blanks)),
        ]

    def _circles(self, key: str) -> list[Cue]:
        """Rings from the middle of the knot outward, then the widest the other way round."""
        rings = 2 if self.depth.work < seconds(30) else 3
        turns = 3 if self.depth.work > seconds(40) else 2
        each = Ms(self.depth.work // (turns * (rings + 1)))
        cues = [*self._moment("circles", key)]
        for ring in range(rings):
            cues += self._moment("wider", f"{key} {ring}") if ring else []
            cues.append(Circle(ring, rings, clockwise=True, turns=turns, each=each))
        cues += self._moment("turn", key)
        return [*cues, Circle(rings - 1, rings, clockwise=False, turns=turns, each=each)]

    def _rolls(self, moment: str, key: str, blanks: dict[str, str]) -> list[Cue]:
        """An even number of strokes of 3 to 4 seconds each."""
        pairs = max(1, round(self.depth.work / (2 * STROKE)))
        each = Ms(min(max(self.depth.work // (2 * pairs), seconds(3)), seconds(4)))
        return [*self._moment(moment, key, **blanks), Roll(2 * pairs, each)]

    def _release(self, key: str, blanks: dict[str, str]) -> list[Cue]:
        third = Ms(self.depth.after // 3)
        least = Ms(third * 4 // 5)
        return [
            Bell(SHORT_BELL),
            *self._moment("ease", key, **blanks),
            Rest(third, least),
            *self._moment("shake", key),
            Rest(third, least),
            *self._moment("retest", key, **blanks),
            Rest(third, least),
        ]

    def _next(self, stop: int, number: int) -> list[Cue]:
        """Tell what comes next: a side, a spot, or nothing before the close."""
        visit = self.entry.visits[stop]
        if 0 < number < len(visit.sides):
            return self._moment("next_side", f"{stop}", **self._blanks(visit, visit.sides[number]))
        if number:
            stop += 1
        if stop == len(self.entry.visits):
            return []
        visit = self.entry.visits[stop]
        comes = "next" if stop or number else "first"
        moment = f"{comes}_{'middle' if visit.sides[0] == 'middle' else 'spot'}"
        return self._moment(moment, f"{stop}", **self._blanks(visit, visit.sides[0]))

    def _blanks(self, visit: Visit, side: Side) -> dict[str, str]:
        """Everything that can fill a blank at this visit."""
        spoken, other = self.book.sides[side], self.book.sides[OTHER[side]]
        blanks = {"side": spoken, "Side": spoken.capitalize(), "other": other}
        words = visit.words
        return blanks | {
            "name": words.name,
            "plain": words.plain,
            "tool": self.book.tools[visit.tool].the,
            "place": self.book.places[visit.way.place].at,
            "test": fill(words.test, blanks),
            "retest": fill(words.retest, blanks),
            "roll": words.roll or "",
        }


def _padded(cues: list[Cue], lasts: Ms, *, least: Ms) -> list[Cue]:
    """Cues and a rest after them, so long together, the rest no shorter than its least."""
    rest = max(Ms(lasts - sum(cue.lasts for cue in cues)), least)
    return [*cues, Rest(rest, Ms(least * 4 // 5))]
