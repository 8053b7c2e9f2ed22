"""Plausible lengths: whether what was heard can be the words that were to be said.

Neural voices are known to run on after a word or two, and engines to end a phrase early.
"""

import re

from coach.content import reading_ms
from coach.units import Ms

SHORTEST, LONGEST = 0.4, 2.6
"""What a phrase may last, as parts of its estimate. eSpeak takes 0.57 to 1.39 of it for each short
word that sessions have, said alone; Kokoro's heart 0.61 to 1.42 for all sentences that ship."""

BEGUN = Ms(100)
"""What even the shortest word takes beside that."""

_LETTERS = "x" * 5
_SPELLED_OUT = re.compile(r"\d|[A-Z](?=[A-Z])|(?<=[A-Z])[A-Z]|[\u2e80-\uffef]")
"""What takes as long to say as a short word: a digit, a letter of an abbreviation, a character of
a script that writes whole syllables."""


def is_plausible(lasts: Ms, text: str, rate_wpm: int) -> bool:
    """Whether a text that is said at this rate can last so long.

    >>> is_plausible(Ms(400), "In.", 145), is_plausible(Ms(3000), "In.", 145)
    (True, False)
    """
    estimate = BEGUN + reading_ms(_SPELLED_OUT.sub(_LETTERS, text), rate_wpm)
    return SHORTEST * estimate <= lasts <= LONGEST * estimate
