import sys
from typing import TextIO

import pytest

from coach.cli.drawing import Span, open_fetch_bar, print_line, print_table

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


def on_terminal(monkeypatch: pytest.MonkeyPatch, *streams: TextIO) -> None:
    """These streams write to a terminal."""
    for stream in streams:
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")


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
