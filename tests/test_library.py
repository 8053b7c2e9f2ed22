from pathlib import Path

import pytest

from coach.errors import AuthorError, CoachError, RoutineNotFound
from coach.library import Library
from coach.shipped import shipped

SPOT = """\
region = "legs"
sides = "each"

[ways.chair-hands]
tools = ["hands"]
place = "chair"
technique = "circles"

[ways.floor-roller]
tools = ["foam-roller"]
place = "floor"
technique = "rolls"

[body]
view = "back"
x = 0.4
y = 0.7
"""
SPOT_WORDS = """\
name = "calf"
plain = "the back of the lower leg"
find = "Search down the {side} calf."
caution = "Leave a swollen calf alone."
test = "Pull your {side} foot up."
retest = "Pull it up again."
roll = "from the knee to the heel"

[position]
chair-hands = "Sit with your {side} ankle on the {other} knee."
floor-roller = "Sit with the roller under your {side} calf."
"""
ROUTINE = """\
[[stops]]
spot = "calf"
"""
ROUTINE_WORDS = """\
title = "Legs"
purpose = "for legs that ran"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One routine with one spot, and their words."""
    for name, text in {
        "spots/calf": SPOT,
        "routines/legs": ROUTINE,
        "en/spots/calf": SPOT_WORDS,
        "en/routines/legs": ROUTINE_WORDS,
    }.items():
        path = tmp_path / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(folder: Path, name: str = "legs") -> str:
    with pytest.raises(CoachError) as caught:
        Library((folder,)).entry(name)
    return caught.value.message.replace(f"{folder}/", "")


def test_a_routine_comes_with_its_words_and_its_spots(folder: Path) -> None:
    entry = Library((folder,)).entry("legs")
    visit = entry.visits[0]

    assert (entry.name, entry.words.title, len(entry.visits)) == ("legs", "Legs", 1)
    assert (visit.name, visit.words.name, visit.sides) == ("calf", "calf", ("left", "right"))


def test_a_stop_that_chooses_nothing_gets_the_first_tool_of_the_first_way(folder: Path) -> None:
    visit = Library((folder,)).entry("legs").visits[0]

    assert (visit.tool, visit.way.place) == ("hands", "chair")
    assert visit.position == "Sit with your {side} ankle on the {other} knee."


def test_a_stop_that_chooses_a_tool_gets_its_way_and_its_position(folder: Path) -> None:
    (folder / "routines/legs.toml").write_text('[[stops]]\nspot = "calf"\ntool = "foam-roller"\n')
    visit = Library((folder,)).entry("legs").visits[0]

    assert (visit.tool, visit.way.place, visit.way.technique) == ("foam-roller", "floor", "rolls")
    assert visit.position == "Sit with the roller under your {side} calf."


def test_a_stop_may_choose_another_tool_than_the_first_of_its_way(folder: Path) -> None:
    rewrite(folder / "spots/calf.toml", '["foam-roller"]', '["massage-stick", "foam-roller"]')
    rewrite(folder / "routines/legs.toml", '"calf"', '"calf"\ntool = "foam-roller"')

    assert Library((folder,)).entry("legs").visits[0].tool == "foam-roller"


def test_the_stops_keep_their_order(folder: Path) -> None:
    stops = [f'[[stops]]\nspot = "calf"\nplace = "{place}"\n' for place in ("floor", "chair")]
    (folder / "routines/legs.toml").write_text("".join(stops))

    visits = Library((folder,)).entry("legs").visits
    assert [visit.way.place for visit in visits] == ["floor", "chair"]


def test_names_are_told_sorted_and_once(folder: Path) -> None:
    (folder / "routines/arms.toml").write_text(ROUTINE)
    (folder / "routines/notes.txt").write_text("not a routine")
    library = Library((folder, folder))

    assert library.routines == ["arms", "legs"]
    assert library.spots == ["calf"]


def test_an_empty_library_has_no_routine(tmp_path: Path) -> None:
    assert Library((tmp_path,)).routines == []
    assert told(tmp_path, "legs") == "there is no routine 'legs'. `coach list` shows them all."


def test_an_earlier_folder_comes_first(folder: Path) -> None:
    mine = folder / "mine"
    (mine / "en/routines").mkdir(parents=True)
    (mine / "en/routines/legs.toml").write_text('title = "My legs"\npurpose = "for me"\n')

    assert Library((mine, folder)).entry("legs").words.title == "My legs"
    assert Library((folder, mine)).entry("legs").words.title == "Legs"


