import numpy as np
import pytest

from coach.errors import VoiceError, VoiceUnavailable
from coach.sound.clip import Clip
from coach.sound.loudness import mean_lufs, power
from coach.voices.finishing import SPEECH_LUFS, finished
from coach.voices.silent import SilentVoice
from coach.voices.voice import ENGINES, open_voice


def sine(*, seconds: float, peak: float, rate_hz: int) -> Clip:
    wave = peak * np.sin(2 * np.pi * 200 * np.arange(round(seconds * rate_hz)) / rate_hz)
    return Clip(wave.astype(np.float32), rate_hz)


def loudness(clip: Clip) -> float:
    return mean_lufs(power(clip.samples[4410:-4410]))


@pytest.mark.parametrize("wanted", ["silent", "silent:"])
def test_a_voice_is_opened_by_the_name_of_its_engine(wanted: str) -> None:
    opened = open_voice(wanted, 160)

    assert isinstance(opened, SilentVoice)
    assert opened.key == "silent:160"


@pytest.mark.parametrize(("typed", "meant"), [("hart", "heart"), ("Michaell", "michael")])
def test_for_a_name_that_nobody_has_the_nearest_of_ours_is_told(typed: str, meant: str) -> None:
    with pytest.raises(VoiceUnavailable, match=f"no voice '{typed}'; did you mean {meant}?"):
        open_voice(typed, 145)


def test_every_engine_has_a_name_and_a_module_of_this_package() -> None:
    names = ("kokoro", "pyttsx3", "silent")
    assert {name: f"coach.voices.{name}" for name in names} == ENGINES


def test_a_length_that_cannot_be_that_of_the_words_is_told_where_the_rate_is_known() -> None:
    long = sine(seconds=4, peak=0.3, rate_hz=22_050)

    assert finished(long, "In.").lasts > 3900
    with pytest.raises(VoiceError) as caught:
        finished(long, "In.", rate_wpm=145)
    assert caught.value.message == (
        "the voice could not speak 'In.': what it gave lasts 4.0 seconds, as these words cannot; "
        "reword the phrase"
    )


@pytest.mark.parametrize("peak", [0.003, 0.1, 1.0])
@pytest.mark.parametrize("rate_hz", [8000, 22_050, 44_100, 48_000])
def test_what_an_engine_said_is_brought_to_the_house_rate_and_level(
    peak: float, rate_hz: int
) -> None:
    clip = finished(sine(seconds=1, peak=peak, rate_hz=rate_hz), "One.")

    assert (clip.rate_hz, clip.samples.ndim, clip.samples.dtype.str) == (44_100, 1, "<f4")
    assert clip.lasts == pytest.approx(1000, abs=2)
    assert loudness(clip) == pytest.approx(SPEECH_LUFS, abs=0.3)
    assert clip.peak < 0.8


def test_the_silence_at_its_edges_goes() -> None:
    sound = sine(seconds=1, peak=0.3, rate_hz=22_050).samples
    quiet = np.zeros(22_050, dtype=np.float32)

    clip = finished(Clip(np.concatenate([quiet, sound, quiet]), 22_050), "One.")

    assert clip.lasts == pytest.approx(1010, abs=2)


def test_two_channels_become_one() -> None:
    samples = sine(seconds=1, peak=0.3, rate_hz=22_050).samples

    clip = finished(Clip(np.stack([samples, samples], axis=1), 22_050), "One.")

    assert clip.samples.ndim == 1
    assert loudness(clip) == pytest.approx(SPEECH_LUFS, abs=0.3)


@pytest.mark.parametrize("frames", [0, 1, 22_050])
def test_silence_is_never_taken_for_speech(frames: int) -> None:
    with pytest.raises(VoiceError) as caught:
        finished(Clip(np.zeros(frames, dtype=np.float32), 22_050), "...")

    assert str(caught.value) == (
        "the voice could not speak '...': it gave no sound; reword the phrase"
    )
