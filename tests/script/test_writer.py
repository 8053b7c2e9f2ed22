from collections import Counter
from typing import TypeVar

import msgspec
import pytest

from coach.choices import DepthName, SafetyTold, Side, Talk, Tool
from coach.content.breath import CALM, parse_breath
from coach.content.entry import Entry, Visit
from coach.content.library import Library
from coach.content.moments import BLANKS
from coach.content.pace import CHANGE, CHANGEOVER, DEPTHS, SAME_MOVE, SET_UPS, TEMPOS, reading_ms
from coach.content.phrasebook import Phrasebook
from coach.content.routine import Stop
from coach.content.spot_words import RoutineWords
from coach.content.wording import fill
from coach.script.cues import Bell, Breathe, Circle, Cue, Hold, Rest, Roll, Say, Section, Worked
from coach.script.sheet import Wishes
from coach.units import Ms, seconds
from tests.sheets import english, written


def visit(library: Library, name: str, tool: Tool | None = None, **stop: float) -> Visit:
    spot, words = library.spot(name), library.spot_words(name)
    found = spot.way(tool)
    assert found
    way_name, way = found
    said = msgspec.convert({"spot": name, "tool": tool, **stop}, Stop)
    return Visit(name, spot, words, way_name, way, tool or way.tools[0], said)


def entry(*visits: Visit) -> Entry:
    return Entry("mine", RoutineWords("My legs", "for me"), visits)


C = TypeVar("C", bound=Cue)


def only(section: Section, kind: type[C]) -> list[C]:
    return [cue for cue in section.cues if isinstance(cue, kind)]


def said(section: Section) -> list[str]:
    return [cue.text for cue in only(section, Say)]


def moments(section: Section) -> list[str]:
    """What is said in a section, by its moments, each once in a row."""
    return list(dict.fromkeys(say.moment for say in only(section, Say) if say.moment))


def work(section: Section) -> int:
    return sum(cue.lasts for cue in section.cues if isinstance(cue, Hold | Circle | Roll))


def words(section: Section) -> int:
    return sum(len(text.split()) for text in said(section))


@pytest.fixture
def calves(library: Library) -> Entry:
    """One stop with hands, on both sides."""
    return entry(visit(library, "calves", "hands"))


