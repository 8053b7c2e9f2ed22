from typing import TypeVar, get_args

import msgspec
import pytest

from coach.choices import DepthName, Talk, Tool
from coach.content.breath import CALM, parse_breath
from coach.content.library import Entry, Library, Visit
from coach.content.pace import DEPTHS, TEMPOS, reading_ms
from coach.content.phrasebook import Phrasebook, RoutineWords, sentences
from coach.script.cues import Bell, Breathe, Circle, Cue, Hold, Rest, Roll, Say, Section, Worked
from coach.script.writer import Wishes
from coach.units import Ms, seconds
from tests.sheets import written


def visit(library: Library, name: str, tool: Tool | None = None) -> Visit:
    spot, words = library.spot(name), library.spot_words(name)
    found = spot.way(tool)
    assert found
    way_name, way = found
    return Visit(name, spot, words, words.position[way_name], way, tool or way.tools[0])


def entry(*visits: Visit) -> Entry:
    return Entry("mine", RoutineWords("My legs", "for me"), visits)


C = TypeVar("C", bound=Cue)
TALKS: tuple[Talk, ...] = get_args(Talk)


def only(section: Section, kind: type[C]) -> list[C]:
    return [cue for cue in section.cues if isinstance(cue, kind)]


def said(section: Section) -> list[str]:
    return [cue.text for cue in only(section, Say)]


def work(section: Section) -> int:
    return sum(cue.lasts for cue in section.cues if isinstance(cue, Hold | Circle | Roll))


@pytest.fixture
def calves(library: Library) -> Entry:
    """One stop with hands, on both sides."""
    return entry(visit(library, "calves", "hands"))


def test_a_script_opens_visits_every_side_and_closes(library: Library, book: Phrasebook) -> None:
    script = written(entry(visit(library, "calves"), visit(library, "jaw")), book, Wishes())

    assert [section.title for section in script.sections] == [
        "Opening",
        "Calf muscle, left",
        "Calf muscle, right",
        "Jaw muscles",
        "Finish",
    ]
    assert (script.name, script.title, script.purpose) == ("mine", "My legs", "for me")


def test_a_session_lasts_as_long_as_its_sections_and_a_section_as_its_cues(
    calves: Entry, book: Phrasebook
) -> None:
    script = written(calves, book, Wishes())

    assert script.lasts == sum(section.lasts for section in script.sections)
    assert script.sections[1].lasts == sum(cue.lasts for cue in script.sections[1].cues)


def test_the_welcome_tells_the_title_and_the_minutes(calves: Entry, book: Phrasebook) -> None:
    script = written(calves, book, Wishes())
    minutes = round(script.lasts / 60_000)

    assert f"This is My legs, about {minutes} minutes." in said(script.sections[0])


def test_everything_needed_is_told_once_tools_first(library: Library, book: Phrasebook) -> None:
    ball = visit(library, "feet", "tennis-ball")
    script = written(entry(visit(library, "calves", "foam-roller"), ball, ball), book, Wishes())
    need = next(text for text in said(script.sections[0]) if text.startswith("You need"))

    assert need.index("roller") < need.index("tennis ball") < need.index(ball.way.place)
    assert need.count("tennis ball") == 1


def test_speech_is_estimated_at_the_rate_of_the_voice(calves: Entry, book: Phrasebook) -> None:
    script = written(calves, book, Wishes(rate_wpm=110))

    says = [cue for section in script.sections for cue in only(section, Say)]
    assert all(say.lasts == reading_ms(say.text, 110) for say in says)


def test_every_sentence_is_said_alone_with_a_breather_after_it(
    calves: Entry, book: Phrasebook
) -> None:
    for section in written(calves, book, Wishes()).sections:
        after = [
            cue
            for say, cue in zip(section.cues, section.cues[1:], strict=False)
            if isinstance(say, Say)
        ]

        assert all(sentences(text) == [text] for text in said(section))
        assert set(after) == {Rest(TEMPOS["even"].breather, TEMPOS["even"].breather)}


def test_no_rest_is_asked_to_stay_longer_than_it_lasts(library: Library, book: Phrasebook) -> None:
    stops = entry(*(visit(library, name) for name in library.spots[:3]))
    for depth in DEPTHS:
        script = written(stops, book, Wishes(depth=depth))
        rests = [cue for section in script.sections for cue in only(section, Rest)]

        assert all(0 < rest.least <= rest.lasts for rest in rests)


