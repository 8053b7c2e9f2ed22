import os
import re
import sys
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from coach.content.entry import Entry, Pick
from coach.content.library import Library
from coach.content.phrasebook import Phrasebook
from coach.content.routine import Stop
from coach.content.spot_words import RoutineWords
from coach.disk.shipped import shipped
from coach.errors import AuthorError, CoachError, NothingLeft, RoutineNotFound

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
sided = "the back of the {side} lower leg"
find = "Search down the {side} calf."
keep_off = "Stay off the back of the knee."
test = "Pull your {side} foot up."
retest = "Pull it up again."

[position]
chair-hands = "Sit with your {side} ankle on the {other} knee."
floor-roller = "Sit with the roller under your {side} calf."

[roll]
along = "along the calf"
up = "toward the knee"
down = "toward the heel"
"""
ROUTINE = """\
[[stops]]
spot = "calf"
"""
ROUTINE_WORDS = """\
title = "Legs"
purpose = "for legs that ran"
"""


RULES = (shipped("scripts") / "safety.toml").read_text(encoding="utf-8")


SIDES = "{other} {other.first} {other.label} {side} {side.first} {side.label}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One routine with one spot, and their words."""
    (tmp_path / "safety.toml").write_text(RULES, encoding="utf-8")
    for name, text in {
        "spots/calf": SPOT,
        "routines/legs": ROUTINE,
        "en/spots/calf": SPOT_WORDS,
        "en/routines/legs": ROUTINE_WORDS,
    }.items():
        path = tmp_path / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    copy(shipped("scripts") / "en/phrasebook.toml", tmp_path / "en")
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


def add_spot(folder: Path, name: str, *, region: str = "feet", sides: str = "each") -> None:
    """One more spot, which only hands can work."""
    alone = SPOT[: SPOT.index("[ways.floor-roller]")] + SPOT[SPOT.index("[body]") :]
    facts = alone.replace('"legs"', f'"{region}"').replace('"each"', f'"{sides}"')
    words = SPOT_WORDS[: SPOT_WORDS.index("floor-roller")].replace('"calf"', f'"{name}"')
    if sides == "middle":
        words = words.replace('sided = "the back of the {side} lower leg"\n', "")
        words = words.replace("{side} ", "").replace("{other} ", "")
    words = words.replace("the back of the lower leg", f"the {name}")
    (folder / f"spots/{name}.toml").write_text(facts)
    (folder / f"en/spots/{name}.toml").write_text(words)


def stops(*lines: str) -> str:
    return "".join(f"[[stops]]\n{line}\n" for line in lines)


def names(entry: Entry) -> list[str]:
    return [visit.name for visit in entry.visits]


def test_the_stops_keep_their_order(folder: Path) -> None:
    for name in ("sole", "arch"):
        add_spot(folder, name)
    (folder / "routines/legs.toml").write_text(
        stops('spot = "sole"', 'spot = "calf"', 'spot = "arch"')
    )

    assert names(Library((folder,)).entry("legs")) == ["sole", "calf", "arch"]


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

    (mine / "safety.toml").write_text(RULES, encoding="utf-8")

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


