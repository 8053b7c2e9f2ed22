"""What comes with coach: every spot and routine is right, keeps the limits and promises nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

from coach.choices import DepthName, SafetyTold, Talk
from coach.content.entry import Entry, Visit
from coach.content.forms import lines_of
from coach.content.language import sentences as of_language
from coach.content.library import Library, open_library
from coach.content.pace import DEPTHS
from coach.content.phrasebook import Phrasebook
from coach.content.routine import Stop
from coach.content.spot_words import RoutineWords, told_lines
from coach.content.wording import fill
from coach.disk.shipped import shipped
from coach.script.cues import Say, Script
from coach.script.fitting import write_script
from coach.script.sheet import Sheet, Wishes
from coach.units import Ms, seconds
from tests.keeping import (
    check_equal_sides,
    check_limits,
    check_steps,
    share_of_use,
    sides,
    texts,
    visit_of,
)
from tests.nightly import FULL, nightly
from tests.sheets import sheet, written

OVERSOLD_IN_GERMAN = re.compile(
    r"\b(heil(?:t|en|ung|sam)\w*|kurier\w*|therap(?!eut)\w*|behandel(?!t keine|t nichts)\w*"
    r"|(?:ent)?gift\w*|schlacke\w*|garantier\w*|versprech\w*|wunder\w*|magisch\w*"
    r"|verklebung\w*|durchblutung(?!sstörung|sstoerung)\w*|dauerhaft\w*|für immer)\b",
    re.IGNORECASE,
)

SPOTS = open_library().spots
ROUTINES = open_library().routines
SAFETY: tuple[SafetyTold, ...] = ("full", "short")


def sentences(text: str) -> list[str]:
    return list(of_language(text.strip(), "en"))


OVERSOLD = re.compile(
    r"\b(heal\w*|cur(?:e|es|ed|ing)|fix\w*|remed\w*|therap(?!ist)\w*"
    r"|(?<!no )treat\w*(?! no(?:thing)?\b)|medic(?:al(?! help| advice)|ine)"
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
    roll = [words.roll.along, words.roll.up, words.roll.down] if words.roll else []
    sided = [line for _, line in lines_of(("sided",), words.sided or "")]
    lines = [*(line for _, line in told_lines(words)), *sided, *roll]
    blanks = {blank for line in lines for blank in re.findall(r"{(\w+)[.\w]*}", line)}

    assert blanks <= ({"side", "other"} if library.spot(name).sides == "each" else set())


@pytest.mark.parametrize("name", SPOTS)
def test_what_is_never_filled_has_no_blanks(library: Library, name: str) -> None:
    words = library.spot_words(name)

    assert "{" not in "".join([words.name, words.place, *words.needs.values()])


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
    promises = OVERSOLD_IN_GERMAN if "de" in path.parts else OVERSOLD
    lines = path.read_text(encoding="utf-8").splitlines()
    oversold = [
        f"{number}: {found[0]}"
        for number, line in enumerate(lines, 1)
        if not line.startswith("#") and (found := promises.search(line))
    ]

    assert oversold == []


@pytest.mark.parametrize(
    "said",
    ["This heals you.", "It cures pain.", "A guaranteed cure.", "Flush out toxins.", "Knots melt."],
)
def test_a_promise_would_be_found(said: str) -> None:
    assert OVERSOLD.search(said)


@pytest.mark.parametrize(
    "said", ["Keep it secure.", "Stay off the heel.", "It treats no headache."]
)
def test_an_honest_word_is_no_promise(said: str) -> None:
    assert not OVERSOLD.search(said)


def check_script(sheet: Sheet, script: Script) -> None:
    """Hold one script against everything that every script keeps."""
    spoken = [text for section in script.sections for text in texts(section.cues)]

    assert all(section.lasts >= seconds(20) for section in sides(script))
    assert all(cue.lasts > 0 for section in script.sections for cue in section.cues)
    assert not [text for text in spoken if re.search("[{}]", text)]
    assert not [text for text in spoken if OVERSOLD.search(text)]
    check_limits(sheet, script)
    check_equal_sides(script)
    check_steps(sheet, script)


@pytest.mark.parametrize("talk", ["full", "brief", "bell"])
@pytest.mark.parametrize("depth", [nightly("quick"), "standard", nightly("deep")])
@pytest.mark.parametrize("name", ROUTINES)
def test_every_routine_at_every_depth_keeps_the_limits_and_the_steps(
    library: Library, book: Phrasebook, name: str, depth: DepthName, talk: Talk
) -> None:
    wishes = Wishes(depth=depth, talk=talk, whole=True)
    for told in SAFETY:
        made = sheet(library.entry(name), book, wishes, told=told, explains=told == "full")
        check_script(made, write_script(made))


@pytest.mark.parametrize("name", SPOTS)
def test_every_way_of_every_spot_with_every_tool_keeps_the_limits_and_the_steps(
    library: Library, book: Phrasebook, name: str
) -> None:
    spot, words = library.spot(name), library.spot_words(name)
    for way_name, way in spot.ways.items():
        for tool in way.tools:
            visit = Visit(name, spot, words, way_name, way, tool, Stop(name, tool, way.place))
            entry = Entry("one", RoutineWords("One", "for one"), (visit,))
            for depth in DEPTHS:
                made = sheet(entry, book, Wishes(depth=depth))
                check_script(made, write_script(made))


def left_out(made: Sheet, script: Script) -> Iterator[tuple[str, bool]]:
    """Each side that has to be left out by some, and whether it says so before it is touched."""
    for section in sides(script):
        assert section.worked
        words, said = visit_of(made, section).words, texts(section.cues)
        told = (words.leave_out, words.leave_out_again)
        blanks = made.book.side_blanks(section.worked.side)
        lines = [sentences(fill(line, blanks)) for line in told if line]
        if lines:
            yield section.title, any(line[0] in said and line[-1] in said for line in lines)


@pytest.mark.parametrize("talk", [nightly("full"), nightly("brief"), "bell"])
@pytest.mark.parametrize("name", ROUTINES)
def test_every_side_says_who_leaves_it_out_however_little_is_said(
    library: Library, book: Phrasebook, name: str, talk: Talk
) -> None:
    for told in SAFETY:
        for minutes in (3 if told == "full" else 8,) if talk == "bell" and not FULL else (3, 8, 20):
            wishes = Wishes(talk=talk, lasts=seconds(60 * minutes))
            made = sheet(library.entry(name), book, wishes, told=told)

            assert not [title for title, kept in left_out(made, write_script(made)) if not kept]


@pytest.mark.parametrize("name", ROUTINES)
def test_what_is_said_in_full_of_leaving_out_is_said_once(
    library: Library, book: Phrasebook, name: str
) -> None:
    made = sheet(library.entry(name), book, Wishes(whole=True), told="full")
    said = [text for one in sides(write_script(made)) for text in texts(one.cues)]
    for visit in made.entry.visits:
        again = sentences(visit.words.leave_out_again or "")
        only_in_full = [
            line for line in sentences(visit.words.leave_out or "") if again and line not in again
        ]

        assert [said.count(line) for line in only_in_full] == [1] * len(only_in_full)


@pytest.mark.parametrize("talk", [nightly("full"), nightly("brief"), "bell"])
@pytest.mark.parametrize("name", ROUTINES)
def test_every_session_begins_with_the_safety_words_however_little_is_said(
    library: Library, book: Phrasebook, name: str, talk: Talk
) -> None:
    entry, words = library.entry(name), library.safety_words()
    first = written(entry, book, Wishes(talk=talk), told="full")
    later = written(entry, book, Wishes(talk=talk))

    assert first.sections[0].title == book.titles.before
    assert texts(first.sections[0].cues) == sentences(words.first)
    assert later.sections[0].title == book.titles.opening
    assert set(sentences(words.later)) <= set(texts(later.sections[0].cues))


# How long they last, and what of it is of use.

LEAST_SHARE: dict[Talk, tuple[float, float]] = {
    "full": (0.50, 0.42),
    "brief": (0.58, 0.42),
    "bell": (0.65, 0.42),
}
"""Of pressure, work and breaths in time: of all routines in the mean, and of each."""


@pytest.mark.parametrize("talk", LEAST_SHARE)
def test_half_of_a_session_is_pressure_work_or_breaths_in_time(
    library: Library, book: Phrasebook, talk: Talk
) -> None:
    shares = {
        name: share_of_use(written(library.entry(name), book, Wishes(talk=talk)))
        for name in ROUTINES
    }
    in_the_mean, of_each = LEAST_SHARE[talk]

    assert mean(shares.values()) >= in_the_mean
    assert {name: share for name, share in shares.items() if share < of_each} == {}


def told_to_be_there(made: Sheet, script: Script) -> Ms:
    """When the position of the first place has been told to its end."""
    first = sides(script)[0]
    before = script.sections[: script.sections.index(first)]
    last = sentences(fill(visit_of(made, first).position, made.book.side_blanks("left")))[-1]
    at = next(n for n, cue in enumerate(first.cues) if isinstance(cue, Say) and cue.text == last)
    here = sum(cue.lasts for cue in first.cues[: at + 1])
    return Ms(sum(section.lasts for section in before) + here)


@pytest.mark.parametrize(("told", "most_s"), [("short", 60), ("full", 110)])
@pytest.mark.parametrize("name", ROUTINES)
def test_the_first_place_is_reached_soon(
    library: Library, book: Phrasebook, name: str, told: str, most_s: float
) -> None:
    first = told == "full"
    safety: SafetyTold = "full" if first else "short"
    made = sheet(library.entry(name), book, Wishes(), told=safety, explains=first)

    assert told_to_be_there(made, write_script(made)) <= seconds(most_s)


SHORT_ROUTINES: dict[str, tuple[float, float]] = {
    "reset": (5, 5),
    "desk": (5, 8),
    "before-run": (5, 8),
    "shoulders": (12, 13),
}


@pytest.mark.parametrize("name", ROUTINES)
def test_a_routine_lasts_a_quarter_of_an_hour_at_most(library: Library, name: str) -> None:
    minutes = library.entry(name).minutes
    least, most = SHORT_ROUTINES.get(name, (8, 15))

    assert minutes is not None
    assert least <= minutes <= most


def test_the_safety_words_name_what_must_stop_a_listener(library: Library) -> None:
    first, later = library.safety_words().first, library.safety_words().later

    for word in ("bone", "neck", "pain", "numb", "pregnant", "doctor", "thinners"):
        assert word in first.casefold()
    for word in ("pain", "numb", "dizz", "injured"):
        assert word in later.casefold()


@pytest.mark.parametrize("name", SPOTS)
def test_every_spoken_sentence_begins_with_a_capital(library: Library, name: str) -> None:
    words = library.spot_words(name)
    odd = [
        part
        for _, line in told_lines(words)
        for part in sentences(line)
        if not part[0].isupper() and not part.startswith("{side.first}")
    ]

    assert odd == []


def test_no_sentence_takes_longer_to_say_than_a_listener_can_keep_in_mind(
    library: Library, book: Phrasebook
) -> None:
    said = {
        cue.text: cue.lasts
        for name in ROUTINES
        for told in SAFETY
        for section in written(library.entry(name), book, Wishes(whole=True), told=told).sections
        for cue in section.cues
        if isinstance(cue, Say)
    }

    assert {text: lasts for text, lasts in said.items() if lasts > Ms(10_000)} == {}
