from collections import Counter
from datetime import date, datetime, time, timedelta, timezone

import pytest

from coach.content.entry import Entry, Pick
from coach.content.library import Library
from coach.log.log import Logged, WorkedSide
from coach.log.suggestion import suggestions
from coach.units import Ms
from tests.screen.scenes import TELLER, WORDS

TODAY = date(2026, 6, 30)


@pytest.fixture(scope="session")
def entries(library: Library) -> list[Entry]:
    """Every routine that ships."""
    return [library.entry(name) for name in library.routines]


def kept(day: date, *spots: str, hours: int = 0) -> Logged:
    """A session at noon, in which these spots were worked on the left."""
    began = datetime.combine(day, time(12), timezone(timedelta(hours=hours)))
    worked = tuple(WorkedSide(spot, "left") for spot in spots)
    return Logged(
        0,
        began,
        name="any",
        title="Any",
        depth="quick",
        planned=Ms(1),
        heard=Ms(1),
        worked=worked,
    )


def ago(days: int, entry: Entry) -> Logged:
    return kept(TODAY - timedelta(days), *(visit.name for visit in entry.visits))


def first(entries: list[Entry], sessions: list[Logged], today: date = TODAY) -> tuple[str, str]:
    best = suggestions(entries, sessions, today)[0]
    return best.entry.name, best.reason(WORDS, TELLER.book)


def test_of_an_empty_log_what_teaches_comes_first(entries: list[Entry]) -> None:
    assert first(entries, []) == (
        "first-session",
        "the log knows of no spot yet, and this teaches every step and needs only a tennis ball",
    )


def test_of_an_empty_log_what_needs_least_comes_next(entries: list[Entry]) -> None:
    teaching = [entry.name for entry in entries if entry.teaches]
    known = [entry for entry in entries if entry.name in ("desk", "full", "legs", "shoulders")]

    assert teaching == ["first-session"]
    assert first(known, []) == (
        "desk",
        "the log knows of no spot yet, and this needs only your hands",
    )


def test_of_an_empty_log_a_tool_that_is_wished_is_named(library: Library) -> None:
    rolled = library.gather(Pick(("legs",), tool="foam-roller"))

    assert first([rolled], [])[1] == (
        "the log knows of no spot yet, and this needs only a foam roller"
    )


def test_of_an_empty_log_a_thumb_and_the_heel_of_a_hand_are_hands(library: Library) -> None:
    pressed = library.gather(Pick(("hand", "quads"), tool="thumb"))
    heel = library.gather(Pick(("adductors", "quads"), tool="heel-of-hand"))
    ball = library.gather(Pick(("hand",), tool="tennis-ball"))

    assert {visit.tool for visit in pressed.visits} == {"thumb"}
    for bare in (pressed, heel):
        assert first([ball, bare], []) == (
            bare.name,
            "the log knows of no spot yet, and this needs only your hands",
        )


def test_a_log_of_sessions_that_worked_nothing_is_as_an_empty_one(entries: list[Entry]) -> None:
    assert first(entries, [kept(TODAY)]) == first(entries, [])


def test_what_was_left_alone_for_longest_comes_first(entries: list[Entry]) -> None:
    sessions = [ago(number + 2, entry) for number, entry in enumerate(entries)]
    least_lately = {entry.name: first([entry], sessions)[1] for entry in entries}
    name, reason = first(entries, sessions)
    days = max(int(told.split()[-2]) for told in least_lately.values() if "days" in told)

    assert reason == least_lately[name] == f"not worked for {days} days"


def test_what_is_not_in_the_log_comes_before_what_is(library: Library) -> None:
    both = [library.entry("feet"), library.entry("chest")]

    assert first(both, [ago(300, both[1])]) == ("feet", "not in the log so far")


def test_a_reason_tells_of_the_spot_that_was_worked_last(library: Library) -> None:
    legs = library.entry("legs")
    sessions = [kept(TODAY - timedelta(20), "quads"), kept(TODAY - timedelta(9), "calves")]

    assert first([legs], sessions) == ("legs", "not worked for 9 days")


def test_yesterday_is_told_as_such(library: Library) -> None:
    feet = library.entry("feet")

    assert first([feet], [ago(1, feet)]) == ("feet", "last worked yesterday")


def test_nothing_that_was_worked_today_is_suggested(entries: list[Entry]) -> None:
    sessions = [kept(TODAY, "quads"), kept(TODAY - timedelta(5), "quads", "feet")]
    suggested = suggestions(entries, sessions, TODAY)
    spots = {visit.name for one in suggested for visit in one.entry.visits}

    assert suggested
    assert "quads" not in spots


def test_where_everything_was_worked_today_nothing_is_suggested(entries: list[Entry]) -> None:
    assert suggestions(entries, [ago(0, entry) for entry in entries], TODAY) == []


def test_a_session_on_the_far_side_of_the_date_line_was_today(library: Library) -> None:
    feet = library.entry("feet")
    tomorrow_already = kept(TODAY + timedelta(1), "feet", hours=14)

    assert suggestions([feet], [tomorrow_already], TODAY) == []


def test_it_is_the_same_all_day_and_in_whatever_order_routines_come(
    entries: list[Entry],
) -> None:
    sessions = [ago(3, entries[0])]
    ranked = [one.entry.name for one in suggestions(entries, sessions, TODAY)]
    again = [one.entry.name for one in suggestions(entries[::-1], sessions, TODAY)]

    assert ranked == again


def test_what_is_equal_takes_turns_from_day_to_day(entries: list[Entry]) -> None:
    some = [ago(40, entries[0])]
    names = {first(entries, some, TODAY + timedelta(day))[0] for day in range(30)}

    assert len(names) > 5


def test_who_follows_it_each_day_works_every_spot_in_its_turn(entries: list[Entry]) -> None:
    sessions: list[Logged] = [kept(TODAY, "feet")]
    times: Counter[str] = Counter()
    for day in range(1, 61):
        today = TODAY + timedelta(day)
        best = suggestions(entries, sessions, today)[0].entry
        sessions.append(kept(today, *(visit.name for visit in best.visits)))
        times.update(visit.name for visit in best.visits)
    spots = {visit.name for entry in entries for visit in entry.visits}

    assert set(times) == spots
    assert min(times.values()) >= 2
    assert max(times.values()) <= 12
