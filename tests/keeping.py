"""What every script keeps to, however it was asked for: the limits, and the steps of a side."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from coach.choices import Side, Talk
from coach.content.entry import Visit
from coach.content.limits import longest_hold
from coach.content.wording import fill
from coach.script.cues import Bell, Breathe, Circle, Cue, Hold, Roll, Say, Script, Section
from coach.script.sheet import Sheet
from coach.units import Ms, seconds


def texts(cues: Sequence[Cue]) -> list[str]:
    """All that is said."""
    return [cue.text for cue in cues if isinstance(cue, Say)]


def holds(script: Script) -> list[Ms]:
    """How long each hold lasts, in order."""
    return [cue.lasts for one in script.sections for cue in one.cues if isinstance(cue, Hold)]


def pressed(section: Section) -> dict[str, int]:
    """How long each kind of pressure lasts in a section."""
    kinds = {"hold": Hold, "circles": Circle, "rolls": Roll}
    return {
        name: sum(cue.lasts for cue in section.cues if isinstance(cue, kind))
        for name, kind in kinds.items()
    }


def share_of_use(script: Script) -> float:
    """The share of pressure, work and breaths in time."""
    used = (Hold, Circle, Roll, Breathe)
    cues = (cue for section in script.sections for cue in section.cues)
    return sum(cue.lasts for cue in cues if isinstance(cue, used)) / script.lasts


def sides(script: Script) -> list[Section]:
    """The sections that work a place."""
    return [section for section in script.sections if section.worked]


def visit_of(sheet: Sheet, section: Section) -> Visit:
    """What a section was written from."""
    worked = section.worked
    assert worked
    wanted = (worked.spot, worked.tool, worked.place)
    visits = sheet.entry.visits
    return next(one for one in visits if (one.name, one.tool, one.way.place) == wanted)


def check_limits(sheet: Sheet, script: Script) -> None:
    """Hold a script against the rules for holds, sides and sessions."""
    breath, rules = sheet.wishes.breath, sheet.rules
    by_side: dict[tuple[str, Side], int] = defaultdict(int)
    for section in sides(script):
        (hold,) = (cue.lasts for cue in section.cues if isinstance(cue, Hold))
        visit = visit_of(sheet, section)
        assert seconds(30) <= hold <= longest_hold(visit.spot, rules)
        assert hold % breath.lasts == 0
        assert section.worked
        by_side[section.worked.spot, section.worked.side] += sum(pressed(section).values())
    assert max(by_side.values()) <= rules.longest_side
    assert script.lasts <= rules.longest_session


def check_equal_sides(script: Script) -> None:
    """Both sides of each stop get the same."""
    for left, right in pairwise(sides(script)):
        assert left.worked
        assert right.worked
        if (left.worked.side, right.worked.side) == ("left", "right"):
            assert left.worked.spot == right.worked.spot
            assert pressed(left) == pressed(right)


def talk_of(script: Script) -> Talk:
    """How much it says: of what is wished, less where a session has little time."""
    cues = (cue for section in sides(script) for cue in section.cues)
    moments = {cue.moment.removesuffix("_again") for cue in cues if isinstance(cue, Say)}
    if "test" not in moments:
        return "bell"
    return "brief" if "in_position" in moments else "full"


def steps_of(
    sheet: Sheet, section: Section, talk: Talk, *, again: bool
) -> Iterator[tuple[str, int]]:
    """Each step of a side with the number of the cue at which it begins, or where it is said."""
    worked, book = section.worked, sheet.book
    assert worked
    visit, blanks = visit_of(sheet, section), book.side_blanks(worked.side)
    cues = section.cues

    def said(*moments: str) -> list[int]:
        wanted = {f"{one}{twin}" for one in moments for twin in ("", "_again", "_known", "_middle")}
        return [n for n, cue in enumerate(cues) if isinstance(cue, Say) and cue.moment in wanted]

    def line(text: str | None) -> list[int]:
        wanted = book.language.sentences(fill(text or "", blanks))
        return [n for n, cue in enumerate(cues) if isinstance(cue, Say) and cue.text in wanted]

    def done(*kinds: type[Cue]) -> list[int]:
        return [n for n, cue in enumerate(cues) if isinstance(cue, kinds)]

    words, full = visit.words, talk == "full"
    out = words.leave_out_again or words.leave_out
    yield "announced", said("announce")[0]
    if out:
        yield "left out", (line(words.leave_out) or line(out))[0]
    if talk != "bell":
        yield "tested", said("test")[0]
    if full and not again:
        yield "position", line(visit.position)[0]
        yield "kept off", line(words.keep_off)[0]
    if talk != "bell":
        yield "found", (line(visit.find) if full and not again else said("find"))[0]
        yield "pressed", said("hold", "hold_gentle")[0]
    yield "held", done(Hold)[0]
    if talk != "bell":
        yield "told to work", said("circles", "small_circles", "rolls")[0]
    yield "worked", done(Circle, Roll)[0]
    yield "released", done(Bell)[0]
    if talk != "bell":
        yield "eased", said("ease")[0]
        yield "loosened", said("loosen")[0]
        yield "tested again", said("retest")[-1]


def check_steps(sheet: Sheet, script: Script) -> None:
    """Every side goes through all its steps in order, slowly, and breathing."""
    known: set[tuple[str, str, str]] = set()
    talk = talk_of(script)
    assert sheet.wishes.lasts is not None or talk == sheet.wishes.talk
    for section in sides(script):
        visit = visit_of(sheet, section)
        stop = (visit.name, visit.tool, visit.way.place)
        steps = dict(steps_of(sheet, section, talk, again=stop in known))
        known.add(stop)
        assert list(steps.values()) == sorted(set(steps.values())), (section.title, steps)
        if talk != "bell":
            check_calm(section, steps)


def check_calm(section: Section, steps: dict[str, int]) -> None:
    """Before the hold it says slow, and with the work to breathe."""
    approach = " ".join(texts(section.cues[: steps["held"]]))
    work = " ".join(texts(section.cues[steps["told to work"] : steps["worked"]]))

    assert re.search(r"\bslow", approach, re.IGNORECASE), section.title
    assert re.search(r"\bbreath(e|ing)\b", work, re.IGNORECASE), section.title
