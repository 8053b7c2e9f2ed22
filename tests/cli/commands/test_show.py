import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from coach.cli import cli
from coach.cli.commands.show import show as show_command
from coach.content.library import Library
from coach.disk.heard import note_heard
from coach.pictures.palette import PALETTES
from coach.texts.formats import SCRIPT_FORMATS
from tests.pixels import image

FEET = ["show", "feet", "--voice", "silent", "--depth", "quick", "--seed", "1"]


def show(runner: CliRunner, *args: str) -> str:
    result = runner.invoke(cli, [*FEET, *args])

    assert result.exit_code == 0
    assert result.stderr == ""
    return result.stdout


def phrases(runner: CliRunner) -> list[str]:
    whole = json.loads(show(runner, "--format", "json"))
    return [cue["text"] for cue in whole["cues"] if cue["text"]]


def test_show_begins_with_title_length_and_purpose(runner: CliRunner) -> None:
    shown = show(runner)

    assert re.match(
        r"The feet, 8:00\nfor soles that have stood or walked for long\n\n0:00  Before you begin\n"
        r"  0:00\.0  \(rest 1\.5 s\)\n  0:01\.5  \(bell 4\.0 s\)\n  0:05\.5  I am no doctor",
        shown,
    )


def test_show_ends_with_the_closing_bell_and_how_long_the_holds_are(runner: CliRunner) -> None:
    assert show(runner).endswith("(bell 4.0 s)\n\nHolds of 60 s.\n")


def test_show_as_json_has_sections_and_cues_without_a_gap(runner: CliRunner) -> None:
    whole = json.loads(show(runner, "--format", "json"))
    cues, sections = whole["cues"], whole["sections"]

    assert (whole["name"], whole["title"]) == ("feet", "The feet")
    assert [one["title"] for one in sections] == [
        "Before you begin",
        "Opening",
        "Plantar muscles, left",
        "Plantar muscles, right",
        "Finish",
    ]
    assert [one["start"] for one in sections[1:]] == [one["end"] for one in sections[:-1]]
    assert sections[-1]["end"] == whole["length"]
    assert all(one["end"] <= other["start"] for one, other in pairwise(cues))
    assert all(
        sections[cue["section"]]["start"] <= cue["start"]
        and cue["end"] <= sections[cue["section"]]["end"]
        for cue in cues
    )


@pytest.mark.parametrize(
    ("form", "head"),
    [
        ("text", "The feet, 8:00"),
        ("srt", "1\n00:00:01,500 --> 00:00:05,500\n[bell]\n"),
        ("vtt", "WEBVTT\n"),
        ("lrc", "[ti:The feet]\n[ar:coach]\n[length:8:00"),
        ("txt", "The feet\n8:00"),
        ("md", "# The feet\n\n8:00"),
    ],
)
def test_every_format_has_its_head_and_every_phrase_in_order(
    runner: CliRunner, form: str, head: str
) -> None:
    shown = show(runner, "--format", form)
    said = phrases(runner)
    flowing = " ".join(shown.split())  # in the script to print, lines are broken
    found = re.findall("|".join(re.escape(phrase) for phrase in set(said)), flowing)

    assert shown.startswith(head)
    assert len(said) > 40
    assert sorted(set(found)) == sorted(set(said))
    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")


def test_a_format_that_is_none_is_refused_with_those_there_are(runner: CliRunner) -> None:
    result = runner.invoke(cli, [*FEET, "--format", "sub"], prog_name="coach")

    assert result.exit_code == 2
    assert result.stderr == (
        "Usage: coach show [OPTIONS] [ROUTINE]...\n"
        "Try 'coach show --help' for help.\n\n"
        "Error: Invalid value for '--format': 'sub' is not one of 'text', 'vtt', 'srt', 'lrc', "
        "'txt', 'md', 'json'.\n"
    )


def test_a_faster_voice_says_the_same_in_the_same_time(runner: CliRunner) -> None:
    slow = json.loads(show(runner, "--format", "json", "--rate", "100"))
    fast = json.loads(show(runner, "--format", "json", "--rate", "220"))

    def spoken(whole: dict[str, list[dict[str, str | int]]]) -> int:
        return sum(
            int(one["end"]) - int(one["start"]) for one in whole["cues"] if one["kind"] == "say"
        )

    assert spoken(slow) > 2 * spoken(fast)


def picture(runner: CliRunner, *args: str) -> Result:
    return runner.invoke(cli, ["show", *args, "--seed", "1"], prog_name="coach")


