import pytest

from coach.errors import VoiceError, VoiceUnavailable
from coach.sound.clip import Clip
from coach.voices.silent import SilentVoice
from coach.voices.sparing import SparingVoice
from coach.voices.speaker import open_speaker, spare_note
from coach.voices.voice import Voice
from tests.doubles import FailingVoice, FakeVoice
from tests.screen.scenes import WORDS


def nobody() -> Voice:
    raise VoiceUnavailable("there is no other voice")


class Gone(FakeVoice):
    def speak(self, text: str) -> Clip:
        raise VoiceUnavailable("the model is damaged")


def test_what_a_voice_fails_at_its_spare_says_once_and_it_is_told() -> None:
    failing, spare = FailingVoice(speaks=1), FakeVoice()
    voice = SparingVoice(failing, lambda: spare)

    assert spare_note(voice, WORDS) == ""
    for text in ("In.", "Out.", "Out."):
        assert voice.speak(text).lasts > 0
    assert (failing.spoken, spare.spoken) == (["In."], ["Out."])
    assert voice.at_hand("Out.")
    assert (
        spare_note(voice, WORDS) == "The system's voice has said what this one could not: 'Out.'."
    )


def test_of_many_phrases_a_few_are_told_and_how_many_more() -> None:
    voice = SparingVoice(FailingVoice(), FakeVoice)
    for number in range(5):
        voice.speak(f"{number}.")

    told = "The system's voice has said what this one could not: '0.', '1.', '2.' and 2 more."
    assert spare_note(voice, WORDS) == told


def test_where_the_spare_fails_too_the_voice_tells_why() -> None:
    for spare in (nobody, lambda: FailingVoice()):
        with pytest.raises(VoiceError, match="the voice could not speak"):
            SparingVoice(FailingVoice(), spare).speak("In.")


def test_a_voice_that_is_gone_is_no_matter_of_a_phrase() -> None:
    spare = FakeVoice()

    with pytest.raises(VoiceUnavailable, match="damaged"):
        SparingVoice(Gone(), lambda: spare).speak("In.")
    assert spare.spoken == []


def test_the_systems_voice_and_silence_need_no_spare() -> None:
    for name, kind in (("en-gb", "PronouncingVoice"), ("silent", "SilentVoice")):
        opened = open_speaker(name, 145, spellings={}, phonemes={})
        assert type(opened).__name__ == kind
    assert spare_note(SilentVoice(145), WORDS) == ""
