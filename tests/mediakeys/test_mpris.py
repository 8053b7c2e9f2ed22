"""Media keys on a session bus of the test's own, pressed and read by playerctl."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import unquote, urlparse

import pytest

from coach.content.controls import Control
from coach.mediakeys.keys import NoMediaKeys, open_media_keys
from coach.script.cues import Section
from coach.stage.now import Now
from tests.cli.commands.test_play import PLAY, Terminal
from tests.screen.scenes import PLACED, now_at

if sys.platform != "linux":
    pytest.skip("only Linux has a session bus", allow_module_level=True)

from coach.mediakeys.mpris import Mpris
from tests.patience import PATIENCE_S, wait_until

NOW = now_at(3000)


@dataclass(frozen=True)
class Bus:
    """A session bus of its own."""

    daemon: subprocess.Popen[str]
    address: str

    def playerctl(self, *args: str) -> str:
        """What playerctl prints; empty if it finds no player."""
        ran = subprocess.run(
            ["playerctl", *args],
            env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": self.address},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        return ran.stdout.strip()

    def wait_for(self, answer: str, *args: str) -> None:
        """Ask until playerctl prints this."""
        wait_until(lambda: self.playerctl(*args) == answer)

    def die(self) -> None:
        self.daemon.kill()
        self.daemon.wait(PATIENCE_S)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Bus]:
    for needed in ("dbus-daemon", "dbus-monitor", "dbus-send", "playerctl"):
        if not shutil.which(needed):
            pytest.skip(f"{needed} is not installed")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    with daemon.stdout:
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", None)
        bus = Bus(daemon, address)
        yield bus
        bus.die()


@pytest.fixture
def asked() -> SimpleQueue[Control]:
    return SimpleQueue()


def draw(section: Section) -> bytes:
    return section.title.encode()


@pytest.fixture
def keys(bus: Bus, asked: SimpleQueue[Control]) -> Iterator[Mpris]:
    """A session that is seen on the bus."""
    with closing(Mpris("The feet", asked.put, draw)) as keys:
        keys.show(NOW)
        bus.wait_for("coach", "--list-all")
        yield keys


def test_the_desktop_is_told_what_is_playing(bus: Bus, keys: Mpris) -> None:
    names = ("title", "album", "artist", "mpris:length", "mpris:trackid", "xesam:trackNumber")
    told = [bus.playerctl("metadata", name) for name in names]

    assert told == [
        "Sole of the foot, left",
        "The feet",
        "coach",
        str(PLACED.lasts * 1000),
        "'/coach/section/2'",
        "2",
    ]
    assert bus.playerctl("status") == "Playing"
    assert float(bus.playerctl("position")) == pytest.approx(3.0, abs=0.1)


def test_each_section_has_its_picture_which_is_gone_in_the_end(
    bus: Bus, asked: SimpleQueue[Control], tmp_path: Path
) -> None:
    with closing(Mpris("The feet", asked.put, draw)) as keys:
        keys.show(NOW)
        bus.wait_for("coach", "--list-all")
        first = Path(unquote(urlparse(bus.playerctl("metadata", "mpris:artUrl")).path))
        keys.show(a_later(NOW))
        bus.wait_for("Calf, left", "metadata", "title")
        second = Path(unquote(urlparse(bus.playerctl("metadata", "mpris:artUrl")).path))

        assert first.read_bytes() == b"Sole of the foot, left"
        assert second.read_bytes() == b"Calf, left"

    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_cannot_be_stored_is_left_out(bus: Bus, asked: SimpleQueue[Control]) -> None:
    def fails(_section: Section) -> bytes:
        raise OSError(28, "No space left on device")

    with closing(Mpris("The feet", asked.put, fails)) as keys:
        keys.show(NOW)
        bus.wait_for("Sole of the foot, left", "metadata", "title")

        assert bus.playerctl("metadata", "mpris:artUrl") == ""


def a_later(now: Now) -> Now:
    """The session two sections later, in its last."""
    placed = replace(now.section, section=Section("Calf, left", ()))
    return replace(now, section=placed, number=3)


@pytest.mark.parametrize(
    ("command", "control"),
    [
        ("play-pause", Control.TOGGLE),
        ("play", Control.TOGGLE),
        ("pause", Control.PAUSE),
        ("next", Control.NEXT),
        ("previous", Control.BACK),
        ("stop", Control.END),
    ],
)
def test_every_button_asks_for_its_control(
    bus: Bus, keys: Mpris, asked: SimpleQueue[Control], command: str, control: Control
) -> None:
    bus.playerctl(command)

    assert asked.get(timeout=PATIENCE_S) is control
    assert asked.empty()


def test_seeking_is_answered_with_no(bus: Bus, keys: Mpris, asked: SimpleQueue[Control]) -> None:
    bus.playerctl("position", "10")

    assert asked.empty()
    assert float(bus.playerctl("position")) == pytest.approx(3.0, abs=0.1)


@contextmanager
def overheard(bus: Bus, member: str, told: Path) -> Iterator[Callable[[], str]]:
    """All signals of this name, as somebody who listens on the bus hears them."""
    with told.open("w") as file:
        listening = subprocess.Popen(
            ["dbus-monitor", "--address", bus.address, f"type=signal,member={member}"],
            stdout=file,
            stderr=subprocess.DEVNULL,
        )
    try:
        wait_until(lambda: "NameAcquired" in told.read_text())
        yield told.read_text
    finally:
        listening.kill()
        listening.wait(PATIENCE_S)


def test_what_changes_is_told_to_whoever_listens_and_nothing_else(
    bus: Bus, keys: Mpris, tmp_path: Path
) -> None:
    with overheard(bus, "PropertiesChanged", tmp_path / "told") as heard:
        for position in range(3000, 6000, 100):
            keys.show(now_at(position))
        keys.show(replace(NOW, paused=True))
        wait_until(lambda: 'string "Paused"' in heard())
        keys.show(a_later(replace(NOW, paused=True)))
        wait_until(lambda: 'string "Calf, left"' in heard())

        assert heard().count("member=PropertiesChanged") == 2
        assert heard().count("PlaybackStatus") == 1
        assert heard().count("CanGoNext") == 1


@pytest.mark.parametrize("elsewhere", [0, 9000])
def test_a_jump_within_a_section_is_told(
    bus: Bus, keys: Mpris, tmp_path: Path, elsewhere: int
) -> None:
    with overheard(bus, "Seeked", tmp_path / "told") as heard:
        for position in (3000, 3100, 3200, elsewhere, elsewhere + 100):
            keys.show(now_at(position))
        wait_until(lambda: "member=Seeked" in heard())
        time.sleep(0.2)

        assert heard().count("member=Seeked") == 1


def test_in_the_last_section_there_is_no_next(bus: Bus, keys: Mpris) -> None:
    can_go = ("dbus-send", "--print-reply=literal", "--dest=org.mpris.MediaPlayer2.coach")

    def answer() -> str:
        what = ("string:org.mpris.MediaPlayer2.Player", "string:CanGoNext")
        where = ("/org/mpris/MediaPlayer2", "org.freedesktop.DBus.Properties.Get")
        command = [*can_go, *where, *what]
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S).stdout

    assert answer().split()[-1] == "true"
    keys.show(a_later(NOW))
    wait_until(lambda: answer().split()[-1] == "false")


def test_the_position_goes_on_and_back(bus: Bus, keys: Mpris) -> None:
    for position in (8000, 2000):
        keys.show(now_at(position))

        assert float(bus.playerctl("position")) == pytest.approx(position / 1000, abs=0.1)


def test_two_sessions_at_once_have_their_own_names(
    bus: Bus, keys: Mpris, asked: SimpleQueue[Control]
) -> None:
    others: SimpleQueue[Control] = SimpleQueue()
    with closing(Mpris("The calves", others.put, draw)) as second:
        second.show(NOW)
        name = f"coach.instance{os.getpid()}"
        wait_until(lambda: set(bus.playerctl("--list-all").split()) == {"coach", name})
        bus.playerctl("--player", name, "next")

        assert others.get(timeout=PATIENCE_S) is Control.NEXT
        assert asked.empty()
        assert bus.playerctl("--player", name, "metadata", "album") == "The calves"

    bus.wait_for("coach", "--list-all")


def test_before_anything_plays_there_is_nothing_on_the_bus(
    bus: Bus, asked: SimpleQueue[Control]
) -> None:
    with closing(Mpris("The feet", asked.put, draw)):
        time.sleep(0.2)

        assert bus.playerctl("--list-all") == ""


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere", "nonsense", "tcp:host=localhost"])
def test_without_a_bus_nothing_happens(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    asked: SimpleQueue[Control],
    address: str,
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.delenv("DISPLAY", raising=False)
    with open_media_keys("The feet", asked.put, draw) as keys:
        for position in (3000, 4000, 2000):
            keys.show(now_at(position))
            time.sleep(0.05)

    assert capfd.readouterr() == ("", "")


def test_a_bus_that_dies_while_playing_is_nobodys_concern(
    bus: Bus, keys: Mpris, capfd: pytest.CaptureFixture[str]
) -> None:
    bus.die()
    for position in (3000, 4000, 2000):
        keys.show(now_at(position))
        time.sleep(0.05)
    keys.show(a_later(NOW))
    began = time.monotonic()
    keys.close()

    assert time.monotonic() - began < 1
    assert capfd.readouterr() == ("", "")


def test_where_there_are_no_media_keys_showing_is_harmless(
    monkeypatch: pytest.MonkeyPatch, asked: SimpleQueue[Control]
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with open_media_keys("The feet", asked.put, draw) as keys:
        keys.show(NOW)

        assert isinstance(keys, NoMediaKeys)


def test_a_playing_session_obeys_them(bus: Bus) -> None:
    with closing(Terminal(*PLAY, DBUS_SESSION_BUS_ADDRESS=bus.address)) as terminal:
        terminal.wait_for("Opening  1 of 4")
        bus.wait_for("Opening", "metadata", "title")
        terminal.type("")
        bus.playerctl("next")
        terminal.wait_for("Plantar muscles, left  2 of 4")
        bus.wait_for("Plantar muscles, left", "metadata", "title")
        bus.playerctl("pause")
        terminal.wait_for("paused")
        bus.wait_for("Paused", "status")
        bus.playerctl("play")
        bus.wait_for("Playing", "status")
        bus.playerctl("stop")
        terminal.wait_for("Ended at ")

        assert terminal.end() == 0
    assert bus.playerctl("--list-all") == ""
