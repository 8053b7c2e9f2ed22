"""MPRIS: a session on the desktop's session bus, served by a thread of its own.

Where there is no bus, or none any more, the thread is over and the session goes on without.
"""

import asyncio
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from dbus_fast import (
    DBusError,
    DBusFastError,
    ErrorType,
    NameFlag,
    PropertyAccess,
    RequestNameReply,
    Variant,
)
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import (
    DBusBool,
    DBusDict,
    DBusDouble,
    DBusInt64,
    DBusObjectPath,
    DBusSignature,
    DBusStr,
)
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from coach.content import Ask, Control
from coach.errors import forgiving
from coach.mediakeys.keys import DrawSection
from coach.mediakeys.playing import Playing, playing
from coach.stage import Now
from coach.traces import quiet_logger
from coach.units import Ms, seconds

_logger = quiet_logger(__name__)

PATH = "/org/mpris/MediaPlayer2"
NAME = "org.mpris.MediaPlayer2.coach"
BUS_PATIENCE_S = 2.0
"""How long the end of a session waits for the bus."""

NO_BUS = "there is no session bus, or none any more: no media keys"

JUMP = seconds(1)
"""What is further on than the time that went by explains, by this, did not just go on."""

DBusStrings = Annotated[list[str], DBusSignature("as")]
READ = PropertyAccess.READ


