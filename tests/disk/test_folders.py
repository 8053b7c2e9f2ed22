import sys
from pathlib import Path

import pytest

from coach.disk.folders import config_folder, debug_file, encoded_folder, log_file, memory_folder


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders are Linux's")
def test_the_folders_are_where_the_variables_say(clean_environment: Path) -> None:
    assert config_folder() == clean_environment / "config" / "coach"
    assert memory_folder() == clean_environment / "cache" / "coach" / "voice"
    assert log_file() == clean_environment / "data" / "coach" / "log.sqlite3"
    assert encoded_folder() == clean_environment / "cache" / "coach" / "encoded"
    assert debug_file() == clean_environment / "state" / "coach" / "debug.log"


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders are Linux's")
def test_without_variables_the_folders_are_in_the_home(
    clean_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.delenv("XDG_CACHE_HOME")

    assert config_folder() == clean_environment / ".config" / "coach"
    assert memory_folder() == clean_environment / ".cache" / "coach" / "voice"


def test_asking_for_a_folder_makes_none(clean_environment: Path) -> None:
    config_folder()
    log_file()
    memory_folder()
    encoded_folder()

    assert list(clean_environment.iterdir()) == []
