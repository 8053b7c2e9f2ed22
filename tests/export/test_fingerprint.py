from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from coach.choices import Theme
from coach.export.fingerprint import Fingerprint, make_fingerprint, parse_fingerprint
from coach.script.cues import Rest, Say, Script, Section
from coach.sound.bed import Bed, open_bed
from coach.timeline.arrangement import Arrangement
from coach.timeline.timeline import Timeline
from coach.units import Ms
from coach.voices.voice import FINISH, Voice
from tests.doubles import FakeVoice

SCRIPT = Script(
    "feet", "Feet", "", (Section("Feet", (Say("Lean in.", Ms(600)), Rest(Ms(9000), Ms(0)))),)
)


@pytest.fixture(scope="module")
def pad() -> Bed:
    bed = open_bed("pad")
    assert bed is not None
    return bed


def placed(script: Script = SCRIPT) -> Timeline:
    return Arrangement(script, FakeVoice()).whole()


def content(
    timeline: Timeline | None = None,
    voice: Voice | None = None,
    bed: Bed | None = None,
    encoding: Sequence[object] = ("mp3", 96),
    theme: Theme = "dark",
) -> str:
    return mark(timeline, voice, bed, encoding=encoding, theme=theme).content


def mark(
    timeline: Timeline | None = None,
    voice: Voice | None = None,
    bed: Bed | None = None,
    *,
    texts: Mapping[str, str] = {},
    encoding: Sequence[object] = (),
    theme: Theme = "dark",
) -> Fingerprint:
    return make_fingerprint(
        timeline or placed(),
        voice or FakeVoice(),
        bed,
        texts=texts,
        encoding=encoding,
        theme=theme,
    )


def test_the_same_session_has_the_same_mark(pad: Bed) -> None:
    assert content(bed=pad) == content(placed(), FakeVoice(), open_bed("pad"), ["mp3", 96])


def test_whatever_decides_what_a_file_holds_makes_another_mark(pad: Bed) -> None:
    longer = placed(replace(SCRIPT, sections=SCRIPT.sections * 2))
    titled = placed(replace(SCRIPT, title="The feet"))
    marks = {
        content(),
        content(longer),
        content(titled),
        content(voice=FakeVoice(hz=300)),
        content(bed=pad),
        content(bed=open_bed("rain")),
        content(encoding=("mp3", 128)),
        content(encoding=("flac",)),
        content(theme="light"),
    }

    assert len(marks) == 9


def test_a_new_way_to_finish_phrases_makes_another_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    before = content()
    monkeypatch.setattr("coach.export.fingerprint.FINISH", FINISH + 1)

    assert content() != before


def test_a_mark_is_read_back() -> None:
    made = mark(texts={"srt": "1\nfüß"})

    assert made.name == "feet"
    assert list(made.beside) == ["srt"]
    assert parse_fingerprint(str(made)) == made


def test_texts_beside_it_have_marks_of_their_own() -> None:
    one, other = (mark(texts={"srt": text}) for text in ("a", "b"))

    assert one.beside["srt"] != other.beside["srt"]
    assert one.content == other.content


@pytest.mark.parametrize(
    "text", ["", "coach", "{}", "[]", '{"name": 1}', "\x00", '{"name": "feet", "content": "a"}']
)
def test_what_is_no_mark_is_none(text: str) -> None:
    assert parse_fingerprint(text) is None


def test_a_mark_that_has_more_than_is_known_is_one() -> None:
    text = '{"name": "feet", "content": "a", "beside": {}, "later": 1}'

    assert parse_fingerprint(text) == Fingerprint("feet", "a", {})
