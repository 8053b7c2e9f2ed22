import numpy as np
import pytest

from coach.sound.clip import Clip, Samples
from coach.sound.loudness import CREST_DB, integrated_lufs, level, mean_lufs, power
from coach.units import RATE_HZ
from tests.meter import measured_by_ffmpeg


def sine(hz: float, *, peak: float, seconds: float = 1.0) -> Samples:
    wave = peak * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)
    return wave.astype(np.float32)


def noise(peak: float, *, seconds: float) -> Samples:
    random = np.random.default_rng(5)
    return random.uniform(-peak, peak, round(seconds * RATE_HZ)).astype(np.float32)


def test_the_reference_tone_of_the_standard_has_its_loudness() -> None:
    # A sine of 997 Hz at full scale on one side is -3.01 LUFS; on both, 3 dB more.
    assert mean_lufs(power(sine(997, peak=1.0))) == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("hz", [40, 100, 440, 1000, 3000, 10_000])
def test_every_pitch_weighs_what_it_weighs_for_ffmpeg(hz: float) -> None:
    tone = sine(hz, peak=0.5, seconds=3)

    assert integrated_lufs(power(tone)) == pytest.approx(measured_by_ffmpeg(tone).lufs, abs=0.15)


def test_the_meter_sees_the_peaks_between_the_samples() -> None:
    frames = np.arange(RATE_HZ)
    between = np.sin(np.pi * frames / 2 + np.pi / 4).astype(np.float32)  # its samples lie at -3 dB

    assert np.abs(between).max() == pytest.approx(10 ** (-3.01 / 20), abs=0.001)
    assert measured_by_ffmpeg(between).true_peak_db == pytest.approx(0.0, abs=1.0)


def test_quiet_parts_are_left_out_as_ffmpeg_leaves_them_out() -> None:
    programme = np.concatenate([noise(peak, seconds=3) for peak in (0.3, 0.02, 0.2, 0.0, 0.05)])

    loudness = integrated_lufs(power(programme))

    assert loudness == pytest.approx(measured_by_ffmpeg(programme).lufs, abs=0.15)
    assert loudness > mean_lufs(power(programme)) + 1


def test_silence_has_a_loudness_too() -> None:
    nothing = np.zeros(RATE_HZ, dtype=np.float32)

    assert integrated_lufs(power(nothing)) < -100
    assert mean_lufs(power(nothing[:0])) < -100


@pytest.mark.parametrize("peak", [0.01, 0.3, 1.0])
def test_a_levelled_clip_has_the_level_however_loud_it_was(peak: float) -> None:
    levelled = level(Clip(sine(200, peak=peak)), -17.0)

    assert mean_lufs(power(levelled.samples)) == pytest.approx(-17.0, abs=0.2)


def test_pauses_do_not_make_a_sentence_louder_than_a_word() -> None:
    word, pause = sine(200, peak=0.1, seconds=0.5), np.zeros(RATE_HZ, dtype=np.float32)

    sentence = level(Clip(np.concatenate([word, pause, word])), -17.0)

    assert mean_lufs(power(sentence.samples[: len(word)])) == pytest.approx(-17.0, abs=0.2)


def test_peaks_are_held_and_the_clip_is_as_loud_as_without_them() -> None:
    samples = noise(0.05, seconds=1)
    samples[::4410] = 0.9

    levelled = level(Clip(samples), -20.0)

    assert levelled.peak <= 10 ** ((-20 + CREST_DB) / 20) * 1.0001
    assert mean_lufs(power(levelled.samples)) == pytest.approx(-20.0, abs=0.3)


@pytest.mark.parametrize("frames", [0, 10, 44_100])
def test_silence_stays_silent_when_it_is_levelled(frames: int) -> None:
    levelled = level(Clip(np.zeros(frames, dtype=np.float32)), -17.0)

    assert len(levelled.samples) == frames
    assert levelled.peak == 0.0
