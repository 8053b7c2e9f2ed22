from dataclasses import replace

import pytest

from coach.choices import Side
from coach.content.breath import CALM, parse_breath
from coach.content.library import Library
from coach.content.phrasebook import Phrasebook
from coach.content.safety import Rules
from coach.content.spot import OnBody
from coach.script.cues import Bell, Circle, Cue, Hold, Rest, Roll, Say, Script, Section, Worked
from coach.script.revision import GENTLEST_HOLD, MORE, TOO_LITTLE, Revision, revised, room
from coach.script.sheet import Sheet, Wishes
from coach.units import Ms, seconds
from tests.patience import Deadline
from tests.sheets import sheet, written

BODY = OnBody("back", 0.5, 0.5)
HOLD = Hold(seconds(60), CALM, "Halfway.")
RINGS = (
    Circle(0, 2, clockwise=True, turns=4, each=seconds(4)),
    Circle(1, 2, clockwise=True, turns=4, each=seconds(4)),
)
CUES: tuple[Cue, ...] = (
    Say("Sink in, to about five out of ten.", seconds(2), "hold"),
    Rest(seconds(1), seconds(1)),
    HOLD,
    Say("Now small circles.", seconds(2), "circles"),
    RINGS[0],
    RINGS[1],
    Bell(seconds(2)),
)
"""The hold is cue 2, the circles are 4 and 5."""


def worked(spot: str, side: Side, cues: tuple[Cue, ...] = CUES) -> Section:
    return Section(f"{spot}, {side}", cues, Worked(spot, side, "tennis-ball", "wall", BODY))


OPENING = Section("Opening", (Rest(seconds(60), seconds(60)),))
SCRIPT = Script(
    "small",
    "Small",
    "for tests",
    (OPENING, worked("calves", "left"), worked("calves", "right"), worked("chest", "left")),
)


@pytest.fixture
def rules(library: Library) -> Rules:
    return library.rules()


@pytest.fixture
def small(library: Library, book: Phrasebook) -> Sheet:
    return sheet(library.entry("calves"), book, Wishes())


def holds(script: Script) -> list[int]:
    return [
        cue.lasts // 1000
        for one in script.sections
        for cue in one.cues
        if cue is not None and isinstance(cue, Hold)
    ]


def longer(script: Script, number: int, cue: int, sheet: Sheet) -> Script:
    by = room(script, number, cue, sheet.rules)
    assert by
    return revised(script, Revision("longer", number, cue, by=by), sheet)


# A little longer.


@pytest.mark.parametrize("cue", [0, 1, 2])
def test_until_the_hold_is_over_longer_lengthens_it_and_that_of_the_other_side(
    small: Sheet, cue: int
) -> None:
    made = longer(SCRIPT, 1, cue, small)

    assert holds(made) == [90, 90, 60]
    assert made.lasts == SCRIPT.lasts + 2 * MORE
    assert made.sections[1].cues[:2] == CUES[:2]
    assert made.sections[1].cues[3:] == CUES[3:]


@pytest.mark.parametrize(("cue", "turns"), [(3, [11, 4]), (4, [11, 4]), (5, [4, 11])])
def test_after_the_hold_longer_goes_to_the_circles_under_way_or_coming(
    small: Sheet, cue: int, turns: list[int]
) -> None:
    made = longer(SCRIPT, 1, cue, small)

    for section in made.sections[1:3]:
        assert [c.turns for c in section.cues if isinstance(c, Circle)] == turns
    assert holds(made) == [60, 60, 60]


def test_on_the_second_side_longer_is_for_that_side_alone(small: Sheet) -> None:
    assert holds(longer(SCRIPT, 2, 0, small)) == [60, 90, 60]


def test_rolls_get_whole_pairs_of_strokes(small: Sheet) -> None:
    rolled = (*CUES[:4], Roll(6, seconds(3.5)), CUES[-1])
    script = replace(SCRIPT, sections=(OPENING, worked("calves", "left", rolled)))
    made = longer(script, 1, 4, small)

    assert made.sections[1].cues[4] == Roll(14, seconds(3.5))


