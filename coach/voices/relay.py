"""A voice that hands on to others what it cannot say."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache

from coach.errors import VoiceError, VoiceUnavailable
from coach.sound import Clip
from coach.traces import quiet_logger
from coach.units import Ms
from coach.voices.voice import UNBOUNDED, Voice, at_hand, said_in

_logger = quiet_logger(__name__)


class RelayVoice:
    """Lets the first voice say what it can, and the next ones, in their order, the rest.

    Args:
        first: Who speaks where it can.
        knows: Whether it can say a phrase.
        others: Each opens the next voice, when it is first needed.
    """

    def __init__(
        self, first: Voice, knows: Callable[[str], bool], others: Sequence[Callable[[], Voice]]
    ) -> None:
        self._first = first
        self._knows = knows
        self._voices: list[Callable[[], Voice]] = [lambda: first, *map(cache, others)]

    @property
    def key(self) -> str:
        """The first one's: what others say is told from it by how long it takes."""
        return self._first.key

    def strange(self, texts: Iterable[str]) -> list[str]:
        """Those of these phrases that the first voice cannot say, each once."""
        return [one for one in dict.fromkeys(texts) if not self._knows(one)]

    @property
    def next_key(self) -> str:
        """The key of who says what the first cannot.

        Raises:
            VoiceUnavailable: Nobody does here.
        """
        return self._next.key

    @property
    def at_once(self) -> int:
        """As many as there may be; who speaks now keeps to its own number."""
        return UNBOUNDED

    def at_hand(self, text: str) -> bool:
        """Whether the first voice says it, or the next one has it at hand."""
        return self._knows(text) or at_hand(self._next, text)

    def said_in(self, text: str) -> Ms:
        """See `coach.voices.said_in`."""
        if self._knows(text):
            try:
                return said_in(self._first, text)
            except VoiceError:
                _logger.info("how long a recording is cannot be told", exc_info=True)
        return self.speak(text).lasts

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        for voice in self._voices[:-1]:
            try:
                return voice().speak(text)
            except VoiceError:
                _logger.info("a phrase is handed on to the next voice", exc_info=True)
        return self._voices[-1]().speak(text)

    @property
    def _next(self) -> Voice:
        for voice in self._voices[1:-1]:
            with suppress(VoiceUnavailable):
                return voice()
        return self._voices[-1]()
