from dataclasses import replace

import pytest
from msgspec import structs

from coach.content.cards import Card
from coach.content.finder import Finder
from coach.content.finding import FindingWords, Topic, words_of
from coach.content.library import Library
from coach.errors import NothingFound


def card(name: str, told: str, things: str = "") -> Card:
    """What can be found by its name, by what is told of it, and by its tools."""
    called, of_told, of_things = (frozenset(words_of(text)) for text in (name, told, things))
    return Card(name, called=called, told=of_told, things=of_things)


SPOTS = (
    replace(card("hand", "the pad of the thumb", "ball"), region="hands"),
    replace(card("hamstrings", "the back of the thigh", "roller"), region="legs"),
    replace(card("low-back", "above the hips", "hands"), region="back"),
)
ROUTINES = (
    replace(card("desk", "for hands that typed", "ball"), spots=("hand", "low-back")),
    replace(card("legs", "for thighs", "roller"), spots=("hamstrings",)),
    replace(card("back", "for a stiff back", "hands"), spots=("low-back",)),
)
WORDS = FindingWords(
    topics={
        "typing": Topic(("typing", "keyboard"), ("back", "desk"), note="Not too long."),
        "lower back": Topic(("lower back",), ("back",), regions=("back",)),
    },
    ignored=("my", "a"),
    passing=("stiff",),
    endings=("s",),
)
FINDER = Finder(WORDS, ROUTINES, SPOTS)


@pytest.fixture(scope="module")
def shipped(library: Library) -> Finder:
    """What finds what ships."""
    return library.finder()


def replace_passing(*words: str) -> FindingWords:
    """The words, but for those that pass."""
    return structs.replace(WORDS, passing=words)


def routines(text: str) -> tuple[str, ...]:
    return FINDER.find(text).routines


def test_what_is_called_so_comes_first_and_then_what_visits_it() -> None:
    assert routines("back") == ("back", "desk")


def test_a_topic_leads_to_what_it_names_in_its_order_and_tells_its_note() -> None:
    found = FINDER.find("keyboard")

    assert found.routines == found.about == ("back", "desk")
    assert found.notes == ("Not too long.",)
    assert found.topical


@pytest.mark.parametrize("text", ["thigh", "thighs", "THIGHS", "thighs!", "hamstring", "hams"])
def test_a_word_is_found_in_any_case_without_an_ending_and_by_its_beginning(text: str) -> None:
    assert routines(text) == ("legs",)


@pytest.mark.parametrize("text", ["ham", "amstrings", "typin"])
def test_a_word_of_three_letters_or_from_the_middle_of_another_is_not_found(text: str) -> None:
    assert not FINDER.find(text)


def test_several_words_have_to_fit_all() -> None:
    assert routines("hands typed") == ("desk",)
    assert routines("hands thigh") == ()


def test_a_region_is_no_word_of_where_a_spot_is() -> None:
    assert FINDER.find("back").spots == ("low-back",)
    assert FINDER.find("thigh").spots == ("hamstrings",)


def test_a_passing_word_hinders_nothing_and_is_looked_for_alone() -> None:
    assert routines("my stiff back") == ("back", "desk")
    assert routines("stiff") == ("back",)
    assert routines("my") == ()


def test_of_what_is_nearest_that_is_meant_which_a_passing_word_names() -> None:
    before, after = card("before-run", "for it"), card("after-run", "for it")
    runs = [replace(one, spots=("hand",)) for one in (before, after)]
    finder = Finder(replace_passing("after", "before", "long"), runs, SPOTS)

    assert finder.find("after a long run").routines == ("after-run",)
    assert finder.find("long run").routines == ("after-run", "before-run")


def test_tools_count_where_a_word_is_found_nowhere_else() -> None:
    assert routines("roller") == ("legs",)
    assert routines("hand") == ("desk",)
    assert routines("back ball") == ("desk",)


def test_a_topic_of_two_words_needs_both() -> None:
    assert FINDER.find("lower back").spots == ("low-back",)
    assert not FINDER.find("lower")


def test_what_is_much_farther_than_the_nearest_is_not_about_it() -> None:
    found = FINDER.find("back")

    assert found.about == ("back",)


@pytest.mark.parametrize("text", ["", " ", "?!"])
def test_no_word_finds_nothing(text: str) -> None:
    assert not FINDER.find(text)


def test_the_nearest_words_are_told() -> None:
    assert FINDER.nothing_found("keybord").nearest == ("keyboard",)
    assert FINDER.nothing_found("xyzzy").nearest == ()


def test_whatever_ships_is_found_by_its_own_name(shipped: Finder, library: Library) -> None:
    for name in library.routines:
        assert name in shipped.find(name).about, name
    for name in library.spots:
        assert name in shipped.find(name).spots, name


@pytest.mark.parametrize(
    ("typed", "nearest"),
    {
        "typing": "desk",
        "running": "before-run",
        "after a run": "after-run",
        "sleep": "bedtime",
        "phone": "thumbs",
        "stairs": "quads",
        "stiff neck": "neck",
        "lower back": "lower-back",
        "shoulder": "shoulders",
        "wrist": "wrists",
        "my feet": "feet",
        "bike": "cycling",
        "short break": "reset",
    }.items(),
)
def test_words_of_every_day_find_what_suits_them(typed: str, nearest: str, shipped: Finder) -> None:
    found = shipped.find(typed)

    assert nearest in found.about[:2], found.about


def test_what_nothing_has_is_answered_with_the_nearest_word(library: Library) -> None:
    with pytest.raises(NothingFound) as caught:
        library.look_up("typng")

    assert caught.value.message == (
        "nothing is found for 'typng'; did you mean typing? `coach list` shows all there is."
    )
    assert caught.value.exit_code == 2


def test_words_that_find_something_only_one_by_one_are_told_so(library: Library) -> None:
    with pytest.raises(NothingFound) as caught:
        library.look_up("jaw roller")

    assert caught.value.message == (
        "nothing is found for 'jaw roller' as a whole; fewer of the words find something. "
        "`coach list` shows all there is."
    )


def test_a_word_that_nothing_has_is_told_with_the_others() -> None:
    assert FINDER.nothing_found("xyzzy back").message == (
        "nothing is found for 'xyzzy'; try back alone. `coach list` shows all there is."
    )


def test_what_can_stand_in_for_a_tool_is_found_where_it_can(shipped: Finder) -> None:
    found = shipped.find("frozen bottle")

    assert "feet" in found.routines
    assert found.spots == ("feet",)


def test_where_nothing_is_typed_everything_is_found(library: Library) -> None:
    found = library.look_up(" ")

    assert list(found.routines) == library.routines
    assert list(found.spots) == library.spots
