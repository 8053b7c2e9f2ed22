"""What playing costs: cores and memory, by who speaks, with the screen and without.

In real time, so a few minutes: ``python -m tests.bench.playing``. A sound server of its own plays
where PulseAudio is installed; nothing is heard of it.
"""

import os
import pty
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from _pytest.outcomes import Skipped

from coach.voices.kokoro import has_packages
from tests.bench.measure import HEAD, Figure, memory_kib
from tests.soundserver import SoundServer

BEGINS_S, PLAYS_S = 10.0, 60.0
"""What opening it costs is not counted as playing."""
PLAY = ("play", "shoulders", "--safety", "short", "--seed", "1")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """Of a program that plays."""

    cores: float
    """How many it takes."""
    peak_mib: float
    """The most memory it had."""


def figures() -> Iterator[Figure]:
    """Cores, then memory."""
    with tempfile.TemporaryDirectory() as folder, closing(_Sound(Path(folder))) as sound:
        unseen, seen = _cost(sound), _cost(sound, shown=True)
        yield Figure("play, recorded, screen off", unseen.cores, 1, "core", "at most 0.03")
        yield Figure("play, recorded, screen on", seen.cores, 1, "core", "at most 0.05")
        peaks = unseen.peak_mib, _cost(sound, voice="en-us").peak_mib
        yield Figure("memory of play, recorded and eSpeak", *peaks, "MiB", "at most 1.0")
        if has_packages():
            peaks = _cost(sound, voice="gongitsune").peak_mib, unseen.peak_mib
            yield Figure("memory of play, live and recorded", *peaks, "MiB", "500 MiB more")


class _Sound:
    """What it plays into, and what it finds remembered: nothing."""

    def __init__(self, folder: Path) -> None:
        self.environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
        self.player = "null"
        self._folder = folder
        self._server: SoundServer | None = None
        with suppress(Skipped):
            server = SoundServer(folder)
            server.start("speaker")
            self._server, self.player = server, "miniaudio"
            self.environment["PULSE_SERVER"] = server.address

    def cache(self) -> str:
        """A new folder, in which nothing was spoken yet."""
        return tempfile.mkdtemp(dir=self._folder)

    def close(self) -> None:
        """End the sound server."""
        if self._server is not None:
            self._server.kill()


def _cost(sound: _Sound, *, voice: str = "", shown: bool = False) -> Cost:
    """Play for a while; what is shown is shown on a terminal, of which all is read."""
    typing, screen = pty.openpty()
    termios.tcsetwinsize(screen, (30, 100))
    command = [sys.executable, "-m", "coach", *PLAY, "--player", sound.player, "--voice", voice]
    environment = {**sound.environment, "TERM": "xterm", "XDG_CACHE_HOME": sound.cache()}
    out = screen if shown else subprocess.DEVNULL
    program = subprocess.Popen(
        command, stdin=screen, stdout=out, stderr=out, start_new_session=True, env=environment
    )
    threading.Thread(target=_read, args=(typing,), daemon=True).start()
    try:
        time.sleep(BEGINS_S)
        before, began = _took_s(program.pid), time.monotonic()
        time.sleep(PLAYS_S)
        took, lasted = _took_s(program.pid) - before, time.monotonic() - began
        return Cost(took / lasted, memory_kib(program.pid, "VmHWM") / 1024)
    finally:
        program.kill()
        program.wait()
        os.close(screen)


def _read(terminal: int) -> None:
    with suppress(OSError):  # it is closed
        while os.read(terminal, 1 << 16):
            pass


def _took_s(pid: int) -> float:
    """Seconds of a core since it began."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    print(HEAD)
    for figure in figures():
        print(figure, flush=True)
