"""Export: a session as a file."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypedDict, get_args

import numpy as np

from coach.choices import BITRATE_KBPS, BITRATES_KBPS, CaptionKind, Theme
from coach.disk import appearing_with_texts
from coach.errors import ExportError, PathTaken, RequestError, elsewhere, told_as
from coach.export.encoder import Coding, Encoders, chapter_arguments
from coach.export.mp3 import lowered
from coach.export.pieces import write_joined
from coach.export.tags import Label, Tags, flac_tags, m4a_tags, mp3_tags, opus_tags, wav_tags
from coach.sound import Bed, Samples, to_pcm
from coach.texts import chapters, describe
from coach.timeline import Gains, PlacedSection, Timeline, gains, mix
from coach.units import Ms, frames_to_ms, ms_to_frames
from coach.voices import Voice, cores

Progress = Callable[[Ms], None]
"""Told how much of the session has been written; what it raises ends the export."""

STRETCH_BLOCKS = 30
"""Blocks that are encoded as one: a longer section is taken in several, so that encoders share them
evenly, and for memory's sake."""

MOST_JOBS = 4
"""More encoders than this would wait for the mixer, and for memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a file is written."""

    force: bool = False
    """Whether anything that is there is replaced, even what is up to date."""
    bitrate_kbps: int | None = None
    """Of a lossy kind: one of `BITRATES_KBPS`; None is `BITRATE_KBPS`."""
    mono: bool = False
    """One channel in place of two."""
    theme: Theme = "dark"
    """Of its pictures."""
    captions: tuple[str, ...] = ()
    """The kinds of text beside it, of `BESIDE`."""
    jobs: int | None = None
    """How many encoders work at once: one a file, and where there are fewer files, up to
    `MOST_JOBS` on each MP3; None is one a core."""

    @property
    def rate_kbps(self) -> int:
        """The bit rate of a lossy kind."""
        return self.bitrate_kbps or BITRATE_KBPS

    def check(self) -> None:
        """Refuse what no option would take.

        Raises:
            RequestError: A value is none of those allowed.
        """
        chosen = {"theme": ((self.theme,), Theme), "captions": (self.captions, CaptionKind)}
        for name, (values, kind) in chosen.items():
            for value in values:
                if value not in get_args(kind):
                    allowed = ", ".join(get_args(kind))
                    raise RequestError(f"{name}: {value!r} is not one of {allowed}")
        if self.jobs is not None and self.jobs < 1:
            raise RequestError(f"jobs: {self.jobs} is fewer than 1")


class MannerFields(TypedDict, total=False):
    """The fields of a `Manner`, for who writes them as keyword arguments."""

    force: bool
    bitrate_kbps: int | None
    mono: bool
    theme: Theme
    captions: tuple[str, ...]
    jobs: int | None


AS_USUAL = Manner()


class Format(NamedTuple):
    """How a kind of file is encoded and tagged."""

    codec: str
    """Its name in ffmpeg."""
    tags: Callable[[Timeline, Label], Tags]
    lossy: bool = False
    """Whether there is a bit rate to choose."""
    joined: bool = False
    """Whether its pieces are encoded apart."""
    listed: bool = False
    """Whether the chapters are for ffmpeg to write, and do not stand among the tags."""


FILE_FORMATS = {
    # Constant rate: with a variable one some players show a wrong length and seek past the mark.
    ".mp3": Format("libmp3lame", mp3_tags, lossy=True, joined=True),
    ".m4a": Format("aac", m4a_tags, lossy=True, listed=True),
    ".opus": Format("libopus", opus_tags, lossy=True),
    ".flac": Format("flac", flac_tags),
    ".wav": Format("pcm_s16le", wav_tags),
}
"""By the file's suffix."""


def write_session(
    timeline: Timeline,
    voice: Voice,
    bed: Bed | None,
    path: Path,
    manner: Manner = AS_USUAL,
    *,
    progress: Progress = lambda _done: None,
    fingerprint: str = "",
    beside: Iterable[tuple[Path, str]] = (),
) -> None:
    """Write a session to a file, which appears only when it is complete.

    Several threads may export at once, each to a file of its own.

    Args:
        timeline: The session.
        voice: Speaks it, in the thread that calls.
        bed: Lies under it.
        path: Its suffix, one of `FILE_FORMATS`, chooses the kind of file.
        manner: How it is written; of its captions nothing is, see ``beside``.
        progress: Called again and again, from the thread that calls.
        fingerprint: By which the file is known again.
        beside: Texts that appear with it, each at its path.

    Raises:
        ExportError: The file is there already, or cannot be written.
        VoiceError: A phrase could not be spoken.
    """
    form = check_file(path, manner)
    raised = 1 / lowered(manner.rate_kbps) if form.joined else 1.0
    no_disk: list[BaseException] = []
    loud, channels = gains(timeline.script), 1 if manner.mono else 2
    sound = _Sound(timeline, voice, bed, loud, channels, raised, no_disk)
    tell = partial(_tell, progress, no_disk)
    label = Label(describe(timeline, bed=bed is not None), fingerprint, manner.theme)
    with (
        told_as(ExportError, f"{path} cannot be written", but=no_disk),
        ThreadPoolExecutor(1) as aside,
        appearing_with_texts(path, beside) as part,
    ):
        tags = aside.submit(form.tags, timeline, label)  # drawn while others encode
        if form.joined:
            _write_joined(sound, part, manner, tell)
        else:
            _write_whole(sound, part, _coding(form, sound, manner.rate_kbps), tell)
        if not part.stat().st_size:
            raise OSError("the encoder wrote nothing")
        tags.result()(part)


