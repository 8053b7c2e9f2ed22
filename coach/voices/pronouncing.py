"""A voice that says some words by another spelling, because an engine would say them wrong."""

import re
from collections.abc import Mapping

from coach.sound import Clip
from coach.voices.around import VoiceAround
from coach.voices.voice import Voice


class PronouncingVoice(VoiceAround):
    """Gives the other voice a text with whole words respelled, whatever their case."""

    def __init__(self, voice: Voice, spellings: Mapping[str, str]) -> None:
        super().__init__(voice)
        self._spellings = {word.lower(): said for word, said in spellings.items()}
        longest_first = sorted(spellings, key=len, reverse=True)
        words = "|".join(re.escape(word) for word in longest_first)
        self._words = re.compile(rf"\b(?:{words})\b" if words else r"(?!)", re.IGNORECASE)

    @property
    def key(self) -> str:
        """The other voice's, and the spellings."""
        return f"{self._voice.key} {sorted(self._spellings.items())}"

    def at_hand(self, text: str) -> bool:
        """Whether the other voice has it at hand."""
        return super().at_hand(self.respelled(text))

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        return self._voice.speak(self.respelled(text))

    def respelled(self, text: str) -> str:
        """What the other voice is given."""
        return self._words.sub(lambda word: self._spellings.get(word[0].lower(), word[0]), text)
