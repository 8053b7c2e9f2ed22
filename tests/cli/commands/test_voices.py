import re

import pytest
from click.testing import CliRunner

from coach import players, voices as engines
from coach.cli import cli
from coach.voices import offers
from coach.voices.offers import find_offer
from coach.voices.voice import VoiceName
from tests.doubles import FakePlayer

ROWS = [
    VoiceName("en-gb", "English (Great Britain)", "en-gb", usual=True),
    VoiceName("de", "German", "de"),
    VoiceName("silent", "says nothing", ""),
]
HEART = find_offer("heart")


@pytest.fixture
def three_voices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "list_voices", lambda _tell: ROWS)
    monkeypatch.setattr(offers, "OFFERS", (HEART,))


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@pytest.mark.usefixtures("three_voices")
def test_voices_lists_the_good_ones_and_those_that_can_be_fetched(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["voices"])

    assert result.exit_code == 0
    assert lines(result.stdout) == [
        "  name    language   what it is like",
        " ────────────────────────────────────────────",
        "  en-gb   en-gb      English (Great Britain)",
        "2 more: coach voices --all",
        "To be fetched at a word: coach voices --get NAME",
        "  name    size     what it is like",
        " ───────────────────────────────────────────────────────",
        "  heart   522 kB   American woman; its makers' grade: A",
    ]


@pytest.mark.usefixtures("three_voices")
def test_the_list_keeps_to_narrow_terminals(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    told = lines(runner.invoke(cli, ["voices"]).stdout)

    assert told == [
        "en-gb  en-gb",
        "       English (Great Britain)",
        "2 more: coach voices --all",
        "To be fetched at a word: coach voices",
        "--get NAME",
        "heart  522 kB",
        "       American woman; its makers'",
        "       grade: A",
    ]


@pytest.mark.usefixtures("three_voices")
def test_what_is_here_is_not_offered_again(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "missing_files", lambda _offer, _folder: [])

    assert "To be fetched" not in runner.invoke(cli, ["voices"]).stdout


def test_of_all_that_the_system_has_its_own_is_shown_first(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["voices"])

    assert result.exit_code == 0, result.stderr
    assert len(re.findall(", the system's own", result.stdout)) == 1
    assert re.search(r"^\d+ more: coach voices --all$", result.stdout, re.MULTILINE)


@pytest.mark.usefixtures("three_voices")
def test_voices_of_all_languages_are_listed_when_asked_for(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["voices", "--all"])

    assert result.exit_code == 0
    assert "de                   de               German\n" in result.stdout
    assert len(result.stdout.splitlines()) == 3


def test_a_voice_can_be_heard(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    class HeardAtOnce(FakePlayer):
        @property
        def playing(self) -> bool:
            return False

    player = HeardAtOnce()
    monkeypatch.setattr(players, "open_player", lambda _name: player)
    result = runner.invoke(cli, ["voices", "--play", "silent"])

    assert result.exit_code == 0
    assert len(player.sounds) == 1
    assert player.sounds[0].shape[1] == 2
    assert player.closed
