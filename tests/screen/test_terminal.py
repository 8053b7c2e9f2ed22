import io
import re
import time
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, cast

import pytest

from coach.content.controls import Control
from coach.screen.layout import draw
from coach.screen.taken import is_taken
from coach.screen.terminal import CONTROL_OF_KEY, Keyboard, TerminalScreen, farewell
from coach.stage.now import Now
from tests.screen.scenes import TELLER, WORDS, as_text, now_at, seen

if TYPE_CHECKING:
    import blessed


class Glass:
    """A terminal that understands where to write and how to clear, and shows what it is shown."""

    width, height = 80, 24
    number_of_colors = 8
    clear, normal = "\x1b[2J", "\x1b[0m"
    enter_fullscreen, exit_fullscreen = "\x1b[?1049h", "\x1b[?1049l"
    hide_cursor, normal_cursor = "\x1b[?25l", "\x1b[?25h"
    dim, bold, cyan = "\x1b[2m", "\x1b[1m", "\x1b[36m"

    def __init__(self) -> None:
        self.written = ""

    def move_xy(self, x: int, y: int) -> str:
        return f"\x1b[{y + 1};{x + 1}H"

    @property
    def rows(self) -> list[str]:
        cells = [[" "] * 300 for _ in range(100)]
        row = column = 0
        for place, clear, character in re.findall(
            r"\x1b\[(\d+;\d+)H|(\x1b\[2J)|\x1b\[[?\d]*[a-z]|(.)", self.written
        ):
            if place:
                row, column = (int(number) - 1 for number in place.split(";"))
            elif clear:
                cells = [[" "] * 300 for _ in range(100)]
            elif character:
                cells[row][column] = character
                column += 1
        return ["".join(row).rstrip() for row in cells[: self.height]]


class Out(io.StringIO):
    """What is written to it appears on the glass."""

    def __init__(self, glass: Glass, encoding: str = "utf-8") -> None:
        super().__init__()
        self._glass, self._encoding = glass, encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def write(self, text: str) -> int:
        self._glass.written += text
        return len(text)


@pytest.fixture
def glass(monkeypatch: pytest.MonkeyPatch) -> Glass:
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Glass()


def opened(glass: Glass, out: Out | None = None, *, looks_a_second: int = 1) -> TerminalScreen:
    """A screen, at whose clock is looked so many times a second."""
    ticks = count()
    terminal = cast("blessed.Terminal", glass)
    return TerminalScreen(terminal, TELLER, out or Out(glass), lambda: next(ticks) / looks_a_second)


def shown(glass: Glass, now: Now) -> list[str]:
    return as_text(draw(seen(now), glass.width, glass.height))


def test_after_any_changes_exactly_the_last_picture_is_seen(glass: Glass) -> None:
    screen = opened(glass)
    for position in range(0, 55_000, 700):
        screen.show(now_at(position))

        assert glass.rows == shown(glass, now_at(position))


def test_what_has_not_changed_is_not_written_again(glass: Glass) -> None:
    screen = opened(glass)
    screen.show(now_at(24_100))
    whole = len(glass.written)
    screen.show(now_at(24_800))

    assert len(glass.written) == whole

    screen.show(now_at(25_100))

    assert 0 < len(glass.written) - whole < whole / 4


def test_it_is_drawn_a_few_times_a_second_however_often_it_is_shown(glass: Glass) -> None:
    screen, drawn = opened(glass, looks_a_second=200), 0
    for position in range(1000, 5000, 5):
        before = glass.written
        screen.show(now_at(position))
        drawn += glass.written != before

    assert 4 * 5 < drawn <= 4 * 13


def test_a_terminal_of_another_size_is_drawn_anew(glass: Glass) -> None:
    screen = opened(glass)
    for width, height in ((80, 24), (200, 60), (60, 18), (30, 5)):
        glass.width, glass.height = width, height
        screen.show(now_at(3000))

        assert glass.rows == shown(glass, now_at(3000))


def test_a_terminal_that_does_not_know_its_size_is_taken_for_a_usual_one(glass: Glass) -> None:
    glass.width = glass.height = 0
    opened(glass).show(now_at(3000))
    glass.width, glass.height = 80, 24

    assert glass.rows == shown(glass, now_at(3000))


def test_the_terminal_is_given_back_whatever_happens(glass: Glass) -> None:
    with suppress(KeyboardInterrupt), opened(glass).filling():
        assert glass.written.startswith(glass.enter_fullscreen + glass.hide_cursor)
        raise KeyboardInterrupt

    assert glass.written.endswith(glass.normal + glass.normal_cursor + glass.exit_fullscreen)


def test_while_it_fills_the_terminal_nothing_else_is_to_be_written_there(glass: Glass) -> None:
    with opened(glass).filling():
        assert is_taken()

    assert not is_taken()


def test_a_terminal_that_has_gone_does_not_end_the_session(glass: Glass) -> None:
    class Gone(Out):
        def write(self, _text: str) -> int:
            raise OSError(5, "Input/output error")

    screen = opened(glass, Gone(glass))
    with screen.filling():
        screen.show(now_at(3000))


@pytest.mark.parametrize(("variable", "colours"), [("1", 256), (None, 0)])
def test_without_colour_nothing_is_coloured(
    glass: Glass, monkeypatch: pytest.MonkeyPatch, variable: str | None, colours: int
) -> None:
    if variable:
        monkeypatch.setenv("NO_COLOR", variable)
    glass.number_of_colors = colours
    opened(glass).show(now_at(3000))

    assert glass.cyan not in glass.written
    assert glass.rows == shown(glass, now_at(3000))


def test_what_moves_has_the_one_colour(glass: Glass) -> None:
    opened(glass).show(now_at(3000))

    assert set(re.findall(r"\x1b\[3\dm", glass.written)) == {glass.cyan}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_blocks_gets_what_it_can_show(glass: Glass, encoding: str) -> None:
    opened(glass, Out(glass, encoding)).show(now_at(3000))

    assert glass.written.isascii()
    assert "##" in glass.written


def test_every_control_has_a_key_but_those_that_the_space_key_does_both_of() -> None:
    assert set(Control) - set(CONTROL_OF_KEY.values()) == {Control.PAUSE, Control.GO_ON}


def test_a_session_heard_to_its_end_is_told_so() -> None:
    assert farewell(replace(now_at(0), position=now_at(0).lasts), WORDS) == "The end."


def test_a_session_that_was_ended_is_told_with_where() -> None:
    assert farewell(now_at(38_900), WORDS) == "Ended at 0:38 of 1:40."


class Stranger(Glass):
    """A terminal that moves in a way of its own."""

    def move_xy(self, x: int, y: int) -> str:
        return f"\x1b[{x}!{y}"


def test_a_terminal_is_moved_on_in_its_own_way() -> None:
    glass = Stranger()
    screen = TerminalScreen(cast("blessed.Terminal", glass), TELLER, Out(glass), count().__next__)

    screen.show(now_at(0))

    assert re.search(r"\x1b\[\d+!\d+", glass.written)
    assert not re.search(r"\x1b\[\d+;\d+H", glass.written)


class Closed:
    """A terminal that tells at once that no key comes any more."""

    def inkey(self, timeout: float) -> str:
        """See `blessed.Terminal.inkey`."""
        return ""


def test_where_no_key_can_come_any_more_it_is_waited_for_all_the_same() -> None:
    began = time.monotonic()

    assert Keyboard(cast("blessed.Terminal", Closed())).key(0.05) == ""
    assert time.monotonic() - began >= 0.05
