"""The manner in which a session is written: what kind of file, and what stands in its place."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypedDict, get_args

from coach.choices import BITRATE_KBPS, BITRATES_KBPS, CaptionKind, Theme
from coach.errors import ExportError, PathTaken, RequestError, told_as
from coach.export.tags import Label, Tags, flac_tags, m4a_tags, mp3_tags, opus_tags, wav_tags
from coach.timeline import Timeline
from coach.units import Ms

Progress = Callable[[Ms], None]
"""Told how much of the session has been written; what it raises ends the export."""

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
