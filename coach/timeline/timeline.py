"""The timeline: every sound of a session at its absolute time."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from coach.choices import RATE_WPM
from coach.content import QUIET_IN_HOLD, Breath, Phase, reading_ms
from coach.script import Bell, Breathe, Circle, Cue, Hold, Rest, Roll, Say, Script, Section
from coach.sound import Chime, Orbit, Strike, Stroke, Swell, Tone
from coach.units import NO_TIME, Ms, seconds
from coach.voices import Voice

AFTER_WORD = Ms(150)
"""Between a word such as "in" and the swell that goes on from it."""
BREATH_GOES_ON = seconds(6)
"""Between circles no further apart than this the breath beneath them goes on in its rhythm."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A phrase, to be spoken by the session's voice."""

    text: str
    by: Voice | None = field(default=None, compare=False, repr=False)
    """Who speaks it, if not the voice of the session."""


Sound = Speech | Tone


@dataclass(frozen=True, slots=True)
class Placed:
    """A sound, or a stretch of quiet, at its time."""

    start: Ms
    """From the beginning of the session."""
    lasts: Ms
    cue: str
    """What it is part of: say, rest, bell, breathe, hold, circle, roll or answer."""
    sound: Sound | None
    """None is quiet."""

    @property
    def end(self) -> Ms:
        """The moment after its last."""
        return Ms(self.start + self.lasts)

    @property
    def text(self) -> str:
        """The words, if it has any."""
        return self.sound.text if isinstance(self.sound, Speech) else ""

    @property
    def kind(self) -> str:
        """What is heard: say, bell, in, out, circle, up, down, chime or rest."""
        match self.sound:
            case Speech():
                return "say"
            case Strike():
                return "bell"
            case Swell(kind=kind):
                return kind
            case Orbit():
                return "circle"
            case Stroke(up=up):
                return "up" if up else "down"
            case Chime():
                return "chime"
            case None:
                return "rest"


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """A section with all its sounds placed, one after the other; none reaches past its end."""

    section: Section
    start: Ms
    lasts: Ms
    placed: tuple[Placed, ...]
    overrun: Ms
    """How much longer it is than planned because its speech did not fit; nearly always 0."""
    last: bool = False
    """Whether the session ends with it."""
    starts: tuple[Ms, ...] = ()
    """Of each of the section's cues."""
    beneath: tuple[Placed, ...] = ()
    """What sounds quietly beneath the placed, which leads: the breath under circles and rolls. In
    whole breaths, so in and out in turn."""

    @property
    def title(self) -> str:
        """The section's."""
        return self.section.title

    @property
    def end(self) -> Ms:
        """Where the next section starts."""
        return Ms(self.start + self.lasts)

    def cue_at(self, moment: Ms) -> int:
        """The number of the cue that holds this moment."""
        return max(0, bisect_right(self.starts, moment) - 1)

    def sounding(self, moment: Ms) -> Placed | None:
        """What leads at this moment, if anything does."""
        return next((one for one in self.placed if one.start <= moment < one.end), None)


