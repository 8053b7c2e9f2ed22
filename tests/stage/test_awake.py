"""The computer is kept awake: by a desktop of the test's own, which counts who asks it."""

import asyncio
import gc
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Annotated

import pytest

from coach.stage.awake import Awake, way_to_keep_awake
from tests.screen.scenes import now_at

if sys.platform != "linux":
    pytest.skip("only Linux has a session bus", allow_module_level=True)

from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusSignature
from dbus_fast.service import ServiceInterface, dbus_method

from tests.patience import PATIENCE_S, join, wait_until

# The library leaves its socket to the garbage collector where a desktop says no, or has gone.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

PLAYING = now_at(3000)
PAUSED = replace(PLAYING, paused=True)

Text = Annotated[str, DBusSignature("s")]
Cookie = Annotated[int, DBusSignature("u")]


class Desktop(ServiceInterface):
    """Keeps awake for as long as somebody asks it to."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.held: set[int] = set()
        self.times = 0

    @dbus_method("Inhibit")
    def _inhibit(self, application: Text, reason: Text) -> Cookie:
        self.times += 1
        self.held.add(self.times)
        return self.times

    @dbus_method("UnInhibit")
    def _uninhibit(self, cookie: Cookie) -> None:
        self.held.discard(cookie)


class Session:
    """A session bus with desktops on it, served by a thread."""

    def __init__(self) -> None:
        self.daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.daemon.stdout is not None
        with self.daemon.stdout:
            self.address = self.daemon.stdout.readline().strip()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._buses: list[MessageBus] = []

    def serve(self, name: str, interface: str) -> Desktop:
        """A desktop that answers to this name."""
        desktop, path = Desktop(interface), f"/{interface.replace('.', '/')}"
        asyncio.run_coroutine_threadsafe(self._serve(desktop, name, path), self._loop).result(
            PATIENCE_S
        )
        return desktop

    async def _serve(self, desktop: Desktop, name: str, path: str) -> None:
        bus = await MessageBus(self.address).connect()
        bus.export(path, desktop)
        await bus.request_name(name)
        self._buses.append(bus)

    def die(self) -> None:
        for bus in self._buses:
            self._loop.call_soon_threadsafe(bus.disconnect)
        self._buses = []
        self.daemon.kill()
        self.daemon.wait(PATIENCE_S)

    def close(self) -> None:
        self.die()
        self._loop.call_soon_threadsafe(self._loop.stop)
        join(self._thread)
        self._loop.close()


@pytest.fixture(autouse=True)
def tidied_up() -> Iterator[None]:
    """What is left to the garbage collector is collected here, not in another test."""
    yield
    gc.collect()


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    if not shutil.which("dbus-daemon"):
        pytest.skip("dbus-daemon is not installed")
    with closing(Session()) as session:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session.address)
        yield session


@pytest.fixture
def desktop(session: Session) -> Desktop:
    """A desktop that can keep computer and screen awake."""
    return session.serve("org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver")


def test_while_it_plays_the_computer_is_kept_awake_once(desktop: Desktop) -> None:
    with closing(Awake(screen=True)) as awake:
        for _ in range(20):
            awake.show(PLAYING)
        wait_until(lambda: len(desktop.held) == 1)

    assert desktop.held == set()
    assert desktop.times == 1


def test_in_a_pause_it_may_sleep(desktop: Desktop) -> None:
    with closing(Awake(screen=True)) as awake:
        awake.show(PLAYING)
        wait_until(lambda: len(desktop.held) == 1)
        awake.show(PAUSED)
        wait_until(lambda: not desktop.held)
        awake.show(PLAYING)
        wait_until(lambda: len(desktop.held) == 1)

    assert desktop.held == set()
    assert desktop.times == 2


def test_where_no_screen_is_shown_the_screen_may_go_dark(
    session: Session, desktop: Desktop
) -> None:
    manager = "org.freedesktop.PowerManagement"
    power = session.serve(manager, f"{manager}.Inhibit")
    with closing(Awake(screen=False)) as awake:
        awake.show(PLAYING)
        wait_until(lambda: len(power.held) == 1)

    assert power.held == set()
    assert desktop.times == 0


def test_a_session_that_ends_at_once_lets_go(desktop: Desktop) -> None:
    with closing(Awake(screen=True)) as awake:
        awake.show(PLAYING)

    assert desktop.held == set()


def test_a_desktop_that_has_gone_is_nobodys_concern(
    session: Session, desktop: Desktop, capfd: pytest.CaptureFixture[str]
) -> None:
    with closing(Awake(screen=True)) as awake:
        awake.show(PLAYING)
        wait_until(lambda: len(desktop.held) == 1)
        session.die()
        awake.show(PLAYING)

    assert capfd.readouterr() == ("", "")


def test_without_a_desktop_nothing_happens(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    with closing(Awake(screen=True)) as awake:
        for moment in (PLAYING, PAUSED, PLAYING):
            awake.show(moment)

    assert way_to_keep_awake(screen=True) is None
    assert capfd.readouterr() == ("", "")


def test_the_way_is_told(desktop: Desktop) -> None:
    assert way_to_keep_awake(screen=True) == "org.freedesktop.ScreenSaver"
    assert way_to_keep_awake(screen=False) is None
    assert desktop.held == set()
