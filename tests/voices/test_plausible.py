import pytest

from coach.units import Ms
from coach.voices.plausible import is_plausible


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("In.", 257),
        ("In.", 741),
        ("Halfway.", 840),
        ("Breath.", 320),
        ("left: left.", 1108),
        ("4-7-8.", 1200),
        ("TMJ", 900),
        ("1,200", 1900),
        ("The latissimus, the side of the back, below the armpit.", 3200),
    ],
)
def test_what_voices_took_for_their_words_is_plausible(text: str, lasts: int) -> None:
    assert is_plausible(Ms(lasts), text, 145)


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("In.", 120),
        ("In.", 2500),
        ("Halfway.", 200),
        ("Halfway.", 3000),
        ("The latissimus, the side of the back, below the armpit.", 900),
        ("The latissimus, the side of the back, below the armpit.", 12_000),
    ],
)
def test_what_is_cut_or_runs_on_is_not(text: str, lasts: int) -> None:
    assert not is_plausible(Ms(lasts), text, 145)


def test_a_slower_voice_takes_longer() -> None:
    assert not is_plausible(Ms(1100), "In.", 145)
    assert is_plausible(Ms(1100), "In.", 100)
