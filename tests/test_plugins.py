"""What other packages bring: here each is a folder on the path, as when it is installed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.authoring.settings import SETTINGS_FILE, read_settings
from coach.cli import cli
from coach.errors import CoachError, ConfigError, PlayerError, PluginBroken, VoiceError
from coach.installing import remove_package
from coach.players.player import Listenable, Player, open_player
from coach.plugins import find_plugins
from coach.sound.clip import Samples
from coach.voices.silent import SilentVoice
from coach.voices.voice import VoiceName, at_hand, at_once, list_voices, open_voice

Install = Callable[..., None]

VOICE = """
import numpy as np
from coach.sound import Clip

class Toy:
    def __init__(self, name, rate_wpm):
        self.key = f"{name}:{rate_wpm}"

    def speak(self, text):
        if text == "fail":
            raise ZeroDivisionError("by nothing")
        wave = np.sin(np.arange(len(text) * 1000) / 10)
        return Clip(np.stack([wave, wave], axis=1).astype(np.float32), 8000)

def open_voice(name, rate_wpm):
    return Toy(name, rate_wpm)
"""
PLAYER = """
class Toy:
    heard = 0
    playing = False
    def play(self, blocks): pass
    def stop(self): return 0
    def close(self): pass

def open_player():
    return Toy()
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs packages for as long as the test runs."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(str(site))

    def put(package: str, code: str, *, group: str = "coach.voices", name: str = "toy") -> None:
        module = package.replace("-", "_")
        about = site / f"{module}-1.5.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text(f"Name: {package}\nVersion: 1.5\n")
        (about / "entry_points.txt").write_text(f"[{group}]\n{name} = {module}\n")
        (site / f"{module}.py").write_text(code)

    return put


def listed() -> tuple[list[VoiceName], list[str]]:
    """The voices that plug-ins bring, and what is told of those that are left out."""
    told: list[CoachError] = []
    rows = list_voices(told.append)
    return [row for row in rows if "toy" in row.name], [
        one.message for one in told if isinstance(one, PluginBroken)
    ]


def test_a_plugin_is_found_with_its_package(install: Install) -> None:
    install("plug-voice", VOICE)
    plugin = find_plugins("coach.voices")["toy"]

    assert (plugin.name, plugin.package, plugin.version) == ("toy", "plug-voice", "1.5")
    assert find_plugins("coach.players").get("toy") is None


def test_of_two_of_one_name_that_of_the_first_package_is_taken(install: Install) -> None:
    install("plug-b", VOICE)
    install("plug-a", VOICE)

    assert find_plugins("coach.voices")["toy"].package == "plug-a"


@pytest.mark.parametrize(("wanted", "key"), [("toy", ":145"), ("toy:", ":145"), ("toy:a", "a:145")])
def test_a_voice_of_another_package_is_opened_by_its_engine(
    install: Install, wanted: str, key: str
) -> None:
    install("plug-named", VOICE)

    assert open_voice(wanted, 145).key == f"toy-1.5:{key}"


def test_what_another_packages_voice_says_is_finished_as_all_is(install: Install) -> None:
    install("plug-finished", VOICE)
    clip = open_voice("toy", 145).speak("Lean in.")

    assert (clip.rate_hz, clip.samples.ndim) == (44_100, 1)
    assert clip.lasts == pytest.approx(1000, abs=5)


def test_a_phrase_that_another_packages_voice_fails_at_is_told_with_the_package(
    install: Install,
) -> None:
    install("plug-failing", VOICE)

    with pytest.raises(VoiceError) as caught:
        open_voice("toy", 145).speak("fail")
    assert caught.value.message == (
        "the voice of the package plug-failing could not speak 'fail': "
        "ZeroDivisionError: by nothing"
    )
    assert caught.value.noted == ""


