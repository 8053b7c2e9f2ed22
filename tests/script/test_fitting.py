import re

import pytest

from coach.choices import DepthName, Talk
from coach.content.library import Entry, Library, Pick
from coach.content.pace import DEPTHS, LONGEST_DEPTH
from coach.content.phrasebook import Phrasebook, RoutineWords
from coach.errors import SessionTooLong
from coach.script.cues import Circle, Hold, Rest, Roll, Say, Script
from coach.script.writer import Wishes
from coach.units import Ms, seconds
from tests.script.test_writer import only, visit
from tests.sheets import written

LONGEST = seconds(30 * 60)


def too_long(library: Library, stops: int) -> Entry:
    calves = visit(library, "calves", "hands")
    return Entry("mine", RoutineWords("My legs", "for me"), (calves,) * stops)


def holds(script: Script) -> set[Ms]:
    return {hold.lasts for section in script.sections for hold in only(section, Hold)}


def speech(script: Script) -> list[tuple[str, Ms]]:
    return [(c.text, c.lasts) for s in script.sections[1:-1] for c in s.cues if isinstance(c, Say)]


def test_a_session_that_is_too_long_gets_shorter_holds_and_keeps_every_step(
    library: Library, book: Phrasebook
) -> None:
    script = written(too_long(library, 5), book, Wishes(depth="deep"))
    (hold,) = holds(script)
    shorter = (DEPTHS["deep"].hold - hold) // 1000

    assert script.lasts == LONGEST
    assert len(script.sections) == 12
    assert DEPTHS["quick"].hold < hold < DEPTHS["deep"].hold
    assert script.notes == (
        f"Each hold is {shorter} s shorter than this depth would have it, "
        "to keep the session within 30 minutes.",
    )


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("stops", [1, 2, 3, 4, 5, 6, 7, 8])
def test_no_session_is_longer_than_a_session_may_be(
    library: Library, book: Phrasebook, depth: DepthName, stops: int
) -> None:
    try:
        script = written(too_long(library, stops), book, Wishes(depth=depth))
    except SessionTooLong:
        assert stops > 5
        return

    assert script.lasts <= LONGEST


def test_a_routine_with_too_many_stops_is_told_by_how_much(
    library: Library, book: Phrasebook
) -> None:
    with pytest.raises(SessionTooLong) as caught:
        written(too_long(library, 20), book, Wishes(depth="quick"))

    assert re.fullmatch(
        r"mine has too many stops: even with the shortest holds it lasts \d+ minutes, "
        r"and a session may last 30; take some stops out",
        caught.value.message,
    )


def told_range(library: Library, book: Phrasebook, name: str) -> tuple[int, int]:
    with pytest.raises(SessionTooLong) as caught:
        written(library.entry(name), book, Wishes(lasts=seconds(60)))
    found = re.fullmatch(
        rf"{name} can last (\d+) to (\d+) minutes; with fewer stops .*", caught.value.message
    )
    assert found
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("name", ["feet", "shoulders", "full", "bedtime", "before-run", "reset"])
def test_every_length_in_the_range_that_is_told_is_met_exactly(
    library: Library, book: Phrasebook, name: str
) -> None:
    shortest, longest = told_range(library, book, name)

    assert shortest < longest
    for minutes in range(shortest, longest + 1):
        script = written(library.entry(name), book, Wishes(lasts=seconds(60 * minutes)))
        assert script.lasts == minutes * 60_000
        assert all(DEPTHS["quick"].hold <= hold <= LONGEST_DEPTH.hold for hold in holds(script))


def test_a_length_outside_of_the_range_is_refused_at_both_ends(
    library: Library, book: Phrasebook
) -> None:
    shortest, longest = told_range(library, book, "feet")

    for minutes in (shortest - 1, longest + 1):
        with pytest.raises(SessionTooLong, match=f"feet can last {shortest} to {longest} minutes"):
            written(library.entry("feet"), book, Wishes(lasts=seconds(60 * minutes)))