def test_longer_again_and_again_ends_at_the_longest_hold(small: Sheet, rules: Rules) -> None:
    script, asked = SCRIPT, 0
    while room(script, 1, 2, rules) and asked < 99:
        script, asked = longer(script, 1, 2, small), asked + 1

    assert asked == 2
    assert holds(script)[:2] == [rules.longest_hold_s] * 2


def test_no_side_is_worked_longer_than_the_rules_allow(small: Sheet, rules: Rules) -> None:
    script, deadline = SCRIPT, Deadline()
    while room(script, 1, 4, rules):
        deadline.check()
        script = longer(script, 1, 4, small)
    sides = [
        sum(cue.lasts for cue in one.cues if isinstance(cue, Hold | Circle | Roll))
        for one in script.sections[1:3]
    ]

    assert sides[0] == sides[1]
    assert rules.longest_side - seconds(5) - RINGS[0].each < sides[0] <= rules.longest_side


def test_a_session_gets_no_longer_than_a_session_may(rules: Rules) -> None:
    short = Ms(rules.longest_session - SCRIPT.lasts - seconds(30))
    waiting = replace(OPENING, cues=(*OPENING.cues, Rest(short, short)))
    script = replace(SCRIPT, sections=(waiting, *SCRIPT.sections[1:]))

    assert room(script, 1, 2, rules) == seconds(10)
    assert room(script, 2, 2, rules) == seconds(30)


def test_what_is_too_little_to_notice_is_not_added(rules: Rules) -> None:
    short = Ms(rules.longest_session - SCRIPT.lasts - seconds(9))
    waiting = replace(OPENING, cues=(*OPENING.cues, Rest(short, short)))
    script = replace(SCRIPT, sections=(waiting, *SCRIPT.sections[1:]))

    assert room(script, 1, 2, rules) == 0


@pytest.mark.parametrize(("number", "cue"), [(0, 0), (1, 6)])
def test_where_no_work_comes_any_more_there_is_nothing_to_lengthen(
    rules: Rules, number: int, cue: int
) -> None:
    assert room(SCRIPT, number, cue, rules) is None


BREATHS = ("4-6", "4-7-8", "4-4-4-4", "2-2")


def held(breath: str, breaths: int) -> Script:
    """Three sides, each held for so many breaths."""
    hold = Hold(Ms(parse_breath(breath).lasts * breaths), parse_breath(breath), "Halfway.")
    cues = (*CUES[:2], hold, *CUES[3:])
    calves = (worked("calves", "left", cues), worked("calves", "right", cues))
    return replace(SCRIPT, sections=(OPENING, *calves, worked("chest", "left", cues)))


@pytest.mark.parametrize(("breath", "more"), [*zip(BREATHS, (30, 19, 16, 28), strict=True)])
def test_a_hold_gets_longer_by_whole_breaths(small: Sheet, breath: str, more: int) -> None:
    script = held(breath, 3)
    before = holds(script)
    made = longer(script, 1, 2, small)

    assert holds(made) == [before[0] + more, before[1] + more, before[2]]


def test_a_breath_that_is_longer_than_what_is_usually_added_is_added_once(small: Sheet) -> None:
    assert holds(longer(held("4-12-12-12", 1), 1, 2, small)) == [80, 80, 40]


@pytest.mark.parametrize("breath", BREATHS)
def test_the_longest_hold_is_whole_breaths_too(small: Sheet, rules: Rules, breath: str) -> None:
    script, lasts = held(breath, 3), parse_breath(breath).lasts
    deadline = Deadline()
    while room(script, 1, 2, rules):
        deadline.check()
        script = longer(script, 1, 2, small)

    [longest, other, _] = holds(script)
    assert longest == other
    assert longest * 1000 % lasts == 0
    assert rules.longest_hold - max(lasts, TOO_LITTLE) < longest * 1000 <= rules.longest_hold


# Easier.


def easier(script: Script, number: int, cue: int, into: Ms, sheet: Sheet) -> Script:
    return revised(script, Revision("easier", number, cue, into), sheet)


