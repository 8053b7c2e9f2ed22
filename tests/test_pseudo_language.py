"""No English is left in code: in a language of other letters none of ours is seen or heard."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from mutagen.id3 import ID3

from coach.authoring.translated import check_translation
from coach.choices import Place, Region, ScriptForm, Talk, Tool
from coach.cli import cli
from coach.content.library import Library, open_library
from coach.log.chart import draw_chart
from coach.log.log import Log, Logged, WorkedSide
from coach.pictures import canvas
from coach.screen.layout import draw
from coach.screen.plain import PlainScreen
from coach.screen.scene import scene
from coach.screen.words import Teller
from coach.script import phrases
from coach.session import open_session
from tests.pseudo import CODE, write_pseudo_language
from tests.screen.scenes import as_text, now_at

ROUTINES, SPOTS = open_library().routines, open_library().spots
LESSONS = open_library().lessons
TYPED = {*ROUTINES, *SPOTS, *LESSONS, *get_args(Region), *get_args(Tool), *get_args(Place)}
"""Names of files, and values of options, which are typed the same in every language."""
OF_PROGRAMS = ("APIC", "TXXX", "TENC", "TPE1", "TCON", "TLAN", "CTOC", "CHAP", "SYLT")
"""Frames that are no text, or names that programs know."""

Run = Callable[..., str]
COMMANDS = re.compile(r"`[^`]*`|\bcoach\b[^:\n]*|--[a-z-]+")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the language."""
    made = tmp_path_factory.mktemp("pseudo")
    write_pseudo_language(made)
    return made


@pytest.fixture
def pseudo(folder: Path) -> Library:
    return open_library(folder, language=CODE)


def english(text: str, *, also: str = "") -> list[str]:
    """The words of English letters in a text that have no place in it."""
    words = re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", COMMANDS.sub(" ", text))
    allowed = TYPED | set(also.split())
    return [word for word in words if word not in allowed and len(word) > 1]


@pytest.fixture
def run(folder: Path) -> Iterator[Run]:
    """What a command prints."""

    def printed(*words: str) -> str:
        result = CliRunner().invoke(cli, [*words, "--language", CODE])
        assert result.exit_code == 0, result.output
        return result.stdout

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_LIBRARY", str(folder))
        patch.setenv("COLUMNS", "300")
        yield printed


def test_it_is_whole(pseudo: Library) -> None:
    assert [one for wrong in check_translation(pseudo).values() for one in wrong] == []


def test_all_that_can_be_said_is_in_it(pseudo: Library) -> None:
    said = [text for texts in phrases.all_phrases(pseudo).values() for text in texts]

    assert len(said) > 1000
    assert [text for text in said if english(text)] == []


@pytest.mark.parametrize("talk", get_args(Talk))
@pytest.mark.parametrize("name", ["shoulders", "neck-and-jaw", "feet", "learn"])
def test_every_form_of_a_script_is_in_it(folder: Path, name: str, talk: Talk) -> None:
    session = open_session(
        name, language=CODE, library=str(folder), voice="silent", talk=talk, safety="full"
    )
    told = {form: session.text(form) for form in get_args(ScriptForm) if form != "json"}
    also = {"vtt": "WEBVTT", "lrc": "ti ar length"}

    assert {form: english(text, also=also.get(form, "")) for form, text in told.items()} == {
        form: [] for form in told
    }
    assert not english(f"{session.title} {session.script.purpose} {session.script.needed}")


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "--spots"),
        ("list", "--tool", "foam-roller", "--minutes", "10"),
        ("list", "--avoid", "neck"),
        ("safety",),
        ("suggest",),
        ("log",),
        ("show", "shoulders", "--voice", "silent", "--minutes", "9", "--avoid", "chest"),
        ("show", "shoulders", "--voice", "silent", "--tool", "hands", "--where", "chair"),
    ],
    ids=" ".join,
)
def test_what_is_printed_is_in_it(words: tuple[str, ...], run: Run) -> None:
    assert english(run(*words)) == []


