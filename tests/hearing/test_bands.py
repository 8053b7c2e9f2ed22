import numpy as np
import pytest

from coach.hearing.bands import COUNT, EDGES_HZ, Bands
from coach.sound.clip import Samples


def tone(hz: float, rate_hz: int, *, seconds: float = 1.0) -> Samples:
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.sin(2 * np.pi * hz * time).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [16_000, 44_100])
@pytest.mark.parametrize(("hz", "band"), [(300, 0), (1500, 2), (5000, 4)])
def test_a_tone_is_found_in_its_band_at_any_rate(rate_hz: int, hz: float, band: int) -> None:
    powers = Bands(rate_hz).feed(tone(hz, rate_hz))

    assert powers.shape == (100, COUNT)
    assert np.all(powers.argmax(axis=1) == band)
    assert EDGES_HZ[band] < hz < EDGES_HZ[band + 1]


def test_it_is_as_strong_at_one_rate_as_at_another() -> None:
    one, other = (Bands(rate).feed(tone(700, rate)).sum(axis=1).mean() for rate in (16_000, 44_100))

    assert one == pytest.approx(other, rel=0.05)


def test_sound_that_comes_in_pieces_has_the_same_powers() -> None:
    sound, pieces = tone(440, 16_000), Bands(16_000)
    fed = [pieces.feed(sound[at : at + 333]) for at in range(0, len(sound), 333)]

    assert np.allclose(np.concatenate(fed), Bands(16_000).feed(sound))


def test_silence_has_no_power() -> None:
    assert not Bands(16_000).feed(np.zeros(1600, np.float32)).any()
