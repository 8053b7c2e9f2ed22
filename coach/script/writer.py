"""The writer: a routine and the listener's wishes become a script."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from coach.choices import Side
from coach.content import (
    AFTER_SAFETY,
    BARE,
    CHANGE,
    CHANGEOVER,
    Entry,
    Pause,
    Visit,
    bare,
    fill,
    longest_hold,
)
from coach.script.cues import Bell, Cue, Rest, Script, Section, Worked
from coach.script.dose import Dose, fewest
from coach.script.sheet import Sheet
from coach.script.side import SideWriter
from coach.script.wording import Wording, pause, section_title
from coach.units import NO_TIME, Ms, seconds

LEAD_IN = seconds(1.5)
"""Before the first sound: players and Bluetooth headphones swallow the first moments."""
LONG_BELL, SHORT_BELL = seconds(4), seconds(2)
"""The bell at both ends, and where there is hardly time for it."""
STILL, LEAST_STILL = seconds(4), seconds(1)
"""To be still for at the end, and more where there is time to spare."""


def write(sheet: Sheet, dose: Dose, *, minutes: int, spare: Ms = NO_TIME) -> Script:
    """Write a script.

    Args:
        sheet: What from.
        dose: What every side gets.
        minutes: What the welcome tells.
        spare: Time to be still for at the end, beyond what is usual.
    """
    return _Writer(sheet, dose, spare).script(minutes)


@dataclass(frozen=True)
class _Writer:
    """Writes the sections of one session."""

    sheet: Sheet
    dose: Dose
    spare: Ms

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.sheet, fewest(self.sheet.wishes.talk, self.dose.talk))

    @property
    def _entry(self) -> Entry:
        return self.sheet.entry

    @property
    def _tersest(self) -> bool:
        """Whether there is hardly time for it."""
        return self.dose.talk == "bell"

    @property
    def _bell(self) -> Ms:
        return SHORT_BELL if self._tersest else LONG_BELL

    def script(self, minutes: int) -> Script:
        """The whole script, whose welcome tells so many minutes."""
        words, titles, book = self._entry.words, self.sheet.book.titles, self.sheet.book
        first = self.sheet.safety_told == "full"
        before = (Section(titles.before, self._before()),) if first else ()
        hurried = first and self._tersest
        opening = () if hurried else (Section(titles.opening, self._opening(minutes)),)
        close = Section(titles.close, self._close())
        return Script(
            self._entry.name,
            words.title,
            words.purpose,
            (*before, *opening, *self._visits(), close),
            needed=fill(book.moments.need[0], {"things": book.listed(self._things(hands=True))}),
            bed=self._entry.bed,
            book=book,
        )

    def _before(self) -> tuple[Cue, ...]:
        """The safety words in full, a section of its own, so that who knows them can skip it."""
        return (
            Rest(LEAD_IN, LEAD_IN),
            Bell(self._bell),
            *self._safety(),
            replace(self._pause(AFTER_SAFETY), least=NO_TIME),
        )

    def _safety(self) -> tuple[Cue, ...]:
        """The safety words, and those of a breath that is held."""
        sheet = self.sheet
        held = sheet.breath_hold if sheet.wishes.breath.holds else ""
        return (*self._wording.say(sheet.safety), *self._wording.say(held))

    def _opening(self, minutes: int) -> tuple[Cue, ...]:
        """What session it is and what is needed: where time is shortest the screen alone tells."""
        sheet, wording = self.sheet, self._wording
        first = sheet.safety_told == "full"
        titles = ". ".join(self._entry.titles or (self._entry.words.title,))
        told = sheet.book.minutes(minutes)
        return (
            *(() if first else (Rest(LEAD_IN, LEAD_IN), Bell(SHORT_BELL))),
            *wording.moment("welcome", blanks={"title": titles, "minutes": told}),
            *self._needed(),
            *(() if first else self._safety()),
            self._pause(CHANGEOVER),
        )

    def _needed(self) -> Iterator[Cue]:
        """What the listener needs, each thing in a sentence of its own."""
        bare = {visit.tool for visit in self._entry.visits} <= BARE
        for number, thing in enumerate(self._things(hands=False)):
            moment = "need_more" if number else "need_bare" if bare else "need"
            yield from self._wording.moment(moment, blanks={"things": thing})

    def _things(self, *, hands: bool) -> list[str]:
        """Everything the listener needs, hands or not, each thing once, what is held last."""
        visits, book = self._entry.visits, self.sheet.book
        besides, stand_ins = zip(*(visit.things for visit in visits), strict=True)
        needs = [
            stand_in or book.tools[visit.tool].need
            for visit, stand_in in zip(visits, stand_ins, strict=True)
            if hands or visit.tool not in BARE
        ]
        places = [book.places[visit.way.place].need for visit in visits]
        return list(dict.fromkeys([*places, *filter(None, besides), *needs]))

    def _close(self) -> tuple[Cue, ...]:
        wording = self._wording
        still = LEAST_STILL if self._tersest else STILL
        floor = self._entry.visits[-1].way.place == "floor"
        return (
            *wording.paced("close"),
            Rest(Ms(still + self.spare), LEAST_STILL),
            *wording.moment("aftercare"),
            *wording.moment("end_floor" if floor else "end"),
            Bell(self._bell),
        )

    def _visits(self) -> list[Section]:
        return [
            Section(
                section_title(visit, side, self.sheet.book),
                self._side(stop, visit, number, side),
                self._worked(visit, side),
            )
            for stop, visit in enumerate(self._entry.visits)
            for number, side in enumerate(visit.sides)
        ]

    def _worked(self, visit: Visit, side: Side) -> Worked:
        book, place = self.sheet.book, visit.way.place
        return Worked(
            visit.name,
            side,
            visit.tool,
            place,
            visit.spot.body,
            name=visit.words.titled,
            side_name="" if side == "middle" else bare(book.sides[side]),
            side_label="" if side == "middle" else fill(book.titles.label, book.side_blanks(side)),
            way_name=f"{book.tools[visit.tool].a}, {bare(book.places[place].at)}",
            longest_hold=longest_hold(visit.spot, self.sheet.rules),
        )

    def _side(self, stop: int, visit: Visit, number: int, side: Side) -> tuple[Cue, ...]:
        """One side, and the way to what comes next."""
        writer = SideWriter(self._wording, self.dose, stop, side, again=number > 0)
        last = number + 1 == len(visit.sides)
        change = CHANGE if last and self._other_way(stop + 1) else CHANGEOVER
        return (
            *writer.cues(),
            *(self._next_way(stop + 1) if last else ()),
            self._pause(change, moved=True),
        )

    def _next_way(self, stop: int) -> tuple[Cue, ...]:
        """Tell the tool and the place of a stop, where they are others than those before."""
        if not self._other_way(stop) or self._one_way:
            return ()
        blanks = self._wording.blanks(stop, self._entry.visits[stop].sides[0])
        return self._wording.moment("next_way", f"{stop}", blanks=blanks)

    def _other_way(self, stop: int) -> bool:
        visits = self._entry.visits
        if stop == len(visits):
            return False
        return stop == 0 or _way(visits[stop]) != _way(visits[stop - 1])

    @property
    def _one_way(self) -> bool:
        """Whether all is done with one tool in one place: that was told as needed already."""
        return len({_way(visit) for visit in self._entry.visits}) == 1

    def _pause(self, span: Pause, *, moved: bool = False) -> Rest:
        return pause(span, self.sheet, self.dose.ease, moved=moved)


def _way(visit: Visit) -> tuple[str, str]:
    return visit.tool, visit.way.place
