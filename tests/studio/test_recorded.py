"""What ships is recorded: every sentence, as it is said today, and heard right."""

from itertools import chain

import numpy as np
import pytest

from coach.content import Library
from coach.disk import shipped
from coach.script import all_phrases
from coach.sound.loudness import SPEECH_STRETCH, _sounding, power
from coach.sound.shaping import AUDIBLE
from coach.units import RATE_HZ
from coach.voices.finishing import SPEECH_LUFS
from coach.voices.pack import Pack, open_pack, said_digest, text_digest
from tests.nightly import nightly
from tests.studio.record import FOLDER, HEARD, excuses, read_heard

MENDS = "python -m tests.studio.record"
LARGEST_BYTES = 25 * 2**20
LEVEL = SPEECH_LUFS - 0.25
"""Coding takes a little of it."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_pack(FOLDER)


@pytest.fixture(scope="module")
def phrases(library: Library) -> dict[str, list[str]]:
    return all_phrases(library)


def test_every_sentence_is_recorded_as_it_is_said_today(
    library: Library, pack: Pack, phrases: dict[str, list[str]]
) -> None:
    table = library.phonemes()
    lacking = {
        file: lacks
        for file, texts in phrases.items()
        if (lacks := [one for one in texts if not is_recorded(pack, one, table)])
    }

    assert not lacking, f"these are not recorded, or stale: {MENDS} records them"


def is_recorded(pack: Pack, text: str, table: dict[str, str]) -> bool:
    return text in pack and pack.take(text).said == said_digest(text, table)


def test_nothing_is_kept_that_is_not_said(pack: Pack, phrases: dict[str, list[str]]) -> None:
    wanted = {text_digest(text) for texts in phrases.values() for text in texts}
    kept = {name for takes in pack.index.files.values() for name in takes}

    assert kept - wanted == set(), f"{MENDS} leaves out what is not said any more"


def test_every_recording_was_heard_right(pack: Pack, phrases: dict[str, list[str]]) -> None:
    if not HEARD.is_file():
        pytest.skip(f"no recogniser has heard them yet: {MENDS}")
    heard, excused = read_heard(), excuses()
    texts = [text for said in phrases.values() for text in said if text in pack]
    told = {text: heard.get(text_digest(text), [None, ""]) for text in texts}

    assert [text for text in texts if told[text][0] != pack.take(text).check] == [], MENDS
    assert [text for text in texts if told[text][1] and text not in excused] == [], MENDS


def test_an_excuse_is_for_a_sentence_that_is_said(phrases: dict[str, list[str]]) -> None:
    said = {text for texts in phrases.values() for text in texts}

    assert set(excuses()) <= said
    assert all(reason.strip() for reason in excuses().values())


def test_all_of_it_is_small(pack: Pack) -> None:
    files = list(FOLDER.iterdir())

    assert sum(path.stat().st_size for path in files) < LARGEST_BYTES
    assert {path.stem for path in files} == {*pack.index.files, "index"}
    assert shipped("audio") in FOLDER.parents


@pytest.mark.parametrize("file", ["soleus", "temples", nightly("")])
def test_recordings_begin_and_end_at_once_are_alike_in_level_and_not_clipped(
    pack: Pack, phrases: dict[str, list[str]], file: str
) -> None:
    for text in phrases.get(file) or chain.from_iterable(phrases.values()):
        samples = pack.clip(text).samples
        loud = np.flatnonzero(np.abs(samples) > AUDIBLE * np.abs(samples).max())
        assert loud[0] <= 0.03 * RATE_HZ, text
        assert len(samples) - loud[-1] <= 0.03 * RATE_HZ, text
        assert np.abs(samples).max() < 1.0, text
        assert _sounding(power(samples, SPEECH_STRETCH)) == pytest.approx(LEVEL, abs=0.5)


def test_each_file_is_opus_that_any_player_plays(pack: Pack) -> None:
    for file in pack.index.files:
        assert (FOLDER / f"{file}.opus").read_bytes()[:4] == b"OggS"