def spoken_by(section: PlacedSection, voice: Voice) -> PlacedSection:
    """The same, with this voice for all phrases that have none of their own."""
    placed = tuple(
        replace(one, sound=replace(one.sound, by=one.sound.by or voice))
        if isinstance(one.sound, Speech)
        else one
        for one in section.placed
    )
    return replace(section, placed=placed)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole session, placed."""

    script: Script
    sections: tuple[PlacedSection, ...]

    @property
    def lasts(self) -> Ms:
        """The length of the session."""
        return self.sections[-1].end

    @property
    def placed(self) -> Iterator[Placed]:
        """All that is placed, in order, but for what lies beneath."""
        return (placed for section in self.sections for placed in section.placed)


Said = Callable[[str], Ms]
"""How long the voice takes to say a text."""


def planned(section: Section) -> Said:
    """How long the script plans that its words take."""
    lengths = {cue.text: cue.lasts for cue in section.cues if isinstance(cue, Say)}
    return lambda text: lengths.get(text) or reading_ms(text, RATE_WPM)


def place(
    section: Section, start: Ms, said: Said, *, last: bool = False, late: Ms = NO_TIME
) -> PlacedSection:
    """Place one section: speech at its true length, rests taking up the difference to the plan.

    Args:
        section: What to place.
        start: Where it begins.
        said: How long the voice takes.
        last: Whether the session ends with it.
        late: How much later than planned it begins already; negative for earlier.
    """
    lengths = settle(section.cues, said, late=late)
    starts = [Ms(start + offset) for offset in accumulate(lengths, initial=0)]
    placed = [
        one
        for cue, at, lasts in zip(section.cues, starts, lengths, strict=False)
        for one in _placed(cue, at, lasts, said)
    ]
    planned = Ms(start + section.lasts - late)
    if starts[-1] < planned:
        placed.append(Placed(starts[-1], Ms(planned - starts[-1]), "rest", None))
    end = max(planned, starts[-1])
    overrun = Ms(end - planned)
    return PlacedSection(
        section,
        start,
        Ms(end - start),
        tuple(placed),
        overrun,
        last,
        tuple(starts[:-1]),
        tuple(_beneath(section.cues, starts)),
    )


def place_on(before: PlacedSection, section: Section, moment: Ms, said: Said) -> PlacedSection:
    """Place a section that was changed while it sounds; what began before the moment stays.

    Args:
        before: The section as it was placed.
        section: With the same cues up to the one that holds the moment. That one may be longer or
            shorter if it is a hold, circles or rolls; those after it may be any.
        moment: From the beginning of the session.
        said: See `place`.
    """
    number = before.cue_at(moment)
    cue, start = section.cues[number], before.starts[number]
    if cue == before.section.cues[number]:
        end = (*before.starts, before.end)[number + 1]
        kept = [one for one in before.placed if one.start < end]
    else:
        end = Ms(start + cue.lasts)
        kept = [one for one in before.placed if one.start < moment]
        kept += [
            one
            for one in _placed(_unsaid(cue, kept), start, cue.lasts, said)
            if one.start >= moment
        ]
    done, to_come = section.cues[: number + 1], section.cues[number + 1 :]
    late = Ms(end - before.start - sum(one.lasts for one in done))
    rest = place(replace(section, cues=to_come), end, said, last=before.last, late=late)
    starts = (*before.starts[: number + 1], *rest.starts)
    return replace(
        rest,
        section=section,
        start=before.start,
        lasts=Ms(rest.end - before.start),
        placed=(*kept, *rest.placed),
        starts=starts,
        beneath=_breathed_on(before, _beneath(section.cues, starts), moment, rest.end),
    )


def _breathed_on(
    before: PlacedSection, after: Iterable[Placed], moment: Ms, end: Ms
) -> tuple[Placed, ...]:
    """What lay beneath before the moment, with the breath that had begun; then what comes after."""
    begun = sum(one.start < moment for one in before.beneath)
    kept = [one for one in before.beneath[: begun + begun % 2] if one.end <= end]
    since = max(moment, kept[-1].end) if kept else moment
    return (*kept, *(one for one in after if one.start >= since))


def _unsaid(cue: Cue, said: list[Placed]) -> Cue:
    """A hold without its halfway word, if that was said already."""
    if isinstance(cue, Hold) and any(one.cue == "hold" and one.text for one in said):
        return replace(cue, halfway="")
    return cue


def settle(cues: tuple[Cue, ...], said: Said, *, late: Ms = NO_TIME) -> list[Ms]:
    """The true length of each cue: speech as said, rests making up for it.

    Each rest gives or takes in proportion to what it may shrink, and none gets shorter than its
    least.
    """
    lengths = [said(cue.text) if isinstance(cue, Say) else cue.lasts for cue in cues]
    late = Ms(late + sum(lengths) - sum(cue.lasts for cue in cues))
    gives = [cue.lasts - cue.least if isinstance(cue, Rest) else 0 for cue in cues]
    total = sum(gives)
    if not total:
        return lengths
    late = min(late, Ms(total))
    taken = [round(late * give / total) for give in accumulate(gives, initial=0)]
    return [
        Ms(length - (after - before))
        for length, before, after in zip(lengths, taken, taken[1:], strict=False)
    ]


def _placed(cue: Cue, at: Ms, lasts: Ms, said: Said) -> Iterator[Placed]:
    match cue:
        case Say(text):
            yield Placed(at, lasts, "say", Speech(text))
        case Rest():
            yield Placed(at, lasts, "rest", None)
        case Bell():
            yield Placed(at, lasts, "bell", Strike(lasts))
        case Breathe():
            yield from _breaths(cue, at, said)
        case Hold():
            yield from _hold(cue, at, said)
        case Circle():
            for turn in range(cue.turns):
                orbit = Orbit(cue.ring, cue.rings, cue.clockwise, cue.each)
                yield Placed(Ms(at + turn * cue.each), cue.each, "circle", orbit)
        case Roll():
            for stroke in range(cue.strokes):
                start = Ms(at + stroke * cue.each)
                yield Placed(start, cue.each, "roll", Stroke(stroke % 2 == 0, cue.each))


@dataclass(frozen=True, slots=True)
class _Work:
    """Circles or rolls with a breath beneath, of one cue or of several close together."""

    cue: str
    breath: Breath
    start: Ms
    end: Ms


def _beneath(cues: Sequence[Cue], starts: Sequence[Ms]) -> Iterator[Placed]:
    """Breaths from the start of each work on; a last one that does not fit is left out."""
    for work in _works(cues, starts):
        for number in range((work.end - work.start) // work.breath.lasts):
            for at, phase in _phases(work.breath, Ms(work.start + number * work.breath.lasts)):
                if swell := _swell(phase.kind, phase.lasts):
                    yield Placed(at, phase.lasts, work.cue, swell)


def _works(cues: Sequence[Cue], starts: Sequence[Ms]) -> list[_Work]:
    works: list[_Work] = []
    for cue, start in zip(cues, starts, strict=False):
        if isinstance(cue, Circle | Roll) and cue.breath is not None:
            kind = "circle" if isinstance(cue, Circle) else "roll"
            work = _Work(kind, cue.breath, start, Ms(start + cue.lasts))
            if works and _goes_on(works[-1], work):
                work = replace(work, start=works.pop().start)
            works.append(work)
    return works


def _goes_on(before: _Work, after: _Work) -> bool:
    alike = (before.cue, before.breath) == (after.cue, after.breath)
    return alike and after.start - before.end <= BREATH_GOES_ON


def _breaths(cue: Breathe, at: Ms, said: Said) -> Iterator[Placed]:
    words = dict(cue.words)
    for number in range(cue.times):
        for start, phase in _phases(cue.breath, Ms(at + number * cue.breath.lasts)):
            word = words.get(phase.kind) if number < cue.worded else None
            yield from _phase(start, phase, "breathe", word, said)


def _hold(cue: Hold, at: Ms, said: Said) -> Iterator[Placed]:
    """As many whole breaths as fit, the halfway word at the start of one of them."""
    breaths = [Ms(n * cue.breath.lasts) for n in range(cue.lasts // cue.breath.lasts)]
    halfway = _halfway(cue, breaths, said(cue.halfway)) if cue.halfway else None
    for offset in breaths:
        for start, phase in _phases(cue.breath, Ms(at + offset)):
            word = cue.halfway if start == at + offset and offset == halfway else None
            yield from _phase(start, phase, "hold", word, said)
    filled = Ms(len(breaths) * cue.breath.lasts)
    if filled < cue.lasts:
        yield Placed(Ms(at + filled), Ms(cue.lasts - filled), "hold", None)


def _halfway(cue: Hold, breaths: list[Ms], word: Ms) -> Ms | None:
    """The breath nearest to the middle with quiet enough before and after the word, if any."""
    quiet = [
        offset
        for offset in breaths
        if offset >= QUIET_IN_HOLD and cue.lasts - offset - word >= QUIET_IN_HOLD
    ]
    return min(quiet, key=lambda offset: abs(offset - cue.lasts // 2), default=None)


def _phases(breath: Breath, at: Ms) -> Iterator[tuple[Ms, Phase]]:
    for phase in breath.phases:
        yield at, phase
        at = Ms(at + phase.lasts)


def _phase(at: Ms, phase: Phase, cue: str, word: str | None, said: Said) -> Iterator[Placed]:
    """One phase of a breath: its word, if that leaves half of the phase, then the swell."""
    rest = phase.lasts
    if word is not None and (spoken := said(word)) + AFTER_WORD <= phase.lasts // 2:
        yield Placed(at, spoken, cue, Speech(word))
        at, rest = Ms(at + spoken + AFTER_WORD), Ms(rest - spoken - AFTER_WORD)
    yield Placed(at, rest, cue, _swell(phase.kind, rest))


def _swell(phase: str, lasts: Ms) -> Swell | None:
    """The sound of a phase; a held one has none."""
    match phase:
        case "in" | "out" as kind:
            return Swell(kind, lasts)
    return None
