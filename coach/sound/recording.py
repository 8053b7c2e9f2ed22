"""Recordings: sound files of any kind, read by what their header says and not by their name."""

import threading
from pathlib import Path

import soundfile

from coach.sound.clip import Clip


class UnreadableRecording(Exception):
    """The file is not there, or is no sound file; the text says why."""


def read_recording(path: Path) -> Clip:
    """A whole mono or stereo recording, at its own rate.

    Raises:
        UnreadableRecording: It cannot be read.
    """
    with Recording(path) as recording:
        return recording.cut(0, recording.frames)


class Recording:
    """An open sound file, of which parts can be cut without reading the rest."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = soundfile.SoundFile(path)
        except (soundfile.LibsndfileError, OSError, TypeError) as error:
            raise UnreadableRecording(_reason(path, error)) from error
        self._path = path
        self._lock = threading.Lock()
        self.rate_hz: int = self._file.samplerate
        self.frames: int = self._file.frames

    def __enter__(self) -> "Recording":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go. Closing twice is harmless."""
        self._file.close()

    def cut(self, start: int, frames: int) -> Clip:
        """So many frames from a start, at the file's own rate; fewer at its end.

        More than two channels become the first two.
        """
        try:
            with self._lock:  # two threads may cut at once
                self._file.seek(min(start, self.frames))
                samples = self._file.read(frames, dtype="float32")
        except soundfile.LibsndfileError as error:
            raise UnreadableRecording(_reason(self._path, error)) from error
        return Clip(samples if samples.ndim == 1 else samples[:, :2], self.rate_hz)


def _reason(path: Path, error: Exception) -> str:
    if not path.is_file():
        return f"{path}: there is no such file"
    detail = getattr(error, "error_string", None) or str(error)
    return f"{path}: {detail.rstrip('.')}"
