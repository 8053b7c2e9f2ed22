import tomllib
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from coach.choices import PaceName, Place, Tool
from coach.cli import cli
from coach.cli.commands.check import check
from coach.cli.commands.new import new
from coach.content.library import Library, open_library
from coach.content.pace import DEPTHS
from coach.disk.folders import own_folder
from coach.script.fitting import write_script
from coach.script.sheet import Sheet, Wishes
from coach.units import seconds


@pytest.fixture(autouse=True)
def own(clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The listener's own folder, not there yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(clean_environment / "data"))
    return own_folder()


def test_a_new_routine_lies_in_ones_own_folder_and_the_next_commands_are_told(
    runner: CliRunner, own: Path
) -> None:
    result = runner.invoke(new, ["desk-break"])
    path = own / "routines" / "desk-break.toml"

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        str(path),
        f"coach check {path}",
        "coach play desk-break",
    ]
    assert list(path.parent.iterdir()) == [path]


def test_a_new_routine_has_no_mistake_and_is_found_by_its_name(
    runner: CliRunner, own: Path
) -> None:
    runner.invoke(new, ["desk-break"])
    checked = runner.invoke(check, [str(own / "routines" / "desk-break.toml")])
    shown = runner.invoke(cli, ["show", "desk-break", "--voice", "silent"])

    assert (checked.exit_code, checked.stdout) == (0, "1 file, no mistake\n")
    assert shown.stdout.startswith("Desk break, ")


def test_a_new_routine_becomes_a_script_at_each_depth(runner: CliRunner, own: Path) -> None:
    runner.invoke(new, ["desk-break"])
    library = open_library(own)
    entry, book = library.entry("desk-break"), library.phrasebook()
    for depth in DEPTHS:
        wishes = Wishes(depth=depth)
        sheet = Sheet(entry, book, library.safety_words().first, library.rules(), wishes)
        script = write_script(sheet)

        assert script.title == "Desk break"
        worked = [section.worked for section in script.sections if section.worked]
        kept = [visit for visit in entry.visits if visit.name in {one.spot for one in worked}]
        assert len(script.sections) == 2 + sum(len(visit.sides) for visit in kept)
        assert script.lasts == seconds(60 * 12)
    assert len(entry.visits) == 3


def test_the_comments_tell_everything_that_may_stand_in_the_file(
    runner: CliRunner, own: Path, library: Library
) -> None:
    runner.invoke(new, ["x"])
    text = (own / "routines" / "x.toml").read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    words = {word.strip(",.:") for line in comments for word in line.split()}
    allowed = {*library.spots, *get_args(Tool), *get_args(Place), *get_args(PaceName)}

    assert allowed <= words
    assert max(len(line) for line in text.splitlines()) <= 100
    assert {"title", "purpose", "minutes", "pace", "stops"} == set(tomllib.loads(text))


def test_a_library_that_is_not_there_is_made(runner: CliRunner, tmp_path: Path) -> None:
    folder = tmp_path / "my words" / "coach"
    result = runner.invoke(new, ["x", "--library", str(folder)])
    path = folder / "routines" / "x.toml"

    assert result.stdout.splitlines() == [
        str(path),
        f"coach check '{path}' --library '{folder}'",
        f"coach play x --library '{folder}'",
    ]
    assert runner.invoke(check, [str(path)]).exit_code == 0


def test_a_new_routine_can_lie_anywhere(
    runner: CliRunner, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(new, ["x", "-o", "mine.toml"])

    assert result.stdout == "mine.toml\ncoach check mine.toml\ncoach play mine.toml\n"
    assert list(tmp_path.iterdir()) == [tmp_path / "mine.toml"]
    assert not own.exists()


def test_a_file_that_is_there_stays_as_it_is(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("mine")
    result = runner.invoke(new, ["x", "-o", str(path)])

    assert result.exit_code == 2
    assert f"{path} is there already: take another name, or remove it first" in result.stderr
    assert path.read_text() == "mine"


def test_the_name_of_a_routine_that_ships_is_refused_with_a_hint(
    runner: CliRunner, own: Path, library: Library
) -> None:
    result = runner.invoke(new, ["shoulders"])
    there = library.find("routines/shoulders.toml")

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        f"Error: shoulders is a routine already, in {there}: take another name; to have your own "
        f"in its place, copy that file to {own / 'routines' / 'shoulders.toml'} and change it"
    )
    assert not own.exists()


def test_the_name_of_ones_own_routine_is_refused(runner: CliRunner, own: Path) -> None:
    runner.invoke(new, ["x"])
    result = runner.invoke(new, ["x"])
    path = own / "routines" / "x.toml"

    assert result.exit_code == 2
    assert result.stderr.endswith(f"x is a routine already, in {path}: take another name\n")


@pytest.mark.parametrize(
    "name",
    ["", "Desk", "desk break", "../x", "a/b", "a.toml", "schön", "a--b", "a-", "x\n", "x" * 61],
)
def test_a_name_that_cannot_be_one_is_refused(name: str, runner: CliRunner, own: Path) -> None:
    result = runner.invoke(new, [name])

    assert result.exit_code == 2
    assert "cannot be a name: at most 60 lower-case letters and digits" in result.stderr
    assert not own.exists()


def test_the_longest_name_makes_a_title_that_is_not_too_long(
    runner: CliRunner, tmp_path: Path
) -> None:
    path = tmp_path / "x.toml"
    runner.invoke(new, ["x" * 60, "-o", str(path)])

    assert runner.invoke(check, [str(path)]).stdout == "1 file, no mistake\n"


def test_a_file_that_coach_could_not_play_is_refused(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    result = runner.invoke(new, ["x", "-o", str(path)])

    assert result.exit_code == 2
    assert f"{path}: the name of a routine's file ends in .toml" in result.stderr
    assert not path.exists()


def test_a_folder_that_is_not_there_is_told(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "missing" / "x.toml"
    result = runner.invoke(new, ["x", "-o", str(path)])

    assert result.exit_code == 1
    assert result.stderr == f"Error: {path} cannot be written: No such file or directory\n"


def test_a_library_that_cannot_be_made_is_told(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "below"
    result = runner.invoke(new, ["x", "--library", str(folder)])

    assert result.exit_code == 1
    assert f"{folder / 'routines' / 'x.toml'} cannot be written: " in result.stderr


def test_a_library_in_ones_home_is_where_it_is_said_to_be(
    runner: CliRunner, clean_environment: Path
) -> None:
    result = runner.invoke(cli, ["new", "evening", "--library", "~/ours"])

    assert result.exit_code == 0
    assert (clean_environment / "ours" / "routines" / "evening.toml").is_file()
