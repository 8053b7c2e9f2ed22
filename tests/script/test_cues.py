from coach.content.breath import parse_breath
from coach.script.cues import Breathe, Circle, Rest, Roll, Say, Script, Section
from coach.units import Ms


def test_a_cue_of_many_parts_lasts_as_long_as_all_of_them() -> None:
    assert Breathe(parse_breath("4-7-8"), times=3, worded=2).lasts == 57_000
    assert Circle(0, 3, clockwise=True, turns=2, each=Ms(3750)).lasts == 7500
    assert Roll(strokes=8, each=Ms(3500)).lasts == 28_000


def test_a_session_lasts_as_long_as_its_sections_and_they_as_their_cues() -> None:
    section = Section("One", (Say("Lean in.", Ms(700)), Rest(Ms(500), Ms(500))))
    script = Script("mine", "Mine", "for me", (section, section))

    assert section.lasts == 1200
    assert script.lasts == 2400
