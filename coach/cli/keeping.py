"""Keeping: how a session gets into the log, and how sore a place is, as the listener tells it."""

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from coach.scribe import Scribe
    from coach.script import Script

SORE = click.IntRange(0, 10)
"""From 0 for not at all to 10."""

BEFORE = click.option(
    "--before", type=SORE, help="How sore it is before the session, from 0 to 10, for the log."
)


def open_scribe(
    script: "Script", depth: str, *, keep: bool, ask: bool, before: int | None
) -> "Scribe":
    """Who keeps this session in the log, after asking how sore it is if that is wished.

    Raises:
        UsageError: It is told how sore it is, and the session is not to be kept.
    """
    from datetime import datetime

    from coach.folders import log_file
    from coach.log import Kept, Log
    from coach.scribe import Scribe
    from coach.units import Ms

    if before is not None and not keep:
        raise click.UsageError("--before is for the log, and this session would not be kept in it")
    if keep and ask and before is None:
        before = ask_sore()
    named = script.name, script.title, depth
    began = datetime.now().astimezone()
    kept = Kept(0, began, *named, script.lasts, Ms(0), before=before)
    return Scribe(Log(log_file()) if keep else None, kept)


def dismiss(scribe: "Scribe", *, ask: bool) -> None:
    """Ask how sore it is now, if that is wished, and tell what kept the log from being written."""
    if ask and scribe.keeps:
        _forget_keys()
        with suppress(click.Abort):
            after = ask_sore()
            if after is not None:
                scribe.note_sore(after=after)
    if scribe.problem:
        scribe.problem.show()


def ask_sore() -> int | None:
    """Ask on the terminal until the answer is one; None for Enter, or where there is no terminal.

    Raises:
        Abort: The listener would rather leave.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    question = "How sore is it now, from 0 (not at all) to 10? Enter leaves it out"
    answer: int | None = click.prompt(question, default="", show_default=False, value_proc=_sore)
    return answer


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


def _sore(answer: str) -> Any:
    told: Any = answer.strip()
    return SORE.convert(told, None, None) if told else None