def test_what_ships_can_be_used_by_a_routine_in_another_folder(tmp_path: Path) -> None:
    for name, text in {"": '[[stops]]\nspot = "calves"\n', "en/": ROUTINE_WORDS}.items():
        (tmp_path / f"{name}routines").mkdir(parents=True)
        (tmp_path / f"{name}routines/mine.toml").write_text(text)
    library = Library((tmp_path, shipped("scripts")))

    assert "mine" in library.routines
    assert [visit.name for visit in library.entry("mine").visits] == ["calves"]


def test_a_wrong_routine_is_answered_with_the_near_one(folder: Path) -> None:
    assert told(folder, "lgs") == (
        "there is no routine 'lgs'; did you mean legs? `coach list` shows them all."
    )


@pytest.mark.parametrize("name", ["", "../routines/legs", "legs.toml", "LEGS"])
def test_a_routine_is_found_by_its_very_name_only(folder: Path, name: str) -> None:
    with pytest.raises(RoutineNotFound):
        Library((folder,)).entry(name)


def test_a_wrong_spot_is_answered_with_the_near_one(folder: Path) -> None:
    rewrite(folder / "routines/legs.toml", '"calf"', '"claf"')

    assert told(folder) == (
        "routines/legs.toml:2: stops.1.spot: there is no spot 'claf'; did you mean calf?"
    )


def test_a_stop_that_cannot_be_worked_so_is_answered_with_the_ways(folder: Path) -> None:
    path = folder / "routines/legs.toml"
    path.write_text(
        f'{ROUTINE}\n[[stops]]\nspot = "calf"\ntool = "hands"\nplace = "floor"\n'
        '\n[[stops]]\nspot = "shin"\n'
    )

    assert told(folder) == (
        "routines/legs.toml:4: stops.2: calf cannot be worked so; "
        "its ways are hands (chair) or foam-roller (floor)\n"
        "routines/legs.toml:10: stops.3.spot: there is no spot 'shin'."
    )


@pytest.mark.parametrize("missing", ["en/routines/legs.toml", "en/spots/calf.toml"])
def test_missing_words_are_told(folder: Path, missing: str) -> None:
    (folder / missing).unlink()

    assert told(folder) == f"{missing}:1: this file is missing"


def test_a_missing_phrasebook_is_told(folder: Path) -> None:
    with pytest.raises(AuthorError) as caught:
        Library((folder,), "de").phrasebook()

    assert caught.value.path == folder / "de/phrasebook.toml"
    assert "this file is missing" in caught.value.message


def test_a_mistake_in_a_spot_is_told_with_the_spots_file(folder: Path) -> None:
    rewrite(folder / "spots/calf.toml", "0.7", "7.0")

    assert told(folder) == "spots/calf.toml:17: body.y: 7.0: should be a number <= 1.0"


def test_a_tool_that_does_not_fit_its_technique_is_told(folder: Path) -> None:
    rewrite(folder / "spots/calf.toml", '"foam-roller"', '"tennis-ball"')

    assert told(folder) == (
        "spots/calf.toml:10: ways.floor-roller.tools.1: "
        "tennis-ball is for circles, and this way says rolls"
    )


def test_a_position_that_belongs_to_no_way_is_told_and_so_is_the_way_without(
    folder: Path,
) -> None:
    rewrite(folder / "en/spots/calf.toml", "floor-roller", "floor-rolller")

    assert told(folder) == (
        "en/spots/calf.toml:9: position: floor-roller is missing: the spot has a way of that name\n"
        "en/spots/calf.toml:11: position.floor-rolller: "
        "the spot has no way floor-rolller; did you mean floor-roller?"
    )


def test_a_spot_that_is_rolled_says_from_where_to_where(folder: Path) -> None:
    rewrite(folder / "en/spots/calf.toml", 'roll = "from the knee to the heel"\n', "")

    assert told(folder) == ("en/spots/calf.toml:1: roll is missing: the spot has a way with rolls")


def test_several_mistakes_in_the_words_are_told_at_once(folder: Path) -> None:
    rewrite(folder / "en/spots/calf.toml", "{side} foot up.", "{othr} foot up")

    assert told(folder) == (
        "en/spots/calf.toml:5: test: {othr} cannot stand here; "
        "allowed: {Side} {other} {side}; did you mean other?\n"
        "en/spots/calf.toml:5: test: is spoken, so it should end with a full stop"
    )


def test_the_pronunciation_that_ships_respells_whole_words(library: Library) -> None:
    spellings = library.pronunciation()

    assert spellings
    assert all(word.isalpha() and said != word for word, said in spellings.items())


def test_a_wrong_pronunciation_is_told(folder: Path) -> None:
    path = folder / "en/pronunciation.toml"
    path.write_text('masseter = "mass-eeter"\nquads = 4\n')

    with pytest.raises(AuthorError) as caught:
        Library((folder,)).pronunciation()
    assert caught.value.message == f"{path}:2: quads: 4: should be text, not a whole number"
