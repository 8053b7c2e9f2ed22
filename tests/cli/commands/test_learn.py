import re
import time
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from click.testing import CliRunner
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

from coach.cli import cli
from coach.content.library import Library
from coach.disk.folders import bookmarks_folder, log_file, safety_heard
from coach.log import listened
from coach.players.player import PLAYERS
from coach.script.request import Request
from coach.session import open_session
from coach.stage.bookmark import Bookmark, bookmark_path, digest_cues
from coach.stage.now import ResumePoint
from coach.texts.captions import captions
from coach.units import Ms, seconds
from coach.voices.voice import ENGINES
from tests.nightly import nightly

SOCK = """\
title = "The sock"
purpose = "for who has no ball"

[[chapters]]
title = "Two balls"
breaths = 1
paragraphs = ["Put two balls into a sock."]

[[chapters]]
title = "One knot"
breaths = 1
paragraphs = ["Tie a knot above them."]
"""
QUIETLY = ["--voice", "quick", "--bed", "none"]
HEAD = "What this is, and how to go about it, "
"""What is shown first, before its length."""
TITLES = [
    *("Welcome", "What a tender spot is", "Why muscles get tender", "When to do it"),
    *("Which tool", "How hard", "How often", "What it can do", "When not to", "Finish"),
]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lesson that takes a second or two, and somebody who hears all of it."""
    monkeypatch.setitem(PLAYERS, "miniaudio", "tests.quick")
    monkeypatch.setitem(ENGINES, "quick", "tests.quick")
    monkeypatch.setattr(listened, "HEARD_SLACK", Ms(3_600_000))


@pytest.fixture
def sock(tmp_path: Path) -> Path:
    """A library with a lesson of somebody's own."""
    path = tmp_path / "ours" / "en" / "lessons" / "sock.toml"
    path.parent.mkdir(parents=True)
    path.write_text(SOCK)
    return tmp_path / "ours"


def sections(shown: str) -> list[int]:
    """The numbers of those that were shown; who hears so quickly does not see all of them."""
    return [int(number) for number in re.findall(r"^\S.*  (\d+) of 10, ", shown, re.MULTILINE)]


def test_learn_plays_the_lesson_to_its_end(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["learn", *QUIETLY, "--plain"])

    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.startswith(HEAD)
    assert sections(result.stdout)[0] == 1
    assert result.stdout.endswith("The end.\n")


def test_play_learn_is_the_same(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["play", "learn", *QUIETLY, "--plain", "--talk", "bell"])

    assert result.exit_code == 0
    assert result.stdout.startswith(HEAD)
    assert result.stdout.endswith("The end.\n")


@pytest.mark.parametrize("command", ["play learn --ask", nightly("learn")])
def test_nothing_of_a_lesson_is_kept_and_the_words_of_safety_are_still_to_be_heard(
    runner: CliRunner, command: str
) -> None:
    result = runner.invoke(cli, [*command.split(), *QUIETLY])

    assert result.exit_code == 0
    assert "sore is it" not in result.output
    assert not log_file().exists()
    assert not safety_heard().exists()


def test_how_sore_it_is_cannot_be_told_before_a_lesson(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["play", "learn", *QUIETLY, "--before", "3"])

    assert result.exit_code == 2
    assert result.stderr.endswith("and this session would not be kept in it\n")


def test_a_lesson_that_was_left_goes_on_where_it_was(runner: CliRunner) -> None:
    request = Request(names=("learn",), voice="quick", bed="none")
    path = bookmark_path(bookmarks_folder(), request.names, request.spots)
    path.parent.mkdir(parents=True)
    left = Bookmark(
        request=request,
        point=ResumePoint(number=7, into=seconds(5)),
        section=TITLES[7],
        at=seconds(200),
        when=time.time(),
        cues=digest_cues(open_session("learn", voice="silent").script),
        ended=True,
    )
    path.write_bytes(msgspec.json.encode(left))
    result = runner.invoke(cli, ["learn", "--plain", "--resume"])

    assert result.exit_code == 0
    assert sections(result.stdout)[0] >= 8
    assert result.stdout.endswith("The end.\n")


