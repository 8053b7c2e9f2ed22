from pathlib import Path

import pytest

from coach.authoring.settings import SETTINGS_FILE, read_settings
from coach.errors import ConfigError


def settings_file(folder: Path, text: str) -> Path:
    path = folder / SETTINGS_FILE
    path.write_text(text, encoding="utf-8")
    return path


def told(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    return caught.value.message.replace(str(path), SETTINGS_FILE)


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "nowhere" / SETTINGS_FILE) == {}


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    assert read_settings(settings_file(tmp_path, "# nothing yet\n")) == {}


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    path = settings_file(
        tmp_path,
        'depth = "deep"\nbreath = "4-7-8"\nvoice = "en-us"\nrate = 130\n'
        'bed = "rain"\nplayer = "null"\ntheme = "light"\nplain = true\ntalk = "brief"\n'
        'setup = 1.5\navoid = ["neck", "jaw"]\nlibrary = "~/mine"\nlog = false\nask = true\n',
    )

    assert read_settings(path) == {
        "depth": "deep",
        "breath": "4-7-8",
        "voice": "en-us",
        "rate": 130,
        "bed": "rain",
        "player": "null",
        "theme": "light",
        "plain": True,
        "talk": "brief",
        "setup": 1.5,
        "avoid": ("neck", "jaw"),
        "library": "~/mine",
        "log": False,
        "ask": True,
    }


def test_only_what_is_set_is_told(tmp_path: Path) -> None:
    assert read_settings(settings_file(tmp_path, 'bed = "none"\n')) == {"bed": "none"}


@pytest.mark.parametrize("rate", [100, 220])
def test_the_slowest_and_the_fastest_rate_can_be_set(tmp_path: Path, rate: int) -> None:
    assert read_settings(settings_file(tmp_path, f"rate = {rate}\n")) == {"rate": rate}


@pytest.mark.parametrize("rate", ["99", "221", "145.5", '"145"', "true"])
def test_another_rate_is_refused(tmp_path: Path, rate: str) -> None:
    assert told(settings_file(tmp_path, f"\nrate = {rate}\n")).startswith("coach.toml:2: rate: ")


def test_a_wrong_breath_is_answered_as_on_the_command_line(tmp_path: Path) -> None:
    path = settings_file(tmp_path, 'depth = "quick"\nbreath = "1-20"\n')

    assert told(path) == (
        "coach.toml:2: breath: '1-20': in and out take 2 to 12 seconds each, such as 4-6"
    )


def test_an_unknown_setting_is_answered_with_the_near_one(tmp_path: Path) -> None:
    path = settings_file(tmp_path, '\ndepht = "deep"\n')

    assert told(path) == (
        "coach.toml:2: depht: is no known key here; "
        "the keys are depth, breath, talk, setup, voice, rate, bed, player, theme, plain, avoid, "
        "library, language, log, ask, listen, knock; did you mean depth?"
    )


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    path = settings_file(tmp_path, 'rate = 5\n\nplayer = "loud"\nbeds = "pad"\n')

    assert [line.split(": ")[:2] for line in told(path).splitlines()] == [
        ["coach.toml:1", "rate"],
        ["coach.toml:3", "player"],
        ["coach.toml:4", "beds"],
    ]


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_FILE).mkdir()

    assert told(tmp_path / SETTINGS_FILE) == "coach.toml:1: cannot be read: Is a directory"
