"""Offering: what there is for a name that is none."""

from collections.abc import Sequence

from coach.content.finder import Finder, Matches
from coach.errors import RoutineNotFound, did_you_mean, near, one_of

SURELY_MISSPELT, MISSPELT = 0.8, 0.7
"""How much a name has to look like another to be taken for it, though it is a word that leads
somewhere; though it is in a title."""
MOST_OFFERED = 3


def name_not_found(
    names: Sequence[str], name: str, known: Sequence[str], *, what: str, finder: Finder
) -> RoutineNotFound:
    """What to tell of a name that is none: the one that is meant, or what there is for it.

    Args:
        names: All that were typed. Whoever types "lower back" or "tennis elbow" means one thing,
            though each of the words may be a name.
        name: The one that is none.
        known: Those that there are.
        what: What it should be one of.
        finder: Finds what there is.
    """
    texts = [" ".join(names), name] if what == "routine" else [name]
    found = [(text, finder.find(text)) for text in texts]
    for text, matches in found:
        if matches.referral:
            return RoutineNotFound(text, known, what=what, referral=matches.referral)
    if not near(name, known, least=SURELY_MISSPELT if found[-1][1].topical else MISSPELT):
        for text, matches in found:
            if fitting := _fitting(matches, what):
                note = " ".join(matches.notes)
                return RoutineNotFound(text, known, what=what, fitting=fitting, note=note)
    return RoutineNotFound(name, known, what=what)


def spot_hint(name: str, known: Sequence[str], *, finder: Finder) -> str:
    """The end of a sentence about a spot that there is not."""
    matches = finder.find(name)
    if matches.topical and (fitting := _fitting(matches, "spot")):
        return f"; for that there is {one_of(fitting)}."
    return did_you_mean(name, known)


def _fitting(matches: Matches, what: str) -> Sequence[str]:
    found = matches.about if what == "routine" else ()
    return (found or matches.spots)[:MOST_OFFERED]
