"""Players: anything that can play blocks, and the table of their names.

To add one to coach: write a module here with a function ``open_player()`` that returns a `Player`,
and give it a row in `PLAYERS`; if it needs a package, an extra in pyproject.toml. A device that
asks for frames when it needs them is a few lines on top of `coach.players.stream`.
To have one of your own, nothing of this has to change: a package of yours brings it, as
``docs/voices-and-players.md`` shows.
"""

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Protocol, TypeVar, runtime_checkable

from coach.errors import PlayerError, did_you_mean, elsewhere
from coach.plugins import Plugin, find_plugins
from coach.sound import Samples

_T = TypeVar("_T")

PLAYERS = {
    "miniaudio": "coach.players.miniaudio",
    "simpleaudio": "coach.players.simpleaudio",
    "null": "coach.players.null",
}
"""The name of each player and the module that is imported when it is asked for."""

NO_DEVICE = (
    "no sound device was found; `coach export` makes a file to play elsewhere, "
    "and the player null runs a session without sound"
)


class Player(Protocol):
    """Anything that can play blocks."""

    def play(self, blocks: Iterator[Samples]) -> None:
        """Begin to play blocks, taken in a thread of the player's; what played is stopped."""

    def stop(self) -> int:
        """Go silent. Stopping twice is harmless.

        Returns:
            How many frames of the blocks have been heard; to go on from there loses nothing.
        """

    @property
    def heard(self) -> int:
        """How many frames of the blocks have been heard so far."""

    @property
    def playing(self) -> bool:
        """Whether blocks are still to be heard.

        Raises:
            CoachError: Whatever kept the next block from coming.
        """

    def close(self) -> None:
        """Stop, and let the device go. Closing twice is harmless."""


@runtime_checkable
class Listenable(Protocol):
    """A player that tells what it plays, by which hands-free control knows it from the listener."""

    def listen(self, take: Callable[[bytes], object]) -> None:
        """Give from now on all that the device takes, as it takes it.

        Args:
            take: Called with 16-bit sound of two channels at the house rate; it does not wait.
        """


def open_player(name: str) -> Player:
    """The player of this name; other packages' come after coach's own.

    Raises:
        PlayerError: It is not installed, or there is no device to play on.
        PluginBroken: It is another package's, and does not work.
    """
    if name in PLAYERS:
        player: Player = import_module(PLAYERS[name]).open_player()
        return player
    brought = find_plugins("coach.players")
    if name not in brought:
        known = (*PLAYERS, *brought)
        raise PlayerError(
            f"there is no player {name!r}; there are {', '.join(known)}{did_you_mean(name, known)}"
        )
    return _brought(brought[name])


def _brought(plugin: Plugin) -> Player:
    opened: Player = plugin.call("open_player")
    plugin.check(opened, has=("play", "stop", "heard", "playing", "close"))
    if isinstance(opened, Listenable):
        return ListenablePluginPlayer(plugin, opened)
    return PluginPlayer(plugin, opened)


class PluginPlayer:
    """A player that another package brings.

    Raises:
        PluginBroken: Whatever it does not do, but for what it raises of coach's own. What kept a
            block from coming is not its fault, and goes through it as it is.
    """

    def __init__(self, plugin: Plugin, player: Player) -> None:
        self._plugin = plugin
        self._player = player
        self._uncoming: list[BaseException] = []

    def play(self, blocks: Iterator[Samples]) -> None:
        """See `Player.play`."""
        self._ask(lambda: self._player.play(self._coming(blocks)))

    def stop(self) -> int:
        """See `Player.stop`."""
        return self._ask(lambda: int(self._player.stop()))

    @property
    def heard(self) -> int:
        """See `Player.heard`."""
        return self._ask(lambda: int(self._player.heard))

    @property
    def playing(self) -> bool:
        """See `Player.playing`."""
        return self._ask(lambda: bool(self._player.playing))

    def close(self) -> None:
        """See `Player.close`."""
        self._ask(self._player.close)

    def _ask(self, act: Callable[[], _T]) -> _T:
        return self._plugin.ask(act, but=self._uncoming)

    def _coming(self, blocks: Iterator[Samples]) -> Iterator[Samples]:
        with elsewhere(self._uncoming):
            yield from blocks


class ListenablePluginPlayer(PluginPlayer):
    """One that tells what it plays."""

    def listen(self, take: Callable[[bytes], object]) -> None:
        """See `Listenable.listen`."""
        assert isinstance(self._player, Listenable)
        self._ask(partial(self._player.listen, take))