@pytest.mark.parametrize("name", ["", "../routines/legs", "legs.tom", "LEGS", "Calf"])
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
        "# legs\n\n\n"
        '[[stops]]\nspot = "calf"\ntool = "hands"\nplace = "floor"\n'
        '\n[[stops]]\nspot = "shin"\n'
    )

    assert told(folder) == (
        "routines/legs.toml:4: stops.1: calf cannot be worked so; "
        "its ways are hands (chair) or foam-roller (floor)\n"
        "routines/legs.toml:10: stops.2.spot: there is no spot 'shin'."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_routine_whose_name_is_no_text_is_refused(folder: Path) -> None:
    path = folder / os.fsdecode(b"mine\xff.toml")
    path.write_text(ROUTINE)

    assert told(folder, str(path)) == (
        f"{path.name}:1: the file's name is not UTF-8; give it another, such as mine.toml"
    )


def test_missing_words_of_a_spot_are_told(folder: Path) -> None:
    (folder / "en/spots/calf.toml").unlink()

    assert told(folder) == "en/spots/calf.toml:1: this file is missing"


def test_a_routine_without_words_is_called_by_its_name(folder: Path) -> None:
    (folder / "routines/after-a-run.toml").write_text(ROUTINE)

    assert Library((folder,)).entry("after-a-run").words == RoutineWords("After a run", "")


def test_a_routine_can_bring_its_own_title_and_purpose(folder: Path) -> None:
    own = 'title = "My calves"\npurpose = "for me"\n'
    (folder / "routines/legs.toml").write_text(f"{own}{ROUTINE}")

    assert Library((folder,)).entry("legs").words == RoutineWords("My calves", "for me")


def test_a_missing_phrasebook_is_told(folder: Path) -> None:
    with pytest.raises(AuthorError) as caught:
        Library((folder,)).find("de/phrasebook.toml")

    assert caught.value.path == folder / "de/phrasebook.toml"
    assert "this file is missing" in caught.value.message


def test_a_mistake_in_a_spot_is_told_with_the_spots_file(folder: Path) -> None:
    rewrite(folder / "spots/calf.toml", "0.7", "7.0")

    assert told(folder) == "spots/calf.toml:17: body.y: 7.0: should be a number <= 1.0"


def test_a_tool_that_does_not_fit_its_technique_is_told(folder: Path) -> None:
    rewrite(folder / "spots/calf.toml", '"foam-roller"', '"tennis-ball"')

    assert told(folder) == (
        "spots/calf.toml:10: ways.floor-roller.tools.1: "
        "tennis-ball is for circles or small-circles, and this way says rolls"
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
    path = folder / "en/spots/calf.toml"
    path.write_text(SPOT_WORDS[: SPOT_WORDS.index("[roll]")])

    assert told(folder) == ("en/spots/calf.toml:1: roll is missing: the spot has a way with rolls")


@pytest.mark.parametrize("key", ["test", "retest", "find"])
def test_a_line_may_be_told_by_way_and_by_place(folder: Path, key: str) -> None:
    path = folder / "en/spots/calf.toml"
    told_so = f'{key} = {{ chair = "Sit.", floor-roller = "Lie." }}\n'
    path.write_text(re.sub(rf"(?m)^{key} = .*\n", told_so, SPOT_WORDS))
    (folder / "routines/legs.toml").write_text(
        stops('spot = "calf"\nplace = "floor"', 'spot = "calf"\nplace = "chair"')
    )
    visits = Library((folder,)).entry("legs").visits

    assert [getattr(visit, key) for visit in visits] == ["Lie.", "Sit."]


@pytest.mark.parametrize("key", ["test", "retest", "find"])
def test_a_way_for_which_nothing_is_told_and_a_name_that_is_none_are_told(
    folder: Path, key: str
) -> None:
    path = folder / "en/spots/calf.toml"
    path.write_text(re.sub(rf"(?m)^{key} = .*\n", f'{key} = {{ flor = "Lie." }}\n', SPOT_WORDS))
    line = path.read_text()[: path.read_text().index("flor =")].count("\n") + 1

    assert told(folder).splitlines() == [
        f"en/spots/calf.toml:{line}: {key}.flor: the spot has no way and no place flor; "
        "did you mean floor?",
        f"en/spots/calf.toml:{line}: {key}: nothing is told for chair-hands; "
        "write it for chair-hands or for chair",
        f"en/spots/calf.toml:{line}: {key}: nothing is told for floor-roller; "
        "write it for floor-roller or for floor",
    ]


def test_what_a_way_needs_belongs_to_one(folder: Path) -> None:
    path = folder / "en/spots/calf.toml"
    path.write_text(f'{SPOT_WORDS}\n[needs]\nchair-hand = "a table"\n')

    assert told(folder) == (
        "en/spots/calf.toml:19: needs.chair-hand: the spot has no way chair-hand; "
        "did you mean chair-hands?"
    )


def test_a_spot_on_two_sides_has_a_name_with_its_side_and_another_has_none(folder: Path) -> None:
    add_spot(folder, "arch", sides="middle")
    sided = 'sided = "the back of the {side} lower leg"\n'
    rewrite(folder / "en/spots/calf.toml", sided, "")
    (folder / "en/spots/arch.toml").write_text(sided + (folder / "en/spots/arch.toml").read_text())

    assert told(folder) == ("en/spots/calf.toml:1: sided: is missing: the spot has two sides")
    assert told(folder, "arch") == "en/spots/arch.toml:1: sided: is for two sides"


def test_a_spot_in_the_middle_tells_no_side(folder: Path) -> None:
    add_spot(folder, "arch", sides="middle")
    rewrite(folder / "en/spots/arch.toml", "Pull it", "Pull {side} it")

    assert told(folder, "arch") == (
        "en/spots/arch.toml:6: retest: tells a side, and the spot is in the middle"
    )


def test_a_moment_that_a_spot_words_itself_is_checked(folder: Path) -> None:
    path = folder / "en/spots/calf.toml"
    path.write_text(
        f'{SPOT_WORDS}\n[moments]\nlosen = ["Shake it."]\nloosen = ["Shake {{sde}}."]\n'
    )
    first, second = told(folder).splitlines()

    assert first.startswith(
        "en/spots/calf.toml:19: moments.losen: is no moment of a session; did you mean loosen"
    )
    assert second == (
        "en/spots/calf.toml:20: moments.loosen.1: {sde} cannot stand here; "
        f"allowed: {SIDES}; did you mean side?"
    )


def test_several_mistakes_in_the_words_are_told_at_once(folder: Path) -> None:
    rewrite(folder / "en/spots/calf.toml", "{side} foot up.", "{othr} foot up")

    assert told(folder) == (
        "en/spots/calf.toml:6: test: {othr} cannot stand here; "
        f"allowed: {SIDES}; did you mean other?\n"
        "en/spots/calf.toml:6: test: is spoken, so it should end with a full stop"
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


# What a listener picks.


def gather(folder: Path, **pick: Any) -> Entry:
    """What is picked from a folder, with the phrasebook that ships."""
    return Library((folder, shipped("scripts"))).gather(Pick(**pick))


@pytest.fixture
def feet(folder: Path) -> Path:
    """The folder with two spots of the foot more, and a routine of all three."""
    add_spot(folder, "sole")
    add_spot(folder, "arch", sides="middle")
    (folder / "routines/feet.toml").write_text(
        'title = "Feet"\npurpose = "for feet"\npace = "slow"\n'
        + stops('spot = "sole"', 'spot = "calf"\ntool = "foam-roller"', 'spot = "arch"')
    )
    return folder


def test_several_names_become_one_routine_with_a_joined_title(feet: Path) -> None:
    (feet / "routines/soles.toml").write_text('title = "Soles"\n' + stops('spot = "sole"'))
    entry = gather(feet, names=("legs", "soles", "arch"))

    assert names(entry) == ["calf", "sole", "arch"]
    assert entry.name == "legs-soles-arch"
    assert entry.words == RoutineWords("Legs, Soles and the arch", "")


def test_a_spot_that_comes_twice_is_visited_once_where_it_comes_first(feet: Path) -> None:
    assert names(gather(feet, names=("legs", "feet"))) == ["calf", "sole", "arch"]
    assert names(gather(feet, names=("feet", "legs", "feet"))) == ["sole", "calf", "arch"]
    assert names(gather(feet, names=("sole",), spots=("sole", "calf"))) == ["sole", "calf"]


def test_a_spot_may_come_twice_in_a_routine_in_two_ways(folder: Path) -> None:
    (folder / "routines/legs.toml").write_text(
        stops('spot = "calf"\nplace = "floor"', 'spot = "calf"\nplace = "chair"')
    )
    visits = Library((folder,)).entry("legs").visits

    assert [(visit.name, visit.way_name, visit.tool) for visit in visits] == [
        ("calf", "floor-roller", "foam-roller"),
        ("calf", "chair-hands", "hands"),
    ]


def test_a_spot_that_comes_twice_in_the_same_way_is_a_mistake(folder: Path) -> None:
    (folder / "routines/legs.toml").write_text(
        stops('spot = "calf"\nplace = "chair"', 'spot = "calf"\nplace = "chair"\nrank = 1')
    )

    assert told(folder) == (
        "routines/legs.toml:5: stops.2.spot: calf is visited twice in the same way; "
        "say another tool or place"
    )


def test_a_spot_is_picked_by_its_name(folder: Path) -> None:
    entry = Library((folder,)).entry("calf")

    assert (entry.name, names(entry), entry.pace) == ("calf", ["calf"], "even")
    assert entry.words.title == "the back of the lower leg"
    assert entry.words.purpose == "calf"
    assert entry.visits[0].tool == "hands"


def test_of_a_routine_and_a_spot_of_one_name_the_routine_is_meant_unless_told(feet: Path) -> None:
    (feet / "routines/calf.toml").write_text(stops('spot = "sole"'))

    assert names(gather(feet, names=("calf",))) == ["sole"]
    assert names(gather(feet, spots=("calf",))) == ["calf"]


def test_a_pace_is_kept_where_all_agree_and_else_even(feet: Path) -> None:
    assert gather(feet, names=("feet",)).pace == "slow"
    assert gather(feet, names=("feet", "feet")).pace == "slow"
    assert gather(feet, names=("feet", "legs")).pace == "even"


def test_one_side_is_picked_where_there_are_two(feet: Path) -> None:
    entry = gather(feet, names=("feet",), side="right")

    assert {visit.name: visit.sides for visit in entry.visits} == {
        "sole": ("right",),
        "calf": ("right",),
        "arch": ("middle",),
    }
    assert entry.left_out == ()


def test_a_tool_is_taken_where_it_suits_and_the_rest_is_left_out(feet: Path) -> None:
    entry = gather(feet, names=("feet",), tool="foam-roller")

    assert [(visit.name, visit.tool) for visit in entry.visits] == [("calf", "foam-roller")]
    assert entry.left_out == (
        "the sole (not with a foam roller)",
        "the arch (not with a foam roller)",
    )


def test_a_tool_goes_before_that_of_the_routine(feet: Path) -> None:
    entry = gather(feet, names=("feet",), tool="hands")

    assert [(visit.name, visit.tool, visit.way.place) for visit in entry.visits] == [
        ("sole", "hands", "chair"),
        ("calf", "hands", "chair"),
        ("arch", "hands", "chair"),
    ]
    assert entry.visits[1].position == "Sit with your {side} ankle on the {other} knee."


def test_a_place_goes_before_that_of_the_routine_and_before_its_tool(feet: Path) -> None:
    entry = gather(feet, names=("feet",), place="chair")

    assert [(visit.name, visit.tool) for visit in entry.visits] == [
        ("sole", "hands"),
        ("calf", "hands"),
        ("arch", "hands"),
    ]


def test_a_tool_and_a_place_must_both_suit(feet: Path) -> None:
    entry = gather(feet, names=("feet",), tool="foam-roller", place="floor")
    assert names(entry) == ["calf"]

    with pytest.raises(NothingLeft) as caught:
        gather(feet, names=("calf",), tool="hands", place="floor")
    assert caught.value.left_out == (
        "the back of the lower leg (not with your hands on the floor)",
    )


def test_what_is_avoided_is_left_out_by_its_name_and_by_its_region(feet: Path) -> None:
    by_name = gather(feet, names=("feet",), avoid=frozenset({"sole"}))
    by_region = gather(feet, names=("feet",), avoid=frozenset({"feet"}))

    assert (names(by_name), by_name.left_out) == (["calf", "arch"], ("the sole (avoided)",))
    assert names(by_region) == ["calf"]
    assert by_region.left_out == ("the sole (avoided)", "the arch (avoided)")


def test_wishes_that_leave_nothing_are_told_with_the_reasons(feet: Path) -> None:
    with pytest.raises(NothingLeft) as caught:
        gather(feet, names=("feet",), tool="foam-roller", avoid=frozenset({"legs"}))

    assert caught.value.exit_code == 2
    assert caught.value.message == (
        "nothing is left of feet: the sole (not with a foam roller), the back of the lower leg "
        "(avoided), the arch (not with a foam roller); wish for less, or pick another"
    )


def test_to_avoid_what_is_not_there_is_answered_with_the_nearest(folder: Path) -> None:
    with pytest.raises(RoutineNotFound) as caught:
        Library((folder,)).gather(Pick(("legs",), avoid=frozenset({"calv"})))

    assert caught.value.message == (
        "there is no spot or region 'calv'; did you mean calf? `coach list` shows them all."
    )


def test_a_visit_has_all_that_its_stop_says(folder: Path) -> None:
    (folder / "routines/legs.toml").write_text(
        stops('spot = "calf"\nrank = 2\nhold = 45\nwork = 20\nleft = 1.5\nright = 0.8')
    )
    (visit,) = Library((folder,)).entry("legs").visits

    assert visit.stop == Stop("calf", rank=2, hold=45, work=20, left=1.5, right=0.8)
    assert visit.way_name == "chair-hands"


def test_an_entry_has_the_length_the_bed_and_the_talk_of_its_routine(folder: Path) -> None:
    path = folder / "routines/legs.toml"
    path.write_text(f'minutes = 7.5\nbed = "rain"\ntalk = "brief"\n{ROUTINE}')
    entry = Library((folder,)).entry("legs")

    assert (entry.minutes, entry.bed, entry.talk) == (7.5, "rain", "brief")


def test_a_bed_and_a_talk_are_kept_where_all_agree(feet: Path) -> None:
    for name, own in {"legs": "", "feet": "", "rain": 'bed = "rain"\ntalk = "bell"\n'}.items():
        (feet / f"routines/{name}.toml").write_text(f"{own}{ROUTINE}")

    alone, both = gather(feet, names=("rain",)), gather(feet, names=("rain", "legs"))
    assert (alone.bed, alone.talk) == ("rain", "bell")
    assert (both.bed, both.talk) == (None, None)
    assert gather(feet, names=("rain", "rain")).talk == "bell"


@pytest.mark.parametrize(
    ("names", "side", "minutes"),
    [
        (("legs",), None, 8),
        (("legs", "arms"), None, 20.5),
        (("legs", "arms", "long"), None, 30),
        (("legs",), "left", 4),
        (("short",), "left", 3),
        (("legs", "feet"), None, None),
    ],
)
def test_routines_together_last_as_long_as_both_and_one_side_half_as_long(
    feet: Path, names: tuple[str, ...], side: str | None, minutes: float | None
) -> None:
    for name, own in {"legs": 8, "arms": 12.5, "long": 15, "short": 5}.items():
        (feet / f"routines/{name}.toml").write_text(f"minutes = {own}\n{ROUTINE}")

    assert gather(feet, names=names, side=side).minutes == minutes


# Files anywhere, and folders over each other.


def test_a_routine_is_picked_by_its_path(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("mine") / "evening.toml"
    path.write_text(f'title = "My evening"\npurpose = "for sleep"\npace = "slow"\n{ROUTINE}')
    entry = Library((folder,)).entry(str(path))

    assert (entry.name, entry.pace, names(entry)) == ("evening", "slow", ["calf"])
    assert entry.words == RoutineWords("My evening", "for sleep")


def test_a_path_may_begin_at_home(folder: Path, clean_environment: Path) -> None:
    (clean_environment / "evening.toml").write_text(ROUTINE)

    assert Library((folder,)).entry("~/evening.toml").words.title == "Evening"


def test_a_path_to_nothing_is_told(folder: Path) -> None:
    assert told(folder, f"{folder}/none.toml") == (
        "none.toml:1: cannot be read: No such file or directory"
    )


def test_a_mistake_in_a_routine_by_its_path_is_told(folder: Path) -> None:
    (folder / "mine.toml").write_text(f'title = ""\n{ROUTINE}')

    assert told(folder, f"{folder}/mine.toml") == (
        "mine.toml:1: title: '': should be text of length >= 1"
    )


def test_a_spot_of_an_earlier_folder_goes_before_one_of_a_later(folder: Path) -> None:
    mine = folder / "mine"
    for kind, text in {"spots": SPOT, "en/spots": SPOT_WORDS}.items():
        (mine / kind).mkdir(parents=True)
        (mine / kind / "calf.toml").write_text(text)
    rewrite(mine / "spots/calf.toml", "0.4", "0.3")
    rewrite(mine / "en/spots/calf.toml", '"calf"', '"my calf"')

    first, last = Library((mine, folder)), Library((folder, mine))
    assert (first.spot("calf").body.x, first.spot_words("calf").name) == (0.3, "my calf")
    assert first.entry("legs").visits[0].words.name == "my calf"
    assert (first.spots, first.routines) == (["calf"], ["legs"])
    (mine / "safety.toml").write_text(RULES, encoding="utf-8")
    assert (last.spot("calf").body.x, last.spot_words("calf").name) == (0.4, "calf")


def test_parts_of_a_phrasebook_are_laid_over_the_one_that_ships(
    folder: Path, book: Phrasebook
) -> None:
    (folder / "en/phrasebook.toml").write_text(
        '[language.lists]\ntwo = "{0} plus {1}"\n[tools.hands]\nneed = "two warm hands"\n'
        '[moments]\nloosen = ["Loosen."]\n'
    )
    laid = Library((folder, shipped("scripts"))).phrasebook()

    assert (laid.listed(["a", "b"]), laid.moments.loosen) == ("a plus b", ("Loosen.",))
    assert laid.tools["hands"].need == "two warm hands"
    assert laid.tools["hands"].a == book.tools["hands"].a
    assert laid.moments.hold == book.moments.hold
    assert laid.titles == book.titles


def test_a_mistake_in_a_part_of_a_phrasebook_is_told_in_that_part(folder: Path) -> None:
    path = folder / "en/phrasebook.toml"
    path.write_text('# mine\n[moments]\nturn = ["Turn {it}."]\ntrun = ["Turn."]\n')

    with pytest.raises(AuthorError) as caught:
        Library((folder, shipped("scripts"))).phrasebook()
    assert caught.value.path == path
    assert [(mistake.line, mistake.key) for mistake in caught.value.mistakes] == [
        (3, "moments.turn.1"),
        (4, "moments.trun"),
    ]

    rewrite(path, "trun", "ease")
    with pytest.raises(AuthorError) as caught:
        Library((folder, shipped("scripts"))).phrasebook()
    assert caught.value.message == (
        f"{path}:3: moments.turn.1: {{it}} cannot stand here; allowed: no blanks."
    )


def test_pronunciations_are_laid_over_those_that_ship(folder: Path, library: Library) -> None:
    shipped_ones = library.pronunciation()
    known = sorted(shipped_ones)[0]
    (folder / "en/pronunciation.toml").write_text(f'{known} = "foo"\nzyzzyva = "zizziva"\n')
    laid = Library((folder, shipped("scripts"))).pronunciation()

    assert laid == shipped_ones | {known: "foo", "zyzzyva": "zizziva"}
