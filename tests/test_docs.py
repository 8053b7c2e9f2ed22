"""What is told to readers is so: commands run, links lead somewhere, tables are complete."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner

import tests.quick
from coach import hearing
from coach.authoring.settings import SETTINGS_FILE, Settings
from coach.choices import Place, Tool
from coach.cli import cli
from coach.content.controls import Control
from coach.disk.folders import config_folder, log_file
from coach.log import listened
from coach.log.log import Log, Logged
from coach.players.player import PLAYERS
from coach.screen.terminal import CONTROL_OF_KEY
from coach.script.cues import Script
from coach.timeline.arrangement import Arrangement
from coach.units import Ms
from coach.voices import kokoro
from coach.voices.voice import ENGINES, Voice
from tests.hub import offering, stand_in
from tests.pages import (
    PAGES,
    PROJECT,
    Command,
    anchors,
    blocks,
    commands,
    in_code_letters,
    links,
    table,
)
from tests.test_ladder import ROOMS, SOURCES, tree

README = PROJECT / "README.md"
WORDS = PROJECT / "docs" / "words.md"

BY_THE_CI = {"pip", "pytest", "python3"}
"""Programs that set coach up: `.ci/run` starts them, in a fresh clone."""

FEW = ("calves", "desk", "feet", "first-session", "hips", "legs", "quads", "shoulders")
"""The routines that are named on the pages."""

FEW_WORDS = """
[topics.typing]
words = ["typing"]
routines = ["desk"]

[topics.wrist]
words = ["wrist"]
spots = ["hand"]
routines = ["desk"]
"""
"""What people type who have only these."""

NAMED = re.compile(r"# (\S+\.toml)\n")
"""How a file begins that stands on a page with its name."""


def in_the_project(page: Path) -> str:
    """Where a page lies."""
    return page.relative_to(PROJECT).as_posix()


def has_its_own_test(page: Path) -> bool:
    """Whether a test of a page's name runs what stands on it."""
    return (PROJECT / "tests" / f"test_{page.stem.replace('-', '_')}.py").exists()


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Somebody with a log, a microphone, few routines and little time: all that lasts is short."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PROJECT / "scripts", "scripts", ignore=all_but_few)
    for path in Path("scripts").glob("*/finding.toml"):
        path.write_text(FEW_WORDS, encoding="utf-8")
    monkeypatch.setattr("coach.content.library.shipped", lambda name: tmp_path / name)
    for name in PLAYERS:
        monkeypatch.setitem(PLAYERS, name, "tests.leaving")
    monkeypatch.setitem(ENGINES, "pyttsx3", "tests.leaving")
    monkeypatch.setattr(kokoro, "open_voice", lambda *asked, **_: tests.quick.open_voice(*asked))
    monkeypatch.setattr(hearing, "open_ears", tests.quick.open_ears)
    monkeypatch.setattr(listened, "HEARD_SLACK", Ms(3_600_000))
    monkeypatch.setattr("coach.export.batch.Arrangement", only_the_last_bell)
    keep_sessions(14)
    Path("af_heart.bin").write_bytes(stand_in("kokoro/heart.bin"))
    with offering():
        yield


def all_but_few(folder: str, names: list[str]) -> set[str]:
    """The routines that no page names."""
    kept = {f"{name}.toml" for name in FEW}
    return set(names) - kept if Path(folder).name == "routines" else set()


def only_the_last_bell(script: Script, voice: Voice) -> Arrangement:
    """A session of which all but its end is left out."""
    close = script.sections[-1]
    return Arrangement(replace(script, sections=(replace(close, cues=close.cues[-1:]),)), voice)


def keep_sessions(many: int) -> None:
    log, began = Log(log_file()), datetime.now().astimezone() - timedelta(days=many + 1)
    for _ in range(many):
        began += timedelta(days=1)
        told = partial(Logged, name="feet", title="The feet", depth="quick", before=5, after=3)
        log.add(told(0, began, planned=Ms(600_000), heard=Ms(600_000), done=True))


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if not has_its_own_test(page)],
    ids=in_the_project,
)
def test_every_command_of_a_page_does_what_it_should(page: Path, runner: CliRunner) -> None:
    for block in blocks(page):
        if named := NAMED.match(block.text):
            write(named[1], block.text)
        if block.kind == "sh":
            for line in block.text.splitlines():
                for command in commands(line):
                    run(command, line, runner)


