import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from coach.content.pace import reading_ms
from coach.errors import CoachError, VoiceError, VoiceUnavailable
from coach.sound.clip import Clip
from coach.sound.loudness import mean_lufs, power
from coach.sound.shaping import AUDIBLE
from coach.units import Ms
from coach.voices import pyttsx3 as module
from coach.voices.finishing import SPEECH_LUFS
from coach.voices.voice import list_voices, open_voice
from tests.patience import PATIENCE_S

try:
    VOICE = open_voice("", 145)
except VoiceUnavailable as error:
    pytest.skip(f"pyttsx3 has no engine here: {error}", allow_module_level=True)

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="these voices are eSpeak NG's")

SENTENCE = "Roll the ball slowly, from the heel to the toes."


def no_trouble(error: CoachError) -> None:
    raise error


def loudness(clip: Clip) -> float:
    """Without the pauses: of the 20 ms stretches within 20 dB of the loudest."""
    powers = power(clip.samples, Ms(20))
    return mean_lufs(powers[powers > powers.max() / 100])


def pitch_hz(clip: Clip) -> float:
    """The median over the voiced 40 ms stretches, each by the peak of its autocorrelation."""
    span, found = 1764, []
    starts = range(0, len(clip.samples) - span, span // 2)
    stretches = [clip.samples[start : start + span].astype(np.float64) for start in starts]
    loudest = max(np.square(one).mean() for one in stretches)
    lags = np.arange(44_100 // 400, 44_100 // 60)
    for one in stretches:
        if np.square(one).mean() > loudest / 100:
            alike = np.correlate(one, one, "full")[span - 1 :] / np.square(one).sum()
            alike /= 1 - np.arange(span) / span
            if alike[lags].max() > 0.7:
                found.append(44_100 / lags[alike[lags].argmax()])
    assert len(found) > 50
    return float(np.median(found))


def test_a_phrase_is_one_channel_at_the_house_rate_and_level() -> None:
    clip = VOICE.speak(SENTENCE)

    assert (clip.rate_hz, clip.samples.ndim, clip.samples.dtype.str) == (44_100, 1, "<f4")
    assert loudness(clip) == pytest.approx(SPEECH_LUFS, abs=0.2)
    assert 0.2 < clip.peak < 0.5


def test_every_phrase_is_as_loud_as_every_other() -> None:
    phrases = ("In.", "Wider.", "Ease off.", SENTENCE, "Stay here, and breathe. Lean in slowly.")

    for phrase in phrases:
        assert loudness(VOICE.speak(phrase)) == pytest.approx(SPEECH_LUFS, abs=0.3)


def test_a_phrase_has_no_silence_at_its_edges() -> None:
    clip = VOICE.speak(SENTENCE)

    loud = np.flatnonzero(np.abs(clip.samples) > AUDIBLE * clip.peak)
    assert loud[0] < 441
    assert len(clip.samples) - loud[-1] < 441


def test_a_phrase_takes_about_as_long_as_was_estimated() -> None:
    clip = VOICE.speak(SENTENCE)

    assert clip.lasts == pytest.approx(reading_ms(SENTENCE, 145), rel=0.25)


def test_the_word_of_a_breath_is_spoken_whole() -> None:
    assert 200 < VOICE.speak("In.").lasts < 900


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_phrase_is_an_error(text: str) -> None:
    with pytest.raises(VoiceError, match="the voice cannot speak an empty phrase"):
        VOICE.speak(text)


@on_linux
@pytest.mark.parametrize("text", ["...", "?", "—"])
def test_a_phrase_that_gives_no_sound_is_named(text: str) -> None:
    with pytest.raises(VoiceError) as caught:
        VOICE.speak(text)

    assert str(caught.value) == (
        f"the voice could not speak '{text}': it gave no sound; reword the phrase"
    )


@on_linux
def test_after_a_phrase_without_sound_it_speaks_on() -> None:
    before = VOICE.speak(SENTENCE).lasts

    with pytest.raises(VoiceError):
        VOICE.speak("...")

    assert VOICE.speak(SENTENCE).lasts == pytest.approx(before, abs=20)


@on_linux
def test_of_two_hundred_phrases_in_a_row_none_is_empty_or_cut() -> None:
    voice = open_voice("", 220)
    phrases = [f"Number {number}." for number in range(200)]

    lengths = {phrase: voice.speak(phrase).lasts for phrase in phrases}

    estimates = {phrase: reading_ms(phrase, 220) for phrase in phrases}
    assert all(lengths[one] > estimates[one] * 0.5 for one in phrases)


@on_linux
def test_two_voices_with_two_rates_can_take_turns() -> None:
    slow, fast = open_voice("en-us", 110), open_voice("en-us", 220)

    turns = [(slow.speak(SENTENCE).lasts, fast.speak(SENTENCE).lasts) for _ in range(3)]

    slows, fasts = zip(*turns, strict=True)
    assert max(slows) - min(slows) <= 60
    assert max(fasts) - min(fasts) <= 60
    assert min(slows) > 1.5 * max(fasts)


@on_linux
def test_a_variant_sounds_otherwise_and_has_its_own_key() -> None:
    plain, variant = open_voice("en-us", 145), open_voice("en-us+f3", 145)

    assert plain.key != variant.key
    assert pitch_hz(plain.speak(SENTENCE)) == pytest.approx(100, rel=0.15)  # a man's
    assert pitch_hz(variant.speak(SENTENCE)) == pytest.approx(195, rel=0.15)  # a woman's


@on_linux
def test_a_phrase_that_comes_without_sound_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, failures = module._read, iter(range(module.TRIES - 1))

    def lose_some(path: Path, text: str) -> Clip:
        if next(failures, None) is not None:
            raise VoiceError("it gave no sound")
        return read(path, text)

    monkeypatch.setattr(module, "_read", lose_some)

    assert VOICE.speak("In.").lasts > 200


@on_linux
def test_a_phrase_that_never_comes_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def lose(_path: Path, text: str) -> Clip:
        asked.append(text)
        raise VoiceError(f"the voice could not speak {text!r}")

    monkeypatch.setattr(module, "_read", lose)

    with pytest.raises(VoiceError, match=r"the voice could not speak 'In\.'"):
        VOICE.speak("In.")
    assert asked == ["In."] * module.TRIES


@on_linux
@pytest.mark.parametrize(
    "wanted", ["en-us", "EN-US", "gmw/en-us", "English (America)", "pyttsx3:en-us"]
)
def test_a_voice_is_found_by_each_of_its_names(wanted: str) -> None:
    assert open_voice(wanted, 145).key == "pyttsx3:gmw/en-us:145"


@on_linux
def test_without_a_name_it_is_british_english() -> None:
    assert open_voice("", 145).key == open_voice("en-gb", 145).key


@on_linux
@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ("en-gb", "gmw/en+klatt5"),
        ("+f3", "gmw/en+f3"),
        ("en-gb+", "gmw/en"),
        ("en-gb-x-rp", "gmw/en-gb-x-rp"),
    ],
)
def test_british_english_speaks_in_its_clearest_variant_unless_one_is_asked_for(
    wanted: str, key: str
) -> None:
    assert open_voice(wanted, 145).key == f"pyttsx3:{key}:145"


