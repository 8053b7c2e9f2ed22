import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.cli import cli, getting
from coach.disk.folders import voices_folder
from coach.installing import install_extra
from coach.voices import https
from tests.cli.commands.test_play import Terminal, on_a_terminal
from tests.hub import (
    Asked,
    Hub,
    broken_off,
    nothing_at_all,
    offering,
    refused,
    silent,
    stand_in,
    well,
)

HEART = stand_in("kokoro/heart.bin")
WHOLE = {"kokoro/heart.bin": HEART}
ADVICE = "--from takes a file that was fetched elsewhere"


@pytest.fixture(autouse=True)
def hub() -> Iterator[Hub]:
    with offering() as hub:
        yield hub


@pytest.fixture(autouse=True)
def all_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is installed."""
    monkeypatch.setattr(getting, "NEEDS", {"kokoro": ("sys", "natural"), "piper": ("sys", "piper")})


def run(runner: CliRunner, *args: str) -> Result:
    return runner.invoke(cli, ["voices", *args], prog_name="coach")


def left() -> dict[str, bytes]:
    """All that lies in the folder of voices."""
    found = (path for path in sorted(voices_folder().rglob("*")) if path.is_file())
    return {path.relative_to(voices_folder()).as_posix(): path.read_bytes() for path in found}


def test_a_voice_is_fetched_after_its_size_licence_origin_and_place_were_told(
    runner: CliRunner, hub: Hub
) -> None:
    result = run(runner, "--get", "heart", "--yes")

    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "heart: American woman; its makers' grade: A",
        "  size     50 kB",
        "  licence  Apache-2.0",
        "  origin   Kokoro-82M by hexgrad, its ONNX export by onnx-community",
        f"  from     {hub.address}/kokoro/heart.bin",
        f"  to       {voices_folder() / 'kokoro' / 'heart.bin'}",
        "heart is here. Hear it: coach voices --play heart",
    ]
    assert left() == WHOLE


def test_several_are_fetched_one_after_the_other(runner: CliRunner) -> None:
    result = run(runner, "--get", "heart", "--get", "thorsten", "--get", "heart", "--yes")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[-2:] == [
        "heart is here. Hear it: coach voices --play heart",
        "thorsten is here. Hear it: coach voices --play piper:thorsten",
    ]
    assert list(left()) == ["kokoro/heart.bin", "piper/thorsten.onnx", "piper/thorsten.onnx.json"]


def test_one_that_is_here_is_told_to_be_and_not_fetched_again(runner: CliRunner, hub: Hub) -> None:
    run(runner, "--get", "heart", "--yes")
    result = run(runner, "--get", "heart")

    assert result.exit_code == 0
    assert result.stdout == "heart is here already. Hear it: coach voices --play heart\n"
    assert hub.asked == ["all"]


def test_what_is_damaged_is_told_to_be_replaced(runner: CliRunner) -> None:
    run(runner, "--get", "heart", "--yes")
    path = voices_folder() / "kokoro" / "heart.bin"
    path.write_bytes(b"broken")
    result = run(runner, "--get", "heart", "--yes")

    assert f"  to       {path}, in place of another or a damaged file\n" in result.stdout
    assert left() == WHOLE


def test_of_a_voice_of_two_files_only_the_missing_one_is_told_and_fetched(
    runner: CliRunner, hub: Hub
) -> None:
    run(runner, "--get", "thorsten", "--yes")
    (voices_folder() / "piper" / "thorsten.onnx").unlink()
    hub.asked.clear()
    result = run(runner, "--get", "piper:thorsten", "--yes")

    assert [line for line in result.stdout.splitlines() if line.startswith("  to ")] == [
        f"  to       {voices_folder() / 'piper' / 'thorsten.onnx'}"
    ]
    assert hub.asked == ["all"]


@pytest.mark.parametrize("engine", ["natural", "piper"])
def test_an_engine_that_is_missing_is_told_with_what_brings_it(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    name, spoken = {"natural": ("heart", "heart"), "piper": ("thorsten", "piper:thorsten")}[engine]
    needs = {"kokoro": ("no_such_module", "natural"), "piper": ("no_such_module", "piper")}
    monkeypatch.setattr(getting, "NEEDS", needs)
    result = run(runner, "--get", name, "--yes")

    assert result.stdout.splitlines()[-1] == (
        f"{name} is here. It speaks once {install_extra(engine)} has brought its engine; then: "
        f"coach voices --play {spoken}"
    )


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["--get", "heart"], "without a terminal nobody can be asked: add --yes to --get"),
        (["--all", "--get", "heart"], "--all and --get do not go together: one at a time"),
        (
            ["--play", "heart", "--get", "heart", "--remove", "heart"],
            "--play and --get and --remove do not go together: one at a time",
        ),
        (["--yes"], "--yes goes with --get: only that asks"),
        (["--rate", "120"], "--rate goes with --play: only that is heard"),
        (["--get", "heart", "--player", "null"], "--player goes with --play: only that is heard"),
        (["--from", "x"], "--from goes with one --get: that voice is taken from it"),
        (
            ["--get", "heart", "--get", "emma", "--from", "x"],
            "--from goes with one --get: that voice is taken from it",
        ),
        (
            ["--get", "heart", "--from", "y", "--yes"],
            "Invalid value for '--from': File 'y' does not exist.",
        ),
        (["--remove", "heart"], "heart is not here to be removed; no voice is"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrongly_asked_for_is_told_and_fetches_nothing(
    runner: CliRunner,
    hub: Hub,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    problem: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x").write_bytes(HEART)
    result = run(runner, *args)

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"Error: {problem}"
    assert hub.asked == []
    assert left() == {}


@pytest.mark.parametrize("option", ["--get", "--remove"])
def test_a_name_that_is_none_is_told_with_the_nearest(
    runner: CliRunner, hub: Hub, option: str
) -> None:
    result = run(runner, option, "micheal")

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith(
        "Error: no voice 'micheal' can be fetched; did you mean michael? There are heart, "
    )
    assert hub.asked == []


def test_what_the_network_refuses_is_told_with_what_to_do(runner: CliRunner, hub: Hub) -> None:
    hub.manner = refused(404)
    result = run(runner, "--get", "heart", "--yes")

    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: heart is not fetched: localhost does not give it: 404 Not Found; {ADVICE}\n"
    )
    assert left() == {}


def test_after_a_cut_the_same_command_goes_on(runner: CliRunner, hub: Hub) -> None:
    hub.manner = broken_off(30_000)
    result = run(runner, "--get", "heart", "--yes")

    assert result.exit_code == 1
    assert result.stderr == (
        "Error: heart is not fetched: localhost broke off after 30000 of 50000 bytes; 30 kB are "
        f"kept, and the next try goes on from there; {ADVICE}\n"
    )
    assert left() == {"kokoro/heart.bin.part": HEART[:30_000]}

    hub.manner = well

    assert run(runner, "--get", "heart", "--yes").exit_code == 0
    assert left() == WHOLE
    assert hub.asked == ["all", "bytes=30000-"]


def test_a_server_that_is_silent_is_told(
    runner: CliRunner, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(https, "PATIENCE_S", 0.2)
    hub.manner = nothing_at_all
    result = run(runner, "--get", "heart", "--yes")

    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: heart is not fetched: localhost has been silent for 0.2 seconds; {ADVICE}\n"
    )
    assert left() == {}


def test_where_the_folder_cannot_be_made_that_is_told(runner: CliRunner, hub: Hub) -> None:
    voices_folder().parent.mkdir(parents=True)
    voices_folder().write_text("in the way")
    result = run(runner, "--get", "heart", "--yes")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {voices_folder() / 'kokoro' / 'heart.bin'} cannot be ")
    assert hub.asked == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_ctrl_c_keeps_what_has_come_and_tells_so(runner: CliRunner, hub: Hub) -> None:
    def interrupting(asked: Asked, content: bytes) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        nothing_at_all(asked, content)

    hub.manner = broken_off(30_000)
    run(runner, "--get", "heart", "--yes")
    hub.manner = interrupting
    result = run(runner, "--get", "heart", "--yes")

    assert result.exit_code == 1
    assert result.stderr == (
        "30 kB of heart are kept, and the next try goes on from there.\n\nAborted!\n"
    )
    assert left() == {"kokoro/heart.bin.part": HEART[:30_000]}


AT_THE_HUB = """
import os
from coach.voices import offers
from tests.hub import offers_at
offers.OFFERS = offers_at(os.environ["HUB"])
from coach.cli import main
main()
"""


@on_a_terminal
def test_on_a_terminal_it_asks_and_shows_how_far_it_is(hub: Hub) -> None:
    hub.manner = silent(25_000)
    terminal = Terminal("voices", "--get", "heart", begin=AT_THE_HUB, HUB=hub.address)
    try:
        terminal.wait_for(r"Get heart\? \[y/N\]: ")
        assert hub.asked == []

        terminal.type("y\n")
        terminal.wait_for(r"25.0/50.0 kB")
        hub.ended.set()

        assert terminal.end() == 1
        assert "25 kB are kept" in " ".join(terminal.shown.split())
        assert left() == {"kokoro/heart.bin.part": HEART[:25_000]}

        terminal.close()
        terminal = Terminal("voices", "--get", "heart", begin=AT_THE_HUB, HUB=hub.address)
        terminal.wait_for(r"Get heart\? \[y/N\]: ")
        terminal.type("n\n")

        assert terminal.end() == 1
        assert "Aborted!" in terminal.shown
        assert hub.asked == ["all"]
    finally:
        terminal.close()
