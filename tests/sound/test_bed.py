from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.errors import BedError
from coach.sound.bed import BED_LUFS, SHIPPED_LUFS, Bed, open_bed
from coach.sound.clip import Samples
from coach.sound.loop import LOUDEST, noise_floor
from coach.sound.loudness import mean_lufs, power

TRIMMED_DBFS = -30.0
"""The peak below which apps that trim silence take sound for it."""


def write_sine(path: Path, *, seconds: float, hz: float = 220.0, rate_hz: int = 44_100) -> Path:
    wave = 0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)
    soundfile.write(path, wave, rate_hz, subtype="FLOAT")
    return path


def loudness(samples: Samples) -> float:
    return mean_lufs(power(samples))


def roughness(samples: Samples, hz: float) -> float:
    """How far a sound is from a pure sine of this pitch at its worst frame; tiny for a true one."""
    wave = samples[:, 0].astype(np.float64)
    turn = 2 * np.cos(2 * np.pi * hz / 44_100)
    return float(np.abs(wave[2:] - turn * wave[1:-1] + wave[:-2]).max())


@pytest.mark.parametrize("name", sorted(SHIPPED_LUFS))
def test_a_bed_that_ships_is_as_loud_as_every_bed(name: str) -> None:
    bed = open_bed(name)

    assert bed is not None
    assert loudness(bed.cut(0, 47 * 44_100)) == pytest.approx(BED_LUFS, abs=0.2)


@pytest.mark.parametrize("name", sorted(SHIPPED_LUFS))
def test_a_bed_that_ships_loops_without_a_seam(name: str) -> None:
    bed = open_bed(name)
    assert bed is not None

    two_rounds = np.concatenate([bed.cut(s * 44_100, 44_100) for s in range(94)])

    jumps = np.abs(np.diff(two_rounds, axis=0)).max(axis=1)
    borders = jumps[44_099::44_100]
    assert borders.max() <= np.quantile(jumps, 0.9999)


@pytest.mark.parametrize("name", sorted(SHIPPED_LUFS))
def test_a_bed_that_ships_never_falls_quiet(name: str) -> None:
    bed = open_bed(name)
    assert bed is not None

    seconds = [loudness(bed.cut(s * 44_100, 44_100)) for s in range(50)]

    assert min(seconds) > BED_LUFS - 3


@pytest.mark.parametrize("name", sorted(SHIPPED_LUFS))
def test_no_tenth_of_a_second_of_a_bed_that_ships_is_silence_to_a_phone(name: str) -> None:
    bed = open_bed(name)
    assert bed is not None

    peaks = [np.abs(bed.cut(n * 4410, 4410)).max() for n in range(480)]

    assert 20 * np.log10(min(peaks)) > TRIMMED_DBFS


