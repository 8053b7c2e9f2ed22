"""A voice that remembers on disk what another voice once said."""

import hashlib
import json
import threading
import zipfile
import zlib
from pathlib import Path

import numpy as np

from coach.appearing import appearing
from coach.clip import Clip, from_pcm, to_pcm
from coach.voices import Voice

LARGEST_BYTES = 256 * 2**20
"""Fifty minutes of speech; past it, what was heard longest ago is forgotten."""

FORM = 2
"""Counted up when `coach.voices.finished` changes what a remembered phrase sounds like."""

_DAMAGED = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


class RememberingVoice:
    """Speaks from disk what it remembers, and asks the other voice for the rest.

    A phrase is remembered by engine, voice, rate and text. A damaged entry is spoken again. Where
    the folder cannot be written, nothing is remembered and everything is still spoken. Several
    threads may ask at once.
    """

    def __init__(self, voice: Voice, folder: Path, *, largest_bytes: int = LARGEST_BYTES) -> None:
        self._voice = voice
        self._folder = folder
        self._largest_bytes = largest_bytes
        self._kept = 0
        self._lock = threading.Lock()

    @property
    def key(self) -> str:
        """The other voice's: they sound the same."""
        return self._voice.key

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        path = self._path(text)
        with self._lock:
            remembered = _recall(path)
            if remembered is None:
                # What is said now sounds exactly as it will when it is remembered.
                remembered = to_pcm(self._voice.speak(text).samples)
                self._keep(path, remembered)
        return Clip(from_pcm(remembered))

    def _path(self, text: str) -> Path:
        asked = json.dumps([FORM, self._voice.key, text]).encode()
        return self._folder / f"{hashlib.sha256(asked).hexdigest()}.npz"

    def _keep(self, path: Path, pcm: np.ndarray) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with appearing(path) as part:
                np.savez(part, pcm=pcm)
            if self._kept % 256 == 0:
                self._forget()
            self._kept += 1
        except OSError:
            return  # a full or read-only disk costs time at the next session, not this one

    def _forget(self) -> None:
        entries = sorted(
            (
                (path.stat().st_mtime, path.stat().st_size, path)
                for path in self._folder.glob("*.npz")
            ),
            reverse=True,
        )
        total = 0
        for _heard, size, path in entries:
            total += size
            if total > self._largest_bytes:
                path.unlink(missing_ok=True)


def _recall(path: Path) -> np.ndarray | None:
    try:
        with np.load(path, allow_pickle=False) as entry:  # a zip file: its checksum is verified
            pcm: np.ndarray = entry["pcm"]
        path.touch()
    except FileNotFoundError:
        return None
    except _DAMAGED:
        return None
    return pcm if pcm.dtype == np.int16 and pcm.ndim == 1 and len(pcm) else None
