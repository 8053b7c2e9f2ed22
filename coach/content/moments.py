"""Moments: all at which the coach speaks, and what may stand in the words of each."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from coach.choices import Talk
from coach.content.forms import Forms
from coach.content.wording import Talks, Variants, Wordings, blank_problems
from coach.disk import Problem
from coach.errors import did_you_mean


class Moments(Struct, frozen=True, forbid_unknown_fields=True):
    """Every moment of a session at which the coach speaks, in the order of a session.

    A moment whose name ends in ``_again`` is for the second side, one that ends in ``_known`` for
    what was explained before in the same session: the same in fewer words.
    """

    welcome: Variants
    need: Variants
    need_bare: Variants
    """In place of it, where no tool is needed but hands."""
    need_more: Variants
    """After it, for each thing more."""
    pressure: Variants
    """What the numbers mean; for who hears the safety words in full, or is taught."""
    teach_test: Variants
    """What a step is for, the first time; where a routine teaches. So the others of this name."""
    teach_find: Variants
    teach_hold: Variants
    teach_work: Variants
    teach_release: Variants
    settle: Variants
    settle_brisk: Variants
    settle_slow: Variants
    arrive: Variants
    breathe_in: Variants
    breathe_hold: Variants
    breathe_out: Variants
    next_way: Variants
    """Before a stop with another tool or in another place than the one before it."""
    announce: Variants
    announce_again: Variants
    announce_middle: Variants
    why: Variants
    """What the place has to do with; only in a listener's first sessions."""
    test: Variants
    test_again: Variants
    in_position: Variants
    """Said where the position itself is not told."""
    find: Variants
    """Said on the second side, and where few words are said; else the spot has its own."""
    hold: Variants
    hold_again: Variants
    hold_gentle: Variants
    """At a spot that takes gentle pressure only, and where the listener asked for easier."""
    hold_gentle_again: Variants
    halfway: Variants
    circles: Variants
    circles_known: Variants
    circles_again: Variants
    small_circles: Variants
    """Circles that do not widen."""
    small_circles_known: Variants
    small_circles_again: Variants
    wider: Variants
    widest: Variants
    turn: Variants
    rolls: Variants
    rolls_known: Variants
    rolls_again: Variants
    ease: Variants
    ease_again: Variants
    loosen: Variants
    loosen_again: Variants
    retest: Variants
    retest_again: Variants
    close: Variants
    close_brisk: Variants
    close_slow: Variants
    aftercare: Variants
    end: Variants
    end_floor: Variants
    """In place of it, where the listener lies on the floor."""


_SIDES = frozenset({"side", "other"})
_SPOT = frozenset({"name", "plain"}) | _SIDES
_WITH = _SPOT | {"tool"}
_ROLLS = frozenset({"along", "up", "down"}) | _SIDES
BLANKS: Mapping[str, frozenset[str]] = {
    "welcome": frozenset({"title", "minutes"}),
    "need": frozenset({"things"}),
    "need_bare": frozenset({"things"}),
    "need_more": frozenset({"things"}),
    "next_way": frozenset({"tool", "place"}),
    "announce": _SPOT,
    "announce_again": _WITH,
    "announce_middle": frozenset({"name", "plain"}),
    "why": frozenset({"why"}),
    "test": frozenset({"test"}),
    "test_again": frozenset({"test"}),
    "find": _WITH,
    "hold": frozenset({"tool"}),
    "hold_again": frozenset({"tool"}),
    "hold_gentle": frozenset({"tool"}),
    "hold_gentle_again": frozenset({"tool"}),
    "circles": frozenset({"tool"}),
    "circles_known": frozenset({"tool"}),
    "circles_again": frozenset({"tool"}),
    "small_circles": frozenset({"tool"}),
    "small_circles_known": frozenset({"tool"}),
    "small_circles_again": frozenset({"tool"}),
    "rolls": _ROLLS,
    "rolls_known": _ROLLS,
    "rolls_again": _ROLLS,
    "ease": frozenset({"tool"}),
    "ease_again": frozenset({"tool"}),
    "loosen": _SIDES,
    "loosen_again": _SIDES,
    "retest": frozenset({"retest"}),
    "retest_again": frozenset({"retest"}),
}
"""The blanks that each moment may use, in any form that there is; the others have none."""


class OwnWordings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Moments that a tool or a spot words in its own way, in place of the phrasebook."""

    moments: dict[str, Variants] = {}
    """By the names of moments, where everything is said; see `Moments`."""
    brief: dict[str, Variants] = {}
    """The same where few words are said."""
    bell: dict[str, Variants] = {}
    """The same where names alone are said."""

    @property
    def talks(self) -> Talks:
        """The wordings of each amount of talk."""
        return {"full": self.moments, "brief": self.brief, "bell": self.bell}


TABLES: Mapping[Talk, str] = {"full": "moments", "brief": "brief", "bell": "bell"}
"""The tables of a file that hold the wordings."""


def wording_problems(talks: Talks, forms: Forms) -> Iterator[Problem]:
    """What is wrong with the wordings of moments: no such moment, or a blank where none can be."""
    for talk, moments in talks.items():
        yield from _table_problems(TABLES[talk], moments, forms)


def _table_problems(table: str, moments: Wordings, forms: Forms) -> Iterator[Problem]:
    known = Moments.__struct_fields__
    for moment, variants in moments.items():
        if moment not in known:
            yield (table, moment), f"is no moment of a session{did_you_mean(moment, known)}"
        allowed = forms.allowed(BLANKS.get(moment, frozenset()))
        for number, line in enumerate(variants):
            for problem in blank_problems(line, allowed):
                yield (table, moment, number), problem
