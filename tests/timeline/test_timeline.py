from collections.abc import Callable
from itertools import accumulate, pairwise

import pytest

from coach.choices import DepthName
from coach.content.breath import CALM, Breath, parse_breath
from coach.content.library import Library
from coach.content.pace import QUIET_IN_HOLD
from coach.content.phrasebook import Phrasebook
from coach.script.cues import Bell, Breathe, Circle, Cue, Hold, Rest, Roll, Say, Script, Section
from coach.script.sheet import Wishes
from coach.sound.tones import Orbit, Strike, Stroke, Swell
from coach.timeline.arrangement import Arrangement
from coach.timeline.timeline import (
    BREATH_GOES_ON,
    Placed,
    PlacedSection,
    Speech,
    place,
    place_on,
    settle,
)
from coach.units import Ms
from coach.voices.silent import SilentVoice
from tests.doubles import FakeVoice
from tests.sheets import written


def rest(lasts: int, least: int) -> Rest:
    return Rest(Ms(lasts), Ms(least))


def section(*cues: Cue, title: str = "One") -> Section:
    return Section(title, cues)


def script(*sections: Section) -> Script:
    return Script("feet", "Feet", "For tired feet.", sections)


def placed(*cues: Cue, word_ms: int = 300, start: int = 0) -> PlacedSection:
    return place(section(*cues), Ms(start), lambda text: Ms(word_ms * len(text.split())))


def shape(one: PlacedSection) -> list[tuple[str, int, int]]:
    """Kind, start and end of each that is placed."""
    return [(each.kind, each.start, each.end) for each in one.placed]


def by_letter(text: str) -> Ms:
    return Ms(100 * len(text))


# How long each cue lasts.


def test_without_speech_every_cue_keeps_its_length() -> None:
    assert settle((rest(1000, 0), Bell(Ms(2000)), rest(500, 0)), by_letter) == [1000, 2000, 500]


def test_speech_longer_than_planned_is_taken_from_the_rests_in_proportion() -> None:
    cues = (Say("abcdefgh", Ms(500)), rest(1000, 0), rest(2000, 0))

    assert settle(cues, by_letter) == [800, 900, 1800]


def test_speech_shorter_than_planned_is_given_to_the_rests_in_proportion() -> None:
    cues = (Say("ab", Ms(500)), rest(1000, 0), rest(3000, 1000))

    assert settle(cues, by_letter) == [200, 1100, 3200]


def test_a_rest_that_cannot_shrink_keeps_its_length() -> None:
    cues = (Say("abcdefgh", Ms(500)), rest(700, 700), rest(2000, 0))

    assert settle(cues, by_letter) == [800, 700, 1700]


def test_no_rest_gets_shorter_than_its_least() -> None:
    cues = (Say("a" * 90, Ms(500)), rest(1000, 400), rest(2000, 1900))

    assert settle(cues, by_letter) == [9000, 400, 1900]


def test_where_no_rest_can_change_the_lengths_are_what_they_are() -> None:
    assert settle((Say("ab", Ms(500)), rest(700, 700)), by_letter) == [200, 700]


def test_no_cues_have_no_lengths() -> None:
    assert settle((), by_letter) == []


@pytest.mark.parametrize("spoken", [1, 333, 499, 500, 501, 577, 1001])
def test_not_a_millisecond_is_lost_in_rounding(spoken: int) -> None:
    rests = tuple(rest(100 + n, n) for n in range(7))
    cues: tuple[Cue, ...] = (Say("a", Ms(500)), *rests)

    lengths = settle(cues, lambda _text: Ms(spoken))

    assert sum(lengths) == sum(cue.lasts for cue in cues)
    assert all(lasts >= one.least for lasts, one in zip(lengths[1:], rests, strict=True))


# Where each sound stands.


def test_cues_follow_each_other_from_the_sections_start() -> None:
    one = placed(rest(1000, 0), Bell(Ms(2000)), Say("one two", Ms(600)), start=10_000)

    assert shape(one) == [
        ("rest", 10_000, 11_000),
        ("bell", 11_000, 13_000),
        ("say", 13_000, 13_600),
    ]
    assert (one.start, one.end, one.overrun) == (10_000, 13_600, 0)


def test_speech_has_its_true_length_and_its_text() -> None:
    one = placed(Say("one two three", Ms(500)), rest(2000, 0))

    assert one.placed[0] == Placed(Ms(0), Ms(900), "say", Speech("one two three"))
    assert one.placed[0].text == "one two three"
    assert one.placed[1].text == ""


