from dataclasses import replace

import pytest

from coach.screen.plain import PlainScreen
from coach.stage.now import Now
from coach.units import Ms
from tests.screen.scenes import PLACED, TELLER, now_at


def lines(capsys: pytest.CaptureFixture[str], *moments: Now) -> list[str]:
    screen = PlainScreen(TELLER)
    for moment in moments:
        screen.show(moment)
    return capsys.readouterr().out.splitlines()


def test_every_cue_is_told_once_as_it_begins(capsys: pytest.CaptureFixture[str]) -> None:
    told = lines(capsys, *(now_at(position) for position in range(0, 55_000, 100)))

    assert told == [
        "Sole of the foot, left  2 of 4, 0:55",
        "0:00  Breathe.",
        "0:01  Breathe in, 4 seconds.",
        "0:05  Breathe out, 6 seconds.",
        "0:11  Quiet, 3 seconds.",
        "0:14  Breathe in, 4 seconds.",
        "0:18  Breathe out, 6 seconds.",
        "0:24  Hold, 4 seconds.",
        "0:28  Small circles.",
        "0:29  Circle, ring 1 of 2, clockwise.",
        "0:37  Circle, ring 2 of 2, counterclockwise.",
        "0:41  Roll up, 3 seconds.",
        "0:44  Roll down, 3 seconds.",
        "0:47  Bell.",
        "0:49  Let go.",
        "0:50  Quiet, 5 seconds.",
    ]


def test_each_section_is_told_with_its_length(capsys: pytest.CaptureFixture[str]) -> None:
    first = now_at(0)
    second = replace(first, number=2, section=replace(PLACED, start=PLACED.end))

    assert lines(capsys, first, second)[-1] == "Sole of the foot, left  3 of 4, 0:55"


def test_a_pause_is_told_and_that_it_plays_again(capsys: pytest.CaptureFixture[str]) -> None:
    playing, paused = now_at(3000), replace(now_at(3000), paused=True)

    assert lines(capsys, playing, paused, paused, playing)[2:] == ["0:03  paused", "0:03  playing"]


def test_while_it_counts_down_only_what_is_heard_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = replace(now_at(0), waits=Ms(20_000), counts_down=True, answer="We begin.")

    assert lines(capsys, told, replace(told, answer=""), now_at(0))[1:] == [
        "0:00  We begin.",
        "0:00  Breathe.",
    ]


def test_trouble_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    gone = replace(now_at(3000), paused=True, trouble="the sound device has gone")

    assert lines(capsys, now_at(3000), gone)[-1] == "0:03  the sound device has gone"


def test_a_section_that_begins_again_is_told_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(capsys, now_at(0), now_at(3000), now_at(0))[-1] == "0:00  Breathe."
