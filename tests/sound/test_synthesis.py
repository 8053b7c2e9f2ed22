from itertools import pairwise

import numpy as np
import pytest

from coach.sound.clip import Samples
from coach.sound.synthesis import (
    A4,
    CHIME_DBFS,
    D4,
    ORBIT_DBFS,
    STRIKE_DBFS,
    STROKE_DBFS,
    SWELL_DBFS,
    tone_clip,
)
from coach.sound.tones import Chime, Orbit, Strike, Stroke, Swell, Tone
from coach.units import Ms, ms_to_frames

TONES: list[Tone] = [
    Strike(Ms(2000)),
    Strike(Ms(5000)),
    Swell("in", Ms(4000)),
    Swell("out", Ms(6000)),
    Orbit(0, 3, True, Ms(3750)),
    Orbit(2, 3, False, Ms(2500)),
    Stroke(True, Ms(3500)),
    Stroke(False, Ms(3500)),
    Chime(True),
    Chime(False),
]
every_tone = pytest.mark.parametrize("tone", TONES, ids=str)


def loudness(samples: Samples, parts: int) -> list[float]:
    """The RMS of so many equal parts, both channels together."""
    return [float(np.sqrt(np.mean(np.square(part)))) for part in np.array_split(samples, parts)]


def strongest_hz(samples: Samples, *, above_hz: float = 80) -> float:
    mono = samples.mean(axis=1)
    spectrum = np.abs(np.fft.rfft(mono * np.hanning(len(mono)), 1 << 18))
    hz = np.fft.rfftfreq(1 << 18, 1 / 44_100)
    return float(hz[np.argmax(np.where(hz > above_hz, spectrum, 0))])


def brightness(samples: Samples) -> float:
    """The middle of the spectrum, in Hz."""
    power = np.abs(np.fft.rfft(samples.mean(axis=1))) ** 2
    return float(np.sum(np.fft.rfftfreq(len(samples), 1 / 44_100) * power) / np.sum(power))


def to_the_right(samples: Samples, parts: int) -> list[float]:
    """How much louder the right channel is, of so many equal parts: -1 to 1."""
    left, right = (np.array(loudness(samples[:, [side]], parts)) for side in (0, 1))
    return [float(share) for share in (right - left) / (right + left)]


@every_tone
def test_a_tone_is_two_channels_exactly_as_long_as_it_lasts(tone: Tone) -> None:
    clip = tone_clip(tone)

    assert clip.samples.shape == (ms_to_frames(tone.lasts), 2)
    assert clip.samples.dtype == np.float32
    assert clip.rate_hz == 44_100


@every_tone
def test_a_tone_begins_and_ends_at_silence(tone: Tone) -> None:
    samples = np.abs(tone_clip(tone).samples)

    assert samples[0].max() < 1e-4
    assert samples[-1].max() < 1e-4


@every_tone
def test_nothing_clicks(tone: Tone) -> None:
    """No frame jumps further from its neighbour than the highest pitch in the tone explains."""
    samples = tone_clip(tone).samples
    highest_hz = 3600  # the air of a swell reaches up to it; a bell's top partial to 3170
    steepest = 2 * np.pi * highest_hz / 44_100 * tone_clip(tone).peak

    assert np.abs(np.diff(samples, axis=0)).max() < steepest


@every_tone
def test_the_peak_is_as_loud_as_that_kind_of_tone_shall_be(tone: Tone) -> None:
    dbfs = {
        Strike: STRIKE_DBFS,
        Swell: SWELL_DBFS,
        Orbit: ORBIT_DBFS,
        Stroke: STROKE_DBFS,
        Chime: CHIME_DBFS,
    }[type(tone)]

    assert tone_clip(tone).peak == pytest.approx(10 ** (dbfs / 20), rel=1e-3)


@every_tone
def test_a_tone_sounds_the_same_whenever_it_is_made(tone: Tone) -> None:
    first = tone_clip(tone).samples
    tone_clip.cache_clear()

    assert np.array_equal(tone_clip(tone).samples, first)


def test_nobody_can_write_into_a_tone_that_others_share() -> None:
    samples = tone_clip(Strike(Ms(2000))).samples

    with pytest.raises(ValueError, match="read-only"):
        samples[0] = 1.0


@pytest.mark.parametrize("lasts", [1, 3, 50, 90, 300])
@pytest.mark.parametrize("kind", ["strike", "in", "out", "orbit", "stroke"])
def test_even_a_very_short_tone_can_be_made(kind: str, lasts: int) -> None:
    ms = Ms(lasts)
    tones: dict[str, Tone] = {
        "strike": Strike(ms),
        "in": Swell("in", ms),
        "out": Swell("out", ms),
        "orbit": Orbit(0, 1, True, ms),
        "stroke": Stroke(True, ms),
    }

    clip = tone_clip(tones[kind])

    assert len(clip.samples) == ms_to_frames(ms)
    assert np.isfinite(clip.samples).all()


def test_a_bell_is_struck_and_rings_out() -> None:
    samples = tone_clip(Strike(Ms(5000))).samples
    parts = loudness(samples, 10)

    assert np.argmax(np.abs(samples).max(axis=1)) < ms_to_frames(Ms(60))
    assert all(before > after for before, after in pairwise(parts))
    assert strongest_hz(samples) == pytest.approx(587.33, abs=2)


