"""The ears: the microphone's sound on its way to commands and knocks, in a thread of its own.

Nothing that is heard is kept longer than a few seconds, or leaves this process.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

import numpy as np

from coach.content import Ask, Control, Inbox
from coach.errors import HearingError, forgiving
from coach.hearing.bands import Bands, Powers
from coach.hearing.detector import HOP, SpeechDetector
from coach.hearing.echo import Echo
from coach.hearing.knocks import Knocks
from coach.hearing.recogniser import HEARD_RATE_HZ, Meaning, Recogniser
from coach.players import Listenable, Player
from coach.sound import Samples, from_bytes
from coach.traces import quiet_logger
from coach.units import RATE_HZ as PLAYED_HZ

_logger = quiet_logger(__name__)

MICROPHONE_PATIENCE_S = 3.0
"""How much may be played while the microphone gives nothing, until it counts as gone. Then it is
opened again, and again after so much more."""

MICROPHONE_GONE = "the microphone has gone: hands-free control waits for it, the session goes on"
HEARING_FAILED = "hands-free control has failed and is off, the session goes on"

NOT_KNOWN = (
    "who listens has to know what sounds, to tell it from you, and this player does not tell it; "
    "the player miniaudio does"
)

WAITING = 500
"""Pieces of sound that may wait on a busy machine; what comes then is not heard."""


class Microphone(Protocol):
    """Anything that hears."""

    def start(self, take: Callable[[bytes], object]) -> None:
        """Begin: give 16-bit sound of one channel at 16 kHz, as it comes, from any thread."""

    def close(self) -> None:
        """Let it go. Closing twice is harmless."""


class Hearing:
    """All that is done with sound: what was played and what is heard in, meanings out."""

    def __init__(
        self,
        *,
        recogniser: Recogniser | None = None,
        numbers: Recogniser | None = None,
        knocks: bool = False,
    ) -> None:
        self.numbers = numbers
        """Knows the numbers, for when they are listened for."""
        self._recogniser = recogniser
        self._knocks = Knocks() if knocks else None
        self._speech = SpeechDetector()
        self._heard = Bands(HEARD_RATE_HZ)
        self.learn_anew()
        self._rest = np.zeros(0, dtype=np.float32)

    def load(self) -> None:
        """Load what the first command would else wait for."""
        if self._recogniser:
            self._recogniser.load()

    def learn_anew(self) -> None:
        """Forget how the coach is heard: it is played on another device, or on one again."""
        self._echo, self._played = Echo(), Bands(PLAYED_HZ)

    def listen_for_numbers(self) -> None:
        """Hear nothing else from now on."""
        self._recogniser, self._knocks = self.numbers, None
        self._speech.forget()
        self.load()

    def play(self, samples: Samples) -> None:
        """Note what the device takes: one channel at the house rate."""
        self._echo.play(self._played.feed(samples))

    def hear(self, samples: Samples) -> Iterator[Meaning]:
        """Every meaning that is heard in what comes next: one channel at 16 kHz."""
        sound = np.concatenate([self._rest, samples])
        whole = len(sound) // HOP * HOP
        sound, self._rest = sound[:whole], sound[whole:]
        if not whole:
            return
        heard = self._heard.feed(sound)
        expected = self._echo.expect(heard)
        if self._knocks and self._knocks.feed(sound, expected):
            self._speech.forget()
            yield Control.TOGGLE
        if self._recogniser:
            yield from self._meanings(self._recogniser, sound, heard, expected)

    def _meanings(
        self, recogniser: Recogniser, sound: Samples, heard: Powers, expected: Powers
    ) -> Iterator[Meaning]:
        for stretch in self._speech.feed(sound, heard, expected):
            meaning = recogniser.meaning(stretch)
            if meaning is not None:
                self._speech.forget()
                yield meaning
                return


class Ears:
    """Listens until it is closed, and asks for what it hears.

    When the microphone goes, it is opened again as soon as it is there.

    Raises:
        HearingError: There is no microphone.
    """

    def __init__(
        self,
        hearing: Hearing,
        open_microphone: Callable[[], Microphone],
        ask: Ask,
    ) -> None:
        self.trouble = ""
        """Why nothing is heard at present; empty for nothing."""
        self._hearing = hearing
        self._open = open_microphone
        self.numbers = Inbox[int]()
        """What was said of those that are listened for."""
        self._ask = ask
        self._waiting: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._since = 0
        """Frames that were played since the microphone last gave something."""
        self._microphone = self._opened()
        self._thread = threading.Thread(target=self._run, name="coach-ears", daemon=True)
        self._thread.start()

    def listen_to(self, player: Player) -> None:
        """Know what this player plays from now on.

        Raises:
            HearingError: It does not tell.
        """
        if not isinstance(player, Listenable):
            player.close()
            raise HearingError(NOT_KNOWN)
        self._waiting.put(self._hearing.learn_anew)
        player.listen(lambda sound: self._put(self._play, sound))

    @property
    def understands(self) -> bool:
        """Whether numbers that are said can be understood."""
        return self._hearing.numbers is not None

    def listen_for_numbers(self) -> None:
        """Hear nothing else from now on; they are told in `numbers`."""
        self._waiting.put(self._hearing.listen_for_numbers)

    def close(self) -> None:
        """Stop listening. Closing twice is harmless."""
        self._waiting.put(None)
        self._thread.join()
        self._microphone.close()

    def _opened(self) -> Microphone:
        microphone = self._open()
        microphone.start(lambda sound: self._put(self._hear, sound))
        return microphone

    def _put(self, take: Callable[[bytes], object], sound: bytes) -> None:
        """Called by the devices' own threads, which must not wait."""
        if self.trouble != HEARING_FAILED and self._waiting.qsize() < WAITING:
            self._waiting.put(partial(take, sound))

    def _run(self) -> None:
        try:
            self._hearing.load()
            while (act := self._waiting.get()) is not None:
                act()
        except Exception:  # of whatever kind, it ends the hearing and not the session
            self.trouble = HEARING_FAILED
            _logger.exception(HEARING_FAILED)

    def _hear(self, sound: bytes) -> None:
        self._since, self.trouble = 0, ""
        for meaning in self._hearing.hear(from_bytes(sound)):
            if isinstance(meaning, int):
                self.numbers.put(meaning)
            else:
                self._ask(meaning)

    def _play(self, sound: bytes) -> None:
        pcm = from_bytes(sound).reshape(-1, 2)
        self._since += len(pcm)
        self._hearing.play(pcm.mean(axis=1))
        if self._since > MICROPHONE_PATIENCE_S * PLAYED_HZ:
            self._since, self.trouble = 0, MICROPHONE_GONE
            _logger.warning(MICROPHONE_GONE)
            self._open_again()

    def _open_again(self) -> None:
        self._microphone.close()
        with forgiving(_logger, "the microphone is not there yet", HearingError):
            self._microphone = self._opened()
