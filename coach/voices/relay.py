"""A voice that hands on to others what it cannot say."""

from collections.abc import Callable, Sequence
from functools import cache

from coach.errors import VoiceError
from coach.sound import Clip
from coach.traces import quiet_logger
from coach.voices.voice import Voice

_logger = quiet_logger(__name__)


class RelayVoice:
    """Lets the first voice say what it can, and the next ones, in their order, the rest.

    The others are opened when they are first needed.
    """

    def __init__(self, first: Voice, others: Sequence[Callable[[], Voice]]) -> None:
        self._first = first
        self._others = [cache(other) for other in others]

    @property
    def key(self) -> str:
        """The first one's: what others say is told from it by how long it takes."""
        return self._first.key

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        failed: VoiceError | None = None
        for voice in (lambda: self._first, *self._others):
            try:
                return voice().speak(text)
            except VoiceError as error:
                _logger.info("a phrase is handed on to the next voice", exc_info=True)
                failed = error
        assert failed is not None
        raise failed
