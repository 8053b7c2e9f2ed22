import pytest

from coach.content.breath import CALM, Breath, Phase, parse_breath
from coach.units import Ms


@pytest.mark.parametrize(
    ("text", "breath"),
    [
        ("4-6", Breath(Ms(4000), Ms(0), Ms(6000), Ms(0))),
        ("4-7-8", Breath(Ms(4000), Ms(7000), Ms(8000), Ms(0))),
        ("4-4-4-4", Breath(Ms(4000), Ms(4000), Ms(4000), Ms(4000))),
        ("4-0-6", Breath(Ms(4000), Ms(0), Ms(6000), Ms(0))),
        ("4.5-6.25", Breath(Ms(4500), Ms(0), Ms(6250), Ms(0))),
        (" 4 - 6 ", Breath(Ms(4000), Ms(0), Ms(6000), Ms(0))),
        ("2-12-12-12", Breath(Ms(2000), Ms(12_000), Ms(12_000), Ms(12_000))),
    ],
)
def test_a_pattern_is_read(text: str, breath: Breath) -> None:
    assert parse_breath(text) == breath


@pytest.mark.parametrize(
    "text", ["", "4", "4-", "-4-6", "4--6", "4,5-6", "in-out", "1-2-3-4-5", "4:6"]
)
def test_what_is_no_pattern_is_answered_with_every_form(text: str) -> None:
    with pytest.raises(ValueError, match="is no breathing pattern") as caught:
        parse_breath(text)

    assert str(caught.value) == (
        f"{text!r} is no breathing pattern; write seconds as in-out (4-6), "
        "in-hold-out (4-7-8) or in-hold-out-rest (4-4-4-4)"
    )


@pytest.mark.parametrize(
    "text", ["1.9-6", "4-1", "12.1-6", "4-13", "0-6", "nan-6", "4-inf", "4-6-0"]
)
def test_a_breath_drawn_too_fast_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="in and out") as caught:
        parse_breath(text)

    assert str(caught.value) == f"{text!r}: in and out take 2 to 12 seconds each, such as 4-6"


@pytest.mark.parametrize("text", ["4-13-6", "4-0-6-12.5", "4-nan-6"])
def test_a_breath_held_too_long_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="hold and rest") as caught:
        parse_breath(text)

    assert str(caught.value) == f"{text!r}: hold and rest take 0 to 12 seconds each"


@pytest.mark.parametrize(
    "text", ["4-6", "4-7-8", "4-4-4-4", "4-0-6-2", "2-2", "4.5-6", "12-12-12-12"]
)
def test_a_breath_is_shown_as_it_is_written(text: str) -> None:
    assert str(parse_breath(text)) == text


@pytest.mark.parametrize(
    ("text", "short"), [("4-0-6", "4-6"), ("4-0-6-0", "4-6"), ("4-7-8-0", "4-7-8")]
)
def test_a_part_that_does_not_last_is_left_out(text: str, short: str) -> None:
    assert str(parse_breath(text)) == short


def test_phases_come_in_order_and_fill_the_breath() -> None:
    breath = parse_breath("4-3-6-2")

    assert breath.phases == (
        Phase("in", Ms(4000)),
        Phase("hold", Ms(3000)),
        Phase("out", Ms(6000)),
        Phase("hold", Ms(2000)),
    )
    assert sum(phase.lasts for phase in breath.phases) == breath.lasts == 15_000


def test_a_phase_that_does_not_last_is_none() -> None:
    assert [phase.kind for phase in parse_breath("4-6").phases] == ["in", "out"]
    assert [phase.kind for phase in parse_breath("4-0-6-1").phases] == ["in", "out", "hold"]


@pytest.mark.parametrize(
    ("text", "holds"),
    [("4-6", False), ("4-0-6-0", False), ("4-7-8", True), ("4-4-4-4", True), ("4-0-6-1", True)],
)
def test_a_breath_holds_if_it_is_held_drawn_or_let_out(text: str, holds: bool) -> None:
    assert parse_breath(text).holds == holds


def test_the_calm_breath_is_let_out_longer_than_it_is_drawn() -> None:
    assert CALM.let_out > CALM.drawn
    assert 60_000 / CALM.lasts == 6