def test_a_bell_lasts_as_long_as_its_cue() -> None:
    assert placed(Bell(Ms(2000))).placed[0].sound == Strike(Ms(2000))


def test_what_the_rests_cannot_give_back_is_added_as_a_rest_at_the_end() -> None:
    one = placed(Say("one", Ms(1000)), rest(500, 500))

    assert shape(one) == [("say", 0, 300), ("rest", 300, 800), ("rest", 800, 1500)]
    assert (one.end, one.overrun) == (1500, 0)


def test_speech_that_does_not_fit_moves_the_end_and_is_told() -> None:
    one = placed(Say("one two three four five", Ms(500)), rest(1000, 900))

    assert shape(one) == [("say", 0, 1500), ("rest", 1500, 2400)]
    assert (one.lasts, one.overrun) == (2400, 900)


def test_a_section_without_cues_is_empty() -> None:
    one = placed(start=700)

    assert (one.start, one.end, one.placed) == (700, 700, ())


def test_circles_turn_one_after_the_other() -> None:
    one = placed(Circle(ring=1, rings=3, clockwise=False, turns=2, each=Ms(3000)))

    orbit = Orbit(1, 3, False, Ms(3000))
    assert one.placed == (
        Placed(Ms(0), Ms(3000), "circle", orbit),
        Placed(Ms(3000), Ms(3000), "circle", orbit),
    )


def test_rolls_go_up_and_down_in_turn() -> None:
    one = placed(Roll(strokes=4, each=Ms(3500)))

    assert shape(one) == [
        ("up", 0, 3500),
        ("down", 3500, 7000),
        ("up", 7000, 10_500),
        ("down", 10_500, 14_000),
    ]
    assert one.placed[1].sound == Stroke(up=False, lasts=Ms(3500))


# Breaths.

WORDS = (("in", "In."), ("hold", "Hold."), ("out", "Out."))


def test_a_breath_without_words_is_a_swell_for_each_phase() -> None:
    one = placed(Breathe(parse_breath("4-7-8"), times=1, worded=0, words=WORDS))

    assert shape(one) == [("in", 0, 4000), ("rest", 4000, 11_000), ("out", 11_000, 19_000)]


def test_a_worded_breath_says_its_word_and_swells_for_the_rest_of_the_phase() -> None:
    one = placed(Breathe(CALM, times=1, worded=1, words=WORDS))

    assert shape(one) == [
        ("say", 0, 300),
        ("in", 450, 4000),
        ("say", 4000, 4300),
        ("out", 4450, 10_000),
    ]
    assert one.placed[1].sound == Swell("in", Ms(3550))


def test_only_so_many_breaths_are_worded() -> None:
    one = placed(Breathe(CALM, times=3, worded=2, words=WORDS))

    assert [each.text for each in one.placed if each.text] == ["In.", "Out.", "In.", "Out."]
    assert shape(one)[-2:] == [("in", 20_000, 24_000), ("out", 24_000, 30_000)]
    assert one.end == 30_000


def test_the_holds_of_a_breath_have_words_too() -> None:
    one = placed(Breathe(parse_breath("4-4-4-4"), times=1, worded=1, words=WORDS))

    assert [each.text for each in one.placed if each.text] == ["In.", "Hold.", "Out.", "Hold."]


@pytest.mark.parametrize(
    ("word_ms", "texts"),
    [(1850, ["In.", "Out."]), (1851, ["Out."]), (2850, ["Out."]), (2851, [])],
)
def test_a_word_is_left_out_where_it_would_take_more_than_half_of_its_phase(
    word_ms: int, texts: list[str]
) -> None:
    one = placed(Breathe(CALM, times=1, worded=1, words=WORDS), word_ms=word_ms)

    assert [each.text for each in one.placed if each.text] == texts
    assert one.end == 10_000


# Holds.


def halfway_of(lasts: int, *, breath: str = "4-6", word_ms: int = 300) -> list[Ms]:
    """Where the halfway word of a hold stands."""
    hold = Hold(Ms(lasts), parse_breath(breath), "Halfway.")
    one = placed(hold, word_ms=word_ms)
    return [each.start for each in one.placed if each.text]


def test_a_hold_is_filled_with_whole_breaths_and_then_quiet() -> None:
    one = placed(Hold(Ms(24_000), CALM, "Halfway."))

    assert shape(one) == [
        ("in", 0, 4000),
        ("out", 4000, 10_000),
        ("in", 10_000, 14_000),
        ("out", 14_000, 20_000),
        ("rest", 20_000, 24_000),
    ]