def test_a_lesson_of_ones_own_is_learned_by_its_name(runner: CliRunner, sock: Path) -> None:
    path, ours = sock / "en" / "lessons" / "sock.toml", ["--library", str(sock)]
    told = runner.invoke(cli, ["learn", "sock", *ours, *QUIETLY, "--plain"])
    listed = runner.invoke(cli, ["list", *ours])
    checked = runner.invoke(cli, ["check", str(path)])

    assert told.stdout.startswith("The sock, ")
    assert "coach learn sock: The sock, one minute.\n" in listed.stdout
    assert checked.stdout == "1 file, no mistake\n"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["learn", "shoulders"], "there is no lesson 'shoulders'. `coach list` shows them all."),
        (["learn", "lern"], "there is no lesson 'lern'; did you mean learn?"),
        (["play", "learn", "feet"], "learn is a lesson, and is heard by itself"),
        (["play", "learn", "--minutes", "5"], "lasts as long as its words: leave out the minutes"),
        (["show", "learn", "--side", "left"], "it goes without a side, a tool or a place"),
        (["export", "learn", "feet", "--as-one"], "learn is a lesson, and is heard by itself"),
        (["export", "learn", "--minutes", "5"], "as long as its words: leave out the minutes"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_a_lesson_cannot_be_is_told_in_a_line(
    runner: CliRunner,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(cli, [*command, "--voice", "silent"])

    assert result.exit_code == 2
    assert told in result.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


def chapters(path: Path) -> list[Any]:
    """Those that stand in a file, in order."""
    tags = ID3(path)
    return [tags[f"CHAP:{name}"] for name in tags.getall("CTOC")[0].child_element_ids]


def test_an_exported_lesson_has_its_chapters_its_pictures_its_words_and_its_captions(
    runner: CliRunner, sock: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sock.mp3"
    command = ["export", "sock", "--library", str(sock), "--voice", "silent", "--captions", "vtt"]
    result = runner.invoke(cli, [*command, "-o", str(path)])
    found = chapters(path)

    assert result.exit_code == 0
    assert [str(one.sub_frames["TIT2"]) for one in found] == ["Two balls", "One knot"]
    assert found[0].end_time == found[1].start_time
    assert len({one.sub_frames["APIC:"].data for one in found}) == 2
    assert "Put two balls into a sock." in ID3(path).getall("USLT")[0].text
    assert "Tie a knot above them." in path.with_suffix(".vtt").read_text()


@pytest.mark.nightly
def test_the_lesson_that_ships_has_all_its_chapters_in_a_file_of_three_to_five_minutes(
    runner: CliRunner, tmp_path: Path
) -> None:
    path = tmp_path / "learn.mp3"
    result = runner.invoke(cli, ["export", "learn", "-o", str(path)])
    found, sound = chapters(path), cast(Any, MP3(path).info)

    assert result.exit_code == 0
    assert [str(one.sub_frames["TIT2"]) for one in found] == TITLES
    assert [one.end_time for one in found[:-1]] == [one.start_time for one in found[1:]]
    assert seconds(180) <= found[-1].end_time <= seconds(300)
    assert sound.length == pytest.approx(found[-1].end_time / 1000, abs=0.2)


def test_the_captions_of_a_lesson_come_one_after_the_other_and_tell_every_sentence(
    library: Library,
) -> None:
    told = captions(open_session("learn", voice="silent").timeline)
    said = " ".join(one.text for one in told)

    assert [one.start for one in told] == sorted(one.start for one in told)
    for chapter in library.lesson("learn").chapters:
        for paragraph in chapter.paragraphs:
            assert paragraph in said


def test_a_lesson_is_shown_as_text_and_as_a_picture(runner: CliRunner, tmp_path: Path) -> None:
    picture = tmp_path / "learn.png"
    text = runner.invoke(cli, ["show", "learn", "--voice", "silent", "--format", "md"])
    drawn = runner.invoke(cli, ["show", "learn", "--picture", str(picture)])

    assert "## 00:00  Welcome" in text.stdout
    assert "# What this is, and how to go about it" in text.stdout
    assert drawn.exit_code == 0
    assert picture.stat().st_size > 10_000


def test_a_new_routine_takes_no_lesson_s_name(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["new", "learn"])

    assert result.exit_code == 2
    assert result.stderr.endswith("learn is a lesson already: take another name\n")
