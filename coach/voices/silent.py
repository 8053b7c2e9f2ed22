"""The silent voice takes the time of speaking and says nothing: for timing, and for tests."""

from msgspec.structs import astuple

from coach.content import ENGLISH, Reading, reading_ms
from coach.sound import Clip, silence
from coach.voices.voice import VoiceName


class SilentVoice:
    """Keeps every phrase's estimated time."""

    def __init__(self, rate_wpm: int, reading: Reading = ENGLISH) -> None:
        self._rate_wpm = rate_wpm
        self._reading = reading

    @property
    def key(self) -> str:
        """Same rate and same reading, same silence."""
        told = "" if self._reading == ENGLISH else f":{astuple(self._reading)}"
        return f"silent:{self._rate_wpm}{told}"

    def at_hand(self, _text: str) -> bool:
        """Silence comes at once."""
        return True

    def speak(self, text: str) -> Clip:
        """Silence, as long as the phrase would take to say."""
        return silence(reading_ms(text, self._rate_wpm, self._reading))


def open_voice(_name: str, rate_wpm: int, reading: Reading | None = None) -> SilentVoice:
    """The only one there is."""
    return SilentVoice(rate_wpm, reading or ENGLISH)


def list_voices() -> list[VoiceName]:
    """The only one there is."""
    return [VoiceName("silent", "says nothing, in the time of speaking", "")]
