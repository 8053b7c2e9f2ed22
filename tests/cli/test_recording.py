"""``coach voices --record``: a whole voice, recorded once."""

import os
import threading
import time
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from click.testing import CliRunner

from coach import script, voices
from coach.cli import cli
from coach.disk.folders import voices_folder
from coach.errors import VoiceError
from coach.sound.clip import Clip
from coach.voices import packing
from coach.voices.pack import open_pack
from tests.doubles import FakeVoice

PHRASES = {"phrasebook": ["In.", "Ease off slowly."], "soleus": ["The lower part of the calf."]}
RECORD = ["voices", "--record", "michael"]


class Moody(FakeVoice):
    """Fails at a word, or is broken off there."""

    def __init__(self, *, fails_at: str = "", ends_at: str = "") -> None:
        super().__init__()
        self.fails_at, self.ends_at = fails_at, ends_at
        self.at_once = 64
        self.threads: set[int] = set()

    def speak(self, text: str) -> Clip:
        self.threads.add(threading.get_ident())
        time.sleep(0.05)
        if self.ends_at and self.ends_at in text:
            raise KeyboardInterrupt
        if self.fails_at and self.fails_at in text:
            raise VoiceError(f"the voice could not speak {text!r}")
        return super().speak(text)


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch) -> Moody:
    """Who speaks under any name, of a library with three sentences."""
    speaking = Moody()

    def open_voice(_name: str, _rate: int, *, phonemes: Any = MappingProxyType({})) -> Moody:
        return speaking

    monkeypatch.setattr(packing, "open_voice", open_voice)
    monkeypatch.setattr(script, "all_phrases", lambda _library: PHRASES)
    return speaking


def pack_folder() -> Path:
    return voices_folder() / "recorded" / "michael"


def test_every_sentence_is_recorded_and_found_again(runner: CliRunner, voice: Moody) -> None:
    recorded = runner.invoke(cli, RECORD)

    assert recorded.exit_code == 0
    assert "michael: 3 sentences were recorded. To hear it: coach play feet" in recorded.stdout
    assert all(text in open_pack(pack_folder()) for texts in PHRASES.values() for text in texts)
    assert "recorded: all that comes with coach" in runner.invoke(cli, ["voices", "--all"]).stdout


def test_no_more_is_spoken_at_once_than_there_are_cores(
    runner: CliRunner, voice: Moody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voices, "cores", lambda: 1)
    runner.invoke(cli, RECORD)

    assert len(voice.spoken) == 3
    assert len(voice.threads) == 1


def test_what_is_there_is_not_spoken_again(runner: CliRunner, voice: Moody) -> None:
    runner.invoke(cli, RECORD)
    voice.spoken.clear()
    again = runner.invoke(cli, RECORD)

    assert "michael: all is recorded." in again.stdout
    assert voice.spoken == []


def test_what_was_spoken_stays_where_it_is_broken_off(runner: CliRunner, voice: Moody) -> None:
    voice.ends_at = "calf"
    broken = runner.invoke(cli, RECORD)
    voice.ends_at = ""
    voice.spoken.clear()
    ended = runner.invoke(cli, RECORD)

    assert broken.exit_code == 1
    assert ended.exit_code == 0
    assert voice.spoken == ["The lower part of the calf."]


def test_a_sentence_that_cannot_be_spoken_is_told_and_tried_again(
    runner: CliRunner, voice: Moody
) -> None:
    voice.fails_at = "calf"
    recorded = runner.invoke(cli, RECORD)

    assert recorded.exit_code == 0
    assert "2 sentences were recorded" in recorded.stdout
    assert "It could not say 'The lower part of the calf.'" in recorded.stderr
    voice.fails_at = ""
    assert "1 sentence was recorded" in runner.invoke(cli, RECORD).stdout


@pytest.mark.parametrize("name", ["silent", "../michael", "a/b", ""])
def test_a_name_that_cannot_be_recorded_is_refused(
    runner: CliRunner, voice: Moody, name: str
) -> None:
    refused = runner.invoke(cli, ["voices", "--record", name])

    assert refused.exit_code == 2
    assert "cannot be recorded: take the plain name of a voice" in refused.stderr
    assert not (voices_folder() / "recorded").exists()


@pytest.mark.skipif(os.name == "nt", reason="folders are protected otherwise there")
def test_a_folder_that_cannot_be_written_is_told(runner: CliRunner, voice: Moody) -> None:
    voices_folder().mkdir(parents=True)
    (voices_folder() / "recorded").write_text("a file in its place")
    failed = runner.invoke(cli, RECORD)

    assert failed.exit_code == 1
    assert failed.stderr.splitlines()[-1].startswith("Error: the recordings cannot be kept")
