"""Finding: the words that people type, beside those of routines and spots, and where they lead."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Annotated

from msgspec import Meta, Struct

from coach.choices import Region
from coach.content.wording import Line, end_problems
from coach.disk import ONE_LINE, Key, Problem
from coach.errors import did_you_mean

TypedWords = Annotated[str, Meta(max_length=60, pattern=ONE_LINE)]
"""A word, or several that mean something together: "lower back"."""
TypedPhrases = Annotated[tuple[TypedWords, ...], Meta(min_length=1)]


class Topic(Struct, frozen=True, forbid_unknown_fields=True):
    """What people have in mind, and what is there for it, the best first."""

    words: TypedPhrases
    """What they may type."""
    routines: tuple[str, ...] = ()
    spots: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    """All spots in them, after those that are named."""
    note: Line | None = None
    """What it must not be taken for, or what to keep off: whole sentences."""


class Referral(Struct, frozen=True, forbid_unknown_fields=True):
    """Words for which nothing is offered, as a doctor is to be asked first."""

    words: TypedPhrases
    say: Line
    """What is answered: whole sentences."""


class FindingWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The words that people type, in one language."""

    topics: dict[str, Topic] = {}
    """By names of their own, so that another folder can change one."""
    doctor: dict[str, Referral] = {}
    """The same; the first whose words are typed answers."""
    ignored: tuple[TypedWords, ...] = ()
    """Words that are not looked for: "the", "my"."""
    passing: tuple[TypedWords, ...] = ()
    """Words that need not be found where others are: "stiff", "after"."""
    safety: Line | None = None
    """Where to read on, after what sends to a doctor: a whole sentence."""
    endings: tuple[TypedWords, ...] = ()
    """What a word may have more or less at its end and be the same: "s"."""

    def alike(self, one: str, other: str) -> bool:
        """Whether two words are the same but for an ending.

        >>> FindingWords(endings=("s",)).alike("knees", "knee")
        True
        """
        return not _bare(one, self.endings).isdisjoint(_bare(other, self.endings))

    def used(self, phrases: Iterable[str], typed: Sequence[str]) -> frozenset[int]:
        """Which of the words that are typed make up one of these phrases, by their numbers.

        >>> sorted(FindingWords().used(["lower back"], ["stiff", "lower", "back"]))
        [1, 2]
        """
        bare = [_bare(word, self.endings) for word in typed]
        found: set[int] = set()
        for phrase in phrases:
            numbers = set[int]()
            for part in words_of(phrase):
                parts = _bare(part, self.endings)
                same = [n for n, word in enumerate(bare) if not word.isdisjoint(parts)]
                if not same:
                    break
                numbers.update(same)
            else:
                found |= numbers
        return frozenset(found)

    def passes(self, word: str) -> bool:
        """Whether a word need not be found where others are."""
        return any(self.alike(word, passing) for passing in self.passing)

    def heeded(self, typed: Sequence[str]) -> tuple[str, ...]:
        """The words that are looked for; all of them where none would be left.

        >>> FindingWords(ignored=("my",)).heeded(["my", "neck"])
        ('neck',)
        """
        return tuple(word for word in typed if word not in self.ignored) or tuple(typed)


@cache
def _bare(word: str, endings: tuple[str, ...]) -> frozenset[str]:
    """A word, and what it is without an ending."""
    return frozenset({word, *(word.removesuffix(ending) for ending in endings)})


@cache
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, as they are compared.

    >>> words_of("Self-massage: the TOP of it")
    ('self', 'massage', 'the', 'top', 'of', 'it')
    """
    return tuple(re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", text.casefold()))


def finding_problems(
    words: FindingWords, routines: Collection[str], spots: Collection[str]
) -> Iterator[Problem]:
    """What is wrong with words of the right shape.

    Args:
        words: The words.
        routines: The names of all that there are.
        spots: The same.
    """
    for name, topic in words.topics.items():
        key = ("topics", name)
        yield from _named_problems((*key, "routines"), topic.routines, routines)
        yield from _named_problems((*key, "spots"), topic.spots, spots)
        if not (topic.routines or topic.spots or topic.regions):
            yield key, "leads nowhere; it needs routines, spots or regions"
        yield from _sentence_problems((*key, "note"), topic.note or ".")
        yield from _phrase_problems((*key, "words"), topic.words)
    for name, referral in words.doctor.items():
        yield from _sentence_problems(("doctor", name, "say"), referral.say)
        yield from _phrase_problems(("doctor", name, "words"), referral.words)
    yield from _sentence_problems(("safety",), words.safety or ".")
    yield from _hidden_problems(words)


def _hidden_problems(words: FindingWords) -> Iterator[Problem]:
    """Words of a topic that are answered by a referral."""
    referrals: dict[str, set[str]] = {}
    for name, referral in words.doctor.items():
        for word in words_of(" ".join(referral.words)):
            for bare in _bare(word, words.endings):
                referrals.setdefault(bare, set()).add(name)
    for name, topic in words.topics.items():
        for number, phrase in enumerate(topic.words):
            typed = words_of(phrase)
            bares = {bare for word in typed for bare in _bare(word, words.endings)}
            for other in sorted({one for bare in bares for one in referrals.get(bare, ())}):
                if words.used(words.doctor[other].words, typed):
                    problem = f"{phrase!r} is answered by doctor.{other}, so it is never found here"
                    yield ("topics", name, "words", number), problem


def _named_problems(key: Key, names: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    kind = str(key[-1]).removesuffix("s")
    for number, name in enumerate(names):
        if name not in known:
            yield (*key, number), f"there is no {kind} {name!r}{did_you_mean(name, known)}"
        elif name in names[:number]:
            yield (*key, number), f"{name} is named twice"


def _sentence_problems(key: Key, text: str) -> Iterator[Problem]:
    if any(end_problems(text)):
        yield key, "is whole sentences, so it should end with a full stop"


def _phrase_problems(key: Key, phrases: Sequence[str]) -> Iterator[Problem]:
    for number, phrase in enumerate(phrases):
        if not words_of(phrase):
            yield (*key, number), f"{phrase!r} has no word in it"
