"""What ``docs/python.md`` shows runs as it stands there."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.content.library import Library
from coach.players.player import PLAYERS
from coach.script.cues import Script
from coach.timeline.arrangement import Arrangement
from coach.units import RATE_HZ
from coach.voices.voice import ENGINES, Voice

PAGE = Path(__file__).parents[1] / "docs" / "python.md"
FIRST, BATCH, OWN_VOICE = re.findall(
    r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
)

Run = Callable[[str], list[str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs an example in an empty folder, with a quick voice and player; the lines it prints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(ENGINES, "pyttsx3", "tests.quick")
    monkeypatch.setitem(PLAYERS, "null", "tests.quick")

    def ran(example: str) -> list[str]:
        exec(compile(example, PAGE, "exec"), {"__name__": "example"})
        return capsys.readouterr().out.splitlines()

    return ran


def the_end_alone(script: Script, voice: Voice) -> Arrangement:
    """A session that is short to write: its close is all there is of it."""
    from dataclasses import replace

    return Arrangement(replace(script, sections=script.sections[-1:]), voice)


def test_a_session_is_looked_at_heard_and_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.export.batch.Arrangement", the_end_alone)
    lines = run(FIRST)

    assert lines[0] == "Shoulders and upper back 16.0 minutes"
    assert lines[1].endswith(" Before you begin")
    assert lines[-1] == "(44100, 2) float32"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shoulders.mp3", "shoulders.srt"]


def test_a_batch_writes_each_routine_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Library, "routines", property(lambda _: ["calves", "feet", "quads", "shoulders"])
    )
    monkeypatch.setattr("coach.export.batch.Arrangement", the_end_alone)

    assert run(BATCH) == ["phone/feet.mp3 all", "phone/quads.mp3 all"]
    assert run(BATCH) == ["phone/feet.mp3 nothing", "phone/quads.mp3 nothing"]


def test_a_voice_of_ones_own_says_what_was_recorded(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PLAYERS, "null", "tests.watched")
    (tmp_path / "recordings").mkdir()
    beep = np.sin(np.arange(RATE_HZ) / 10)
    soundfile.write(tmp_path / "recordings" / "change-over.wav", beep, RATE_HZ)
    lines = run(OWN_VOICE)

    assert lines[0] == "0 Before you begin"
    assert lines[-1].endswith(" Finish")