class Mpris:
    """Serves what is playing, and passes on what is asked for."""

    def __init__(self, title: str, ask: Ask, picture: DrawSection) -> None:
        self._title = title
        self._picture = picture
        self._player = _Player(ask)
        self._app = _App(ask)
        self._playing: Playing | None = None
        self._shown = time.monotonic()
        self._closed = self._visible = False
        self._loop = asyncio.new_event_loop()
        self._woken = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="coach-mpris", daemon=True)
        self._thread.start()

    def show(self, now: Now) -> None:
        """See `MediaKeys.show`."""
        before, self._playing = self._playing, playing(now, self._title)
        position, moment = Ms(now.position - now.section.start), time.monotonic()
        went, passed = position - self._player.position, seconds(moment - self._shown)
        self._player.position, self._shown = position, moment
        if self._playing != before:
            self._wake()
        elif not 0 <= went <= passed + JUMP:
            self._in_loop(self._player.went_elsewhere)

    def close(self) -> None:
        """See `MediaKeys.close`."""
        self._closed = True
        self._wake()
        self._thread.join(BUS_PATIENCE_S)

    def _wake(self) -> None:
        self._in_loop(self._woken.set)

    def _in_loop(self, call: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the bus has gone, and with it the loop: that is noted
            self._loop.call_soon_threadsafe(call)

    def _run(self) -> None:
        # It would tell on the screen of a bus that has gone, which is nobody's concern here.
        quiet_logger("dbus_fast")
        with forgiving(_logger, NO_BUS, OSError, EOFError, ValueError, DBusFastError):
            self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        bus = await MessageBus().connect()
        gone = asyncio.ensure_future(bus.wait_for_disconnect())
        gone.add_done_callback(lambda _gone: self._woken.set())
        with TemporaryDirectory(prefix="coach-", ignore_cleanup_errors=True) as folder:
            while not (self._closed or gone.done()):
                if self._playing is not None:
                    self._player.tell(self._playing, self._drawn(self._playing, Path(folder)))
                    await self._appear(bus)
                await self._woken.wait()
                self._woken.clear()
        bus.disconnect()
        await asyncio.wait({gone})
        if error := gone.exception():  # it has been dealt with: it is over
            _logger.warning("the bus has gone", exc_info=error)

    async def _appear(self, bus: MessageBus) -> None:
        """Take a name on the bus, once there is something to tell; a second session has its own."""
        if self._visible:
            return
        self._visible = True
        bus.export(PATH, self._app)
        bus.export(PATH, self._player)
        taken = await bus.request_name(NAME, NameFlag.DO_NOT_QUEUE)
        if taken is not RequestNameReply.PRIMARY_OWNER:
            await bus.request_name(f"{NAME}.instance{os.getpid()}")

    def _drawn(self, playing: Playing, folder: Path) -> str:
        """The address of a section's picture; empty if it cannot be stored."""
        path = folder / f"section-{playing.number + 1}"
        try:
            if not path.exists():
                path.write_bytes(self._picture(playing.section))
        except OSError:
            _logger.warning("a picture for the desktop cannot be stored", exc_info=True)
            return ""
        return path.as_uri()


class _App(ServiceInterface):
    """The program, as MPRIS sees it."""

    def __init__(self, ask: Ask) -> None:
        super().__init__("org.mpris.MediaPlayer2")
        self._ask = ask

    @dbus_method("Raise")
    def _raise(self) -> None:
        """It has no window."""

    @dbus_method("Quit")
    def _quit(self) -> None:
        self._ask(Control.END)

    @dbus_property(READ, "CanQuit")
    def _can_quit(self) -> DBusBool:
        return True

    @dbus_property(READ, "CanRaise")
    def _can_raise(self) -> DBusBool:
        return False

    @dbus_property(READ, "HasTrackList")
    def _has_track_list(self) -> DBusBool:
        return False

    @dbus_property(READ, "Identity")
    def _identity(self) -> DBusStr:
        return "coach"

    @dbus_property(READ, "SupportedUriSchemes")
    def _uri_schemes(self) -> DBusStrings:
        return []

    @dbus_property(READ, "SupportedMimeTypes")
    def _mime_types(self) -> DBusStrings:
        return []


class _Player(ServiceInterface):
    """The session, as MPRIS sees it."""

    def __init__(self, ask: Ask) -> None:
        super().__init__("org.mpris.MediaPlayer2.Player")
        self._ask = ask
        self._told: dict[str, Any] = {}
        self.position = Ms(0)
        """From the start of the section."""

    def tell(self, playing: Playing, picture: str) -> None:
        """Tell whoever listens what has changed."""
        before, self._told = self._told, _told(playing, picture)
        changed = {name: value for name, value in self._told.items() if before.get(name) != value}
        if before and changed:
            self.emit_properties_changed(changed)

    def went_elsewhere(self) -> None:
        """Tell that time did not just go on."""
        self._seeked()

    @dbus_method("Play")
    def _play(self) -> None:
        self._ask(Control.TOGGLE)  # there are headsets with no other word

    @dbus_method("PlayPause")
    def _play_pause(self) -> None:
        self._ask(Control.TOGGLE)

    @dbus_method("Pause")
    def _pause(self) -> None:
        self._ask(Control.PAUSE)

    @dbus_method("Stop")
    def _stop(self) -> None:
        self._ask(Control.END)

    @dbus_method("Next")
    def _next(self) -> None:
        self._ask(Control.NEXT)

    @dbus_method("Previous")
    def _previous(self) -> None:
        self._ask(Control.BACK)

    @dbus_method("Seek")
    def _seek(self, Offset: DBusInt64) -> None:
        raise _unsupported("it goes from section to section")

    @dbus_method("SetPosition")
    def _set_position(self, TrackId: DBusObjectPath, Position: DBusInt64) -> None:
        raise _unsupported("it goes from section to section")

    @dbus_method("OpenUri")
    def _open_uri(self, Uri: DBusStr) -> None:
        raise _unsupported("it plays what it was begun with")

    @dbus_signal("Seeked")
    def _seeked(self) -> DBusInt64:
        return self._position_us

    @dbus_property(READ, "PlaybackStatus")
    def _status(self) -> DBusStr:
        return str(self._told["PlaybackStatus"])

    @dbus_property(READ, "Metadata")
    def _metadata(self) -> DBusDict:
        return dict(self._told["Metadata"])

    @dbus_property(READ, "CanGoNext")
    def _can_go_next(self) -> DBusBool:
        return bool(self._told["CanGoNext"])

    @dbus_property(READ, "Position")
    def _position(self) -> DBusInt64:
        return self._position_us

    @property
    def _position_us(self) -> int:
        return self.position * 1000

    @dbus_property(READ, "CanGoPrevious")
    def _can_go_previous(self) -> DBusBool:
        return True

    @dbus_property(READ, "CanPlay")
    def _can_play(self) -> DBusBool:
        return True

    @dbus_property(READ, "CanPause")
    def _can_pause(self) -> DBusBool:
        return True

    @dbus_property(READ, "CanControl")
    def _can_control(self) -> DBusBool:
        return True

    @dbus_property(READ, "CanSeek")
    def _can_seek(self) -> DBusBool:
        return False

    @dbus_property(READ, "Rate")
    def _rate(self) -> DBusDouble:
        return 1.0

    @dbus_property(READ, "MinimumRate")
    def _minimum_rate(self) -> DBusDouble:
        return 1.0

    @dbus_property(READ, "MaximumRate")
    def _maximum_rate(self) -> DBusDouble:
        return 1.0

    @dbus_property(READ, "Volume")
    def _volume(self) -> DBusDouble:
        return 1.0


def _told(playing: Playing, picture: str) -> dict[str, Any]:
    """All that is told and can change, by its name in MPRIS."""
    metadata = {
        "mpris:trackid": Variant("o", f"/coach/section/{playing.number + 1}"),
        "mpris:length": Variant("x", playing.lasts * 1000),
        "xesam:title": Variant("s", playing.section.title),
        "xesam:album": Variant("s", playing.album),
        "xesam:artist": Variant("as", ["coach"]),
        "xesam:trackNumber": Variant("i", playing.number + 1),
    }
    if picture:
        metadata["mpris:artUrl"] = Variant("s", picture)
    return {
        "PlaybackStatus": "Paused" if playing.paused else "Playing",
        "Metadata": metadata,
        "CanGoNext": not playing.last,
    }


def _unsupported(reason: str) -> DBusError:
    return DBusError(ErrorType.NOT_SUPPORTED, f"coach does not do that: {reason}")
