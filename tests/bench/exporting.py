"""How long an export takes against LAME alone on the same sound, and how much memory.

What was encoded on this machine before is forgotten.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from coach.choices import BITRATE_KBPS
from coach.disk.folders import encoded_folder
from coach.export.manner import Manner
from coach.export.writing import write_session
from coach.script.cues import Say
from coach.sound.bed import open_bed
from coach.sound.ffmpeg import find_ffmpeg
from coach.sound.shaping import to_pcm
from coach.timeline.arrangement import Arrangement
from coach.timeline.gains import gains
from coach.timeline.mixer import mix
from coach.timeline.timeline import Timeline
from coach.units import MINUTE
from coach.voices.voice import Voice
from tests.bench.measure import Figure, in_turn, memory_kib
from tests.bench.sound import session

LENGTHS = (10, 60, 180)
"""Minutes, at least."""


def figures() -> Iterator[Figure]:
    """Every way to export, then three lengths, then their memory."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _ways(Path(folder))
        yield from _lengths(Path(folder))
    yield from _memory()


def _ways(folder: Path) -> Iterator[Figure]:
    timeline, voice = session(LENGTHS[0])
    other = _changed(timeline, voice)
    bench = _Bench(timeline, voice, folder)
    one, two, again, changed, alone = in_turn(
        5,
        partial(bench.afresh, 1),
        partial(bench.afresh, 2),
        partial(bench.exported, timeline, 1),
        partial(bench.exported, other, 1),  # the other sections are remembered
        bench.alone,
    )
    share = other.sections[2].lasts / other.lasts
    what = f"export {timeline.lasts / MINUTE:.0f} min, words remembered,"
    yield Figure(f"{what} one job", one, alone, "s", "at most 1.15 x LAME alone")
    yield Figure(f"{what} two jobs", two, alone, "s", "below 0.70, on two cores")
    yield Figure(f"{what} unchanged", again, alone, "s", "the mixing alone")
    target = f"the mixing, and {share:.2f} for the section"
    yield Figure(f"{what} one section changed", changed, alone, "s", target)


def _lengths(folder: Path) -> Iterator[Figure]:
    for minutes in LENGTHS[1:]:
        timeline, voice = session(minutes)
        bench = _Bench(timeline, voice, folder)
        one, two, alone = in_turn(
            1, partial(bench.afresh, 1), partial(bench.afresh, 2), bench.alone
        )
        what = f"export {timeline.lasts / MINUTE:.0f} min, words remembered,"
        yield Figure(f"{what} one job", one, alone, "s", "at most 1.15 x LAME alone")
        yield Figure(f"{what} two jobs", two, alone, "s", "below 0.70, on two cores")


class _Bench:
    """One session, and the same sound lying ready for LAME alone."""

    def __init__(self, timeline: Timeline, voice: Voice, folder: Path) -> None:
        self._timeline, self._voice, self._folder = timeline, voice, folder
        with (folder / "raw").open("wb") as file:
            loud = gains(timeline.script)
            for block in mix(timeline.sections, voice, open_bed("pad"), gains=loud):
                file.write(to_pcm(block).tobytes())

    def afresh(self, jobs: int) -> float:
        shutil.rmtree(encoded_folder(), ignore_errors=True)
        return self.exported(self._timeline, jobs)

    def exported(self, timeline: Timeline, jobs: int) -> float:
        path = self._folder / "session.mp3"
        return _timed(
            lambda: write_session(
                timeline, self._voice, open_bed("pad"), path, Manner(force=True, jobs=jobs)
            )
        )

    def alone(self) -> float:
        form = ["-f", "s16le", "-ar", "44100", "-ac", "2", "-i", str(self._folder / "raw")]
        coded = ["-b:a", f"{BITRATE_KBPS}k", str(self._folder / "alone.mp3")]
        command = [find_ffmpeg(), "-loglevel", "error", "-y", *form, *coded]
        return _timed(lambda: subprocess.run(command, check=True))


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _changed(timeline: Timeline, voice: Voice) -> Timeline:
    """The same with other words in one section, all else at its time."""
    sections = list(timeline.script.sections)
    first, *rest = (cue for cue in sections[2].cues)
    assert isinstance(first, Say)
    sections[2] = replace(sections[2], cues=(replace(first, text="Over to the other."), *rest))
    script = replace(timeline.script, sections=tuple(sections))
    return Arrangement(script, voice).whole()


def _memory() -> Iterator[Figure]:
    ten, *longer = (_peak_mib(minutes) for minutes in LENGTHS)
    for minutes, peak in zip(LENGTHS[1:], longer, strict=True):
        what = f"memory of an export, {minutes} min against {LENGTHS[0]}"
        yield Figure(what, peak, ten, "MiB", "at most 1.30, encoders included")


def _peak_mib(minutes: int) -> float:
    command = [sys.executable, "-m", "tests.bench.exporting", str(minutes)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(ran.stdout) / 1024


def peak_of_export(minutes: int) -> int:
    """Export a session of so many minutes; the most memory of it and its encoders, in KiB."""
    timeline, voice = session(minutes)
    done = threading.Event()
    peaks = [0]

    def watch() -> None:
        while not done.wait(0.02):
            peaks.append(sum(map(_resident_kib, _family())))

    watching = threading.Thread(target=watch)
    watching.start()
    with tempfile.TemporaryDirectory() as folder:
        shutil.rmtree(encoded_folder(), ignore_errors=True)
        write_session(
            timeline, voice, open_bed("pad"), Path(folder) / "session.mp3", Manner(jobs=2)
        )
    done.set()
    watching.join()
    return max(peaks)


def _family() -> list[str]:
    """This process and its encoders, by number.

    A child that has yet to become an encoder shares this one's memory, which would count twice.
    """
    own = str(os.getpid())
    tasks = Path(f"/proc/{own}/task").iterdir()
    children = [child for task in tasks for child in (task / "children").read_text().split()]
    return [own, *(child for child in children if _runs(child) != _runs(own))]


def _runs(process: str) -> str:
    try:
        return os.readlink(f"/proc/{process}/exe")
    except OSError:
        return ""  # it has just ended


def _resident_kib(process: str) -> int:
    try:
        return memory_kib(process, "VmRSS")
    except OSError:
        return 0  # it has just ended


if __name__ == "__main__":
    print(peak_of_export(int(sys.argv[1])))
