"""The encoder: pydub and its ffmpeg."""

import base64
import contextlib
import errno
import functools
import os
import signal
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from coach.errors import forgiving
from coach.sound import find_ffmpeg
from coach.texts import Chapter
from coach.traces import quiet_logger
from coach.units import RATE_HZ

_logger = quiet_logger(__name__)

READ_BYTES = 2**16
"""How much is read at once of what an encoder writes."""

LET_GO_S = 5.0
"""How long one that was killed may take to let go of its pipes."""


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
        self._running = list[Encoder]()
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

    def start(self, coding: Coding, target: str = "pipe:1") -> "Encoder":
        """An encoder that writes to a file, or for `Encoder.written`.

        Raises:
            OSError: It cannot be started, or they have been closed.
        """
        with self._lock:  # none slips through while the others are being ended
            if self._closed:
                raise OSError("the export has been ended")
            encoder = Encoder(self._ffmpeg, coding, target)
            self._running.append(encoder)
            return encoder

    def to_file(self, blocks: Iterable[bytes], path: Path, coding: Coding) -> None:
        """Pipe blocks through an encoder into a file, so that memory does not grow with them.

        Raises:
            OSError: It failed; its last words, or that the disk is full.
        """
        # By its whole path, as "feet:1" alone would be an address.
        encoder = self.start(coding, str(path.absolute()))
        try:
            for block in blocks:
                encoder.hear(block)
        except BaseException:
            encoder.kill()
            raise
        encoder.end()


class Encoder:
    """One that runs: it hears sound as it comes. What it writes can be had meanwhile.

    One thread at a time may use it, and any may kill it.
    """

    def __init__(self, ffmpeg: str, coding: Coding, target: str) -> None:
        self._channels = coding.channels
        self._target = target
        self._failed: OSError | None = None
        self._written = SimpleQueue[bytes]()
        with contextlib.ExitStack() as held:
            complaints = held.enter_context(tempfile.TemporaryFile())
            self._process = subprocess.Popen(
                [ffmpeg, *_command(coding, target)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                # Ctrl-C goes to all of a group: apart from it, only the export ends its encoders,
                # and no end of theirs is taken for a failure.
                process_group=None if os.name == "nt" else 0,
            )
            held.pop_all()
        # It is always read from: else it and the program would wait for each other.
        self._reading = threading.Thread(target=self._read, args=(complaints,), daemon=True)
        self._reading.start()

    def hear(self, pcm: bytes) -> None:
        """Let it hear so much more; it takes as long as the encoder does.

        Raises:
            OSError: It failed; its last words, or that the disk is full.
        """
        assert self._process.stdin is not None
        raw = _raw(pcm, self._channels)
        try:
            self._process.stdin.write(raw)
        except (BrokenPipeError, ValueError):  # it has ended, and its pipe may be closed by now
            self.end()

    def written(self) -> bytes:
        """What it has written since this was asked last."""
        parts = []
        while not self._written.empty():
            parts.append(self._written.get())
        return b"".join(parts)

    def end(self) -> None:
        """Wait until it has written all. Ending twice is harmless.

        Raises:
            OSError: It failed; its last words, or that the disk is full.
        """
        self._close_ears()
        self._reading.join()
        if self._failed:
            raise self._failed

    def kill(self) -> None:
        """End it at once, whatever it does."""
        if os.name == "nt":
            self._process.kill()
        elif self._process.poll() is None:
            with forgiving(_logger, "it ended before it could be killed", ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # it may be a script that runs another
        self._reading.join(LET_GO_S)

    def _close_ears(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()

    def _read(self, complaints: IO[bytes]) -> None:
        """All that it writes, until it has ended; then put away what it was run with."""
        assert self._process.stdout is not None
        try:
            with complaints, self._process.stdout as stdout:
                while part := os.read(stdout.fileno(), READ_BYTES):
                    self._written.put(part)
                if self._process.wait():
                    complaints.seek(0)
                    told = complaints.read().decode(errors="replace")
                    self._failed = OSError(_reason(told.replace(self._target, "the file")))
        except OSError as error:
            self._failed = error
            self._process.kill()
        self._process.wait()
        self._close_ears()


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


def chapter_arguments(chapters: Iterable[Chapter], language: str) -> tuple[str, ...]:
    """What tells ffmpeg the chapters of a file, as an input of their own, and its language."""
    text = ";FFMETADATA1\n" + "".join(map(_chapter, chapters))
    address = "data:text/plain;base64," + base64.b64encode(text.encode()).decode()
    of_input = ("-f", "ffmetadata", "-i", address)
    return (
        *of_input,
        "-map",
        "0:a",
        "-map_metadata",
        "1",
        "-map_chapters",
        "1",
        "-metadata:s:a:0",
        f"language={language}",
    )


def _chapter(chapter: Chapter) -> str:
    title = "".join(f"\\{letter}" if letter in "=;#\\\n" else letter for letter in chapter.title)
    times = f"TIMEBASE=1/1000\nSTART={chapter.start}\nEND={chapter.end}"
    return f"[CHAPTER]\n{times}\ntitle={title}\n"
