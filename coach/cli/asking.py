"""Asking how sore it is: on the terminal, and aloud where a listener may answer by voice."""

import sys
import time
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from coach.choices import MOST_SORE

if TYPE_CHECKING:
    from coach.cli.handsfree import HandsFree
    from coach.content import ScreenWords
    from coach.hearing import Ears
    from coach.players import Open
    from coach.session import Session

SORE = click.IntRange(0, MOST_SORE)
"""From 0 for not at all to 10."""

TYPING_LOOK_S = 0.1
"""How long at once a word or a key is waited for."""


def prompt_sore(words: "ScreenWords") -> int | None:
    """Ask on the terminal until the answer is one; None for Enter, or where there is no terminal.

    Raises:
        Abort: The listener would rather leave.
    """
    if not _is_terminal():
        return None
    from coach.content import fill

    question = fill(words.asks.typed, {"question": words.asks.how_sore})
    answer: int | None = click.prompt(question, default="", show_default=False, value_proc=_sore)
    return answer


def ask_sore_after(session: "Session", open_player: "Open", hands: "HandsFree") -> int | None:
    """Ask after a session; aloud too, where a number that is said can be understood.

    Raises:
        Abort: The listener would rather leave.
    """
    from coach.content import fill
    from coach.errors import PlayerError, VoiceError
    from coach.stage import Speaker, ask_sore
    from coach.timeline import gains
    from coach.traces import quiet_logger

    _forget_keys()
    ears = hands.ears
    if ears is None or not ears.understands:
        return prompt_sore(session.words)
    ears.listen_for_numbers()
    try:
        player = open_player()
        speaker = Speaker(player, session.voice, gains(session.script))
        with closing(speaker):
            asks = session.words.asks
            click.echo(fill(asks.said, {"question": asks.how_sore}), nl=False)
            return ask_sore(session.sheet.book.answers, speaker.say, partial(_told, ears))
    except (PlayerError, VoiceError):
        quiet_logger(__name__).warning("nothing can be asked aloud", exc_info=True)
        click.echo()
        return prompt_sore(session.words)


def _told(ears: "Ears", seconds: float) -> int | None:
    """The next number that is said or typed within so many seconds."""
    ears.numbers.forget()  # what was heard while the coach spoke may be the coach
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        said = ears.numbers.wait(TYPING_LOOK_S)
        if said is not None:
            click.echo(f"{said}")
            return said
        line = _typed()
        if line is not None:
            try:
                return _sore(line)
            except click.BadParameter as error:
                click.echo(f"Error: {error.message}")
    return None


def _typed() -> str | None:
    """A line that was typed; None where none was."""
    if not _is_terminal():
        return None
    if sys.platform == "win32":
        import msvcrt

        ready = msvcrt.kbhit()
    else:
        import select

        ready = bool(select.select([sys.stdin], [], [], 0)[0])
    return sys.stdin.readline() if ready else None


def _forget_keys() -> None:
    """What was pressed while the session played is no answer to what is asked after it."""
    if not sys.stdin.isatty():
        return
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios

        termios.tcflush(sys.stdin, termios.TCIFLUSH)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _sore(answer: str) -> int | None:
    told: Any = answer.strip()
    sore: int | None = SORE.convert(told, None, None) if told else None
    return sore
