import pytest

from coach.content.phrasebook import Phrasebook
from coach.script.cues import Bell, Say, Script, Section
from coach.texts.formats import BESIDE, SCRIPT_FORMATS
from coach.timeline.arrangement import Arrangement
from coach.units import Ms
from tests.doubles import FakeVoice


def test_there_are_seven_formats_and_five_make_sense_beside_a_file() -> None:
    assert list(SCRIPT_FORMATS) == ["text", "vtt", "srt", "lrc", "txt", "md", "json"]
    assert list(BESIDE) == ["vtt", "srt", "lrc", "txt", "md"]


@pytest.mark.parametrize("name", SCRIPT_FORMATS)
def test_a_format_ends_without_an_empty_line(name: str, book: Phrasebook) -> None:
    section = Section("A", (Bell(Ms(2000)), Say("Lean in.", Ms(600))))
    script = Script("a", "A", "", (section,), book=book)
    written = SCRIPT_FORMATS[name](Arrangement(script, FakeVoice()).whole())

    assert "Lean in." in written
    assert written == written.rstrip("\n")
