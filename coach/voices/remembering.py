"""A voice that remembers on disk what another voice once said."""

import hashlib
import json
from pathlib import Path

from coach.disk import Store
from coach.sound import Clip
from coach.traces import quiet_logger
from coach.voices.around import VoiceAround
from coach.voices.turns import Turns
from coach.voices.voice import FINISH, Voice, at_once

_logger = quiet_logger(__name__)

VOICE_BYTES = 256 * 2**20
"""Fifty minutes of speech; past it, what was heard longest ago is forgotten."""

SUFFIX = ".pcm"
"""What is kept is the sound: 16 bits, one channel, at the house rate."""


class RememberingVoice(VoiceAround):
    """Speaks from disk what it remembers, and asks the other voice for the rest.

    A phrase is remembered by engine, voice, rate, text, and how phrases are finished. A damaged
    entry is spoken again. Where the folder cannot be written, it is remembered for this session
    only. Several threads and programs may ask at once: each phrase is spoken by one of them, and
    what is remembered waits for nobody.
    """

    def __init__(self, voice: Voice, folder: Path, *, largest_bytes: int = VOICE_BYTES) -> None:
        super().__init__(voice)
        self._store = Store(folder, SUFFIX, largest_bytes=largest_bytes)
        self._unkept: dict[str, bytes] = {}
        self._turns = Turns(at_once(voice))

    def at_hand(self, text: str) -> bool:
        """Whether it is remembered, or the other voice has it at hand."""
        kept = text in self._unkept or self._store.has(self._name(text))
        return kept or super().at_hand(text)

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        from coach.sound import from_bytes  # what is not spoken does without

        remembered = self._recall(text)
        if remembered is None:
            with self._turns.of(text), self._store.claim(self._name(text)):
                remembered = self._recall(text)  # another has spoken it meanwhile
                if remembered is None:
                    remembered = self._spoken(text)
        return Clip(from_bytes(remembered))

    def _spoken(self, text: str) -> bytes:
        """What is said now sounds exactly as it will when it is remembered."""
        from coach.sound import to_pcm  # as above

        with self._turns.speaking:
            pcm = to_pcm(self._voice.speak(text).samples).tobytes()
        try:
            self._store.keep(self._name(text), pcm)
        except OSError:
            self._unkept[text] = pcm  # a full or read-only disk: for this session only
            _logger.warning("a phrase cannot be remembered on disk", exc_info=True)
        return pcm

    def _recall(self, text: str) -> bytes | None:
        return self._unkept.get(text) or self._store.recall(self._name(text))

    def _name(self, text: str) -> str:
        asked = json.dumps([FINISH, self._voice.key, text]).encode()
        return hashlib.sha256(asked).hexdigest()