def test_a_voice_of_another_package_may_tell_what_it_has_at_hand(install: Install) -> None:
    install("plug-plain", VOICE)
    plain = open_voice("toy", 145)
    assert (at_once(plain), at_hand(plain, "Lean in.")) == (1, False)

    told = "    at_once = 3\n    def at_hand(self, text):\n        return text == 'Lean in.'\n"
    at = VOICE.index("    def speak(")
    install("plug-ahead", VOICE[:at] + told + VOICE[at:], name="ahead")
    ahead = open_voice("ahead:", 145)
    assert (at_once(ahead), at_hand(ahead, "Lean in."), at_hand(ahead, "x")) == (3, True, False)


def test_without_a_list_of_its_own_an_engine_is_one_voice(install: Install) -> None:
    install("plug-one", VOICE)

    assert listed() == ([VoiceName("toy", "of the package plug-one", "", usual=True)], [])


def test_voices_of_a_plugin_are_listed_as_they_are_asked_for(install: Install) -> None:
    rows = '[("", "as usual", "en"), ["low", "a low one", ""], ("de", "a German one", "de")]'
    install("plug-listing", f"{VOICE}\ndef list_voices():\n    return {rows}\n")

    assert listed() == (
        [
            VoiceName("toy:low", "a low one", "", usual=True),
            VoiceName("toy:de", "a German one", "de"),
            VoiceName("toy", "as usual", "en", usual=True),
        ],
        [],
    )


def test_a_voice_of_coachs_own_that_comes_as_a_plugin_is_shown_first_whatever_its_language(
    install: Install,
) -> None:
    row = 'VoiceName("max", "a German one", "de")'
    imported = "from coach.voices import VoiceName"
    install("plug-own", f"{VOICE}\n{imported}\ndef list_voices():\n    return [{row}]\n")

    assert listed() == ([VoiceName("toy:max", "a German one", "de", usual=True)], [])


