from dataclasses import replace

from coach.mediakeys.playing import playing
from tests.screen.scenes import PLACED, now_at

NOW = now_at(3000)


def test_a_section_is_a_track_and_the_session_its_album() -> None:
    told = playing(NOW, "The feet")

    assert (told.section.title, told.album) == ("Sole of the foot, left", "The feet")
    assert (told.number, told.lasts) == (1, PLACED.lasts)


def test_nothing_new_is_told_while_time_goes_on() -> None:
    assert playing(now_at(30_000), "The feet") == playing(NOW, "The feet")


def test_a_pause_and_another_section_are_new() -> None:
    told = playing(NOW, "The feet")

    assert playing(replace(NOW, paused=True), "The feet") != told
    assert playing(replace(NOW, number=2), "The feet") != told


def test_the_last_section_is_told_as_the_last() -> None:
    assert not playing(NOW, "The feet").last
    assert playing(replace(NOW, number=3), "The feet").last
