"""A disk that fails: afterwards there is what was there before, or what was to be."""

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile

from coach.content.phrasebook import Phrasebook
from coach.disk.store import Store
from coach.disk.whole import appearing_texts
from coach.errors import CoachError
from coach.export.batch import Failed, Task, write_all
from coach.export.manner import FILE_FORMATS, Manner
from coach.export.playlist import Track, keep_playlist
from coach.script.cues import Bell, Say, Script, Section
from coach.script.request import Request
from coach.stage.bookmark import Bookmark, Bookmarks
from coach.stage.now import ResumePoint
from coach.units import RATE_HZ, Ms
from coach.voices.fetching import copy_voice
from coach.voices.offers import Offer, OfferedFile
from coach.voices.remembering import RememberingVoice
from tests.doubles import FakeVoice
from tests.faults import ASKED, ERRORS, faulty_disks
from tests.nightly import nightly

Told = Exception | None


@pytest.fixture(autouse=True)
def no_power_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes no time to keep what it has."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)


def content(folder: Path) -> dict[str, bytes]:
    """All files below a folder, hidden ones as well."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): unnumbered(path.read_bytes()) for path in found}


def unnumbered(stored: bytes) -> bytes:
    """A file without the number that every Ogg stream gets by chance, and the sums over it."""
    return re.sub(rb"(OggS.{10}).{4}(.{4}).{4}", rb"\1\2", stored, flags=re.DOTALL)


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


def hidden(name: str) -> bool:
    """Whether a file is one that is being written."""
    return Path(name).name.startswith(".")


def survive(
    subject: Subject, asked: str, error: int, tmp_path: Path, *, lasting: bool = False
) -> None:
    """Let the disk fail at every time, once or from then on.

    Where it takes no new name any more, what has one keeps it, and that is told.
    """

    def seen(folder: Path) -> dict[str, bytes]:
        there = subject.state(folder).items()
        return {name: one for name, one in there if asked != "unlink" or not hidden(name)}

    whole = tmp_path / "whole"
    subject.prepare(whole)
    assert told_by(subject, whole) is None
    for disk in faulty_disks(asked, error, lasting=lasting):
        folder = tmp_path / str(disk.at)
        subject.prepare(folder)
        before = seen(folder)
        with disk:
            told = told_by(subject, folder)
        if not (lasting and "cannot be put back" in str(told)):
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


def a_phrase(folder: Path) -> None:
    folder.mkdir()
    speaking(folder)


LEFT = Bookmark(
    request=Request(names=("feet",)),
    point=ResumePoint(),
    section="One",
    at=Ms(0),
    when=0.0,
    cues="",
)


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


# What is taken of others.

SPOKEN = b"a voice" * 100_000


def a_voice_elsewhere(folder: Path) -> None:
    folder.mkdir()
    (folder / "stick").write_bytes(SPOKEN)


def a_damaged_voice(folder: Path) -> None:
    a_voice_elsewhere(folder)
    (folder / "kokoro").mkdir()
    (folder / "kokoro" / "anna.bin").write_bytes(SPOKEN[::-1])


def taking_a_voice(folder: Path) -> Told:
    file = OfferedFile("kokoro/anna.bin", "", len(SPOKEN), hashlib.sha256(SPOKEN).hexdigest())
    copy_voice([folder / "stick"], Offer("anna", "kokoro", "", "", "", "", (file,)), folder)
    return None


SUBJECTS = {
    "an entry": Subject(three_entries, keeping, OSError, state=newest_entry),
    "a phrase": Subject(empty, speaking, OSError, settled=False),
    "a known phrase": Subject(a_phrase, speaking, OSError, settled=False),
    "a first bookmark": Subject(empty, noting(LEFT), OSError),
    "a bookmark": Subject(noting(LEFT), noting(msgspec.structs.replace(LEFT, at=Ms(5))), OSError),
    "an end": Subject(noting(LEFT), forgetting, OSError),
    "a playlist": Subject(a_playlist, listing, CoachError),
    "a voice": Subject(a_voice_elsewhere, taking_a_voice, CoachError),
    "a damaged voice": Subject(a_damaged_voice, taking_a_voice, CoachError),
    "texts": Subject(texts, writing_texts, OSError),
}


of_each_subject = pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
in_every_way = pytest.mark.parametrize(
    ("asked", "error"), [(asked, error) for asked in ASKED for error in ERRORS[asked]]
)


@pytest.mark.parametrize("asked", ASKED)
@of_each_subject
def test_a_disk_that_fails_once_leaves_what_was_or_what_was_to_be(
    subject: Subject, asked: str, tmp_path: Path
) -> None:
    survive(subject, asked, ERRORS[asked][0], tmp_path)


@pytest.mark.nightly
@in_every_way
@of_each_subject
@pytest.mark.parametrize("lasting", [False, True])
def test_so_does_one_that_fails_for_good_or_in_another_way(
    subject: Subject, asked: str, error: int, lasting: bool, tmp_path: Path
) -> None:
    survive(subject, asked, error, tmp_path, lasting=lasting)


# What is exported.

LINE = Section("Feet", (Bell(Ms(500)), Say("Roll it.", Ms(600))))
BESIDE_IT = ("srt", "txt")


@pytest.fixture
def feet(book: Phrasebook) -> Script:
    return Script("feet", "Feet", "", (LINE,), book=book)


@pytest.fixture
def quick(
    feet: Script,
    stand_in: Callable[[str], None],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An encoder and pictures that take no time: always the same."""
    encoded = tmp_path_factory.mktemp("encoded") / "encoded.wav"
    silence = np.zeros((1000, 2), dtype=np.float32)
    soundfile.write(encoded, silence, RATE_HZ, subtype="PCM_16")
    stand_in(f'/bin/cat >/dev/null\nfor last; do :; done\n/bin/cp "{encoded}" "$last"')
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", shutil.which("ffmpeg") or "")  # if it is not found
    for name in ("draw_cover", "draw_section"):
        monkeypatch.setattr(f"coach.pictures.{name}", lambda *_: b"a picture")


