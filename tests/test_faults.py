"""A disk that fails: afterwards there is what was there before, or what was to be."""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from coach.disk.store import Store
from coach.disk.whole import appearing_texts
from coach.errors import CoachError
from coach.export.playlist import Track, keep_playlist
from coach.stage.bookmark import Bookmark, Bookmarks, ResumePoint
from coach.units import Ms
from coach.voices.remembering import RememberingVoice
from tests.doubles import FakeVoice
from tests.faults import ASKED, ERRORS, faulty_disks

Told = Exception | None


def content(folder: Path) -> dict[str, bytes]:
    """All files below a folder, hidden ones as well."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that changes what lies in a folder."""

    prepare: Callable[[Path], object]
    """Puts there what is to be changed."""
    act: Callable[[Path], Told]
    """Changes it; returns what it tells, or raises it."""
    tells: type[Exception]
    """What it tells at most."""
    settled: bool = True
    """Whether it is done wherever nothing was told."""
    state: Callable[[Path], dict[str, bytes]] = content
    """What is as it was or as it was to be."""


def told_by(subject: Subject, folder: Path) -> Told:
    try:
        return subject.act(folder)
    except subject.tells as error:
        return error


def survive(subject: Subject, asked: str, error: int, tmp_path: Path) -> None:
    """Let the disk fail at every time."""

    def seen(folder: Path) -> dict[str, bytes]:
        there = subject.state(folder).items()
        return {name: one for name, one in there if asked != "unlink" or "." not in name[:1]}

    whole = tmp_path / "whole"
    subject.prepare(whole)
    assert told_by(subject, whole) is None
    for disk in faulty_disks(asked, error):
        folder = tmp_path / str(disk.at)
        subject.prepare(folder)
        before = seen(folder)
        with disk:
            told = told_by(subject, folder)
        assert seen(folder) in (before, seen(whole)), (disk.at, told)
        assert "\n" not in str(told)
        if told is None and subject.settled:
            assert seen(folder) == seen(whole), disk.at
        assert told_by(subject, folder) is None, disk.at
        assert seen(folder) == seen(whole), disk.at


# What is kept for coach's own use.


def keeping(folder: Path) -> Told:
    """Keep one entry more than there is room for."""
    Store(folder, ".kept", largest_bytes=1000).keep("new", bytes(500))
    return None


def newest_entry(folder: Path) -> dict[str, bytes]:
    """What is to be kept, and what is left hidden: of the others, more may be kept for a while."""
    names = ("one.kept", "two.kept", "three.kept")
    return {name: there for name, there in content(folder).items() if name not in names}


def three_entries(folder: Path) -> None:
    folder.mkdir()
    for number, name in enumerate(("one", "two", "three")):
        Store(folder, ".kept", largest_bytes=10_000).keep(name, bytes(300))
        os.utime(folder / f"{name}.kept", (number, number))


def speaking(folder: Path) -> Told:
    voice = FakeVoice()
    clip = RememberingVoice(voice, folder / "voice").speak("Roll it slowly.")
    assert len(clip.samples) == len(voice.speak("Roll it slowly.").samples)
    return None


LEFT = Bookmark(("feet",), (), {}, ResumePoint(), "One", Ms(0), 0.0, "")


def noting(bookmark: Bookmark) -> Callable[[Path], Told]:
    def note(folder: Path) -> Told:
        bookmarks = Bookmarks(folder / "left" / "one.json", every_s=10)
        with closing(bookmarks):
            bookmarks.note(bookmark)
        return bookmarks.problem

    return note


def forgetting(folder: Path) -> Told:
    bookmarks = Bookmarks(folder / "left" / "one.json", every_s=10)
    with closing(bookmarks):
        bookmarks.forget()
    return bookmarks.problem


def empty(folder: Path) -> None:
    folder.mkdir()


# What is made for the listener.


FEET = Track("feet.mp3", Ms(425_000), "The feet")
ARMS = Track("arms.mp3", Ms(300_000), "The arms")


def a_playlist(folder: Path) -> None:
    folder.mkdir()
    for track in (FEET, ARMS):
        (folder / track.name).touch()
    keep_playlist(folder, [FEET])


def listing(folder: Path) -> Told:
    keep_playlist(folder, [ARMS])
    return None


def texts(folder: Path) -> None:
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text("before\n")


def writing_texts(folder: Path) -> Told:
    with appearing_texts([(folder / f"{name}.txt", "after") for name in ("one", "new", "two")]):
        return None


SUBJECTS = {
    "an entry": Subject(three_entries, keeping, OSError, state=newest_entry),
    "a phrase": Subject(empty, speaking, OSError, settled=False),
    "a first bookmark": Subject(empty, noting(LEFT), OSError),
    "a bookmark": Subject(noting(LEFT), noting(msgspec.structs.replace(LEFT, at=Ms(5))), OSError),
    "an end": Subject(noting(LEFT), forgetting, OSError),
    "a playlist": Subject(a_playlist, listing, CoachError),
    "texts": Subject(texts, writing_texts, OSError),
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_a_disk_that_fails_once_leaves_what_was_or_what_was_to_be(
    subject: Subject, asked: str, tmp_path: Path
) -> None:
    survive(subject, asked, ERRORS[asked][0], tmp_path)
