"""The options that commands share, and what they are opened into."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from coach.bed import Bed
    from coach.breath import Breath
    from coach.script import Script
    from coach.timeline import Arrangement
    from coach.voices import Voice

F = TypeVar("F", bound=Callable[..., Any])


class BreathType(click.ParamType["Breath"]):
    """A breathing pattern such as 4-6."""

    name = "pattern"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> "Breath":
        """Read it, or say what is allowed."""
        from coach.breath import Breath, parse_breath

        if isinstance(value, Breath):
            return value
        try:
            return parse_breath(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


DEPTH = click.option(
    "--depth",
    type=click.Choice(["quick", "standard", "deep"]),
    default="standard",
    envvar="COACH_DEPTH",
    show_default=True,
    help="How long each spot is held and worked: 30, 60 or 90 seconds of hold.",
)
BREATH = click.option(
    "--breath",
    type=BreathType(),
    default="4-6",
    envvar="COACH_BREATH",
    show_default=True,
    help="Seconds of a breath: in-out, in-hold-out or in-hold-out-rest, such as 4-7-8.",
)
VOICE = click.option(
    "--voice",
    default="",
    envvar="COACH_VOICE",
    show_default="the system's",
    help="Who speaks: a name from `coach voices`, or `silent`.",
)
RATE = click.option(
    "--rate",
    type=click.IntRange(100, 220),
    default=145,
    envvar="COACH_RATE",
    show_default=True,
    help="Words a minute.",
)
BED = click.option(
    "--bed",
    default="pad",
    envvar="COACH_BED",
    show_default=True,
    help="The sound under the session: pad, rain, brown, none, or a sound file of yours.",
)
PLAYER = click.option(
    "--player",
    type=click.Choice(["miniaudio", "simpleaudio", "null"]),
    default="miniaudio",
    envvar="COACH_PLAYER",
    show_default=True,
    help="What plays; `null` keeps time without sound.",
)

SCRIPT_OPTIONS = (DEPTH, BREATH, VOICE, RATE)
"""What decides what is said, and when."""
SOUND_OPTIONS = (*SCRIPT_OPTIONS, BED)
"""What decides what is heard."""
SETTINGS = (*SOUND_OPTIONS, PLAYER)
"""All that the settings file can hold."""


def options(*shared: Callable[[F], F]) -> Callable[[F], F]:
    """Give a command these options, in this order."""

    def decorate(command: F) -> F:
        for option in reversed(shared):
            command = option(command)
        return command

    return decorate


class Session(NamedTuple):
    """A routine opened with the listener's wishes: what is said, by whom."""

    script: "Script"
    voice: "Voice"
    arrangement: "Arrangement"


def open_session(routine: str, *, depth: Any, breath: "Breath", voice: str, rate: int) -> Session:
    """Write the script of a routine and open the voice that speaks it."""
    from coach.folders import memory_folder
    from coach.library import shipped_library
    from coach.memory import RememberingVoice
    from coach.pronounce import PronouncingVoice
    from coach.timeline import Arrangement
    from coach.voices import open_voice
    from coach.writer import Wishes, write_script

    library = shipped_library()
    wishes = Wishes(depth=depth, breath=breath, rate_wpm=rate)
    script = write_script(library.entry(routine), library.phrasebook(), wishes)
    remembering = RememberingVoice(open_voice(voice, rate), memory_folder())
    speaking = PronouncingVoice(remembering, library.pronunciation())
    return Session(script, speaking, Arrangement(script, speaking))


def open_the_bed(wanted: str) -> "Bed | None":
    """The bed of a name or file."""
    from coach.bed import open_bed

    return open_bed(wanted)


def settings_path() -> Path:
    """Where the settings file lies."""
    from coach.config import FILE
    from coach.folders import config_folder

    return config_folder() / FILE
