"""What is shown while a session plays, and the keys."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from coach.controls import Control
from coach.script import Script
from coach.stage import Now
from coach.units import show_ms

if TYPE_CHECKING:
    import blessed

KEYS = {
    " ": Control.TOGGLE,
    "r": Control.REPEAT,
    "q": Control.END,
    "KEY_RIGHT": Control.NEXT,
    "KEY_LEFT": Control.PREVIOUS,
}
"""By the character, or the name that the terminal library gives the key."""


class Screen(Protocol):
    """A way to show where a session stands, and to ask what the listener wants."""

    def show(self, now: Now) -> None:
        """Draw it, if it has changed."""

    def control(self, seconds: float) -> Control | None:
        """Wait at most so long for a key."""


@contextmanager
def open_screen(script: Script) -> Iterator[Screen]:
    """Two lines that are drawn anew on a terminal, plain lines anywhere else."""
    told = [script.title, show_ms(script.lasts), script.purpose]
    click.echo(f"{', '.join(filter(None, told))}.")
    for note in script.notes:
        click.echo(note)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield PlainScreen()
        return
    click.echo("space pause · ← → section · r repeat · q end")
    terminal = _open_terminal()
    with terminal.cbreak(), terminal.hidden_cursor():
        yield TerminalScreen(terminal)


def _open_terminal() -> "blessed.Terminal":
    # It asks the terminal what it can do, and would wait ten seconds for one that does not answer,
    # while the keys are dead.
    os.environ.setdefault("BLESSED_QUERY_TIMEOUT_SECONDS", "0.3")
    import blessed

    return blessed.Terminal()


def ask(question: str, *, seconds: float, otherwise: bool) -> bool:
    """Ask for a y or an n on the terminal; anything else, and no answer in time, is `otherwise`."""
    click.echo(f"{question} [{'Y/n' if otherwise else 'y/N'}] ", nl=False)
    terminal = _open_terminal()
    with terminal.cbreak():
        key = str(terminal.inkey(timeout=seconds)).lower()
    answer = {"y": True, "n": False}.get(key, otherwise)
    click.echo("yes" if answer else "no")
    return answer


def farewell(ended: Now) -> str:
    """The last line: whether the session was heard to its end."""
    if not ended.left:
        return "The end."
    return f"Ended at {show_ms(ended.position)} of {show_ms(ended.lasts)}."


class PlainScreen:
    """A line for every phrase; nothing is drawn over, for pipes and screen readers."""

    def __init__(self) -> None:
        self._shown: object = None

    def show(self, now: Now) -> None:
        """See `Screen.show`."""
        cue = now.cue
        if cue is None or cue is self._shown or not cue.text:
            return
        self._shown = cue
        click.echo(f"{show_ms(cue.start)}  {now.section.title}: {cue.text}")

    def control(self, seconds: float) -> None:
        """No keys: wait."""
        time.sleep(seconds)


class TerminalScreen:
    """Two lines: the section and the times, the cue."""

    def __init__(self, terminal: "blessed.Terminal") -> None:
        self._terminal = terminal
        self._shown: tuple[str, str] | None = None

    def show(self, now: Now) -> None:
        """See `Screen.show`."""
        lines = self._lines(now)
        if lines == self._shown:
            return
        term = self._terminal
        back = term.move_up(2) if self._shown else ""
        drawn = "".join(f"\r{line}{term.clear_eol}\n" for line in lines)
        print(back + drawn, end="", flush=True)
        self._shown = lines

    def control(self, seconds: float) -> Control | None:
        """See `Screen.control`."""
        key = self._terminal.inkey(timeout=seconds)
        return KEYS.get(key.name if key.is_sequence and key.name else str(key).lower())

    def _lines(self, now: Now) -> tuple[str, str]:
        times = f"{show_ms(now.position)}, {show_ms(now.left)} left"
        first = f"{now.section.title}  {now.number + 1} of {now.sections}  {times}"
        cue = "paused" if now.paused else _cue_line(now)
        width = max(20, self._terminal.width - 1)
        return first[:width], f"  {cue}"[:width]


def _cue_line(now: Now) -> str:
    if now.cue is None:
        return ""
    return now.cue.text or {"rest": "", "hold": "hold, and breathe"}.get(now.cue.cue, now.cue.kind)
