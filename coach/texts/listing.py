"""What there is: routines and spots with their lengths, and as text for other programs."""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from coach.content import Entry, Library, Pick
from coach.errors import AuthorError, CoachError, NothingLeft, RequestError
from coach.script import (
    Reach,
    Sheet,
    Wishes,
    reach,
    without_at_own_length,
    without_told,
    write_script,
)
from coach.units import MINUTE, Ms


class Listed(NamedTuple):
    """A routine, or a spot as a session of its own, with the lengths that it can have."""

    entry: Entry
    reach: Reach
    note: str = ""
    """What its length leaves out, and how long its holds are where one is wished."""


@dataclass(frozen=True, slots=True)
class Lister:
    """Lists what can be done by the same wishes."""

    library: Library
    pick: Pick
    """A tool, a place, what to avoid; its names are those that are listed."""
    wishes: Wishes
    tell: Callable[[CoachError], None]
    """Told of what is wrong in its file, and not listed."""

    def routines(self, names: Iterable[str]) -> list[Listed]:
        """Those of these names that can last as long as is wished, at least half of each left.

        Raises:
            RequestError: There are none.
        """
        listed = self._listed(replace(self.pick, names=(name,)) for name in names)
        return self._lasting([one for one in listed if one.entry.half_there])

    def spots(self, names: Iterable[str]) -> list[Listed]:
        """Those of these names that can be worked so and last as long as is wished.

        Raises:
            RequestError: There are none.
        """
        listed = self._listed(replace(self.pick, spots=(name,)) for name in names)
        return self._lasting(list(listed))

    def possible(self, spots: Iterable[str]) -> list[str]:
        """Those of these names that can be worked so, whatever their lengths."""
        names = []
        for name in spots:
            with suppress(NothingLeft, AuthorError):
                names.append(self.library.gather(replace(self.pick, spots=(name,))).name)
        return names

    def visitors(self) -> dict[str, list[str]]:
        """By the names of spots, those of the routines that visit them."""
        found: dict[str, list[str]] = {}
        for name in self.library.routines:
            with suppress(AuthorError):
                for spot in dict.fromkeys(v.name for v in self.library.entry(name).visits):
                    found.setdefault(spot, []).append(name)
        return found

    def _listed(self, picks: Iterable[Pick]) -> Iterator[Listed]:
        library = self.library
        book, safety = library.phrasebook(), library.safety_words().later
        sheet = partial(Sheet, book=book, safety=safety, rules=library.rules(), wishes=self.wishes)
        for pick in picks:
            try:
                made = sheet(library.gather(pick))
                yield Listed(made.entry, reach(made), _note(made))
            except NothingLeft:
                continue
            except AuthorError as error:
                self.tell(error)

    def _lasting(self, listed: list[Listed]) -> list[Listed]:
        if not listed:
            raise RequestError("nothing can be done so; wish for less")
        wished = self.wishes.lasts
        if wished is None:
            return listed
        if lasting := [one for one in listed if one.reach.least <= wished <= one.reach.most]:
            return lasting
        least, most = min(one.reach.least for one in listed), max(one.reach.most for one in listed)
        _, shortest, longest = lengths_told(Reach(least, least, most))
        can = f"{shortest} to {longest}" if shortest < longest else f"{longest}"
        raise RequestError(f"none of these can last {wished / MINUTE:g} minutes, but {can}")


def _note(sheet: Sheet) -> str:
    if sheet.wishes.lasts is not None:
        return " ".join(write_script(sheet).notes)
    return without_told(without_at_own_length(sheet), sheet.book)


def lengths_told(reach: Reach) -> tuple[int, int, int]:
    """How long it is by itself, and what can be asked for at least and at most, in whole minutes.

    >>> lengths_told(Reach(Ms(190_000), Ms(300_000), Ms(370_000)))
    (5, 4, 6)
    >>> lengths_told(Reach(Ms(190_000), Ms(395_000), Ms(395_000)))
    (6, 4, 6)
    """
    least, most = math.ceil(reach.least / MINUTE), math.floor(reach.most / MINUTE)
    own = round(reach.own / MINUTE)
    if least > most:
        return own, own, own
    return min(max(own, least), most), least, most


def routines_as_json(listed: Iterable[Listed]) -> str:
    """A list with an object for every routine."""
    return _as_json([_lengths(one) | _stops(one.entry) for one in listed])


def spots_as_json(listed: Iterable[Listed], routines: Mapping[str, Sequence[str]]) -> str:
    """A list with an object for every spot.

    Args:
        listed: The spots.
        routines: The names of those that visit each spot.
    """
    return _as_json([_lengths(one) | _place(one.entry, routines) for one in listed])


def _as_json(rows: list[dict[str, object]]) -> str:
    return json.dumps(rows, indent=1, ensure_ascii=False)


def _lengths(listed: Listed) -> dict[str, object]:
    """The name and the lengths, which are such that they can be asked for."""
    entry, reach, note = listed
    return {
        "name": entry.name,
        "minutes": round(reach.own / MINUTE, 2),
        "least_minutes": math.ceil(_tenths(reach.least)) / 10,
        "most_minutes": math.floor(_tenths(reach.most)) / 10,
        "note": note,
    }


def _tenths(lasts: Ms) -> float:
    return lasts * 10 / MINUTE


def _stops(entry: Entry) -> dict[str, object]:
    return {
        "title": entry.words.title,
        "purpose": entry.words.purpose,
        "tools": list(dict.fromkeys(visit.tool for visit in entry.visits)),
        "places": list(dict.fromkeys(visit.way.place for visit in entry.visits)),
        "spots": [visit.name for visit in entry.visits],
        "regions": list(dict.fromkeys(visit.spot.region for visit in entry.visits)),
        "left_out": list(entry.left_out),
    }


def _place(entry: Entry, routines: Mapping[str, Sequence[str]]) -> dict[str, object]:
    (visit,) = entry.visits
    ways = visit.spot.ways.items()
    return {
        "title": visit.words.titled,
        "plain": visit.words.place,
        "region": visit.spot.region,
        "sides": list(visit.spot.in_turn),
        "ways": [
            {"name": n, "tools": list(w.tools), "place": w.place, "technique": w.technique}
            for n, w in ways
        ],
        "routines": list(routines.get(visit.name, ())),
    }
