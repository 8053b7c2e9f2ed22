import os
import stat
from pathlib import Path

import pytest

from coach.appearing import appearing


def test_the_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"

    with appearing(path) as part:
        part.write_text("sound")
        assert not path.exists()

    assert path.read_text() == "sound"
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
