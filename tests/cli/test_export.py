import os
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest
from click.testing import CliRunner
from mutagen.id3 import ID3

from coach.cli import cli

SILENT = ["--voice", "silent", "--depth", "quick", "--seed", "1"]
QUICK = [*SILENT, "--bed", "none"]


def test_export_writes_the_whole_session_and_tells_its_length(
    runner: CliRunner, tmp_path: Path
) -> None:
    path = tmp_path / "feet.wav"
    result = runner.invoke(cli, ["export", "feet", *QUICK, "-o", str(path)])
    shown = runner.invoke(cli, ["show", "feet", *SILENT]).stdout.splitlines()[0]
    with wave.open(str(path)) as written:
        form = written.getnchannels(), written.getsampwidth(), written.getframerate()
        seconds = written.getnframes() // written.getframerate()

    assert result.exit_code == 0
    assert form == (2, 2, 44100)
    assert shown == f"The feet, {seconds // 60}:{seconds % 60:02}"
    assert result.stdout == f"{path}: {seconds // 60}:{seconds % 60:02}, 4 chapters\n"
    assert list(tmp_path.iterdir()) == [path]


def test_without_an_output_it_writes_an_mp3_with_chapters_named_after_the_routine(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(cli, ["export", "feet", *QUICK])
    titles = [chapter.sub_frames["TIT2"].text[0] for chapter in ID3("feet.mp3").getall("CHAP")]

    assert result.exit_code == 0
    assert sorted(titles) == [
        "Finish",
        "Opening",
        "Sole of the foot, left",
        "Sole of the foot, right",
    ]


def test_a_file_that_is_there_stays_unless_forced(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "feet.wav"
    path.write_text("mine")
    refused = runner.invoke(cli, ["export", "feet", *QUICK, "-o", str(path)])
    kept = path.read_bytes()
    forced = runner.invoke(cli, ["export", "feet", *QUICK, "-o", str(path), "--force"])

    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr == (
        f"Error: {path} exists already; --force replaces it, -o writes elsewhere\n"
    )
    assert kept == b"mine"
    assert forced.exit_code == 0
    assert path.read_bytes()[:4] == b"RIFF"


@pytest.mark.parametrize("name", ["feet.ogg", "feet", "feet.mp3.txt"])
def test_a_kind_of_file_that_cannot_be_written_is_refused_with_those_that_can(
    runner: CliRunner, tmp_path: Path, name: str
) -> None:
    result = runner.invoke(cli, ["export", "feet", *QUICK, "-o", str(tmp_path / name)])

    assert result.exit_code == 1
    assert result.stderr == f"Error: {tmp_path / name} should end in one of .mp3, .flac, .wav\n"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "phone" / "feet.mp3"
    result = runner.invoke(cli, ["export", "feet", *QUICK, "-o", str(path)])

    assert result.exit_code == 1
    assert result.stderr == (f"Error: {path} cannot be written: there is no folder {path.parent}\n")


def test_a_folder_as_the_file_is_refused(runner: CliRunner, tmp_path: Path) -> None:
    result = runner.invoke(cli, ["export", "feet", "-o", str(tmp_path)])

    assert result.exit_code == 2
    assert f"Error: Invalid value for '-o' / '--output': File '{tmp_path}' is a directory.\n" in (
        result.stderr
    )


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_an_encoder_that_fails_is_told_and_leaves_no_file(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools, out = tmp_path / "bin", tmp_path / "out"
    tools.mkdir()
    out.mkdir()
    (tools / "ffmpeg").write_text("#!/bin/sh\necho first >&2; echo Unknown encoder >&2; exit 1\n")
    (tools / "ffmpeg").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    result = runner.invoke(cli, ["export", "feet", *QUICK, "-o", str(out / "feet.mp3")])

    assert result.exit_code == 1
    assert result.stderr.endswith(
        f"Error: {out}/feet.mp3 cannot be written: the encoder failed: Unknown encoder\n"
    )
    assert list(out.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_during_export_leaves_no_file(tmp_path: Path, ending: signal.Signals) -> None:
    path = tmp_path / "shoulders.flac"
    command = [sys.executable, "-m", "coach", "export", "shoulders", "--voice", "silent"]
    exporting = subprocess.Popen(
        [*command, "-o", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    began = time.monotonic()
    while not list(tmp_path.iterdir()) and time.monotonic() < began + 30:
        time.sleep(0.01)
    halfway = list(tmp_path.iterdir())
    exporting.send_signal(ending)
    told, complained = exporting.communicate(timeout=30)

    assert [one.suffix for one in halfway] == [".flac"]
    assert halfway != [path]
    assert list(tmp_path.iterdir()) == []
    assert exporting.returncode == 1
    assert told == ""
    assert complained.endswith("Aborted!\n")
    assert "Traceback" not in complained
