import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import numpy as np
import pytest
from click.testing import CliRunner
from msgspec.structs import fields as struct_fields

import coach
from coach.choices import Talk
from coach.cli import cli
from coach.content.controls import Control, Inbox
from coach.content.library import Library
from coach.errors import CoachError, RequestError, RoutineNotFound, VoiceError
from coach.export.manner import Manner, MannerFields
from coach.players.player import PLAYERS
from coach.script.request import Request, RequestFields
from coach.session import Session, open_request, open_session
from coach.stage.now import START, Now
from coach.units import RATE_HZ, Ms
from coach.voices.voice import ENGINES
from tests.doubles import FailingVoice, FakePlayer, FakeVoice
from tests.nightly import nightly

QUICK = ("--side", "left", "--minutes", "4", "--talk", "bell", "--bed", "none")


@pytest.fixture
def feet(monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session of few words, in a voice that takes no time."""
    monkeypatch.setitem(ENGINES, "quick", "tests.quick")
    monkeypatch.setitem(PLAYERS, "null", "tests.quick")
    return open_session("feet", side="left", minutes=4, talk="bell", bed="none", voice="quick")


def test_a_session_tells_its_sections_its_cues_and_their_times(feet: Session) -> None:
    titles = [section.title for section in feet.sections]
    timeline = feet.timeline

    assert titles == ["Before you begin", "Opening", "Plantar muscles, left", "Finish"]
    assert feet.title == "The feet"
    assert feet.lasts == timeline.lasts
    assert [cue.start for cue in feet.cues] == sorted(cue.start for cue in feet.cues)
    assert {cue.kind for cue in feet.cues} >= {"say", "bell", "in", "out", "circle", "rest"}
    assert feet.captions()[0].end <= feet.captions()[1].start
    assert feet.text("srt").startswith("1\n00:00:0")


def test_its_blocks_are_the_same_sound_from_any_moment_on(feet: Session) -> None:
    start = Ms(feet.timeline.sections[1].start + 1500)
    whole = np.concatenate(list(feet.blocks()))
    rest = np.concatenate(list(feet.blocks(start)))

    assert whole.dtype == np.float32
    assert whole.shape == (round(feet.lasts * RATE_HZ / 1000), 2)
    assert np.abs(whole).max() <= 1
    assert np.array_equal(whole[round(start * RATE_HZ / 1000) :], rest)


@pytest.mark.parametrize("kind", ["mp3", nightly("flac")])
def test_what_it_exports_is_the_file_that_the_command_line_writes(
    feet: Session, runner: CliRunner, tmp_path: Path, kind: str
) -> None:
    ours, theirs = tmp_path / f"ours.{kind}", tmp_path / f"theirs.{kind}"
    written = feet.export(ours, mono=True)
    command = ["export", "feet", *QUICK, "--voice", "quick", "--mono", "-o", str(theirs)]
    assert runner.invoke(cli, command).exit_code == 0

    assert written.what == "all"
    assert ours.read_bytes() == theirs.read_bytes()
    assert feet.export(theirs, mono=True).what == "nothing"


def test_an_export_tells_how_far_it_is_and_never_replaces_what_is_not_its_own(
    feet: Session, tmp_path: Path
) -> None:
    told: list[Ms] = []
    feet.export(tmp_path / "feet.wav", progress=told.append)
    (tmp_path / "other.wav").write_text("mine")

    assert told == sorted(told)
    assert told[-1] > 60_000
    with pytest.raises(CoachError, match="exists already"):
        feet.export(tmp_path / "other.wav")


def test_it_plays_to_its_end_or_until_it_is_asked_to_end(feet: Session) -> None:
    shown: list[Now] = []
    ended = feet.play(player="null", watch=shown.append)
    asked = Inbox[Control]()
    asked.put(Control.END)
    cut = feet.play(player="null", asked=asked)

    assert ended.left == 0
    assert ended.heard_opening
    assert shown[0].section.title == "Before you begin"
    assert cut.left > 0


def test_a_sample_is_three_sentences_of_the_first_place_and_silence_after_each() -> None:
    voice = FakeVoice()
    session = open_session("shoulders", seed=1, safety="short").spoken_by(voice)
    blocks = list(session.sample())

    assert voice.spoken == [
        "The top of the left shoulder: upper trapezius.",
        "Press slowly deeper, to about five out of ten, and breathe.",
        "Let go slowly, and move the ball aside.",
    ]
    assert [bool(block.any()) for block in blocks] == [True, False] * 3
    assert {block.shape[1] for block in blocks} == {2}
    assert {block.dtype for block in blocks} == {np.dtype(np.float32)}


@pytest.mark.parametrize("talk", ["full", "brief", "bell"])
@pytest.mark.parametrize("name", ["feet", "neck", "first-session", "learn"])
def test_a_sample_can_be_had_of_any_session(name: str, talk: Talk) -> None:
    voice = FakeVoice()
    asked: RequestFields = {} if name == "learn" else {"talk": talk, "safety": "short"}
    blocks = list(open_session(name, **asked).spoken_by(voice).sample())

    assert 1 <= len(voice.spoken) <= 3
    assert len(blocks) == 2 * len(voice.spoken)


def test_another_voice_speaks_the_same_session(feet: Session) -> None:
    voice = FakeVoice()

    assert feet.spoken_by(voice).cues
    assert voice.spoken[0] == "I am no doctor, and cannot see you."
    assert "The feet." in voice.spoken


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        (
            {"depth": "deap"},
            "depth: 'deap' is not one of quick, standard, deep; did you mean deep?",
        ),
        ({"minutes": -3}, "minutes: -3: should be a number >= 2.0"),
        ({"minutes": float("nan")}, "minutes: nan: "),
        ({"rate": 900}, "rate: 900: should be a whole number <= 220"),
        ({"breath": "1-20"}, "breath: '1-20': in and out take 2 to 12 seconds each, such as 4-6"),
        ({"side": "both", "talk": "loud"}, "side: 'both' is not one of left, right"),
        ({"library": "/nowhere"}, "there is no folder /nowhere to be a library"),
    ],
)
def test_a_value_that_is_none_is_refused_in_a_line(wishes: dict[str, object], told: str) -> None:
    with pytest.raises(RequestError) as refused:
        open_request(Request(names=("feet",), **wishes))  # type: ignore[arg-type]

    assert told in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    ("manner", "told"),
    [
        ({"theme": "blue"}, "theme: 'blue' is not one of dark, light"),
        ({"captions": ("docx",)}, "captions: 'docx' is not one of vtt, srt, lrc, txt, md"),
        ({"jobs": 0}, "jobs: 0 is fewer than 1"),
        ({"bitrate_kbps": 100}, "there is no bit rate of 100 kbit/s"),
    ],
)
def test_a_manner_that_is_none_is_refused_before_anything_is_spoken(
    feet: Session, tmp_path: Path, manner: dict[str, object], told: str
) -> None:
    with pytest.raises(CoachError, match=told):
        feet.export(tmp_path / "feet.mp3", **manner)  # type: ignore[arg-type]

    assert list(tmp_path.iterdir()) == []


def test_a_player_is_let_go_when_a_session_cannot_begin(feet: Session) -> None:
    player = FakePlayer()
    failing = feet.spoken_by(FailingVoice())
    with pytest.raises(VoiceError):
        failing.begin(lambda: player, START)

    assert player.closed


def test_a_name_that_is_none_and_no_name_at_all_are_told() -> None:
    with pytest.raises(RoutineNotFound, match="did you mean feet"):
        open_session("feets")
    with pytest.raises(RequestError, match="name a routine"):
        open_session()


def test_keyword_arguments_are_the_fields_of_the_values_that_they_make() -> None:
    request = {field.name: field.type for field in struct_fields(Request) if field.name != "names"}
    manner = {field.name for field in fields(Manner)}

    assert get_type_hints(RequestFields) == {
        name: get_type_hints(Request, include_extras=False)[name] for name in request
    }
    assert set(get_type_hints(MannerFields)) == manner
    assert {name: get_type_hints(Manner)[name] for name in manner} == get_type_hints(MannerFields)


@pytest.mark.parametrize("form", [str, Path])
def test_a_routine_file_is_named_by_a_path_or_by_the_text_of_one(
    tmp_path: Path, form: type[str] | type[Path]
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('title = "Mine"\n\n[[stops]]\nspot = "feet"\n')
    session = open_session(form(path), "calves", depth="quick", side="left")

    assert session.title.startswith("Mine")
    assert session.request.names == (str(path), "calves")


def test_a_library_can_be_looked_around_in() -> None:
    found = coach.library()

    assert isinstance(found, Library)
    assert "shoulders" in found.routines
    assert found.entry("feet").words.title == "The feet"


def test_a_session_is_opened_without_loading_what_makes_sound() -> None:
    code = (
        "import sys, coach\n"
        "assert not {'msgspec', 'click'} & set(sys.modules), 'import coach'\n"
        "coach.open_session('feet').sections\n"
        "print(*sorted({'numpy', 'soundfile', 'PIL', 'pydub', 'pyttsx3'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert ran.stdout == "\n"
