import pytest

from coach.content.pace import reading_ms
from coach.voices.silent import list_voices, open_voice
from coach.voices.voice import Voice, VoiceName


def test_a_silent_phrase_takes_the_time_of_speaking() -> None:
    clip = open_voice("", 145).speak("Roll it slowly, heel to toes.")

    assert clip.lasts == reading_ms("Roll it slowly, heel to toes.", 145)
    assert (clip.rate_hz, clip.samples.ndim, clip.samples.dtype.str) == (44_100, 1, "<f4")
    assert clip.peak == 0.0


def test_a_faster_voice_takes_less_time() -> None:
    slow, fast = (open_voice("", rate).speak("Roll it slowly.").lasts for rate in (100, 200))

    assert slow == pytest.approx(2 * fast, abs=2)


def test_the_key_tells_the_rate() -> None:
    assert open_voice("", 145).key == "silent:145"


def test_it_keeps_the_protocol_of_a_voice() -> None:
    voice: Voice = open_voice("", 145)

    assert voice.speak("One.").lasts > 0


def test_there_is_one() -> None:
    assert list_voices() == [VoiceName("silent", "says nothing, in the time of speaking", "")]
