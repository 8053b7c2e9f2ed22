from pathlib import Path

import pytest

from coach.authoring.checking import check_files
from coach.authoring.template import begin_routine
from coach.content.library import Library
from coach.errors import RequestError


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


def test_a_name_is_looked_at_before_its_file_is(tmp_path: Path, library: Library) -> None:
    there = library.find("routines/shoulders.toml")

    for name, problem in (
        ("X", "'X' cannot be a name"),
        ("learn", "learn is a lesson already"),
        ("shoulders", f"shoulders is a routine already, in {there}"),
        ("x", str(tmp_path)),
    ):
        with pytest.raises(RequestError) as caught:
            begin_routine(name, library, tmp_path)
        assert caught.value.message.startswith(f"{problem}: ")
