"""How fast a session is mixed, and how much memory playing takes."""

import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from coach.session import open_session
from coach.sound.bed import open_bed
from coach.timeline.mixer import mix
from coach.timeline.timeline import Timeline
from coach.units import MINUTE, Ms
from coach.voices.voice import Voice
from tests.bench.measure import Figure


def session(minutes: int) -> tuple[Timeline, Voice]:
    """A session of at least so many minutes: a routine whose visits come again and again."""
    opened = open_session("quads", depth="standard", voice="", rate=145)
    opening, *visits, close = opened.script.sections
    times = max(1, round(minutes * MINUTE / sum(visit.lasts for visit in visits)))
    script = replace(opened.script, sections=(opening, *visits * times, close))
    return replace(opened, script=script).timeline, opened.voice


def mixing() -> list[Figure]:
    """Real time per second of mixing, at three lengths."""
    rows = []
    for minutes in (10, 60, 180):
        timeline, voice = session(minutes)
        began = time.process_time()
        for _block in mix(timeline.sections, voice, open_bed("pad")):
            pass
        took = time.process_time() - began
        what = f"mixing {timeline.lasts / MINUTE:.0f} min, real time over time"
        rows.append(
            Figure(what, timeline.lasts / 1000, took, "s", "at least 150, the same for each")
        )
    return rows


def memory() -> Figure:
    """The peak of a process that plays an hour, against one that plays ten minutes."""
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-m", "tests.bench.sound", str(minutes)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        / 1024
        for minutes in (60, 10)
    ]
    hour, ten = peaks
    return Figure("memory, an hour against ten minutes", hour, ten, "MiB", "at most 1.10")


def play_fast(minutes: int) -> int:
    """Play a session of so many minutes on a clock that runs ahead; the peak memory in KiB."""
    from coach.players.null import NullPlayer

    timeline, voice = session(minutes)
    player = NullPlayer(time.monotonic, lambda _seconds: time.sleep(0.0002))
    player.play(mix(timeline.sections, voice, open_bed("pad")))
    while player.playing:
        time.sleep(0.2)
    player.close()
    assert player.heard * 1000 // 44_100 >= Ms(timeline.lasts - 1)
    return peak_kib()


def peak_kib() -> int:
    """The most memory this process has had, in KiB: its own, not that of who started it."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    print(play_fast(int(sys.argv[1])))
