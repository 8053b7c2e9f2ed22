import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from coach.clip import to_pcm
from coach.controls import Control
from coach.errors import HearingError
from coach.hearing import open_ears
from coach.hearing.ears import GONE, Ears, Hearing
from coach.players import miniaudio
from coach.players.stream import Stream
from coach.units import RATE_HZ
from tests.doubles import FakePlayer
from tests.hearing.mixtures import BLOCK, clap, placed


class FakeMicrophone:
    """Hears what the test says."""

    def __init__(self) -> None:
        self.closes = 0
        self._take: Callable[[bytes], object] = lambda _sound: None

    def start(self, take: Callable[[bytes], object]) -> None:
        """See `Microphone.start`."""
        self._take = take

    def close(self) -> None:
        """See `Microphone.close`."""
        self.closes += 1

    def hear_double_clap(self) -> None:
        rng = np.random.default_rng(1)
        pcm = to_pcm(placed(3, (1.0, clap(rng), 0.5), (1.3, clap(rng), 0.5)))
        for at in range(0, len(pcm), BLOCK):
            self._take(pcm[at : at + BLOCK].tobytes())


class Asked:
    """Notes what is asked for, and from which thread."""

    def __init__(self) -> None:
        self.controls: list[Control] = []
        self.threads: set[str] = set()
        self.something = threading.Event()

    def __call__(self, control: Control) -> None:
        self.controls.append(control)
        self.threads.add(threading.current_thread().name)
        self.something.set()


class FakePlayed(Stream):
    """Plays silence, as long as the test wants."""

    def play_silence(self, *, seconds: int) -> None:
        for _ in range(10 * seconds):
            self.pull(RATE_HZ // 10)

    def close(self) -> None:
        """See `Player.close`."""


def wait_for_loss(ears: Ears) -> str | None:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if lost := ears.lost():
            return lost
        time.sleep(0.01)
    return None


def test_what_is_heard_is_asked_for_from_a_thread_of_its_own() -> None:
    microphone, asked = FakeMicrophone(), Asked()
    ears = Ears(Hearing(knocks=True), microphone, asked)
    microphone.hear_double_clap()

    assert asked.something.wait(10)
    ears.close()
    assert asked.controls == [Control.TOGGLE]
    assert asked.threads == {"coach-ears"}


def test_closed_it_hears_no_more_and_closing_twice_is_harmless() -> None:
    microphone, asked = FakeMicrophone(), Asked()
    ears = Ears(Hearing(knocks=True), microphone, asked)
    ears.close()
    ears.close()
    microphone.hear_double_clap()

    assert asked.controls == []
    assert microphone.closes == 2
    assert ears.lost() is None


def test_a_microphone_that_has_gone_is_told_once() -> None:
    ears, player = Ears(Hearing(), FakeMicrophone(), Asked()), FakePlayed()
    ears.listen_to(player)
    player.play_silence(seconds=2)
    assert ears.lost() is None
    player.play_silence(seconds=2)

    assert wait_for_loss(ears) == GONE
    assert ears.lost() is None
    ears.close()


def test_after_the_loss_nothing_is_kept_waiting() -> None:
    ears, player = Ears(Hearing(), FakeMicrophone(), Asked()), FakePlayed()
    ears.listen_to(player)
    player.play_silence(seconds=4)
    assert wait_for_loss(ears) == GONE
    player.play_silence(seconds=4)

    assert ears._waiting.qsize() < 15
    ears.close()


def test_what_the_player_plays_is_known() -> None:
    """The same claps, played by the coach itself a little before."""
    rng = np.random.default_rng(1)
    claps = placed(3, (1.0, clap(rng), 0.5), (1.3, clap(rng), 0.5))
    hearing = Hearing(knocks=True)
    found = []
    for at in range(0, len(claps), BLOCK):
        part = claps[at : at + BLOCK]
        hearing.play(np.interp(np.arange(1764) / 1764 * BLOCK, np.arange(BLOCK), part).astype("f4"))
        found += list(hearing.hear(part))

    assert found == []


def test_a_player_whose_sound_is_not_known_is_refused() -> None:
    ears, player = Ears(Hearing(knocks=True), FakeMicrophone(), Asked()), FakePlayer()
    with pytest.raises(HearingError, match="they work with --player miniaudio"):
        ears.listen_to(player)
    ears.close()

    assert player.closed


def test_opened_it_listens_until_the_end_of_its_context(monkeypatch: pytest.MonkeyPatch) -> None:
    microphone, asked = FakeMicrophone(), Asked()
    monkeypatch.setattr(miniaudio, "open_microphone", lambda _rate: microphone)
    with open_ears(asked, phrases=None, language="en", knocks=True):
        microphone.hear_double_clap()
        assert asked.something.wait(10)

    assert asked.controls == [Control.TOGGLE]
    assert microphone.closes == 1
