import json

import pysubs2
import pytest

from coach.breath import CALM
from coach.captions import FORMATS, as_json, as_lrc, as_srt, as_text, as_vtt, spoken
from coach.script import Bell, Breathe, Circle, Hold, Rest, Roll, Say, Script, Section
from coach.timeline import Arrangement, Timeline
from coach.units import Ms
from tests.doubles import FakeVoice

OPENING = Section(
    "Opening",
    (
        Rest(Ms(1500), Ms(1500)),
        Bell(Ms(5000)),
        Say("Welcome to your feet.", Ms(1200)),
        Rest(Ms(500), Ms(500)),
        Breathe(CALM, times=2, worded=1, words=(("in", "In."), ("out", "Out."))),
    ),
)
FEET = Section(
    "Sole of the foot, left",
    (
        Say("Left side.", Ms(600)),
        Say("Stand, and lean on it.", Ms(1500)),
        Rest(Ms(2000), Ms(1000)),
        Hold(Ms(60_000), CALM, "Halfway."),
        Circle(ring=0, rings=2, clockwise=True, turns=2, each=Ms(3000)),
        Roll(strokes=2, each=Ms(3500)),
        Bell(Ms(2000)),
    ),
)


def timeline(*sections: Section, title: str = "Feet", notes: tuple[str, ...] = ()) -> Timeline:
    script = Script("feet", title, "for tired feet", sections, notes)
    return Arrangement(script, FakeVoice()).whole()


@pytest.fixture(scope="module")
def feet() -> Timeline:
    return timeline(OPENING, FEET)


def test_there_are_five_formats() -> None:
    assert list(FORMATS) == ["text", "srt", "vtt", "lrc", "json"]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_format_ends_without_an_empty_line(name: str, feet: Timeline) -> None:
    written = FORMATS[name](feet)

    assert written
    assert written == written.rstrip("\n")


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


def test_the_text_tells_what_is_longer_than_planned() -> None:
    long = Section("Long", (Say("one two three four", Ms(200)),))

    assert as_text(timeline(long)).endswith(
        "\n\nLong is 1000 ms longer than planned: its words take their time."
    )


def test_the_text_ends_with_what_differs_from_what_was_asked_for() -> None:
    notes = ("Left out: jaw (avoided).", "Each hold is 30 s shorter.")

    assert as_text(timeline(OPENING, notes=notes)).splitlines()[-3:] == ["", *notes]


EVENTS = [
    (1500, 6500, "[bell]"),
    (6500, 7700, "Welcome to your feet."),
    (8200, 8500, "In."),
    (12_200, 12_500, "Out."),
    (28_200, 28_800, "Left side."),
    (28_800, 30_300, "Stand, and lean on it."),
    (62_300, 62_600, "Halfway."),
    (105_300, 107_300, "[bell]"),
]


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_subtitles_can_be_read_back(form: str, feet: Timeline) -> None:
    read = pysubs2.SSAFile.from_string(FORMATS[form](feet), format_=form)

    assert [(one.start, one.end, one.plaintext) for one in read] == EVENTS


def test_srt_is_numbered_from_one(feet: Timeline) -> None:
    assert as_srt(feet).startswith(
        "1\n00:00:01,500 --> 00:00:06,500\n[bell]\n\n2\n00:00:06,500 --> 00:00:07,700\nWelcome"
    )


def test_vtt_has_its_header(feet: Timeline) -> None:
    assert as_vtt(feet).startswith("WEBVTT\n\n")
    assert "00:00:06.500 --> 00:00:07.700\nWelcome to your feet.\n" in as_vtt(feet)


def test_lyrics_have_a_head_and_a_line_for_each_phrase(feet: Timeline) -> None:
    assert as_lrc(feet) == (
        "[ti:Feet]\n"
        "[ar:coach]\n"
        "[length:1:47]\n"
        "[00:06.50]Welcome to your feet.\n"
        "[00:08.20]In.\n"
        "[00:12.20]Out.\n"
        "[00:28.20]Left side.\n"
        "[00:28.80]Stand, and lean on it.\n"
        "[01:02.30]Halfway."
    )


def test_json_tells_the_whole_and_its_sections(feet: Timeline) -> None:
    read = json.loads(as_json(feet))

    cues = read.pop("cues")
    assert read == {
        "name": "feet",
        "title": "Feet",
        "length": 107_300,
        "sections": [
            {"title": "Opening", "start": 0, "end": 28_200, "overrun": 0},
            {"title": "Sole of the foot, left", "start": 28_200, "end": 107_300, "overrun": 0},
        ],
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


def test_json_keeps_letters_that_are_not_english() -> None:
    assert '"title": "Füße"' in as_json(timeline(OPENING, title="Füße"))


def test_what_is_spoken_is_a_paragraph_a_section(feet: Timeline) -> None:
    assert spoken(feet) == (
        "Opening\nWelcome to your feet.\nIn.\nOut.\n"
        "\n"
        "Sole of the foot, left\nLeft side.\nStand, and lean on it.\nHalfway."
    )


def test_a_session_without_words_has_captions_too() -> None:
    quiet = timeline(Section("Rest", (Rest(Ms(2000), Ms(0)),)))

    assert as_srt(quiet) == ""
    assert as_vtt(quiet) == "WEBVTT"
    assert as_lrc(quiet).splitlines()[1:] == ["[ar:coach]", "[length:0:02]"]
    assert as_text(quiet).endswith("0:00  Rest\n  0:00.0  (rest 2.0 s)")
