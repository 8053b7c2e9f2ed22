"""Export: a session as a file, through pydub and its ffmpeg."""

import contextlib
import errno
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from coach.appearing import appearing, appearing_texts
from coach.bed import Bed
from coach.clip import Samples, to_pcm
from coach.description import describe
from coach.errors import ExportError
from coach.gains import gains
from coach.mixer import mix
from coach.tags import Label, tag_flac, tag_mp3, tag_wav
from coach.timeline import Timeline
from coach.units import RATE_HZ, Ms, frames_to_ms
from coach.voices import Voice

with warnings.catch_warnings():
    # It warns of a missing ffmpeg, which is found below, and of audioop, which audioop-lts
    # replaces.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

Progress = Callable[[Ms], None]
"""Told how much of the session has been written."""


class Format(NamedTuple):
    """How a kind of file is encoded and tagged."""

    codec: tuple[str, ...]
    """Arguments of ffmpeg."""
    tag: Callable[[Path, Timeline, Label], None]


FORMATS = {
    # Constant rate: with a variable one some players show a wrong length and seek past the mark.
    ".mp3": Format(("-codec:a", "libmp3lame", "-b:a", "128k", "-id3v2_version", "0"), tag_mp3),
    ".flac": Format(("-codec:a", "flac"), tag_flac),
    ".wav": Format(("-codec:a", "pcm_s16le"), tag_wav),
}
"""By the file's suffix."""


def export(
    timeline: Timeline,
    voice: Voice,
    bed: Bed | None,
    path: Path,
    *,
    force: bool = False,
    progress: Progress = lambda _done: None,
    mark: str = "",
    beside: Iterable[tuple[Path, str]] = (),
) -> None:
    """Write a session to a file, which appears only when it is complete.

    Args:
        timeline: The session.
        voice: Speaks it.
        bed: Lies under it.
        path: Its suffix, one of `FORMATS`, chooses the kind of file.
        force: Replace a file that is there.
        progress: Called after each block.
        mark: By which the file is known again.
        beside: Texts that appear with it, each at its path.

    Raises:
        ExportError: The file is there already, or cannot be written.
        VoiceError: A phrase could not be spoken.
    """
    form = check_target(path, force=force)
    try:
        with appearing(path) as part, appearing_texts(beside):
            blocks = mix(timeline.sections, voice, bed, gains=gains(timeline.script))
            _encode(_counted(blocks, progress), part, form.codec)
            if not part.stat().st_size:
                raise OSError("the encoder wrote nothing")
            description = describe(timeline, bed=bed is not None)
            form.tag(part, timeline, Label(description, mark))
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}") from error


def check_target(path: Path, *, force: bool) -> Format:
    """How a file of this name will be encoded, if it may be written.

    Raises:
        ExportError: Its suffix is none of `FORMATS`, its folder is missing, or it is there already.
    """
    if path.suffix.lower() not in FORMATS:
        raise ExportError(f"{path} should end in one of {', '.join(FORMATS)}")
    try:
        _check_place(path, force=force)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}") from error
    return FORMATS[path.suffix.lower()]


def _check_place(path: Path, *, force: bool) -> None:
    if not path.parent.is_dir():
        raise ExportError(f"{path} cannot be written: there is no folder {path.parent}")
    if path.is_dir():
        raise ExportError(f"{path} is a folder; name a file in it")
    if path.exists() and not force:
        raise ExportError(f"{path} exists already; --force replaces it, -o writes elsewhere")


def find_ffmpeg() -> str:
    """The system's ffmpeg, which is mostly the faster one, or that of the imageio-ffmpeg package.

    Raises:
        ExportError: There is neither.
    """
    if system := shutil.which("ffmpeg"):
        return system
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise ExportError(
            "there is no ffmpeg to encode with; `pip install imageio-ffmpeg` brings one"
        ) from error


def _counted(blocks: Iterable[Samples], progress: Progress) -> Iterator[Samples]:
    done = 0
    for block in blocks:
        yield block
        done += len(block)
        progress(frames_to_ms(done))


def _encode(blocks: Iterable[Samples], path: Path, codec: tuple[str, ...]) -> None:
    """Pipe blocks into the encoder, so that memory does not grow with the session."""
    AudioSegment.converter = find_ffmpeg()
    raw = ("-f", "s16le", "-ar", str(RATE_HZ), "-ac", "2", "-i", "pipe:0")
    command = [AudioSegment.converter, "-loglevel", "error", "-y", *raw, *codec, str(path)]
    with tempfile.TemporaryFile() as complaints:
        encoder = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=complaints)
        try:
            assert encoder.stdin is not None
            _pour(blocks, encoder.stdin)
        except BaseException:
            encoder.kill()
            encoder.wait()
            raise
        if encoder.wait():
            complaints.seek(0)
            raise OSError(_reason(complaints.read().decode(errors="replace")))


def _pour(blocks: Iterable[Samples], pipe: IO[bytes]) -> None:
    try:
        for block in blocks:
            pcm = to_pcm(block).tobytes()
            segment = AudioSegment(data=pcm, sample_width=2, frame_rate=RATE_HZ, channels=2)
            pipe.write(segment.raw_data)
    except BrokenPipeError:
        pass  # the encoder has ended; what it said of the reason is read by the caller
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
