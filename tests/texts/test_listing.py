import json
from typing import Any

import pytest

from coach.content.entry import Pick
from coach.content.library import Library
from coach.errors import CoachError, RequestError
from coach.script.sheet import Wishes
from coach.texts.listing import Lister, routines_as_json, spots_as_json
from coach.units import MINUTE, Ms


def fail(error: CoachError) -> None:
    raise error


def lister(library: Library, *, minutes: int | None = None, **picked: Any) -> Lister:
    wishes = Wishes(lasts=None if minutes is None else Ms(minutes * MINUTE))
    return Lister(library, Pick(**picked), wishes, fail)


def test_a_program_gets_all_that_is_known_of_a_routine(library: Library) -> None:
    (row,) = json.loads(routines_as_json(lister(library).routines(["desk"])))
    entry = library.entry("desk")

    assert list(row) == [
        *("name", "minutes", "least_minutes", "most_minutes", "note", "title", "purpose"),
        *("tools", "places", "spots", "regions", "left_out"),
    ]
    assert (row["name"], row["title"]) == ("desk", entry.words.title)
    assert row["least_minutes"] <= row["minutes"] <= row["most_minutes"]
    assert row["purpose"] == entry.words.purpose
    assert row["spots"] == [visit.name for visit in entry.visits]
    assert row["tools"] == ["hands"]
    assert row["places"] == ["chair"]
    assert set(row["regions"]) == {visit.spot.region for visit in entry.visits}
    assert row["left_out"] == []


def test_a_program_gets_all_that_is_known_of_a_spot(library: Library) -> None:
    chosen = lister(library)
    (row,) = json.loads(spots_as_json(chosen.spots(["jaw"]), chosen.visitors()))
    words = library.spot_words("jaw")

    assert (row["title"], row["plain"]) == (words.titled, words.place)
    assert (row["region"], row["sides"]) == ("jaw", ["middle"])
    assert row["ways"][0] == {
        "name": "chair-hands",
        "tools": ["hands"],
        "place": "chair",
        "technique": "small-circles",
    }
    assert "neck-and-jaw" in row["routines"]


def test_a_spot_is_listed_though_a_routine_has_its_name(library: Library) -> None:
    (calves,) = lister(library).spots(["calves"])

    assert len(calves.entry.visits) == 1


def test_the_lengths_for_a_program_can_be_asked_for(library: Library) -> None:
    listed = lister(library).routines(library.routines)

    for row, one in zip(json.loads(routines_as_json(listed)), listed, strict=True):
        assert row["least_minutes"] * MINUTE >= one.reach.least
        assert row["most_minutes"] * MINUTE <= one.reach.most


def test_with_a_tool_a_routine_is_listed_if_half_of_it_is_left(library: Library) -> None:
    names = [one.entry.name for one in lister(library, tool="two-balls").routines(library.routines)]

    assert "spine" in names
    assert "after-run" not in names
    for name in names:
        entry = library.gather(Pick((name,), tool="two-balls"))
        assert len(entry.visits) >= len(entry.left_out)


def test_what_cannot_last_so_long_is_not_listed(library: Library) -> None:
    names = [one.entry.name for one in lister(library, minutes=25).routines(library.routines)]

    assert "full" in names
    assert "feet" not in names


def test_a_length_that_nothing_has_is_answered_with_those_there_are(library: Library) -> None:
    with pytest.raises(RequestError, match=r"^none of these can last 29 minutes, but \d+ to "):
        lister(library, minutes=29).routines(["feet"])


def test_wishes_that_leave_nothing_are_told(library: Library) -> None:
    with pytest.raises(RequestError, match="nothing can be done so; wish for less"):
        lister(library, tool="foam-roller").spots(["jaw"])


def test_the_spots_that_can_be_worked_so_are_told_by_name(library: Library) -> None:
    assert lister(library, tool="foam-roller").possible(["jaw", "quads"]) == ["quads"]
