import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coach import session
from coach.cli import cli
from coach.cli.resume import ASKING_S, Noting
from coach.disk.heard import note_heard
from coach.disk.shipped import shipped
from coach.log import listened as heard, scribe
from coach.log.log import Logged
from coach.players.null import NullPlayer, open_player
from coach.players.player import PLAYERS
from coach.session import Session, open_session
from coach.stage.bookmark import bookmark_path, digest_cues
from coach.stage.stage import Stage
from coach.units import Ms, seconds
from tests.cli.commands.test_play import BEGIN, PLAY, QUICK, Terminal, on_a_terminal
from tests.nightly import nightly
from tests.patience import PATIENCE_S, wait_until

RIGHT = "Plantar muscles, right"
SILENT = ("--voice", "silent", "--bed", "none")
LONGER = {"kind": "longer", "number": 1, "cue": 0, "into": 0, "by": 30_000}
LATE = {"kind": "easier", "number": 2, "cue": 900, "into": 0, "by": 0}
"""At a cue that no section of the feet has."""


SOON = f"""
from coach.log import scribe
scribe.NOTED_EVERY = 0
{BEGIN}
"""
"""A program that notes the place from the first moment on."""


HASTY = f"""
from coach.cli import resume
resume.ASKING_S = 1.5
{SOON}
"""
"""One that waits a second or two for an answer."""


@pytest.fixture
def left(clean_environment: Path) -> Path:
    """The file in which it is noted where the feet were left."""
    return bookmark_path(clean_environment / "state" / "coach" / "left", ("feet",), ())


def leave(path: Path, *, ended: bool = False, ago_s: float = 60.0, **changed: object) -> None:
    """As a session for the feet leaves it on the way through the right side."""
    asked: dict[str, object] = {
        "names": ["feet"],
        "spots": [],
        "side": None,
        "tool": None,
        "place": None,
        "avoid": [],
        "library": None,
        "depth": "standard",
        "minutes": None,
        "breath": "4-6",
        "talk": "full",
        "safety": "short",
        "why": True,
        "setup": 1.0,
        "seed": 1,
        "voice": "silent",
        "rate": 145,
        "bed": "none",
    }
    point = {"number": 2, "into": 30_000, "revisions": []}
    noted: dict[str, object] = {
        "request": asked,
        "point": point,
        "section": RIGHT,
        "at": 250_000,
        "when": time.time() - ago_s,
        "cues": "another",
        "ended": ended,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**noted, **changed}))


@contextmanager
def playing(*args: str, begin: str = SOON) -> Iterator[Terminal]:
    opened = Terminal("play", *args, "--player", "null", begin=begin)
    try:
        yield opened
    finally:
        opened.close()


def run(runner: CliRunner, *args: str) -> Result:
    return runner.invoke(cli, ["play", *args, "--player", "null"])


def kept(path: Path) -> dict[str, Any]:
    noted: dict[str, Any] = json.loads(path.read_text())
    return noted


@on_a_terminal
def test_what_was_ended_goes_on_with_resume_in_the_same_section(left: Path) -> None:
    with playing("feet", *QUICK) as terminal:
        terminal.wait_for("Opening  1 of 4")
        terminal.type("\x1b[C\x1b[C")
        terminal.wait_for(f"{RIGHT}  3 of 4")
        terminal.type("q")
        terminal.wait_for("`coach play --resume` goes on from there.")
        assert terminal.end() == 0
    noted = kept(left)

    assert (noted["section"], noted["point"]["number"], noted["ended"]) == (RIGHT, 2, True)
    assert noted["request"]["seed"] == 1
    with playing("feet", "--resume") as terminal:
        terminal.wait_for(f"{RIGHT}  3 of 4")
        terminal.type("q")
        assert terminal.end() == 0


@on_a_terminal
def test_after_a_power_cut_the_place_is_known_within_seconds(left: Path) -> None:
    with playing("feet", *QUICK) as terminal:
        terminal.wait_for("Opening  1 of 4")
        terminal.type("\x1b[C")
        terminal.wait_for("left  2 of 4  [^\r]*:[^\r]*")
        wait_until(lambda: left.exists() and kept(left)["point"]["number"] == 1)
        terminal.program.kill()

    assert not kept(left)["ended"]


