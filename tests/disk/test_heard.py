import os
from pathlib import Path

import pytest

from coach.disk.folders import safety_heard
from coach.disk.heard import MANY, note_heard, times_heard


@pytest.fixture
def file() -> Path:
    """Where it is counted; its folder is not there yet."""
    return safety_heard()


def test_nothing_was_heard_where_nothing_was_counted(file: Path) -> None:
    assert times_heard() == 0
    assert not file.parent.exists()


def test_each_session_is_counted(file: Path) -> None:
    counted = []
    for _ in range(3):
        note_heard()
        counted.append(times_heard())

    assert counted == [1, 2, 3]
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_from_many_on_it_is_not_counted_any_more(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(str(MANY - 1))
    note_heard()
    written = file.stat().st_ino, file.stat().st_mtime_ns
    note_heard()

    assert times_heard() == MANY
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == written


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_an_empty_file_was_left_by_somebody_who_has_heard_it(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    note_heard()

    assert times_heard() == MANY
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    "content", [b"-1", b"+3", b"1.5", b"1e3", b"many", b"\x00" * 300, b"\xff\xfe", b"9" * 5000]
)
def test_after_what_is_no_number_all_is_told_once_more(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)

    assert times_heard() == 0
    note_heard()
    assert times_heard() == 1


def test_digits_of_another_script_are_no_number(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("\u0663", encoding="utf-8")

    assert times_heard() == 0


def test_a_folder_in_its_place_is_as_nothing_and_cannot_be_written(file: Path) -> None:
    file.mkdir(parents=True)

    assert times_heard() == 0
    with pytest.raises(OSError, match=r"directory|denied"):
        note_heard()
    assert os.listdir(file.parent) == [file.name]


def test_where_no_folder_can_be_made_it_is_not_counted(file: Path) -> None:
    file.parent.parent.mkdir(parents=True, exist_ok=True)
    file.parent.write_text("a file where a folder should be")

    assert times_heard() == 0
    with pytest.raises((FileExistsError, NotADirectoryError)):
        note_heard()
    assert times_heard() == 0
