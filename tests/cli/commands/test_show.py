import json
import re
from itertools import pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from coach.cli import cli
from coach.cli.commands.show import show as show_command
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
        r"The feet, 7:\d\d\nfor soles that have stood or walked for long\n\n0:00  Opening\n"
        r"  0:00\.0  \(rest 1\.5 s\)\n  0:01\.5  \(bell 5\.0 s\)\n  0:06\.5  Welcome\.\n",
        shown,
    )


def test_show_ends_with_the_closing_bells(runner: CliRunner) -> None:
    assert show(runner).endswith("(bell 10.0 s, 2 sounds)\n")


def test_show_as_json_has_sections_and_cues_without_a_gap(runner: CliRunner) -> None:
    whole = json.loads(show(runner, "--format", "json"))
    cues, sections = whole["cues"], whole["sections"]

    assert (whole["name"], whole["title"]) == ("feet", "The feet")
    assert [one["title"] for one in sections] == [
        "Opening",
        "Sole of the foot, left",
        "Sole of the foot, right",
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
        ("text", "The feet, 7:"),
        ("srt", "1\n00:00:01,500 --> 00:00:06,500\n[bell]\n"),
        ("vtt", "WEBVTT\n"),
        ("lrc", "[ti:The feet]\n[ar:coach]\n[length:7:"),
        ("txt", "The feet\n7:"),
        ("md", "# The feet\n\n7:"),
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
