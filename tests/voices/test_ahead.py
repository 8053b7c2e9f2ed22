import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np
import pytest

from coach.choices import RATE_WPM
from coach.content import reading_ms
from coach.errors import VoiceError, VoiceUnavailable
from coach.voices.ahead import SURE, Ahead, cores, speaking_ahead
from coach.voices.keeping import KeepingVoice
from coach.voices.silent import SilentVoice
from coach.voices.voice import Voice
from tests.doubles import FakeVoice
from tests.patience import wait_until
from tests.slow import SlowVoice

WORDS = ("one", "two two", "three three three", "four", "five")


@pytest.fixture
def slow() -> SlowVoice:
    return SlowVoice(0.2)


@pytest.fixture
def ahead(slow: SlowVoice) -> Iterator[Ahead]:
    with closing(Ahead(KeepingVoice(slow), threads=4)) as one:
        yield one


def all_said(ahead: Ahead, *texts: str) -> None:
    wait_until(lambda: None not in [ahead.said(text) for text in texts])


def test_phrases_are_spoken_in_the_order_in_which_they_are_wanted(
    ahead: Ahead, slow: SlowVoice
) -> None:
    ahead.want(WORDS)
    all_said(ahead, *WORDS)

    assert slow.spoken == [*WORDS]
    assert [ahead.said(text) for text in WORDS] == [30, 60, 90, 30, 30]


def test_a_voice_that_tells_nothing_speaks_in_one_thread_that_is_not_the_one_that_asks(
    ahead: Ahead, slow: SlowVoice
) -> None:
    for text in WORDS:
        ahead.want([text])
        all_said(ahead, text)

    assert slow.most == 1
    assert len(slow.threads) == 1
    assert threading.current_thread().name not in slow.threads


def test_a_voice_that_may_speaks_on_several_threads_and_no_phrase_twice() -> None:
    slow = SlowVoice(1.0, at_once=3)
    with closing(Ahead(KeepingVoice(slow), threads=2)) as ahead:
        ahead.want(WORDS * 2)
        all_said(ahead, *WORDS)

    assert slow.most == 2
    assert sorted(slow.spoken) == sorted(WORDS)


def test_what_is_wanted_anew_goes_before_all_that_has_not_begun(
    ahead: Ahead, slow: SlowVoice
) -> None:
    slow.stalls_at = "one"
    ahead.want(WORDS)
    wait_until(lambda: slow.spoken)
    ahead.want(["five", "four"])
    slow.let_go.set()
    all_said(ahead, "five", "four")

    assert slow.spoken == ["one", "five", "four"]


def test_asking_for_a_length_never_waits(ahead: Ahead, slow: SlowVoice) -> None:
    slow.stalls_at = "one"
    ahead.want(["one"])
    wait_until(lambda: slow.spoken)

    began = time.monotonic()
    assert ahead.said("one") is None
    assert time.monotonic() - began < 0.1
    slow.let_go.set()


def test_a_phrase_that_is_spoken_now_goes_before_those_that_are_wanted(
    ahead: Ahead, slow: SlowVoice
) -> None:
    ahead.want(["one one one one", *WORDS])
    wait_until(lambda: slow.spoken)

    assert ahead.speak("six").lasts == 30
    assert slow.spoken[:2] == ["one one one one", "six"]


def test_it_sounds_as_the_other_voice_does(ahead: Ahead) -> None:
    assert ahead.key == SlowVoice(3.0).key
    assert np.array_equal(ahead.speak("one").samples, FakeVoice(word_ms=30).speak("one").samples)


def test_many_may_ask_for_one_phrase_at_once(ahead: Ahead, slow: SlowVoice) -> None:
    with ThreadPoolExecutor(8) as pool:
        lengths = [clip.lasts for clip in pool.map(ahead.speak, ["one two"] * 16)]

    assert lengths == [60] * 16
    assert slow.spoken == ["one two"]


def test_what_a_voice_has_at_hand_is_spoken_by_whoever_asks() -> None:
    threads = threading.active_count()
    with closing(Ahead(SilentVoice(145), threads=4)) as ahead:
        ahead.want(WORDS)

        assert ahead.said("one two three") == SilentVoice(145).speak("one two three").lasts
        assert ahead.left(WORDS) == 0
        assert threading.active_count() == threads