def test_the_first_breaths_follow_the_wished_pattern_the_last_without_words(
    calves: Entry, book: Phrasebook
) -> None:
    breath = parse_breath("4-7-8")
    breathes = only(written(calves, book, Wishes(breath=breath)).sections[0], Breathe)

    assert [(cue.breath, cue.times, cue.worded) for cue in breathes] == [(breath, 3, 2)]
    assert breathes[0].words == (("in", "In."), ("hold", "Hold."), ("out", "Out."))
    assert breathes[0].lasts == 3 * 19_000


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_hold_lasts_as_the_depth_says_and_has_the_breath(
    calves: Entry, book: Phrasebook, depth: DepthName
) -> None:
    script = written(calves, book, Wishes(depth=depth))

    for section in script.sections[1:-1]:
        assert only(section, Hold) == [Hold(DEPTHS[depth].hold, CALM, "Halfway.")]
    assert script.notes == ()


@pytest.mark.parametrize(("depth", "rings"), [("quick", 2), ("standard", 3), ("deep", 3)])
def test_circles_go_outward_ring_by_ring_and_back_the_other_way(
    calves: Entry, book: Phrasebook, depth: DepthName, rings: int
) -> None:
    circles = only(written(calves, book, Wishes(depth=depth)).sections[1], Circle)

    assert [circle.ring for circle in circles] == [*range(rings), rings - 1]
    assert [circle.clockwise for circle in circles] == [True] * rings + [False]
    assert {circle.rings for circle in circles} == {rings}


@pytest.mark.parametrize("depth", DEPTHS)
def test_circles_fill_the_time_of_the_work_at_a_pace_a_hand_can_follow(
    calves: Entry, book: Phrasebook, depth: DepthName
) -> None:
    circles = only(written(calves, book, Wishes(depth=depth)).sections[1], Circle)
    most = DEPTHS[depth].work

    assert most - 20 < sum(circle.lasts for circle in circles) <= most
    assert all(3000 <= circle.each <= 5000 for circle in circles)


@pytest.mark.parametrize("depth", DEPTHS)
def test_rolls_go_up_as_often_as_down_at_a_slow_pace(
    library: Library, book: Phrasebook, depth: DepthName
) -> None:
    rolled = entry(visit(library, "calves", "foam-roller"))
    (roll,) = only(written(rolled, book, Wishes(depth=depth)).sections[1], Roll)

    assert roll.strokes % 2 == 0
    assert 3000 <= roll.each <= 4000
    assert roll.lasts == pytest.approx(DEPTHS[depth].work, abs=20)


def test_the_second_side_is_worked_as_long_in_fewer_words(
    library: Library, book: Phrasebook
) -> None:
    for name in ("calves", "quads", "feet"):
        _, left, right, _ = written(entry(visit(library, name)), book, Wishes()).sections

        assert work(left) == work(right)
        assert len(" ".join(said(right))) < len(" ".join(said(left)))


def test_the_caution_is_told_on_each_side_before_the_position(
    calves: Entry, book: Phrasebook
) -> None:
    _, left, right, _ = written(calves, book, Wishes()).sections
    (visit,) = calves.visits
    caution = sentences(visit.words.caution)[0]

    for section, side in ((left, "left"), (right, "right")):
        other = {"left": "right", "right": "left"}[side]
        told = visit.position.replace("{side}", side).replace("{other}", other)
        position = sentences(told)[0]
        assert said(section).index(caution) < said(section).index(position)


def test_leaving_a_place_or_a_tool_gets_more_time(library: Library, book: Phrasebook) -> None:
    sole = visit(library, "feet")
    roller = visit(library, "calves", "foam-roller")
    same, other = (
        written(entry(roller, following), book, Wishes()).sections[2]
        for following in (visit(library, "quads", "foam-roller"), sole)
    )

    assert only(same, Rest)[-1].lasts == seconds(3)
    assert only(other, Rest)[-1].lasts == seconds(9)


def test_a_section_ends_by_telling_what_comes_next(library: Library, book: Phrasebook) -> None:
    stops = entry(visit(library, "calves"), visit(library, "jaw"), visit(library, "feet"))
    opening, left, right, jaw, _feet, last, _close = written(stops, book, Wishes()).sections

    assert said(opening)[-1].startswith("We begin with the left calf muscle")
    assert "right" in said(left)[-2] + said(left)[-1]
    assert "jaw muscles" in said(right)[-1]
    assert "left" in said(jaw)[-1]
    assert not said(last)[-1].startswith("Next")


def test_going_down_to_the_floor_gets_more_time(library: Library, book: Phrasebook) -> None:
    def setup(tool: Tool) -> set[Ms]:
        stop = entry(visit(library, "calves", tool))
        return {rest.lasts for rest in only(written(stop, book, Wishes()).sections[1], Rest)}

    assert DEPTHS["standard"].setup in setup("hands")
    assert DEPTHS["standard"].setup_floor in setup("foam-roller")


def test_the_bell_rings_at_both_ends_and_at_every_release(calves: Entry, book: Phrasebook) -> None:
    script = written(calves, book, Wishes())

    assert [len(only(section, Bell)) for section in script.sections] == [1, 1, 1, 2]
    assert isinstance(script.sections[-1].cues[-1], Bell)