def test_voice_and_rate_make_the_key() -> None:
    assert open_voice("", 145).key != open_voice("", 146).key


@on_linux
def test_an_unknown_voice_is_told_with_the_near_names() -> None:
    with pytest.raises(VoiceUnavailable) as caught:
        open_voice("en-uss", 145)

    assert "there is no voice 'en-uss' here; the nearest: en-us" in str(caught.value)
    assert "`coach voices --all` lists them" in str(caught.value)


def test_a_voice_with_no_near_name_is_told_how_many_there_are() -> None:
    with pytest.raises(VoiceUnavailable, match=r"no voice 'xyzzyqq' here; there are \d+;"):
        open_voice("xyzzyqq", 145)


def test_speaking_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    VOICE.speak(SENTENCE)

    assert capfd.readouterr() == ("", "")


def test_all_voices_are_listed_by_language_and_name() -> None:
    rows = list_voices(no_trouble)

    assert rows == sorted(rows, key=lambda row: (row.language, row.name))
    assert "silent" in [row.name for row in rows]
    assert all(row.name and row.described for row in rows)
    assert len(rows) > 1


@on_linux
def test_every_english_voice_that_is_listed_can_be_opened() -> None:
    rows = [row for row in list_voices(no_trouble) if not row.natural]
    names = [row.name for row in rows if row.language.startswith("en")]

    opened = {open_voice(name, 145).key for name in names}

    assert "en-us" in names
    assert len(opened) == len(names)


@on_linux
def test_a_program_that_has_spoken_ends_without_a_complaint() -> None:
    speak = "from coach.voices.voice import open_voice; open_voice('', 145).speak('Lean in.')"
    ended = subprocess.run(
        [sys.executable, "-c", speak], capture_output=True, check=True, timeout=PATIENCE_S
    )

    assert ended.stdout == b""
    assert ended.stderr == b""


@on_linux
def test_the_engines_names_stay_its_own_so_that_others_of_the_same_kind_can_be_beside_it() -> None:
    program = """
import ctypes
from coach.voices.voice import open_voice
open_voice("", 145).speak("Lean in.")
print(hasattr(ctypes.CDLL(None), "espeak_Initialize"))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=PATIENCE_S
    )

    assert ended.stdout.strip() == b"False"
