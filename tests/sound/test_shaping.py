import numpy as np
import pytest

from coach.sound.clip import Clip, Samples
from coach.sound.shaping import from_pcm, limited, ramp, resample, silence, stereo, to_pcm, trim
from coach.units import Ms, ms_to_frames


def sine(hz: float, *, frames: int, peak: float = 0.5, rate_hz: int = 44_100) -> Samples:
    wave = peak * np.sin(2 * np.pi * hz * np.arange(frames) / rate_hz)
    return wave.astype(np.float32)


def rms_dbfs(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64))))


def strongest_hz(clip: Clip) -> float:
    spectrum = np.abs(np.fft.rfft(clip.samples * np.hanning(len(clip.samples))))
    return float(np.argmax(spectrum) * clip.rate_hz / len(clip.samples))


def test_a_clip_knows_its_length_and_its_peak() -> None:
    clip = Clip(np.array([0.1, -0.7] * 11_025, dtype=np.float32), rate_hz=22_050)

    assert clip.lasts == 1000
    assert clip.peak == pytest.approx(0.7)


def test_a_clip_of_two_channels_is_as_long_as_one_of_them() -> None:
    assert Clip(np.zeros((44_100, 2), dtype=np.float32)).lasts == 1000


def test_an_empty_clip_has_no_length_and_no_peak() -> None:
    empty = silence(Ms(0))

    assert (empty.lasts, empty.peak) == (0, 0.0)


def test_silence_is_one_silent_channel_at_the_house_rate() -> None:
    clip = silence(Ms(250))

    assert clip.samples.shape == (11_025,)
    assert clip.samples.dtype == np.float32
    assert clip.rate_hz == 44_100
    assert clip.peak == 0.0


def test_trimming_keeps_the_sound_and_five_milliseconds_on_either_side() -> None:
    quiet = np.zeros(20_000, dtype=np.float32)
    sound = np.full(1000, 0.5, dtype=np.float32)

    trimmed = trim(Clip(np.concatenate([quiet, sound, quiet])))

    edge = 220  # 5 ms at 44.1 kHz
    assert len(trimmed.samples) == edge + 1000 + edge
    assert np.array_equal(trimmed.samples[edge:-edge], sound)


def test_trimming_takes_no_more_than_there_is() -> None:
    sound = np.full(1000, 0.5, dtype=np.float32)

    assert np.array_equal(trim(Clip(sound)).samples, sound)


def test_a_pause_inside_the_sound_is_not_trimmed() -> None:
    word, pause = np.full(500, 0.5, dtype=np.float32), np.zeros(30_000, dtype=np.float32)

    assert len(trim(Clip(np.concatenate([word, pause, word]))).samples) == 31_000


@pytest.mark.parametrize("frames", [0, 1, 44_100])
def test_nothing_is_left_of_trimmed_silence(frames: int) -> None:
    assert len(trim(Clip(np.zeros(frames, dtype=np.float32))).samples) == 0


def test_noise_below_what_sixteen_bits_can_hold_counts_as_silence() -> None:
    assert len(trim(Clip(np.full(44_100, 1e-5, dtype=np.float32))).samples) == 0


@pytest.mark.parametrize("channels", [1, 2])
def test_a_peak_is_held_below_the_ceiling_and_sound_far_from_it_is_left(channels: int) -> None:
    samples = sine(200, frames=44_100, peak=0.3)
    samples[20_000:20_500] *= 3
    samples = samples if channels == 1 else stereo(samples)

    held = limited(samples, 0.4)

    far = ms_to_frames(Ms(100))
    assert held.shape == samples.shape
    assert 0.35 < np.abs(held).max() <= 0.4
    assert np.array_equal(held[: 20_000 - far], samples[: 20_000 - far])
    assert np.array_equal(held[20_500 + far :], samples[20_500 + far :])


def test_a_wave_that_is_held_keeps_its_shape() -> None:
    samples = sine(200, frames=44_100, peak=0.3)
    samples[20_000:30_000] *= 3

    held = limited(samples, 0.4)[23_000:27_000]

    pure = sine(200, frames=44_100, peak=0.4)[23_000:27_000]
    assert np.corrcoef(held, pure)[0, 1] > 0.9999


def test_sound_below_the_ceiling_is_given_back_as_it_is() -> None:
    samples = sine(200, frames=4410, peak=0.3)

    assert limited(samples, 0.31) is samples
    assert len(limited(samples[:0], 0.31)) == 0


def test_a_ramp_rises_all_the_way_and_meets_its_mirror_in_the_middle() -> None:
    up = ramp(100)

    assert up[0] < 0.001
    assert up[-1] > 0.999
    assert (np.diff(up) > 0).all()
    assert np.allclose(up + up[::-1], 1.0)
    assert up.dtype == np.float32


def test_a_ramp_of_no_frames_is_empty() -> None:
    assert len(ramp(0)) == 0


def test_resampling_keeps_length_pitch_and_loudness() -> None:
    resampled = resample(Clip(sine(300, frames=22_050, rate_hz=22_050), 22_050))

    assert (resampled.rate_hz, resampled.lasts) == (44_100, 1000)
    assert resampled.samples.dtype == np.float32
    assert strongest_hz(resampled) == pytest.approx(300, abs=1)
    assert resampled.peak == pytest.approx(0.5, abs=0.01)


def test_a_clip_that_has_the_rate_is_given_back_as_it_is() -> None:
    clip = Clip(sine(300, frames=100))

    assert resample(clip) is clip


def test_an_empty_clip_can_be_resampled() -> None:
    assert len(resample(Clip(np.zeros(0, dtype=np.float32), 22_050)).samples) == 0


def test_one_channel_becomes_the_same_on_both_sides() -> None:
    both = stereo(np.array([0.1, -0.2], dtype=np.float32))

    assert both.tolist() == pytest.approx(np.array([[0.1, 0.1], [-0.2, -0.2]]))


def test_two_channels_stay_two() -> None:
    samples = np.array([[0.1, 0.2]], dtype=np.float32)

    assert stereo(samples) is samples


def test_full_scale_is_held_in_sixteen_bits_and_never_wraps_round() -> None:
    pcm = to_pcm(np.array([0.0, 1.0, -1.0, 1.5, -40.0], dtype=np.float32))

    assert pcm.tolist() == [0, 32767, -32767, 32767, -32767]
    assert pcm.dtype == np.dtype("<i2")


def test_sixteen_bits_are_rounded_and_not_cut_off() -> None:
    pcm = to_pcm(np.array([0.6, -0.6, 0.4], dtype=np.float32) / np.float32(32767))

    assert pcm.tolist() == [1, -1, 0]


def test_every_sixteen_bit_value_survives_the_way_to_float_and_back() -> None:
    pcm = np.arange(-32767, 32768, dtype=np.int16)

    assert np.array_equal(to_pcm(from_pcm(pcm)), pcm)


def test_no_function_writes_into_the_clip_it_was_given() -> None:
    samples = sine(200, frames=4410)
    samples.flags.writeable = False
    clip = Clip(samples, 22_050)

    assert trim(clip).lasts > 0
    assert limited(samples, 0.1).max() < 0.11
    assert resample(clip).lasts > 0
    assert len(to_pcm(stereo(samples))) == 4410
