from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.cli import cli
from coach.disk.folders import own_folder


def test_the_languages_are_listed(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["language", "list"])

    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["de", "Deutsch", "complete"],
        ["en", "English", "complete"],
    ]


def test_a_new_one_lies_in_ones_own_folder_and_the_next_commands_are_told(
    runner: CliRunner,
) -> None:
    result = runner.invoke(cli, ["language", "new", "fr"])
    where, *commands = result.stdout.splitlines()

    assert result.exit_code == 0
    assert where.startswith(f"{own_folder() / 'fr'}: ")
    assert where.endswith(" lines to translate")
    assert commands == ["coach check --language fr", "coach play feet --language fr"]
    listed = runner.invoke(cli, ["language", "list"]).stdout.splitlines()
    assert listed[-1].split()[:2] == ["fr", "français"]
    assert " 0 of " in listed[-1]


def test_it_can_lie_elsewhere(runner: CliRunner, tmp_path: Path) -> None:
    result = runner.invoke(cli, ["language", "new", "nl", "--library", str(tmp_path / "ours")])

    assert (tmp_path / "ours/nl/phrasebook.toml").exists()
    assert f"--library {tmp_path / 'ours'}" in result.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["language", "new", "de"], "de is begun already; `coach check --language de` tells"),
        (["language", "new", "klingon"], "'klingon' is no language that CLDR knows"),
        (["list", "--language", "ed"], "there is no language 'ed'; there are de, en."),
        (["play", "feet", "--language", "fr"], "there is no language 'fr'; there are de, en."),
        (["check", "--language", "fr"], "there is no language 'fr'; there are de, en."),
        (["check", "x.toml", "--language", "de"], "--language checks all of a language"),
        (["safety", "--language", ""], "there is no language ''; there are de, en."),
    ],
)
def test_what_is_no_language_is_told_in_a_line(
    runner: CliRunner, words: list[str], told: str
) -> None:
    result = runner.invoke(cli, words)

    assert result.exit_code != 0
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_what_a_language_lacks_is_listed_and_counted(runner: CliRunner) -> None:
    runner.invoke(cli, ["language", "new", "fr"])
    result = runner.invoke(cli, ["check", "--language", "fr"])
    lines = result.stdout.splitlines()

    assert result.exit_code == 1
    assert len(lines) > 1000
    assert lines[-1].split()[1:3] == ["mistakes", "in"]


@pytest.mark.parametrize("words", [["play", "feet"], ["show", "feet"], ["export", "feet"]])
def test_what_a_session_lacks_is_told_in_a_line(
    runner: CliRunner, words: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    runner.invoke(cli, ["language", "new", "fr"])
    result = runner.invoke(cli, [*words, "--language", "fr", "--voice", "silent"])
    written = list(tmp_path.iterdir())

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: fr lacks ")
    assert result.stderr.count("\n") == 1
    assert "phrasebook.toml" in result.stderr
    assert written == []


def test_the_language_of_the_system_holds_where_nothing_else_does(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "de_AT.UTF-8")

    assert runner.invoke(cli, ["log"]).stdout == "Das Protokoll ist leer.\n"
    assert runner.invoke(cli, ["log", "--language", "en"]).stdout == "The log is empty.\n"
    told = runner.invoke(cli, ["config"]).stdout.splitlines()
    assert 'language = "de"              # from the system: LANG=de_AT.UTF-8' in told
    monkeypatch.setenv("COACH_LANGUAGE", "en")
    assert runner.invoke(cli, ["log"]).stdout == "The log is empty.\n"


@pytest.mark.parametrize(
    "phrasebook", ["language = 3\n", "[language]\nplural = 3\n", "[language\n", ""]
)
def test_one_that_is_broken_hides_no_other(runner: CliRunner, phrasebook: str) -> None:
    path = own_folder() / "zz/phrasebook.toml"
    path.parent.mkdir(parents=True)
    path.write_text(phrasebook)
    result = runner.invoke(cli, ["language", "list"])

    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["de", "en", "zz"]
    shown = runner.invoke(cli, ["list", "--language", "zz"])
    assert shown.exit_code == 1
    assert shown.stderr.startswith("Error: ")


def test_a_language_is_called_as_its_folder(runner: CliRunner) -> None:
    refused = runner.invoke(cli, ["language", "new", "FR"])
    assert refused.stderr.endswith("Error: the language 'FR' is written fr\n")

    path = own_folder() / "nl/phrasebook.toml"
    path.parent.mkdir(parents=True)
    path.write_text('[language]\ncode = "de"\nname = "Nederlands"\ntag = "nld"\n')
    told = runner.invoke(cli, ["check", "--language", "nl"]).output
    assert "its folder is called nl, and so is the language" in told


def test_the_log_is_shown_in_a_language_that_is_only_begun(runner: CliRunner) -> None:
    runner.invoke(cli, ["language", "new", "fr"])

    assert runner.invoke(cli, ["log", "--language", "fr"]).stdout == "The log is empty.\n"


def test_what_is_told_of_a_half_lesson_is_told_of_the_right_chapter(runner: CliRunner) -> None:
    runner.invoke(cli, ["language", "new", "fr"])
    path = own_folder() / "fr/lessons/learn.toml"
    parts = path.read_text().split("[[chapters]]")
    parts[3] = parts[3].replace('title = ""', 'title = "Pourquoi"')
    path.write_text("[[chapters]]".join(parts))
    told = runner.invoke(cli, ["check", "--language", "fr"]).output

    assert "chapters.2.title: is not translated yet" in told
    assert "chapters.3.title: is not translated yet" not in told
    assert "chapters.4.title: is not translated yet" in told
