from itertools import pairwise

import pysubs2
import pytest

from coach.content.breath import CALM
from coach.content.phrasebook import Phrasebook
from coach.script.cues import Hold, Rest, Say, Script, Section
from coach.texts.captions import LETTERS_A_SECOND, Caption, as_lrc, as_srt, as_vtt, captions, lyrics
from coach.timeline.arrangement import Arrangement
from coach.timeline.timeline import Timeline
from coach.units import Ms
from tests.doubles import FakeVoice
from tests.texts.feet import left_foot, opening, timeline

OPENING, FEET = opening(breaths=1), left_foot(Hold(Ms(10_000), CALM, ""))
TOLD = [
    (1500, 6500, "[bell]"),
    (6500, 7900, "Welcome to your feet."),
    (8200, 12_200, "In. [breathe in, four seconds]"),
    (12_200, 18_200, "Out. [breathe out, six seconds]"),
    (18_200, 18_800, "Left side."),
    (18_800, 20_300, "Stand, and lean on it."),
    (22_300, 26_300, "[breathe in, four seconds]"),
    (26_300, 32_300, "[breathe out, six seconds]"),
    (32_300, 38_300, "[circle clockwise, ring one of two: two circles, about three seconds each]"),
    (38_300, 45_300, "[roll up, then down: two strokes, about four seconds each]"),
    (45_300, 47_300, "[bell]"),
]


@pytest.fixture(scope="module")
def feet(book: Phrasebook) -> Timeline:
    return timeline(book, OPENING, FEET)


def test_captions_tell_words_and_sounds_at_their_times(feet: Timeline) -> None:
    assert captions(feet) == [Caption(Ms(start), Ms(end), text) for start, end, text in TOLD]


def test_a_short_word_stays_until_it_can_be_read_or_the_next_one_comes(book: Phrasebook) -> None:
    word, long = Say("Rolls.", Ms(300)), Say("one two three four five six seven", Ms(2100))
    alone = timeline(book, Section("A", (word, Rest(Ms(5000), Ms(0)))))
    followed = timeline(book, Section("A", (word, Rest(Ms(400), Ms(400)), long)))

    assert captions(alone) == [Caption(Ms(0), Ms(1000), "Rolls.")]
    assert captions(followed)[0] == Caption(Ms(0), Ms(700), "Rolls.")


def test_the_last_caption_ends_with_the_session(book: Phrasebook) -> None:
    (caption,) = captions(timeline(book, Section("A", (Say("Rolls.", Ms(300)),))))

    assert (caption.start, caption.end) == (0, 300)


def test_a_caption_that_is_quickly_said_stays_at_reading_speed(book: Phrasebook) -> None:
    text = "extraordinarily uncomplicated"
    (caption,) = captions(timeline(book, Section("A", (Say(text, Ms(600)), Rest(Ms(9000), Ms(0))))))

    assert caption.end - caption.start == len(text) * 1000 // LETTERS_A_SECOND


def test_there_is_never_more_than_one_caption(feet: Timeline) -> None:
    assert all(one.end <= other.start for one, other in pairwise(captions(feet)))


def test_without_words_for_them_sounds_have_no_caption() -> None:
    script = Script("feet", "Feet", "", (OPENING,))

    assert [one.text for one in captions(Arrangement(script, FakeVoice()).whole())] == [
        "Welcome to your feet.",
        "In.",
        "Out.",
    ]


@pytest.mark.parametrize(("form", "write"), [("srt", as_srt), ("vtt", as_vtt)])
def test_subtitles_can_be_read_back(form: str, write: object, feet: Timeline) -> None:
    assert callable(write)
    read = pysubs2.SSAFile.from_string(write(feet), format_=form)

    assert [(one.start, one.end, one.plaintext) for one in read] == TOLD


def test_srt_is_numbered_from_one(feet: Timeline) -> None:
    assert as_srt(feet).startswith(
        "1\n00:00:01,500 --> 00:00:06,500\n[bell]\n\n2\n00:00:06,500 --> 00:00:07,900\nWelcome"
    )


def test_vtt_has_its_header(feet: Timeline) -> None:
    assert as_vtt(feet).startswith("WEBVTT\n\n")
    assert "00:00:06.500 --> 00:00:07.900\nWelcome to your feet.\n" in as_vtt(feet)


def test_lyrics_have_a_head_and_a_line_for_each_caption(feet: Timeline) -> None:
    assert as_lrc(feet).splitlines()[:7] == [
        "[ti:Feet]",
        "[ar:coach]",
        "[length:0:47]",
        "[00:01.50](bell)",
        "[00:06.50]Welcome to your feet.",
        "[00:08.20]In. (breathe in, four seconds)",
        "[00:12.20]Out. (breathe out, six seconds)",
    ]


def test_in_lyrics_nothing_but_a_time_stands_in_square_brackets(feet: Timeline) -> None:
    assert [text for text, _at in lyrics(feet) if "[" in text or "]" in text] == []
    assert [at for _text, at in lyrics(feet)] == [start for start, _end, _text in TOLD]


def test_a_session_without_words_has_captions_too(book: Phrasebook) -> None:
    quiet = timeline(book, Section("Rest", (Rest(Ms(2000), Ms(0)),)))

    assert as_srt(quiet) == ""
    assert as_vtt(quiet) == "WEBVTT"
    assert as_lrc(quiet).splitlines()[1:] == ["[ar:coach]", "[length:0:02]"]
