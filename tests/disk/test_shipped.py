"""What comes with coach: every spot and routine is right, keeps the limits and promises nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from coach.choices import DepthName, Side, Talk
from coach.content.library import Entry, Library, Visit, open_library
from coach.content.pace import DEPTHS
from coach.content.phrasebook import Phrasebook, RoutineWords, fill, sentences
from coach.content.spot import OTHER
from coach.disk.shipped import shipped
from coach.script.cues import Bell, Circle, Cue, Hold, Roll, Say, Script, Section
from coach.script.writer import Wishes
from coach.units import Ms, seconds
from tests.sheets import written

SPOTS = open_library().spots
RULES = open_library().rules()
ROUTINES = open_library().routines

OVERSOLD = re.compile(
    r"\b(heal\w*|cur(?:e|es|ed|ing)|fix\w*|remed\w*|treat\w*|therap\w*|medic(?:al|ine)"
    r"|\w*tox\w*|flush\w*|lactic|guarant\w*|promis\w*|miracl\w*|magic\w*|proven|clinically"
    r"|melt\w*|dissolv\w*|erase\w*|eliminat\w*|permanent\w*|forever|instant\w*|adhesions?"
    r"|break(?:s|ing)? (?:up|down)|scar tissue|fascia\w*|blood flow|pain[- ]free|no pain)\b",
    re.IGNORECASE,
)


def test_the_words_and_the_sounds_are_found() -> None:
    assert (shipped("scripts") / "en" / "phrasebook.toml").is_file()
    assert (shipped("audio") / "pad.ogg").is_file()


def test_what_is_not_shipped_is_looked_for_beside_the_package() -> None:
    assert not shipped("nothing").exists()
    assert shipped("nothing").parent == shipped("scripts").parent


def test_there_are_spots_and_the_first_routines() -> None:
    assert len(SPOTS) == 28
    assert {"feet", "quads", "shoulders"} <= set(ROUTINES)


@pytest.mark.parametrize("kind", ["spots", "routines"])
def test_all_that_has_words_has_facts(kind: str) -> None:
    facts = {path.name for path in (shipped("scripts") / kind).iterdir()}
    words = {path.name for path in (shipped("scripts") / "en" / kind).iterdir()}

    assert words == facts


@pytest.mark.parametrize("name", SPOTS)
def test_a_spot_and_its_words_are_read_without_a_mistake(library: Library, name: str) -> None:
    spot, words = library.spot(name), library.spot_words(name)

    assert list(words.position) == list(spot.ways)


@pytest.mark.parametrize("name", SPOTS)
def test_only_a_spot_on_two_sides_tells_the_side(library: Library, name: str) -> None:
    words = library.spot_words(name)
    in_turn = [words.find, words.test, words.retest, *words.position.values()]
    blanks = {blank for line in in_turn for blank in re.findall(r"{(\w+)}", line)}

    assert blanks <= ({"side", "Side", "other"} if library.spot(name).sides == "each" else set())


@pytest.mark.parametrize("name", SPOTS)
def test_what_is_never_filled_has_no_blanks(library: Library, name: str) -> None:
    words = library.spot_words(name)

    assert "{" not in f"{words.name}{words.plain}{words.caution}{words.roll}"


@pytest.mark.parametrize("name", SPOTS)
def test_the_left_one_of_two_spots_is_drawn_on_the_left_of_the_body(
    library: Library, name: str
) -> None:
    spot = library.spot(name)

    if spot.sides == "each":
        assert (spot.body.x > 0.5) == (spot.body.view != "back")


@pytest.mark.parametrize("name", ROUTINES)
def test_a_routine_is_read_without_a_mistake(library: Library, name: str) -> None:
    entry = library.entry(name)

    assert entry.visits
    assert entry.words.title[0].isupper()


def data_files() -> list[Path]:
    return sorted(shipped("scripts").rglob("*.toml"))


@pytest.mark.parametrize("path", data_files(), ids=lambda path: "/".join(path.parts[-3:]))
def test_nothing_that_can_be_said_or_shown_promises_too_much(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    oversold = [
        f"{number}: {found[0]}"
        for number, line in enumerate(lines, 1)
        if not line.startswith("#") and (found := OVERSOLD.search(line))
    ]

    assert oversold == []


@pytest.mark.parametrize(
    "said",
    ["This heals you.", "It cures pain.", "A guaranteed cure.", "Flush out toxins.", "Knots melt."],
)
def test_a_promise_would_be_found(said: str) -> None:
    assert OVERSOLD.search(said)


@pytest.mark.parametrize("said", ["Keep it secure.", "A tennis ball.", "Stay off the heel."])
def test_an_honest_word_is_no_promise(said: str) -> None:
    assert not OVERSOLD.search(said)


@dataclass(frozen=True)
class Visited:
    """One section of a script, and what it was written from."""

    section: Section
    visit: Visit
    side: Side
    first: bool
    """Whether it is the first side of its stop."""


def visited(entry: Entry, script: Script) -> Iterator[Visited]:
    sides = [
        (visit, side, side == visit.sides[0]) for visit in entry.visits for side in visit.sides
    ]
    for section, (visit, side, first) in zip(script.sections[1:-1], sides, strict=True):
        yield Visited(section, visit, side, first)


def texts(cues: tuple[Cue, ...]) -> list[str]:
    return [cue.text for cue in cues if isinstance(cue, Say)]


def pressed(section: Section) -> dict[str, int]:
    """How long each kind of pressure lasts in a section."""
    kinds = {"hold": Hold, "circles": Circle, "rolls": Roll}
    return {
        name: sum(cue.lasts for cue in section.cues if isinstance(cue, kind))
        for name, kind in kinds.items()
    }


def steps(one: Visited, book: Phrasebook) -> list[int]:
    """Which cue begins each step: test, position, search, hold, work, release, second test."""
    side = book.sides[one.side]
    blanks = {"side": side, "Side": side.capitalize(), "other": book.sides[OTHER[one.side]]}
    words, cues = one.visit.words, one.section.cues

    def said(text: str) -> set[int]:
        """Where any sentence of a text, its blanks filled, is said."""
        wanted = sentences(fill(text, blanks))
        return {n for n, cue in enumerate(cues) if isinstance(cue, Say) and cue.text in wanted}

    def done(*kinds: type[Cue]) -> set[int]:
        return {n for n, cue in enumerate(cues) if isinstance(cue, kinds)}

    find = [words.find] if one.first else book.moments.find_again
    return [
        min(said(words.test)),
        min(said(one.visit.position)),
        min(set.union(*(said(line) for line in find))),
        min(done(Hold)),
        min(done(Circle, Roll)),
        min(done(Bell)),
        max(said(words.retest)),
    ]


def check_script(entry: Entry, script: Script, book: Phrasebook) -> None:
    """Hold one script against everything that every script keeps."""
    assert script.lasts <= RULES.longest_session
    assert all(section.lasts >= seconds(20) for section in script.sections)
    assert all(cue.lasts > 0 for section in script.sections for cue in section.cues)
    assert not [text for s in script.sections for text in texts(s.cues) if re.search("[{}]", text)]
    assert not [text for s in script.sections for text in texts(s.cues) if OVERSOLD.search(text)]

    all_visited = list(visited(entry, script))
    for one in all_visited:
        holds = [cue.lasts for cue in one.section.cues if isinstance(cue, Hold)]
        assert len(holds) == 1
        assert DEPTHS["quick"].hold <= holds[0] <= RULES.longest_hold
        assert sum(pressed(one.section).values()) <= RULES.longest_side
        assert steps(one, book) == sorted(set(steps(one, book)))
        assert not one.first or set(sentences(one.visit.words.caution)) <= set(
            texts(one.section.cues)
        )
    for left, right in pairwise(all_visited):
        if (left.side, right.side) == ("left", "right"):
            assert pressed(left.section) == pressed(right.section)


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("name", ROUTINES)
def test_every_routine_at_every_depth_keeps_the_limits(
    library: Library, book: Phrasebook, name: str, depth: DepthName
) -> None:
    entry = library.entry(name)
    script = written(entry, book, Wishes(depth=depth))

    check_script(entry, script, book)


@pytest.mark.parametrize("name", SPOTS)
def test_every_way_of_every_spot_with_every_tool_keeps_the_limits(
    library: Library, book: Phrasebook, name: str
) -> None:
    spot, words = library.spot(name), library.spot_words(name)
    for way_name, way in spot.ways.items():
        for tool in way.tools:
            visit = Visit(name, spot, words, words.position[way_name], way, tool)
            entry = Entry("one", RoutineWords("One", "for one"), (visit,))
            for depth in DEPTHS:
                check_script(entry, written(entry, book, Wishes(depth=depth)), book)


@pytest.mark.parametrize("talk", ["full", "brief", "bell"])
@pytest.mark.parametrize("name", ROUTINES)
def test_every_session_begins_with_the_safety_words_however_little_is_said(
    library: Library, book: Phrasebook, name: str, talk: Talk
) -> None:
    script = written(library.entry(name), book, Wishes(talk=talk))

    for line in sentences(library.safety_words().first):
        assert line in texts(script.sections[0].cues)


def test_the_safety_words_name_what_must_stop_a_listener(library: Library) -> None:
    first, later = library.safety_words().first, library.safety_words().later

    for word in ("bone", "neck", "pain", "numb", "pregnant", "doctor", "thinners"):
        assert word in first.casefold()
    for word in ("pain", "numb", "dizz", "injured"):
        assert word in later.casefold()


@pytest.mark.parametrize("name", SPOTS)
def test_every_spoken_sentence_begins_with_a_capital(library: Library, name: str) -> None:
    words = library.spot_words(name)
    spoken = [words.find, words.caution, words.test, words.retest, *words.position.values()]
    odd = [
        part
        for line in spoken
        for part in sentences(line)
        if not part[0].isupper() and not part.startswith("{Side}")
    ]

    assert odd == []


def test_no_sentence_takes_longer_to_say_than_a_listener_can_keep_in_mind(
    library: Library, book: Phrasebook
) -> None:
    said = {
        cue.text: cue.lasts
        for name in ROUTINES
        for section in written(library.entry(name), book, Wishes()).sections
        for cue in section.cues
        if isinstance(cue, Say)
    }

    assert {text: lasts for text, lasts in said.items() if lasts > Ms(10_000)} == {}
