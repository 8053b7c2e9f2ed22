"""The listener's settings file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, get_args

from msgspec import Meta, Struct
from msgspec.structs import asdict

from coach.choices import (
    FASTEST_WPM,
    LEAST_SETUP,
    MOST_SETUP,
    SLOWEST_WPM,
    DepthName,
    PlayerName,
    Talk,
    Theme,
)
from coach.content import parse_breath
from coach.disk import Problem, config_folder, read_toml
from coach.errors import ConfigError, did_you_mean
from coach.plugins import find_plugins

SETTINGS_FILE = "coach.toml"


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """Every setting of the file, named as its flag; what is None was not set."""

    depth: DepthName | None = None
    breath: str | None = None
    talk: Talk | None = None
    setup: Annotated[float, Meta(ge=LEAST_SETUP, le=MOST_SETUP)] | None = None
    voice: str | None = None
    rate: Annotated[int, Meta(ge=SLOWEST_WPM, le=FASTEST_WPM)] | None = None
    bed: str | None = None
    player: Annotated[str, Meta(examples=list(get_args(PlayerName)))] | None = None
    """One of these, or one that another package brings."""
    theme: Theme | None = None
    plain: bool | None = None
    avoid: tuple[str, ...] | None = None
    library: str | None = None
    language: str | None = None
    log: bool | None = None
    ask: bool | None = None
    listen: bool | None = None
    knock: bool | None = None


def settings_path() -> Path:
    """Where the settings file lies."""
    return config_folder() / SETTINGS_FILE


def read_settings(path: Path) -> dict[str, object]:
    """What the settings file sets, by name; nothing if there is no file.

    Raises:
        ConfigError: It is wrong; with every mistake.
    """
    if not path.exists():
        return {}
    settings = read_toml(path, Settings, check=_problems, error=ConfigError)
    return {name: value for name, value in asdict(settings).items() if value is not None}


def _problems(settings: Settings) -> Iterator[Problem]:
    if settings.setup is not None and settings.setup != settings.setup:
        yield ("setup",), f"nan: should be a number from {LEAST_SETUP} to {MOST_SETUP}"
    if settings.player is not None and settings.player not in get_args(PlayerName):
        yield from _player_problems(settings.player)
    if settings.breath is not None:
        try:
            parse_breath(settings.breath)
        except ValueError as error:
            yield ("breath",), str(error)


def _player_problems(player: str) -> Iterator[Problem]:
    """What is wrong with a player that is none of ours; no package is loaded for it."""
    known = (*get_args(PlayerName), *find_plugins("coach.players"))
    if player not in known:
        yield (
            ("player",),
            f"{player!r} is not one of {', '.join(known)}{did_you_mean(player, known)}",
        )