def test_a_short_bell_has_rung_out_at_its_end_too() -> None:
    parts = loudness(tone_clip(Strike(Ms(2000))).samples, 20)

    assert parts[-1] < parts[0] / 30


def test_breath_in_rises_and_breath_out_falls() -> None:
    breath_in = tone_clip(Swell("in", Ms(4000))).samples
    breath_out = tone_clip(Swell("out", Ms(6000))).samples

    start_in, end_in = (strongest_hz(breath_in[a:b]) for a, b in ((22050, 66150), (110250, 154350)))
    start_out, end_out = (
        strongest_hz(breath_out[a:b]) for a, b in ((22050, 66150), (176400, 220500))
    )
    assert end_in > start_in * 1.15
    assert end_out < start_out / 1.15


def test_breath_in_is_loudest_near_its_end_and_breath_out_near_its_beginning() -> None:
    assert np.argmax(loudness(tone_clip(Swell("in", Ms(4000))).samples, 10)) in (7, 8)
    assert np.argmax(loudness(tone_clip(Swell("out", Ms(4000))).samples, 10)) in (1, 2)


def test_breath_in_is_brighter_than_breath_out() -> None:
    breath_in, breath_out = (tone_clip(Swell(kind, Ms(4000))).samples for kind in ("in", "out"))

    assert brightness(breath_in) > 1.5 * brightness(breath_out)


def test_a_clockwise_orbit_goes_right_first_and_then_left() -> None:
    aside = to_the_right(tone_clip(Orbit(2, 3, True, Ms(4000))).samples, 8)

    assert min(aside[1:3]) > 0.3
    assert max(aside[5:7]) < -0.3


def test_an_orbit_the_other_way_round_goes_left_first() -> None:
    aside = to_the_right(tone_clip(Orbit(2, 3, False, Ms(4000))).samples, 8)

    assert max(aside[1:3]) < -0.3
    assert min(aside[5:7]) > 0.3


def test_the_two_directions_mirror_each_other() -> None:
    clockwise = tone_clip(Orbit(1, 3, True, Ms(3000))).samples
    other = tone_clip(Orbit(1, 3, False, Ms(3000))).samples

    assert np.allclose(clockwise, other[:, ::-1], atol=1e-6)


def test_an_orbit_is_near_in_front_and_dull_behind() -> None:
    samples = tone_clip(Orbit(1, 3, True, Ms(4000))).samples
    front, behind = samples[3000:16_000], samples[80_000:96_000]

    assert loudness(front, 1)[0] > 1.5 * loudness(behind, 1)[0]
    assert brightness(front) > brightness(behind)


def test_an_orbit_begins_with_a_tick() -> None:
    parts = loudness(tone_clip(Orbit(1, 3, True, Ms(3000))).samples, 60)

    assert np.argmax(parts) == 0
    assert parts[0] > 1.5 * parts[3]


def test_a_wider_ring_is_lower_and_swings_further() -> None:
    rings = [tone_clip(Orbit(ring, 3, True, Ms(4000))).samples for ring in range(3)]

    pitches = [strongest_hz(samples[22_050:]) for samples in rings]
    widths = [max(to_the_right(samples, 16)) for samples in rings]
    assert pitches == sorted(pitches, reverse=True)
    assert pitches[0] > 1.15 * pitches[1] > 1.15**2 * pitches[2]
    assert widths == sorted(widths)
    assert widths[0] < widths[2] - 0.2


def test_a_single_ring_is_the_innermost() -> None:
    assert strongest_hz(tone_clip(Orbit(0, 1, True, Ms(4000))).samples[22_050:]) == pytest.approx(
        440, abs=3
    )


@pytest.mark.parametrize(("up", "rising"), [(True, 1), (False, -1)])
def test_a_stroke_rises_on_the_way_up_and_falls_on_the_way_down(up: bool, rising: int) -> None:
    samples = tone_clip(Stroke(up, Ms(3500))).samples
    pitches = [strongest_hz(part) for part in np.array_split(samples[4410:-15_435], 6)]

    assert all((after - before) * rising > 0 for before, after in pairwise(pitches))
    assert max(pitches) / min(pitches) > 1.5


def test_a_stroke_leaves_a_gap_before_the_next_one() -> None:
    parts = loudness(tone_clip(Stroke(True, Ms(3500))).samples, 35)

    assert parts[-1] < parts[17] / 4


@pytest.mark.parametrize(("rising", "first", "then"), [(True, D4, A4), (False, A4, D4)])
def test_a_chime_is_two_notes_up_or_down(rising: bool, first: float, then: float) -> None:
    samples = tone_clip(Chime(rising)).samples
    third = len(samples) // 3

    assert strongest_hz(samples[:third]) == pytest.approx(first, rel=0.03)
    assert strongest_hz(samples[third : 2 * third]) == pytest.approx(then, rel=0.03)


def test_a_chime_is_heard_at_once_and_softly() -> None:
    samples = tone_clip(Chime(True)).samples
    soon = np.abs(samples[: ms_to_frames(Ms(30))]).max()

    assert soon > 0.5 * np.abs(samples).max()
    assert 20 * np.log10(np.abs(samples).max()) == pytest.approx(CHIME_DBFS, abs=0.1)
