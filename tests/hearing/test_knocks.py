from collections.abc import Callable

import numpy as np
import pytest
from numpy.random import Generator

from coach.content.controls import Control
from coach.hearing.ears import Hearing
from coach.sound.clip import Samples
from tests.hearing.mixtures import clap, double, full, heard, knock, placed, scene
from tests.nightly import nightly

TRIES = 12


def single(rng: Generator) -> Samples:
    return placed(1.5, (0, (clap if rng.random() < 0.5 else knock)(rng), 1))


def slam(rng: Generator) -> Samples:
    time = np.arange(9600) / 16_000
    thud = (0.5 * rng.standard_normal(9600) + np.sin(2 * np.pi * 60 * time)) * np.exp(-time / 0.12)
    return placed(1.5, (0, clap(rng), 0.2), (rng.uniform(0.1, 0.25), full(thud), 0.8))


def steps(rng: Generator) -> Samples:
    times = np.cumsum(rng.uniform(0.48, 0.65, rng.integers(3, 8)))
    return placed(6, *((at, knock(rng), rng.uniform(0.5, 1)) for at in times))


def applause(rng: Generator) -> Samples:
    claps = rng.uniform(0, 4, rng.integers(40, 120))
    return placed(5, *((at, clap(rng), rng.uniform(0.2, 1)) for at in claps))


def ball(rng: Generator) -> Samples:
    """It bounces, sooner and softer each time."""
    apart, keeps = rng.uniform(0.3, 0.75), rng.uniform(0.6, 0.88)
    gains = keeps ** np.arange(20)
    times = np.concatenate([[0], np.cumsum(apart * gains)])
    bounces = zip(times, gains, strict=False)
    return placed(6, *((at, knock(rng), gain) for at, gain in bounces))


def music(rng: Generator) -> Samples:
    time = np.arange(8000) / 16_000
    beat = rng.uniform(0.2, 0.6)

    def note() -> Samples:
        hz = 220 * 2 ** (rng.integers(0, 24) / 12)
        tones = [np.sin(2 * np.pi * hz * part * time) / part for part in (1, 2, 3, 4)]
        return full(np.sum(tones, axis=0) * np.exp(-time / 0.25) * np.minimum(1, time / 0.005))

    return placed(7, *((number * beat, note(), 0.8) for number in range(10)))


def triple(rng: Generator) -> Samples:
    apart = rng.uniform(0.17, 0.36)
    return placed(2.5, *((number * apart, clap(rng), rng.uniform(0.7, 1)) for number in range(4)))


@pytest.mark.parametrize("of", ["clap", "knock"])
def test_a_double_clap_or_knock_is_told_within_half_a_second(of: str) -> None:
    rng = np.random.default_rng(11)
    late = []
    for _ in range(TRIES):
        sound, apart = double(rng, of)
        peak = 10 ** (rng.uniform(-26, -3) / 20)
        around = scene(rng, sound, rt60_s=rng.uniform(0.2, 0.6), snr_db=40, peak=peak)
        told = heard(Hearing(knocks=True), around.sound)
        late += [at - 1.2 - apart for control, at in told if control is Control.TOGGLE]

    assert len(late) == TRIES
    assert max(late) < 0.5


@pytest.mark.parametrize(
    "kind", [slam, steps, ball, *map(nightly, (single, applause, music, triple))]
)
def test_what_else_is_loud_and_short_is_no_double_knock(
    kind: Callable[[Generator], Samples],
) -> None:
    rng = np.random.default_rng(12)
    told = []
    for _ in range(TRIES):
        peak = 10 ** (rng.uniform(-20, -3) / 20)
        around = scene(rng, kind(rng), rt60_s=rng.uniform(0.2, 0.6), snr_db=40, peak=peak)
        told += heard(Hearing(knocks=True), around.sound)

    assert told == []


def test_two_double_claps_are_told_as_two() -> None:
    rng = np.random.default_rng(13)
    claps = [(at, clap(rng), 0.5) for at in (1.0, 1.3, 3.0, 3.3)]

    assert len(heard(Hearing(knocks=True), placed(4.5, *claps))) == 2


def test_unasked_it_hears_no_knock() -> None:
    rng = np.random.default_rng(14)

    assert heard(Hearing(), placed(3, (1.0, clap(rng), 0.5), (1.3, clap(rng), 0.5))) == []
