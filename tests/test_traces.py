"""What fails without ending the session leaves a trace: a record with its traceback."""

import ast
import errno
import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import click
import numpy as np
import pytest
import wakepy
from click.testing import CliRunner

import coach
from coach import session
from coach.cli import cli
from coach.cli.commands.play import _note_heard
from coach.content import Library
from coach.disk.folders import encoded_folder
from coach.disk.store import Store
from coach.disk.whole import STALE_S, clear_stale
from coach.errors import LogError, PlayerError, VoiceError, VoiceUnavailable, forgiving
from coach.export.encoder import Encoders
from coach.export.lane import Piece
from coach.export.pieces import _Shop
from coach.export.playlist import PLAYLIST_FILE, is_listed
from coach.export.tags import read_tagged
from coach.hearing.ears import HEARING_FAILED, MICROPHONE_GONE, Ears, Hearing
from coach.log.log import Log
from coach.mediakeys.keys import open_media_keys
from coach.players.feed import Feed
from coach.players.lasting import LastingPlayer
from coach.players.miniaudio import MiniaudioPlayer
from coach.players.simpleaudio import SimpleaudioPlayer
from coach.screen import plain
from coach.screen.hangup import GONE
from coach.script import Request, Script
from coach.sound.clip import Clip, Samples
from coach.stage import awake
from coach.stage.bookmark import Bookmarks, read_bookmark
from coach.stage.stage import Stage
from coach.timeline.arrangement import Arrangement
from coach.units import Ms
from coach.voices.remembering import RememberingVoice
from tests.doubles import FakeVoice
from tests.hearing import test_ears as ears
from tests.log import test_scribe as scribes
from tests.patience import wait_until
from tests.players.test_lasting import Devices
from tests.screen import test_terminal as terminals
from tests.screen.scenes import TELLER, now_at
from tests.stage.test_bookmark import LEFT


