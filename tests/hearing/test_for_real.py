"""The whole way: a sound server of the test's own, a session that plays, somebody in the room."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.clip import Samples
from coach.errors import VoiceUnavailable
from coach.hearing import phrases
from coach.hearing.phrases import RATE_HZ
from tests.cli.test_play import Terminal
from tests.hearing.mixtures import clap, pink, placed, said
from tests.soundserver import skip_if_busy

pytestmark = pytest.mark.nightly

PLAY = ["play", "feet", "--depth", "quick", "--player", "miniaudio", "--talk", "bell"]

SINK = "sink_name={} rate=44100 channels=2 format=s16le"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A loudspeaker, and a room in which it is heard at a fifth of its level; the address."""
    for needed in ("pulseaudio", "pactl", "paplay"):
        if not shutil.which(needed):
            pytest.skip(f"{needed} is not installed")
    if not phrases.is_installed():
        pytest.skip("pocketsphinx is not installed")
    skip_if_busy()
    address = f"unix:{tmp_path}/socket"
    started = subprocess.Popen(
        [
            *("pulseaudio", "--daemonize=no", "-n", "--exit-idle-time=-1", "--use-pid-file=no"),
            f"--load=module-null-sink {SINK.format('speaker')}",
            f"--load=module-null-sink {SINK.format('room')}",
            "--load=module-loopback source=speaker.monitor sink=room latency_msec=60",
            f"--load=module-native-protocol-unix socket={tmp_path}/socket auth-anonymous=1",
        ],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            if not pactl(address, "info").returncode:
                break
            time.sleep(0.1)
        else:
            pytest.skip("no sound server could be started")
        pactl(address, "set-sink-input-volume", "0", "20%")
        yield address
    finally:
        started.terminate()
        started.wait()


def pactl(address: str, *args: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["pactl", "--server", address, *args], capture_output=True, check=False)


def speak(address: str, folder: Path, sound: Samples) -> float:
    """Sound in the room; the moment at which it ended."""
    path = folder / "said.wav"
    soundfile.write(path, sound, RATE_HZ)
    command = ["paplay", "--server", address, "-d", "room", "--latency-msec=20", str(path)]
    subprocess.run(command, check=True)
    return time.monotonic()


def test_a_session_is_paused_by_claps_and_goes_on_and_ends_by_voice(
    server: str, tmp_path: Path
) -> None:
    who = ("en-us+f3", 150)
    try:
        go_on = said(who, "please continue now")
        end = said(who, "finish the session please")
    except VoiceUnavailable as error:
        pytest.skip(str(error))
    rng = np.random.default_rng(1)
    claps = placed(0.5, (0.1, clap(rng), 0.5), (0.4, clap(rng), 0.5))
    terminal = Terminal(
        *(*PLAY, "--listen", "--knock"),
        PULSE_SERVER=server,
        PULSE_SINK="speaker",
        PULSE_SOURCE="room.monitor",
    )
    with closing(terminal):
        terminal.wait_for("Opening  1 of 4")
        terminal.type("\x1b[C")
        terminal.wait_for("Sole of the foot, left")
        time.sleep(8)  # the name has been told, and how the coach sounds here is known
        took = []
        for sound, shown in ((claps, "paused"), (go_on, r"\d left"), (end, "Ended")):
            terminal.type("")
            ended = speak(server, tmp_path, 0.3 * sound + 0.0005 * pink(rng, len(sound)))
            terminal.wait_for(shown)
            took.append(round(time.monotonic() - ended, 2))
        print(f"seconds from the end of a sound to its answer on the screen: {took}")

        assert terminal.end() == 0
        assert max(took) < 1.0
