import os
import re
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import soundfile
from click.testing import CliRunner
from mutagen.id3 import ID3
from mutagen.mp3 import MP3, MPEGInfo

from coach.cli import cli
from coach.cli.commands.export import export
from coach.content.library import Library
from coach.disk.folders import safety_heard
from coach.export.manner import FILE_FORMATS
from coach.export.playlist import parse_m3u8
from coach.export.tags import read_tagged
from tests.abridged import abridge
from tests.nightly import nightly
from tests.patience import PATIENCE_S, Deadline, wait_until
from tests.pixels import image

SILENT = ["--voice", "silent", "--depth", "quick", "--seed", "1"]
QUICK = [*SILENT, "--bed", "none"]


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is exported lasts seconds."""
    abridge(monkeypatch)


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
    assert result.stdout.splitlines() == [
        f"{path}: {seconds // 60}:{seconds % 60:02}, 4 chapters",
        "  Holds of 60 s.",
    ]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("brief")
def test_without_an_output_it_writes_an_mp3_with_chapters_named_after_the_routine(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(cli, ["export", "feet", *QUICK])
    titles = [chapter.sub_frames["TIT2"].text[0] for chapter in ID3("feet.mp3").getall("CHAP")]

    assert result.exit_code == 0
    assert sorted(titles) == [
        "Before you begin",
        "Finish",
        "Opening",
        "Plantar muscles, left",
        "Plantar muscles, right",
    ]


@pytest.mark.usefixtures("brief")
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
    assert (
        result.stderr
        == f"Error: {tmp_path / name} should end in one of .mp3, .m4a, .opus, .flac, .wav\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("brief")
def test_bit_rate_and_one_channel_can_be_chosen(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "feet.mp3"
    asked = ["--bitrate", "64", "--mono", "--side", "left"]
    result = runner.invoke(cli, ["export", "feet", *QUICK, *asked, "-o", str(path)])
    info = MP3(path).info

    assert result.exit_code == 0
    assert isinstance(info, MPEGInfo)
    assert (info.bitrate, info.channels) == (64_000, 1)


@pytest.mark.parametrize("bitrate", ["100", "0", "-64", "much"])
def test_another_bit_rate_is_refused_with_those_that_there_are(
    runner: CliRunner, tmp_path: Path, bitrate: str
) -> None:
    asked = ["--bitrate", bitrate, "-o", str(tmp_path / "feet.mp3")]
    result = runner.invoke(cli, ["export", "feet", *QUICK, *asked])

    assert result.exit_code == 2
    assert result.stderr.endswith(
        f"Error: Invalid value for '--bitrate': '{bitrate}' is not one of "
        "'64', '80', '96', '112', '128', '160', '192', '224', '256'.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_bit_rate_for_what_has_none_is_refused(runner: CliRunner, tmp_path: Path) -> None:
    asked = ["--bitrate", "96", "-o", str(tmp_path / "feet.flac")]
    result = runner.invoke(cli, ["export", "feet", *QUICK, *asked])

    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {tmp_path / 'feet.flac'} keeps every sample, so there is no bit rate to choose;"
        " .mp3, .m4a, .opus have one\n"
    )


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
@pytest.mark.parametrize(
    ("suffix", "ending"),
    [
        *((".mp3", signal.SIGTERM), (".m4a", signal.SIGINT)),
        *(nightly(".mp3", signal.SIGINT), nightly(".m4a", signal.SIGTERM)),
    ],
)
def test_a_signal_during_export_leaves_no_file(
    tmp_path: Path, suffix: str, ending: signal.Signals
) -> None:
    path = tmp_path / f"shoulders{suffix}"
    command = [sys.executable, "-m", "coach", "export", "shoulders", "--voice", "silent"]
    exporting = subprocess.Popen(
        [*command, "-o", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: list(tmp_path.iterdir()))
    halfway = list(tmp_path.iterdir())
    exporting.send_signal(ending)
    told, complained = exporting.communicate(timeout=PATIENCE_S)

    assert [one.suffix for one in halfway] == [suffix]
    assert halfway != [path]
    assert list(tmp_path.iterdir()) == []
    assert exporting.returncode == 1
    assert told == ""
    assert complained.endswith("Aborted!\n")
    assert "Traceback" not in complained


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_ctrl_c_in_a_terminal_is_no_failure_of_the_encoder(
    tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    begun, path = tmp_path / "begun", tmp_path / "out" / "feet.m4a"
    path.parent.mkdir()
    stand_in(f'touch "{begun}"\nwhile head -c 9999 >/dev/null; do sleep 0.01; done')
    exporting = subprocess.Popen(
        [sys.executable, "-m", "coach", "export", "feet", *QUICK, "-o", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until(begun.exists)
    os.killpg(exporting.pid, signal.SIGINT)  # which is what a terminal does
    told, complained = exporting.communicate(timeout=PATIENCE_S)

    assert exporting.returncode == 1
    assert told == ""
    assert complained.endswith("Aborted!\n")
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["output", "kind"])
def test_the_help_names_every_kind_of_file(name: str) -> None:
    (option,) = (one for one in export.params if one.name == name)

    assert isinstance(option, click.Option)
    _, _, listed = (option.help or "").rpartition(": ")
    assert re.findall(r"\w+", listed.replace(" or ", " ")) == [
        suffix.removeprefix(".") for suffix in FILE_FORMATS
    ]


# Several at once.


SHORT = [*QUICK, "--kind", "wav", "--side", "left", "--talk", "bell"]


def run(runner: CliRunner, *args: str) -> tuple[int, list[str], list[str]]:
    """The exit code, the lines of stdout but notes, and those of stderr but the beginning's."""
    result = runner.invoke(cli, ["export", *args], prog_name="coach")
    lines = [line for line in result.stdout.splitlines() if not line.startswith("  ")]
    told = [line for line in result.stderr.splitlines() if not line.startswith("Writing ")]
    return result.exit_code, lines, told