class Traces:
    """What was noted, by the module that noted it."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog

    def of(self, module: str) -> list[type[BaseException] | None]:
        """The kind of each failure that a module noted, in order; None where there is none."""
        noted = [one for one in self._caplog.records if one.name == f"coach.{module}"]
        return [one.exc_info[0] if one.exc_info else None for one in noted]

    def wait_for(self, module: str) -> list[type[BaseException] | None]:
        """The same, once there is one."""
        wait_until(lambda: self.of(module))
        return self.of(module)


@pytest.fixture
def traces(caplog: pytest.LogCaptureFixture) -> Traces:
    caplog.set_level(logging.DEBUG, "coach")
    return Traces(caplog)


@pytest.fixture
def in_the_way(tmp_path: Path) -> Path:
    """A file where a folder should be."""
    path = tmp_path / "in-the-way"
    path.write_text("a file")
    return path


def test_what_is_forgiven_is_noted_where_it_happened(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with forgiving(logging.getLogger("coach.here"), "it cannot be written", OSError):
        raise OSError(errno.ENOSPC, "No space left on device")
    (record,) = caplog.records

    assert record.getMessage() == "it cannot be written"
    assert record.exc_info is not None
    assert record.exc_info[0] is OSError
    assert (record.filename, record.levelname) == ("test_traces.py", "WARNING")


def test_a_bug_is_not_forgiven() -> None:
    with (
        pytest.raises(ZeroDivisionError),
        forgiving(logging.getLogger("coach.here"), "it cannot be written", OSError),
    ):
        raise ZeroDivisionError


def test_nothing_is_told_of_it_unless_it_is_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    handlers = logging.getLogger("coach").handlers

    assert [type(one) for one in handlers] == [logging.NullHandler]
    assert capfd.readouterr() == ("", "")


def test_ears_that_fail(traces: Traces) -> None:
    microphone = ears.FakeMicrophone()
    with closing(Ears(ears.Broken(), lambda: microphone, ears.Asked())) as listening:
        microphone.hear_double_clap()
        wait_until(lambda: listening.trouble == HEARING_FAILED)

        assert traces.wait_for("hearing.ears") == [RuntimeError]


def test_a_microphone_that_is_lost_and_not_there_yet(traces: Traces) -> None:
    player, coming = ears.FakePlayed(), ears.Microphones(ears.FakeMicrophone(), None)
    with closing(Ears(Hearing(knocks=True), coming, ears.Asked())) as listening:
        listening.listen_to(player)
        player.play_silence(seconds=4)
        wait_until(lambda: listening.trouble == MICROPHONE_GONE)
        wait_until(lambda: len(traces.of("hearing.ears")) == 2)

    lost, not_there = traces.of("hearing.ears")
    assert lost is None
    assert not_there is not None
    assert not_there.__name__ == "HearingError"


@pytest.mark.skipif(sys.platform != "linux", reason="MPRIS is Linux's")
def test_media_keys_without_a_bus(traces: Traces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    with open_media_keys("The feet", lambda _control: None, lambda _section: b""):
        (failed,) = traces.wait_for("mediakeys.mpris")

    assert failed is not None
    assert issubclass(failed, OSError)


def test_a_desktop_that_has_gone(traces: Traces, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def gone(**_wished: bool) -> Iterator[wakepy.Mode]:
        yield cast("wakepy.Mode", SimpleNamespace(active=False))
        raise RuntimeError("the desktop has gone")

    monkeypatch.setattr(awake, "_mode", gone)
    awake._keep(threading.Event(), screen=False)

    assert traces.of("stage.awake") == [RuntimeError]


def test_a_place_that_cannot_be_kept(traces: Traces, in_the_way: Path) -> None:
    bookmarks = Bookmarks(in_the_way / "left.json")
    bookmarks.note(LEFT)
    bookmarks.close()

    assert traces.of("stage.bookmark") == [FileExistsError]


def test_a_bookmark_that_is_damaged_but_not_one_that_is_not_there(
    traces: Traces, in_the_way: Path, tmp_path: Path
) -> None:
    assert read_bookmark(tmp_path / "none.json") is None
    assert traces.of("stage.bookmark") == []

    assert read_bookmark(in_the_way) is None
    (failed,) = traces.of("stage.bookmark")
    assert failed is not None
    assert failed.__name__ == "DecodeError"


def test_an_answer_that_cannot_be_spoken(traces: Traces) -> None:
    class Mute(FakeVoice):
        def speak(self, text: str) -> Clip:
            raise VoiceError(f"the voice could not speak {text!r}")

    arrangement = Arrangement(Script("small", "Small", "for tests", ()), Mute())
    stage = cast("Stage", SimpleNamespace(_arrangement=arrangement))
    Stage._told(stage, "Two minutes left.")

    assert traces.of("stage.stage") == [VoiceError]


def test_a_log_that_cannot_be_written(traces: Traces, tmp_path: Path) -> None:
    (tmp_path / "log.sqlite3").write_text("no log " * 1000)
    session = scribes.Session(Log(tmp_path / "log.sqlite3"))
    with closing(session.scribe):
        session.play(0, 60)

    assert set(traces.of("log.scribe")) == {LogError}


def test_a_device_that_is_lost_and_not_there_yet(traces: Traces) -> None:
    devices = Devices()
    player = LastingPlayer(devices.open, clock=devices.clock)
    player.play(iter([np.ones((1000, 2), dtype=np.float32)]))
    devices.there, devices.now = False, 10.0

    assert player.playing
    assert not player.mended()
    assert traces.of("players.lasting") == [PlayerError, PlayerError]


def test_simpleaudio_that_breaks(traces: Traces) -> None:
    def broken(*_sound: object) -> None:
        raise RuntimeError("the device is gone")

    with closing(SimpleaudioPlayer(SimpleNamespace(play_buffer=broken))) as player:
        player.play(iter([np.ones((1000, 2), dtype=np.float32)]))

        assert traces.wait_for("players.simpleaudio") == [RuntimeError]


def test_a_block_that_cannot_be_made(traces: Traces) -> None:
    def failing() -> Iterator[Samples]:
        raise VoiceError("no voice")
        yield

    Feed(failing())

    assert traces.wait_for("players.feed") == [VoiceError]


def test_a_device_that_cannot_be_stopped_when_it_is_closed(traces: Traces) -> None:
    class Stuck(MiniaudioPlayer):
        def stop(self, *, fade: Any = None) -> int:
            raise PlayerError("the sound device has gone")

    Stuck(SimpleNamespace(start=lambda _frames: None, close=lambda: None)).close()

    assert traces.of("players.miniaudio") == [PlayerError]


def test_a_terminal_that_has_gone(traces: Traces, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(terminals.Out):
        def write(self, _text: str) -> int:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.delenv("NO_COLOR", raising=False)
    glass = terminals.Glass()
    terminals.opened(glass, Gone(glass)).show(now_at(3000))

    assert traces.of("screen.terminal") == [OSError]


def test_a_pipe_that_nobody_reads(
    traces: Traces, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(_line: str) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(click, "echo", gone)
    plain.PlainScreen(TELLER).show(now_at(3000))

    assert traces.of("screen.plain") == [BrokenPipeError]
    assert caplog.messages == [GONE]


def test_safety_words_of_which_it_cannot_be_noted_that_they_were_heard(
    traces: Traces, clean_environment: Path
) -> None:
    (clean_environment / "state").write_text("a file where the folder should be")
    _note_heard("full")

    assert len(traces.of("cli.commands.play")) == 1
    assert None not in traces.of("cli.commands.play")


def test_what_does_not_work_for_the_doctor(
    traces: Traces, runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_voice(_request: Request, _library: Library) -> FakeVoice:
        raise VoiceUnavailable("no speech engine could be started")

    monkeypatch.setattr(session, "speaker", no_voice)
    runner.invoke(cli, ["doctor"])

    assert VoiceUnavailable in traces.of("cli.commands.doctor")


def test_a_phrase_that_cannot_be_remembered(traces: Traces, in_the_way: Path) -> None:
    RememberingVoice(FakeVoice(), in_the_way / "voice").speak("one")

    assert len(traces.of("voices.remembering")) == 1
    assert None not in traces.of("voices.remembering")


def test_an_entry_that_cannot_be_read_or_is_damaged_but_not_one_that_is_not_there(
    traces: Traces, tmp_path: Path
) -> None:
    store = Store(tmp_path, ".pcm", largest_bytes=1000)
    (tmp_path / "folder.pcm").mkdir()
    (tmp_path / "damaged.pcm").write_text("no digest " * 10)
    recalled = [store.recall(name) for name in ("none", "folder", "damaged")]

    assert recalled == [None, None, None]
    assert len(traces.of("disk.store")) == 2
    assert traces.of("disk.store")[1] is None


def test_what_was_left_and_cannot_be_removed(traces: Traces, tmp_path: Path) -> None:
    left = tmp_path / ".feet-0123456789ab.part.mp3"
    left.mkdir()
    long_ago = time.time() - 2 * STALE_S
    os.utime(left, (long_ago, long_ago))
    clear_stale(tmp_path / "feet.mp3")

    assert len(traces.of("disk.whole")) == 1
    assert None not in traces.of("disk.whole")


def test_what_was_encoded_and_cannot_be_remembered(traces: Traces, clean_environment: Path) -> None:
    (clean_environment / "cache").write_text("a file where the folder should be")
    assert not encoded_folder().exists()
    with Encoders() as encoders:
        shop = _Shop(encoders, 96, 2)
        shop.take(Piece(b"", bytes(4 * 44_100), 4, 0, 0, None))
        assert shop.end()[0].packets

    assert len(traces.of("export.pieces")) == 1
    assert None not in traces.of("export.pieces")


def test_tags_that_cannot_be_read_but_not_those_of_a_file_that_is_not_there(
    traces: Traces, tmp_path: Path
) -> None:
    assert read_tagged(tmp_path / "none.flac").fingerprint == ""
    assert traces.of("export.tags") == []

    (tmp_path / "cut.flac").write_bytes(b"fLaC" + bytes(10))
    assert read_tagged(tmp_path / "cut.flac").fingerprint == ""
    assert not read_tagged(tmp_path / "cut.flac").is_whole(Ms(1000))
    assert len(traces.of("export.tags")) == 2
    assert None not in traces.of("export.tags")


def test_a_playlist_that_cannot_be_read(traces: Traces, tmp_path: Path) -> None:
    (tmp_path / PLAYLIST_FILE).mkdir()

    assert not is_listed(tmp_path / "feet.mp3")
    assert len(traces.of("export.playlist")) == 1
    assert None not in traces.of("export.playlist")


def test_nothing_is_told_by_a_program_that_sets_up_no_log_either() -> None:
    code = (
        "from coach.disk.store import _logger as ours\n"
        "from coach.traces import quiet_logger\n"
        "ours.warning('a failure')\n"
        "quiet_logger('wakepy').error('a failure of theirs')\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


LOGGING = {"traces.py", "cli/debugging.py", "cli/__init__.py"}
"""What may ask Python for a logger."""


def test_every_trace_is_left_by_a_quiet_logger() -> None:
    folder = Path(coach.__file__).parent
    asking = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if re.search(r"logging\.(getLogger|\w*Handler)", path.read_text(encoding="utf-8"))
    }

    assert asking == LOGGING


NO_FAILURES = {
    "AuthorError",  # where a file that is wrong is told elsewhere, or by `coach check`
    "BrokenPipeError",  # the encoder has ended: why, it says itself
    "FileNotFoundError",  # another program was faster
    "KeyboardInterrupt",  # who cannot wait
    "LanguageIncomplete",  # what is not translated yet is counted, and not listed
    "NothingLeft",  # what the wishes leave nothing of is not listed
    "click.Abort",
    "VoiceUnavailable",  # the next voice is asked
    "RuntimeError",  # the loop of a bus that has gone, which was noted
}


def test_only_what_is_no_failure_is_suppressed_without_a_trace() -> None:
    folder = Path(coach.__file__).parent
    suppressed = {
        ast.unparse(kind)
        for path in folder.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "suppress"
        for kind in call.args
    }

    assert suppressed == NO_FAILURES
