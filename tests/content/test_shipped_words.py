"""What the shipped words of all spots keep to: they are safe, and can be followed unseen."""

import re
from collections.abc import Iterator, Sequence

import pytest

from coach.content.language import sentences
from coach.content.library import Library, open_library
from coach.content.spot_words import SpotWords, told_lines

SPOTS = open_library().spots
CLOT = ("calves", "soleus", "shins", "peroneals", "hamstrings", "quads", "adductors")
GENTLE = (
    *("neck-base", "jaw", "low-back", "outer-thigh", "hip-flexors", "adductors"),
    *("hand", "shins", "feet", "peroneals", "temples"),
)
MOST_WORDS = {"leave_out": 25, "test": 14, "keep_off": 16, "position": 28, "find": 20}
"""By the line's key; with these the first touch comes soon, and a line is kept in mind."""
FOLKLORE = re.compile(r"\b(knots?|ropy|knee fold|thick of|strands?)\b")
"""What names no place, or names it so that not everybody finds it."""


def lines(words: SpotWords, *keys: str) -> Iterator[str]:
    """The lines of these keys, whatever way or place they are for."""
    return (line for key, line in told_lines(words) if key[0] in keys)


def too_long(words: SpotWords) -> Iterator[str]:
    """The lines that have more words than a listener waits for."""
    for key, most in MOST_WORDS.items():
        yield from (line for line in lines(words, key) if len(line.split()) > most)


@pytest.mark.parametrize("name", SPOTS)
def test_what_is_said_before_the_first_touch_is_short(library: Library, name: str) -> None:
    words = library.spot_words(name)

    assert list(too_long(words)) == []
    assert all(len(sentences(line, "en")) <= 3 for line in lines(words, "position"))


@pytest.mark.parametrize("name", SPOTS)
def test_every_search_is_slow_and_ends_in_staying(library: Library, name: str) -> None:
    for line in lines(library.spot_words(name), "find"):
        assert "slow" in line
        assert re.search(r"\b([Ss]tay|[Ss]ettle)\b", line)
        assert not re.search(r"\b[Ss]top\b", line)


@pytest.mark.parametrize("name", SPOTS)
def test_places_are_named_without_folklore(library: Library, name: str) -> None:
    assert [line for _, line in told_lines(library.spot_words(name)) if FOLKLORE.search(line)] == []


@pytest.mark.parametrize("name", SPOTS)
def test_a_way_that_sits_at_a_table_needs_one(library: Library, name: str) -> None:
    words = library.spot_words(name)
    at_table = [way for way, line in words.position.items() if "table" in line]

    assert [way for way in at_table if "table" not in words.needs.get(way, "")] == []


@pytest.mark.parametrize("name", SPOTS)
def test_a_roll_names_two_ends(library: Library, name: str) -> None:
    roll = library.spot_words(name).roll

    assert roll is None or roll.up != roll.down
    assert roll is None or not {"up", "down"} & {roll.up, roll.down}


@pytest.mark.parametrize("name", CLOT)
def test_a_leg_that_may_hold_a_clot_is_left_out_and_helped(library: Library, name: str) -> None:
    said = library.spot_words(name).leave_out or ""

    assert missing(said, "swollen warm red darkened throb medical help today ambulance") == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("neck-base", "whiplash rheumatoid dizziness sight headache"),
        ("low-back", "pregnant bones numbness leg"),
        ("thoracic", "osteoporosis"),
        ("lats", "osteoporosis rib"),
        ("chest", "pacemaker implant pain"),
        ("jaw", "locks injury"),
        ("temples", "headache scalp sight doctor"),
    ],
)
def test_who_must_leave_a_place_out_hears_it_however_little_is_said(
    library: Library, name: str, wanted: str
) -> None:
    assert missing(library.spot_words(name).leave_out or "", wanted) == []


@pytest.mark.parametrize("name", GENTLE)
def test_tender_places_are_pressed_gently(library: Library, name: str) -> None:
    assert library.spot(name).pressure == "gentle"


@pytest.mark.parametrize(
    "name",
    [
        *("levator-scapulae", "rhomboids", "low-back", "neck-base", "jaw", "hand"),
        *("biceps", "temples"),
    ],
)
def test_circles_beside_spine_and_joints_do_not_widen(library: Library, name: str) -> None:
    techniques = {way.technique for way in library.spot(name).ways.values()}

    assert techniques <= {"small-circles", "rolls"}


@pytest.mark.parametrize("name", SPOTS)
def test_what_is_over_both_sides_of_the_body_is_loosened_in_its_own_way(
    library: Library, name: str
) -> None:
    if library.spot(name).sides == "middle":
        loosen: Sequence[str] = library.spot_words(name).moments["loosen"]

        assert not any("shake" in line.casefold() for line in loosen)


def missing(said: str, wanted: str) -> list[str]:
    """The wanted words, or beginnings of words, that are not said."""
    return [word for word in wanted.split() if word not in said]
