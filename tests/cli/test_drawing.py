import sys
import threading
from pathlib import Path

import pytest

from coach.cli.drawing import open_bars, print_table
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
    with open_bars() as watch:
        watch(Path("out/feet.mp3"), Ms(1000))(Ms(500))

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "Writing out/feet.mp3\n"


def test_on_a_terminal_each_thread_has_its_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    with open_bars() as watch:
        watch(Path("out/feet.mp3"), Ms(1000))(Ms(500))
        other = threading.Thread(target=lambda: watch(Path("neck.mp3"), Ms(1000))(Ms(250)))
        other.start()
        other.join()

    drawn = capsys.readouterr().err
    assert "feet.mp3" in drawn
    assert "50%" in drawn
    assert "neck.mp3" in drawn
    assert "25%" in drawn