def test_a_fitted_session_hurries_neither_speech_nor_set_up(
    library: Library, book: Phrasebook
) -> None:
    entry = library.entry("calves")
    usual = written(entry, book, Wishes())
    short = written(entry, book, Wishes(lasts=Ms(usual.lasts - seconds(60))))

    assert speech(short) == speech(usual)
    assert max(r.least for s in short.sections for r in only(s, Rest)) == max(
        r.least for s in usual.sections for r in only(s, Rest)
    )


def test_both_sides_stay_equal_at_any_length(library: Library, book: Phrasebook) -> None:
    script = written(library.entry("calves"), book, Wishes(lasts=seconds(14 * 60 + 7)))
    worked = [
        sum(cue.lasts for cue in section.cues if isinstance(cue, Hold | Circle | Roll))
        for section in script.sections[1:-1]
    ]

    assert worked[::2] == worked[1::2]


def test_optional_stops_are_left_out_last_and_told(library: Library, book: Phrasebook) -> None:
    entry = library.entry("shoulders")
    optional = [visit.name for visit in entry.visits if visit.optional]
    shortest, _ = told_range(library, book, "shoulders")
    script = written(entry, book, Wishes(lasts=seconds(60 * shortest)))

    assert optional
    assert script.notes == (f"Left out: {', '.join(f'{n} (no time)' for n in optional)}.",)
    assert len(script.sections) == 2 + 2 * (len(entry.visits) - len(optional))


def test_what_the_wishes_left_out_is_told(library: Library, book: Phrasebook) -> None:
    entry = library.gather(Pick(("shoulders",), avoid=frozenset({"chest"})))

    assert "Left out: chest (avoided)." in written(entry, book, Wishes(depth="quick")).notes


@pytest.mark.parametrize("talk", ["brief", "bell"])
def test_fewer_words_make_a_shorter_session(library: Library, book: Phrasebook, talk: Talk) -> None:
    entry = library.entry("feet")
    full, fewer = (written(entry, book, Wishes(talk=level)) for level in ("full", talk))

    assert len(speech(fewer)) < len(speech(full)) / 1.5
    assert fewer.lasts < full.lasts
    assert holds(fewer) == holds(full)


def test_a_slower_set_up_gives_every_changeover_more_time(
    library: Library, book: Phrasebook
) -> None:
    entry = library.entry("feet")
    usual, slower = (written(entry, book, Wishes(setup=factor)) for factor in (1.0, 1.5))

    assert slower.lasts - usual.lasts == 2 * 5000 + 3 * 1500


def test_a_brisk_routine_is_brisker_than_a_slow_one(library: Library, book: Phrasebook) -> None:
    entry = library.entry("feet")
    brisk, even, slow = (
        written(entry._replace(pace=pace), book, Wishes()) for pace in ("brisk", "even", "slow")
    )

    assert brisk.lasts < even.lasts < slow.lasts
    assert holds(brisk) == {seconds(45)}


def test_the_same_seed_gives_the_same_words_and_another_one_others(
    library: Library, book: Phrasebook
) -> None:
    entry = library.entry("feet")
    one, again, other = (written(entry, book, Wishes(seed=seed)) for seed in (1, 1, 2))

    assert one == again
    assert speech(one) != speech(other)


def test_lengths_that_no_choice_of_stops_can_fill_are_not_promised(
    library: Library, book: Phrasebook
) -> None:
    hand = visit(library, "hand")._replace(optional=True)
    gap = Entry("gap", RoutineWords("Gap", ""), (hand, visit(library, "neck-base")))

    with pytest.raises(SessionTooLong) as caught:
        written(gap, book, Wishes(lasts=seconds(60)))
    spans = [(int(a), int(b)) for a, b in re.findall(r"(\d+) to (\d+)", caught.value.message)]

    assert len(spans) == 2
    for minutes in range(1, 31):
        wishes = Wishes(lasts=seconds(60 * minutes))
        if any(shortest <= minutes <= longest for shortest, longest in spans):
            assert written(gap, book, wishes).lasts == minutes * 60_000
        else:
            with pytest.raises(SessionTooLong):
                written(gap, book, wishes)
