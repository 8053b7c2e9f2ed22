import json

import pytest
from click.testing import CliRunner

from coach.authoring.schema import KINDS, make_schema
from coach.cli.commands.schema import schema


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_each_kind_is_printed(kind: str, runner: CliRunner) -> None:
    result = runner.invoke(schema, [kind])

    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads(json.dumps(make_schema(kind)))


def test_a_schema_without_a_kind_is_that_of_a_routine(runner: CliRunner) -> None:
    assert json.loads(runner.invoke(schema, []).stdout) == make_schema("routine")


def test_an_unknown_kind_is_refused(runner: CliRunner) -> None:
    result = runner.invoke(schema, ["spots"])

    assert result.exit_code == 2
    assert "'spots' is not one of 'routine', 'spot'" in result.stderr
