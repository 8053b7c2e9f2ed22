"""Forms: a name in the shapes that the sentences of a language need it in."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from coach.content.wording import Line, Text, blank_problems, fill
from coach.disk import Key, Problem
from coach.errors import did_you_mean

BARE_FORM = "name"
"""What the shape is called that a name has by itself; blanks tell it without a dot."""

Named = Text | dict[str, Text]
"""A name that is the same in all sentences, or one in several shapes, by what they are called."""


class Forms(Struct, frozen=True, forbid_unknown_fields=True):
    """The shapes that names have in a language, beside the one that they have by themselves."""

    side: tuple[Line, ...] = ()
    tool: tuple[Line, ...] = ()
    place: tuple[Line, ...] = ()
    spot: tuple[Line, ...] = ()

    def allowed(self, blanks: frozenset[str]) -> frozenset[str]:
        """Blanks, and what they can be with a form: ``side``, and ``side.en``."""
        formed = (
            f"{blank}.{form}"
            for blank in blanks
            if blank in _NAMED
            for form in getattr(self, _NAMED[blank])
        )
        return blanks.union(formed)

    def filling(self, blank: str, named: Named) -> dict[str, str]:
        """What fills a blank, and what fills it with each form.

        >>> Forms(side=("en",)).filling("side", {"name": "links", "en": "linken"})
        {'side': 'links', 'side.en': 'linken'}
        """
        forms = getattr(self, _NAMED[blank])
        dotted = {form: f"{blank}.{form}" for form in forms}
        if isinstance(named, str):
            return dict.fromkeys((blank, *dotted.values()), named)
        return {blank: named[BARE_FORM]} | {key: named[form] for form, key in dotted.items()}


_NAMED = {"side": "side", "other": "side", "tool": "tool", "place": "place", "plain": "spot"}
"""Whose shapes each blank can have."""


def bare(named: Named) -> str:
    """A name as it is by itself.

    >>> bare("left"), bare({"name": "links", "en": "linken"})
    ('left', 'links')
    """
    return named if isinstance(named, str) else named[BARE_FORM]


def lines_of(key: Key, named: Named) -> Iterator[tuple[Key, str]]:
    """The lines of a name, each with its key."""
    if isinstance(named, str):
        yield key, named
    else:
        yield from (((*key, form), line) for form, line in named.items())


def form_problems(
    key: Key, named: Named, forms: tuple[str, ...], allowed: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """What is wrong with a name: a shape that is missing, or one that there is none of."""
    needed, there = (BARE_FORM, *forms), () if isinstance(named, str) else tuple(named)
    for form in (form for form in needed if there and form not in there):
        yield key, f"{form} is missing: the forms are {', '.join(needed)}"
    for form in (form for form in there if form not in needed):
        yield (*key, form), f"is no form of it{did_you_mean(form, needed)}"
    for place, line in lines_of(key, named):
        yield from ((place, problem) for problem in blank_problems(line, allowed))


def filled(named: Named, blanks: Mapping[str, str]) -> Named:
    """A name whose lines have blanks of their own, such as its side, filled in."""
    if isinstance(named, str):
        return fill(named, blanks)
    return {form: fill(line, blanks) for form, line in named.items()}
