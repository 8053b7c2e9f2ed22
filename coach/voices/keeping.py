"""A voice that keeps what another one said for as long as the program runs."""

from coach.sound import Clip
from coach.voices.around import VoiceAround
from coach.voices.turns import Turns
from coach.voices.voice import Voice, at_once


class KeepingVoice(VoiceAround):
    """Asks the other voice for each phrase once; several threads may ask at once."""

    def __init__(self, voice: Voice) -> None:
        super().__init__(voice)
        self._said: dict[str, Clip] = {}
        self._turns = Turns(at_once(voice))

    def at_hand(self, text: str) -> bool:
        """Whether it is kept, or the other voice has it at hand."""
        return text in self._said or super().at_hand(text)

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        with self._turns.of(text):
            if text not in self._said:
                with self._turns.speaking:
                    self._said[text] = self._voice.speak(text)
            return self._said[text]
