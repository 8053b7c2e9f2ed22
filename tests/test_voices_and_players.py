"""``docs/voices-and-players.md``: its packages, built as they stand there, installed and used."""

import os
import re
import subprocess
import sys
import wave
from importlib.util import find_spec
from pathlib import Path

import pytest

import coach

ROOT = Path(coach.__file__).parents[1]
PAGE = ROOT / "docs" / "voices-and-players.md"
BUILD = ("--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check")


def packages() -> dict[str, dict[str, str]]:
    """The files of each package on the page, by the package's name."""
    named = re.findall(
        r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.DOTALL
    )
    found: dict[str, dict[str, str]] = {}
    for name, text in named:
        if name == "pyproject.toml":
            files = found.setdefault(re.findall(r'^name = "(.*)"$', text, re.M)[0], {})
        files[name] = text
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the packages are installed; built with what is here, nothing is downloaded."""
    for needed in ("pip", "hatchling"):
        if find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed, which builds the packages")
    folder = tmp_path_factory.mktemp("packages")
    for package, files in packages().items():
        (folder / package).mkdir()
        for name, text in files.items():
            (folder / package / name).write_text(text, encoding="utf-8")
    target, sources = folder / "site", [str(folder / package) for package in packages()]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", *BUILD, "--target", str(target)]
    subprocess.run([*pip, *sources], check=True, timeout=300)
    return target


@pytest.fixture
def run(site: Path, tmp_path: Path) -> "Run":
    """Runs coach in a folder of its own, with the packages."""
    return Run(site, tmp_path)


class Run:
    """A program that runs."""

    def __init__(self, site: Path, folder: Path) -> None:
        paths = filter(None, [str(site), str(ROOT), os.environ.get("PYTHONPATH")])
        self._env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        self._folder = folder

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What it wrote, and how it ended."""
        return subprocess.run(
            [sys.executable, "-m", "coach", *arguments],
            env=self._env,
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=300,
        )


SHORT = ("--spot", "jaw", "--side", "left", "--depth", "quick", "--bed", "none", "--seed", "1")


def test_the_page_has_a_package_for_each() -> None:
    assert {name: sorted(files) for name, files in packages().items()} == {
        "coach-whistle": ["coach_whistle.py", "pyproject.toml"],
        "coach-wavefile": ["coach_wavefile.py", "pyproject.toml"],
    }


def test_the_voice_of_the_page_is_listed(run: Run) -> None:
    ran = run("voices", "--all")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert re.findall("^whistle.*$", ran.stdout, re.M) == [
        "whistle:high         en               whistles at 880 Hz",
        "whistle:low          en               whistles at 440 Hz",
    ]


def test_the_voice_of_the_page_speaks_into_a_file(run: Run, tmp_path: Path) -> None:
    ran = run("export", *SHORT, "--voice", "whistle:high", "-o", "jaw.wav")

    assert (ran.returncode, ran.stderr) == (0, "Writing jaw.wav\n")
    assert ran.stdout.startswith("jaw.wav: ")
    with wave.open(str(tmp_path / "jaw.wav")) as file:
        assert file.getnframes() > 60 * 44_100


def test_the_voice_of_the_page_tells_the_names_that_it_has(run: Run) -> None:
    ran = run("show", *SHORT[:6], "--voice", "whistle:middle")

    assert ran.returncode == 1
    assert ran.stderr == "Error: whistle has no voice 'middle'; it has low, high\n"


def test_the_player_of_the_page_plays_the_voice_of_the_page(run: Run, tmp_path: Path) -> None:
    ran = run("play", *SHORT, "--voice", "whistle", "--player", "wavefile", "--plain")

    assert ran.returncode == 0, ran.stderr
    with wave.open(str(tmp_path / "heard.wav")) as file:
        assert file.getnframes() > 60 * 44_100
        assert max(file.readframes(30 * 44_100)) > 0


def test_a_name_like_that_of_the_page_is_answered_with_it(run: Run) -> None:
    ran = run("config", "--player", "wavefiles")

    assert ran.returncode == 2
    assert ran.stderr.endswith("'null', 'wavefile'; did you mean wavefile?\n")
