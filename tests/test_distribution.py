"""What is handed out: the wheel, which is installed, and the sdist, from which one is built."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import NamedTuple

import pytest

from coach import __version__

PROJECT = Path(__file__).parent.parent
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
KEPT_BY_TOOLS = {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".pyc"}
NAME = f"massage_coach-{__version__}"


class Built(NamedTuple):
    path: Path
    """Of the wheel."""
    wheel: dict[str, bytes]
    """What each file holds, by its path in the installed environment."""
    sdist: set[str]
    """Its files, by their path in the project."""

    @property
    def metadata(self) -> Message:
        return Parser().parsestr(self.wheel[f"{NAME}.dist-info/METADATA"].decode())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both, built once, without an environment of their own and without a network."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    ran = subprocess.run(build, cwd=PROJECT, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    path = folder / f"{NAME}-py3-none-any.whl"
    with zipfile.ZipFile(path) as wheel:
        installed = {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(folder / f"{NAME}.tar.gz") as sdist:
        return Built(path, installed, {name.removeprefix(f"{NAME}/") for name in sdist.getnames()})


def files(folder: str) -> set[str]:
    """All that lies in a folder of the project, but for what Python and the tools keep there."""
    found = [path.relative_to(PROJECT) for path in (PROJECT / folder).rglob("*.*")]
    return {path.as_posix() for path in found if not KEPT_BY_TOOLS & {*path.parts, path.suffix}}


def test_the_wheel_holds_the_whole_program_with_its_words_and_sounds(built: Built) -> None:
    program = {name for name in built.wheel if not name.startswith(f"{NAME}.dist-info/")}
    words_and_sounds = {f"coach/{name}" for name in files("scripts") | files("audio")}

    assert program == files("coach") | words_and_sounds
    assert {"coach/py.typed", "coach/screen/letters.txt", "coach/script/__init__.pyi"} <= program
    assert {"coach/scripts/en/phrasebook.toml", "coach/audio/pad.ogg"} <= program


def test_what_is_in_the_wheel_is_what_lies_here(built: Built) -> None:
    for name in files("coach"):
        assert built.wheel[name] == (PROJECT / name).read_bytes()
    for name in files("scripts") | files("audio"):
        assert built.wheel[f"coach/{name}"] == (PROJECT / name).read_bytes()


def test_the_sdist_holds_all_that_is_needed_to_build_test_and_read_on(built: Built) -> None:
    folders = ("coach", "scripts", "audio", "docs", "tests")
    pages = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"}
    for_packagers = {"pyproject.toml", "PKG-INFO", ".gitignore"}

    assert built.sdist == set().union(*map(files, folders)) | pages | for_packagers


def test_it_is_not_called_as_the_other_program_is_but_its_command_and_package_are_coach(
    built: Built,
) -> None:
    command = built.wheel[f"{NAME}.dist-info/entry_points.txt"].decode()

    assert built.metadata["Name"] == "massage-coach"
    assert "[console_scripts]\ncoach = coach.cli:main\n" in command


def test_its_own_engine_that_comes_with_an_extra_is_found_as_those_of_others_are(
    built: Built,
) -> None:
    found = built.wheel[f"{NAME}.dist-info/entry_points.txt"].decode()

    assert "[coach.voices]\npiper = coach.voices.piper\n" in found


def test_it_tells_its_licence_its_pythons_and_nothing_that_is_not_so(built: Built) -> None:
    told = built.metadata
    pythons = [one for one in told.get_all("Classifier", []) if "Python :: 3." in one]

    assert told["License-Expression"] == "MIT"
    assert f"{NAME}.dist-info/licenses/LICENSE" in built.wheel
    assert told["Requires-Python"] == ">=3.11"
    assert [one.rpartition(" ")[2] for one in pythons] == ["3.11", "3.12", "3.13"]
    assert not any("License ::" in one for one in told.get_all("Classifier", []))
    # Evidence alone: the project has no public address of its own yet.
    assert all(one.startswith("Evidence ") for one in told.get_all("Project-URL", []))


def test_a_program_of_ones_own_is_checked_by_the_types_of_the_wheel(
    built: Built, tmp_path: Path
) -> None:
    python = tmp_path / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv"))
    install = ("install", "-q", "--no-deps", "--disable-pip-version-check", str(built.path))
    run(sys.executable, "-m", "pip", "--python", str(python), *install)
    (tmp_path / "example.py").write_text(EXAMPLE)
    check = ("--strict", "--python-executable", str(python), "--cache-dir", str(tmp_path / "cache"))
    told = run(sys.executable, "-m", "mypy", *check, "example.py", cwd=tmp_path, well=False)

    assert re.findall(r"^example.py:(\d+): error: .*\[(.*)\]$", told, flags=re.MULTILINE) == [
        ("12", "arg-type"),
        ("13", "call-arg"),
    ]
    assert "Found 2 errors in 1 file (checked 1 source file)" in told


EXAMPLE = """\
from typing import assert_type

import coach
from coach.texts import Caption
from coach.timeline import Placed

session = coach.open_session("feet", depth="quick", minutes=8)
assert_type(session, coach.Session)
assert_type(session.sections[0].title, str)
assert_type(session.cues, tuple[Placed, ...])
assert_type(session.captions(), list[Caption])
coach.open_session("feet", depth="deap")
session.export("feet.mp3", bitrate=96)
"""
"""All is right but the last two lines."""


def run(*command: str, cwd: Path | None = None, well: bool = True) -> str:
    """What a program prints; it has to end well, or at all."""
    ran = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=240)
    assert ran.returncode == 0 or not well, ran.stderr
    return ran.stdout


def test_the_changelog_has_the_version(built: Built) -> None:
    assert built.metadata["Version"] == __version__
    assert f"## [{__version__}]" in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_dependency_is_told_with_its_reason() -> None:
    reasons = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    extras = SETTINGS["optional-dependencies"].values()
    wanted = [*SETTINGS["dependencies"], *(one for extra in extras for one in extra)]
    rows = [line.split("|")[1] for line in reasons.splitlines() if line.startswith("| ")]
    names = {name.strip().split(" (")[0] for row in rows for name in row.split(",")}

    assert {one.partition(">=")[0] for one in wanted} <= names
