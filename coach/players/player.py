"""Players: anything that can play blocks, and the table of their names.

To add one: write a module here with a function ``open_player()`` that returns a `Player`, and give
it a row in `PLAYERS`; if it needs a package, an extra in pyproject.toml. A device that asks for
frames when it needs them is a few lines on top of `coach.players.stream`.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol

from coach.sound import Samples

PLAYERS = {
    "miniaudio": "coach.players.miniaudio",
    "simpleaudio": "coach.players.simpleaudio",
    "null": "coach.players.null",
}
"""The name of each player and the module that is imported when it is asked for."""

NO_DEVICE = (
    "no sound device was found; `coach export` makes a file to play elsewhere, "
    "and `--player null` runs a session without sound"
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


def open_player(name: str) -> Player:
    """The player of this name.

    Raises:
        PlayerError: It is not installed, or there is no device to play on.
    """
    player: Player = import_module(PLAYERS[name]).open_player()
    return player
