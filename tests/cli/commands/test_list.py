import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.cli import cli
from coach.content.library import Library
from tests.nightly import nightly


def test_list_shows_every_routine_with_its_minutes_tools_and_purpose(
    runner: CliRunner, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")  # each routine in one row
    result = runner.invoke(cli, ["list"])
    *lines, spots, lesson, regions = [
        line.strip() for line in result.stdout.splitlines()[3:] if line.strip()
    ]
    rows = {line.split()[0]: re.split(r" {2,}", line) for line in lines}
    purposes = {name: library.entry(name).words.purpose for name in library.routines}

    assert result.exit_code == 0
    assert len(rows) == len(lines) >= 30
    assert list(rows) == library.routines
    assert all(row[4].startswith(purposes[name]) for name, row in rows.items())
    assert all(1 <= int(minutes) <= 60 for _, minutes, _, _, _ in rows.values())
    assert regions == f"Regions, for --avoid: {', '.join(library.regions)}."
    assert lesson == "coach learn: What this is, and how to go about it, 5 minutes."
    assert spots == f"Single spots: {', '.join(library.spots)}."
    assert re.fullmatch(r"\d+ to \d+", rows["feet"].pop(2))
    assert rows["feet"] == [
        "feet",
        "8",
        "a tennis ball",
        "for soles that have stood or walked for long",
    ]


def test_a_quick_session_is_listed_shorter_than_a_deep_one_where_it_has_no_length_of_its_own(
    runner: CliRunner,
) -> None:
    def minutes(depth: str) -> int:
        result = runner.invoke(cli, ["list", "--spots", "--depth", depth])
        found = re.search(r"feet +(\d+)", result.stdout)
        assert found
        return int(found[1])

    assert minutes("quick") < minutes("standard") < minutes("deep")


def listed(runner: CliRunner, *args: str) -> str:
    result = runner.invoke(cli, ["list", *args], prog_name="coach")
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def names(runner: CliRunner, *args: str) -> list[str]:
    return [row["name"] for row in json.loads(listed(runner, *args, "--format", "json"))]


def test_words_list_what_fits_them_the_nearest_first(runner: CliRunner) -> None:
    assert names(runner, "typing")[0] == "desk"
    assert {"wrists", "hands"} <= set(names(runner, "typing"))
    assert names(runner, "typing", "--tool", "hands")[0] == "desk"
    assert names(runner, "my", "stiff", "neck")[0] == "neck"


def test_words_tell_the_spots_and_the_notes_as_well(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    lines = listed(runner, "wrist").splitlines()

    assert lines[-2:] == [
        "Single spots: hand, forearm-flexors, forearm-extensors.",
        "Not on the wrist itself: on the muscles of the hand and the forearm that move it.",
    ]


@pytest.mark.parametrize("columns", [40, nightly(60), 80, nightly(120)])
@pytest.mark.parametrize("args", [("typing",), ("--spots", "--tool", "tennis-ball")])
def test_no_line_is_wider_than_the_terminal(
    columns: int, args: tuple[str, ...], runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = listed(runner, *args).splitlines()

    assert max(len(line.rstrip()) for line in lines) <= columns


def test_in_a_narrow_terminal_the_sentence_stands_below_its_row(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    first, second, *_ = listed(runner, "soles").splitlines()

    assert re.fullmatch(r"feet  +\d+ minutes, can last \d+ to \d+; a tennis ball", first)
    assert re.fullmatch(r" +for soles that have stood or walked for long", second)


def test_spots_are_listed_with_their_ways_and_where_they_are(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    out = listed(runner, "shoulder", "--spots")

    assert "hands (chair), tennis-ball (wall, floor)" in out
    assert "the top of the shoulder" in out
    assert "rhomboids" not in out


def test_a_tool_and_a_place_choose_what_can_be_done_so(runner: CliRunner) -> None:
    args = ("--tool", "tennis-ball", "--where", "chair", "--minutes", "12")
    rows = json.loads(listed(runner, *args, "--format", "json"))

    assert rows
    assert all((row["tools"], row["places"]) == (["tennis-ball"], ["chair"]) for row in rows)
    assert all(row["least_minutes"] <= 12 <= row["most_minutes"] for row in rows)


def test_what_a_wish_leaves_out_is_told(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")

    out = listed(runner, "--avoid", "neck")

    assert re.search(r"two hours of typing\. Without .*the base of the skull \(avoided\)", out)


def test_a_word_for_a_doctor_is_answered_and_nothing_listed(runner: CliRunner) -> None:
    told = listed(runner, "sciatica")
    program = runner.invoke(cli, ["list", "sciatica", "--format", "json"])

    assert told.endswith("see a doctor first. `coach safety` tells when not to press.\n")
    assert "desk" not in told
    assert (program.exit_code, program.stdout) == (0, "[]\n")
    assert program.stderr == told


@pytest.mark.parametrize(
    ("args", "told"),
    {
        ("typng",): "nothing is found for 'typng'; did you mean typing? `coach list` shows all "
        "there is.",
        ("--tool", "foam-roller", "jaw"): "nothing can be done so; wish for less",
        ("feet", "--spots", "--minutes", "29"): "none of these can last 29 minutes, but ",
        ("--avoid", "nek"): "there is no spot or region 'nek'; did you mean neck?",
    }.items(),
)
def test_what_leaves_nothing_is_told_in_one_line(
    args: tuple[str, ...], told: str, runner: CliRunner
) -> None:
    result = runner.invoke(cli, ["list", *args])

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith(f"Error: {told}")


def test_words_that_only_spots_have_list_the_spots(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    out = listed(runner, "itb")

    assert out.startswith("No routine is about it; these single spots are:\n")
    assert "outer-thigh" in out


def test_a_wrong_routine_of_ones_own_is_told_and_the_others_listed(
    runner: CliRunner, tmp_path: Path
) -> None:
    (tmp_path / "routines").mkdir()
    (tmp_path / "routines" / "mine.toml").write_text("stops = []\n")
    result = runner.invoke(cli, ["list", "--library", str(tmp_path), "--format", "json"])

    assert result.exit_code == 1
    assert "routines/mine.toml:1: stops: " in result.stderr
    assert "desk" in [row["name"] for row in json.loads(result.stdout)]
