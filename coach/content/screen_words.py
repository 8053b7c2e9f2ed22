"""What is shown and printed, and never said, in one language."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from coach.content.language import counted_problems
from coach.content.phrasebook import Phrasebook
from coach.content.wording import ByNumber, Line
from coach.disk import Problem


class BigWords(Struct, frozen=True, forbid_unknown_fields=True):
    """One or two words, as large as fits."""

    in_: Line = field(name="in")
    hold: Line
    out: Line
    ring: Line
    up: Line
    down: Line
    bell: Line
    wait: Line
    """For a device that has gone."""
    paused: Line


class HeardWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is heard, in a sentence."""

    breathe_in: Line
    breathe_out: Line
    circle: Line
    roll_up: Line
    roll_down: Line
    bell: Line
    hold: Line
    quiet: Line


class StandsWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a session stands."""

    numbered: Line
    """A section among all of them."""
    left: Line
    begins: Line
    paused: Line
    playing: Line
    here: Line
    """Below the time that is left in a section."""
    until: Line
    """The same while it counts down."""
    next: Line
    keys: Line
    end: Line
    ended: Line


class AsksWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked on the terminal, and told of what can be asked for."""

    yes: Line
    no: Line
    cut_off: Line
    goes_on: Line
    """Where nobody can be asked."""
    left_at: Line
    """What was left, and where."""
    resume: Line
    how_sore: Line
    typed: Line
    said: Line
    ears: Line
    """No recogniser knows the language."""
    knock: Line
    """What works instead."""
    with_knock: Line
    """The same, where it was not asked for."""


class VoiceWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Who speaks, where it is not the voice that was meant."""

    stand_in: ByNumber
    spared: Line
    more: Line
    english_alone: Line
    """The voice that was asked for speaks no other."""
    strange: Line
    """No voice speaks the language."""


class FallsBackWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What a language that is not complete lacks."""

    lines: ByNumber
    routines: ByNumber
    """Those of which nothing can be heard in it."""


class ExportWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is told of files."""

    written: ByNumber
    current: Line
    captions: Line
    listed: ByNumber
    writing: Line


class ListWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What there is, in a table."""

    name: Line
    minutes: Line
    can_last: Line
    tools: Line
    where: Line
    purpose: Line
    span: Line
    row: Line
    """A row where there is no room for columns."""
    no_routine: Line
    spots: Line
    regions: Line
    lesson: Line
    moment: Line
    """The length of a very short lesson."""


class SuggestWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What to work on today, and why."""

    suggestion: Line
    unlogged: Line
    yesterday: Line
    rested: ByNumber
    least: Line
    teaches: Line
    all_worked: Line
    these_worked: Line
    sorer: Line


class LogWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The log as a table, as bars, and as a picture."""

    number: Line
    when: Line
    what: Line
    heard: Line
    sore: Line
    part: Line
    done: Line
    early: Line
    before: Line
    after: Line
    change: Line
    sorer: Line
    neither: Line
    empty: Line
    none: Line
    noted: Line
    noted_sore: Line
    delete: ByNumber
    deleted: ByNumber
    minutes: Line
    range: Line
    week: Line
    minutes_chart: Line
    sore_chart: Line


class SafetyHeadings(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands above and between the words of safety where they are printed."""

    advice: Line
    never: Line
    stop: Line
    ask: Line
    skip: Line
    breath: Line
    limits: Line
    tools: Line
    hold: Line
    side: Line
    session: Line
    only: Line
    """The tools that places take."""
    without: Line
    """Those that they never take."""
    except_: Line = field(name="except")
    """Spots of a region that a rule leaves alone."""


class ScreenWords(Struct, frozen=True, forbid_unknown_fields=True):
    """All that is shown and printed."""

    big: BigWords
    heard: HeardWords
    stands: StandsWords
    asks: AsksWords
    voices: VoiceWords
    falls_back: FallsBackWords
    export: ExportWords
    list_: ListWords = field(name="list")
    suggest: SuggestWords
    log: LogWords
    safety: SafetyHeadings


_BLANKS: Mapping[str, str] = {
    "big.ring": "ring",
    "heard.breathe_in": "time",
    "heard.breathe_out": "time",
    "heard.circle": "ring rings direction",
    "heard.roll_up": "time",
    "heard.roll_down": "time",
    "heard.hold": "time",
    "heard.quiet": "time",
    "stands.numbered": "title number all",
    "stands.left": "time",
    "stands.begins": "time",
    "stands.here": "left",
    "stands.until": "left",
    "stands.next": "title",
    "stands.ended": "time all",
    "asks.cut_off": "session",
    "asks.goes_on": "session",
    "asks.left_at": "names time section",
    "asks.typed": "question",
    "asks.said": "question",
    "asks.ears": "language knock",
    "voices.stand_in": "number mends",
    "voices.spared": "texts",
    "voices.more": "texts number",
    "voices.english_alone": "voice language voices",
    "voices.strange": "language voices",
    "falls_back.lines": "number language",
    "falls_back.routines": "number language",
    "export.written": "path time number",
    "export.current": "path",
    "export.captions": "path",
    "export.listed": "path number",
    "export.writing": "path",
    "list.span": "least most",
    "list.row": "minutes span tools",
    "list.spots": "names",
    "list.regions": "names",
    "list.lesson": "command title time",
    "suggest.suggestion": "title time reason",
    "suggest.rested": "number",
    "suggest.least": "things",
    "suggest.teaches": "things",
    "suggest.sorer": "side times number",
    "log.part": "heard planned",
    "log.before": "number",
    "log.after": "number",
    "log.change": "before after",
    "log.sorer": "side",
    "log.noted": "title when told",
    "log.noted_sore": "title when told",
    "log.delete": "number",
    "log.deleted": "number",
    "log.week": "date",
    "log.minutes_chart": "first last",
    "safety.hold": "seconds",
    "safety.side": "seconds",
    "safety.session": "minutes",
    "safety.only": "places tools why",
    "safety.without": "places tools why",
    "safety.except": "places spots",
}
"""The placeholders that each line may use."""


def screen_problems(words: ScreenWords, book: Phrasebook) -> Iterator[Problem]:
    """What is wrong with words of the right shape, beside a phrasebook of their language."""
    for table, lines in _tables(words):
        for name, line in lines.items():
            allowed = frozenset(_BLANKS.get(f"{table}.{name}", "").split())
            key = (table, name)
            yield from counted_problems(key, line, book.forms.allowed(allowed), book.language)
    if words.asks.yes[0] == words.asks.no[0]:
        yield ("asks", "no"), "begins as yes does; the first letter is the key that is pressed"


def _tables(words: ScreenWords) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each table by the name that it has in a file, its lines by theirs."""
    for table, lines in asdict(words).items():
        yield table.rstrip("_"), {name.rstrip("_"): line for name, line in asdict(lines).items()}
