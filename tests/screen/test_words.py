import pytest

from coach.sound.tones import Orbit, Strike, Stroke, Swell
from coach.timeline.timeline import Placed, Speech
from coach.units import Ms
from tests.screen.scenes import TELLER


def placed(cue: str, sound: object, lasts: int = 4000) -> Placed:
    return Placed(Ms(0), Ms(lasts), cue, sound)  # type: ignore[arg-type]


IN = placed("hold", Swell("in", Ms(4000)))
OUT = placed("breathe", Swell("out", Ms(6000)), 6000)
KEPT = placed("hold", None, 7000)
INNER = placed("circle", Orbit(0, 3, True, Ms(4000)))
OUTER = placed("circle", Orbit(2, 3, False, Ms(4000)))
UP = placed("roll", Stroke(True, Ms(3500)), 3500)
DOWN = placed("roll", Stroke(False, Ms(1200)), 1200)
BELL = placed("bell", Strike(Ms(5000)), 5000)
SAID = placed("say", Speech("Lean in slowly."))
QUIET = placed("rest", None, 9000)
LONG = placed("rest", None, 75_000)
BREATHER = placed("rest", None, 500)


@pytest.mark.parametrize(
    ("cue", "word", "told"),
    [
        (IN, "In", "Breathe in, 4 seconds."),
        (OUT, "Out", "Breathe out, 6 seconds."),
        (KEPT, "Hold", "Hold, 7 seconds."),
        (INNER, "Ring 1", "Circle, ring 1 of 3, clockwise."),
        (OUTER, "Ring 3", "Circle, ring 3 of 3, counterclockwise."),
        (UP, "Up", "Roll up, 4 seconds."),
        (DOWN, "Down", "Roll down, one second."),
        (BELL, "Bell", "Bell."),
        (SAID, "", "Lean in slowly."),
        (QUIET, "", "Quiet, 9 seconds."),
        (LONG, "", "Quiet, 1:15."),
        (BREATHER, "", ""),
    ],
)
def test_every_sound_has_its_word_and_its_sentence(cue: Placed, word: str, told: str) -> None:
    assert (TELLER.big(cue), TELLER.aloud(cue)) == (word, told)


def test_quiet_is_not_told_where_it_can_be_seen() -> None:
    assert TELLER.sentence(QUIET) == TELLER.sentence(KEPT) == TELLER.sentence(None) == ""
    assert TELLER.sentence(SAID) == "Lean in slowly."


def test_before_the_first_sound_there_is_no_word() -> None:
    assert TELLER.big(None) == ""
