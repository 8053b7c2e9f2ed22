"""The ears: the microphone's sound on its way to commands and knocks, in a thread of its own.

Nothing that is heard is kept longer than a few seconds, or leaves this process.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Literal, Protocol

import numpy as np

from coach.clip import Samples, from_pcm
from coach.controls import Ask, Control
from coach.errors import HearingError
from coach.hearing.bands import Bands, Powers
from coach.hearing.echo import Echo
from coach.hearing.knocks import Knocks
from coach.hearing.phrases import RATE_HZ, Recogniser
from coach.hearing.speech import HOP, Speech
from coach.players import Player
from coach.players.stream import Stream
from coach.units import RATE_HZ as PLAYED_HZ

PATIENCE_S = 3.0
"""How much may be played while the microphone gives nothing, until it counts as gone. Then it is
opened again, and again after so much more."""

GONE = "the microphone has gone: hands-free control waits for it, the session goes on"
FAILED = "hands-free control has failed and is off, the session goes on"

NOT_KNOWN = (
    "--listen and --knock need to know what sounds, to tell it from you; "
    "they work with --player miniaudio"
)

WAITING = 500
"""Pieces of sound that may wait on a busy machine; what comes then is not heard."""

Source = Literal["microphone", "player"]


class Microphone(Protocol):
    """Anything that hears."""

    def start(self, take: Callable[[bytes], object]) -> None:
        """Begin: give 16-bit sound of one channel at 16 kHz, as it comes, from any thread."""

    def close(self) -> None:
        """Let it go. Closing twice is harmless."""


class Hearing:
    """All that is done with sound: what was played and what is heard in, controls out."""

    def __init__(self, *, recogniser: Recogniser | None = None, knocks: bool = False) -> None:
        self._recogniser = recogniser
        self._knocks = Knocks() if knocks else None
        self._speech = Speech()
        self._echo = Echo()
        self._played, self._heard = Bands(PLAYED_HZ), Bands(RATE_HZ)
        self._rest = np.zeros(0, dtype=np.float32)

    def load(self) -> None:
        """Load what the first command would else wait for."""
        if self._recogniser:
            self._recogniser.load()

    def play(self, samples: Samples) -> None:
        """Note what the device takes: one channel at the house rate."""
        self._echo.play(self._played.feed(samples))

    def hear(self, samples: Samples) -> Iterator[Control]:
        """Every control that is asked for in what comes next: one channel at 16 kHz."""
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
            yield from self._commands(self._recogniser, sound, heard, expected)

    def _commands(
        self, recogniser: Recogniser, sound: Samples, heard: Powers, expected: Powers
    ) -> Iterator[Control]:
        for stretch in self._speech.feed(sound, heard, expected):
            if control := recogniser.command(stretch):
                self._speech.forget()
                yield control
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
        self._ask = ask
        self._waiting: queue.SimpleQueue[tuple[Source, bytes] | None] = queue.SimpleQueue()
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
        if not isinstance(player, Stream):
            player.close()
            raise HearingError(NOT_KNOWN)
        player.listen(lambda sound: self._put("player", sound))

    def close(self) -> None:
        """Stop listening. Closing twice is harmless."""
        self._waiting.put(None)
        self._thread.join()
        self._microphone.close()

    def _opened(self) -> Microphone:
        microphone = self._open()
        microphone.start(lambda sound: self._put("microphone", sound))
        return microphone

    def _put(self, source: Source, sound: bytes) -> None:
        """Called by the devices' own threads, which must not wait."""
        if self.trouble != FAILED and self._waiting.qsize() < WAITING:
            self._waiting.put((source, sound))

    def _run(self) -> None:
        try:
            self._hearing.load()
            while (taken := self._waiting.get()) is not None:
                self._take(*taken)
        except Exception:  # of whatever kind, it ends the hearing and not the session
            self.trouble = FAILED

    def _take(self, source: Source, sound: bytes) -> None:
        pcm = from_pcm(np.frombuffer(sound, "<i2"))
        if source == "microphone":
            self._since, self.trouble = 0, ""
            for control in self._hearing.hear(pcm):
                self._ask(control)
            return
        self._since += len(pcm) // 2
        self._hearing.play(pcm.reshape(-1, 2).mean(axis=1))
        if self._since > PATIENCE_S * PLAYED_HZ:
            self._since, self.trouble = 0, GONE
            self._open_again()

    def _open_again(self) -> None:
        self._microphone.close()
        with suppress(HearingError):
            self._microphone = self._opened()
