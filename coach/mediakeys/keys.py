"""Media keys: the buttons of keyboards and headsets, and what the desktop shows of a session.

Only Linux has a way that needs no window: MPRIS, on the session bus. macOS and Windows hand their
media keys to programs with a main loop of their own kind, for which there is no library that a
program in a terminal could rest on.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from typing import Protocol

from coach.content import Ask
from coach.script import Section
from coach.stage import Now

DrawSection = Callable[[Section], bytes]
"""An image file of a section; called from a thread of the media keys' own."""


class MediaKeys(Protocol):
    """Whatever takes the keys."""

    def show(self, now: Now) -> None:
        """Tell the desktop where the session stands, if it has changed."""

    def close(self) -> None:
        """Let the keys go. Closing twice is harmless."""


class NoMediaKeys:
    """Where there are none to be had."""

    def show(self, now: Now) -> None:
        """See `MediaKeys.show`."""

    def close(self) -> None:
        """See `MediaKeys.close`."""


@contextmanager
def open_media_keys(title: str, ask: Ask, picture: DrawSection) -> Iterator[MediaKeys]:
    """Take the media keys, where the platform has a way; where it has none, nothing happens.

    Args:
        title: The session's.
        ask: Is told what the listener asks for.
        picture: Draws a section for the desktop to show.
    """
    with closing(_media_keys(title, ask, picture)) as keys:
        yield keys


def _media_keys(title: str, ask: Ask, picture: DrawSection) -> MediaKeys:
    if sys.platform != "linux":
        return NoMediaKeys()
    keys: MediaKeys = import_module("coach.mediakeys.mpris").Mpris(title, ask, picture)
    return keys