def test_a_referral_and_what_is_found_are_in_it(run: Run, pseudo: Library) -> None:
    topic = pseudo.finding().topics["stress"].words[0]
    referral = pseudo.finding().doctor["clot"].words[0]

    assert english(run("list", topic)) == []
    assert english(run("list", referral)) == []


def test_an_export_tells_tags_and_texts_in_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "feet.mp3"
    told = run(
        *("export", "feet", "--voice", "silent", "--minutes", "3", "--captions", "all"),
        *("-o", str(path)),
    )
    tags = ID3(path)
    shown = {name: str(frame) for name, frame in tags.items() if not name.startswith(OF_PROGRAMS)}
    timed = " ".join(text for one in tags.getall("SYLT") for text, _ in one.text)
    chapters = [str(one.sub_frames["TIT2"]) for one in tags.getall("CHAP")]

    assert english(told.replace(str(path), "")) == []
    assert {name: english(text) for name, text in shown.items()} == {name: [] for name in shown}
    assert english(" ".join([*chapters, timed])) == []
    assert str(tags["TLAN"]) == "zxx"
    assert {one.lang for one in (*tags.getall("USLT"), *tags.getall("SYLT"))} == {"zxx"}


def test_every_screen_is_in_it(pseudo: Library) -> None:
    teller = Teller(pseudo.screen(), pseudo.phrasebook())
    for position in range(0, 55_000, 500):
        now = now_at(position)
        drawn = " ".join(as_text(draw(scene(now, teller), 160, 40)))
        titles = [one.title for one in (now.section, now.coming) if one]
        for text in filter(None, [*titles, now.cue.text if now.cue else ""]):
            drawn = drawn.replace(text, "")
        assert english(drawn) == [], position


def test_plain_lines_are_in_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = open_session("feet", language=CODE, library=str(folder), voice="silent")
    screen = PlainScreen(Teller(session.words, session.sheet.book))
    for number, section in enumerate(session.timeline.sections):
        for cue in section.placed:
            now = replace(now_at(0), section=section, number=number, position=cue.start, cue=cue)
            screen.show(replace(now, paused=number == 1))
    told = capsys.readouterr().out

    assert len(told.splitlines()) > 100
    assert english(told) == []


def test_pictures_are_written_in_it(
    pseudo: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    fit = canvas.fit

    def noted(text: str, *args: object, **kwargs: object) -> object:
        written.append(text)
        return fit(text, *args, **kwargs)  # type: ignore[arg-type]

    for module in ("cover", "poster"):
        monkeypatch.setattr(f"coach.pictures.{module}.fit", noted)
    monkeypatch.setattr("coach.log.chart.fit", noted)
    from coach.log.summary import stretches
    from coach.pictures.cover import draw_cover, draw_section
    from coach.pictures.poster import draw_routine

    session = open_session("neck-and-jaw", language=CODE, library=str(folder), voice="silent")
    draw_cover(session.script, session.lasts)
    draw_routine(session.script)
    for section in session.sections:
        draw_section(session.script, section)
    draw_chart(stretches(logged()), pseudo.screen())

    assert len(written) > 10
    assert [text for text in written if english(text)] == []


def logged() -> list[Logged]:
    from datetime import datetime, timedelta

    from coach.units import Ms

    began = datetime(2026, 1, 5, 8, tzinfo=UTC)
    return [
        Logged(
            number,
            began + timedelta(days=40 * number),
            name="feet",
            title="Ф",
            depth="quick",
            planned=Ms(600_000),
            heard=Ms(590_000),
            worked=(WorkedSide("feet", "left"),),
            before=6,
            after=number,
            sorer=("left", "neither", None)[number % 3],
        )
        for number in range(3)
    ]


@pytest.mark.parametrize("words", [("log",), ("log", "--plot"), ("suggest",)], ids=" ".join)
def test_the_log_is_shown_in_it(words: tuple[str, ...], run: Run) -> None:
    from coach.disk import log_file

    kept = Log(log_file())
    for one in logged():
        kept.add(one)

    assert english(run(*words)) == []
