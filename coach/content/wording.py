"""Wording: lines of words with blanks in them."""

import re
import string
from collections.abc import Iterator, Mapping
from typing import Annotated
from unicodedata import category

from msgspec import Meta

from coach.choices import Talk
from coach.disk import ONE_LINE
from coach.errors import did_you_mean

Line = Annotated[str, Meta(min_length=1, max_length=400, pattern=ONE_LINE)]
Text = Annotated[str, Meta(min_length=1, max_length=400)]
"""As a `Line`; that it is one is looked at afterwards: a union with a pattern in it is more than
msgspec 0.22 can bear, and it takes the interpreter down."""
ByNumber = Text | dict[str, Text]
"""A line that is the same with every number, or one by the sorts of numbers; see `Category`."""
Variants = Annotated[tuple[Line, ...], Meta(min_length=1)]
"""Wordings of one moment that mean the same; each stop takes one of them."""
Wordings = Mapping[str, tuple[str, ...]]
"""The variants of moments, by their names."""
Talks = Mapping[Talk, Wordings]
"""The wordings of each amount of talk."""


def fill(line: str, blanks: Mapping[str, str]) -> str:
    """A line with its blanks filled in.

    >>> fill("Your {side.en} shoulder.", {"side.en": "left"})
    'Your left shoulder.'
    """
    return "".join(
        text if blank is None else f"{text}{blanks[blank]}" for text, blank, _, _ in _PARSE(line)
    )


_NO_END = ",;:"
"""Marks after which a sentence goes on."""

_PARSE = string.Formatter().parse


def blank_problems(line: str, allowed: frozenset[str]) -> Iterator[str]:
    """What is wrong with the blanks of a line, where only these may stand."""
    if not re.match(ONE_LINE, line):
        yield f"{line!r}: should be text on one line, and not blank"
    try:
        parsed = list(_PARSE(line))
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
    yield from end_problems(line)


def end_problems(text: str) -> Iterator[str]:
    """Whether the last sentence of what is spoken has no end, in any script."""
    last = text.rstrip().rstrip("\"'\u201d\u2019\u00bb")[-1:]
    if not last or last in _NO_END or category(last) != "Po":
        yield "is spoken, so it should end with a full stop"
