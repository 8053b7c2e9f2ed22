import sys
import threading
from pathlib import Path
from typing import TextIO

import pytest

from coach.cli.drawing import open_board, print_table
from coach.units import Ms


def test_a_table_has_its_headings_its_rows_and_what_is_below(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(("name", "minutes"), [("feet", "8"), ("[b]x[/b]", "10")], "Below: all.")
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]

    assert lines[0] == ["name", "minutes"]
    assert lines[2] == ["feet", "8"]
    assert lines[-1] == ["Below:", "all."]


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
        other.join()

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
