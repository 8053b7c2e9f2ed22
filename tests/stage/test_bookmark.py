import os
import threading
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from coach.content.library import Library
from coach.content.phrasebook import Phrasebook
from coach.script.fitting import write_script
from coach.script.request import Request
from coach.script.revision import Revision
from coach.script.sheet import Wishes
from coach.stage.bookmark import (
    BOOKMARKS_KEPT,
    Bookmark,
    Bookmarks,
    bookmark_path,
    digest_cues,
    newest_bookmark,
    read_bookmark,
)
from coach.stage.now import ResumePoint
from coach.units import Ms, seconds
from tests.sheets import sheet

LEFT = Bookmark(
    request=Request(names=("feet",), depth="quick", setup=1.5),
    point=ResumePoint(
        2, Ms(1234), (Revision("longer", 1, 9, by=seconds(30)), Revision("easier", 2, 4, Ms(7)))
    ),
    section="Sole of the foot, right",
    at=Ms(201_234),
    when=1_700_000_000.5,
    cues="0123456789abcdef",
    ended=True,
)


def test_what_was_noted_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "state" / "left.json"
    bookmarks = Bookmarks(path)
    bookmarks.note(LEFT)
    bookmarks.close()
    bookmarks.close()

    assert read_bookmark(path) == LEFT
    assert [one.name for one in path.parent.iterdir()] == ["left.json"]


def test_of_many_places_the_last_is_kept(tmp_path: Path) -> None:
    bookmarks = Bookmarks(tmp_path / "left.json")
    for number in range(100):
        bookmarks.note(msgspec.structs.replace(LEFT, point=ResumePoint(number)))
    bookmarks.close()
    left = read_bookmark(tmp_path / "left.json")

    assert left is not None
    assert left.point.number == 99


def test_a_session_heard_to_its_end_leaves_no_place(tmp_path: Path) -> None:
    bookmarks = Bookmarks(tmp_path / "left.json")
    bookmarks.note(LEFT)
    bookmarks.forget()
    bookmarks.close()

    assert read_bookmark(tmp_path / "left.json") is None


def test_a_session_that_notes_nothing_leaves_what_is_there(tmp_path: Path) -> None:
    first = Bookmarks(tmp_path / "left.json")
    first.note(LEFT)
    first.close()
    Bookmarks(tmp_path / "left.json").close()

    assert read_bookmark(tmp_path / "left.json") == LEFT


def test_each_session_has_a_file_of_its_own(tmp_path: Path) -> None:
    asked = [(("feet",), ()), ((), ("feet",)), (("feet", "legs"), ()), (("feet legs",), ())]

    assert len({bookmark_path(tmp_path, *one) for one in asked}) == len(asked)
    assert bookmark_path(tmp_path, ["feet"], []) == bookmark_path(tmp_path, ("feet",), ())


def test_the_newest_is_the_one_that_was_left_last(tmp_path: Path) -> None:
    assert newest_bookmark(tmp_path / "state") is None
    for number, when in enumerate((10.0, 30.0, 20.0)):
        keep(tmp_path / f"{number}.json", msgspec.structs.replace(LEFT, when=when))
    (tmp_path / "damaged.json").write_text("{")
    newest = newest_bookmark(tmp_path)

    assert newest is not None
    assert newest.when == 30.0


def test_of_many_sessions_the_oldest_are_forgotten(tmp_path: Path) -> None:
    for number in range(BOOKMARKS_KEPT + 5):
        path = tmp_path / f"{number}.json"
        keep(path, LEFT)
        os.utime(path, (number, number))
    keep(tmp_path / "new.json", LEFT)
    names = {path.name for path in tmp_path.iterdir()}

    assert names == {"new.json", *(f"{number}.json" for number in range(6, BOOKMARKS_KEPT + 5))}


def keep(path: Path, bookmark: Bookmark) -> None:
    bookmarks = Bookmarks(path, every_s=0.5)
    bookmarks.note(bookmark)
    bookmarks.close()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"asked": 1}', "\x00" * 300])
def test_a_damaged_bookmark_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "left.json").write_text(text)

    assert read_bookmark(tmp_path / "left.json") is None


def test_where_nothing_can_be_written_the_session_goes_on(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    bookmarks = Bookmarks(tmp_path / "state" / "left.json")
    bookmarks.note(LEFT)
    bookmarks.close()

    assert read_bookmark(tmp_path / "state" / "left.json") is None
    assert isinstance(bookmarks.problem, FileExistsError)


def test_a_slow_disk_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = threading.Event()
    monkeypatch.setattr(os, "fsync", lambda _file: disk.wait(20))
    bookmarks = Bookmarks(tmp_path / "left.json", every_s=0.05)
    for _ in range(1000):
        bookmarks.note(LEFT)
    bookmarks.close()
    noted = read_bookmark(tmp_path / "left.json")
    disk.set()

    assert noted is None  # it is still being written, and nobody has waited for it
    assert isinstance(bookmarks.problem, TimeoutError)


def test_a_script_has_another_shape_when_other_cues_come_in_it(
    library: Library, book: Phrasebook
) -> None:
    entry = library.entry("feet")
    shapes = {
        digest_cues(write_script(sheet(entry, book, wishes)))
        for wishes in (Wishes(seed=1), Wishes(seed=1, talk="bell"))
    }
    calves = write_script(sheet(library.entry("calves"), book, Wishes(seed=1)))

    assert len({*shapes, digest_cues(calves)}) == 3


def test_a_script_keeps_its_shape_when_it_is_held_longer_or_worded_otherwise(
    library: Library, book: Phrasebook
) -> None:
    first = sheet(library.entry("feet"), book, Wishes(seed=1))
    longer = replace(first, wishes=replace(first.wishes, lasts=seconds(600)))
    warned = replace(first, safety="Take care.")

    assert len({digest_cues(write_script(one)) for one in (first, longer, warned)}) == 1


def test_a_script_has_another_shape_when_more_is_told_at_its_beginning_or_of_each_place(
    library: Library, book: Phrasebook
) -> None:
    later = sheet(library.entry("feet"), book, Wishes(seed=1))
    first = replace(later, safety=library.safety_words().first, safety_told="full")
    explained = replace(later, explains=True)

    assert len({digest_cues(write_script(one)) for one in (first, later, explained)}) == 3
