import sys
import threading
from pathlib import Path

import pytest

from coach.cli.board import open_board
from coach.units import Ms
from tests.cli.test_drawing import on_terminal
from tests.patience import join
from tests.screen.scenes import WORDS


def test_where_there_is_no_terminal_each_file_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with open_board(WORDS) as board:
        board.begin(Path("out/feet.mp3"), Ms(1000))(Ms(500))
        board.tell("feet.mp3: 0:01")

    captured = capsys.readouterr()
    assert captured.out == "feet.mp3: 0:01\n"
    assert captured.err == "Writing out/feet.mp3\n"


def test_on_a_terminal_each_thread_has_its_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(monkeypatch, sys.stderr)
    with open_board(WORDS) as board:
        board.begin(Path("out/feet.mp3"), Ms(1000))(Ms(500))
        other = threading.Thread(target=lambda: board.begin(Path("neck.mp3"), Ms(1000))(Ms(250)))
        other.start()
        join(other)

    drawn = capsys.readouterr().err
    assert "feet.mp3" in drawn
    assert "50%" in drawn
    assert "neck.mp3" in drawn
    assert "25%" in drawn


def test_where_nothing_is_written_nothing_is_drawn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(monkeypatch, sys.stdout, sys.stderr)
    with open_board(WORDS) as board:
        board.tell("[b]feet[/b].mp3: up to date")

    captured = capsys.readouterr()
    assert captured.out == "[b]feet[/b].mp3: up to date\n"
    assert captured.err == ""


def test_the_answer_goes_to_stdout_though_bars_are_drawn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(monkeypatch, sys.stderr)
    with open_board(WORDS) as board:
        board.begin(Path("feet.mp3"), Ms(1000))
        board.tell("[b]feet[/b].mp3: 0:01")

    captured = capsys.readouterr()
    assert captured.out == "[b]feet[/b].mp3: 0:01\n"
    assert "0:01" not in captured.err


def test_on_the_same_terminal_the_answer_stands_above_the_bars(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(monkeypatch, sys.stdout, sys.stderr)
    with open_board(WORDS) as board:
        board.begin(Path("feet.mp3"), Ms(1000))
        board.tell("[b]feet[/b].mp3: 0:01")

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "[b]feet[/b].mp3: 0:01\n" in captured.err