def write(name: str, text: str) -> None:
    """Write a file that stands on a page; the settings go where they belong."""
    path = config_folder() / name if name == SETTINGS_FILE else Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(command: Command, line: str, runner: CliRunner) -> None:
    if command.program in BY_THE_CI:
        return
    if command.program != "coach":
        subprocess.run([command.program, *command.arguments], check=True, timeout=20)
        return
    asking = {"--delete", "--get"} & {*command.arguments}
    agreed = ["--yes"] if asking else []  # nobody can be asked here
    given = [*command.arguments, *agreed]
    result = runner.invoke(cli, given, env=command.variables, prog_name="coach")

    assert result.exit_code == 0, f"{line}\n{result.output}"
    if command.output:
        Path(command.output).write_text(result.stdout, encoding="utf-8")


def test_every_command_there_is_stands_on_some_page() -> None:
    told = {
        command.arguments[0]
        for page in PAGES
        for block in blocks(page)
        if block.kind == "sh"
        for line in block.text.splitlines()
        for command in commands(line)
        if command.program == "coach"
    }

    assert told >= set(cli.list_commands(click.Context(cli)))


def test_the_readme_is_read_in_one_sitting() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 160


@pytest.mark.parametrize("page", [*PAGES, *PROJECT.glob("C*.md")], ids=in_the_project)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        address, _, anchor = link.partition("#")
        target = (page.parent / address).resolve() if address else page

        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES[1:], ids=in_the_project)
def test_every_page_is_found_from_the_readme_and_from_the_index(page: Path) -> None:
    if page.name != "README.md":
        assert f"docs/{page.name}" in links(README)
        assert page.name in links(page.parent / "README.md")


@pytest.mark.parametrize("page", [*PAGES, PROJECT / "CONTRIBUTING.md"], ids=in_the_project)
def test_every_path_that_is_told_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    paths = [
        code
        for code in in_code_letters(text)
        if code.startswith(("coach/", "tests/", "scripts/", "docs/", "audio/")) and " " not in code
    ]

    assert [path for path in paths if "NAME" not in path and not (PROJECT / path).exists()] == []


NAMES_OF_KEYS = {
    "space": " ",
    "right": "KEY_RIGHT",
    "left": "KEY_LEFT",
    "up": "KEY_UP",
    "down": "KEY_DOWN",
}
ASKED_FOR = {Control.TOGGLE: "pause, go on", Control.LONGER: "a little longer"}
"""What the table calls a control, where that is not simply its name."""


def test_the_table_of_keys_tells_each_key_and_what_it_asks_for() -> None:
    told: dict[str, str] = {}
    for keys, asked, *_ in table(README, "key"):
        names = keys.replace("`", "").replace(" or ", ", ").split(", ")
        words = asked.split(", ") if len(names) > 1 and ", " in asked else [asked] * len(names)
        told |= dict(zip((NAMES_OF_KEYS.get(name, name) for name in names), words, strict=True))

    assert told == {
        key: ASKED_FOR.get(control, control.name.lower().replace("_", " "))
        for key, control in CONTROL_OF_KEY.items()
    }


def test_the_table_of_rooms_tells_each_room_in_its_order() -> None:
    rooms = [room for row in table(README, "room") for room in in_code_letters(row[0])]

    assert [*rooms, "__main__"] == list(ROOMS)


def test_the_table_of_settings_tells_each_setting() -> None:
    told = table(PROJECT / "docs" / "log-and-settings.md", "setting")

    assert [name.strip("`") for name, _ in told] == list(Settings.__struct_fields__)


@pytest.mark.parametrize(("key", "kind"), [("`tool`", Tool), ("`place`", Place)])
def test_the_table_of_a_routine_s_keys_tells_what_may_stand_there(key: str, kind: object) -> None:
    (told,) = [row[1] for row in table(PROJECT / "docs" / "routines.md", "key") if row[0] == key]

    assert in_code_letters(told) == list(get_args(kind))


def classes() -> set[str]:
    """All that are defined in coach."""
    return {
        node.name for name in SOURCES for node in tree(name).body if isinstance(node, ast.ClassDef)
    }


def glossary() -> set[str]:
    """Every word in code letters in the first column."""
    rows = [*table(WORDS, "word")]
    return {name for row in rows for cell in row for name in in_code_letters(cell)}


def test_every_class_in_the_glossary_is_there() -> None:
    assert {word for word in glossary() if word[0].isupper()} <= classes()


def exported_classes() -> set[str]:
    """What one room takes from another, where that is a class."""
    stubs = (PROJECT / "coach").glob("*/__init__.pyi")
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in stubs)
    exported = {
        alias.name
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return exported & classes()


def test_every_class_that_a_room_hands_out_is_in_the_glossary() -> None:
    missing = exported_classes() - glossary()

    assert missing == set(), "docs/words.md tells in a line what each of them is"