def test_a_phrase_that_fails_is_told_to_who_wants_it_and_the_others_come(
    ahead: Ahead, slow: SlowVoice
) -> None:
    slow.fails_at = "two"
    ahead.want(WORDS)
    all_said(ahead, "one", "three three three", "four", "five")

    for ask in (ahead.said, ahead.speak):
        with pytest.raises(VoiceError, match="could not speak 'two two'"):
            ask("two two")
    assert slow.spoken.count("two two") == 1


def test_nothing_tells_the_pace_before_a_few_phrases_were_spoken(ahead: Ahead) -> None:
    assert ahead.pace is None
    ahead.want(WORDS[: SURE - 1])
    all_said(ahead, *WORDS[: SURE - 1])

    assert ahead.pace is None


@pytest.mark.parametrize("pace", [0.5, 3.0])
def test_the_pace_is_what_a_second_of_speech_takes(pace: float) -> None:
    slow = SlowVoice(pace, word_ms=100)
    with closing(Ahead(KeepingVoice(slow), threads=1)) as ahead:
        ahead.want(WORDS)
        all_said(ahead, *WORDS)
        measured = ahead.pace

    told = sum(slow.speak(text).lasts for text in WORDS)
    planned = sum(reading_ms(text, RATE_WPM) for text in WORDS)
    assert measured is not None
    assert measured >= pace * told / planned
    assert measured == pytest.approx(pace * told / planned, rel=1.0)


def test_a_phrase_that_stalls_makes_the_pace_slower_while_it_lasts(
    ahead: Ahead, slow: SlowVoice
) -> None:
    ahead.want(WORDS)
    all_said(ahead, *WORDS)
    slow.stalls_at = "six"
    ahead.want(["six"])
    usual = ahead.pace or 0

    wait_until(lambda: (ahead.pace or 0) > 2 * usual + 1)
    slow.let_go.set()


def test_what_is_left_is_told_of_the_texts_that_are_asked_about(
    ahead: Ahead, slow: SlowVoice
) -> None:
    slow.stalls_at = "one"
    ahead.want(WORDS)
    wait_until(lambda: slow.spoken)

    assert ahead.left(["one"]) > 0
    assert ahead.left(["one", "two two"]) > ahead.left(["one"])
    assert ahead.left(["six"]) == 0
    slow.let_go.set()
    all_said(ahead, *WORDS)
    assert ahead.left(WORDS) == 0


def test_closing_begins_no_other_phrase_and_closing_twice_is_harmless(
    ahead: Ahead, slow: SlowVoice
) -> None:
    slow.stalls_at = "one"
    ahead.want(WORDS)
    wait_until(lambda: slow.spoken)
    ahead.close()
    ahead.close()
    slow.let_go.set()

    wait_until(lambda: not [one for one in threading.enumerate() if one.name in slow.threads])
    assert slow.spoken == ["one"]


def test_closing_lets_go_who_waits_for_a_phrase(ahead: Ahead, slow: SlowVoice) -> None:
    slow.stalls_at = "one"
    ahead.want(["one"])
    wait_until(lambda: slow.spoken)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ahead.speak, "two two")
        ahead.close()
        slow.let_go.set()

        assert asked.result(60).lasts == 60


def missing() -> Voice:
    raise VoiceUnavailable("there is no speech engine")


def test_there_is_a_quicker_voice_if_one_can_be_opened_and_sounds_otherwise() -> None:
    slow = SlowVoice(3.0)
    quick = FakeVoice(hz=300)

    assert Ahead(slow, threads=1).open_quicker() is None
    assert Ahead(slow, threads=1, quicker=missing).open_quicker() is None
    assert Ahead(slow, threads=1, quicker=lambda: slow).open_quicker() is None
    assert Ahead(slow, threads=1, quicker=lambda: quick).open_quicker() is quick


def test_only_a_voice_that_may_speak_several_phrases_at_once_speaks_ahead_for_a_file() -> None:
    one, several = FakeVoice(), SlowVoice(0.0, at_once=2)

    with speaking_ahead(one, threads=4) as spoken:
        assert spoken is one
    with speaking_ahead(several, threads=4) as spoken:
        assert isinstance(spoken, Ahead)


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1
