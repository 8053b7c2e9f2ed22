"""What truly comes out of the device: recorded from a sound server of the test's own."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from coach.errors import VoiceUnavailable
from coach.players.stream import FADE
from coach.session import open_session
from coach.sound.bed import open_bed
from coach.sound.shaping import to_pcm
from coach.timeline.gains import gains
from coach.timeline.mixer import mix
from coach.timeline.timeline import PlacedSection
from coach.units import RATE_HZ, frames_to_ms, ms_to_frames
from tests.cli.commands.test_play import Terminal
from tests.patience import PATIENCE_S
from tests.soundserver import Signal, SoundServer, skip_if_busy

pytestmark = pytest.mark.quiet

LISTEN_S = 18.0
"""How long each recording is; both are made at once."""

PLAY = ["play", "feet", "--depth", "quick", "--player", "miniaudio"]


@dataclass(frozen=True)
class Heard:
    """What was recorded, and what should have been heard."""

    straight: Signal
    """From the beginning, until q."""
    controlled: Signal
    """With a pause, and a jump to the next section."""
    mixed: Signal
    sections: tuple[PlacedSection, ...]

    @property
    def first_sound(self) -> int:
        """The frame of the first bell: what is before it is there for devices to swallow."""
        return ms_to_frames(self.sections[0].placed[0].end)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A sound server with a sink for each session; its address."""
    skip_if_busy()
    started = SoundServer(tmp_path_factory.mktemp("pulse"))
    started.start("straight", "controlled")
    yield started.address
    started.kill()


@pytest.fixture(scope="module")
def heard(server: str, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    folder = tmp_path_factory.mktemp("recorded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))  # nothing was heard yet
        try:
            session = open_session("feet", depth="quick", voice="", rate=145)
        except VoiceUnavailable as error:
            pytest.skip(str(error))
        # All is spoken and remembered now, so both sessions sound as what is mixed here.
        sections = session.timeline.sections
        levels = gains(session.script)
        blocks = list(mix(sections[:2], session.voice, open_bed("pad"), gains=levels))
        straight, controlled = _play_both(server, folder)
    skip_if_busy()
    mixed = to_pcm(np.concatenate(blocks))[:, 0].astype(np.float64)
    return Heard(straight, controlled, mixed, sections)


def _play_both(server: str, folder: Path) -> tuple[Signal, Signal]:
    """One session played straight, one with a pause of a second and a jump, and both recorded."""
    with ExitStack() as stack:
        recorders, players = [], []
        for name in ("straight", "controlled"):
            file = stack.enter_context(open(folder / f"{name}.raw", "wb"))
            form = ("--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=2")
            command = ["parec", "--server", server, "-d", f"{name}.monitor", *form]
            recorders.append(subprocess.Popen([*command, "--latency-msec=20"], stdout=file))
            terminal = Terminal(*PLAY, PULSE_SERVER=server, PULSE_SINK=name)
            players.append(stack.enter_context(closing(terminal)))
        for player in players:
            player.wait_for("Before you begin  1 of 5")
        began = time.monotonic()
        keys = (
            (LISTEN_S - 10, " "),
            (LISTEN_S - 8, " "),
            (LISTEN_S - 3, "\x1b[C"),
            (LISTEN_S, "q"),
        )
        for at, key in keys:
            time.sleep(max(0.0, began + at - time.monotonic()))
            players[1].type(key)
        players[0].type("q")
        ends = [player.end() for player in players]
        for recorder in recorders:
            recorder.terminate()
            recorder.wait(PATIENCE_S)
    assert ends == [0, 0]
    straight, controlled = (
        np.fromfile(folder / f"{name}.raw", dtype="<i2")[::2].astype(np.float64)
        for name in ("straight", "controlled")
    )
    return straight, controlled


def place_of(part: Signal, whole: Signal) -> int:
    """The frame of the whole at which this part of it begins, by cross-correlation."""
    size = 1 << (len(part) + len(whole)).bit_length()
    spectrum = np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size))
    return int(np.argmax(np.fft.irfft(spectrum, size)[: len(whole)]))


