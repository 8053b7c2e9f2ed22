"""What many tests begin with."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count, product
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.choices import RATE_WPM
from coach.content.library import Library, open_library
from coach.content.phrasebook import Phrasebook
from coach.errors import VoiceUnavailable
from coach.voices.pronouncing import PronouncingVoice
from coach.voices.remembering import RememberingVoice
from coach.voices.voice import Voice, open_voice
from tests.doubles import Sleeping

LONG = ("test_docs.py", "test_distribution.py", "test_faults.py", "test_knocks.py")
"""Files with tests of many seconds, which begin first, so that none is waited for at the end."""


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for each test; pytest would look through all there are to number the next."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, homes: Iterator[Path]) -> Path:
    """No setting of the person who runs the tests, and a home of the test's own; returns it."""
    for name in [name for name in os.environ if name.startswith("COACH_")]:
        monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")  # nor their desktop
    return home


@pytest.fixture(scope="session")
def library() -> Library:
    """What comes with coach."""
    return open_library()


@pytest.fixture(scope="session")
def book(library: Library) -> Phrasebook:
    """The English phrasebook."""
    return library.phrasebook()


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    """The real voice, as a session hears it; remembers what it said until all tests are done."""
    try:
        voice = open_voice("", RATE_WPM)
    except VoiceUnavailable as error:
        pytest.skip(str(error))
    remembering = RememberingVoice(voice, tmp_path_factory.mktemp("voice"))
    return PronouncingVoice(remembering, open_library().pronunciation())


@pytest.fixture
def runner() -> CliRunner:
    """Runs a command as a shell would."""
    return CliRunner()


@pytest.fixture(scope="session")
def path_without_ffmpeg(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All that can be run here but an ffmpeg: a folder that has one is shown by links to the rest.

    Debian's lies in one folder with cat, sleep and mount.
    """
    parts = map(Path, os.environ["PATH"].split(os.pathsep))
    return os.pathsep.join(
        str(_rest_of(part, tmp_path_factory.mktemp("rest")) if _has_ffmpeg(part) else part)
        for part in parts
    )


def _has_ffmpeg(folder: Path) -> bool:
    return any((folder / name).exists() for name in ("ffmpeg", "ffmpeg.exe"))


def _rest_of(folder: Path, links: Path) -> Path:
    """The links; on Windows, where not everybody may make them, none."""
    for program in folder.iterdir() if os.name != "nt" else ():
        if program.name != "ffmpeg":
            (links / program.name).symlink_to(program)
    return links


@pytest.fixture
def own_ffmpeg(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    path_without_ffmpeg: str,
) -> Path:
    """The one folder where an ffmpeg is looked for; empty, so that the package's is used."""
    folder = tmp_path_factory.mktemp("bin")
    monkeypatch.setenv("PATH", os.pathsep.join([str(folder), path_without_ffmpeg]))
    return folder


@pytest.fixture
def stand_in(own_ffmpeg: Path) -> Callable[[str], None]:
    """Puts a shell script in the place of ffmpeg."""

    def put(lines: str) -> None:
        script = own_ffmpeg / "ffmpeg"
        script.write_text(f"#!/bin/sh\n{lines}\n")
        script.chmod(0o755)

    return put


@pytest.fixture
def sleeping(stand_in: Callable[[str], None], tmp_path: Path) -> Sleeping:
    """Puts encoders that never end in the place of ffmpeg."""
    encoders = Sleeping(tmp_path / "started")
    stand_in(encoders.script)
    return encoders


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are cores: much of what is tested plays, and waits for its end."""
    return (os.cpu_count() or 1) + 2


def _keep_what_is_compiled() -> None:
    """Some environments forbid it; hundreds of programs that are begun would compile all anew."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


_keep_what_is_compiled()


def pytest_configure() -> None:
    """Under nohup or in the background of a script, programs are begun as from a shell too.

    Signals that are ignored stay so for whatever is begun; what is caught does not.
    """
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda _number, _frame: None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long, or a machine that does nothing else, runs where it is asked for.

    Of each test that is left out one case is skipped and tells why; the others cost no time.
    """
    left_out = {
        "nightly": "" if os.environ.get("NIGHTLY") else "takes minutes; NIGHTLY=1 runs it",
        "quiet": ""
        if "quiet" in config.option.markexpr
        else "plays and records, which takes a machine that does nothing else; -m quiet runs it",
    }
    told, spared = set(), list[pytest.Item]()
    for item, (marker, reason) in product(items, left_out.items()):
        if reason and item.get_closest_marker(marker):
            test = item.parent, getattr(item, "originalname", item.name)
            item.add_marker(pytest.mark.skip(reason=reason))
            spared += [item] if test in told else []
            told.add(test)
    config.hook.pytest_deselected(items=spared)
    left = set(spared)
    items[:] = [item for item in items if item not in left]
    items.sort(key=lambda item: item.path.name not in LONG)
