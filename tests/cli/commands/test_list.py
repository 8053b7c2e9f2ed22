import re

import pytest
from click.testing import CliRunner

from coach.cli import cli
from coach.content.library import Library


def test_list_shows_every_routine_with_its_minutes_tools_and_purpose(
    runner: CliRunner, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")  # each routine in one row
    result = runner.invoke(cli, ["list"])
    *lines, lesson, spots, regions = [
        line.strip() for line in result.stdout.splitlines()[3:] if line.strip()
    ]
    rows = {line.split()[0]: re.split(r" {2,}", line) for line in lines}
    purposes = {name: library.entry(name).words.purpose for name in library.routines}

    assert result.exit_code == 0
    assert len(rows) == len(lines) >= 30
    assert list(rows) == library.routines
    assert {name: row[3] for name, row in rows.items()} == purposes
    assert all(1 <= int(minutes) <= 60 for _, minutes, _, _ in rows.values())
    assert regions == f"Regions, for --avoid: {', '.join(library.regions)}."
    assert lesson == "coach learn: What this is, and how to go about it, 5 minutes."
    assert spots == f"Single spots: {', '.join(library.spots)}."
    assert rows["feet"] == [
        "feet",
        "9",
        "a tennis ball",
        "for soles that have stood or walked for long",
    ]


def test_a_quick_session_is_listed_shorter_than_a_deep_one(runner: CliRunner) -> None:
    def minutes(depth: str) -> int:
        result = runner.invoke(cli, ["list", "--depth", depth])
        found = re.search(r"feet +(\d+)", result.stdout)
        assert found
        return int(found[1])

    assert minutes("quick") < minutes("standard") < minutes("deep")
