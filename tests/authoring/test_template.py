from pathlib import Path

import pytest

from coach.authoring.checking import check_files
from coach.authoring.template import begin_routine, new_routine_problem
from coach.content.library import Library


def test_a_routine_that_is_begun_has_no_mistake(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "desk-break.toml"
    begin_routine("desk-break", library, path)

    assert check_files([path], library) == {path: []}
    assert path.read_text().splitlines()[1] == 'title = "Desk break"'


def test_a_folder_is_made_where_that_is_wished_for(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "routines" / "x.toml"
    with pytest.raises(FileNotFoundError):
        begin_routine("x", library, path)

    begin_routine("x", library, path, make_folder=True)
    assert list(path.parent.iterdir()) == [path]


def test_a_free_name_and_place_are_no_problem(tmp_path: Path, library: Library) -> None:
    assert new_routine_problem("x", library, tmp_path / "x.toml") == ""


def test_a_name_is_a_problem_before_its_file_is(tmp_path: Path, library: Library) -> None:
    told = [new_routine_problem(name, library, tmp_path) for name in ("X", "shoulders", "x")]

    assert [problem.partition(": ")[0] for problem in told] == [
        "'X' cannot be a name",
        f"shoulders is a routine already, in {library.find('routines/shoulders.toml')}",
        str(tmp_path),
    ]