@on_a_terminal
@pytest.mark.parametrize(
    ("typed", "ago_s", "section"),
    [
        *(("n", 60, "Opening"), ("\r", 60, RIGHT)),
        *(nightly("y", 60, RIGHT), nightly("\r", 90_000, "Opening")),
    ],
)
def test_what_was_cut_off_is_offered_and_what_is_fresh_is_gone_on_with(
    left: Path, typed: str, ago_s: float, section: str
) -> None:
    leave(left, ago_s=ago_s)
    with playing("feet", *QUICK) as terminal:
        terminal.wait_for(
            r"It was cut off: feet at 4:10 \(Plantar muscles, right\)\. Go on there\?"
        )
        terminal.type(typed)
        terminal.wait_for(f"{section}  . of 4")
        terminal.type("q")
        assert terminal.end() == 0


@on_a_terminal
def test_a_question_that_nobody_answers_keeps_nobody_waiting(
    left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(left)
    with playing("feet", *QUICK, begin=HASTY) as terminal:
        terminal.wait_for("Go on there")
        asked = time.monotonic()
        terminal.wait_for(f"{RIGHT}  3 of 4")
        terminal.type("q")
        assert terminal.end() == 0
    assert time.monotonic() - asked > 1
    assert ASKING_S == 10


def test_what_was_ended_on_purpose_is_not_offered(runner: CliRunner, left: Path) -> None:
    leave(left, ended=True)
    result = run_briefly(runner, "feet")

    assert "cut off" not in result.output


def test_another_routine_is_played_as_if_nothing_had_been_left(
    runner: CliRunner, left: Path
) -> None:
    leave(left)

    assert "cut off" not in run_briefly(runner, "calves").output


def test_without_a_terminal_it_is_told_and_not_asked(runner: CliRunner, left: Path) -> None:
    leave(left)
    result = run_briefly(runner, "feet")

    assert result.stderr == (
        "It was cut off: feet at 4:10 (Plantar muscles, right). With --resume it goes on there.\n"
    )


def run_briefly(runner: CliRunner, *args: str, quick: Iterable[str] = QUICK) -> Result:
    """Play, and end it at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stage, "_run", lambda *_args: iter(()))
        return run(runner, *args, *quick)


def run_and_leave(runner: CliRunner, *args: str, quick: Iterable[str] = QUICK) -> Result:
    """The same, of a session that is noted as soon as it has begun."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scribe, "NOTED_EVERY", Ms(0))
        patch.setattr(Stage, "_run", lambda stage, _control: iter([stage.now]))
        return run(runner, *args, *quick)


def test_what_has_hardly_begun_leaves_the_place_that_is_noted(
    runner: CliRunner, left: Path
) -> None:
    leave(left)
    before = left.read_bytes()
    result = run_briefly(runner, "feet")

    assert result.exit_code == 0
    assert "goes on from there" not in result.output
    assert left.read_bytes() == before


@pytest.mark.parametrize(("heard_s", "noted"), [(29, False), (31, True)])
def test_a_session_is_noted_once_half_a_minute_of_it_was_heard(
    left: Path, heard_s: int, noted: bool
) -> None:
    opened = open_feet()
    stage = Stage(opened.arrange(), opened.voice, None, open_player, opened.sheet)
    nothing = Logged(
        *(0, datetime.now(UTC)),
        name="feet",
        title="Feet",
        depth="standard",
        planned=Ms(0),
        heard=Ms(0),
    )
    keeper = scribe.Scribe(None, nothing, clock=count().__next__)
    noting = Noting(opened.request, opened.script, keeper, resumed=False)
    with closing(stage), closing(noting), closing(keeper):
        stage.begin()
        for second in range(heard_s + 1):
            now = replace(stage.now, position=seconds(second))
            keeper.look(now)
            noting.look(now)

    assert left.exists() == noted


def test_a_session_that_goes_on_is_noted_at_once(runner: CliRunner, left: Path) -> None:
    leave(left)
    result = run_briefly(runner, "feet", "--resume")

    assert result.stdout.endswith("`coach play --resume` goes on from there.\n")
    assert kept(left)["ended"]


def test_the_place_of_one_session_is_none_of_another(runner: CliRunner, left: Path) -> None:
    run_and_leave(runner, "feet")
    run_and_leave(runner, "calves")

    assert run_briefly(runner, "feet", "--resume").stdout.startswith("The feet,")
    assert run_briefly(runner, "calves", "--resume").stdout.startswith("The calves,")
    assert len(list(left.parent.iterdir())) == 2


def test_without_a_log_the_place_is_kept_all_the_same(runner: CliRunner, left: Path) -> None:
    run_and_leave(runner, "feet", "--no-log")

    assert left.exists()


def test_what_is_heard_to_its_end_is_not_come_back_to_and_all_else_is(
    runner: CliRunner, left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PLAYERS, "null", "tests.quick")
    monkeypatch.setattr(
        heard, "HEARD_SLACK", Ms(3_600_000)
    )  # the quick player is ahead of every clock
    leave(left, ended=True)
    calves = bookmark_path(left.parent, ("calves",), ())
    leave(calves)
    run(runner, "feet", *QUICK)

    assert not left.exists()
    assert calves.exists()


def test_resume_alone_goes_on_with_what_was_left_last(runner: CliRunner, left: Path) -> None:
    run_and_leave(runner, "feet")
    run_and_leave(runner, "--spot", "piriformis")
    leave(bookmark_path(left.parent, ("calves",), ()), names=["calves"])

    assert "piriformis" in run(runner, "hips", "--resume").stderr
    assert run_briefly(runner, "--resume").stdout.startswith("The outer buttock,")


def test_where_the_place_cannot_be_kept_the_reason_is_told_and_nothing_promised(
    runner: CliRunner, left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left.parent.parent.mkdir(parents=True)
    left.parent.write_text("a file where a folder should be")
    result = run_and_leave(runner, "feet")

    assert result.exit_code == 0
    assert "goes on from there" not in result.output
    assert result.stderr == f"The place is not kept in {left.parent}: File exists.\n"


def test_the_sound_ends_before_a_slow_disk_is_waited_for(
    runner: CliRunner, left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()
    waited: list[bool] = []
    monkeypatch.setattr(NullPlayer, "close", lambda _player: ended.set())
    monkeypatch.setattr(os, "fsync", lambda _file: waited.append(ended.wait(2)))
    leave(left)
    run_briefly(runner, "--resume")

    assert waited == [True]


def test_a_session_from_files_goes_on_from_another_folder(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    (here / "own").mkdir(parents=True)
    there.mkdir()
    (here / "mine.toml").write_text(
        'title = "Mine"\npurpose = "for tests"\n'
        '[[stops]]\nspot = "feet"\ntool = "tennis-ball"\nplace = "chair"\n'
    )
    shutil.copy(shipped("audio") / "brown.ogg", here / "my.ogg")
    monkeypatch.chdir(here)
    files = ["mine.toml", "--library", "own", "--bed", "my.ogg", "--voice", "silent"]
    result = run_and_leave(runner, *files, quick=())
    assert result.exit_code == 0, result.output
    monkeypatch.chdir(there)
    result = run_briefly(runner, "--resume", quick=())

    assert result.stderr == ""
    assert result.stdout.startswith("Mine,")


def test_a_note_that_lacks_an_option_goes_on_with_what_holds_now(
    runner: CliRunner, left: Path
) -> None:
    leave(left, request={"names": ["feet"], "depth": "quick"})

    assert run_briefly(runner, "--resume").exit_code == 0


def test_with_nothing_left_resume_says_so(runner: CliRunner) -> None:
    result = run(runner, "feet", "--resume")

    assert result.exit_code == 2
    assert "there is nothing to resume: no session was left before its end" in result.stderr


def test_resume_of_another_routine_says_what_was_left(runner: CliRunner, left: Path) -> None:
    leave(left)
    result = run(runner, "calves", "--resume")

    assert result.exit_code == 2
    assert "what was left is feet at 4:10 (Plantar muscles, right);" in result.stderr
    assert left.exists()


def test_a_session_that_has_changed_meanwhile_is_not_resumed(runner: CliRunner, left: Path) -> None:
    leave(left, section="Sole of the hand, right")
    result = run(runner, "--resume")

    assert result.exit_code == 2
    assert "feet has changed since it was left at Sole of the hand, right, or" in result.stderr


def test_on_one_side_alone_it_goes_on_where_that_section_is_now(
    runner: CliRunner, left: Path
) -> None:
    leave(left, point={"number": 2, "into": 30_000, "revisions": [LATE]})
    result = run_briefly(runner, "--resume", "--side", "right")

    assert result.exit_code == 0
    assert kept(left)["point"]["number"] == 1
    assert kept(left)["section"] == RIGHT


def test_a_damaged_note_is_as_none(runner: CliRunner, left: Path) -> None:
    left.parent.mkdir(parents=True)
    left.write_text('{"request": {}')

    assert "nothing to resume" in run(runner, "--resume").stderr


def test_what_was_asked_for_on_the_floor_is_still_so(
    runner: CliRunner, left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(left)
    plain = total(run_briefly(runner, "--resume"))
    leave(left, point={"number": 2, "into": 0, "revisions": [LONGER]}, cues=cues_of_feet())

    assert total(run_briefly(runner, "--resume")) == plain + 60


@pytest.mark.parametrize("revision", [LONGER, LATE], ids=["longer", "easier"])
@pytest.mark.parametrize("changed", [["--talk", "bell"], ["--depth", "deep"]], ids=" ".join)
def test_in_a_session_of_other_cues_only_what_was_made_easier_stays_so(
    runner: CliRunner, left: Path, revision: dict[str, object], changed: list[str]
) -> None:
    leave(left)
    plain = total(run_briefly(runner, "--resume", *changed))
    leave(left, point={"number": 2, "into": 0, "revisions": [revision]})
    result = run_briefly(runner, "--resume", *changed)

    assert result.exit_code == 0
    assert (total(result) < plain) == (revision["kind"] == "easier")
    assert total(result) <= plain


def first_session(left: Path) -> dict[str, Any]:
    """What is noted of it but where and when."""
    noted = kept(left)
    return {name: noted[name] for name in ("request", "cues")}


def test_a_first_session_goes_on_as_it_was_however_much_was_heard_since(
    runner: CliRunner, left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_and_leave(runner, "feet", quick=SILENT)
    before = first_session(left)
    for _ in range(3):
        note_heard()
    monkeypatch.setattr(session, "date", Tomorrow)
    monkeypatch.setenv("COACH_TALK", "bell")
    run_briefly(runner, "--resume", quick=())
    resumed = first_session(left)
    run_and_leave(runner, "feet", quick=SILENT)

    assert (before["request"]["safety"], before["request"]["why"]) == ("full", True)
    assert before["request"]["seed"] == date.today().toordinal()
    assert resumed == before
    anew = first_session(left)
    assert (anew["request"]["safety"], anew["request"]["why"]) == ("short", False)
    assert anew["request"]["seed"] == before["request"]["seed"] + 1
    assert anew["cues"] != before["cues"]


class Tomorrow(date):
    """The day after."""

    @classmethod
    def today(cls) -> "Tomorrow":
        return cls.fromordinal(date.today().toordinal() + 1)


def test_a_place_in_what_comes_before_the_opening_is_gone_on_with(
    runner: CliRunner, left: Path
) -> None:
    run_and_leave(runner, "feet", quick=SILENT)
    note_heard()
    result = run_briefly(runner, "--resume", quick=())

    assert result.exit_code == 0
    assert kept(left)["section"] == "Before you begin"


def test_who_knows_the_safety_words_meanwhile_begins_at_the_section_that_was_left(
    runner: CliRunner, left: Path
) -> None:
    asked = {"names": ["feet"], "safety": "full", "why": True, "seed": 1, "voice": "silent"}
    leave(left, request=asked, point={"number": 3, "into": 30_000, "revisions": []})
    result = run_briefly(runner, "--resume", "--safety", "short", quick=())

    assert result.exit_code == 0
    assert kept(left)["point"]["number"] == 2
    assert kept(left)["section"] == RIGHT


def cues_of_feet() -> str:
    """Of the session that is left by `leave`."""
    return digest_cues(open_feet().script)


def open_feet() -> Session:
    return open_session("feet", safety="short", seed=1, voice="silent")


def total(result: Result) -> int:
    """The seconds of the session that the first line tells."""
    minutes, seconds = re.findall(r"(\d+):(\d\d)", result.stdout)[0]
    return 60 * int(minutes) + int(seconds)


@on_a_terminal
def test_a_countdown_comes_before_the_session(left: Path) -> None:
    with playing("feet", *QUICK, "--in", "5s") as terminal:
        terminal.wait_for("Opening  1 of 4  0:00")
        began = time.monotonic()
        terminal.wait_for("Opening  1 of 4  0:01")
        assert time.monotonic() - began > 2
        terminal.type("q")
        assert terminal.end() == 0


@pytest.mark.parametrize(
    ("text", "told"), [("soon", "write 20s, 1m or 1m30s"), ("11m", "at most 10:00")]
)
def test_a_countdown_that_cannot_be_says_what_can(runner: CliRunner, text: str, told: str) -> None:
    result = run(runner, "feet", "--in", text)

    assert result.exit_code == 2
    assert told in result.stderr


@on_a_terminal
def test_a_terminal_that_closes_does_not_end_the_session(left: Path) -> None:
    terminal = Terminal(*PLAY, begin=SOON)
    terminal.wait_for("Opening  1 of 4")
    os.close(terminal._typing)
    os.close(terminal._screen)
    noted = kept(left)["at"] if left.exists() else 0
    wait_until(lambda: left.exists() and kept(left)["at"] > noted + 1000)

    assert terminal.program.poll() is None
    terminal.program.terminate()
    assert terminal.program.wait(PATIENCE_S) == 0
    assert kept(left)["ended"]
