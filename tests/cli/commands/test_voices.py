import pytest
from click.testing import CliRunner

from coach import players, voices as engines
from coach.cli import cli
from coach.voices.voice import VoiceName
from tests.doubles import FakePlayer

ROWS = [
    VoiceName("en-gb", "English (Great Britain)", "en-gb"),
    VoiceName("de", "German", "de"),
    VoiceName("silent", "says nothing", ""),
]


@pytest.fixture
def three_voices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "list_voices", lambda _tell: ROWS)


@pytest.mark.usefixtures("three_voices")
def test_voices_lists_those_that_speak_english_or_no_language(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["voices"])

    assert result.exit_code == 0
    assert result.stdout == (
        "en-gb                en-gb            English (Great Britain)\n"
        "silent                                says nothing\n"
    )


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
