"""Recordings: sound files of any kind, read by what their header says and not by their name."""

import io
import threading
from pathlib import Path

import soundfile

from coach.sound.clip import Clip, UnreadableRecording

OPUS_COMPRESSION = 0.93
"""libsndfile's measure from 0, the most bits, to 1: some 24 kbit/s of speech."""


def read_recording(path: Path) -> Clip:
    """A whole mono or stereo recording, at its own rate.

    Raises:
        UnreadableRecording: It cannot be read.
    """
    with Recording(path) as recording:
        return recording.cut(0, recording.frames)


def from_opus(sound: bytes) -> Clip:
    """The sound of an Ogg Opus file that is held in memory.

    Raises:
        UnreadableRecording: It is none, or damaged.
    """
    try:
        samples, rate_hz = soundfile.read(io.BytesIO(sound), dtype="float32")
    except (soundfile.LibsndfileError, OSError, TypeError) as error:
        raise UnreadableRecording(str(error)) from error
    return Clip(samples, rate_hz)


def to_opus(clip: Clip) -> bytes:
    """A mono clip as an Ogg Opus file, some 24 kbit/s: a recogniser hears it as well as it was.

    The clip's rate is one of Opus': 8, 12, 16, 24 or 48 kHz. Its length is kept to the frame.
    """
    file = io.BytesIO()
    soundfile.write(
        file,
        clip.samples,
        clip.rate_hz,
        format="OGG",
        subtype="OPUS",
        compression_level=OPUS_COMPRESSION,
    )
    return file.getvalue()


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
