import hashlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.disk.store import Store
from tests.patience import join

ROOM = 1000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "store"


@pytest.fixture
def store(folder: Path) -> Store:
    return Store(folder, ".kept", largest_bytes=ROOM)


def test_what_is_kept_is_recalled_also_by_another(folder: Path, store: Store) -> None:
    store.keep("one", b"1")

    assert store.recall("one") == b"1"
    assert Store(folder, ".kept", largest_bytes=ROOM).recall("one") == b"1"
    assert os.listdir(folder) == ["one.kept"]


def test_what_was_never_kept_is_not_recalled(store: Store) -> None:
    assert store.recall("one") is None


def test_keeping_again_replaces(store: Store) -> None:
    store.keep("one", b"1")
    store.keep("one", b"2")

    assert store.recall("one") == b"2"


@pytest.mark.parametrize(
    "damage",
    [
        lambda stored: stored[:-1],
        lambda stored: stored + b"\0",
        lambda stored: stored[:40] + bytes([stored[40] ^ 1]) + stored[41:],
        lambda stored: bytes([stored[0] ^ 1]) + stored[1:],
        lambda stored: bytes(len(stored)),
        lambda _stored: hashlib.sha256(b"").digest(),
        lambda _stored: b"",
    ],
)
def test_a_damaged_entry_counts_as_none(
    folder: Path, store: Store, damage: Callable[[bytes], bytes]
) -> None:
    store.keep("one", b"what was kept")
    entry = folder / "one.kept"
    entry.write_bytes(damage(entry.read_bytes()))

    assert store.recall("one") is None


def test_past_the_bound_what_was_asked_for_longest_ago_is_forgotten(
    folder: Path, store: Store
) -> None:
    for number, name in enumerate(("one", "two", "three")):
        store.keep(name, bytes(200))
        os.utime(folder / f"{name}.kept", (1000 + number, 1000 + number))
    store.recall("one")

    store.keep("four", bytes(400))

    names = ("one", "two", "three", "four")
    assert [name for name in names if store.recall(name) is None] == ["two"]


def test_other_files_in_the_folder_are_left_alone(folder: Path, store: Store) -> None:
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_bytes(bytes(2 * ROOM))

    store.keep("one", bytes(200))

    assert sorted(os.listdir(folder)) == ["mine.txt", "one.kept"]


def test_what_killed_programs_left_long_ago_is_removed(folder: Path, store: Store) -> None:
    folder.mkdir(parents=True)
    left, begun = folder / ".one-0123456789ab.part.kept", folder / ".two-0123456789ab.part.kept"
    for part in (left, begun):
        part.write_bytes(bytes(ROOM))
    os.utime(left, (1, 1))

    store.keep("three", b"3")

    assert sorted(os.listdir(folder)) == [begun.name, "three.kept"]


def test_asking_for_what_has_just_been_forgotten_does_not_bring_it_back_empty(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.keep("one", b"1")
    read = Path.read_bytes

    def read_then_forgotten(path: Path) -> bytes:
        content = read(path)
        path.unlink()
        return content

    monkeypatch.setattr(Path, "read_bytes", read_then_forgotten)

    assert store.recall("one") == b"1"
    assert os.listdir(folder) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")

    with pytest.raises(OSError, match="cache"):
        Store(tmp_path / "cache" / "store", ".kept", largest_bytes=ROOM).keep("one", b"1")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks files that are open")
def test_several_may_keep_and_recall_at_once(folder: Path) -> None:
    failed: list[BaseException] = []

    def use(own: int) -> None:
        store = Store(folder, ".kept", largest_bytes=ROOM)
        try:
            for number in range(200):
                store.keep(f"{number % 10}", bytes([number % 10]) * 150)
                assert store.recall(f"{own % 10}") in (None, bytes([own % 10]) * 150)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=use, args=(own,)) for own in range(4)]
    for thread in threads:
        thread.start()
    join(*threads)

    assert failed == []