def test_a_hold_shorter_than_a_breath_is_quiet() -> None:
    assert shape(placed(Hold(Ms(9999), CALM, "Halfway."))) == [("rest", 0, 9999)]


def test_the_halfway_word_stands_at_the_breath_nearest_to_the_middle() -> None:
    assert halfway_of(60_000) == [30_000]
    assert halfway_of(90_000) == [40_000]
    assert halfway_of(72_000, breath="4-4-4-4") == [32_000]


def test_the_halfway_word_begins_its_breath_in() -> None:
    one = placed(Hold(Ms(60_000), CALM, "Halfway."))

    before, word, after = (one.placed[n] for n in range(5, 8))
    assert (before.kind, before.end) == ("out", 30_000)
    assert (word.start, word.end, word.text, word.cue) == (30_000, 30_300, "Halfway.", "hold")
    assert (after.kind, after.start, after.end) == ("in", 30_450, 34_000)


def test_there_is_no_halfway_word_without_quiet_on_both_sides() -> None:
    assert halfway_of(30_000) == []
    assert halfway_of(35_299) == []
    assert halfway_of(35_300) == [20_000]


def test_there_is_no_halfway_word_that_would_take_the_breath_away() -> None:
    assert halfway_of(60_000, word_ms=1850) == [30_000]
    assert halfway_of(60_000, word_ms=1851) == []


@pytest.mark.parametrize("breath", ["2-2", "4-6", "4-7-8", "12-12-12-12"])
def test_around_the_halfway_word_there_is_quiet_for_the_breath(breath: str) -> None:
    words = [
        (start, lasts)
        for lasts in range(20_000, 120_001, 1700)
        for start in halfway_of(lasts, breath=breath)
    ]

    assert words
    assert all(start >= QUIET_IN_HOLD for start, _ in words)
    assert all(lasts - (start + 300) >= QUIET_IN_HOLD for start, lasts in words)


# What is true of every session.


@pytest.fixture(scope="module", params=["quick", "standard", "deep"])
def shoulders(request: pytest.FixtureRequest, library: Library, book: Phrasebook) -> Script:
    depth: DepthName = request.param
    return written(library.entry("shoulders"), book, Wishes(depth=depth))


at_any_rate = pytest.mark.parametrize("rate_wpm", [70, 138, 145, 160, 210])


@at_any_rate
def test_nothing_overlaps_and_nothing_is_left_open(shoulders: Script, rate_wpm: int) -> None:
    timeline = Arrangement(shoulders, SilentVoice(rate_wpm)).whole()

    every = list(timeline.placed)
    gaps = [(before, after.start - before.end) for before, after in pairwise(every)]
    assert {gap for before, gap in gaps if not before.text} == {0}
    assert {gap for before, gap in gaps if before.text} <= {0, 150}
    assert all(one.lasts > 0 for one in every)
    assert (every[0].start, every[-1].end) == (0, timeline.lasts)


@at_any_rate
def test_sections_hold_what_is_theirs_and_follow_each_other(
    shoulders: Script, rate_wpm: int
) -> None:
    sections = Arrangement(shoulders, SilentVoice(rate_wpm)).whole().sections

    assert [one.title for one in sections] == [one.title for one in shoulders.sections]
    for one in sections:
        assert (one.placed[0].start, one.placed[-1].end) == (one.start, one.end)
    assert all(before.end == after.start for before, after in pairwise(sections))
    assert [one.last for one in sections] == [False] * (len(sections) - 1) + [True]


@at_any_rate
def test_speech_is_never_cut_or_squeezed(shoulders: Script, rate_wpm: int) -> None:
    voice = SilentVoice(rate_wpm)

    spoken = [one for one in Arrangement(shoulders, voice).whole().placed if one.text]

    assert all(one.lasts == voice.speak(one.text).lasts for one in spoken)
    planned = [cue.text for part in shoulders.sections for cue in part.cues if isinstance(cue, Say)]
    assert [one.text for one in spoken if one.cue == "say"] == planned


@pytest.mark.parametrize("rate_wpm", [138, 145, 160, 210])
def test_sections_keep_time_when_the_voice_is_not_as_fast_as_was_planned(
    shoulders: Script, rate_wpm: int
) -> None:
    sections = Arrangement(shoulders, SilentVoice(rate_wpm)).whole().sections

    assert [one.overrun for one in sections] == [0] * len(sections)
    planned = accumulate((one.lasts for one in shoulders.sections), initial=0)
    assert [one.start for one in sections] == list(planned)[:-1]


