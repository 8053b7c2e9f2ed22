"""The ladder: which module may import which, and where each foreign library lives."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import coach

RUNGS: tuple[str, ...] = (
    "coach coach.appearing coach.clerk coach.cli.ending coach.cli.hangup coach.controls"
    " coach.errors coach.folders coach.order coach.palette coach.shipped coach.units"
    " coach.view.canvas",
    "coach.breath coach.canvas coach.cli.drawing coach.clip coach.mp3 coach.pace coach.playlist"
    " coach.reading coach.store coach.view.letters",
    "coach.hearing.bands coach.hearing.phrases coach.loudness coach.players coach.players.feed"
    " coach.recording coach.spot coach.tones",
    "coach.bed coach.figure coach.hearing.commands coach.hearing.echo coach.hearing.knocks"
    " coach.hearing.speech coach.log coach.phrasebook coach.players.lasting"
    " coach.players.simpleaudio coach.routine coach.safety coach.tool coach.voices",
    "coach.config coach.library coach.memory coach.players.stream coach.plot coach.pronounce"
    " coach.script coach.takeout coach.voices.pyttsx3 coach.voices.silent",
    "coach.bodymap coach.chart coach.hearing.ears coach.players.miniaudio coach.players.null"
    " coach.suggestion coach.timeline coach.writer",
    "coach.answers coach.arrangement coach.chapters coach.fitting coach.gains coach.hearing"
    " coach.mark coach.now coach.picture coach.revision coach.sounds coach.view.words",
    "coach.bookmark coach.captions coach.checking coach.description coach.encoder coach.mixer"
    " coach.poster coach.transcript",
    "coach.deck coach.formats coach.joined coach.question coach.tags",
    "coach.cli.options coach.export coach.stage",
    "coach.awake coach.batch coach.cli.handsfree coach.heard coach.mediakeys"
    " coach.mediakeys.playing coach.view.motion",
    "coach.cli.asking coach.mediakeys.mpris coach.scribe coach.view.scene coach.view.shapes",
    "coach.cli.keeping coach.view.layout",
    "coach.view",
    "coach.cli.plain",
    "coach.cli.screen",
    "coach.cli.resume",
    "coach.cli.check coach.cli.config coach.cli.doctor coach.cli.export coach.cli.list_"
    " coach.cli.log coach.cli.new coach.cli.play coach.cli.safety coach.cli.schema coach.cli.show"
    " coach.cli.suggest coach.cli.voices",
    "coach.cli",
    "coach.__main__",
)
"""From the lowest up. A module imports only from rungs below its own."""

RUNG = {name: number for number, names in enumerate(RUNGS) for name in names.split()}

HOME = {
    "blessed": "coach.cli.screen",
    "dbus_fast": "coach.mediakeys.mpris",
    "espeakng_loader": "coach.voices.pyttsx3",
    "imageio_ffmpeg": "coach.encoder",
    "miniaudio": "coach.players.miniaudio",
    "mutagen": "coach.tags",
    "PIL": "coach.canvas",
    "platformdirs": "coach.folders",
    "pydub": "coach.encoder",
    "pocketsphinx": "coach.hearing.phrases",
    "pysubs2": "coach.captions",
    "pyttsx3": "coach.voices.pyttsx3",
    "rich": "coach.cli.drawing",
    "simpleaudio": "coach.players.simpleaudio",
    "soundfile": "coach.recording",
    "soxr": "coach.clip",
    "tree_sitter": "coach.reading",
    "tree_sitter_toml": "coach.reading",
    "wakepy": "coach.awake",
}
"""The one module that imports each foreign library."""

FOLDER = Path(coach.__file__).parent


def module_name(path: Path) -> str:
    parts = ("coach", *path.relative_to(FOLDER).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


SOURCES = {module_name(path): path for path in sorted(FOLDER.rglob("*.py"))}


def imports(name: str) -> Iterator[str]:
    """Everything that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(SOURCES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (module if module in SOURCES else str(node.module) for module in inner)


IMPORTS = {name: set(imports(name)) for name in SOURCES}


def test_every_module_has_its_rung_and_every_rung_its_modules() -> None:
    assert set(RUNG) == set(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_imports_only_from_rungs_below(name: str) -> None:
    upward = [other for other in IMPORTS[name] if other in RUNG and RUNG[other] >= RUNG[name]]

    assert upward == []


def test_every_import_from_coach_is_of_a_module_that_is_there() -> None:
    ours = {other for name in SOURCES for other in IMPORTS[name] if other.split(".")[0] == "coach"}

    assert ours <= set(SOURCES)


@pytest.mark.parametrize("library", HOME)
def test_a_foreign_library_lives_in_one_file(library: str) -> None:
    users = {name for name in SOURCES for other in IMPORTS[name] if other.split(".")[0] == library}

    assert users == {HOME[library]}


@pytest.mark.parametrize(
    "command",
    [
        *("", "play", "export", "show", "list", "suggest", "log", "voices", "config"),
        *("doctor", "safety"),
    ],
)
def test_help_loads_nothing_heavy(command: str) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    code = (
        "import sys\n"
        f"sys.argv = ['coach', *{arguments!r}]\n"
        "from coach.cli import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    heavy = {"numpy", "miniaudio", "pyttsx3", "soundfile", "msgspec", "blessed", "rich", "PIL"}

    assert ran.stdout.startswith("Usage: coach")
    assert (heavy | {"pocketsphinx", "pydub"}) & set(ran.stderr.split()) == set()
    assert "coach.cli" in ran.stderr.split()
