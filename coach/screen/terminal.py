"""What is shown while a session plays, and the keys."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

import click

from coach.content import Ask, Control, ScreenWords, fill
from coach.errors import forgiving
from coach.screen.cells import ASCII, BLOCKS, Look, Rows
from coach.screen.hangup import GONE, TERMINAL_GONE, go_on_unseen
from coach.screen.layout import draw
from coach.screen.plain import PlainScreen
from coach.screen.scene import Scene, scene
from coach.screen.taken import taking
from coach.screen.words import Teller
from coach.script import Script
from coach.stage import Now
from coach.traces import quiet_logger
from coach.units import show_ms

if TYPE_CHECKING:
    import blessed

_logger = quiet_logger(__name__)

CONTROL_OF_KEY = {
    " ": Control.TOGGLE,
    "KEY_RIGHT": Control.NEXT,
    "KEY_LEFT": Control.BACK,
    "r": Control.REPEAT,
    "+": Control.LONGER,
    "=": Control.LONGER,  # where + needs the shift key
    "l": Control.LONGER,
    "e": Control.EASIER,
    "s": Control.SKIP,
    "t": Control.TIME_LEFT,
    "KEY_UP": Control.LOUDER,
    "KEY_DOWN": Control.SOFTER,
    "q": Control.END,
}
"""By the character, or the name that the terminal library gives the key."""

WAITS_S = 0.1
"""How long a key is waited for at once, and so the end of a session for who waits."""

FRAME_S = 1 / 12
"""Drawn no more often, however often it is shown."""

USUAL_WIDTH, USUAL_HEIGHT = 80, 24
"""Of a terminal that does not know its size, in cells."""


class Screen(Protocol):
    """A way to show where a session stands."""

    def show(self, now: Now) -> None:
        """Draw it, if it has changed."""


@contextmanager
def open_screen(
    script: Script, words: ScreenWords, ask: Ask, *, plain: bool = False
) -> Iterator[Screen]:
    """A whole screen on a terminal; plain lines where there is none, or where they are wished.

    Args:
        script: Of the session.
        words: What is shown in its language.
        ask: Is told what is asked for by key.
        plain: Whether lines are wished.
    """
    assert script.book is not None
    teller = Teller(words, script.book)
    told = [script.title, show_ms(script.lasts), script.purpose]
    click.echo(f"{', '.join(filter(None, told))}.")
    for note in script.notes:
        click.echo(note)
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        yield PlainScreen(teller)
        return
    keyboard = Keyboard(_open_terminal())
    with keyboard.listening(), keyboard.asking(ask):
        if plain:
            yield PlainScreen(teller)
            return
        screen = TerminalScreen(keyboard.terminal, teller, sys.stdout, time.monotonic)
        with screen.filling():
            yield screen


def _open_terminal() -> "blessed.Terminal":
    # It asks the terminal what it can do, and would wait ten seconds for one that does not answer,
    # while the keys are dead.
    os.environ.setdefault("BLESSED_QUERY_TIMEOUT_SECONDS", "0.3")
    import blessed

    # Where no colour is wished it would not even move the cursor.
    no_color = os.environ.pop("NO_COLOR", "")
    try:
        return blessed.Terminal()
    except TERMINAL_GONE:  # while it was asked
        _logger.warning(GONE, exc_info=True)
        go_on_unseen()
        return blessed.Terminal()
    finally:
        os.environ["NO_COLOR"] = no_color  # empty is as good as none


def ask(question: str, words: ScreenWords, *, seconds: float, otherwise: bool) -> bool:
    """Ask for a yes or a no on the terminal, each by the first letter of its word.

    Anything else, and no answer in time, is `otherwise`.
    """
    yes, no = words.asks.yes, words.asks.no
    keys = f"{yes[0].upper()}/{no[0]}" if otherwise else f"{yes[0]}/{no[0].upper()}"
    click.echo(f"{question} [{keys}] ", nl=False)
    keyboard = Keyboard(_open_terminal())
    with keyboard.listening():
        key = keyboard.key(seconds)
    answer = {yes[0]: True, no[0]: False}.get(key.casefold(), otherwise)
    click.echo(yes if answer else no)
    return answer


def farewell(ended: Now, words: ScreenWords) -> str:
    """The last line: whether the session was heard to its end."""
    if not ended.left:
        return words.stands.end
    times = {"time": show_ms(ended.position), "all": show_ms(ended.lasts)}
    return fill(words.stands.ended, times)


class Keyboard:
    """The keys of a terminal."""

    def __init__(self, terminal: "blessed.Terminal") -> None:
        self.terminal = terminal

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take each key as it is pressed, until the end."""
        each = ExitStack()
        with forgiving(_logger, GONE, *TERMINAL_GONE):
            each.enter_context(self.terminal.cbreak())
        try:
            yield
        finally:
            with forgiving(_logger, GONE, *TERMINAL_GONE):
                each.close()

    def key(self, seconds: float) -> str:
        """The name or the character of a key, if one is pressed within so many seconds."""
        until = time.monotonic() + seconds
        try:
            key = self.terminal.inkey(timeout=seconds)
        except TERMINAL_GONE:  # where a shell lies between, before any signal
            _logger.warning(GONE, exc_info=True)
            go_on_unseen()
            key = None
        if not key:  # which is told at once where no key can come any more
            time.sleep(max(0.0, until - time.monotonic()))
            return ""
        return key.name if key.is_sequence and key.name else str(key).lower()

    @contextmanager
    def asking(self, ask: Ask) -> Iterator[None]:
        """Ask for what each key asks for, in a thread of its own, until the end."""
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                if control := CONTROL_OF_KEY.get(self.key(WAITS_S)):
                    ask(control)

        thread = threading.Thread(target=listen, name="coach-keys", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


class TerminalScreen:
    """The whole terminal. What has not changed is not drawn again."""

    def __init__(
        self,
        terminal: "blessed.Terminal",
        teller: Teller,
        out: TextIO,
        clock: Callable[[], float],
    ) -> None:
        self._terminal = terminal
        self._teller = teller
        self._out = out
        self._clock = clock
        self._blocks = (
            BLOCKS if _can_encode(BLOCKS + teller.words.stands.keys, out.encoding) else ASCII
        )
        self._styles = _styles(self._terminal)
        self._move = _move(self._terminal)
        self._due = 0.0
        self._seen: tuple[Scene, int, int] | None = None
        self._drawn: Rows = ()

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Take over the terminal, and give it back as it was, whatever happens."""
        term = self._terminal
        with taking():
            self._write(term.enter_fullscreen + term.hide_cursor + term.clear)
            try:
                yield
            finally:
                self._write(term.normal + term.normal_cursor + term.exit_fullscreen)

    def show(self, now: Now) -> None:
        """See `Screen.show`."""
        moment = self._clock()
        if moment < self._due:
            return
        self._due = moment + FRAME_S
        size = self._terminal.width or USUAL_WIDTH, self._terminal.height or USUAL_HEIGHT
        seen = (scene(now, self._teller), *size)
        if seen == self._seen:
            return
        resized = self._seen is None or seen[1:] != self._seen[1:]
        drawn = draw(*seen, self._blocks)
        self._write(self._terminal.clear if resized else "", *self._changes(drawn, whole=resized))
        self._seen, self._drawn = seen, drawn

    def _changes(self, picture: Rows, *, whole: bool) -> Iterator[str]:
        """What to write so that this picture is seen."""
        for row, runs in enumerate(picture):
            before = () if whole else self._drawn[row]
            for run in runs if runs != before else ():
                if run not in before and not (whole and run.look is Look.BLANK):
                    style = self._styles[run.look]
                    move = self._move(run.column, row)
                    yield f"{move}{style}{run.text}{self._terminal.normal if style else ''}"

    def _write(self, *parts: str) -> None:
        encoding = self._out.encoding
        text = "".join(parts).encode(encoding, "replace").decode(encoding)
        with forgiving(_logger, GONE, OSError):
            self._out.write(text)
            self._out.flush()


def _move(terminal: "blessed.Terminal") -> Callable[[int, int], str]:
    """What moves to a column and a row: the library takes most of a drawing's time for it."""
    as_nearly_all = terminal.move_xy(8, 9) == _usual_move(8, 9)
    return _usual_move if as_nearly_all else terminal.move_xy


def _usual_move(column: int, row: int) -> str:
    return f"\x1b[{row + 1};{column + 1}H"


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _styles(terminal: "blessed.Terminal") -> dict[Look, str]:
    coloured = terminal.number_of_colors >= 8 and not os.environ.get("NO_COLOR")
    return {
        Look.BLANK: "",
        Look.FAINT: terminal.dim,
        Look.PLAIN: "",
        Look.BRIGHT: terminal.bold,
        Look.ACCENT: terminal.cyan if coloured else terminal.bold,
    }
