"""The writer: a routine and the listener's wishes become a script."""

from dataclasses import dataclass, field, replace
from random import Random

from coach.choices import RATE_WPM, DepthName, Side, Talk
from coach.content import (
    CALM,
    DEPTHS,
    OTHER,
    TEMPOS,
    Breath,
    Depth,
    Entry,
    Phrasebook,
    Rules,
    Tempo,
    Visit,
    fill,
    reading_ms,
    sentences,
)
from coach.script.cues import (
    Bell,
    Breathe,
    Circle,
    Cue,
    Hold,
    Rest,
    Roll,
    Say,
    Script,
    Section,
    Worked,
)
from coach.units import NO_TIME, Ms, seconds

LEAD_IN = seconds(1.5)
"""Before the first sound: players and Bluetooth headphones swallow the first moments."""
LONG_BELL, SHORT_BELL = seconds(5), seconds(2)
"""The bell that opens and closes, and the one that marks a release."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the listener wants a session."""

    depth: DepthName = "standard"
    breath: Breath = field(default=CALM)
    rate_wpm: int = RATE_WPM
    """Words a minute, for the estimate of how long the speech takes."""
    talk: Talk = "full"
    setup: float = 1.0
    """How much longer taking a position and changing over last."""
    seed: int = 0
    """Chooses among wordings; the same seed gives the same words."""
    lasts: Ms | None = None
    """How long the session should last; None for as long as the depth makes it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a script is written from."""

    entry: Entry
    book: Phrasebook
    safety: str
    """What the opening says of safety."""
    rules: Rules
    wishes: Wishes
    breath_hold: str = ""
    """What it says after that where the breath is held."""

    @property
    def depth(self) -> Depth:
        """The times of a visit: the depth that is wished, at the routine's own tempo."""
        full, least, tempo = DEPTHS[self.wishes.depth], DEPTHS["quick"], TEMPOS[self.entry.pace]
        hold = Ms(round(max(full.hold * tempo.hold, min(full.hold, least.hold))))
        after = Ms(round(full.after * tempo.after))
        return self.kept(self.set_up(replace(full, hold=hold, after=after)))

    def set_up(self, depth: Depth) -> Depth:
        """A depth with the listener's own time for taking a position."""
        factor = self.wishes.setup
        setup, floor = Ms(round(depth.setup * factor)), Ms(round(depth.setup_floor * factor))
        return replace(depth, setup=setup, setup_floor=floor)

    def kept(self, depth: Depth) -> Depth:
        """A depth within the rules for one hold and for one side of a muscle."""
        work = min(depth.work, Ms(self.rules.longest_side // 2))
        hold = min(depth.hold, self.rules.longest_hold, Ms(self.rules.longest_side - work))
        return replace(depth, hold=hold, work=work)


def write(sheet: Sheet, depth: Depth, *, minutes: int, spare: Ms = NO_TIME) -> Script:
    """Write a script.

    Args:
        sheet: What from.
        depth: The times of every visit.
        minutes: What the welcome tells.
        spare: Time to be still for at the end, beyond what is usual.
    """
    return _Writer(sheet, depth, spare).script(minutes)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the sections of one session."""

    sheet: Sheet
    depth: Depth
    spare: Ms

    @property
    def _entry(self) -> Entry:
        return self.sheet.entry

    @property
    def _book(self) -> Phrasebook:
        return self.sheet.book

    @property
    def _wishes(self) -> Wishes:
        return self.sheet.wishes

    @property
    def _tempo(self) -> Tempo:
        return TEMPOS[self._entry.pace]

    def script(self, minutes: int) -> Script:
        """The whole script, whose welcome tells so many minutes."""
        words, titles = self._entry.words, self._book.titles
        opening = Section(titles.opening, self._opening(minutes))
        close = Section(titles.close, self._close())
        return Script(
            self._entry.name,
            words.title,
            words.purpose,
            (opening, *self._visits(), close),
            needed=fill(self._book.moments.need[0], {"things": self._needed}),
            captions=self._book.captions,
        )

    def _say(self, text: str, moment: str = "") -> list[Cue]:
        return spoken(text, self.sheet, moment)

    def _told(self, text: str) -> list[Cue]:
        """What is told only to who wants to hear everything."""
        return self._say(text) if self._wishes.talk == "full" else []

    def _moment(self, moment: str, key: str = "", **blanks: str) -> list[Cue]:
        """One moment in the wording that this stop gets; nothing if it is not said."""
        variants = self._book.wordings(moment, self._wishes.talk)
        if not variants:
            return []
        random = Random(f"{self._wishes.seed} {self._entry.name} {key} {moment}")
        return self._say(fill(random.choice(variants), blanks), moment)

    def _line(self, moment: str) -> str:
        """The one wording of a moment that never varies, such as "in"; empty if it is not said."""
        return next(iter(self._book.wordings(moment, self._wishes.talk)), "")

    def _paced(self, moment: str) -> list[Cue]:
        """A moment that has its own words for a brisk and for a slow routine."""
        pace = self._entry.pace
        return self._moment(moment if pace == "even" else f"{moment}_{pace}")

    def _changeover(self, *, after: int | None = None) -> Rest:
        """Time before the next section; more of it after a stop whose tool or place is left."""
        usual, least = seconds(3), seconds(2)
        if after is not None:
            setups = {(v.tool, v.way.place) for v in self._entry.visits[after : after + 2]}
            if len(setups) > 1:
                usual, least = seconds(9), seconds(8)
        return Rest(Ms(round(usual * self._wishes.setup)), least)

    def _opening(self, minutes: int) -> tuple[Cue, ...]:
        words = {kind: self._line(f"breathe_{kind}") for kind in ("in", "hold", "out")}
        said = tuple((kind, word) for kind, word in words.items() if word)
        return (
            Rest(LEAD_IN, LEAD_IN),
            Bell(LONG_BELL),
            *self._moment("welcome", title=self._entry.words.title, minutes=str(minutes)),
            *self._moment("need", things=self._needed),
            *self._say(self.sheet.safety),
            *(self._say(self.sheet.breath_hold) if self._wishes.breath.holds else []),
            *self._moment("pressure"),
            *self._paced("settle"),
            Rest(seconds(6), seconds(2)),
            *self._moment("arrive"),
            Breathe(self._wishes.breath, times=3, worded=2, words=said),
            *self._next(0, 0),
            self._changeover(),
        )

    @property
    def _needed(self) -> str:
        """Everything the listener needs, each thing once, tools first."""
        visits, book = self._entry.visits, self._book
        tools = [book.tools[visit.tool].need for visit in visits]
        places = [book.places[visit.way.place].need for visit in visits]
        return book.listed(list(dict.fromkeys([*tools, *places])))

    def _close(self) -> tuple[Cue, ...]:
        still = Ms(seconds(6) + self.spare)
        return (
            *self._paced("close"),
            Rest(still, seconds(4)),
            *self._moment("aftercare"),
            *self._moment("end"),
            Bell(LONG_BELL),
            Bell(LONG_BELL),
        )

    def _visits(self) -> list[Section]:
        return [
            Section(
                self._title(visit, side),
                self._visit(stop, visit, number, side),
                self._worked(visit, side),
            )
            for stop, visit in enumerate(self._entry.visits)
            for number, side in enumerate(visit.sides)
        ]

    def _worked(self, visit: Visit, side: Side) -> Worked:
        book, place = self._book, visit.way.place
        return Worked(
            visit.name,
            side,
            visit.tool,
            place,
            visit.spot.body,
            name=f"{visit.words.name[0].upper()}{visit.words.name[1:]}",
            side_name="" if side == "middle" else book.sides[side],
            way_name=f"{book.tools[visit.tool].a}, {book.places[place].at}",
        )

    def _title(self, visit: Visit, side: Side) -> str:
        titles = self._book.titles
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
            *self._told(fill(visit.words.caution, blanks)),
            *(self._told(fill(visit.position, blanks)) or self._moment("in_position", key)),
            Rest(setup, Ms(setup * 4 // 5)),
            *_padded(self._find(visit, number, key, blanks), depth.search, least=seconds(8)),
            *self._moment("hold", key, **blanks),
            Hold(depth.hold, self._wishes.breath, self._line("halfway")),
            *(self._rolls(f"rolls{again}", key, blanks) if rolls else self._circles(key)),
            *self._release(key, blanks),
            *self._next(stop, number + 1),
            self._changeover(after=stop if number + 1 == len(visit.sides) else None),
        )

    def _find(self, visit: Visit, number: int, key: str, blanks: dict[str, str]) -> list[Cue]:
        if number or self._wishes.talk != "full":
            return self._moment("find_again", key, **blanks)
        return self._say(fill(visit.words.find, blanks))

    def _circles(self, key: str) -> list[Cue]:
        """Rings from the middle of the knot outward, then the widest the other way round."""
        rings = 2 if self.depth.work < seconds(30) else 3
        turns = max(1, round(self.depth.work / self._tempo.turn / (rings + 1)))
        each = Ms(self.depth.work // (turns * (rings + 1)))
        breath, cues = self._wishes.breath, [*self._moment("circles", key)]
        for ring in range(rings):
            cues += self._moment("wider", f"{key} {ring}") if ring else []
            cues.append(Circle(ring, rings, clockwise=True, turns=turns, each=each, breath=breath))
        cues += self._moment("turn", key)
        return [
            *cues,
            Circle(rings - 1, rings, clockwise=False, turns=turns, each=each, breath=breath),
        ]

    def _rolls(self, moment: str, key: str, blanks: dict[str, str]) -> list[Cue]:
        """An even number of strokes of 3 to 4 seconds each."""
        pairs = max(1, round(self.depth.work / (2 * self._tempo.stroke)))
        each = Ms(min(max(self.depth.work // (2 * pairs), seconds(3)), seconds(4)))
        return [*self._moment(moment, key, **blanks), Roll(2 * pairs, each, self._wishes.breath)]

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
        visit = self._entry.visits[stop]
        if 0 < number < len(visit.sides):
            return self._moment("next_side", f"{stop}", **self._blanks(visit, visit.sides[number]))
        if number:
            stop += 1
        if stop == len(self._entry.visits):
            return []
        visit = self._entry.visits[stop]
        comes = "next" if stop or number else "first"
        moment = f"{comes}_{'middle' if visit.sides[0] == 'middle' else 'spot'}"
        return self._moment(moment, f"{stop}", **self._blanks(visit, visit.sides[0]))

    def _blanks(self, visit: Visit, side: Side) -> dict[str, str]:
        """Everything that can fill a blank at this visit."""
        spoken, other = self._book.sides[side], self._book.sides[OTHER[side]]
        blanks = {"side": spoken, "Side": spoken.capitalize(), "other": other}
        words = visit.words
        return blanks | {
            "name": words.name,
            "plain": words.plain,
            "tool": self._book.tools[visit.tool].the,
            "place": self._book.places[visit.way.place].at,
            "test": fill(words.test, blanks),
            "retest": fill(words.retest, blanks),
            "roll": words.roll or "",
        }


def spoken(text: str, sheet: Sheet, moment: str = "") -> list[Cue]:
    """The sentences of a text, with a breather between each two and after the last."""
    breather = TEMPOS[sheet.entry.pace].breather
    pause, rate = Rest(breather, breather), sheet.wishes.rate_wpm
    said = [Say(line, reading_ms(line, rate), moment) for line in sentences(text)]
    return [cue for say in said for cue in (say, pause)]


def _padded(cues: list[Cue], lasts: Ms, *, least: Ms) -> list[Cue]:
    """Cues and a rest after them, so long together, the rest no shorter than its least."""
    rest = max(Ms(lasts - sum(cue.lasts for cue in cues)), least)
    return [*cues, Rest(rest, Ms(least * 4 // 5))]
