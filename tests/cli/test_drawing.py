import sys
import threading
from pathlib import Path
from typing import TextIO

import pytest

from coach.cli.drawing import Span, open_board, open_fetch_bar, print_line, print_table
from coach.units import Ms
from tests.patience import join

ROWS = [("feet", Span(0, 5, 10)), ("[legs] :smile:", Span(3, 6, 10))]


@pytest.fixture
def any_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """No terminal's width."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.mark.usefixtures("any_width")
def test_rows_stand_under_their_headings_letter_for_letter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(("name", "bar"), ROWS)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]

    assert lines == [
        "  name             bar",
        " ─────────────────────────────────────────────────",
        "  feet             ███████████████",
        f"  [legs] :smile:   {' ' * 9}█████████",
    ]


@pytest.mark.usefixtures("any_width")
def test_without_a_terminal_a_line_stays_one(capsys: pytest.CaptureFixture[str]) -> None:
    print_line("word " * 50 + "end")

    assert capsys.readouterr().out == "word " * 50 + "end\n"


@pytest.mark.usefixtures("any_width")
def test_a_line_is_broken_between_words_where_the_terminal_ends(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "22")
    print_line("word " * 7 + "end")

    assert capsys.readouterr().out.splitlines() == ["word word word word ", "word word word end"]


def test_where_there_is_no_terminal_each_file_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with open_board() as board:
        board.begin(Path("out/feet.mp3"), Ms(1000))(Ms(500))
        board.tell("feet.mp3: 0:01")

    captured = capsys.readouterr()
    assert captured.out == "feet.mp3: 0:01\n"
    assert captured.err == "Writing out/feet.mp3\n"


def on_terminal(monkeypatch: pytest.MonkeyPatch, *streams: TextIO) -> None:
    """These streams write to a terminal."""
    for stream in streams:
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")


def test_on_a_terminal_each_thread_has_its_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(monkeypatch, sys.stderr)
    with open_board() as board:
        board.begin(Path("out/feet.mp3"), Ms(1000))(Ms(500))
        other = threading.Thread(target=lambda: board.begin(Path("neck.mp3"), Ms(1000))(Ms(250)))
        other.start()
        join(other)

    drawn = capsys.readouterr().err
    assert "feet.mp3" in drawn
    assert "50%" in drawn
    assert "neck.mp3" in drawn
    assert "25%" in drawn


def test_the_answer_goes_to_stdout_though_bars_are_drawn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(monkeypatch, sys.stderr)
    with open_board() as board:
        board.begin(Path("feet.mp3"), Ms(1000))
        board.tell("[b]feet[/b].mp3: 0:01")

    captured = capsys.readouterr()
    assert captured.out == "[b]feet[/b].mp3: 0:01\n"
    assert "0:01" not in captured.err


def test_on_the_same_terminal_the_answer_stands_above_the_bars(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(monkeypatch, sys.stdout, sys.stderr)
    with open_board() as board:
        board.begin(Path("feet.mp3"), Ms(1000))
        board.tell("[b]feet[/b].mp3: 0:01")

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "[b]feet[/b].mp3: 0:01\n" in captured.err


def test_a_bar_shows_how_much_is_fetched(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(monkeypatch, sys.stdout, sys.stderr)
    with open_fetch_bar("[heart]", 500_000) as told:
        told(250_000)

    captured = capsys.readouterr()
    assert "[heart]" in captured.err
    assert "250.0/500.0 kB" in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("seen", ["stdout", "stderr", ""])
def test_where_the_answer_or_the_bar_goes_elsewhere_none_is_drawn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, seen: str
) -> None:
    on_terminal(monkeypatch, *([getattr(sys, seen)] if seen else []))
    with open_fetch_bar("heart", 500_000) as told:
        told(250_000)

    assert capsys.readouterr() == ("", "")
