"""A voice around another one, which sounds the same."""

from coach.voices.voice import Voice, at_hand, at_once


class VoiceAround:
    """Hands on what the other voice tells of itself; who speaks, and how, a subclass says."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    @property
    def key(self) -> str:
        """The other voice's: they sound the same."""
        return self._voice.key

    @property
    def at_once(self) -> int:
        """The other voice's."""
        return at_once(self._voice)

    def at_hand(self, text: str) -> bool:
        """Whether the other voice has it at hand."""
        return at_hand(self._voice, text)
