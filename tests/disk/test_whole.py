import errno
import os
import stat
import time
from pathlib import Path

import pytest

from coach.disk.whole import STALE_S, appearing, appearing_texts, clear_stale


def test_the_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"

    with appearing(path) as part:
        part.write_text("sound")
        assert not path.exists()

    assert path.read_text() == "sound"
    assert os.listdir(tmp_path) == ["song.mp3"]


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The size of each file as it is brought to the disk."""
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda number: sizes.append(os.fstat(number).st_size))
    return sizes


def test_what_is_to_outlast_a_power_cut_is_on_the_disk_before_it_appears(
    tmp_path: Path, synced: list[int]
) -> None:
    path = tmp_path / "song.mp3"
    with appearing(path, synced=True) as part:
        part.write_text("sound")
        assert synced == []

    assert synced == [5]
    with appearing_texts([(tmp_path / "song.srt", "words")]):
        pass
    assert synced == [5, len("words\n")]


def test_what_can_be_made_again_does_not_wait_for_the_disk(
    tmp_path: Path, synced: list[int]
) -> None:
    with appearing(tmp_path / "song.mp3") as part:
        part.write_text("sound")

    assert synced == []


def test_a_disk_that_cannot_take_it_is_told_and_what_stood_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_number: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    path = tmp_path / "song.mp3"
    path.write_text("before")
    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="Input/output error"), appearing(path, synced=True):
        pass

    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["song.mp3"]


def test_the_part_lies_hidden_beside_it_and_keeps_the_suffix(tmp_path: Path) -> None:
    with appearing(tmp_path / "song.mp3") as part:
        assert part.parent == tmp_path
        assert part.name.startswith(".song-")
        assert part.suffix == ".mp3"


def test_two_can_write_the_same_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"

    with appearing(path) as one, appearing(path) as other:
        assert one != other
        one.write_text("one")
        other.write_text("other")

    assert path.read_text() == "one"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, OSError])
def test_a_block_that_raises_leaves_what_stood_there(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "song.mp3"
    path.write_text("before")

    def write_half() -> None:
        with appearing(path) as part:
            part.write_text("half")
            raise error

    with pytest.raises(error):
        write_half()

    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["song.mp3"]


def test_a_block_that_raises_leaves_nothing_where_nothing_stood(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no"), appearing(tmp_path / "song.mp3"):
        raise ValueError("no")

    assert os.listdir(tmp_path) == []


def test_a_part_that_the_block_took_away_is_not_missed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), appearing(tmp_path / "song.mp3") as part:
        part.unlink()

    assert os.listdir(tmp_path) == []


def test_a_folder_in_its_place_is_told_and_stays(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").mkdir()

    with pytest.raises(OSError, match=r"song\.mp3"), appearing(tmp_path / "song.mp3"):
        pass

    assert os.listdir(tmp_path) == ["song.mp3"]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), appearing(tmp_path / "nowhere" / "song.mp3"):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_the_file_may_be_read_by_whom_any_new_file_may(
    tmp_path: Path, mask: int, mode: int
) -> None:
    before = os.umask(mask)
    try:
        with appearing(tmp_path / "song.mp3"):
            pass
        assert os.umask(mask) == mask
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "song.mp3").stat().st_mode) == mode


def test_texts_appear_together_when_the_block_ends(tmp_path: Path) -> None:
    one, other = tmp_path / "song.srt", tmp_path / "song.txt"

    with appearing_texts([(one, "füße"), (other, "b")]):
        assert not one.exists()
        assert not other.exists()

    assert (one.read_bytes(), other.read_bytes()) == ("füße\n".encode(), b"b\n")
    assert sorted(os.listdir(tmp_path)) == ["song.srt", "song.txt"]


def test_of_texts_none_appears_if_one_cannot_be_written(tmp_path: Path) -> None:
    texts = [(tmp_path / "song.srt", "a"), (tmp_path / "nowhere" / "song.txt", "b")]

    with pytest.raises(OSError, match="No such file"), appearing_texts(texts):
        pass

    assert os.listdir(tmp_path) == []


def test_texts_of_a_block_that_raises_do_not_appear(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no"), appearing_texts([(tmp_path / "song.srt", "a")]):
        raise ValueError("no")

    assert os.listdir(tmp_path) == []


def left_behind(path: Path, *, for_s: float) -> Path:
    """What a program that was killed so long ago has left of a file."""
    with appearing(path) as part:
        pass
    path.rename(part)
    os.utime(part, (time.time() - for_s,) * 2)
    return part


def test_what_a_killed_program_left_long_ago_is_cleared(tmp_path: Path) -> None:
    left = left_behind(tmp_path / "so[n]g.mp3", for_s=STALE_S + 60)

    clear_stale(tmp_path / "so[n]g.mp3")

    assert not left.exists()


def test_what_may_still_be_written_is_left_alone(tmp_path: Path) -> None:
    left = left_behind(tmp_path / "song.mp3", for_s=STALE_S - 60)

    clear_stale(tmp_path / "song.mp3")

    assert left.exists()


def test_what_is_of_another_file_is_left_alone(tmp_path: Path) -> None:
    names = ["song-two.mp3", "song.mp4", ".song-notes.mp3", ".song-0123456789ab.part.txt"]
    for name in names:
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (0, 0))
    other = left_behind(tmp_path / "song-two.mp3", for_s=STALE_S + 60)

    clear_stale(tmp_path / "song.mp3")

    assert sorted(os.listdir(tmp_path)) == sorted([*names[1:], other.name])
