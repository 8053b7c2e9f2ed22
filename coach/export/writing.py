"""Export: a session as a file."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from coach.disk import appearing_with_texts
from coach.errors import ExportError, elsewhere, told_as
from coach.export.encoder import Coding, Encoders, chapter_arguments
from coach.export.manner import AS_USUAL, MOST_JOBS, Format, Manner, Progress, check_file
from coach.export.mp3 import lowered
from coach.export.pieces import write_joined
from coach.export.tags import Label, language_tag
from coach.sound import Bed, Samples, to_pcm
from coach.texts import chapters, describe
from coach.timeline import Gains, PlacedSection, Timeline, gains, mix
from coach.units import Ms, frames_to_ms, ms_to_frames
from coach.voices import Voice, cores

STRETCH_BLOCKS = 30
"""Blocks that are encoded as one: a longer section is taken in several, so that encoders share them
evenly, and for memory's sake."""


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
    listed = (
        chapter_arguments(chapters(sound.timeline), language_tag(sound.timeline))
        if form.listed
        else ()
    )
    return Coding((*listed, "-codec:a", form.codec, *rate), sound.channels)


def _counted(blocks: Iterable[bytes], width: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for block in blocks:
        yield block
        done += len(block) // width
        progress(frames_to_ms(done))
