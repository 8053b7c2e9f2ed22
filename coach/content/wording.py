"""Wording: lines of words with blanks in them, and the sentences that they are made of."""

import re
import string
from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Meta

from coach.choices import Talk
from coach.disk import ONE_LINE
from coach.errors import did_you_mean

Line = Annotated[str, Meta(min_length=1, max_length=400, pattern=ONE_LINE)]
Variants = Annotated[tuple[Line, ...], Meta(min_length=1)]
"""Wordings of one moment that mean the same; each stop takes one of them."""
Wordings = Mapping[str, tuple[str, ...]]
"""The variants of moments, by their names."""
Talks = Mapping[Talk, Wordings]
"""The wordings of each amount of talk."""


def fill(line: str, blanks: Mapping[str, str]) -> str:
    """A line with its blanks filled in.

    >>> fill("Your {side} shoulder.", {"side": "left"})
    'Your left shoulder.'
    """
    return line.format_map(blanks)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each to be spoken on its own.

    >>> sentences("Lean in. Where is it sore?")
    ['Lean in.', 'Where is it sore?']
    """
    return [part for part in re.split(r"(?<=[.?!])\s+", text.strip()) if part]


def blank_problems(line: str, allowed: frozenset[str]) -> Iterator[str]:
    """What is wrong with the blanks of a line, where only these may stand."""
    try:
        parsed = list(string.Formatter().parse(line))
    except ValueError as error:
        yield f"{error}; a blank is written as {{side}}"
        return
    for _, blank, form, conversion in parsed:
        if blank is None:
            continue
        if form or conversion:
            yield f"{{{blank}}} stands here with ! or :, and a blank is only a name"
            continue
        if blank in allowed:
            continue
        blanks = " ".join(f"{{{name}}}" for name in sorted(allowed)) or "no blanks"
        hint = did_you_mean(blank, sorted(allowed))
        yield f"{{{blank}}} cannot stand here; allowed: {blanks}{hint}"


def spoken_problems(line: str, allowed: frozenset[str]) -> Iterator[str]:
    """What is wrong with a line that is spoken as it stands, in whole sentences."""
    yield from blank_problems(line, allowed)
    if line.rstrip()[-1:] not in (".", "?", "!"):
        yield "is spoken, so it should end with a full stop"
