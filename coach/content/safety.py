"""Safety: the limits, the tools that a place never takes, the words, and what breaks them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, get_args

from msgspec import Meta, Struct

from coach.choices import Region, Tool
from coach.content.spot import Spot
from coach.content.wording import end_problems
from coach.disk import Problem
from coach.units import Ms, seconds

Count = Annotated[int, Meta(ge=1)]
SafetyPhrase = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"\S")]
"""One thing of a list."""
SafetyPhrases = Annotated[tuple[SafetyPhrase, ...], Meta(min_length=1)]
Spoken = Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"\S")]
"""Whole sentences, for the ear."""


class Exclusion(Struct, frozen=True, forbid_unknown_fields=True):
    """Tools that a place never takes."""

    why: SafetyPhrase
    tools: tuple[Tool, ...] = ()
    """Those that it never takes."""
    only: tuple[Tool, ...] = ()
    """Or else those that it takes: whatever other tool there is, or will be, it never takes."""
    regions: tuple[Region, ...] = ()
    except_spots: tuple[str, ...] = ()
    """Spots of these regions that the rule leaves alone."""
    spots: tuple[str, ...] = ()
    """Spots by name, whatever their region."""
    name: str = ""
    """What a language tells its own reason under, where it is another than `why`."""

    @property
    def where(self) -> str:
        """The places, by the names that they have in data files.

        >>> Exclusion("it arches", regions=("back",), except_spots=("lats",)).where
        'back (except lats)'
        """
        regions = ", ".join(self.regions)
        if self.except_spots:
            regions += f" (except {', '.join(self.except_spots)})"
        return ", ".join(filter(None, (regions, *self.spots)))

    @property
    def kept_away(self) -> tuple[Tool, ...]:
        """Of all tools there are, those that the places never take.

        >>> Exclusion("it is thin", only=("hands", "heel-of-hand", "thumb")).kept_away[0]
        'tennis-ball'
        """
        return tuple(tool for tool in get_args(Tool) if self.refuses(tool))

    def refuses(self, tool: Tool) -> bool:
        """Whether its places never take this tool."""
        return tool not in self.only if self.only else tool in self.tools

    def covers(self, spot: Spot, name: str) -> bool:
        """Whether this rule is for a spot of this name."""
        in_region = spot.region in self.regions and name not in self.except_spots
        return in_region or name in self.spots


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """What every session and every spot keeps to."""

    longest_hold_s: Count
    longest_side_s: Count
    longest_session_min: Count
    excluded: tuple[Exclusion, ...]

    @property
    def longest_hold(self) -> Ms:
        """Still pressure on one point, at most."""
        return seconds(self.longest_hold_s)

    @property
    def longest_side(self) -> Ms:
        """Pressure, circles and rolls on one side of a muscle, at most."""
        return seconds(self.longest_side_s)

    @property
    def longest_session(self) -> Ms:
        """A whole session, at most."""
        return seconds(self.longest_session_min * 60)


class SafetyWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of safety, in one language."""

    never: SafetyPhrases
    """Places; each fits after "Never press on"."""
    stop: SafetyPhrases
    """Signs; each fits after "Stop at"."""
    ask: SafetyPhrases
    """Conditions; each fits after "Ask a doctor first if you"."""
    skip: SafetyPhrases
    """States of a place; each fits after "Skip any place that is"."""
    first: Spoken
    """For the first session ever, and for every exported one."""
    later: Spoken
    """For every later one that is played."""
    breath_hold: Spoken
    """Who should not hold the breath: for every session with a breath that is held."""
    excluded: dict[str, SafetyPhrase] = {}
    """Why places never take some tools, by the names of those rules, where the rules' own words are
    not in the language."""


def rules_problems(rules: Rules) -> Iterator[Problem]:
    """What is wrong with rules of the right shape."""
    limits = {
        "longest_hold_s": rules.longest_hold,
        "longest_side_s": rules.longest_side,
        "longest_session_min": rules.longest_session,
    }
    for (shorter, least), (longer, most) in pairwise(limits.items()):
        if least > most:
            yield (longer,), f"is less time than {shorter}, which is a part of it"
    for number, rule in enumerate(rules.excluded):
        if not (rule.regions or rule.spots):
            yield ("excluded", number), "names no place; it needs regions or spots"
        if bool(rule.tools) == bool(rule.only):
            yield (
                ("excluded", number),
                "needs tools, that it never takes, or only, all that it takes; not both",
            )
        if rule.except_spots and not rule.regions:
            yield ("excluded", number, "except_spots"), "there are no regions to except spots from"
        for problem in _phrase_problems(rule.why):
            yield ("excluded", number, "why"), problem


def safety_words_problems(words: SafetyWords) -> Iterator[Problem]:
    """What is wrong with safety words of the right shape."""
    for name, phrase in words.excluded.items():
        for problem in _phrase_problems(phrase):
            yield ("excluded", name), problem
    lists = {"never": words.never, "stop": words.stop, "ask": words.ask, "skip": words.skip}
    for key, phrases in lists.items():
        for number, phrase in enumerate(phrases):
            for problem in (*_phrase_problems(phrase), *ear_problems(phrase)):
                yield (key, number), problem
    spoken = {"first": words.first, "later": words.later, "breath_hold": words.breath_hold}
    for key, text in spoken.items():
        for problem in (*end_problems(text), *ear_problems(text)):
            yield (key,), problem


def spot_rule_problems(spot: Spot, name: str, rules: Rules) -> Iterator[Problem]:
    """Every tool of a spot that a rule keeps away from there.

    Args:
        spot: The facts.
        name: The spot's name.
        rules: What it has to keep to.
    """
    covering = [rule for rule in rules.excluded if rule.covers(spot, name)]
    kept_away = {tool for rule in covering for tool in rule.kept_away}
    allowed = ", ".join(tool for tool in get_args(Tool) if tool not in kept_away) or "none"
    for way_name, way in spot.ways.items():
        for number, tool in enumerate(way.tools):
            for rule in (rule for rule in covering if rule.refuses(tool)):
                yield (
                    ("ways", way_name, "tools", number),
                    f"{tool} is never for {rule.where}, by a safety rule: {rule.why}; "
                    f"the tools allowed there: {allowed}",
                )


_NOT_FOR_THE_EAR = re.compile(r"\d+|[()\[\]{}<>/&%*_\u2013\u2014]|--|\s-\s")


def _phrase_problems(phrase: str) -> Iterator[str]:
    if phrase.rstrip()[-1] in ".,;:?!":
        yield "fits into a sentence, so it should end without a stop"


def ear_problems(text: str) -> Iterator[str]:
    """What in a text is for the eye alone, such as digits and brackets."""
    if found := _NOT_FOR_THE_EAR.search(text):
        yield f"{found[0]!r} is not for the ear; write it in words"
