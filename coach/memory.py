"""A voice that remembers on disk what another voice once said."""

import contextlib
import hashlib
import json
import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.appearing import appearing
from coach.clip import Clip, from_pcm, to_pcm
from coach.voices import Voice

LARGEST_BYTES = 256 * 2**20
"""Fifty minutes of speech; past it, what was heard longest ago is forgotten."""

FORM = 4
"""Counted up when `coach.voices.finished` changes what a remembered phrase sounds like."""

SUFFIX = ".pcm"
DIGEST_BYTES = 32
"""An entry is the SHA-256 of its sound, then the sound: 16 bits, one channel, at the house rate."""

Pcm = NDArray[np.int16]


class RememberingVoice:
    """Speaks from disk what it remembers, and asks the other voice for the rest.

    A phrase is remembered by engine, voice, rate and text. A damaged entry is spoken again. Where
    the folder cannot be written, it is remembered for this session only. Several threads may ask
    at once.
    """

    def __init__(self, voice: Voice, folder: Path, *, largest_bytes: int = LARGEST_BYTES) -> None:
        self._voice = voice
        self._folder = folder
        self._largest_bytes = largest_bytes
        self._kept = 0
        self._unkept: dict[str, Pcm] = {}
        self._lock = threading.Lock()

    @property
    def key(self) -> str:
        """The other voice's: they sound the same."""
        return self._voice.key

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        remembered = self._recall(text)
        if remembered is None:
            with self._lock:  # while one thread speaks, others still recall
                remembered = self._recall(text)
                if remembered is None:
                    remembered = self._spoken(text)
        return Clip(from_pcm(remembered))

    def _spoken(self, text: str) -> Pcm:
        """What is said now sounds exactly as it will when it is remembered."""
        pcm = to_pcm(self._voice.speak(text).samples)
        try:
            self._keep(self._path(text), pcm)
        except OSError:
            self._unkept[text] = pcm  # a full or read-only disk: for this session only
        return pcm

    def _recall(self, text: str) -> Pcm | None:
        if text in self._unkept:
            return self._unkept[text]
        path = self._path(text)
        try:
            entry = path.read_bytes()
        except OSError:
            return None
        digest, pcm = entry[:DIGEST_BYTES], entry[DIGEST_BYTES:]
        if not pcm or hashlib.sha256(pcm).digest() != digest:
            return None
        with contextlib.suppress(OSError):
            path.touch()
        return np.frombuffer(pcm, dtype="<i2")

    def _path(self, text: str) -> Path:
        asked = json.dumps([FORM, self._voice.key, text]).encode()
        return self._folder / f"{hashlib.sha256(asked).hexdigest()}{SUFFIX}"

    def _keep(self, path: Path, pcm: Pcm) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        sound = pcm.tobytes()
        with appearing(path) as part:
            part.write_bytes(hashlib.sha256(sound).digest() + sound)
        if self._kept % 256 == 0:
            self._forget()
        self._kept += 1

    def _forget(self) -> None:
        entries = sorted(
            (
                (path.stat().st_mtime, path.stat().st_size, path)
                for path in self._folder.glob(f"*{SUFFIX}")
            ),
            reverse=True,
        )
        total = 0
        for _heard, size, path in entries:
            total += size
            if total > self._largest_bytes:
                path.unlink(missing_ok=True)
