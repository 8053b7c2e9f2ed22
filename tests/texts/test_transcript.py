import json

import pytest

from coach.content.breath import CALM
from coach.content.phrasebook import Phrasebook
from coach.script.cues import Bell, Circle, Hold, Rest, Roll, Say, Script, Section
from coach.texts.transcript import as_json, as_lyrics, as_md, as_text, as_txt
from coach.timeline.arrangement import Arrangement
from coach.timeline.timeline import Timeline
from coach.units import Ms
from tests.doubles import FakeVoice
from tests.texts.feet import left_foot, opening, timeline

OPENING, FEET = opening(breaths=2), left_foot(Hold(Ms(60_000), CALM, "Halfway."))


@pytest.fixture(scope="module")
def feet(book: Phrasebook) -> Timeline:
    return timeline(book, OPENING, FEET)


def test_the_text_shows_every_cue_with_its_start(feet: Timeline) -> None:
    assert as_text(feet) == (
        "Feet, 1:47\n"
        "for tired feet\n"
        "\n"
        "0:00  Opening\n"
        "  0:00.0  (rest 1.5 s)\n"
        "  0:01.5  (bell 5.0 s)\n"
        "  0:06.5  Welcome to your feet.\n"
        "  0:07.7  (rest 0.5 s)\n"
        "  0:08.2  In.\n"
        "  0:08.6  (breathe 3.5 s)\n"
        "  0:12.2  Out.\n"
        "  0:12.6  (breathe 15.6 s, 3 sounds)\n"
        "\n"
        "0:28  Sole of the foot, left\n"
        "  0:28.2  Left side.\n"
        "  0:28.8  Stand, and lean on it.\n"
        "  0:30.3  (rest 2.0 s)\n"
        "  0:32.3  (hold 30.0 s, 6 sounds)\n"
        "  1:02.3  Halfway.\n"
        "  1:02.7  (hold 29.6 s, 6 sounds)\n"
        "  1:32.3  (circle 6.0 s, 2 sounds)\n"
        "  1:38.3  (roll 7.0 s, 2 sounds)\n"
        "  1:45.3  (bell 2.0 s)"
    )


def test_the_text_tells_what_is_longer_than_planned(book: Phrasebook) -> None:
    long = Section("Long", (Say("one two three four", Ms(200)),))

    assert as_text(timeline(book, long)).endswith(
        "\n\nLong is 1000 ms longer than planned: its words take their time."
    )


def test_the_text_ends_with_what_differs_from_what_was_asked_for(book: Phrasebook) -> None:
    notes = ("Left out: jaw (avoided).", "Each hold is 30 s shorter.")

    assert as_text(timeline(book, OPENING, notes=notes)).splitlines()[-3:] == ["", *notes]


def test_json_tells_the_whole_and_its_sections(feet: Timeline) -> None:
    read = json.loads(as_json(feet))

    cues = read.pop("cues")
    assert read == {
        "name": "feet",
        "title": "Feet",
        "length": 107_300,
        "notes": [],
        "sections": [
            {"title": "Opening", "start": 0, "end": 28_200, "overrun": 0},
            {"title": "Sole of the foot, left", "start": 28_200, "end": 107_300, "overrun": 0},
        ],
        "beneath": [],
    }
    assert len(cues) == len(list(feet.placed))


def test_json_tells_each_sound_and_rest(feet: Timeline) -> None:
    cues = json.loads(as_json(feet))["cues"]

    assert cues[:3] == [
        {"kind": "rest", "text": "", "start": 0, "end": 1500, "part": "rest", "section": 0},
        {"kind": "bell", "text": "", "start": 1500, "end": 6500, "part": "bell", "section": 0},
        {
            "kind": "say",
            "text": "Welcome to your feet.",
            "start": 6500,
            "end": 7700,
            "part": "say",
            "section": 0,
        },
    ]
    assert [cue["kind"] for cue in cues if cue["section"] == 1 and cue["part"] != "hold"] == [
        *("say", "say", "rest", "circle", "circle", "up", "down", "bell")
    ]
    halfway = next(cue for cue in cues if cue["text"] == "Halfway.")
    assert (halfway["kind"], halfway["part"]) == ("say", "hold")


def test_json_keeps_letters_that_are_not_english(book: Phrasebook) -> None:
    assert '"title": "Füße"' in as_json(timeline(book, OPENING, title="Füße"))


def test_the_script_to_print_tells_all_that_is_needed_said_and_sounds(feet: Timeline) -> None:
    assert as_txt(feet) == (
        "Feet\n"
        "1:47, for tired feet.\n"
        "You need a tennis ball.\n"
        "\n"
        "00:00  Opening\n"
        "\n"
        "[bell]\n"
        "Welcome to your feet.\n"
        "In. Out. [two breaths: breathe in, four seconds; breathe out, six seconds]\n"
        "\n"
        "00:28  Sole of the foot, left\n"
        "\n"
        "Left side. Stand, and lean on it.\n"
        "[three breaths: breathe in, four seconds; breathe out, six seconds]\n"
        "Halfway. [three breaths: breathe in, four seconds; breathe out, six seconds]\n"
        "[circle clockwise, ring one of two: two circles, about three seconds each]\n"
        "[roll up, then down: two strokes, about four seconds each]\n"
        "[bell]"
    )


def test_a_pause_begins_a_new_paragraph_and_a_breather_does_not(book: Phrasebook) -> None:
    def said(pause: int) -> list[str]:
        rest = Rest(Ms(pause), Ms(pause))
        section = Section("A", (Say("Lean in.", Ms(600)), rest, Say("Search.", Ms(300))))
        return as_lyrics(timeline(book, section)).splitlines()[1:]

    assert said(1999) == ["Lean in. Search."]
    assert said(2000) == ["Lean in.", "Search."]


