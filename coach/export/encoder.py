"""The encoder: pydub and its ffmpeg."""

import base64
import contextlib
import errno
import functools
import os
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from coach.sound import find_ffmpeg
from coach.texts import Chapter
from coach.units import RATE_HZ


@dataclass(frozen=True, slots=True)
class Coding:
    """How sound becomes a file."""

    arguments: tuple[str, ...]
    """What ffmpeg is told between the sound and the file."""
    channels: int
    """Of the sound, whose samples take 16 bits at the house rate and come in turn."""


class Encoders:
    """The running encoders of one export; all of them end when it does, however it ends.

    Several threads may encode at once.
    """

    def __init__(self) -> None:
        self._ffmpeg = find_ffmpeg()
        self._lock = threading.Lock()
        self._running = set[subprocess.Popen[bytes]]()
        self._closed = False

    def __enter__(self) -> "Encoders":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End those that still run, and start no more. Closing twice is harmless."""
        with self._lock:
            self._closed = True
            for encoder in self._running:
                encoder.kill()

    @property
    def identity(self) -> str:
        """What makes it write what it writes: same identity, same bytes."""
        return _version(self._ffmpeg)

    def to_file(self, blocks: Iterable[bytes], path: Path, coding: Coding) -> None:
        """Pipe blocks through an encoder into a file, so that memory does not grow with them.

        Raises:
            OSError: It failed; its last words, or that the disk is full.
        """
        nowhere = subprocess.DEVNULL
        # By its whole path, as "feet:1" alone would be an address.
        with self._encoder(coding, str(path.absolute()), subprocess.PIPE, nowhere) as encoder:
            assert encoder.stdin is not None
            _pour(blocks, encoder.stdin, coding.channels)

    def to_bytes(self, pcm: bytes, coding: Coding) -> bytes:
        """What an encoder makes of this sound.

        It reads a file without a name, and not a pipe: on a busy machine, encoder and program would
        wait for each other at every handful.

        Raises:
            OSError: It failed; its last words.
        """
        with tempfile.TemporaryFile() as heard, tempfile.TemporaryFile() as written:
            heard.write(_raw(pcm, coding.channels))
            heard.seek(0)
            with self._encoder(coding, "pipe:1", heard, written):
                pass
            written.seek(0)
            encoded = written.read()
        if not encoded:
            raise OSError("the encoder wrote nothing")
        return encoded

    @contextlib.contextmanager
    def _encoder(
        self, coding: Coding, target: str, heard: int | IO[bytes], written: int | IO[bytes]
    ) -> Iterator[subprocess.Popen[bytes]]:
        """An encoder that has ended at the end of the block: by itself and well, or by force."""
        with tempfile.TemporaryFile() as complaints:
            command = [self._ffmpeg, *_command(coding, target)]
            encoder = self._start(command, heard, written, complaints)
            try:
                yield encoder
                encoder.wait()
            except BaseException:
                encoder.kill()
                encoder.wait()
                raise
            finally:
                with self._lock:
                    self._running.discard(encoder)
            if encoder.returncode:
                complaints.seek(0)
                told = complaints.read().decode(errors="replace")
                raise OSError(_reason(told.replace(target, "the file")))

    def _start(
        self,
        command: list[str],
        heard: int | IO[bytes],
        written: int | IO[bytes],
        complaints: IO[bytes],
    ) -> subprocess.Popen[bytes]:
        with self._lock:  # none slips through while the others are being ended
            if self._closed:
                raise OSError("the export has been ended")
            encoder = subprocess.Popen(
                command,
                stdin=heard,
                stdout=written,
                stderr=complaints,
                # Ctrl-C goes to all of a group: apart from it, only the export ends its encoders,
                # and no end of theirs is taken for a failure.
                process_group=None if os.name == "nt" else 0,
            )
            self._running.add(encoder)
            return encoder


def _command(coding: Coding, target: str) -> list[str]:
    raw = ("-f", "s16le", "-ar", str(RATE_HZ), "-ac", str(coding.channels), "-i", "pipe:0")
    return ["-loglevel", "error", "-y", *raw, *coding.arguments, target]


def _raw(pcm: bytes, channels: int) -> bytes:
    segment = _segments()(data=pcm, sample_width=2, frame_rate=RATE_HZ, channels=channels)
    raw: bytes = segment.raw_data
    return raw


@functools.cache
def _segments() -> Any:
    """Pydub's class, loaded when something is encoded."""
    with warnings.catch_warnings():
        # It warns of a missing ffmpeg, which is found elsewhere, and of audioop, which audioop-lts
        # replaces.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    return AudioSegment


def _pour(blocks: Iterable[bytes], pipe: IO[bytes], channels: int) -> None:
    try:
        for block in blocks:
            raw = _raw(block, channels)
            try:
                pipe.write(raw)
            except BrokenPipeError:
                break  # the encoder has ended; what it said of the reason is read by the caller
    finally:
        with contextlib.suppress(BrokenPipeError):
            pipe.close()


def _reason(complaints: str) -> str:
    """What the encoder said, in a line: a full disk by its name, else its last words."""
    full = os.strerror(errno.ENOSPC)
    if full in complaints:
        return full
    lines = complaints.strip().splitlines()
    return f"the encoder failed: {lines[-1] if lines else 'it does not say why'}"


@functools.cache
def _version(ffmpeg: str) -> str:
    """What an ffmpeg says of itself and its libraries; nothing if it does not run."""
    command = [ffmpeg, "-version"]
    told = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return told.stdout.decode(errors="replace")


def chapter_arguments(chapters: Iterable[Chapter]) -> tuple[str, ...]:
    """What tells ffmpeg the chapters of a file: as an input of their own, by a data address."""
    text = ";FFMETADATA1\n" + "".join(map(_chapter, chapters))
    address = "data:text/plain;base64," + base64.b64encode(text.encode()).decode()
    of_input = ("-f", "ffmetadata", "-i", address)
    return (*of_input, "-map", "0:a", "-map_metadata", "1", "-map_chapters", "1")


def _chapter(chapter: Chapter) -> str:
    title = "".join(f"\\{letter}" if letter in "=;#\\\n" else letter for letter in chapter.title)
    times = f"TIMEBASE=1/1000\nSTART={chapter.start}\nEND={chapter.end}"
    return f"[CHAPTER]\n{times}\ntitle={title}\n"