def exporting(script: Script, kind: str, *captions: str) -> Callable[[Path], Told]:
    def export(folder: Path) -> Told:
        manner = Manner(captions=captions, jobs=1)
        task = Task(folder / f"feet.{kind}", lambda: script)
        (outcome,) = write_all([task], FakeVoice(), manner, bed="none")
        return outcome.error if isinstance(outcome, Failed) else None

    return export


def exports(feet: Script, kind: str, root: Path) -> dict[str, Subject]:
    """By how much of it is there before."""
    longer = replace(feet, sections=(LINE, LINE))
    old, new = exporting(feet, kind, *BESIDE_IT), exporting(longer, kind, *BESIDE_IT)
    empty(root / "without")
    exporting(feet, kind)(root / "without")
    empty(root / "with")
    old(root / "with")
    return {
        "nothing": Subject(empty, old, CoachError),
        "all": Subject(partial(shutil.copytree, root / "with"), new, CoachError),
        "all that nobody asks for": Subject(
            partial(shutil.copytree, root / "with"), exporting(longer, kind), CoachError
        ),
        "no captions": Subject(partial(shutil.copytree, root / "without"), old, CoachError),
    }


SOME_ASKED = [asked if number % 2 else nightly(asked) for number, asked in enumerate(ASKED)]

THERE = ("nothing", "all", "all that nobody asks for", "no captions")
of_each_that_is_there = pytest.mark.parametrize("there", THERE)


@pytest.mark.usefixtures("quick")
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@pytest.mark.parametrize("asked", SOME_ASKED)
@pytest.mark.parametrize("there", [nightly("nothing"), "all that nobody asks for"])
def test_an_export_to_a_disk_that_fails_once_leaves_what_was_or_what_was_to_be(
    feet: Script, there: str, asked: str, tmp_path: Path
) -> None:
    survive(exports(feet, "wav", tmp_path)[there], asked, ERRORS[asked][0], tmp_path)


@pytest.mark.nightly
@pytest.mark.usefixtures("quick")
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@in_every_way
@of_each_that_is_there
@pytest.mark.parametrize("lasting", [False, True])
def test_so_does_an_export_to_one_that_fails_for_good_or_in_another_way(
    feet: Script, there: str, asked: str, error: int, lasting: bool, tmp_path: Path
) -> None:
    survive(exports(feet, "wav", tmp_path)[there], asked, error, tmp_path, lasting=lasting)


@pytest.mark.nightly
@pytest.mark.parametrize("asked", ASKED)
@of_each_that_is_there
@pytest.mark.parametrize("kind", [suffix[1:] for suffix in FILE_FORMATS])
def test_so_does_an_export_of_any_kind_by_the_real_encoder(
    feet: Script, kind: str, there: str, asked: str, tmp_path: Path
) -> None:
    survive(exports(feet, kind, tmp_path)[there], asked, ERRORS[asked][0], tmp_path)