def test_a_picture_of_a_routine_is_written_and_told(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "shoulders.png"
    result = picture(runner, "shoulders", "--picture", str(path))
    shown = image(path)

    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.splitlines()[0] == f"{path}: Shoulders and upper back"
    assert (shown.format, shown.width > 1500) == ("PNG", True)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("asked", [["feet"], ["--spot", "piriformis", "--side", "left"]])
def test_a_picture_of_one_spot_is_large(
    runner: CliRunner, tmp_path: Path, asked: list[str]
) -> None:
    path = tmp_path / "spot.jpg"
    result = picture(runner, *asked, "--picture", str(path))
    shown = image(path)

    assert result.exit_code == 0
    assert (shown.format, shown.size) == ("JPEG", (720, 720))


def test_a_picture_has_the_colours_of_its_theme(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / f"{name}.png" for name in ("default", "flag", "variable")]
    picture(runner, "feet", "--picture", str(paths[0]))
    picture(runner, "feet", "--picture", str(paths[1]), "--theme", "light")
    monkeypatch.setenv("COACH_THEME", "light")
    picture(runner, "feet", "--picture", str(paths[2]))

    assert [image(path).getpixel((2, 2)) for path in paths] == [
        PALETTES["dark"].ground,
        PALETTES["light"].ground,
        PALETTES["light"].ground,
    ]


def test_a_picture_needs_no_voice(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_VOICE", "nobody")
    result = picture(runner, "feet", "--picture", str(tmp_path / "feet.png"))

    assert result.exit_code == 0
    assert "nobody" in picture(runner, "feet").stderr


def test_a_picture_that_is_there_stays_unless_forced(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "feet.png"
    path.write_text("mine")
    refused = picture(runner, "feet", "--picture", str(path))
    kept = path.read_bytes()
    forced = picture(runner, "feet", "--picture", str(path), "--force")

    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr == f"Error: {path} exists already; --force replaces it\n"
    assert kept == b"mine"
    assert forced.exit_code == 0
    assert path.read_bytes()[:4] == b"\x89PNG"


def test_a_picture_of_another_kind_is_refused(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "feet.gif"
    result = picture(runner, "feet", "--picture", str(path))

    assert result.exit_code == 1
    assert result.stderr == f"Error: {path} should end in one of .png, .jpg, .jpeg\n"
    assert list(tmp_path.iterdir()) == []


def test_a_picture_has_no_format_beside_it(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "feet.png"
    result = picture(runner, "feet", "--picture", str(path), "--format", "text")

    assert result.exit_code == 2
    assert result.stderr.endswith("Error: --format prints and --picture draws: one at a time\n")
    assert not path.exists()


def test_every_format_can_be_asked_for() -> None:
    (form,) = (one for one in show_command.params if one.name == "form")

    assert isinstance(form.type, click.Choice)
    assert list(form.type.choices) == list(SCRIPT_FORMATS)


def test_a_picture_of_nothing_is_asked_back(runner: CliRunner, tmp_path: Path) -> None:
    result = picture(runner, "--picture", str(tmp_path / "feet.png"))

    assert result.exit_code == 2
    assert "name a routine, such as shoulders" in result.stderr


# What is asked of a session.

JSON = ("--format", "json")


def wished(runner: CliRunner, *args: str) -> dict[str, Any]:
    """A session as JSON, by routine and options."""
    result = runner.invoke(cli, ["show", *args, "--voice", "silent", "--seed", "1", *JSON])

    assert result.exit_code == 0
    whole: dict[str, Any] = json.loads(result.stdout)
    return whole


def titles(whole: dict[str, Any]) -> list[str]:
    return [section["title"] for section in whole["sections"]]


def held(whole: dict[str, Any], side: str) -> int:
    """How long the holds of one side are, in seconds."""
    numbers = [n for n, title in enumerate(titles(whole)) if title.endswith(side)]
    cues = [cue for cue in whole["cues"] if cue["section"] in numbers and cue["part"] == "hold"]
    return round(sum(int(cue["end"]) - int(cue["start"]) for cue in cues) / 1000)


def test_the_whole_of_a_routine_has_all_its_stops_for_as_long_as_the_depth_has_it(
    runner: CliRunner, library: Library
) -> None:
    own, whole = wished(runner, "shoulders"), wished(runner, "shoulders", "--whole")
    stops = library.entry("shoulders").visits

    assert own["length"] == 750_000
    assert len(titles(own)) < len(titles(whole)) == 3 + sum(len(one.sides) for one in stops)
    assert own["length"] < whole["length"] <= 1_800_000


def test_a_sore_side_is_held_up_to_twice_as_long_in_the_same_time(runner: CliRunner) -> None:
    alike, sore = wished(runner, "quads"), wished(runner, "quads", "--sore", "left")

    assert held(alike, "left") == held(alike, "right")
    assert held(sore, "right") < held(sore, "left") <= 2 * held(sore, "right")
    assert sore["length"] == alike["length"]


def test_safety_is_a_section_of_its_own_until_it_was_heard_or_said_to_be_known(
    runner: CliRunner,
) -> None:
    before = "Before you begin"
    first = wished(runner, "feet")
    known = wished(runner, "feet", "--safety", "short")
    note_heard()
    later, again = wished(runner, "feet"), wished(runner, "feet", "--safety", "full")

    assert [titles(one)[0] for one in (first, again)] == [before, before]
    assert [before in titles(one) for one in (known, later)] == [False, False]
    assert {one["length"] for one in (first, known, later, again)} == {480_000}


def test_why_each_place_is_worked_is_told_in_the_first_three_sessions_or_where_it_is_wished(
    runner: CliRunner, library: Library
) -> None:
    why = library.spot_words("feet").why

    def told(*args: str) -> int:
        whole = wished(runner, "feet", *args)
        return [cue["text"] for cue in whole["cues"]].count(why)

    first_four = []
    for _ in range(4):
        first_four.append(told())
        note_heard()

    assert first_four == [1, 1, 1, 0]  # once a session, and not again on the other side
    assert (told("--why"), told("--no-why")) == (1, 0)


def test_what_a_length_leaves_out_and_how_long_holds_are_is_told_in_one_line(
    runner: CliRunner,
) -> None:
    asked = ["show", "shoulders", "--minutes", "5", "--voice", "silent"]
    note = runner.invoke(cli, asked).stdout.splitlines()[-1]

    assert re.fullmatch(r"Holds of \d+ s\. Told in few words\. Without the .*\.", note)