BROKEN = {
    "import": ("import nowhere_at_all", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
    "exit": ("raise SystemExit(3)", "SystemExit: 3"),
    "syntax": ("def", "SyntaxError: invalid syntax (plug_syntax.py, line 1)"),
    "raising": (f"{VOICE}\ndef list_voices():\n    1 / 0", "ZeroDivisionError: division by zero"),
    "none": (f"{VOICE}\ndef list_voices(): pass", "TypeError: 'NoneType' object is not iterable"),
    "rows": (
        f"{VOICE}\ndef list_voices():\n    return ['low']",
        "'low' is no name, description and language of a voice",
    ),
    "lines": ("raise ValueError('one\\ntwo')", "ValueError: one two"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_plugin_is_told_in_one_line_and_the_rest_is_listed(
    install: Install, case: str, runner: CliRunner
) -> None:
    code, reason = BROKEN[case]
    install(f"plug-{case}", code, name="broken")
    install("plug-sound", VOICE)
    result = runner.invoke(cli, ["voices", "--all"])

    assert result.exit_code == 0
    assert "toy " in result.stdout
    assert "silent " in result.stdout
    assert result.stderr == (
        f"Error: the voice 'broken' of the package plug-{case} does not work: {reason}; a newer "
        f"plug-{case} may mend it, {remove_package(f'plug-{case}')} takes it away\n"
    )


@pytest.mark.parametrize(
    ("case", "code", "reason"),
    [
        ("gone", "import nowhere_at_all", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("bare", "", "AttributeError: module 'plug_bare' has no attribute 'open_voice'"),
        ("empty", "def open_voice(name, rate_wpm): pass", "NoneType has no key, speak"),
    ],
)
def test_a_broken_voice_is_not_opened_and_its_package_told(
    install: Install, case: str, code: str, reason: str
) -> None:
    install(f"plug-{case}", code)

    with pytest.raises(PluginBroken) as caught:
        open_voice("toy", 145)
    assert caught.value.package == f"plug-{case}"
    assert f"of the package plug-{case} does not work: {reason}; " in caught.value.message


def test_a_voice_that_cannot_tell_its_key_is_broken(install: Install) -> None:
    keyless = f"{VOICE}\nToy.__init__ = lambda *_: None\nToy.key = property(lambda self: 1 / 0)\n"
    install("plug-keyless", keyless)

    with pytest.raises(PluginBroken, match="ZeroDivisionError"):
        open_voice("toy", 145).key  # noqa: B018


def test_what_a_plugin_raises_of_coachs_own_is_told_as_it_is(install: Install) -> None:
    install(
        "plug-telling",
        "from coach.errors import VoiceUnavailable\n"
        "def open_voice(name, rate_wpm): raise VoiceUnavailable('download a model first')\n",
    )

    with pytest.raises(VoiceError, match=r"^download a model first$"):
        open_voice("toy", 145)


def test_a_name_of_coachs_own_is_never_a_plugins(install: Install) -> None:
    install("plug-silent", VOICE, name="silent")
    install("plug-null", "raise SystemExit", group="coach.players", name="null")

    assert isinstance(open_voice("silent", 145), SilentVoice)
    open_player("null").close()
    assert [row.described for row in list_voices(print) if row.name == "silent"] == [
        "says nothing, in the time of speaking"
    ]


def test_for_names_of_coachs_own_no_plugin_is_looked_for(
    monkeypatch: pytest.MonkeyPatch, runner: CliRunner, tmp_path: Path
) -> None:
    def look(**_group: str) -> None:
        raise AssertionError("plug-ins were looked for")

    monkeypatch.setattr("importlib.metadata.entry_points", look)
    path = tmp_path / SETTINGS_FILE
    path.write_text('player = "null"\n')

    assert read_settings(path) == {"player": "null"}
    open_voice("silent", 145)
    open_player("null").close()
    for asked in (["--help"], ["play", "--help"], ["config", "--player", "null"]):
        assert runner.invoke(cli, asked).exit_code == 0


def test_a_player_of_another_package_is_taken_by_flag_and_file(
    install: Install, runner: CliRunner, tmp_path: Path
) -> None:
    install("plug-player", PLAYER, group="coach.players")
    path = tmp_path / SETTINGS_FILE
    path.write_text('player = "toy"\n')

    assert 'player = "toy"' in runner.invoke(cli, ["config", "--player", "toy"]).stdout
    assert read_settings(path) == {"player": "toy"}
    assert not open_player("toy").playing


def test_a_broken_player_can_be_named_and_not_opened(install: Install, runner: CliRunner) -> None:
    install("plug-deaf", "def open_player(): return 7", group="coach.players")

    assert runner.invoke(cli, ["config", "--player", "toy"]).exit_code == 0
    with pytest.raises(PluginBroken) as caught:
        open_player("toy")
    assert caught.value.message == (
        "the player 'toy' of the package plug-deaf does not work: int has no play, stop, heard, "
        "playing, close; a newer plug-deaf may mend it, "
        f"{remove_package('plug-deaf')} takes it away"
    )


BREAKING = """
class Toy:
    def _break(self, *_):
        1 / 0
    heard = playing = property(_break)
    play = stop = close = listen = _break

def open_player():
    return Toy()
"""


@pytest.mark.parametrize(
    "use",
    [
        lambda player: player.play(iter([])),
        lambda player: player.stop(),
        lambda player: player.heard,
        lambda player: player.playing,
        lambda player: player.listen(print),
        lambda player: player.close(),
    ],
)
def test_a_player_that_breaks_while_it_plays_is_told_with_its_package_and_noted(
    install: Install, use: Callable[[Player], object], caplog: pytest.LogCaptureFixture
) -> None:
    install("plug-breaking", BREAKING, group="coach.players")

    with pytest.raises(PluginBroken) as caught:
        use(open_player("toy"))
    assert caught.value.message == (
        "the player 'toy' of the package plug-breaking does not work: "
        "ZeroDivisionError: division by zero; a newer plug-breaking may mend it, "
        f"{remove_package('plug-breaking')} takes it away"
    )
    (noted,) = caplog.records
    assert noted.exc_info is not None
    assert noted.exc_info[0] is ZeroDivisionError


def test_a_session_on_a_player_that_breaks_ends_with_one_line(
    install: Install, runner: CliRunner
) -> None:
    install("plug-breaks-down", BREAKING, group="coach.players", name="down")
    ended = runner.invoke(cli, ["play", "feet", "--voice", "silent", "--player", "down", "--plain"])

    assert ended.exit_code == 1
    assert isinstance(ended.exception, SystemExit)
    assert ended.stderr.startswith("Error: the player 'down' of the package plug-breaks-down ")
    assert ended.stderr.count("\n") == 1


def test_what_a_player_tells_and_is_no_number_is_its_fault_too(install: Install) -> None:
    install("plug-vague", PLAYER.replace("heard = 0", "heard = None"), group="coach.players")

    with pytest.raises(PluginBroken, match="TypeError"):
        open_player("toy").heard  # noqa: B018


def test_what_keeps_a_block_from_coming_is_no_fault_of_the_player(
    install: Install, caplog: pytest.LogCaptureFixture
) -> None:
    at_once = PLAYER.replace("(self, blocks): pass", "(self, blocks): list(blocks)")
    install("plug-innocent", at_once, group="coach.players")

    def failing() -> Iterator[Samples]:
        raise ZeroDivisionError("a bug of coach's own")
        yield

    with pytest.raises(ZeroDivisionError, match="a bug of coach's own"):
        open_player("toy").play(failing())
    assert caplog.records == []


def test_the_device_of_a_player_that_has_gone_is_told_as_it_is(install: Install) -> None:
    gone = "from coach.errors import PlayerError\n" + PLAYER.replace(
        "(self): return 0", "(self): raise PlayerError('unplugged')"
    )
    install("plug-gone", gone, group="coach.players")

    with pytest.raises(PlayerError, match=r"^unplugged$"):
        open_player("toy").stop()


def test_a_player_can_be_listened_to_if_the_package_lets_it(install: Install) -> None:
    hears = PLAYER.replace(
        "    def close", "    def listen(self, take): take(b'sound')\n    def close"
    )
    install("plug-mute", PLAYER, group="coach.players", name="mute")
    install("plug-heard", hears, group="coach.players", name="heard")
    player, taken = open_player("heard"), list[bytes]()
    assert isinstance(player, Listenable)
    player.listen(taken.append)

    assert taken == [b"sound"]
    assert not isinstance(open_player("mute"), Listenable)


@pytest.mark.parametrize(
    ("package", "fails"), [("plug-half", ""), ("plug-half-closed", "; raise OSError")]
)
def test_what_was_opened_is_closed_when_something_is_missing(
    install: Install, tmp_path: Path, package: str, fails: str
) -> None:
    closed = tmp_path / "closed"
    code = PLAYER.replace("def play(self, blocks): pass", "")
    code = code.replace("(self): pass", f"(self): open({str(closed)!r}, 'w').close(){fails}")
    install(package, code, group="coach.players")

    with pytest.raises(PluginBroken, match="Toy has no play;"):
        open_player("toy")
    assert closed.exists()


def test_a_player_that_is_none_is_answered_with_all_there_are_and_the_nearest(
    install: Install, runner: CliRunner, tmp_path: Path
) -> None:
    install("plug-near", PLAYER, group="coach.players", name="toyplayer")
    path = tmp_path / SETTINGS_FILE
    path.write_text('\nplayer = "toyplaye"\n')
    result = runner.invoke(cli, ["config", "--player", "toyplaye"])

    assert result.exit_code == 2
    assert result.stderr.endswith(
        "'toyplaye' is not one of 'miniaudio', 'simpleaudio', 'null', 'toyplayer'; "
        "did you mean toyplayer?\n"
    )
    with pytest.raises(ConfigError) as told:
        read_settings(path)
    assert told.value.message == (
        f"{path}:2: player: 'toyplaye' is not one of miniaudio, simpleaudio, null, toyplayer; "
        "did you mean toyplayer?"
    )
    with pytest.raises(PlayerError, match=r"there are .*; did you mean toyplayer\?$"):
        open_player("toyplaye")
