"""The finder: what fits the words that somebody types."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from coach.content.cards import Card
from coach.content.finding import FindingWords, Topic, words_of
from coach.errors import NothingFound, near

FEWEST_LETTERS_BEGUN = 4
"""So many letters find the words that begin with them; "car" is not to find what one carried."""
CALLED, TITLED, TOPIC, REGION, TOLD, VISITED, THINGS = 0.0, 0.01, 1.0, 1.5, 2.0, 3.0, 4.0
"""How far from a word is what it was found in: its name, the rest of its title, and so on."""
STEP = 1.0
"""What is so much farther than the nearest is less about the words than that."""
LIKE_A_WORD = 0.7
"""How much what was typed has to look like a word to be taken for it."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What fits the words that were typed, the nearest first."""

    routines: tuple[str, ...] = ()
    spots: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    """The routines that are about it as much as any is."""
    topical: bool = False
    """Whether a word is one of those that people type, and no mere part of a title."""
    notes: tuple[str, ...] = ()
    """What is to be told with it."""
    referral: str = ""
    """That a doctor is to be asked first, in whole sentences; then nothing else is found."""

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return bool(self.routines or self.spots)


_Far = dict[str, float]
"""How far from one word everything is that has it, by name."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds routines and spots by words, of which each has to be found.

    A word finds what is called so, what a topic leads to, what it is for or where it is, and
    routines by the spots that they visit. It may lack an ending or have one too many, or begin a
    longer word. Tools and places count where it is found nowhere else.
    """

    words: FindingWords
    routines: Sequence[Card]
    spots: Sequence[Card]

    def find(self, text: str) -> Matches:
        """All that fits a text."""
        typed = words_of(text)
        for referral in self.words.doctor.values():
            if self.words.used(referral.words, typed):
                said = filter(None, (referral.say, self.words.safety))
                return Matches(referral=" ".join(said))
        typed = self.words.heeded(typed)
        used = [(one, self.words.used(one.words, typed)) for one in self.words.topics.values()]
        far = [
            self._far(word, [topic for topic, numbers in used if number in numbers])
            for number, word in enumerate(typed)
        ]
        passing = [self.words.passes(word) for word in typed]
        routines = _together([routines for routines, _ in far], passing)
        nearest = min(routines.values(), default=CALLED)
        return Matches(
            tuple(routines),
            tuple(_together([spots for _, spots in far], passing)),
            about=tuple(name for name, distance in routines.items() if distance < nearest + STEP),
            topical=any(numbers for _, numbers in used),
            notes=tuple(topic.note for topic, numbers in used if numbers and topic.note),
        )

    def nothing_found(self, text: str) -> NothingFound:
        """What to tell of a text that finds nothing."""
        words = self.words.heeded(words_of(text))
        found = [word for word in words if self.find(word)]
        lost = [word for word in words if word not in found]
        known = sorted(self._known())
        like = [one for word in lost for one in near(word, known, least=LIKE_A_WORD)]
        rest = " ".join(found)
        return NothingFound(" ".join(lost) or rest or text, like, rest=rest)

    def _known(self) -> set[str]:
        """The words that would find something, or be answered."""
        cards = (*self.routines, *self.spots)
        words = {word for card in cards for word in card.called | card.told | card.things}
        topics = [one.words for one in self.words.topics.values()]
        for phrases in (*topics, *(one.words for one in self.words.doctor.values())):
            words.update(word for phrase in phrases for word in words_of(phrase))
        return words

    def _far(self, word: str, topics: Sequence[Topic]) -> tuple[_Far, _Far]:
        """How far from a word routines and spots are."""
        spots = self._far_spots(word)
        routines = self._far_routines(word, spots)
        for topic in topics:
            _come_nearer(routines, topic.routines)
            _come_nearer(spots, self._spots_of(topic))
        if routines or spots:
            return routines, spots
        return self._with_things(word, self.routines), self._with_things(word, self.spots)

    def _far_spots(self, word: str) -> _Far:
        regions = {card.region for card in self.spots if self._has(words_of(card.region), word)}
        far: _Far = {}
        for card in self.spots:
            if self._has(card.called, word):
                far[card.name] = CALLED
            elif card.region in regions:
                far[card.name] = REGION
            elif not regions and self._has(card.told, word):  # the back of the thigh is no back
                far[card.name] = TOLD
        return far

    def _far_routines(self, word: str, spots: Collection[str]) -> _Far:
        far: _Far = {}
        for card in self.routines:
            if self._has(card.called, word):
                far[card.name] = CALLED + len(card.called) / 100  # one of few words is more of it
            elif self._has(card.told, word):
                far[card.name] = TOLD
            elif share := sum(spot in spots for spot in card.spots) / len(card.spots):
                far[card.name] = VISITED - share
        return far

    def _spots_of(self, topic: Topic) -> list[str]:
        within = [card.name for card in self.spots if card.region in topic.regions]
        return [*topic.spots, *within]

    def _with_things(self, word: str, cards: Iterable[Card]) -> _Far:
        return {card.name: THINGS for card in cards if self._has(card.things, word)}

    def _has(self, words: Iterable[str], typed: str) -> bool:
        begun = len(typed) >= FEWEST_LETTERS_BEGUN
        return any((begun and w.startswith(typed)) or self.words.alike(w, typed) for w in words)


def _come_nearer(far: _Far, names: Sequence[str]) -> None:
    """What a topic leads to is as far as a topic is, the first of them nearest."""
    for number, name in enumerate(names):
        far[name] = min(far.get(name, THINGS), TOPIC + number / 100)


def _together(far: Sequence[_Far], passing: Sequence[bool]) -> _Far:
    """What has all words, the nearest first.

    A passing word need not be there; but if something is called so, only that is meant: "after a
    run" is not before it.
    """
    needed = [one for one, passes in zip(far, passing, strict=True) if not passes] or far
    names = set.intersection(*map(set, needed)) if needed else set[str]()
    mean = {name: sum(one[name] for one in needed) / len(needed) for name in names}
    least = min(mean.values(), default=CALLED)
    nearest = {name for name, distance in mean.items() if distance < least + TOPIC / 2}
    for one in (one for one, passes in zip(far, passing, strict=True) if passes):
        if meant := {name for name in nearest if one.get(name, TOPIC) < TOPIC}:
            mean = {name: mean[name] for name in meant & set(mean)}
    return dict(sorted(mean.items(), key=lambda item: (item[1], item[0])))