def alike(one: Signal, other: Signal) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def longest_silence(signal: Signal) -> int:
    """Frames of the longest run of digital silence."""
    sounding = np.flatnonzero(np.concatenate([[1.0], signal, [1.0]]))
    return int(np.diff(sounding).max()) - 1


def test_what_is_heard_is_the_mix_as_loud_and_without_a_hole(heard: Heard) -> None:
    frames = int((LISTEN_S - 2.5) * RATE_HZ)
    first = heard.first_sound
    expected = heard.mixed[first : first + frames]
    begins = place_of(expected, heard.straight)
    recorded = heard.straight[begins : begins + frames]

    assert alike(recorded, expected) > 0.99
    assert recorded.std() == pytest.approx(expected.std(), rel=0.01)
    assert np.abs(recorded - expected).max() < 100
    assert longest_silence(recorded) < RATE_HZ // 1000


def test_every_bell_and_phrase_is_heard_at_its_time(heard: Heard) -> None:
    frames = int((LISTEN_S - 1) * RATE_HZ)
    first = heard.first_sound
    begins = place_of(heard.mixed[first:frames], heard.straight) - first
    window, around = RATE_HZ // 2, RATE_HZ // 5
    starts = [
        ms_to_frames(placed.start)
        for placed in heard.sections[0].placed
        if placed.kind in ("bell", "say")
    ]
    lags = []
    for start in (one for one in starts if one + window + around < frames):
        recorded = heard.straight[begins + start - around : begins + start + window + around]
        lags.append(place_of(heard.mixed[start : start + window], recorded) - around)

    assert len(lags) >= 4
    assert max(map(abs, lags)) <= RATE_HZ // 100


def test_a_pause_loses_nothing_and_clicks_nowhere(heard: Heard) -> None:
    recorded, mixed = heard.controlled, heard.mixed
    sure = int((LISTEN_S - 12) * RATE_HZ)
    first = heard.first_sound
    begins = place_of(mixed[first:sure], recorded) - first
    length = min(len(mixed), len(recorded) - begins)
    differs = np.abs(recorded[begins : begins + length] - mixed[:length]) > 100
    paused = first + int(np.argmax(differs[first:]))
    cut = heard.sections[0].sounding(frames_to_ms(paused))
    assert cut is not None
    again = ms_to_frames(cut.start if cut.sound else frames_to_ms(paused + FADE))
    sentence = mixed[again : again + RATE_HZ]
    answered = begins + paused + RATE_HZ
    resumes = answered + place_of(sentence, recorded[answered:])
    around = recorded[begins + paused - RATE_HZ // 10 : resumes + RATE_HZ // 2]
    quiet = recorded[answered : answered + RATE_HZ // 2]

    assert resumes - answered > RATE_HZ
    assert np.abs(recorded[resumes : resumes + RATE_HZ] - sentence).max() < 100
    assert np.abs(np.diff(around)).max() <= np.abs(np.diff(mixed[: paused + 3 * RATE_HZ])).max()
    assert np.abs(quiet).max() < 100
    assert longest_silence(quiet) < RATE_HZ // 1000


def test_a_jump_is_heard_from_the_first_frame_of_the_section(heard: Heard) -> None:
    recorded = heard.controlled[RATE_HZ * int(LISTEN_S - 7) :]  # what comes after the pause
    start = ms_to_frames(heard.sections[1].start)
    section = heard.mixed[start : start + 2 * RATE_HZ]
    begins = place_of(section, recorded)
    around = recorded[begins - RATE_HZ // 10 : begins + RATE_HZ]

    assert alike(recorded[begins : begins + len(section)], section) > 0.99
    assert np.abs(recorded[begins : begins + len(section)] - section)[FADE:].max() < 100
    assert np.abs(np.diff(around)).max() <= np.abs(np.diff(heard.mixed)).max()