def test_after_an_overrun_the_rest_of_the_plan_moves_by_it() -> None:
    long = section(Say("one two three four five six", Ms(500)), rest(1000, 1000), title="Long")
    after = section(rest(1000, 0), title="After")

    timeline = Arrangement(script(long, after), FakeVoice()).whole()

    assert [one.overrun for one in timeline.sections] == [1300, 0]
    assert [one.start for one in timeline.sections] == [0, 2800]
    assert timeline.lasts == 3800


# What changes while it sounds.


CUES: tuple[Cue, ...] = (
    Say("one two", Ms(500)),
    rest(3000, 0),
    Hold(Ms(40_000), CALM, "Halfway."),
    Bell(Ms(2000)),
    Say("three four", Ms(600)),
    rest(4000, 1000),
)


@pytest.mark.parametrize("moment", [100, 700, 5000, 12_000, 43_500, 47_000])
def test_a_section_placed_on_without_a_change_is_as_it_was(moment: int) -> None:
    before = placed(*CUES)
    after = place_on(before, section(*CUES), Ms(moment), lambda text: Ms(300 * len(text.split())))

    assert after == before


def test_a_hold_that_gets_longer_keeps_what_sounded_and_moves_the_rest() -> None:
    before = placed(*CUES)
    longer = (*CUES[:2], Hold(Ms(70_000), CALM, "Halfway."), *CUES[3:])
    after = place_on(before, section(*longer), Ms(15_000), lambda text: Ms(300 * len(text.split())))
    kept = [one for one in before.placed if one.start < 15_000]

    assert list(after.placed[: len(kept)]) == kept
    assert (after.lasts, after.overrun) == (before.lasts + 30_000, 0)
    assert [one.text for one in after.placed].count("Halfway.") == 1
    assert after.placed[-1].start - before.placed[-1].start == 30_000
    assert all(one.end <= other.start for one, other in pairwise(after.placed))


def test_a_halfway_word_that_was_said_is_not_said_again() -> None:
    before = placed(*CUES)
    word = next(one for one in before.placed if one.text == "Halfway.")
    longer = (*CUES[:2], Hold(Ms(70_000), CALM, "Halfway."), *CUES[3:])
    said = before.placed.index(word)
    after = place_on(
        before, section(*longer), Ms(word.end + 1), lambda text: Ms(300 * len(text.split()))
    )

    assert [one.text for one in after.placed].count("Halfway.") == 1
    assert after.placed[said] == word


def test_a_section_that_begins_late_makes_up_for_it_in_its_rests() -> None:
    said: Callable[[str], Ms] = lambda text: Ms(300 * len(text.split()))  # noqa: E731
    late = place(section(*CUES), Ms(10_000), said, late=Ms(2000))

    assert late.end == placed(*CUES, start=8000).end


def test_it_is_known_which_cue_and_what_sound_holds_a_moment() -> None:
    one = placed(*CUES)

    assert [one.cue_at(start) for start in one.starts] == [0, 1, 2, 3, 4, 5]
    assert [one.cue_at(Ms(start - 1)) for start in one.starts[1:]] == [0, 1, 2, 3, 4]
    assert one.sounding(Ms(599)) == one.placed[0]
    assert one.sounding(one.end) is None


# The breath beneath circles and rolls.

FOUR_SEVEN_EIGHT = parse_breath("4-7-8")


def rings(*turns: int, each: int = 3000, breath: Breath | None = CALM) -> list[Circle]:
    """Circles, each cue of so many turns."""
    count = len(turns)
    return [Circle(n, count, True, many, Ms(each), breath) for n, many in enumerate(turns)]


def beneath(one: PlacedSection) -> list[tuple[str, int, int]]:
    """Kind, start and end of each that lies beneath."""
    return [(each.kind, each.start, each.end) for each in one.beneath]


def test_whole_breaths_lie_beneath_circles_from_their_start() -> None:
    one = placed(rest(1000, 1000), *rings(8))

    assert beneath(one) == [
        *(("in", 1000, 5000), ("out", 5000, 11_000)),
        *(("in", 11_000, 15_000), ("out", 15_000, 21_000)),
    ]
    assert {each.cue for each in one.beneath} == {"circle"}
    assert [each.kind for each in one.placed] == ["rest", *["circle"] * 8]