def _tell(progress: Progress, no_disk: list[BaseException], done: Ms) -> None:
    with elsewhere(no_disk):
        progress(done)


def check_file(path: Path, manner: Manner) -> Format:
    """How a file of this name will be encoded, if it may be written.

    Raises:
        ExportError: Its suffix is none of `FILE_FORMATS` or has no such bit rate, its folder is
            missing, or it is there already.
    """
    suffix = path.suffix.lower()
    if suffix not in FILE_FORMATS:
        raise ExportError(f"{path} should end in one of {', '.join(FILE_FORMATS)}")
    if manner.bitrate_kbps is not None:
        _check_bitrate(path, manner.bitrate_kbps)
    with told_as(ExportError, f"{path} cannot be written"):
        _check_place(path, force=manner.force)
    return FILE_FORMATS[suffix]


def _check_bitrate(path: Path, bitrate_kbps: int) -> None:
    lossy = [suffix for suffix, form in FILE_FORMATS.items() if form.lossy]
    if path.suffix.lower() not in lossy:
        raise ExportError(
            f"{path} keeps every sample, so there is no bit rate to choose; {', '.join(lossy)} have"
            " one"
        )
    if bitrate_kbps not in BITRATES_KBPS:
        known = ", ".join(map(str, BITRATES_KBPS))
        raise ExportError(f"there is no bit rate of {bitrate_kbps} kbit/s; there are {known}")


def _check_place(path: Path, *, force: bool) -> None:
    if not path.parent.is_dir():
        raise ExportError(f"{path} cannot be written: there is no folder {path.parent}")
    if path.is_dir():
        raise ExportError(f"{path} is a folder; name a file in it")
    if path.exists() and not force:
        raise PathTaken(path)


@dataclass(frozen=True, slots=True)
class _Sound:
    """A session as the encoder takes it: 16 bits at the house rate, mixed when it is due."""

    timeline: Timeline
    voice: Voice
    bed: Bed | None
    gains: Gains
    channels: int
    raised: float
    """What the encoder will take from it again."""
    no_disk: list[BaseException]
    """What went wrong in the mixing, and is not the fault of the file that is written."""

    def blocks(self) -> Iterator[bytes]:
        """All of it, a block at a time."""
        return (block for section in self.timeline.sections for block in self._section(section))

    def stretches(self) -> Iterator[bytes]:
        """All of it, a section at a time, long ones in several parts."""
        for section in self.timeline.sections:
            blocks = self._section(section)
            while stretch := b"".join(islice(blocks, STRETCH_BLOCKS)):
                yield stretch

    def _section(self, section: PlacedSection) -> Iterator[bytes]:
        start, loud = section.start, self.gains
        with elsewhere(self.no_disk):
            for block in mix((section,), self.voice, self.bed, gains=loud, start=start):
                yield self._pcm(block)

    def _pcm(self, block: Samples) -> bytes:
        heard = block.mean(axis=1) if self.channels == 1 else block
        return to_pcm(heard * np.float32(self.raised)).tobytes()


def _write_joined(sound: _Sound, path: Path, manner: Manner, progress: Progress) -> None:
    write_joined(
        sound.stretches(),
        path,
        frames=ms_to_frames(sound.timeline.lasts),
        rate_kbps=manner.rate_kbps,
        channels=sound.channels,
        jobs=min(manner.jobs or cores(), MOST_JOBS),
        progress=lambda frames: progress(frames_to_ms(frames)),
    )


def _write_whole(sound: _Sound, path: Path, coding: Coding, progress: Progress) -> None:
    with Encoders() as encoders:
        blocks = _counted(sound.blocks(), 2 * sound.channels, progress)
        encoders.to_file(blocks, path, coding)


def _coding(form: Format, sound: _Sound, rate_kbps: int) -> Coding:
    rate = ("-b:a", f"{rate_kbps}k") if form.lossy else ()
    listed = chapter_arguments(chapters(sound.timeline)) if form.listed else ()
    return Coding((*listed, "-codec:a", form.codec, *rate), sound.channels)


def _counted(blocks: Iterable[bytes], width: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for block in blocks:
        yield block
        done += len(block) // width
        progress(frames_to_ms(done))
