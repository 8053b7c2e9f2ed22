"""A voice that keeps what another one said for as long as the program runs."""

import threading

from coach.sound import Clip
from coach.voices.voice import Voice


class KeepingVoice:
    """Asks the other voice for each phrase once; several threads may ask at once."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._said: dict[str, Clip] = {}
        self._lock = threading.Lock()

    @property
    def key(self) -> str:
        """The other voice's: they sound the same."""
        return self._voice.key

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        with self._lock:
            if text not in self._said:
                self._said[text] = self._voice.speak(text)
            return self._said[text]