def test_none_is_no_bed() -> None:
    assert open_bed("none") is None


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_a_file_of_the_listener_can_be_a_bed(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mine.{suffix}"
    soundfile.write(path, np.random.default_rng(1).normal(0, 0.1, (44_100 * 5, 2)), 44_100)

    bed = open_bed(str(path))

    assert bed is not None
    assert loudness(bed.cut(44_100, 88_200)) == pytest.approx(BED_LUFS, abs=1)


def test_a_file_in_the_home_folder_can_be_written_with_a_tilde(clean_environment: Path) -> None:
    write_sine(clean_environment / "mine.wav", seconds=5)

    assert open_bed("~/mine.wav") is not None


def test_one_channel_lies_on_both_sides(tmp_path: Path) -> None:
    cut = Bed(write_sine(tmp_path / "one.wav", seconds=6)).cut(44_100, 1000)

    assert cut.shape == (1000, 2)
    assert np.array_equal(cut[:, 0], cut[:, 1])


@pytest.mark.parametrize("rate_hz", [8000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000])
def test_seconds_join_without_a_seam_at_any_rate(tmp_path: Path, rate_hz: int) -> None:
    bed = Bed(write_sine(tmp_path / "sine.wav", seconds=8, rate_hz=rate_hz))

    joined = bed.cut(44_100, 5 * 44_100)  # the first second is the fade of the loop

    assert np.abs(joined).max() == pytest.approx(np.sqrt(2) * joined.std(), rel=0.01)
    assert roughness(joined, 220) < 1e-5


def test_the_loop_is_as_long_as_the_recording_without_its_last_second(tmp_path: Path) -> None:
    noise = np.random.default_rng(2).normal(0, 0.1, 44_100 * 6 + 1234)
    soundfile.write(tmp_path / "noise.wav", noise, 44_100, subtype="FLOAT")
    bed = Bed(tmp_path / "noise.wav")

    assert np.array_equal(bed.cut(0, 44_100), bed.cut(5 * 44_100, 44_100))
    assert np.array_equal(bed.cut(70_000, 44_100), bed.cut(70_000 + 50 * 44_100, 44_100))


def test_the_last_second_fades_into_the_first(tmp_path: Path) -> None:
    bed = Bed(write_sine(tmp_path / "sine.wav", seconds=6, hz=220))

    joined = bed.cut(4 * 44_100, 3 * 44_100)

    # A sine that fits into a second goes on in phase: only its loudness swells a little.
    assert roughness(joined, 220) < 1e-4


@pytest.mark.parametrize("start", [0, 1, 44_099, 44_100, 100_000, 10_000_000])
@pytest.mark.parametrize("frames", [1, 44_099, 44_101])
def test_any_cut_is_the_same_as_that_part_of_the_whole(
    tmp_path: Path, start: int, frames: int
) -> None:
    bed = Bed(write_sine(tmp_path / "sine.wav", seconds=5, hz=311))

    cut = bed.cut(start, frames)

    around = bed.cut(max(0, start - 50_000), min(start, 50_000) + frames + 50_000)
    assert cut.shape == (frames, 2)
    assert np.array_equal(cut, around[min(start, 50_000) :][:frames])


def test_writing_into_a_cut_does_not_change_the_bed(tmp_path: Path) -> None:
    bed = Bed(write_sine(tmp_path / "sine.wav", seconds=5))
    before = bed.cut(0, 44_100).copy()

    bed.cut(0, 44_100)[:] = 0.0

    assert np.array_equal(bed.cut(0, 44_100), before)


def test_writing_into_the_floor_does_not_change_it() -> None:
    before = noise_floor(0, 44_100).copy()

    noise_floor(0, 44_100)[:] = 0.0

    assert np.array_equal(noise_floor(0, 44_100), before)


def test_the_floor_is_far_below_hearing_and_never_digital_silence() -> None:
    whole = noise_floor(0, 3 * 44_100)
    pcm = np.round(whole * 32_767)

    assert 10 * np.log10(np.square(whole).mean()) == pytest.approx(-70, abs=0.5)
    assert (pcm != 0).mean() > 0.9


def test_any_part_of_the_floor_is_the_same_as_that_part_of_the_whole() -> None:
    assert np.array_equal(noise_floor(50_000, 99_999), noise_floor(0, 200_000)[50_000:149_999])


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (
            "rian",
            "there is no bed 'rian', neither by name (none, pad, rain, brown) nor as a file; "
            "did you mean rain?",
        ),
        (
            "/nowhere/waves.wav",
            "there is no bed '/nowhere/waves.wav', neither by name (none, pad, rain, brown) "
            "nor as a file.",
        ),
    ],
)
def test_a_bed_that_is_not_there_is_told_with_the_near_names(wanted: str, told: str) -> None:
    with pytest.raises(BedError) as caught:
        open_bed(wanted)

    assert str(caught.value) == told


def test_a_file_that_is_no_sound_is_told_with_what_can_be_a_bed(tmp_path: Path) -> None:
    (tmp_path / "words.wav").write_text("I am no sound.")

    with pytest.raises(BedError) as caught:
        open_bed(str(tmp_path / "words.wav"))

    assert str(caught.value) == (
        f"this cannot be a bed: {tmp_path}/words.wav: Format not recognised; "
        "wav, flac, ogg and mp3 can"
    )


@pytest.mark.parametrize("seconds", [0, 0.5, 3.99])
def test_a_file_that_would_be_heard_to_repeat_is_too_short(tmp_path: Path, seconds: float) -> None:
    path = write_sine(tmp_path / "short.wav", seconds=seconds)

    with pytest.raises(BedError) as caught:
        open_bed(str(path))

    assert str(caught.value) == f"{path} is too short for a bed; it needs 4 seconds or more"


def test_four_seconds_are_enough(tmp_path: Path) -> None:
    assert open_bed(str(write_sine(tmp_path / "four.wav", seconds=4))) is not None


def test_a_silent_file_is_no_bed(tmp_path: Path) -> None:
    path = tmp_path / "silent.wav"
    soundfile.write(path, np.zeros(44_100 * 5), 44_100)

    with pytest.raises(BedError) as caught:
        open_bed(str(path))

    assert str(caught.value) == f"{path} is silent; a bed needs a sound, 'none' stands for no bed"


