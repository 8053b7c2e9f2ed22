"""The request: all that a listener asks for of one session, however it is asked."""

from typing import Annotated, TypedDict

from msgspec import Meta, Struct
from msgspec.structs import asdict

from coach.choices import (
    FASTEST_WPM,
    LANGUAGE,
    LEAST_SETUP,
    LONGEST_MINUTES,
    MOST_SETUP,
    RATE_WPM,
    SHORTEST_MINUTES,
    SLOWEST_WPM,
    TALK,
    BodySide,
    DepthName,
    Place,
    SafetyTold,
    Talk,
    Tool,
)
from coach.content import CALM, Pick, parse_breath
from coach.disk import shape_problems
from coach.errors import RequestError
from coach.script.sheet import Wishes
from coach.units import seconds

Minutes = Annotated[float, Meta(ge=SHORTEST_MINUTES, le=LONGEST_MINUTES)]
Setup = Annotated[float, Meta(ge=LEAST_SETUP, le=MOST_SETUP)]
Rate = Annotated[int, Meta(ge=SLOWEST_WPM, le=FASTEST_WPM)]


class Request(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a session is made from, beside the library; each field as the option of its name."""

    names: tuple[str, ...] = ()
    """Routines, or spots, or paths of routine files; several are one session."""
    spots: tuple[str, ...] = ()
    """Spots, where a routine has the same name."""
    side: BodySide | None = None
    """Only this side."""
    tool: Tool | None = None
    """Only with this tool."""
    place: Place | None = None
    """Only in this place."""
    avoid: tuple[str, ...] = ()
    """Spots and regions to leave out."""
    library: str | None = None
    """A folder of spots, routines and words that goes before the listener's own."""
    language: str = LANGUAGE
    """In which all is said and shown, by its code."""
    depth: DepthName = "standard"
    """How long each spot is held and worked."""
    minutes: Minutes | None = None
    """How long the session should last; None for the routine's own length."""
    whole: bool = False
    """Whether it has all its stops, each with the times of the depth, whatever that makes."""
    sore: BodySide | None = None
    """The side that gets up to twice the time."""
    breath: str = str(CALM)
    """Seconds of a breath: in-out, in-hold-out or in-hold-out-rest, such as 4-7-8."""
    talk: Talk | None = None
    """How much is said; None for the routine's own, or else all."""
    safety: SafetyTold | None = None
    """How much of the safety words opens it; None for all of them until they were heard here."""
    why: bool | None = None
    """Whether it says why each place is worked; None for the first three that are heard here."""
    setup: Setup = 1.0
    """How many times as long taking a position and changing over last."""
    seed: int | None = None
    """Chooses among wordings; None for that of the day, and for files that of every day."""
    voice: str = ""
    """Who speaks, by the names of ``coach voices``; empty for the system's own."""
    rate: Rate = RATE_WPM
    """Words a minute."""
    bed: str | None = None
    """What lies under the session: a bed that ships, ``none``, or the path of a sound file; None
    for the routine's own, or else the usual one."""

    @property
    def pick(self) -> Pick:
        """What is picked of the library."""
        avoided = frozenset(self.avoid)
        return Pick(self.names, self.spots, self.side, self.tool, self.place, avoided)

    def wishes(self, seed: int, talk: Talk | None = None) -> Wishes:
        """How the script is wished.

        Args:
            seed: Chooses among wordings where the request has none of its own.
            talk: How much is said where the request does not say it.
        """
        return Wishes(
            depth=self.depth,
            breath=parse_breath(self.breath),
            rate_wpm=self.rate,
            talk=self.talk or talk or TALK,
            setup=self.setup,
            seed=seed if self.seed is None else self.seed,
            lasts=None if self.minutes is None else seconds(60 * self.minutes),
            whole=self.whole,
            sore=self.sore,
        )


class RequestFields(TypedDict, total=False):
    """The fields of a `Request` but its names, for who writes them as keyword arguments."""

    spots: tuple[str, ...]
    side: BodySide | None
    tool: Tool | None
    place: Place | None
    avoid: tuple[str, ...]
    library: str | None
    language: str
    depth: DepthName
    minutes: float | None
    whole: bool
    sore: BodySide | None
    breath: str
    talk: Talk | None
    safety: SafetyTold | None
    why: bool | None
    setup: float
    seed: int | None
    voice: str
    rate: int
    bed: str | None


def check_request(request: Request) -> None:
    """Refuse what no option would take; the type of a field alone lets it pass.

    Raises:
        RequestError: Nothing is named, or a value is none of those allowed; all that is wrong.
    """
    wrong = [
        f"{'.'.join(map(str, key))}: {problem}"
        for key, problem in shape_problems(asdict(request), Request)
    ]
    try:
        parse_breath(request.breath)
    except ValueError as error:
        wrong.append(f"breath: {error}")
    if request.whole and request.minutes is not None:
        wrong.append("whole and minutes: one of them says how long it lasts")
    if wrong:
        raise RequestError("; ".join(wrong))
    if not request.names and not request.spots:
        raise RequestError("name a routine, such as shoulders; `coach list` shows them all")
