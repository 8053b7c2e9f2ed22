"""A voice that has a spare: another one, which says what it fails at."""

from collections.abc import Callable
from functools import cache

from coach.errors import VoiceError, VoiceUnavailable
from coach.sound import Clip
from coach.traces import quiet_logger
from coach.voices.around import VoiceAround
from coach.voices.voice import Voice

_logger = quiet_logger(__name__)


class SparingVoice(VoiceAround):
    """Has the spare say single phrases, and keeps them; several threads may ask at once.

    Args:
        voice: Who speaks.
        spare: Opens the other one, when it is first needed.
    """

    def __init__(self, voice: Voice, spare: Callable[[], Voice]) -> None:
        super().__init__(voice)
        self._spare = cache(spare)
        self._spared: dict[str, Clip] = {}

    @property
    def spared(self) -> list[str]:
        """The phrases that the spare has said."""
        return list(self._spared)

    def at_hand(self, text: str) -> bool:
        """Whether the spare has said it, or the other voice has it at hand."""
        return text in self._spared or super().at_hand(text)

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`.

        Raises:
            VoiceError: Neither could speak it.
            VoiceUnavailable: The voice itself is gone: that is more than a phrase.
        """
        if text in self._spared:
            return self._spared[text]
        try:
            return self._voice.speak(text)
        except VoiceUnavailable:
            raise
        except VoiceError as error:
            _logger.warning("a phrase is said by the spare voice", exc_info=True)
            try:
                clip = self._spare().speak(text)
            except VoiceError:
                raise error from None
            self._spared[text] = clip
            return clip