def write_noise(path: Path, *levels: float, rate_hz: int = 8000) -> Path:
    """Noise of some seconds, each second with a level of its own."""
    noise = np.random.default_rng(3).uniform(-1, 1, (len(levels), rate_hz))
    soundfile.write(path, (noise * np.array(levels)[:, None]).ravel(), rate_hz, subtype="FLOAT")
    return path


def whole(bed: Bed, seconds: int) -> Samples:
    return np.concatenate([bed.cut(s * 44_100, 44_100) for s in range(seconds)])


def test_a_bed_that_gets_loud_after_its_first_minute_stays_below_the_voice(tmp_path: Path) -> None:
    bed = Bed(write_noise(tmp_path / "late.wav", *[0.001] * 70, *[0.9] * 60))

    sound = whole(bed, 129)

    assert np.abs(sound).max() <= LOUDEST
    assert loudness(sound) == pytest.approx(BED_LUFS, abs=1)


def test_a_single_loud_second_is_held_below_the_voice(tmp_path: Path) -> None:
    bed = Bed(write_noise(tmp_path / "bang.wav", *[0.005] * 31, 0.9, *[0.005] * 28))

    sound = whole(bed, 59)

    assert np.abs(sound).max() == pytest.approx(LOUDEST)
    assert np.abs(sound[: 30 * 44_100]).max() < LOUDEST / 2


@pytest.mark.parametrize("rate_hz", [8000, 44_100])
def test_what_is_no_number_in_a_file_is_silence(tmp_path: Path, rate_hz: int) -> None:
    path = write_noise(tmp_path / "holes.wav", *[0.1] * 6, rate_hz=rate_hz)
    samples, _ = soundfile.read(path, dtype="float32")
    samples[: rate_hz // 10] = np.nan
    samples[3 * rate_hz + 5] = np.nan
    soundfile.write(path, samples, rate_hz, subtype="FLOAT")

    sound = whole(Bed(path), 12)

    assert np.isfinite(sound).all()
    assert loudness(sound) == pytest.approx(BED_LUFS, abs=1.5)


def test_a_file_without_any_number_is_no_bed(tmp_path: Path) -> None:
    path = write_noise(tmp_path / "none.wav", *[np.nan] * 6)

    with pytest.raises(BedError) as caught:
        open_bed(str(path))

    assert str(caught.value) == f"{path} is silent; a bed needs a sound, 'none' stands for no bed"


def hurt(path: Path) -> None:
    """Overwrite the middle of a file where it lies."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(bytes(size // 4))


def write_flac(path: Path, *, seconds: int) -> Path:
    noise = np.random.default_rng(4).uniform(-0.5, 0.5, 44_100 * seconds)
    soundfile.write(path, noise, 44_100)
    return path


def test_a_bed_that_is_damaged_while_it_plays_is_told(tmp_path: Path) -> None:
    path = write_flac(tmp_path / "rain.flac", seconds=30)
    bed = Bed(path)
    hurt(path)

    with pytest.raises(BedError) as caught:
        whole(bed, 29)

    assert str(caught.value).startswith(f"the bed cannot be read on: {path}: ")


def test_a_bed_that_is_damaged_in_its_middle_is_told(tmp_path: Path) -> None:
    path = write_flac(tmp_path / "rain.flac", seconds=30)
    hurt(path)

    with pytest.raises(BedError, match=r"the bed cannot be read on: .*rain\.flac: "):
        open_bed(str(path))


def test_a_folder_is_no_bed(tmp_path: Path) -> None:
    with pytest.raises(BedError, match=r"there is no bed '/.*', neither by name"):
        open_bed(str(tmp_path))


def test_the_same_recording_at_the_same_gain_has_the_same_key(tmp_path: Path) -> None:
    path = write_flac(tmp_path / "bed.flac", seconds=5)
    copy = tmp_path / "copy.flac"
    copy.write_bytes(path.read_bytes())
    longer = write_flac(tmp_path / "longer.flac", seconds=6)

    assert Bed(path).key == Bed(copy).key
    assert Bed(path).key != Bed(longer).key
    assert Bed(path).key != Bed(path, has_lufs=-20).key


def test_a_bed_that_is_gone_when_its_key_is_asked_for_is_told(tmp_path: Path) -> None:
    path = write_flac(tmp_path / "bed.flac", seconds=5)
    bed = Bed(path)
    path.unlink()

    with pytest.raises(BedError, match="the bed cannot be read: "):
        _ = bed.key


def test_the_bed_that_is_the_default_keeps_apps_from_taking_any_moment_for_silence() -> None:
    bed = open_bed("pad")
    assert bed is not None

    peaks = np.abs(whole(bed, 60)).max(axis=1).reshape(-1, 4410).max(axis=1)
    assert 20 * np.log10(peaks.min()) > -30