def test_a_script_opens_visits_every_side_and_closes(library: Library, book: Phrasebook) -> None:
    script = written(entry(visit(library, "calves"), visit(library, "jaw")), book, Wishes())

    assert [section.title for section in script.sections] == [
        "Opening",
        "Gastrocnemius, left",
        "Gastrocnemius, right",
        "Masseters",
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

    assert said(script.sections[0])[:2] == ["My legs.", f"About {minutes} minutes."]


def test_everything_needed_is_told_once_places_first(library: Library, book: Phrasebook) -> None:
    ball = visit(library, "feet", "tennis-ball")
    script = written(entry(visit(library, "calves", "foam-roller"), ball, ball), book, Wishes())
    told = [one for one in said(script.sections[0]) if one.startswith(("You need", "And"))]
    need = " ".join(told)

    assert need.index(ball.way.place) < need.index("roller") < need.index("tennis ball")
    assert need.count("tennis ball") == 1
    assert len(told) == 4, "a sentence for each thing, so that all can be recorded"
    assert [one in script.needed for one in ("on the floor", "roller", "a tennis ball")] == [
        True
    ] * 3


def test_what_a_way_needs_beside_its_tool_and_place_is_told(
    library: Library, book: Phrasebook
) -> None:
    table = library.spot_words("hand").needs
    script = written(entry(visit(library, "hand", "tennis-ball")), book, Wishes())

    assert "a table" in table.values()
    assert "a table" in script.needed


def test_who_needs_no_tool_hears_that_hands_are_enough(calves: Entry, book: Phrasebook) -> None:
    script = written(calves, book, Wishes())

    assert "Besides your hands, you need a chair." in said(script.sections[0])


def test_speech_is_estimated_at_the_rate_of_the_voice(calves: Entry, book: Phrasebook) -> None:
    script = written(calves, book, Wishes(rate_wpm=110))

    says = [cue for section in script.sections for cue in only(section, Say)]
    assert all(say.lasts == reading_ms(say.text, 110) for say in says)


def test_every_sentence_is_said_alone_with_a_breather_after_it(
    calves: Entry, book: Phrasebook
) -> None:
    for section in written(calves, book, Wishes(), told="full").sections:
        after = [
            cue
            for say, cue in zip(section.cues, section.cues[1:], strict=False)
            if isinstance(say, Say)
        ]

        assert all(english(text) == [text] for text in said(section))
        assert set(after) == {Rest(TEMPOS["even"].breather, TEMPOS["even"].breather)}


def test_no_rest_is_asked_to_stay_longer_than_it_lasts(library: Library, book: Phrasebook) -> None:
    stops = entry(*(visit(library, name) for name in library.spots[:3]))
    for depth in DEPTHS:
        script = written(stops, book, Wishes(depth=depth))
        rests = [cue for section in script.sections for cue in only(section, Rest)]

        assert all(0 < rest.least <= rest.lasts for rest in rests)


def test_one_breath_with_words_follows_the_wished_pattern_where_the_session_begins(
    calves: Entry, book: Phrasebook
) -> None:
    breath = parse_breath("4-7-8")
    opening, left, right, _close = written(calves, book, Wishes(breath=breath)).sections
    (breathe,) = only(left, Breathe)

    assert (breathe.breath, breathe.times, breathe.worded) == (breath, 1, 1)
    assert breathe.words == (("in", "In."), ("hold", "Hold."), ("out", "Out."))
    assert breathe.lasts == 19_000
    assert left.cues.index(breathe) < left.cues.index(only(left, Hold)[0])
    assert only(opening, Breathe) == only(right, Breathe) == []


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_hold_lasts_as_the_depth_says_and_has_the_breath(
    calves: Entry, book: Phrasebook, depth: DepthName
) -> None:
    script = written(calves, book, Wishes(depth=depth))

    for section in script.sections[1:-1]:
        assert only(section, Hold) == [Hold(DEPTHS[depth].hold, CALM, "About halfway.")]
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


@pytest.mark.parametrize("talk", ["full", "brief", "bell"])
def test_small_circles_stay_in_the_middle_and_go_both_ways_alike(
    library: Library, book: Phrasebook, talk: Talk
) -> None:
    script = written(entry(visit(library, "jaw", "hands")), book, Wishes(talk=talk))
    there, back = only(script.sections[1], Circle)

    assert (there.ring, there.rings, there.clockwise) == (0, 1, True)
    assert (back.ring, back.rings, back.clockwise) == (0, 1, False)
    assert (there.turns, there.each) == (back.turns, back.each)
    assert not [text for text in said(script.sections[1]) if "wider" in text.casefold()]


@pytest.mark.parametrize("depth", DEPTHS)
def test_rolls_go_up_as_often_as_down_at_a_slow_pace(
    library: Library, book: Phrasebook, depth: DepthName
) -> None:
    rolled = entry(visit(library, "calves", "foam-roller"))
    (roll,) = only(written(rolled, book, Wishes(depth=depth)).sections[1], Roll)

    assert roll.strokes % 2 == 0
    assert 3000 <= roll.each <= 4000
    assert roll.lasts == pytest.approx(DEPTHS[depth].work, abs=20)


def test_the_breath_goes_on_beneath_circles_and_rolls(library: Library, book: Phrasebook) -> None:
    stops = entry(*(visit(library, "calves", tool) for tool in ("hands", "foam-roller")))
    breath = parse_breath("4-4-4-4")
    for section in written(stops, book, Wishes(breath=breath)).sections[1:-1]:
        works = [cue for cue in section.cues if isinstance(cue, Circle | Roll)]

        assert works
        assert {cue.breath for cue in works} == {breath}


def test_the_second_side_is_worked_as_long_in_fewer_words(
    library: Library, book: Phrasebook
) -> None:
    for name in ("calves", "quads", "feet"):
        _, left, right, _ = written(entry(visit(library, name)), book, Wishes()).sections

        assert work(left) == work(right)
        assert words(right) < words(left) / 1.5


@pytest.mark.parametrize("talk", ["full", "brief", "bell"])
@pytest.mark.parametrize("told", ["full", "short"])
def test_when_to_leave_a_place_out_is_told_on_each_side_before_it_is_touched(
    calves: Entry, book: Phrasebook, talk: Talk, told: SafetyTold
) -> None:
    script = written(calves, book, Wishes(talk=talk), told=told)
    (visit,) = calves.visits
    in_full, in_short = visit.words.leave_out, visit.words.leave_out_again
    assert in_full
    assert in_short
    first = in_full if told == "full" else in_short

    for section, line in zip(script.sections[-3:-1], (first, in_short), strict=True):
        texts = [cue.text if isinstance(cue, Say) else "" for cue in section.cues]
        where = [texts.index(sentence) for sentence in english(line)]
        after = section.cues[where[-1] :]
        assert where == sorted(where)
        assert [cue for cue in after if isinstance(cue, Hold)]
        if talk == "full":
            assert only(section, Say)[0].moment.startswith("announce")
            assert [cue for cue in after if isinstance(cue, Say) and cue.moment.startswith("test")]


def test_a_caution_in_full_is_told_once_in_a_session(library: Library, book: Phrasebook) -> None:
    stops = entry(visit(library, "calves"), visit(library, "soleus"))
    in_full = library.spot_words("calves").leave_out
    in_short = library.spot_words("calves").leave_out_again
    assert in_full
    assert in_short
    assert library.spot_words("soleus").leave_out == in_full
    sections = written(stops, book, Wishes(), told="full").sections[2:-1]

    assert [english(in_full)[-1] in said(section) for section in sections] == [True, *[False] * 3]
    assert [set(english(in_short)) <= set(said(section)) for section in sections[1:]] == [True] * 3


def test_the_position_and_what_to_keep_off_are_told_in_full_on_the_first_side_only(
    calves: Entry, book: Phrasebook
) -> None:
    _, left, right, _ = written(calves, book, Wishes()).sections
    (visit,) = calves.visits
    for line in (visit.position, visit.words.keep_off, visit.find):
        told = [english(fill(line, book.side_blanks(side))) for side in ("left", "right")]

        assert set(told[0]) <= set(said(left))
        assert not set(told[0] + told[1]) & set(said(right))
    assert english(fill(visit.position, book.side_blanks("left")))[0] in said(left)


@pytest.mark.parametrize("talk", ["brief", "bell"])
def test_who_wants_few_words_hears_no_position_in_full(
    calves: Entry, book: Phrasebook, talk: Talk
) -> None:
    script = written(calves, book, Wishes(talk=talk))
    (visit,) = calves.visits
    told = {text for section in script.sections for text in said(section)}

    for line in (visit.position, visit.words.keep_off, visit.find):
        assert not told & set(english(fill(line, book.side_blanks("left"))))


# Why here, what is explained, and once.


EXPLAINED: dict[str, tuple[tuple[str, Tool], ...]] = {
    "circles": (("calves", "hands"), ("quads", "hands")),
    "rolls": (("quads", "foam-roller"), ("hamstrings", "foam-roller")),
    "small_circles": (("jaw", "hands"), ("hand", "hands")),
}
"""Two places that are worked in the same way."""


def explaining(library: Library, moment: str) -> Entry:
    return entry(*(visit(library, name, tool) for name, tool in EXPLAINED[moment]))


@pytest.mark.parametrize("moment", EXPLAINED)
def test_how_to_work_is_explained_in_full_the_first_time_only(
    library: Library, book: Phrasebook, moment: str
) -> None:
    script = written(explaining(library, moment), book, Wishes())
    full = [
        number
        for number, section in enumerate(script.sections)
        for say in only(section, Say)
        if say.moment == moment
    ]
    known = [
        number
        for number, section in enumerate(script.sections)
        for say in only(section, Say)
        if say.moment in (f"{moment}_known", f"{moment}_again")
    ]

    assert len(set(full)) == 1
    assert len(set(known)) >= 2
    assert full[0] < min(known)


@pytest.mark.parametrize("moment", EXPLAINED)
def test_what_is_known_takes_fewer_words_than_what_is_explained(
    library: Library, book: Phrasebook, moment: str
) -> None:
    script = written(explaining(library, moment), book, Wishes())
    told: Counter[str] = Counter()
    for section in script.sections:
        here = Counter(say.moment for say in only(section, Say) for _word in say.text.split())
        told |= here

    assert told[f"{moment}_known"] < told[moment]
    assert told[f"{moment}_again"] <= told[f"{moment}_known"]


def test_why_a_place_is_worked_is_told_on_its_first_side_to_who_is_new(
    calves: Entry, book: Phrasebook
) -> None:
    new, used = (written(calves, book, Wishes(), explains=explains) for explains in (True, False))
    why = calves.visits[0].words.why

    assert why
    assert [why in said(section) for section in new.sections] == [False, True, False, False]
    assert not [section for section in used.sections if why in said(section)]


def test_what_the_numbers_of_pressure_mean_is_told_once_to_who_is_new(
    library: Library, book: Phrasebook
) -> None:
    stops = entry(visit(library, "calves"), visit(library, "feet"))
    first = written(stops, book, Wishes(), told="full")
    later = written(stops, book, Wishes())

    assert [("pressure" in moments(section)) for section in first.sections[2:-1]] == [
        *(True, False, False, False)
    ]
    assert not [section for section in later.sections if "pressure" in moments(section)]


TAUGHT = ["teach_test", "teach_find", "teach_hold", "teach_work", "teach_release"]


def test_a_routine_that_teaches_explains_every_step_before_it_the_first_time(
    library: Library, book: Phrasebook
) -> None:
    stops = entry(visit(library, "calves"), visit(library, "feet"))
    teaching = written(stops._replace(teaches=True), book, Wishes())
    taught = [[one for one in moments(s) if one.startswith("teach_")] for s in teaching.sections]
    left = teaching.sections[1]
    told = moments(left)

    assert taught == [[], TAUGHT, [], [], [], []]
    for step in ("test", "hold", "circles"):
        teach = "teach_work" if step == "circles" else f"teach_{step}"
        assert told.index(teach) < told.index(step)
    assert not any(
        "teach_" in one for s in written(stops, book, Wishes()).sections for one in moments(s)
    )


# Pressure.


@pytest.mark.parametrize("talk", ["full", "brief"])
def test_a_tender_place_is_pressed_to_three_out_of_ten_and_another_to_five(
    library: Library, book: Phrasebook, talk: Talk
) -> None:
    stops = entry(visit(library, "jaw"), visit(library, "calves"))
    _, jaw, left, right, _ = written(stops, book, Wishes(talk=talk)).sections

    assert [text for text in said(jaw) if "three out of ten" in text]
    assert not [text for text in said(jaw) if "five" in text]
    for section in (left, right):
        assert [text for text in said(section) if "five" in text]


# From one place to the next.


def test_leaving_a_place_or_a_tool_gets_more_time(library: Library, book: Phrasebook) -> None:
    sole = visit(library, "feet")
    roller = visit(library, "calves", "foam-roller")
    same, other = (
        written(entry(roller, following), book, Wishes()).sections[2]
        for following in (visit(library, "quads", "foam-roller"), sole)
    )

    assert only(same, Rest)[-1].lasts == CHANGEOVER.usual
    assert only(other, Rest)[-1].lasts == CHANGE.usual
    assert CHANGE.least > 3 * CHANGEOVER.least


def test_a_section_ends_by_telling_another_tool_or_place(
    library: Library, book: Phrasebook
) -> None:
    hands, ball = visit(library, "calves", "hands"), visit(library, "feet", "tennis-ball")
    stops = entry(hands, visit(library, "jaw", "hands"), ball)
    opening, left, right, jaw, *others = written(stops, book, Wishes()).sections

    assert said(jaw)[-1] == f"Now the ball, {book.places[ball.way.place].at}."
    for section in (opening, left, right, *others):
        assert "next_way" not in moments(section)


def test_where_all_is_done_in_one_way_it_is_not_told_between(
    library: Library, book: Phrasebook
) -> None:
    stops = entry(visit(library, "calves", "hands"), visit(library, "jaw", "hands"))

    assert not [s for s in written(stops, book, Wishes()).sections if "next_way" in moments(s)]


def test_the_first_words_of_a_side_tell_the_place_and_the_side(
    library: Library, book: Phrasebook
) -> None:
    stops = entry(visit(library, "upper-trapezius", "hands"), visit(library, "jaw", "hands"))
    _, left, right, jaw, _ = written(stops, book, Wishes()).sections

    assert said(left)[0] == "The top of the left shoulder: upper trapezius."
    assert said(right)[:2] == [
        "Now the top of the right shoulder.",
        "First the test, then change hands.",
    ]
    assert said(jaw)[0].startswith(f"{library.spot_words('jaw').place.capitalize()}: ")


def test_going_down_to_the_floor_gets_more_time_and_the_other_side_less(
    library: Library, book: Phrasebook
) -> None:
    def setup(tool: Tool, side: int) -> set[Ms]:
        stop = entry(visit(library, "calves", tool))
        return {rest.lasts for rest in only(written(stop, book, Wishes()).sections[side], Rest)}

    chair, floor = SET_UPS["chair"].usual, SET_UPS["floor"].usual
    assert chair in setup("hands", 1)
    assert floor in setup("foam-roller", 1)
    assert Ms(round(chair * SAME_MOVE)) in setup("hands", 2)
    assert Ms(round(floor * SAME_MOVE)) in setup("foam-roller", 2)


def test_the_bell_rings_at_both_ends_and_at_every_release(calves: Entry, book: Phrasebook) -> None:
    first, later = written(calves, book, Wishes(), told="full"), written(calves, book, Wishes())

    assert [len(only(section, Bell)) for section in later.sections] == [1, 1, 1, 1]
    assert [len(only(section, Bell)) for section in first.sections] == [1, 0, 1, 1, 1]
    assert isinstance(later.sections[-1].cues[-1], Bell)


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
    names = ("calves", "feet", "quads", "gluteus", "chest")
    stops = entry(*(visit(library, name) for name in names))
    script = written(stops, book, Wishes(depth="quick"))

    told = {text for section in script.sections for text in said(section)}
    assert len(told & {english(line)[0] for line in book.moments.hold}) > 1


def test_every_blank_that_a_moment_may_use_is_filled(library: Library, book: Phrasebook) -> None:
    """A phrasebook with every blank in its place is spoken without a brace."""
    wordy = {
        moment: (f"{' '.join(f'{{{blank}}}' for blank in sorted(blanks))}.",)
        for moment, blanks in BLANKS.items()
    }
    titles = msgspec.structs.replace(book.titles, spot="{name} {side} {side.first} {other}")
    tools = {
        name: msgspec.structs.replace(tool, moments={}, brief={}, bell={})
        for name, tool in book.tools.items()
    }
    changed = msgspec.structs.replace(
        book,
        moments=msgspec.structs.replace(book.moments, **wordy),
        brief=wordy,
        bell=wordy,
        titles=titles,
        tools=tools,
    )
    calves, jaw = visit(library, "calves", "foam-roller"), visit(library, "jaw")

    for talk in ("full", "brief", "bell"):
        for stops in (entry(calves, jaw, calves), entry(jaw, jaw)):
            wishes = msgspec.convert({"talk": talk, "depth": "quick"}, Wishes)
            script = written(stops, changed, wishes, explains=True, told="full")
            shown = [
                *(s.title for s in script.sections),
                *(t for s in script.sections for t in said(s)),
            ]
            assert [text for text in shown if "{" in text] == []


def test_a_slow_breath_makes_the_first_breath_longer_and_the_holds_whole_breaths(
    calves: Entry, book: Phrasebook
) -> None:
    calm = written(calves, book, Wishes())
    slow = written(calves, book, Wishes(breath=parse_breath("6-8")))
    held = {hold.lasts for section in slow.sections for hold in only(section, Hold)}
    shorter = DEPTHS["standard"].hold - 4 * 14_000

    assert held == {4 * 14_000}
    assert slow.sections[0].lasts == calm.sections[0].lasts
    assert slow.sections[1].lasts - calm.sections[1].lasts == 4000 - shorter
    assert slow.sections[2].lasts - calm.sections[2].lasts == -shorter


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
        name="Plantar muscles",
        side_name="left",
        side_label="LEFT",
        way_name="a tennis ball, against the wall",
        longest_hold=seconds(120),
    )
    assert right is not None
    assert right.side == "right"


