from coach.errors import VoiceUnavailable
from coach.voices.keeping import KeepingVoice
from coach.voices.relay import RelayVoice
from coach.voices.silent import SilentVoice
from coach.voices.voice import UNBOUNDED, Voice
from tests.doubles import FakeVoice


def missing() -> Voice:
    raise VoiceUnavailable("it is not here")


def test_at_hand_is_what_the_first_voice_knows_or_the_next_one_that_is_here_has() -> None:
    kept = KeepingVoice(FakeVoice())
    kept.speak("kept")
    relay = RelayVoice(FakeVoice(), {"known"}.__contains__, [missing, lambda: kept])

    assert [relay.at_hand(text) for text in ("known", "kept", "strange")] == [True, True, False]
    assert RelayVoice(FakeVoice(), bool, [lambda: SilentVoice(145)]).at_hand("")


def test_nobody_is_opened_to_tell_how_many_may_speak_at_once() -> None:
    assert RelayVoice(FakeVoice(), bool, [missing]).at_once == UNBOUNDED
