import errno
import io
import logging
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from coach.cli import debugging as module
from coach.cli.debugging import debugging, is_debugging
from coach.disk.folders import debug_file
from coach.errors import (
    AuthorError,
    BedError,
    CoachError,
    ConfigError,
    ExportError,
    FetchError,
    LanguageIncomplete,
    Mistake,
    NothingFound,
    NothingLeft,
    PathTaken,
    PlayerError,
    RequestError,
    RoutineNotFound,
    ServerError,
    VoiceError,
)
from coach.screen.taken import taking

LOGGER = logging.getLogger("coach.test")


class Stream(io.StringIO):
    """The standard error, a terminal or none."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.fixture
def terminal() -> Stream:
    return Stream(terminal=True)


@pytest.fixture(autouse=True)
def left_as_it_was() -> Iterator[None]:
    yield
    assert [type(one) for one in logging.getLogger("coach").handlers] == [logging.NullHandler]
    assert not is_debugging()


def fail(error: Exception) -> None:
    try:
        raise error
    except type(error):
        LOGGER.warning("it went wrong", exc_info=True)


def test_what_goes_wrong_is_noted_with_its_traceback_and_shown(terminal: Stream) -> None:
    with debugging(terminal):
        assert is_debugging()
        fail(OSError(28, "No space left on device"))
    noted = debug_file().read_text()

    assert "WARNING MainThread coach.test:" in noted
    assert "raise error\nOSError: [Errno 28] No space left on device\n" in noted
    assert terminal.getvalue() == noted


def test_while_the_terminal_is_drawn_on_it_is_noted_only(terminal: Stream) -> None:
    with debugging(terminal):
        with taking():
            fail(OSError("while it is drawn on"))
        fail(OSError("afterwards"))

    assert "while it is drawn on" in debug_file().read_text()
    assert "while it is drawn on" not in terminal.getvalue()
    assert "afterwards" in terminal.getvalue()


def test_an_error_output_that_is_no_terminal_gets_all() -> None:
    stream = Stream(terminal=False)
    with debugging(stream), taking():
        fail(OSError("while it is drawn on"))

    assert "while it is drawn on" in stream.getvalue()


def test_what_was_to_be_said_is_left_out(terminal: Stream) -> None:
    with debugging(terminal):
        fail(VoiceError("the voice could not speak 'My own: words': it gave no sound; reword it"))
    noted = debug_file().read_text()

    assert "VoiceError: the voice could not speak ...: it gave no sound; reword it" in noted
    assert "words" not in noted + terminal.getvalue()


@pytest.mark.parametrize("phrase", ["it's: so", 'say "so": it', "both ' and \" in: it", "\\", "'"])
def test_of_a_phrase_that_is_left_out_nothing_is_left_and_of_the_rest_all(
    terminal: Stream, phrase: str
) -> None:
    with debugging(terminal):
        fail(VoiceError(f"the voice could not speak {phrase!r}: it said 'no': so it is"))

    assert "VoiceError: the voice could not speak ...: it said 'no': so it is\n" in (
        debug_file().read_text()
    )


OF_THE_BODY = [
    AuthorError(Path("spots/calves.toml"), [Mistake(3, "spot", "there is no spot 'calves'")]),
    RoutineNotFound("calves", ["calves"]),
    RequestError("avoid: 'calves' is none"),
    NothingFound("calvs", ["calves"]),
    LanguageIncomplete(Path("calves.toml"), [], "nl lacks calves"),
    NothingLeft("calves", ["calves (avoided)"]),
    BedError("there is no bed 'calves'"),
    ExportError("calves.mp3 cannot be written"),
    FetchError("the voice cannot be put into calves"),
    ServerError("calves.example is not reached"),
    PathTaken(Path("calves.mp3")),
    click.UsageError("what was left is calves"),
    FileNotFoundError(errno.ENOENT, "No such file or directory", "calves.mp3"),
    OSError(errno.EIO, "calves.srt cannot be put back"),
    KeyError("calves"),
    msgspec.ValidationError("Invalid enum value 'calves'"),
]


@pytest.mark.parametrize("error", OF_THE_BODY, ids=lambda error: type(error).__name__)
def test_what_tells_of_the_body_is_left_out_and_where_it_came_from_is_noted(
    terminal: Stream, error: Exception
) -> None:
    with debugging(terminal):
        fail(error)
    noted = debug_file().read_text()

    assert "calves" not in noted + terminal.getvalue()
    assert re.search(rf"^(\w+\.)*{type(error).__name__}: (\.\.\.|\[Errno \d+\] .*)$", noted, re.M)
    assert 'test_debugging.py", line ' in noted
    assert "in fail\n    raise error\n" in noted


def test_every_kind_of_error_may_be_noted_or_is_tried_here() -> None:
    kinds = {type(error) for error in OF_THE_BODY} | {CoachError, ConfigError}
    others = {kind for kind in every(CoachError) if not kind.discreet}

    assert others <= kinds


def every(kind: type[CoachError]) -> Iterator[type[CoachError]]:
    """A kind of error and all that are of it."""
    yield kind
    for one in kind.__subclasses__():
        yield from every(one)


def test_what_an_error_came_of_is_noted_as_discreetly(terminal: Stream) -> None:
    with debugging(terminal):
        try:
            try:
                raise KeyError("calves")
            except KeyError as error:
                raise PlayerError("no device") from error
        except PlayerError:
            LOGGER.warning("it went wrong", exc_info=True)
    told = re.findall(r"^\S*Error: .*|^and of that came:", debug_file().read_text(), re.M)

    assert told == ["KeyError: ...", "and of that came:", "coach.errors.PlayerError: no device"]


def test_what_another_log_has_told_in_full_is_noted_discreetly(terminal: Stream) -> None:
    in_full = logging.StreamHandler(io.StringIO())
    in_full.setFormatter(logging.Formatter())
    logging.getLogger("coach").addHandler(in_full)
    try:
        with debugging(terminal):
            fail(NothingLeft("calves", []))
    finally:
        logging.getLogger("coach").removeHandler(in_full)

    assert "calves" in in_full.stream.getvalue()
    assert "calves" not in debug_file().read_text()


def test_of_a_whole_run_nothing_that_was_asked_for_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "calves.toml"
    path.write_text("[[stops]]\nspot = 'calfs'\n")
    (tmp_path / "calves.mp3").write_text("mine")
    coach("--debug", "play", str(path))
    coach("--debug", "play", "calves", "--avoid", "calves")
    coach("--debug", "export", "calves", "-o", str(tmp_path / "calves.mp3"))
    noted = debug_file().read_text()

    assert noted.count("this ended it") == 3
    assert "calves" not in noted
    assert "calfs" not in noted


def test_what_fails_again_and_again_is_noted_once_a_minute(terminal: Stream) -> None:
    with debugging(terminal):
        for _ in range(100):
            fail(PlayerError("no device"))
        fail(PlayerError("another device"))

    assert debug_file().read_text().count("PlayerError: no device") == 1
    assert "another device" in terminal.getvalue()


def test_what_ends_it_is_noted_and_goes_on_ending_it(terminal: Stream) -> None:
    with pytest.raises(PlayerError), debugging(terminal):
        raise PlayerError("no device")

    assert "PlayerError: no device" in debug_file().read_text()


def test_what_the_libraries_tell_is_noted_and_not_shown(terminal: Stream) -> None:
    with debugging(terminal):
        logging.getLogger("wakepy").warning("no way was found")

    assert "no way was found" in debug_file().read_text()
    assert "no way was found" not in terminal.getvalue()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_the_file_is_the_listeners_own_and_never_grows_past_its_bound(
    terminal: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DEBUG_BYTES", 10_000)
    with debugging(terminal):
        for number in range(300):
            fail(OSError(f"failure {number}"))
    files = sorted(debug_file().parent.iterdir())

    assert [file.name for file in files] == ["debug.log", "debug.log.1"]
    assert all(file.stat().st_size <= 10_000 for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert "failure 299" in debug_file().read_text()


def test_where_it_cannot_be_noted_that_is_told_and_it_goes_on(terminal: Stream) -> None:
    debug_file().mkdir(parents=True)
    with debugging(terminal):
        assert not is_debugging()
        fail(OSError("seen all the same"))

    assert terminal.getvalue().startswith(f"{debug_file()} cannot be written: Is a directory.\n")
    assert "seen all the same" in terminal.getvalue()


def test_a_terminal_that_has_gone_ends_nothing(terminal: Stream) -> None:
    with debugging(terminal):
        terminal.close()
        fail(OSError("unseen"))

    assert "unseen" in debug_file().read_text()


def coach(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program where a bookmark is damaged, which ends no session."""
    left = debug_file().parent / "left"
    left.mkdir(parents=True, exist_ok=True)
    (left / "damaged.json").write_text("no bookmark")
    return subprocess.run(
        [sys.executable, "-m", "coach", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **variables},
    )


