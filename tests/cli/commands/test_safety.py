from pathlib import Path
from shutil import copy

import pytest
from click.testing import CliRunner

from coach.cli.commands.safety import safety
from coach.content import library
from coach.disk.shipped import shipped
from tests.screen.scenes import WORDS as SCREEN

SHIPPED = shipped("scripts")
ADVICE = SCREEN.safety.advice

RULES = """\
longest_hold_s = 100
longest_side_s = 150
longest_session_min = 20
[[excluded]]
regions = ["back"]
except_spots = ["lats"]
tools = ["massage-stick", "foam-roller"]
why = "it arches"
[[excluded]]
spots = ["shins"]
tools = ["lacrosse-ball"]
why = "it is hard"
[[excluded]]
regions = ["jaw"]
only = ["hands", "thumb"]
why = "it is small"
"""
WORDS = """\
never = ["the spine", "the armpit"]
stop = ["sharp pain"]
ask = ["are pregnant", "take blood thinners"]
skip = ["swollen"]
first = "Stop at sharp pain."
later = "Stop."
breath_hold = "Breathe on. Do not hold."
"""


def write(folder: Path, rules: str = RULES, words: str = WORDS) -> None:
    (folder / "en").mkdir()
    (folder / "safety.toml").write_text(rules, encoding="utf-8")
    (folder / "en" / "safety.toml").write_text(words, encoding="utf-8")
    for name in ("phrasebook.toml", "screen.toml", "spots/lats.toml", "spots/shins.toml"):
        (folder / "en" / name).parent.mkdir(exist_ok=True)
        copy(SHIPPED / "en" / name, folder / "en" / name)
    for name in ("lats", "shins"):
        (folder / "spots").mkdir(exist_ok=True)
        copy(SHIPPED / f"spots/{name}.toml", folder / f"spots/{name}.toml")


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder where coach looks for its words."""
    monkeypatch.setattr(library, "shipped", lambda _: tmp_path)
    return tmp_path


def test_safety_prints_every_list_the_limits_and_the_excluded_tools(
    runner: CliRunner, scripts: Path
) -> None:
    write(scripts)
    result = runner.invoke(safety)

    assert result.exit_code == 0
    assert result.stdout == (
        f"{ADVICE}\n"
        "\nNever press on:\n  the spine\n  the armpit\n"
        "\nStop at:\n  sharp pain\n"
        "\nAsk a doctor first if you:\n  are pregnant\n  take blood thinners\n"
        "\nSkip any place that is:\n  swollen\n"
        "\nWith a breath that is held, such as --breath 4-7-8 or 4-4-4-4:\n"
        "  Breathe on. Do not hold.\n"
        "\nLimits that every session keeps:\n"
        "  still pressure on one spot: at most 100 seconds\n"
        "  all pressure on one side of a muscle: at most 150 seconds\n"
        "  a whole session: at most 20 minutes\n"
        "\nTools that a place never takes:\n"
        "  back, but for the side of the back: without a massage stick and a foam roller; "
        "it arches\n"
        "  the front of the lower leg: without a firm ball; it is hard\n"
        "  jaw: only your hands and your thumb; it is small\n"
    )


def test_what_is_shipped_is_plain_text_under_seven_headings(runner: CliRunner) -> None:
    result = runner.invoke(safety)
    lines = result.stdout.splitlines()

    assert result.exit_code == 0
    assert result.stdout.isascii()
    assert "not medical advice" in lines[0]
    assert [line for line in lines[1:] if line and not line.startswith("  ")] == [
        "Never press on:",
        "Stop at:",
        "Ask a doctor first if you:",
        "Skip any place that is:",
        "With a breath that is held, such as --breath 4-7-8 or 4-4-4-4:",
        "Limits that every session keeps:",
        "Tools that a place never takes:",
    ]
    assert {"  the front or side of the neck", "  are pregnant", "  a headache"} <= set(lines)


def test_a_mistake_in_the_safety_words_is_told_with_its_file_and_line(
    runner: CliRunner, scripts: Path
) -> None:
    write(scripts, words=WORDS.replace('"sharp pain"', '"sharp pain!"'))
    result = runner.invoke(safety)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        f"Error: {scripts / 'en' / 'safety.toml'}:2: stop.1: fits into a sentence, "
        "so it should end without a stop\n"
    )


def test_rules_that_are_missing_are_told(runner: CliRunner, scripts: Path) -> None:
    write(scripts)
    (scripts / "safety.toml").unlink()
    result = runner.invoke(safety)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {scripts / 'safety.toml'}:1: cannot be read: ")
