from dataclasses import replace

import pytest

from coach.content.library import Library
from coach.script.fitting import write_script
from coach.script.reach import reach
from coach.script.sheet import Sheet, Wishes
from coach.units import MINUTE, Ms


def sheet(library: Library, name: str, wishes: Wishes) -> Sheet:
    safety, rules = library.safety_words().later, library.rules()
    return Sheet(library.entry(name), library.phrasebook(), safety, rules, wishes)


@pytest.mark.parametrize("name", ["desk", "feet", "shoulders", "full", "jaw"])
def test_what_is_within_reach_can_be_asked_for(name: str, library: Library) -> None:
    asked = sheet(library, name, Wishes())
    lengths = reach(asked)

    assert lengths.least <= lengths.own <= lengths.most <= asked.rules.longest_session
    assert lengths.own == write_script(asked).lasts
    for lasts in (lengths.least, lengths.most):
        rounded = Ms(round(lasts / MINUTE + (0.5 if lasts == lengths.least else -0.5)) * MINUTE)
        wished = replace(asked, wishes=replace(asked.wishes, lasts=rounded))
        assert write_script(wished).lasts == rounded


def test_a_length_that_is_wished_changes_nothing_of_it(library: Library) -> None:
    wished = Wishes(lasts=Ms(12 * MINUTE))

    assert reach(sheet(library, "feet", wished)) == reach(sheet(library, "feet", Wishes()))
