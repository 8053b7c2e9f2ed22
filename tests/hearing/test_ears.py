import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from coach import players
from coach.content.controls import Control
from coach.errors import HearingError
from coach.hearing.ears import HEARING_FAILED, MICROPHONE_GONE, Ears, Hearing
from coach.hearing.opening import open_ears
from coach.hearing.recogniser import Recogniser
from coach.players.stream import Stream
from coach.sound.clip import Samples
from coach.sound.shaping import to_pcm
from coach.units import RATE_HZ
from tests.doubles import FakePlayer
from tests.hearing.mixtures import BLOCK, clap, pink, placed
from tests.patience import PATIENCE_S, wait_until


class FakeMicrophone:
    """Hears what the test says."""

    def __init__(self) -> None:
        self.closes = 0
        self.started = False
        self._take: Callable[[bytes], object] = lambda _sound: None

    def start(self, take: Callable[[bytes], object]) -> None:
        """See `Microphone.start`."""
        self._take, self.started = take, True

    def close(self) -> None:
        """See `Microphone.close`."""
        self.closes += 1

    def hear_double_clap(self) -> None:
        rng = np.random.default_rng(1)
        self.hear(placed(3, (1.0, clap(rng), 0.5), (1.3, clap(rng), 0.5)))

    def hear(self, sound: Samples) -> None:
        pcm = to_pcm(sound)
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


def test_what_is_heard_is_asked_for_from_a_thread_of_its_own() -> None:
    microphone, asked = FakeMicrophone(), Asked()
    ears = Ears(Hearing(knocks=True), lambda: microphone, asked)
    microphone.hear_double_clap()

    assert asked.something.wait(PATIENCE_S)
    ears.close()
    assert asked.controls == [Control.TOGGLE]
    assert asked.threads == {"coach-ears"}


def test_closed_it_hears_no_more_and_closing_twice_is_harmless() -> None:
    microphone, asked = FakeMicrophone(), Asked()
    ears = Ears(Hearing(knocks=True), lambda: microphone, asked)
    ears.close()
    ears.close()
    microphone.hear_double_clap()

    assert asked.controls == []
    assert microphone.closes == 2
    assert ears.trouble == ""


class Microphones:
    """Opens one after the other; None for one that is not there."""

    def __init__(self, *those: FakeMicrophone | None) -> None:
        self._coming = list(those)

    def __call__(self) -> FakeMicrophone:
        microphone = self._coming.pop(0)
        if microphone is None:
            raise HearingError("no microphone could be opened")
        return microphone


def test_a_microphone_that_has_gone_is_told_and_opened_again_when_it_is_there() -> None:
    lost, found, asked, player = FakeMicrophone(), FakeMicrophone(), Asked(), FakePlayed()
    ears = Ears(Hearing(knocks=True), Microphones(lost, None, found), asked)
    ears.listen_to(player)
    player.play_silence(seconds=2)
    wait_until(lambda: not ears._waiting.qsize())
    assert ears.trouble == ""
    player.play_silence(seconds=2)
    wait_until(lambda: ears.trouble == MICROPHONE_GONE and lost.closes > 0)
    player.play_silence(seconds=3)
    wait_until(lambda: found.started)
    found.hear_double_clap()

    assert asked.something.wait(PATIENCE_S)
    wait_until(lambda: not ears.trouble)
    ears.close()
    assert found.closes == 1


class Broken(Hearing):
    """Cannot hear."""

    def hear(self, samples: Samples) -> Iterator[Control]:
        """See `Hearing.hear`."""
        raise RuntimeError("a bug")


def test_what_goes_wrong_while_it_hears_is_told_and_nothing_is_kept_waiting() -> None:
    microphone, player = FakeMicrophone(), FakePlayed()
    ears = Ears(Broken(), lambda: microphone, Asked())
    ears.listen_to(player)
    microphone.hear_double_clap()
    wait_until(lambda: ears.trouble == HEARING_FAILED)
    waiting = ears._waiting.qsize()
    player.play_silence(seconds=8)

    assert ears._waiting.qsize() == waiting
    ears.close()


def test_of_another_player_it_is_learnt_anew_how_it_is_heard() -> None:
    ears = Ears(hearing := Hearing(knocks=True), FakeMicrophone, Asked())
    first = hearing._echo
    ears.listen_to(FakePlayed())
    wait_until(lambda: hearing._echo is not first)
    ears.close()


class Numbers(Recogniser):
    """Takes whatever is said for a number."""

    def load(self) -> None:
        """See `Recogniser.load`."""

    def meaning(self, _speech: Samples) -> int:
        """See `Recogniser.meaning`."""
        return 0


def test_where_numbers_are_listened_for_nothing_else_is_heard() -> None:
    microphone, asked = FakeMicrophone(), Asked()
    ears = Ears(Hearing(knocks=True, numbers=Numbers({})), lambda: microphone, asked)
    ears.listen_for_numbers()
    microphone.hear_double_clap()
    microphone.hear(placed(3, (0.5, 0.1 * pink(np.random.default_rng(1), RATE_HZ // 3), 1.0)))

    assert ears.understands
    assert ears.numbers.wait(PATIENCE_S) == 0
    ears.close()
    assert asked.controls == []


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
    ears, player = Ears(Hearing(knocks=True), FakeMicrophone, Asked()), FakePlayer()
    with pytest.raises(HearingError, match="the player miniaudio does"):
        ears.listen_to(player)
    ears.close()

    assert player.closed


def test_opened_it_listens_until_the_end_of_its_context(monkeypatch: pytest.MonkeyPatch) -> None:
    microphone, asked = FakeMicrophone(), Asked()
    monkeypatch.setattr(players, "open_microphone", lambda _rate: microphone)
    with open_ears(asked, commands=None, language="en", knocks=True):
        microphone.hear_double_clap()
        assert asked.something.wait(PATIENCE_S)

    assert asked.controls == [Control.TOGGLE]
    assert microphone.closes == 1
