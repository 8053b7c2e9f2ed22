import os
from pathlib import Path

import pytest

from coach.errors import ExportError
from coach.export.batch import Failed, Outcome, Written
from coach.export.playlist import (
    PLAYLIST_FILE,
    Track,
    as_m3u8,
    is_listed,
    keep_playlist,
    list_written,
    parse_m3u8,
)
from coach.script.cues import Rest, Script, Section
from coach.timeline.arrangement import Arrangement
from coach.units import Ms
from tests.doubles import FakeVoice

FEET = Track("feet.mp3", Ms(425_400), "The feet")
ARMS = Track("arms-05min.mp3", Ms(300_000), "Füße, Arme #1")


def files(folder: Path, *tracks: Track) -> None:
    for track in tracks:
        (folder / track.name).touch()


def test_a_playlist_has_seconds_title_and_name_of_each_in_order() -> None:
    assert as_m3u8([FEET, ARMS]) == (
        "#EXTM3U\n"
        "#PLAYLIST:Self-massage sessions\n"
        "# Kept by coach.\n"
        "#EXTINF:300,Füße, Arme #1\n"
        "arms-05min.mp3\n"
        "#EXTINF:425,The feet\n"
        "feet.mp3"
    )


def test_a_playlist_is_read_back() -> None:
    assert parse_m3u8(as_m3u8([ARMS, FEET])) == [ARMS, FEET._replace(lasts=Ms(425_000))]


def test_it_is_written_beside_the_files_as_utf_8(tmp_path: Path) -> None:
    keep_playlist(tmp_path, [FEET, ARMS])

    assert (tmp_path / PLAYLIST_FILE).read_bytes() == f"{as_m3u8([FEET, ARMS])}\n".encode()


def test_sessions_that_are_still_there_stay_listed(tmp_path: Path) -> None:
    gone = Track("gone.mp3", Ms(1000), "Gone")
    files(tmp_path, FEET)
    keep_playlist(tmp_path, [FEET, gone])
    listed = keep_playlist(tmp_path, [ARMS])

    assert [track.name for track in listed] == ["arms-05min.mp3", "feet.mp3"]
    assert parse_m3u8((tmp_path / PLAYLIST_FILE).read_text()) == listed


def test_a_session_that_is_written_anew_is_listed_once(tmp_path: Path) -> None:
    files(tmp_path, FEET)
    keep_playlist(tmp_path, [FEET])
    listed = keep_playlist(tmp_path, [FEET._replace(title="Feet")])

    assert [track.title for track in listed] == ["Feet"]


def test_it_is_known_which_files_it_lists(tmp_path: Path) -> None:
    assert not is_listed(tmp_path / "feet.mp3")
    keep_playlist(tmp_path, [FEET])

    assert is_listed(tmp_path / "feet.mp3")
    assert not is_listed(tmp_path / "arms.mp3")
    (tmp_path / PLAYLIST_FILE).write_text("#EXTM3U\n#EXTINF:425,The feet\nfeet.mp3\n")
    assert not is_listed(tmp_path / "feet.mp3")


def test_what_would_not_change_is_left_alone(tmp_path: Path) -> None:
    keep_playlist(tmp_path, [FEET])
    os.utime(tmp_path / PLAYLIST_FILE, (1, 1))
    keep_playlist(tmp_path, [FEET])

    assert (tmp_path / PLAYLIST_FILE).stat().st_mtime == 1


def test_a_playlist_that_coach_did_not_write_stays_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / PLAYLIST_FILE
    path.write_text("#EXTM3U\nmine.mp3\n")

    with pytest.raises(ExportError) as caught:
        keep_playlist(tmp_path, [FEET])
    assert caught.value.message == (f"{path} exists already and is not coach's")
    assert path.read_text() == "#EXTM3U\nmine.mp3\n"

    keep_playlist(tmp_path, [FEET], force=True)
    assert parse_m3u8(path.read_text())[0].name == "feet.mp3"


def test_a_playlist_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written: No such file"):
        keep_playlist(tmp_path / "nowhere", [FEET])


def written(path: Path) -> Written:
    path.touch()
    script = Script(path.stem, path.stem.title(), "", (Section("A", (Rest(Ms(2000), Ms(0)),)),))
    return Written(path, Arrangement(script, FakeVoice()).whole(), "all")


def test_of_several_files_those_that_are_written_are_listed(tmp_path: Path) -> None:
    failed = Failed(tmp_path / "back.mp3", ExportError("no"))
    done = [written(tmp_path / name) for name in ("feet.mp3", "arms.mp3")]
    outcomes: list[Outcome] = [done[0], failed, done[1]]

    assert list_written(outcomes) == [
        Track("arms.mp3", Ms(2000), "Arms"),
        Track("feet.mp3", Ms(2000), "Feet"),
    ]
    assert not is_listed(failed.path)


def test_one_file_alone_makes_no_playlist(tmp_path: Path) -> None:
    assert list_written([written(tmp_path / "feet.mp3")]) == []
    assert not (tmp_path / PLAYLIST_FILE).exists()


def test_one_file_alone_is_kept_in_a_playlist_that_lists_it(tmp_path: Path) -> None:
    files(tmp_path, FEET, ARMS)
    keep_playlist(tmp_path, [FEET, ARMS])

    assert [one.title for one in list_written([written(tmp_path / "feet.mp3")])] == [
        ARMS.title,
        "Feet",
    ]


def test_where_nothing_is_written_there_is_nothing_to_list(tmp_path: Path) -> None:
    failed = [Failed(tmp_path / name, ExportError("no")) for name in ("feet.mp3", "arms.mp3")]

    assert list_written(failed) == []