# Safety.


@pytest.mark.parametrize("talk", ["full", "brief", "bell"])
def test_the_safety_words_in_full_are_a_section_of_their_own(
    library: Library, calves: Entry, book: Phrasebook, talk: Talk
) -> None:
    script = written(calves, book, Wishes(talk=talk), told="full")
    before, opening = script.sections[:2]

    assert (before.title, opening.title) == ("Before you begin", "Opening")
    assert said(before) == english(library.safety_words().first)
    assert before.worked is None
    assert not set(said(before)) & {t for s in script.sections[1:] for t in said(s)}


@pytest.mark.parametrize("talk", ["full", "brief", "bell"])
def test_who_has_heard_them_hears_one_sentence_of_safety_in_the_opening(
    library: Library, calves: Entry, book: Phrasebook, talk: Talk
) -> None:
    script = written(calves, book, Wishes(talk=talk))

    assert [s.title for s in script.sections][:2] == ["Opening", "Gastrocnemius, left"]
    assert set(english(library.safety_words().later)) <= set(said(script.sections[0]))


@pytest.mark.parametrize("talk", ["full", "brief", "bell"])
@pytest.mark.parametrize("told", ["full", "short"])
@pytest.mark.parametrize("pattern", ["4-6", "4-7-8", "4-4-4-4", "4-0-6-2"])
def test_who_should_not_hold_the_breath_is_told_so_where_it_is_held(
    library: Library, calves: Entry, book: Phrasebook, talk: Talk, pattern: str, told: SafetyTold
) -> None:
    breath = parse_breath(pattern)
    caution = english(library.safety_words().breath_hold)
    script = written(calves, book, Wishes(talk=talk, breath=breath), told=told)
    before = {text for section in script.sections[:-3] for text in said(section)}

    assert [text for s in script.sections for text in said(s)].count(caution[0]) == breath.holds
    assert (set(caution) <= before) == breath.holds


# The six steps, in order.


def step_of(cue: Cue, moment: str) -> str:
    """Which step a cue belongs to; empty for words that belong to none."""
    match cue:
        case Hold():
            return "held"
        case Circle() | Roll():
            return "worked"
        case Bell():
            return "released"
    return moment


STEPS: tuple[str, ...] = (
    *("announce", "test", "in_position", "find", "hold", "held", "circles", "worked", "released"),
    *("ease", "loosen", "retest"),
)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_side_goes_through_its_steps_in_order(
    calves: Entry, book: Phrasebook, side: Side
) -> None:
    section = written(calves, book, Wishes(talk="brief")).sections[1 if side == "left" else 2]
    steps = [
        step_of(cue, cue.moment.split("_again")[0] if isinstance(cue, Say) else "")
        for cue in section.cues
    ]
    found = list(dict.fromkeys(step for step in steps if step in STEPS))
    expected = [step for step in STEPS if side == "left" or step != "in_position"]

    assert found == expected