RESUME = "play", "--resume", "--player", "null"


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [(("--debug", *RESUME), {}), (RESUME, {"COACH_DEBUG": "1"})],
)
def test_the_option_and_the_variable_both_show_it(
    arguments: tuple[str, ...], variables: dict[str, str]
) -> None:
    ran = coach(*arguments, **variables)
    noted = debug_file().read_text()

    assert "DecodeError: JSON is malformed" in noted
    assert "Traceback (most recent call last):" in noted
    assert "DecodeError: JSON is malformed" in ran.stderr


def test_unless_it_is_asked_for_nothing_is_noted_and_nothing_shown() -> None:
    ran = coach(*RESUME)

    assert not debug_file().exists()
    assert "Traceback" not in ran.stderr
    assert "damaged.json" not in ran.stderr


def test_a_session_shows_nothing_that_was_not_asked_for_in_the_systems_voice_either() -> None:
    short = ["feet", "--side", "left", "--talk", "bell", "--depth", "quick"]
    code = (
        "import sys\n"
        "from coach.cli import main\n"
        "from coach.players.player import PLAYERS\n"
        "PLAYERS['null'] = 'tests.quick'\n"
        f"sys.argv = ['coach', 'play', '--player', 'null', '--plain', '--no-log', *{short!r}]\n"
        "main()\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)

    assert (ran.returncode, ran.stderr) == (0, "")
