import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.cli.commands.check import check
from coach.disk.folders import own_folder

STOP = '[[stops]]\nspot = "calves"\n'


@pytest.fixture(autouse=True)
def own(clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The listener's own folder, empty."""
    monkeypatch.setenv("XDG_DATA_HOME", str(clean_environment / "data"))
    folder = own_folder()
    (folder / "routines").mkdir(parents=True)
    return folder


def test_everything_is_checked_and_counted(runner: CliRunner, own: Path) -> None:
    shipped = runner.invoke(check, [])
    (own / "routines" / "mine.toml").write_text(STOP)
    result = runner.invoke(check, [])
    number = int(shipped.stdout.split()[0])

    assert (shipped.exit_code, shipped.stdout) == (0, f"{number} files, no mistake\n")
    assert (result.exit_code, result.stdout) == (0, f"{number + 1} files, no mistake\n")


def test_a_mistake_of_ones_own_is_told_among_everything(runner: CliRunner, own: Path) -> None:
    path = own / "routines" / "mine.toml"
    path.write_text('pace = "fast"\n' + STOP)
    *mistakes, last = runner.invoke(check, []).stdout.splitlines()

    assert mistakes == [f"{path}:1: pace: 'fast' is not one of brisk, even, slow."]
    assert last.startswith("1 mistake in 1 of ")


def test_each_mistake_has_a_line_and_the_last_line_counts(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.toml").write_text('pace = "fast"\nname = "x"\n' + STOP)
    Path("two.toml").write_text(STOP)
    Path("three.toml").write_text("stops = 3\n")
    result = runner.invoke(check, ["one.toml", "two.toml", "three.toml"])

    assert result.exit_code == 1
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "one.toml:1: pace: 'fast' is not one of brisk, even, slow.",
        "one.toml:2: name: is no known key here; the keys are stops, minutes, pace, bed, "
        "talk, teaches, title, purpose.",
        "three.toml:1: stops: 3: should be a list, not a whole number",
        "3 mistakes in 2 of 3 files",
    ]


def test_a_single_file_is_counted_as_one(runner: CliRunner, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.toml", tmp_path / "wrong.toml"
    right.write_text(STOP)
    wrong.write_text("")

    assert runner.invoke(check, [str(right)]).stdout == "1 file, no mistake\n"
    assert runner.invoke(check, [str(right), str(right)]).stdout == "1 file, no mistake\n"
    assert runner.invoke(check, [str(wrong)]).stdout.endswith("\n1 mistake in 1 of 1 file\n")


def test_spots_of_a_library_are_known_to_a_routine_anywhere(
    runner: CliRunner, tmp_path: Path
) -> None:
    for folder, shipped in (("spots", "spots"), ("en/spots", "en/spots")):
        (tmp_path / folder).mkdir(parents=True)
        source = Path(__file__).parents[3] / "scripts" / shipped / "calves.toml"
        (tmp_path / folder / "mine.toml").write_bytes(source.read_bytes())
    path = tmp_path / "desk.toml"
    path.write_text('[[stops]]\nspot = "mine"\n')
    alone = runner.invoke(check, [str(path)])
    beside = runner.invoke(check, [str(path), "--library", str(tmp_path)])

    assert alone.stdout.splitlines()[0] == f"{path}:2: stops.1.spot: there is no spot 'mine'."
    assert (beside.exit_code, beside.stdout) == (0, "1 file, no mistake\n")


def test_what_a_file_holds_cannot_reach_the_terminal_raw(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('"\\u001b[2J\\n" = 1\n' + STOP)
    first, last = runner.invoke(check, [str(path)]).stdout.splitlines()

    assert first.startswith(f"{path}:1: \\x1b[2J\\n: is no known key here")
    assert last == "1 mistake in 1 of 1 file"


def test_a_word_as_long_as_a_book_is_shown_in_part(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f'[[stops]]\nspot = "{"x" * 90_000}"\n')
    first = runner.invoke(check, [str(path)]).stdout.splitlines()[0]

    assert first.startswith(f"{path}:2: stops.1.spot: there is no spot 'xxx")
    assert len(first) < len(str(path)) + 700


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text are found on Linux")
def test_a_name_that_is_no_text_can_be_told(tmp_path: Path) -> None:
    name = str(tmp_path).encode() + b"/\xff.toml"
    Path(name.decode("utf-8", "surrogateescape")).write_text("")
    code = "from coach.cli.commands.check import check\ncheck()"
    ran = subprocess.run([sys.executable, "-c", code, name], capture_output=True, timeout=60)

    assert ran.stderr == b""
    assert ran.stdout.endswith(b".toml:1: stops is missing\n1 mistake in 1 of 1 file\n")
