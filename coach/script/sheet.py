"""The sheet: all that a script is written from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from coach.choices import RATE_WPM, BodySide, DepthName, SafetyTold, Side, Talk
from coach.content import CALM, DEPTHS, Breath, Depth, Entry, Phrasebook, Rules, Visit
from coach.script.cues import Cue
from coach.units import Ms


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the listener wants a session."""

    depth: DepthName = "standard"
    breath: Breath = field(default=CALM)
    rate_wpm: int = RATE_WPM
    """Words a minute, for the estimate of how long the speech takes."""
    talk: Talk = "full"
    setup: float = 1.0
    """How much longer taking a position and changing over last."""
    seed: int = 0
    """Chooses among wordings; the same seed gives the same words."""
    lasts: Ms | None = None
    """How long the session should last; None for its own length."""
    whole: bool = False
    """Whether no stop is left out and each has the times of the depth, up to 30 minutes."""
    sore: BodySide | None = None
    """The side that gets up to twice the time."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a script is written from."""

    entry: Entry
    book: Phrasebook
    safety: str
    """What is said of safety, in the words of `safety_told`."""
    rules: Rules
    wishes: Wishes
    breath_hold: str = ""
    """What it says after that where the breath is held."""
    safety_told: SafetyTold = "short"
    """Whether safety is a section of its own, in full, or one sentence of the opening."""
    explains: bool = False
    """Whether it says why each place is worked."""
    worded: dict[tuple[str, str, Talk], tuple[Cue, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was worded already: a script is written again and again until it fits its time."""
    blanks: dict[tuple[int, Side], Mapping[str, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What fills the blanks at each side of each stop, likewise."""

    @property
    def depth(self) -> Depth:
        """The times of a side, as they are wished."""
        return DEPTHS[self.wishes.depth]

    def with_visits(self, visits: Sequence[Visit]) -> "Sheet":
        """The same with these stops only."""
        return replace(self, entry=self.entry._replace(visits=tuple(visits)))
