"""The options that commands share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from coach.choices import (
    BED,
    FASTEST_WPM,
    LANGUAGE,
    LEAST_SETUP,
    LONGEST_MINUTES,
    MOST_SETUP,
    RATE_WPM,
    SHORTEST_MINUTES,
    SLOWEST_WPM,
    TALK,
    BedName,
    BodySide,
    CaptionKind,
    DepthName,
    Place,
    PlayerName,
    SafetyTold,
    Talk,
    Theme,
    Tool,
)
from coach.errors import did_you_mean
from coach.installing import install_extra

if TYPE_CHECKING:
    from coach.units import Ms

F = TypeVar("F", bound=Callable[..., Any])


class BreathType(click.ParamType[str]):
    """A breathing pattern such as 4-6."""

    name = "pattern"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read it, or say what is allowed."""
        from coach.content import parse_breath

        try:
            return str(parse_breath(str(value)))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class DurationType(click.ParamType["Ms"]):
    """A length of time such as 20s, 1m or 1m30s."""

    name = "time"

    def __init__(self, *, longest_s: int) -> None:
        self._longest_s = longest_s

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Ms":
        """Read it, or say what is allowed."""
        from coach.units import parse_ms, seconds, show_ms

        try:
            lasts = parse_ms(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if lasts > seconds(self._longest_s):
            self.fail(
                f"{value} is too long; at most {show_ms(seconds(self._longest_s))}", param, ctx
            )
        return lasts


class FiniteRange(click.FloatRange):
    """A number within a range: "nan" is in none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it, or say what is allowed."""
        number: float = super().convert(value, param, ctx)
        if number != number:
            self.fail(f"{value} is not in the range {self._describe_range()}.", param, ctx)
        return number


class PlayerType(click.Choice[str]):
    """A player of ours, or the name of one that another package brings."""

    def __init__(self) -> None:
        super().__init__(get_args(PlayerName))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a name that is known, or say which are."""
        from coach.plugins import find_plugins

        if value in self.choices:
            return str(value)
        known = (*self.choices, *find_plugins("coach.players"))
        if value not in known:
            there = ", ".join(map(repr, known))
            self.fail(f"{value!r} is not one of {there}{did_you_mean(value, known)}", param, ctx)
        return str(value)


class NamesType(click.ParamType[tuple[str, ...]]):
    """Names with commas between them, or a list of them in the settings file."""

    name = "names"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Take them apart."""
        names = value.split(",") if isinstance(value, str) else value
        return tuple(name.strip() for name in names if name.strip())


class LanguageType(click.ParamType[str]):
    """The code of a language; whether there are words in it is told where they are looked for."""

    name = "code"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take it as folders are called: de_DE is de-DE."""
        return str(value).strip().replace("_", "-")


def _system_language() -> str:
    """The language of the system, where nobody asks for one."""
    from coach.content import system_language

    return system_language()[0]


class MinutesType(click.ParamType[float]):
    """A length in minutes such as 10, 12.5 or 7:30."""

    name = "minutes"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it, or say what is allowed."""
        from coach.units import parse_minutes

        try:
            minutes = value if isinstance(value, float) else parse_minutes(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
            self.fail(
                f"{value} is not from {SHORTEST_MINUTES} to {LONGEST_MINUTES} minutes", param, ctx
            )
        return minutes


class LengthsType(click.ParamType[tuple[float, ...]]):
    """Minutes with commas between them."""

    name = "minutes"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, ...]:
        """Read each, or say what is allowed."""
        if isinstance(value, tuple):
            return value
        allowed = MinutesType()
        return tuple(sorted({allowed.convert(one, param, ctx) for one in value.split(",")}))


class CaptionsType(NamesType):
    """Kinds of captions with commas between them, or all of them."""

    name = "kinds"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Take them apart, or say what is allowed."""
        allowed = get_args(CaptionKind)
        kinds = super().convert(value, param, ctx)
        if kinds == ("all",):
            return allowed
        for kind in kinds:
            if kind not in allowed:
                self.fail(f"{kind!r} is not one of {', '.join(allowed)} or all.", param, ctx)
        return tuple(dict.fromkeys(kinds))


def _setting(flag: str, **attributes: Any) -> Callable[[F], F]:
    """An option that a variable and the settings file can set as well."""
    variable = f"COACH_{flag.removeprefix('--').partition('/')[0].upper()}"
    attributes.setdefault("show_default", True)
    return click.option(flag, envvar=variable, show_envvar=True, **attributes)


depth_option = _setting(
    "--depth",
    type=click.Choice(get_args(DepthName)),
    default="standard",
    help="Many places for a short time, or few for long: holds near 30, 60 or 90 seconds.",
)
breath_option = _setting(
    "--breath",
    type=BreathType(),
    default="4-6",
    help="Seconds of a breath: in-out, in-hold-out or in-hold-out-rest, such as 4-7-8. One that is "
    "held is not for you with heart trouble or high blood pressure, nor in pregnancy.",
)
talk_option = _setting(
    "--talk",
    type=click.Choice(get_args(Talk)),
    show_default=f"the routine's, or {TALK}",
    help="How much is said: everything; names, numbers and changes; names alone.",
)
setup_option = _setting(
    "--setup",
    type=FiniteRange(LEAST_SETUP, MOST_SETUP),
    default=1.0,
    help="How many times as long taking a position and changing over last.",
)
minutes_option = click.option(
    "--minutes",
    type=MinutesType(),
    show_default="the routine's own",
    help="How long it lasts, such as 10, 12.5 or 7:30: by longer or shorter holds and pauses, then "
    "without its least important stops.",
)
whole_option = click.option(
    "--whole",
    is_flag=True,
    help="All its stops, each for as long as the depth has it, up to 30 minutes.",
)
sore_option = click.option(
    "--sore",
    type=click.Choice(get_args(BodySide)),
    help="The side that is to get up to twice the time.",
)
safety_option = click.option(
    "--safety",
    type=click.Choice(get_args(SafetyTold)),
    show_default="full until it was heard here",
    help="How much of safety is said first; short is for who has heard it all.",
)
seed_option = click.option(
    "--seed",
    type=int,
    show_default="today's date",
    help="Chooses among wordings; the same number gives the same words.",
)
voice_option = _setting(
    "--voice",
    default="",
    show_default="the system's",
    help="Who speaks: a name from `coach voices`, or `silent`.",
)
rate_option = _setting(
    "--rate",
    type=click.IntRange(SLOWEST_WPM, FASTEST_WPM),
    default=RATE_WPM,
    help="Words a minute.",
)
bed_option = _setting(
    "--bed",
    show_default=f"the routine's, or {BED}",
    help=f"The sound under the session: {', '.join(get_args(BedName))}, or a sound file of yours.",
)
player_option = _setting(
    "--player",
    type=PlayerType(),
    default="miniaudio",
    help="What plays; `null` keeps time without sound. Other packages may bring more.",
)
theme_option = _setting(
    "--theme",
    type=click.Choice(get_args(Theme)),
    default="dark",
    help="The colours of pictures.",
)
plain_option = _setting(
    "--plain",
    is_flag=True,
    help="Show a line for every cue and sound, for screen readers, and draw nothing.",
)
avoid_option = _setting(
    "--avoid",
    type=NamesType(),
    default=(),
    show_default="nothing",
    help="Spots and regions to leave out, such as neck,calves.",
)
listen_option = _setting(
    "--listen/--no-listen",
    default=False,
    help='Hear commands, such as "please pause now"; '
    f"where they cannot be heard, {install_extra('listen')} brings what is missing.",
)
knock_option = _setting(
    "--knock/--no-knock",
    default=False,
    help="Pause and go on at a double clap, or a double knock on the floor.",
)
language_option = _setting(
    "--language",
    type=LanguageType(),
    default=_system_language,
    show_default=f"the system's where it is complete, or {LANGUAGE}",
    help="In which all is said, shown and written, such as de; commands and errors stay English.",
)
library_option = _setting(
    "--library",
    type=click.Path(),
    help="A folder of your own spots, routines and words, before the usual one.",
)
made_library_option = click.option(
    "--library",
    type=click.Path(file_okay=False),
    envvar="COACH_LIBRARY",
    show_envvar=True,
    help="A folder of your own spots, routines and words; made if it is not there.",
)
log_option = _setting(
    "--log/--no-log", default=True, help="Keep in the log what was heard; `coach log` shows it."
)
ask_option = _setting(
    "--ask/--no-ask",
    default=False,
    help="Ask before and after the session how sore it is, from 0 to 10, for the log; with "
    "--listen the answer after it can be said.",
)
spot_option = click.option(
    "--spot", "spots", multiple=True, help="A spot to visit; may be given several times."
)
side_option = click.option("--side", type=click.Choice(get_args(BodySide)), help="Only this side.")
tool_option = click.option(
    "--tool",
    type=click.Choice(get_args(Tool)),
    help="Only with this tool.",
)
where_option = click.option(
    "--where", "place", type=click.Choice(get_args(Place)), help="Only in this place."
)
names_argument = click.argument("names", metavar="[ROUTINE]...", nargs=-1)
why_option = click.option(
    "--why/--no-why",
    default=None,
    show_default="in the first three sessions",
    help="Say in one line why each place is worked.",
)

PICK_OPTIONS = (
    names_argument,
    spot_option,
    side_option,
    tool_option,
    where_option,
    avoid_option,
    library_option,
    language_option,
)
"""What is picked of the library."""
WISH_OPTIONS = (
    depth_option,
    minutes_option,
    whole_option,
    sore_option,
    breath_option,
    talk_option,
    safety_option,
    why_option,
    setup_option,
    seed_option,
    voice_option,
    rate_option,
)
"""What decides what is said, and when."""
SESSION_OPTIONS = (*PICK_OPTIONS, *WISH_OPTIONS)
SETTINGS = (
    *(
        depth_option,
        breath_option,
        talk_option,
        setup_option,
        voice_option,
        rate_option,
        bed_option,
        player_option,
        theme_option,
        plain_option,
        avoid_option,
        library_option,
        language_option,
    ),
    *(log_option, ask_option, listen_option, knock_option),
)
"""All that the settings file can hold."""


def options(*shared: Callable[[F], F]) -> Callable[[F], F]:
    """Give a command these options, in this order."""

    def decorate(command: F) -> F:
        for option in reversed(shared):
            command = option(command)
        return command

    return decorate