def test_the_same_wishes_give_the_same_script(calves: Entry, book: Phrasebook) -> None:
    assert written(calves, book, Wishes(seed=3)) == written(calves, book, Wishes(seed=3))


def test_another_seed_gives_other_words_and_the_same_work(
    library: Library, book: Phrasebook
) -> None:
    stops = entry(visit(library, "calves"), visit(library, "feet"))
    one, other = (written(stops, book, Wishes(seed=seed)) for seed in (0, 1))

    assert [said(section) for section in one.sections] != [said(s) for s in other.sections]
    assert [work(section) for section in one.sections] == [work(s) for s in other.sections]


def test_stops_take_different_wordings_in_turn(library: Library, book: Phrasebook) -> None:
    stops = entry(*(visit(library, name) for name in library.spots[:5]))
    script = written(stops, book, Wishes(depth="quick"))

    told = {text for section in script.sections for text in said(section)}
    assert len(told & {sentences(line)[0] for line in book.moments.shake}) > 1


def test_every_blank_that_a_moment_may_use_is_filled(library: Library, book: Phrasebook) -> None:
    """A phrasebook with every blank in its place is spoken without a brace."""
    coming, sides = "{name} {plain} {tool} {place}", "{side} {Side} {other}"
    wordy = {
        "announce": "{name} {plain}" + sides,
        "announce_again": "{name}" + sides,
        "announce_middle": "{name} {plain}",
        "find_again": sides,
        "hold": "{tool}",
        "next_side": "{name} {tool}" + sides,
        "first_spot": coming + sides,
        "first_middle": coming,
        "next_spot": coming + sides,
        "next_middle": coming,
    }
    moments = msgspec.structs.replace(
        book.moments, **{moment: (f"{line}.",) for moment, line in wordy.items()}
    )
    titles = msgspec.structs.replace(book.titles, spot="{name}" + sides)
    changed = msgspec.structs.replace(book, moments=moments, titles=titles)
    calves, jaw = visit(library, "calves", "foam-roller"), visit(library, "jaw")

    for stops in (entry(calves, jaw, calves), entry(jaw, jaw)):
        script = written(stops, changed, Wishes(depth="quick"))
        shown = [
            *(s.title for s in script.sections),
            *(t for s in script.sections for t in said(s)),
        ]
        assert [text for text in shown if "{" in text] == []


def test_a_slow_breath_makes_the_opening_longer_and_nothing_else(
    calves: Entry, book: Phrasebook
) -> None:
    calm = written(calves, book, Wishes())
    slow = written(calves, book, Wishes(breath=parse_breath("6-8")))

    assert slow.sections[0].lasts - calm.sections[0].lasts == pytest.approx(12_000, abs=300)
    assert [s.lasts for s in slow.sections[1:]] == [s.lasts for s in calm.sections[1:]]


def test_a_section_tells_where_on_the_body_it_works(library: Library, book: Phrasebook) -> None:
    script = written(library.entry("feet"), book, Wishes())
    opening, left, right, close = (section.worked for section in script.sections)

    assert opening is None
    assert close is None
    assert left == Worked(
        "feet",
        "left",
        "tennis-ball",
        "wall",
        library.spot("feet").body,
        name="Sole of the foot",
        side_name="left",
        way_name="a tennis ball, at the wall",
    )
    assert right is not None
    assert right.side == "right"


@pytest.mark.parametrize("talk", TALKS)
def test_who_should_not_hold_the_breath_is_told_once_after_the_safety_words(
    library: Library, calves: Entry, book: Phrasebook, talk: Talk
) -> None:
    words = library.safety_words()
    told = sentences(words.breath_hold)
    for breath, times in (("4-6", 0), ("4-7-8", 1), ("4-4-4-4", 1), ("4-0-6-2", 1)):
        script = written(calves, book, Wishes(talk=talk, breath=parse_breath(breath)))
        lines = [line for section in script.sections for line in said(section)]

        assert [lines.count(line) for line in told] == [times] * len(told)
        if times:
            opening = said(script.sections[0])
            before = opening[opening.index(told[0]) - 1]
            assert before == sentences(words.first)[-1]


def test_circles_and_rolls_have_the_breath_of_the_session_beneath(
    library: Library, book: Phrasebook
) -> None:
    breath = parse_breath("5-5")
    stops = entry(visit(library, "calves", "hands"), visit(library, "calves", "foam-roller"))
    script = written(stops, book, Wishes(breath=breath))
    works = [cue for one in script.sections for cue in one.cues if isinstance(cue, Circle | Roll)]

    assert {type(cue) for cue in works} == {Circle, Roll}
    assert {cue.breath for cue in works} == {breath}