def test_a_breath_lies_beneath_rolls() -> None:
    one = placed(Roll(4, Ms(3500), CALM))

    assert beneath(one) == [("in", 0, 4000), ("out", 4000, 10_000)]
    assert {each.cue for each in one.beneath} == {"roll"}


def test_a_held_breath_is_quiet_beneath() -> None:
    one = placed(*rings(7, breath=FOUR_SEVEN_EIGHT))

    assert beneath(one) == [("in", 0, 4000), ("out", 11_000, 19_000)]


def test_without_a_breath_or_with_one_that_does_not_fit_nothing_lies_beneath() -> None:
    assert placed(*rings(8, breath=None), Roll(4, Ms(3500))).beneath == ()
    assert placed(*rings(3)).beneath == ()


def test_the_breath_goes_on_from_ring_to_ring_and_under_the_words_between() -> None:
    one, two, three = rings(2, 2, 2)
    said = Say("Wider.", Ms(300))

    assert beneath(placed(one, said, rest(600, 600), two, said, rest(900, 900), three)) == [
        *(("in", 0, 4000), ("out", 4000, 10_000)),
        *(("in", 10_000, 14_000), ("out", 14_000, 20_000)),
    ]


def test_after_something_long_a_breath_begins_anew() -> None:
    apart: list[Cue] = [*rings(4), rest(BREATH_GOES_ON + 1, 0), *rings(4)]
    close: list[Cue] = [*rings(4), rest(BREATH_GOES_ON, 0), *rings(4)]

    assert [start for kind, start, _ in beneath(placed(*apart)) if kind == "in"] == [0, 18_001]
    assert [start for kind, start, _ in beneath(placed(*close)) if kind == "in"] == [
        *(0, 10_000, 20_000)
    ]


def breathed(turns: int = 4) -> list[Cue]:
    """Circles in two cues; what is said before takes a little longer than planned."""
    before: list[Cue] = [Say("one two", Ms(500)), rest(2000, 0)]
    after: list[Cue] = [Say("three", Ms(300)), *rings(5), Bell(Ms(2000)), rest(9000, 1000)]
    return [*before, *rings(turns), *after]


@pytest.mark.parametrize("moment", [100, 2500, 3000, 7000, 13_000, 14_600, 20_000, 30_000, 35_000])
def test_beneath_too_a_section_placed_on_without_a_change_is_as_it_was(moment: int) -> None:
    before, same = placed(*breathed()), section(*breathed())
    after = place_on(before, same, Ms(moment), lambda text: Ms(300 * len(text.split())))

    assert before.beneath
    assert after == before


@pytest.mark.parametrize("moment", range(2600, 14_000, 900))
@pytest.mark.parametrize("turns", [1, 2, 3, 9])
def test_circles_that_get_longer_or_shorter_keep_the_breath_that_had_begun_and_its_rhythm(
    moment: int, turns: int
) -> None:
    before, turns = placed(*breathed()), max(turns, (moment - 2500) // 3000 + 1)
    changed = section(*breathed(turns))
    after = place_on(before, changed, Ms(moment), lambda text: Ms(300 * len(text.split())))
    begun = [one for one in before.beneath if one.start < moment]

    assert list(after.beneath[: len(begun)]) == begun
    assert [one.kind for one in after.beneath] == ["in", "out"] * (len(after.beneath) // 2)
    assert all(one.end <= other.start for one, other in pairwise(after.beneath))
    ins = [one.start for one in after.beneath if one.kind == "in"]
    assert {start - ins[0] for start in ins} <= set(range(0, 100_000, CALM.lasts))
    assert after.beneath[-1].end <= after.end
    assert after.lasts == before.lasts + (turns - 4) * 3000


def test_a_breath_that_had_begun_is_breathed_out_though_its_circles_end() -> None:
    before = placed(*rings(4), rest(9000, 9000))
    changed = section(*rings(1), rest(9000, 9000))
    after = place_on(before, changed, Ms(1000), lambda _: Ms(0))

    assert beneath(after) == [("in", 0, 4000), ("out", 4000, 10_000)]


def test_what_leads_at_a_moment_is_the_circle_and_not_the_breath_beneath() -> None:
    one = placed(*rings(8))

    leading = [one.sounding(Ms(moment)) for moment in range(0, 24_000, 500)]
    assert {each.kind for each in leading if each} == {"circle"}
