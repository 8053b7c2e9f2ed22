"""A voice that keeps what another one said for as long as the program runs."""

from coach.sound import Clip
from coach.voices.turns import Turns
from coach.voices.voice import Voice, at_hand, at_once


class KeepingVoice:
    """Asks the other voice for each phrase once; several threads may ask at once."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._said: dict[str, Clip] = {}
        self._turns = Turns(at_once(voice))

    @property
    def key(self) -> str:
        """The other voice's: they sound the same."""
        return self._voice.key

    @property
    def at_once(self) -> int:
        """The other voice's."""
        return at_once(self._voice)

    def at_hand(self, text: str) -> bool:
        """Whether it is kept, or the other voice has it at hand."""
        return text in self._said or at_hand(self._voice, text)

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        with self._turns.of(text):
            if text not in self._said:
                with self._turns.speaking:
                    self._said[text] = self._voice.speak(text)
            return self._said[text]
