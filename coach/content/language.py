"""Languages: what a language is called, and what of its grammar no line of words can hold."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from coach.content.pace import Reading
from coach.content.wording import ByNumber, Line, blank_problems, fill
from coach.disk import Key, Problem
from coach.errors import did_you_mean
from coach.traces import quiet_logger

_logger = quiet_logger(__name__)

Category = Literal["zero", "one", "two", "few", "many", "other"]
"""What CLDR calls the shapes that words take after a number; English has one and other."""

_NUMBER = re.compile(r"\d\.\s*$")


class Lists(Struct, frozen=True, forbid_unknown_fields=True):
    """How things are joined, as CLDR tells it: two of them, and the parts of more."""

    two: Line = "{0}, {1}"
    middle: Line = "{0}, {1}"
    """What comes before the last."""
    end: Line = "{0}, {1}"
    """The last."""


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """A language, and its grammar as far as sentences are made and taken apart."""

    code: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    """By IETF BCP 47, as its folder is called."""
    name: Line
    """In itself: "Deutsch"."""
    tag: Annotated[str, Meta(pattern="^[a-z]{3}$")]
    """By ISO 639-2, as the tags of files tell it."""
    complete: bool = False
    """Whether nothing is missing, so that it is taken where the system speaks it."""
    ordinals: bool = False
    """Whether a full stop after a number is no end, but makes it an ordinal: "der 3. Ring"."""
    plural: dict[str, Line] = {}
    """Which numbers take which shape of the words after them, by CLDR's rules; others are other."""
    decimal: Line = "."
    """What parts whole numbers from tenths, where they are shown."""
    lists: Lists = Lists()
    reading: Reading = Reading()
    longest_sentence: Annotated[int, Meta(ge=5, le=60)] = 30
    """Words that can be followed by ear."""

    def listed(self, things: Sequence[str]) -> str:
        """Things in one phrase: "a tennis ball, a chair and a wall"."""
        if len(things) < 3:
            return self.lists.two.format(*things) if len(things) == 2 else "".join(things)
        *first, last = things
        joined = first[0]
        for thing in first[1:]:
            joined = self.lists.middle.format(joined, thing)
        return self.lists.end.format(joined, last)

    def number(self, number: float, form: str = "g") -> str:
        """A number as it is shown.

        >>> Language("de", "Deutsch", "deu", decimal=",").number(4.5)
        '4,5'
        """
        return format(number, form).replace(".", self.decimal)

    def counted(self, line: ByNumber, number: float, blanks: Mapping[str, str]) -> str:
        """A line in the shape that it takes with a number, its blanks filled in."""
        if isinstance(line, str):
            return fill(line, blanks)
        return fill(line.get(self.category(number)) or line["other"], blanks)

    def category(self, number: float) -> str:
        """The shape that words take after a number."""
        return _category(tuple(self.plural.items()), number)

    def sentences(self, text: str) -> list[str]:
        """The sentences of a text, each to be spoken on its own.

        >>> Language("de", "Deutsch", "deu", ordinals=True).sentences("Nimm z. B. einen Ball. Gut!")
        ['Nimm z. B. einen Ball.', 'Gut!']
        """
        return list(sentences(text.strip(), self.code, ordinals=self.ordinals))


@cache
def sentences(text: str, code: str, *, ordinals: bool = False) -> tuple[str, ...]:
    """The sentences of a text in a language; see `Language`.

    >>> sentences("Lean in. Where is it sore?", "en")
    ('Lean in.', 'Where is it sore?')
    """
    from sentencex import segment  # who only lists does without

    found: list[str] = []
    for part in segment(code, text):
        if ordinals and found and _NUMBER.search(found[-1]):
            found[-1] += part
        else:
            found.append(part)
    return tuple(stripped for part in found if (stripped := part.strip()))


@cache
def _category(rules: tuple[tuple[str, str], ...], number: float) -> str:
    from babel.plural import PluralRule, RuleError  # only where a line is counted

    try:
        return PluralRule(dict(rules))(number)
    except RuleError:  # the checker tells it; nobody lies down for the sake of a plural
        _logger.warning("a rule of plurals is wrong", exc_info=True)
        return "other"


def language_problems(language: Language) -> Iterator[Problem]:
    """What is wrong with a language of the right shape, but for its rules of plurals."""
    for category in (one for one in language.plural if one not in get_args(Category)[:-1]):
        hint = did_you_mean(category, get_args(Category))
        yield ("plural", category), f"CLDR has no sort of numbers of that name{hint}"
    for key in Lists.__struct_fields__:
        line = getattr(language.lists, key)
        if sorted(re.findall(r"\{([^{}]*)\}", line)) != ["0", "1"]:
            yield ("lists", key), "joins two things, so {0} and {1} stand in it, each once"


def length_problems(text: str, language: Language) -> Iterator[str]:
    """The sentences of a text that are too long to be followed by ear."""
    for sentence in language.sentences(text):
        words, most = len(sentence.split()), language.longest_sentence
        if words > most:
            begun = " ".join(sentence.split()[:3])
            yield f"the sentence {begun!r} has {words} words; at most {most} are heard"


def rule_problems(language: Language) -> Iterator[Problem]:
    """What is wrong with its rules of plurals, which takes some time to tell."""
    from babel.plural import PluralRule, RuleError

    for category, rule in language.plural.items():
        try:
            PluralRule({category: rule})
        except RuleError as error:
            yield ("plural", category), f"{rule!r} is no rule of CLDR: {error}"


def counted_problems(
    key: Key, line: ByNumber, allowed: frozenset[str], language: Language
) -> Iterator[Problem]:
    """What is wrong with a line that has a shape for each sort of number."""
    if isinstance(line, str):
        yield from ((key, problem) for problem in blank_problems(line, allowed))
        return
    needed = [one for one in get_args(Category) if one in language.plural or one == "other"]
    for category in (one for one in needed if one not in line):
        yield key, f"{category} is missing: numbers of {language.name} have {', '.join(needed)}"
    for category, one in line.items():
        if category not in needed:
            yield (
                (*key, category),
                f"no number of {language.name} is so; there are {', '.join(needed)}",
            )
        yield from (((*key, category), problem) for problem in blank_problems(one, allowed))
