"""Hands-free: the microphone beside the keys, if it is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coach.content import Ask
    from coach.hearing import Ears
    from coach.players import Open, Player
    from coach.session import Session


@contextmanager
def hands_free(
    ask: "Ask", session: "Session", *, listen: bool, knock: bool
) -> "Iterator[HandsFree]":
    """Listen for spoken commands, for double knocks, for both or for neither.

    Where no recogniser knows the language that is told, and knocks are listened for alone.

    Raises:
        HearingError: There is no microphone or no recogniser.
    """
    if not (listen or knock):
        yield HandsFree(None)
        return
    from coach.hearing import is_understood, open_ears, unknown_words

    around = session.found
    if listen and not is_understood(around.language):
        _tell_deaf(session, knock=knock)
        listen = False
    if not (listen or knock):
        yield HandsFree(None)
        return
    unknown = partial(unknown_words, language=around.language)
    commands = around.commands(unknown) if listen else None
    with open_ears(ask, commands=commands, language=around.language, knocks=knock) as ears:
        yield HandsFree(ears)


def _tell_deaf(session: "Session", *, knock: bool) -> None:
    """Say that nothing that is said can be understood, and what works instead."""
    from coach.content import fill

    asks = session.words.asks
    instead = asks.knock if knock else asks.with_knock
    blanks = {"language": session.sheet.book.language.name, "knock": instead}
    click.echo(fill(asks.ears, blanks))


class HandsFree:
    """What a session has to do with the ears, if there are any."""

    def __init__(self, ears: "Ears | None") -> None:
        self.ears = ears

    def heard_by(self, open_player: "Open") -> "Open":
        """Opens the player so that the ears know what it plays, each time it is opened.

        Raises:
            HearingError: When it is opened: what it plays cannot be known.
        """
        ears = self.ears
        if ears is None:
            return open_player

        def opened() -> "Player":
            player = open_player()
            ears.listen_to(player)
            return player

        return opened

    def trouble(self) -> str:
        """Why nothing is heard at present; empty where something is, or need not be."""
        return "" if self.ears is None else self.ears.trouble