def test_what_comes_is_held_half_as_long_and_told_more_gently(small: Sheet) -> None:
    made = easier(SCRIPT, 0, 0, Ms(0), small)
    said = [cue.text for one in made.sections for cue in one.cues if isinstance(cue, Say)]

    assert holds(made) == [30, 30, 30]
    assert sum("three out of ten" in text for text in said) == 3
    assert not any("five out of ten" in text for text in said)
    assert [cue.turns for cue in made.sections[3].cues if isinstance(cue, Circle)] == [2, 2]


def test_a_hold_under_way_ends_with_its_breath(small: Sheet) -> None:
    made = easier(SCRIPT, 1, 2, seconds(23), small)

    assert holds(made) == [30, 30, 30]
    assert easier(SCRIPT, 1, 2, seconds(55), small).sections[1].cues[2] == HOLD


def test_circles_under_way_end_with_their_turn(small: Sheet) -> None:
    made = easier(SCRIPT, 1, 4, seconds(5), small)

    assert [cue.turns for cue in made.sections[1].cues if isinstance(cue, Circle)] == [2, 2]
    assert made.sections[1].cues[2] == HOLD


def test_what_is_over_stays_as_it_was(small: Sheet) -> None:
    made = easier(SCRIPT, 2, 3, Ms(0), small)

    assert made.sections[:2] == SCRIPT.sections[:2]
    assert made.sections[2].cues[:4] == CUES[:4]
    assert holds(made) == [60, 60, 30]


def test_easier_again_is_shorter_again_down_to_a_least(small: Sheet) -> None:
    script = SCRIPT
    for _ in range(4):
        script = easier(script, 0, 0, Ms(0), small)

    assert holds(script) == [GENTLEST_HOLD // 1000] * 3
    assert [cue.turns for cue in script.sections[1].cues if isinstance(cue, Circle)] == [1, 1]


@pytest.mark.parametrize(
    ("breath", "breaths", "half"),
    [
        *(("4-6", 12, 60), ("4-6", 7, 30), ("4-6", 3, 20), ("4-6", 2, 20), ("4-6", 1, 10)),
        *(("4-7-8", 6, 57), ("4-7-8", 3, 38), ("4-7-8", 2, 38), ("4-7-8", 1, 19)),
        *(("4-4-4-4", 6, 48), ("4-4-4-4", 3, 32), ("4-4-4-4", 1, 16)),
        *(("2-2", 15, 28), ("2-2", 8, 20), ("2-2", 5, 20), ("2-2", 4, 16)),
    ],
)
def test_an_easier_hold_is_half_in_whole_breaths_and_a_short_one_stays(
    small: Sheet, breath: str, breaths: int, half: int
) -> None:
    assert holds(easier(held(breath, breaths), 0, 0, Ms(0), small)) == [half] * 3


@pytest.mark.parametrize("name", ["shoulders", "calves", "desk"])
def test_a_true_session_keeps_all_its_sections_and_all_else_that_is_said(
    library: Library, book: Phrasebook, name: str
) -> None:
    entry = library.entry(name)
    script = written(entry, book, Wishes())
    made = revised(script, Revision("easier", 0, 0), sheet(entry, book, Wishes()))

    def kept(one: Script) -> list[str]:
        said = (cue for section in one.sections for cue in section.cues if isinstance(cue, Say))
        return [cue.text for cue in said if not cue.moment.startswith("hold")]

    assert kept(made) == kept(script)
    assert [one.title for one in made.sections] == [one.title for one in script.sections]
    assert made.lasts < script.lasts


def test_where_only_names_are_said_none_is_added(library: Library, book: Phrasebook) -> None:
    entry, wishes = library.entry("feet"), Wishes(talk="bell")
    script = written(entry, book, wishes)
    made = revised(script, Revision("easier", 0, 0), sheet(entry, book, wishes))

    assert [c for s in made.sections for c in s.cues if isinstance(c, Say)] == [
        c for s in script.sections for c in s.cues if isinstance(c, Say)
    ]
