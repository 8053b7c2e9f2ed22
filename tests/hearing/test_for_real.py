"""The whole way: a sound server of the test's own, a session that plays, somebody in the room."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.disk.folders import log_file
from coach.errors import VoiceUnavailable
from coach.hearing import recogniser as phrases
from coach.hearing.recogniser import HEARD_RATE_HZ
from coach.log.log import Log
from coach.players.stream import AWAY
from coach.sound.clip import Samples
from coach.units import RATE_HZ as PLAYED_HZ
from tests.cli.commands.test_play import BEGIN, Terminal
from tests.hearing.mixtures import clap, pink, placed, said
from tests.soundserver import SoundServer, skip_if_busy

pytestmark = [pytest.mark.nightly, pytest.mark.quiet]

PLAY = ["play", "feet", "--safety", "short", "--player", "miniaudio", "--talk", "bell"]

KEPT_SOON = f"""
from coach.log import scribe
scribe.NOTED_EVERY = 1000
{BEGIN}
"""
"""Begins a program that keeps a session of a second."""

SAYS_S = 6.0
"""How long the coach asks, and waits a little."""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[SoundServer]:
    skip_if_busy()
    room = SoundServer(tmp_path)
    room.start_room()
    yield room
    room.kill()


def open_terminal(room: SoundServer, *wishes: str, begin: str = BEGIN) -> Terminal:
    """A session in it, past its opening, when it is known how the coach sounds here."""
    terminal = Terminal(
        *(*PLAY, *wishes),
        begin=begin,
        PULSE_SERVER=room.address,
        PULSE_SINK="speaker",
        PULSE_SOURCE="room.monitor",
    )
    terminal.wait_for("Opening  1 of 4")
    terminal.type("\x1b[C")
    terminal.wait_for("Plantar muscles, left")
    time.sleep(8)
    return terminal


def two_claps() -> Samples:
    rng = np.random.default_rng(1)
    return placed(0.5, (0.1, clap(rng), 0.5), (0.4, clap(rng), 0.5))


def speak(room: SoundServer, folder: Path, sound: Samples) -> float:
    """Sound in the room; the moment at which it ended."""
    path = folder / "said.wav"
    soundfile.write(path, sound, HEARD_RATE_HZ)
    room.sound("room", path)
    return time.monotonic()


def test_a_session_is_paused_by_claps_and_goes_on_and_ends_by_voice(
    room: SoundServer, tmp_path: Path
) -> None:
    if not phrases.is_installed():
        pytest.skip("pocketsphinx is not installed")
    who = ("en-us+f3", 150)
    try:
        go_on = said(who, "please continue now")
        end = said(who, "finish the session please")
    except VoiceUnavailable as error:
        pytest.skip(str(error))
    rng = np.random.default_rng(1)
    with closing(open_terminal(room, "--listen", "--knock")) as terminal:
        took = []
        for sound, shown in ((two_claps(), "paused"), (go_on, r"\d left"), (end, "Ended")):
            terminal.type("")
            ended = speak(room, tmp_path, 0.3 * sound + 0.0005 * pink(rng, len(sound)))
            terminal.wait_for(shown)
            took.append(round(time.monotonic() - ended, 2))
        print(f"seconds from the end of a sound to its answer on the screen: {took}")

        assert terminal.end() == 0
        assert max(took[:2]) < 1.0
        assert took[2] < 1.0 + AWAY / PLAYED_HZ  # when it has faded


def test_how_sore_it_is_can_be_said_at_the_end(
    room: SoundServer, tmp_path: Path, clean_environment: Path
) -> None:
    if not phrases.is_installed():
        pytest.skip("pocketsphinx is not installed")
    who = ("en-us+f3", 150)
    try:
        numbers = [said(who, f"{number} {number} please") for number in ("five", "seven")]
    except VoiceUnavailable as error:
        pytest.skip(str(error))
    rng = np.random.default_rng(1)
    wishes = ("--listen", "--ask", "--before", "6")
    with closing(open_terminal(room, *wishes, begin=KEPT_SOON)) as terminal:
        terminal.type("q")
        terminal.wait_for("Say it, or type it")
        time.sleep(SAYS_S)
        for sound, shown in zip(numbers, ("5\r\n", "7\r\n"), strict=True):
            speak(room, tmp_path, 0.3 * sound + 0.0005 * pink(rng, len(sound)))
            terminal.wait_for(shown)
            time.sleep(SAYS_S - 2)

        assert terminal.end() == 0
    assert [session.after for session in Log(log_file()).sessions()] == [7]


def test_after_the_sound_server_was_started_again_claps_are_heard(
    room: SoundServer, tmp_path: Path
) -> None:
    with closing(open_terminal(room, "--knock")) as terminal:
        room.kill()
        terminal.wait_for("has stopped taking sound")
        room.start_room()
        terminal.wait_for(r"\d left")
        time.sleep(8)
        terminal.type("")
        speak(room, tmp_path, 0.3 * two_claps())

        terminal.wait_for("paused")