def test_the_script_to_print_fits_on_a_page(book: Phrasebook) -> None:
    long = Section("A long title " * 9, (Say("One two three four five. " * 20, Ms(9000)),))

    assert max(map(len, as_txt(timeline(book, long)).splitlines())) <= 76


def test_the_script_to_print_tells_what_differs_from_what_was_asked_for(book: Phrasebook) -> None:
    written = as_txt(timeline(book, OPENING, notes=("Left out: jaw (avoided).",)))

    assert written.splitlines()[2:5] == ["You need a tennis ball.", "Left out: jaw (avoided).", ""]


def test_markdown_has_headings_and_paragraphs(feet: Timeline) -> None:
    assert as_md(feet).split("\n\n")[:8] == [
        "# Feet",
        "1:47, for tired feet.",
        "You need a tennis ball.",
        "## 00:00  Opening",
        "\\[bell\\]",
        "Welcome to your feet.",
        "In. Out. \\[two breaths: breathe in, four seconds; breathe out, six seconds\\]",
        "## 00:28  Sole of the foot, left",
    ]


def test_nothing_that_is_said_is_a_mark_of_markdown(book: Phrasebook) -> None:
    said = Section("A", (Say("Lean *in*, #1 <b>_now_</b>.", Ms(600)),))

    assert as_md(timeline(book, said)).splitlines()[-1] == (r"Lean \*in\*, \#1 \<b\>\_now\_\</b\>.")


def test_a_short_section_is_told_under_the_heading_of_its_chapter(book: Phrasebook) -> None:
    close = Section("Finish", (Say("This is the end.", Ms(1200)),))
    written = as_txt(timeline(book, OPENING, FEET, close))

    assert "Finish" not in written
    assert written.endswith("[bell]\nThis is the end.")


def test_lyrics_are_a_stanza_a_chapter_without_square_brackets(feet: Timeline) -> None:
    assert as_lyrics(feet) == (
        "Opening\n"
        "(bell)\n"
        "Welcome to your feet.\n"
        "In. Out. (two breaths: breathe in, four seconds; breathe out, six seconds)\n"
        "\n"
        "Sole of the foot, left\n"
        "Left side. Stand, and lean on it.\n"
        "(three breaths: breathe in, four seconds; breathe out, six seconds)\n"
        "Halfway. (three breaths: breathe in, four seconds; breathe out, six seconds)\n"
        "(circle clockwise, ring one of two: two circles, about three seconds each)\n"
        "(roll up, then down: two strokes, about four seconds each)\n"
        "(bell)"
    )


def test_all_that_is_said_is_there_whatever_the_form(feet: Timeline) -> None:
    said = [one.text for one in feet.placed if one.text]

    for write in (as_txt, as_md, as_lyrics):
        written = write(feet)
        assert all(text in written for text in said)


def test_without_words_for_them_sounds_are_not_told() -> None:
    script = Script("feet", "Feet", "", (OPENING,))

    assert as_lyrics(Arrangement(script, FakeVoice()).whole()) == (
        "Opening\nWelcome to your feet. In. Out."
    )


def test_a_session_without_words_has_a_script_too(book: Phrasebook) -> None:
    quiet = timeline(book, Section("Rest", (Rest(Ms(2000), Ms(0)),)))

    assert as_text(quiet).endswith("0:00  Rest\n  0:00.0  (rest 2.0 s)")
    assert as_txt(quiet).endswith("\n\n00:00  Rest\n")


BREATHED = Section(
    "Calf muscle, left",
    (
        Circle(ring=0, rings=2, clockwise=True, turns=2, each=Ms(3000), breath=CALM),
        Say("Wider.", Ms(300)),
        Rest(Ms(500), Ms(500)),
        Circle(ring=1, rings=2, clockwise=True, turns=2, each=Ms(3000), breath=CALM),
        Bell(Ms(2000)),
        Roll(strokes=2, each=Ms(3500), breath=CALM),
    ),
)


def test_the_text_tells_where_a_breath_lies_beneath(book: Phrasebook) -> None:
    assert as_text(timeline(book, BREATHED)).splitlines()[3:] == [
        "0:00  Calf muscle, left",
        "  0:00.0  (circle 6.0 s, 2 sounds, over quiet breaths)",
        "  0:06.0  Wider.",
        "  0:06.3  (rest 0.5 s)",
        "  0:06.8  (circle 6.0 s, 2 sounds, over quiet breaths)",
        "  0:12.8  (bell 2.0 s)",
        "  0:14.8  (roll 7.0 s, 2 sounds)",
    ]


def test_json_tells_a_breath_beneath_apart_from_what_leads(book: Phrasebook) -> None:
    told = json.loads(as_json(timeline(book, OPENING, BREATHED)))

    assert told["beneath"] == [
        {
            "kind": kind,
            "text": "",
            "start": 28_200 + start,
            "end": 28_200 + end,
            "part": "circle",
            "section": 1,
        }
        for kind, start, end in (("in", 0, 4000), ("out", 4000, 10_000))
    ]
    kinds = [cue["kind"] for cue in told["cues"] if cue["section"] == 1]
    assert kinds == ["circle", "circle", "say", "rest", "circle", "circle", "bell", "up", "down"]


def test_who_reads_is_told_of_the_circles_and_not_of_the_breath_beneath(book: Phrasebook) -> None:
    told = as_txt(timeline(book, BREATHED))

    assert told.count("[circle clockwise") == 2
    assert "[roll up, then down" in told
    assert "breathe" not in told
