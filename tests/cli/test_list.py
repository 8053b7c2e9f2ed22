import re

import pytest
from click.testing import CliRunner

from coach.cli import cli
from coach.library import Library


def test_list_shows_every_routine_with_its_minutes_tools_and_purpose(
    runner: CliRunner, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    result = runner.invoke(cli, ["list"])
    rows = {line.split()[0]: line for line in result.stdout.splitlines()[3:] if line.strip()}

    assert result.exit_code == 0
    assert list(rows) == library.routines
    assert re.fullmatch(
        r" *feet +8 +a tennis ball +for soles that have stood or walked for long *", rows["feet"]
    )


def test_a_quick_session_is_listed_shorter_than_a_deep_one(runner: CliRunner) -> None:
    def minutes(depth: str) -> int:
        result = runner.invoke(cli, ["list", "--depth", depth])
        found = re.search(r"feet +(\d+)", result.stdout)
        assert found
        return int(found[1])

    assert minutes("quick") < minutes("standard") < minutes("deep")
