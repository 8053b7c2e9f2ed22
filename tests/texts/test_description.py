import re

import pytest

from coach.content.library import Library
from coach.content.phrasebook import Phrasebook
from coach.script.cues import Rest, Script, Section
from coach.script.sheet import Wishes
from coach.texts.description import describe
from coach.timeline.arrangement import Arrangement
from coach.timeline.timeline import Timeline
from coach.units import Ms
from tests.doubles import FakeVoice
from tests.sheets import written

SECTIONS = (
    Section("Opening", (Rest(Ms(65_000), Ms(0)),)),
    Section("Sole of the foot", (Rest(Ms(90_000), Ms(0)),)),
    Section("Finish", (Rest(Ms(12_000), Ms(0)),)),
)


def feet(book: Phrasebook, purpose: str = "for tired feet") -> Timeline:
    script = Script("feet", "Feet", purpose, SECTIONS, (), "You need a ball.", book=book)
    return Arrangement(script, FakeVoice()).whole()


def test_a_description_tells_what_it_is_what_is_needed_and_the_chapters(book: Phrasebook) -> None:
    assert describe(feet(book), bed=True) == (
        "Feet, 2:47, for tired feet.\n"
        "You need a ball.\n"
        "\n"
        "00:00 Opening\n"
        "01:05 Sole of the foot\n"
        "\n"
        f"{book.captions.bed}"
    )


def test_without_a_bed_it_tells_to_switch_the_trimming_of_silence_off(book: Phrasebook) -> None:
    told = describe(feet(book), bed=False)

    assert told.endswith(f"\n\n{book.captions.no_bed}")
    assert told.splitlines()[-1].startswith("Switch off")


@pytest.mark.parametrize("bed", [True, False])
def test_of_a_lesson_nothing_is_said_of_holds_that_an_app_could_cut(
    library: Library, book: Phrasebook, *, bed: bool
) -> None:
    script = written(library.entry("learn"), book, Wishes())
    told = describe(Arrangement(script, FakeVoice()).whole(), bed=bed)

    begins, _, last = told.splitlines()[-1].partition(" ")
    assert re.fullmatch(r"\d\d:\d\d", begins)
    assert last in [section.title for section in script.sections[-2:]]
    assert script.title in told


def test_a_session_without_a_purpose_is_described_too(book: Phrasebook) -> None:
    assert describe(feet(book, purpose=""), bed=True).startswith("Feet, 2:47.\nYou need")


def test_without_words_for_it_nothing_is_said_of_silence() -> None:
    script = Script("feet", "Feet", "", SECTIONS)

    assert describe(Arrangement(script, FakeVoice()).whole(), bed=True) == (
        "Feet, 2:47.\n\n00:00 Opening\n01:05 Sole of the foot"
    )
