"""A sound server of the tests' own, whose sinks nobody hears, and what comes out of them."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.units import RATE_HZ
from tests.patience import PATIENCE_S, join

Signal = NDArray[np.float64]
"""The left channel, in steps of 16-bit sound."""

FORM = ("--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=2", "--latency-msec=10")


def skip_if_busy() -> None:
    """Playing and recording in real time needs a machine that does little else."""
    if os.getloadavg()[0] > (os.cpu_count() or 1) / 2:
        pytest.skip("the machine is too busy to play and record without holes")


class SoundServer:
    """PulseAudio, by itself: it can be killed, and its sinks taken away."""

    def __init__(self, folder: Path) -> None:
        for needed in ("pulseaudio", "pactl", "paplay", "parec"):
            if not shutil.which(needed):
                pytest.skip(f"{needed} is not installed")
        self.address = f"unix:{folder}/socket"
        self._folder = folder
        self._program: subprocess.Popen[bytes] | None = None

    def start(self, *sinks: str, modules: Iterable[str] = ()) -> None:
        """Start it with these sinks and more modules, and wait until it answers."""
        options = ("--daemonize=no", "-n", "--exit-idle-time=-1", "--use-pid-file=no")
        form = f"rate={RATE_HZ} channels=2 format=s16le"
        socket = f"socket={self._folder}/socket auth-anonymous=1"
        self._program = subprocess.Popen(
            [
                *("pulseaudio", *options),
                *(f"--load=module-null-sink sink_name={name} {form}" for name in sinks),
                *(f"--load={module}" for module in modules),
                f"--load=module-native-protocol-unix {socket}",
            ],
            env={**os.environ, "XDG_RUNTIME_DIR": str(self._folder), "HOME": str(self._folder)},
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + PATIENCE_S / 2
        while time.monotonic() < until:
            if self.ask("info") is not None:
                return
            time.sleep(0.1)
        pytest.skip("no sound server could be started")

    def start_room(self) -> None:
        """A loudspeaker, and a room in which that is heard at a fifth of its level."""
        heard = "module-loopback source=speaker.monitor sink=room latency_msec=60"
        self.start("speaker", "room", modules=[heard])
        self.ask("set-sink-input-volume", "0", "20%")

    def sound(self, sink: str, path: Path) -> None:
        """Sound a file, and wait for its end."""
        command = ["paplay", "--server", self.address, "-d", sink, "--latency-msec=20", str(path)]
        subprocess.run(command, check=True, timeout=PATIENCE_S)

    def kill(self) -> None:
        """End it without a word to anyone."""
        if self._program is not None:
            self._program.kill()
            self._program.wait(PATIENCE_S)

    def ask(self, *command: str) -> str | None:
        """What pactl says; None if it fails."""
        asked = subprocess.run(
            ["pactl", "--server", self.address, *command],
            capture_output=True,
            check=False,
            text=True,
            timeout=PATIENCE_S,
        )
        return None if asked.returncode else asked.stdout


class Recorder:
    """Records what a sink plays, and knows when each frame of it was heard."""

    def __init__(self, server: SoundServer, sink: str) -> None:
        command = ["parec", "--server", server.address, "-d", f"{sink}.monitor", *FORM]
        self._program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._parts: list[tuple[float, bytes]] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def since(self, moment: float) -> Signal:
        """All that was heard from a moment of the monotonic clock on."""
        heard = b"".join(part for at, part in list(self._parts) if at >= moment)
        return np.frombuffer(heard, dtype="<i2")[::2].astype(np.float64)

    def close(self) -> None:
        """Record no more."""
        self._program.terminate()
        self._program.wait(PATIENCE_S)
        join(self._thread)
        if self._program.stdout is not None:
            self._program.stdout.close()

    def _read(self) -> None:
        assert self._program.stdout is not None
        left = b""
        while part := os.read(self._program.stdout.fileno(), 8192):
            whole = left + part
            cut = len(whole) // 4 * 4
            self._parts.append((time.monotonic(), whole[:cut]))
            left = whole[cut:]


def place_of(part: Signal, whole: Signal) -> tuple[int, float]:
    """The frame of the whole at which this part is most alike, and how much: 1 is the same."""
    size = 1 << (len(part) + len(whole)).bit_length()
    spectrum = np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size))
    products = np.fft.irfft(spectrum, size)[: len(whole) - len(part) + 1]
    energy = np.concatenate([[0.0], np.cumsum(whole**2)])
    around = np.sqrt(energy[len(part) :] - energy[: -len(part)]) * np.sqrt(np.sum(part**2))
    alike = products / np.maximum(around, 1.0)
    at = int(np.argmax(alike))
    return at, float(alike[at])
