from pathlib import Path

import pytest
from click.testing import CliRunner

from coach import players, session, stage
from coach.cli import cli
from coach.content import Library
from coach.errors import PlayerError, VoiceUnavailable
from coach.script import Request
from tests.doubles import FakePlayer, FakeVoice


@pytest.fixture(autouse=True)
def a_voice_and_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "way_to_keep_awake", lambda *, screen: "caffeine")
    monkeypatch.setattr(session, "speaker", lambda _request, _library: FakeVoice())
    monkeypatch.setattr(players, "open_player", lambda _name: FakePlayer())


def test_doctor_tells_what_works(runner: CliRunner, clean_environment: Path) -> None:
    result = runner.invoke(cli, ["doctor"])
    lines = result.stdout.splitlines()

    assert result.exit_code == 0
    assert [line[:12].rstrip() for line in lines] == [
        "ok  voice",
        "ok  sound",
        "ok  ffmpeg",
        "ok  words",
        "ok  settings",
        "ok  debug",
        "ok  folders",
        "ok  awake",
    ]
    assert lines[0].startswith("ok  voice    fake:300:220 speaks; 5400 ms of speech in ")
    assert lines[4:] == [
        f"ok  settings 0 of them are set in {clean_environment}/config/coach/coach.toml",
        "ok  debug    what goes wrong unseen is not noted; coach --debug notes it in "
        f"{clean_environment}/state/coach/debug.log",
        f"ok  folders  speech is remembered in {clean_environment}/cache/coach/voice",
        "ok  awake    computer and screen are kept awake while a session plays, by caffeine",
    ]


def test_doctor_tells_all_that_does_not_work_and_exits_with_1(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_voice(_request: Request, _library: Library) -> FakeVoice:
        raise VoiceUnavailable("no speech engine could be started")

    def no_device(_name: str) -> FakePlayer:
        raise PlayerError("no sound device was found")

    monkeypatch.setattr(session, "speaker", no_voice)
    monkeypatch.setattr(players, "open_player", no_device)
    result = runner.invoke(cli, ["doctor"])

    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == [
        "NO  voice    no speech engine could be started",
        "NO  sound    no sound device was found",
    ]
    assert len(result.stdout.splitlines()) == 8


def test_doctor_tells_where_it_is_noted_what_goes_wrong(
    runner: CliRunner, clean_environment: Path
) -> None:
    result = runner.invoke(cli, ["--debug", "doctor"])
    noted = clean_environment / "state" / "coach" / "debug.log"

    assert f"ok  debug    what goes wrong unseen is noted in {noted}" in result.stdout
    assert noted.is_file()


@pytest.mark.parametrize("asked", [["doctor"], ["--debug", "doctor"]])
def test_a_file_in_which_nothing_can_be_noted_is_told_and_all_else_is_looked_at(
    runner: CliRunner, clean_environment: Path, asked: list[str]
) -> None:
    noted = clean_environment / "state" / "coach" / "debug.log"
    noted.mkdir(parents=True)
    result = runner.invoke(cli, asked)

    assert result.exit_code == 0
    assert (
        f"NO  debug    what goes wrong unseen cannot be noted in {noted}: Is a directory"
        in result.stdout.splitlines()
    )
    assert "ok  folders" in result.stdout


def test_a_folder_that_cannot_be_made_does_not_work(
    runner: CliRunner, clean_environment: Path
) -> None:
    (clean_environment / "cache").write_text("a file where the folder should be")
    result = runner.invoke(cli, ["doctor"])

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-2].startswith("NO  folders  ")


def test_a_computer_that_cannot_be_kept_awake_is_told_with_what_to_do(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "way_to_keep_awake", lambda *, screen: None)
    result = runner.invoke(cli, ["doctor"])

    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == f"NO  awake    {stage.NO_WAY}"


def test_where_the_screen_may_go_dark_the_computer_is_still_kept_awake(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = {True: None, False: "caffeine"}
    monkeypatch.setattr(stage, "way_to_keep_awake", lambda *, screen: ways[screen])
    result = runner.invoke(cli, ["doctor"])

    assert result.stdout.splitlines()[-1] == (
        "ok  awake    the computer is kept awake while a session plays, by caffeine"
    )
