"""What many tests begin with."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.library import Library, shipped_library
from coach.phrasebook import Phrasebook


@pytest.fixture(autouse=True)
def clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """No setting of the person who runs the tests, and a home of the test's own; returns it."""
    for name in [name for name in os.environ if name.startswith("COACH_")]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    return home


@pytest.fixture(scope="session")
def library() -> Library:
    """What comes with coach."""
    return shipped_library()


@pytest.fixture(scope="session")
def book(library: Library) -> Phrasebook:
    """The English phrasebook."""
    return library.phrasebook()


@pytest.fixture
def runner() -> CliRunner:
    """Runs a command as a shell would."""
    return CliRunner()
