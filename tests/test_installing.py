import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

import coach
from coach.installing import install_extra, install_package, remove_package

PROJECT = Path(coach.__file__).parent.parent


@pytest.fixture
def as_in_the_readme(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment in the folder of coach."""
    (tmp_path / "coach").mkdir()
    (tmp_path / "coach" / "__init__.py").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))


@pytest.mark.usefixtures("as_in_the_readme")
def test_who_followed_the_readme_is_told_what_it_would_tell() -> None:
    assert install_extra("listen") == (
        "`.venv/bin/pip install '.[listen]'`, in the folder of coach,"
    )
    assert remove_package("coach-toy") == (
        "`.venv/bin/pip uninstall coach-toy`, in the folder of coach,"
    )
    assert install_package("imageio-ffmpeg") == (
        "`.venv/bin/pip install imageio-ffmpeg`, in the folder of coach,"
    )


def test_who_has_another_environment_is_told_of_that_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))  # of some other project
    monkeypatch.setattr(sys, "executable", "/my environments/coach/bin/python")

    assert install_extra("listen") == (
        "`'/my environments/coach/bin/python' -m pip install '.[listen]'`, in the folder of coach,"
    )


def test_the_command_is_one_that_a_shell_takes_apart_well() -> None:
    command = install_extra("listen").partition("`")[2].partition("`")[0]

    assert shlex.split(command)[-2:] == ["install", ".[listen]"]


def sources() -> list[Path]:
    return [*PROJECT.glob("coach/**/*.py"), *PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_nobody_is_told_to_fetch_somebody_elses_coach(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"pip install ['\"]?coach\b", text) == []
    if path.suffix == ".py" and path.name != "installing.py":
        assert "pip install" not in text


def test_every_extra_that_is_told_of_is_there() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    code = "".join(path.read_text(encoding="utf-8") for path in sources())
    in_code = re.findall(r"""install_extra\(["'](\w+)["']\)""", code)
    told = {*in_code, *re.findall(r"'\.\[(\w+)\]'", code)}

    assert {"listen", "simpleaudio"} <= told <= set(project["optional-dependencies"])
