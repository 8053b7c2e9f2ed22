from dataclasses import replace

from coach.screen.motion import Disc
from coach.units import Ms
from tests.screen.scenes import now_at, scene_at, seen


def test_it_tells_where_the_session_stands() -> None:
    shown = scene_at(3000)

    assert shown.status == "Sole of the foot, left  2 of 4  0:03, 1:37 left"
    assert shown.title == "Sole of the foot, left"
    assert (shown.word, shown.sentence) == ("In", "Breathe in, 4 seconds.")
    assert (shown.here, shown.left) == ("0:52", "left here, 1:37 in all")
    assert shown.coming == "next: Sole of the foot, right"


def test_in_the_last_section_nothing_comes_next() -> None:
    assert seen(replace(now_at(0), coming=None)).coming == ""


def test_a_pause_is_told() -> None:
    paused = seen(replace(now_at(3000), paused=True))

    assert (paused.word, paused.sentence) == ("Paused", "")
    assert paused.status.endswith("1:37 left, paused")


def test_a_countdown_tells_how_long_it_is_until_it_begins_and_nothing_that_is_not_heard() -> None:
    shown = seen(replace(now_at(1000), waits=Ms(19_400), counts_down=True))

    assert shown.left == "until it begins, 1:39 in all"
    assert (shown.here, shown.word, shown.sentence) == ("0:19", "", "")
    assert shown.status.endswith("1:39 left, begins in 0:19")


def test_trouble_is_told_before_the_pause_it_makes() -> None:
    trouble = "the sound device has gone; waiting for it"
    shown = seen(replace(now_at(3000), paused=True, trouble=trouble))

    assert (shown.word, shown.sentence) == ("Wait", trouble)
    assert shown.status.endswith(f"1:37 left, {trouble}")


def test_within_a_second_of_quiet_nothing_new_is_seen() -> None:
    assert scene_at(24_100) == scene_at(24_900)
    assert scene_at(24_100) != scene_at(25_100)


def test_within_a_breath_each_moment_is_new() -> None:
    assert scene_at(2100) != scene_at(2200)


def test_a_section_that_is_over_has_no_time_left() -> None:
    assert scene_at(60_000).here == "0:00"
    assert isinstance(scene_at(60_000).motion, Disc)
