import csv
import json
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.cli import cli
from coach.disk.folders import log_file
from coach.log.chart import draw_chart
from coach.log.log import Log, Logged, WorkedSide
from coach.log.summary import stretches
from coach.units import Ms
from tests.cli.commands.test_play import Terminal, on_a_terminal
from tests.screen.scenes import WORDS

ZONE = timezone(timedelta(hours=2))


def session(
    day: int,
    name: str,
    *,
    heard: float = 10,
    before: int | None = None,
    after: int | None = None,
) -> Logged:
    """One in October 2026 that was to last ten minutes."""
    began = datetime(2026, 10, day, 7, 30, tzinfo=ZONE)
    return Logged(
        0,
        began,
        name=name,
        title=f"The {name}",
        depth="quick",
        planned=Ms(600_000),
        heard=Ms(round(heard * 60_000)),
        done=heard == 10,
        before=before,
        after=after,
    )


@pytest.fixture(autouse=True)
def any_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """No terminal's width."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def log() -> Log:
    """Four sessions."""
    log = Log(log_file())
    log.add(session(1, "feet"))
    log.add(session(2, "legs", heard=4.2, before=6))
    log.add(session(4, "hips", before=6, after=3))
    log.add(session(4, "jaw", heard=2, after=0))
    return log


def run(runner: CliRunner, *args: str) -> Result:
    return runner.invoke(cli, ["log", *args], prog_name="coach")


def numbers(log: Log) -> list[int]:
    return [kept.number for kept in log.sessions()]


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [line.rstrip() for line in result.stdout.splitlines() if line.strip()]


def test_it_lists_what_was_heard_the_newest_last(runner: CliRunner, log: Log) -> None:
    assert lines(run(runner)) == [
        "  no.   when               what       heard                         sore",
        " ────────────────────────────────────────────────────────────────────────────",
        "  1     2026-10-01 07:30   The feet   10:00           done",
        "  2     2026-10-02 07:30   The legs   4:12 of 10:00   ended early   6 before",
        "  3     2026-10-04 07:30   The hips   10:00           done          6 to 3",
        "  4     2026-10-04 07:30   The jaw    2:00 of 10:00   ended early   0 after",
    ]


def test_where_there_is_no_terminal_each_session_has_one_line(runner: CliRunner, log: Log) -> None:
    long = "A routine whose title is nearly as long as a title may be, so"
    log.add(replace(session(5, "x"), title=long))

    assert long in lines(run(runner))[-1]
    assert "\x1b" not in run(runner).stdout


@pytest.mark.parametrize(
    ("args", "listed"),
    [
        (["--last", "2"], ["3", "4"]),
        (["--last", "9"], ["1", "2", "3", "4"]),
        (["--since", "2026-10-02"], ["2", "3", "4"]),
        (["--since", "2026-10-02", "--last", "1"], ["4"]),
        (["3", "1"], ["1", "3"]),
    ],
    ids=" ".join,
)
def test_it_can_be_narrowed_down(
    runner: CliRunner, log: Log, args: list[str], listed: list[str]
) -> None:
    assert [line.split()[0] for line in lines(run(runner, *args))[2:]] == listed


def test_without_a_session_it_says_so_and_makes_no_file(runner: CliRunner) -> None:
    assert lines(run(runner)) == ["The log is empty."]
    assert lines(run(runner, "--plot")) == ["The log is empty."]
    assert lines(run(runner, "--delete", "--yes")) == ["The log is empty."]
    assert lines(run(runner, "--export")) == ["[]"]
    assert not log_file().exists()


def test_none_since_a_day_is_said(runner: CliRunner, log: Log) -> None:
    assert lines(run(runner, "--since", "2027-01-01")) == ["There is no such session."]


@pytest.mark.parametrize(
    ("args", "undone"),
    [(["--after", "3"], "noted"), (["--before", "0"], "noted"), (["--picture", "x.png"], "drawn")],
)
def test_what_cannot_be_done_without_a_session_is_an_error(
    runner: CliRunner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    undone: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(runner, *args)

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"Error: the log is empty: nothing was {undone}"
    assert not log_file().exists()
    assert list(tmp_path.iterdir()) == []


def test_none_since_a_day_to_be_noted_for_is_an_error(runner: CliRunner, log: Log) -> None:
    before = log.sessions()
    result = run(runner, "--since", "2027-01-01", "--after", "3")

    assert result.exit_code == 2
    assert "Error: there is no such session: nothing was noted" in result.stderr
    assert log.sessions() == before


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["9"], "there is no session 9; `coach log` shows them all"),
        (["0"], "Invalid value for '[NUMBER]...': 0 is not in the range x>=1."),
        (["--last", "0"], "Invalid value for '--last': 0 is not in the range x>=1."),
        (
            ["--since", "yesterday"],
            "Invalid value for '--since': 'yesterday' does not match the format '%Y-%m-%d'.",
        ),
        (["--after", "11"], "Invalid value for '--after': 11 is not in the range 0<=x<=10."),
        (["--export", "xml"], "Invalid value for '--export': 'xml' is not one of 'json', 'csv'."),
        (
            ["--plot", "--delete"],
            "--plot, --picture, --export, --delete and how sore it was are one at a time",
        ),
        (["--delete"], "without a terminal nobody can be asked: add --yes to --delete"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrongly_asked_for_is_told_and_changes_nothing(
    runner: CliRunner, log: Log, args: list[str], problem: str
) -> None:
    before = log.sessions()
    result = run(runner, *args)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1] == f"Error: {problem}"
    assert log.sessions() == before


def test_how_sore_it_was_is_noted_for_the_newest(runner: CliRunner, log: Log) -> None:
    told = lines(run(runner, "--before", "6", "--after", "3"))
    newest = log.sessions()[-1]

    assert told == ["The jaw, 2026-10-04 07:30: sore 6 to 3."]
    assert (newest.before, newest.after) == (6, 3)


def test_how_sore_it_was_is_noted_for_the_one_that_is_named(runner: CliRunner, log: Log) -> None:
    told = lines(run(runner, "2", "--after", "4"))
    sore = [(kept.before, kept.after) for kept in log.sessions()]

    assert told == ["The legs, 2026-10-02 07:30: sore 6 to 4."]
    assert sore == [(None, None), (6, 4), (6, 3), (None, 0)]


def test_which_side_was_sorer_is_noted_listed_and_exported(runner: CliRunner, log: Log) -> None:
    told = [
        *lines(run(runner, "--sorer", "right")),
        *lines(run(runner, "1", "--sorer", "left")),
        *lines(run(runner, "3", "--sorer", "neither", "--after", "2")),
    ]
    listed = [line[68:] for line in lines(run(runner))[2:]]
    as_json = json.loads(run(runner, "--export").stdout)
    as_csv = csv.DictReader(run(runner, "--export", "csv").stdout.splitlines())

    assert told == [
        "The jaw, 2026-10-04 07:30: sore 0 after, right sorer.",
        "The feet, 2026-10-01 07:30: left sorer.",
        "The hips, 2026-10-04 07:30: sore 6 to 2, neither sorer.",
    ]
    assert listed == ["left sorer", "6 before", "6 to 2, neither sorer", "0 after, right sorer"]
    assert [row["sorer"] for row in as_json] == ["left", None, "neither", "right"]
    assert [row["sorer"] for row in as_csv] == ["left", "", "neither", "right"]


def test_which_side_was_sorer_is_noted_again_and_the_last_time_holds(
    runner: CliRunner, log: Log
) -> None:
    run(runner, "--sorer", "right")
    run(runner, "--sorer", "left")
    run(runner, "--after", "1")

    assert (log.sessions()[-1].sorer, log.sessions()[-1].after) == ("left", 1)


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (
            ["--sorer", "lef"],
            "Invalid value for '--sorer': 'lef' is not one of 'left', 'right', 'neither'.",
        ),
        (
            ["1", "2", "--sorer", "left"],
            "how sore it was is noted for one session; name one number",
        ),
        (
            ["--sorer", "left", "--delete"],
            "--plot, --picture, --export, --delete and how sore it was are one at a time",
        ),
    ],
)
def test_a_sorer_side_that_cannot_be_noted_is_told_and_changes_nothing(
    runner: CliRunner, log: Log, args: list[str], problem: str
) -> None:
    before = log.sessions()
    result = run(runner, *args)

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"Error: {problem}"
    assert log.sessions() == before


def test_how_sore_it_was_is_not_noted_for_several(runner: CliRunner, log: Log) -> None:
    before = log.sessions()
    result = run(runner, "1", "2", "--after", "4")

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: how sore it was is noted for one session; name one number"
    )
    assert log.sessions() == before


def test_the_plot_draws_minutes_and_how_sore_it_was_day_by_day(runner: CliRunner, log: Log) -> None:
    head, _line, *days = lines(run(runner, "--plot"))
    full = "█" * 30

    assert head.split() == ["minutes", "sore", "from", "0", "to", "10"]
    assert [day.split()[:2] for day in days] == [
        ["2026-10-01", "10"],
        ["2026-10-02", "4"],
        ["2026-10-03"],
        ["2026-10-04", "12"],
    ]
    assert full in days[3]
    assert days[3].count("█") == 30 + 9
    assert 20 <= days[0].count("█") <= 25
    assert "6 to 3" in days[3]
    assert "█" not in days[2]


def test_where_there_are_only_plain_letters_the_plot_is_drawn_with_them(log: Log) -> None:
    plain = CliRunner(charset="ascii").invoke(cli, ["log", "--plot"])

    assert plain.exit_code == 0
    assert plain.stdout.isascii()
    assert "#" * 30 in plain.stdout
    assert f"{' ' * 9}#########" in plain.stdout


def test_the_plot_is_drawn_as_a_picture(runner: CliRunner, log: Log, tmp_path: Path) -> None:
    path = tmp_path / "log.png"
    told = lines(run(runner, "--picture", str(path), "--theme", "light"))

    assert told == [str(path)]
    assert path.read_bytes() == draw_chart(stretches(log.sessions()), WORDS, "light").png()


def test_a_picture_that_is_there_already_is_replaced_by_force_alone(
    runner: CliRunner, log: Log, tmp_path: Path
) -> None:
    path = tmp_path / "log.png"
    path.write_text("mine")
    refused = run(runner, "--picture", str(path))
    mine = path.read_text()
    forced = run(runner, "--picture", str(path), "--force")

    assert (refused.exit_code, mine) == (1, "mine")
    assert refused.stderr == f"Error: {path} exists already; --force replaces it\n"
    assert forced.exit_code == 0
    assert path.read_bytes().startswith(b"\x89PNG")


def test_all_that_is_kept_is_exported_as_json_or_csv(runner: CliRunner, log: Log) -> None:
    log.go_on(1, heard=Ms(600_000), done=True, worked=[WorkedSide("feet", "left")])
    as_json = json.loads(run(runner, "--export").stdout)
    as_csv = list(csv.DictReader(run(runner, "--export", "csv", "--last", "2").stdout.splitlines()))

    assert as_json[0] == {
        "number": 1,
        "began": "2026-10-01T07:30:00.000+02:00",
        "name": "feet",
        "title": "The feet",
        "depth": "quick",
        "planned_ms": 600_000,
        "heard_ms": 600_000,
        "done": True,
        "before": None,
        "after": None,
        "worked": [{"spot": "feet", "side": "left"}],
        "sorer": None,
    }
    assert [row["number"] for row in as_json] == [1, 2, 3, 4]
    assert [row["number"] for row in as_csv] == ["3", "4"]


def test_with_a_yes_what_is_chosen_is_deleted_and_nothing_else(runner: CliRunner, log: Log) -> None:
    assert lines(run(runner, "2", "--delete", "--yes")) == ["1 session deleted."]
    assert numbers(log) == [1, 3, 4]
    assert lines(run(runner, "--since", "2026-10-04", "--delete", "--yes")) == [
        "2 sessions deleted."
    ]
    assert numbers(log) == [1]


def test_with_a_yes_all_is_deleted(runner: CliRunner, log: Log) -> None:
    assert lines(run(runner, "--delete", "--yes")) == ["4 sessions deleted."]
    assert numbers(log) == []
    assert b"The feet" not in log_file().read_bytes()


@on_a_terminal
@pytest.mark.parametrize(("answer", "left"), [("y", []), ("n", [1, 2, 3, 4]), ("", [1, 2, 3, 4])])
def test_on_a_terminal_it_asks_before_it_deletes(log: Log, answer: str, left: list[int]) -> None:
    terminal = Terminal("log", "--delete")
    terminal.wait_for(r"Delete 4 sessions for good\? \[y/N\]: ")
    terminal.type(f"{answer}\r")

    assert terminal.end() == (1 if left else 0)
    assert numbers(log) == left
    terminal.close()


def test_a_log_of_a_newer_coach_is_told_in_one_line(runner: CliRunner, log: Log) -> None:
    with closing(sqlite3.connect(log_file(), isolation_level=None)) as newer:
        newer.execute("PRAGMA user_version = 99")
    result = run(runner)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        f"Error: the log {log_file()} is of a newer coach, in form 99: update this one\n"
    )


def test_a_thousand_sessions_are_listed_without_a_wait(runner: CliRunner) -> None:
    log = Log(log_file())
    log.add(session(1, "feet"))
    with closing(sqlite3.connect(log_file())) as connection, connection:
        for _ in range(10):
            connection.execute(
                "INSERT INTO session SELECT number + (SELECT max(number) FROM session), began_ms,"
                " offset_s, name, title, depth, planned_ms, heard_ms, done, before, after,"
                " sorer FROM session"
            )
        connection.execute("INSERT INTO worked SELECT number, 'feet', 'left' FROM session")
    run(runner, "1")  # what is imported is not measured
    began = time.process_time()
    listed = lines(run(runner))
    took = time.process_time() - began

    assert len(listed) == 2 + 1024
    assert took < 2