def usage(problem: str) -> tuple[int, list[str], list[str]]:
    return (
        2,
        [],
        [
            "Usage: coach export [OPTIONS] [ROUTINE]...",
            "Try 'coach export --help' for help.",
            "",
            f"Error: {problem}",
        ],
    )


@pytest.mark.usefixtures("brief")
def test_each_name_is_a_file_and_a_playlist_is_kept_beside_them(
    runner: CliRunner, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    code, lines, told = run(runner, "feet", "calves", *SHORT, "-d", str(out))

    assert (code, told) == (0, [])
    assert sorted(os.listdir(out)) == ["calves.wav", "coach.m3u8", "feet.wav"]
    assert sorted(line.split(":")[0] for line in lines[:2]) == [
        f"{out}/calves.wav",
        f"{out}/feet.wav",
    ]
    assert lines[2:] == [f"{out}/coach.m3u8: 2 sessions"]
    listed = (out / "coach.m3u8").read_text().splitlines()
    assert [line for line in listed if not line.startswith("#")] == ["calves.wav", "feet.wav"]


def test_the_playlist_keeps_up_with_a_file_that_is_written_alone(
    runner: CliRunner, tmp_path: Path
) -> None:
    playlist, short = tmp_path / "coach.m3u8", [*SHORT, "--minutes", "3", "-d", str(tmp_path)]
    run(runner, "feet", "calves", *short)
    _, before = parse_m3u8(playlist.read_text())
    _, changed, _ = run(runner, "feet", *short, "--minutes", "4.5")
    _, feet = parse_m3u8(playlist.read_text())
    _, told, _ = run(runner, "hands", *short)
    _, both, _ = run(runner, "hands", "neck", *short)

    assert feet.lasts > before.lasts
    assert feet.lasts == pytest.approx(
        1000 * soundfile.info(tmp_path / "feet.wav").duration, abs=500
    )
    assert changed[1:] == [f"{playlist}: 2 sessions"]
    assert len(told) == 1  # it is not listed
    assert both[-1] == f"{playlist}: 4 sessions"


def test_each_length_is_a_file_that_tells_it(runner: CliRunner, tmp_path: Path) -> None:
    code, lines, _ = run(
        runner, "feet", *QUICK, "--kind", "wav", "--minutes", "5,3,3.5", "-d", str(tmp_path)
    )

    assert code == 0
    assert sorted(os.listdir(tmp_path)) == [
        "coach.m3u8",
        "feet-03.5min.wav",
        "feet-03min.wav",
        "feet-05min.wav",
    ]
    assert f"{tmp_path}/feet-03.5min.wav: 3:30, 3 chapters" in lines
    assert "#EXTINF:210,The feet, 3.5 min" in (tmp_path / "coach.m3u8").read_text()


@pytest.mark.usefixtures("brief")
def test_several_names_can_be_one_session(runner: CliRunner, tmp_path: Path) -> None:
    code, lines, _ = run(runner, "feet", "calves", "--as-one", *SHORT, "-d", str(tmp_path))

    assert code == 0
    assert os.listdir(tmp_path) == ["feet-calves.wav"]
    assert len(lines) == 1


@pytest.mark.usefixtures("brief")
def test_what_is_up_to_date_is_told_and_left_alone(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "feet.wav"
    run(runner, "feet", *SHORT, "-o", str(path))
    os.utime(path, (1, 1))

    assert run(runner, "feet", *SHORT, "-o", str(path)) == (0, [f"{path}: up to date"], [])
    assert path.stat().st_mtime == 1


def test_a_file_has_the_safety_words_in_full_whatever_was_heard_here(
    runner: CliRunner, tmp_path: Path, library: Library
) -> None:
    path = tmp_path / "feet.wav"
    run(runner, "feet", *SHORT, "-o", str(path), "--captions", "txt")
    spoken = " ".join(path.with_suffix(".txt").read_text().split())
    safety_heard().parent.mkdir(parents=True)
    safety_heard().touch()

    assert library.safety_words().first in spoken
    assert run(runner, "feet", *SHORT, "-o", str(path)) == (0, [f"{path}: up to date"], [])


@pytest.mark.usefixtures("brief")
def test_a_changed_wish_brings_the_file_up_to_date(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "feet.wav"
    run(runner, "feet", *SHORT, "-o", str(path))
    before = read_tagged(path).fingerprint
    code, lines, _ = run(runner, "feet", *SHORT, "--talk", "brief", "-o", str(path))

    assert (code, len(lines)) == (0, 1)
    assert read_tagged(path).fingerprint != before


@pytest.mark.usefixtures("brief")
def test_the_theme_is_of_the_pictures_in_the_file(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feet.mp3"
    covers = []
    for theme in ("dark", "light"):
        monkeypatch.setenv("COACH_THEME", theme)
        run(runner, "feet", *SHORT, "-o", str(path))
        covers.append(image(ID3(path).getall("APIC")[0].data).getpixel((2, 2)))

    assert covers[0] != covers[1]
    assert run(runner, "feet", *SHORT, "-o", str(path)) == (0, [f"{path}: up to date"], [])


@pytest.mark.usefixtures("brief")
def test_another_routine_does_not_replace_the_file(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "mine.wav"
    run(runner, "feet", *SHORT, "-o", str(path))

    assert run(runner, "calves", *SHORT, "-o", str(path)) == (
        1,
        [],
        [f"Error: {path} exists already; --force replaces it, -o writes elsewhere"],
    )


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A library of three routines, of which one is wrong; its folder."""
    monkeypatch.setattr(Library, "routines", property(lambda _: ["broken", "calves", "feet"]))
    folder = tmp_path / "library" / "routines"
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_text('stops = [{ spot = "elbow" }]\n')
    return folder.parent


@pytest.mark.usefixtures("brief")
def test_all_are_written_and_a_failure_is_told_at_the_end(
    runner: CliRunner, tmp_path: Path, few: Path
) -> None:
    out = tmp_path / "out"
    code, lines, told = run(runner, "--all", *SHORT, "--library", str(few), "-d", str(out))

    assert code == 1
    assert sorted(os.listdir(out)) == ["calves.wav", "coach.m3u8", "feet.wav"]
    assert lines[-1] == f"{out}/coach.m3u8: 2 sessions"
    (problem,) = told
    assert problem.startswith(
        f"Error: {out}/broken.wav is not written: {few}/routines/broken.toml:1: "
    )


@pytest.mark.usefixtures("brief")
def test_a_length_that_one_cannot_have_is_written_as_near_as_can_be_and_tells_why(
    runner: CliRunner, tmp_path: Path
) -> None:
    asked = ["feet", *QUICK, "--kind", "wav", "--minutes", "2,8", "-d", str(tmp_path)]
    result = runner.invoke(cli, ["export", *asked])
    lines = result.stdout.splitlines()
    short = next(n for n, line in enumerate(lines) if "feet-02min.wav" in line)

    assert result.exit_code == 0
    assert sorted(os.listdir(tmp_path)) == ["coach.m3u8", "feet-02min.wav", "feet-08min.wav"]
    assert lines[short + 1] == (
        "  Holds of 30 s. Told in few words. "
        "No shorter, as what has to be said and done takes so long."
    )


LASTING = {
    "feet": ["--minutes", "5"],
    "quads": ["--minutes", "7:30"],
    "calves": ["--minutes", "3.25", "--side", "left"],
    "reset": [],
}
"""How long each is asked to last."""


@pytest.mark.parametrize("name", ["feet", *map(nightly, list(LASTING)[1:])])
def test_a_file_lasts_as_long_as_is_asked(runner: CliRunner, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.wav"
    asked = [*LASTING[name], "--safety", "short", *QUICK, "--mono", "-o", str(path)]
    code, _, told = run(runner, name, *asked)
    lasting = {"feet": 300, "quads": 450, "calves": 195, "reset": 300}

    assert (code, told) == (0, [])
    assert soundfile.info(path).duration == pytest.approx(lasting[name], abs=0.05)


def test_several_names_last_each_as_long_as_is_asked(runner: CliRunner, tmp_path: Path) -> None:
    names = ["feet", "quads"]
    asked = ["--minutes", "3", *QUICK, "--mono", "--kind", "wav", "-d", str(tmp_path)]
    code, _, told = run(runner, *names, *asked)

    assert (code, told) == (0, [])
    assert [soundfile.info(tmp_path / f"{name}.wav").duration for name in names] == pytest.approx(
        [180.0] * 2, abs=0.05
    )


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize(
    ("told", "first"),
    [
        ([], "Before you begin"),
        (["--safety", "full"], "Before you begin"),
        (["--safety", "short"], "Opening"),
    ],
)
def test_a_file_begins_with_a_chapter_of_safety_unless_it_is_known(
    runner: CliRunner, tmp_path: Path, told: list[str], first: str
) -> None:
    path = tmp_path / "feet.mp3"
    run(runner, "feet", *QUICK, *told, "-o", str(path))
    tags = ID3(path)
    (contents,) = tags.getall("CTOC")
    titles = [tags[f"CHAP:{one}"].sub_frames["TIT2"].text[0] for one in contents.child_element_ids]

    assert titles[0] == first
    assert titles.count("Before you begin") == (first != "Opening")


@pytest.fixture
def own(tmp_path: Path) -> list[str]:
    """Two routine files, each with a bed and an amount of talk of its own."""
    paths = []
    for name, bed, talk in (("rainy", "rain", "bell"), ("quiet", "none", "brief")):
        paths.append(str(tmp_path / f"{name}.toml"))
        Path(paths[-1]).write_text(
            f'title = "Mine"\nbed = "{bed}"\ntalk = "{talk}"\nminutes = 8\n'
            'stops = [{ spot = "feet" }]\n'
        )
    return paths


NO_BED_PEAK = 0.001
"""Of the noise that is there without a bed."""


def loudest(path: Path) -> float:
    """In the lead-in, where nothing but a bed can be heard."""
    samples, _ = soundfile.read(path, frames=44_100)
    return float(abs(samples).max())


@pytest.mark.usefixtures("brief")
def test_each_file_has_the_bed_and_the_talk_of_its_own_routine(
    runner: CliRunner, tmp_path: Path, own: list[str]
) -> None:
    out = tmp_path / "out"
    asked = [*SILENT, "--kind", "wav", "--captions", "txt", "-d", str(out)]
    code, _, told = run(runner, *own, *asked)
    rainy, quiet = (out / f"{Path(name).stem}.txt" for name in own)

    assert (code, told) == (0, [])
    assert loudest(out / "rainy.wav") > NO_BED_PEAK > loudest(out / "quiet.wav")
    assert "About 8 minutes." not in rainy.read_text()  # it is told names and sounds alone
    assert "About 8 minutes." in quiet.read_text()


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize("bed", ["none", "brown"])
def test_a_bed_and_talk_that_are_asked_for_go_before_those_of_routines(
    runner: CliRunner, tmp_path: Path, own: list[str], bed: str
) -> None:
    out = tmp_path / "out"
    asked = ["--bed", bed, "--talk", "brief", "--captions", "txt", "--kind", "wav"]
    run(runner, *own, *SILENT, *asked, "-d", str(out))
    texts = [(out / f"{name}.txt").read_text() for name in ("rainy", "quiet")]

    heard = [loudest(out / f"{name}.wav") > NO_BED_PEAK for name in ("rainy", "quiet")]
    assert heard == [bed != "none"] * 2
    assert all("About 8 minutes." in text for text in texts)


def test_a_name_that_is_none_is_told_before_anything_is_written(
    runner: CliRunner, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    code, lines, told = run(runner, "feet", "calfs", *SHORT, "-d", str(out))

    assert (code, lines) == (2, [])
    assert told == [
        "Error: there is no routine 'calfs'; did you mean calves? `coach list` shows them all."
    ]
    assert not out.exists()


@pytest.mark.usefixtures("brief")
def test_a_playlist_of_the_listener_stays_and_is_told(runner: CliRunner, tmp_path: Path) -> None:
    playlist = tmp_path / "coach.m3u8"
    playlist.write_text("mine.mp3\n")
    code, _, told = run(runner, "feet", "calves", *SHORT, "-d", str(tmp_path))

    assert code == 1
    assert playlist.read_text() == "mine.mp3\n"
    assert told == [
        f"Error: {playlist} is not written: {playlist} exists already and is not coach's; "
        "--force replaces it"
    ]
    assert (tmp_path / "feet.wav").exists()


def test_captions_lie_beside_the_file(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "feet.wav"
    code, _, _ = run(runner, "feet", *SHORT, "-o", str(path), "--captions", "all")
    shown = runner.invoke(
        cli, ["show", "feet", *SILENT, "--side", "left", "--talk", "bell", "--format", "vtt"]
    )

    assert code == 0
    assert sorted(os.listdir(tmp_path)) == sorted(
        f"feet.{kind}" for kind in ("lrc", "md", "srt", "txt", "vtt", "wav")
    )
    assert (tmp_path / "feet.vtt").read_text() == shown.stdout

    run(runner, "calves", *SHORT, "-d", str(tmp_path), "--captions", "lrc, txt")
    assert {path.suffix for path in tmp_path.glob("calves.*")} == {".lrc", ".txt", ".wav"}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (
            ["feet", "calves", "-o", "x.mp3"],
            "-o names one file: several go into the folder that -d names",
        ),
        (
            ["feet", "-o", "x.mp3", "-d", "."],
            "-o names one file: several go into the folder that -d names",
        ),
        (["--all", "feet"], "--all takes every routine: it goes without names and --as-one"),
        (["--all", "--as-one"], "--all takes every routine: it goes without names and --as-one"),
        (
            ["--all", "--spot", "chest"],
            "--all takes every routine: it goes without names and --as-one",
        ),
        ([], "name a routine, such as shoulders; `coach list` shows them all"),
        (["feet", "--kind", "ogg"], "--kind is one of mp3, m4a, opus, flac, wav"),
        (
            ["calves", "--spot", "calves"],
            "two sessions would be called calves.mp3: write them one by one, by -o",
        ),
        (
            ["feet", "--captions", "vtt,sub"],
            "Invalid value for '--captions': 'sub' is not one of vtt, srt, lrc, txt, md or all.",
        ),
        (
            ["feet", "--minutes", "5,31"],
            "Invalid value for '--minutes': 31 is not from 2 to 30 minutes",
        ),
        (
            ["feet", "--minutes", "5,"],
            "Invalid value for '--minutes': '' is no length in minutes; write 10, 12.5 or 7:30",
        ),
        (
            ["feet", "--jobs", "0"],
            "Invalid value for '--jobs': 0 is not in the range 1<=x<=64.",
        ),
    ],
)
def test_an_order_that_cannot_be_is_refused(
    runner: CliRunner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    problem: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(runner, *arguments) == usage(problem)
    assert os.listdir(tmp_path) == []


@pytest.mark.usefixtures("brief")
def test_the_folder_is_made_with_those_that_it_is_to_lie_in(
    runner: CliRunner, tmp_path: Path
) -> None:
    out = tmp_path / "phone" / "massage"
    code, _, told = run(runner, "feet", *SHORT, "-d", str(out))

    assert (code, told) == (0, [])
    assert os.listdir(out) == ["feet.wav"]


def test_a_folder_that_cannot_be_made_is_told(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "phone").touch()
    out = tmp_path / "phone" / "massage"

    assert run(runner, "feet", *SHORT, "-d", str(out)) == (
        1,
        [],
        [f"Error: the folder {out} cannot be made: Not a directory"],
    )


def test_where_nobody_can_speak_no_folder_is_made(runner: CliRunner, tmp_path: Path) -> None:
    code, _, told = run(runner, "feet", "--voice", "nosuch", "-d", str(tmp_path / "out"))

    assert code == 1
    assert "nosuch" in told[0]
    assert os.listdir(tmp_path) == []


# Several at once, and an end in the middle.

ALL = """
import sys
from coach.cli import main
from coach.content.library import Library
from coach.export import batch
from tests.abridged import LONG, abridged
batch.Arrangement = lambda script, voice: abridged(script, voice, LONG)
Library.routines = property(lambda _: ["calves", "feet", "hands", "chest", "neck", "quads"])
sys.argv[0] = "coach"
main()
"""
"""Every routine, but of a library that has only a few of them, and little of each."""


def begin_all(out: Path, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ALL, "export", "--all", *QUICK, "--side", "left", *more]
    return subprocess.Popen(
        [*command, "--kind", "flac", "-d", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def seen(out: Path) -> set[str]:
    """The files of sound that are there under their names."""
    return {path.name for path in out.glob("[!.]*") if path.suffix != ".m3u8"}


def wait_for(out: Path, number: int) -> None:
    deadline = Deadline()
    while len(seen(out)) < number:  # looked for often: the session after them must not be whole
        deadline.check()
        time.sleep(0.005)


@pytest.mark.nightly
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_after_a_kill_in_the_middle_the_second_run_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "out"
    killed = begin_all(out)
    wait_for(out, 2)
    killed.kill()
    killed.communicate(timeout=PATIENCE_S)
    whole = seen(out)
    marks = {name: read_tagged(out / name).fingerprint for name in whole}
    dates = {name: (out / name).stat().st_mtime_ns for name in whole}
    again = begin_all(out)
    lines, complaints = again.communicate(timeout=2 * PATIENCE_S)

    assert 2 <= len(whole) < 6
    assert all(marks.values())
    assert again.returncode == 0, complaints
    assert seen(out) == {f"{n}.flac" for n in ("calves", "feet", "hands", "chest", "neck", "quads")}
    assert {line.split("/")[-1] for line in lines.splitlines() if "up to date" in line} == {
        f"{name}: up to date" for name in whole
    }
    assert {name: (out / name).stat().st_mtime_ns for name in whole} == dates
    assert all(soundfile.info(out / name).duration > 60 for name in seen(out))
    assert "chest.flac" in (out / "coach.m3u8").read_text()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("ending", [signal.SIGTERM, nightly(signal.SIGINT)])
def test_a_signal_in_the_middle_of_all_leaves_only_whole_files(
    tmp_path: Path, ending: signal.Signals
) -> None:
    out = tmp_path / "out"
    exporting = begin_all(out, "--captions", "srt", "--jobs", "2")
    wait_for(out, 2)
    exporting.send_signal(ending)
    _, complained = exporting.communicate(timeout=PATIENCE_S)

    assert exporting.returncode == 1
    assert complained.endswith("Aborted!\n")
    assert "Traceback" not in complained
    assert list(out.glob(".*")) == []
    assert {path.stem for path in out.glob("*.srt")} == {path.stem for path in out.glob("*.flac")}
    assert all(read_tagged(path).fingerprint for path in out.glob("*.flac"))
