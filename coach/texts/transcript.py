"""Transcripts: a session as text, to look at on a screen, to print, or for programs."""

import json
import re
from collections.abc import Iterator
from itertools import groupby
from textwrap import fill as wrapped

from coach.content import Phrasebook, fill
from coach.texts.chapters import chapters, clock
from coach.texts.runs import ROUND_BRACKETS, Run, breaths, runs
from coach.timeline import Placed, PlacedSection, Timeline
from coach.units import Ms, seconds, show_ms

PAGE_COLUMNS = 76
"""Of a printed page."""
PARAGRAPH_PAUSE = seconds(2)
"""Quiet so long begins a new paragraph."""


def as_text(timeline: Timeline) -> str:
    """The script as one would hear it: every cue with its start, for reading on a screen."""
    script, book = timeline.script, timeline.script.book
    assert book is not None
    head = f"{script.title}, {show_ms(timeline.lasts)}"
    lines = [head, script.purpose] if script.purpose else [head]
    for section in timeline.sections:
        lines += ["", f"{show_ms(section.start)}  {section.title}"]
        lines += [f"  {_clock(at)}  {what}" for at, what in _cues(section, book)]
    return "\n".join([*lines, *_notes(timeline, book)])


def _cues(section: PlacedSection, book: Phrasebook) -> Iterator[tuple[Ms, str]]:
    """Each phrase, and each run of other sounds as one line."""
    for (_cue, spoken), run in groupby(section.placed, key=lambda one: (one.cue, bool(one.text))):
        placed = list(run)
        if spoken:
            yield from ((one.start, one.text) for one in placed)
        else:
            yield placed[0].start, _listed(placed, section, book)


def _listed(placed: list[Placed], section: PlacedSection, book: Phrasebook) -> str:
    """What is not said, its length, and how many sounds it has."""
    shown = book.shown
    heard = len([one for one in placed if one.sound is not None])
    blanks = {
        "cue": shown.cues[placed[0].cue],
        "seconds": book.language.number((placed[-1].end - placed[0].start) / 1000, ".1f"),
        "number": f"{heard}",
    }
    line = shown.beneath if _is_breathed(placed, section) else shown.cue
    return book.language.counted(line, max(1, heard), blanks)


def _is_breathed(placed: list[Placed], section: PlacedSection) -> bool:
    first, last = placed[0].start, placed[-1].end
    beneath = any(one.start < last and one.end > first for one in section.beneath)
    return beneath and placed[0].cue in ("circle", "roll")


def _notes(timeline: Timeline, book: Phrasebook) -> list[str]:
    overruns = [
        fill(book.shown.overrun, {"title": section.title, "ms": f"{section.overrun}"})
        for section in timeline.sections
        if section.overrun
    ]
    notes = [*overruns, *timeline.script.notes]
    return ["", *notes] if notes else []


def _clock(ms: Ms) -> str:
    return f"{show_ms(ms)}.{ms % 1000 // 100}"


def as_json(timeline: Timeline) -> str:
    """Length, notes, sections, and every sound and rest with kind, text, start and end, in ms.

    The cues follow each other; what lies beneath, the quiet breath under circles and rolls, is told
    apart from them in the same way.
    """
    numbered = list(enumerate(timeline.sections))
    sections = [
        {"title": one.title, "start": one.start, "end": one.end, "overrun": one.overrun}
        for one in timeline.sections
    ]
    script = timeline.script
    whole = {
        "name": script.name,
        "title": script.title,
        "length": timeline.lasts,
        "notes": list(script.notes),
        "sections": sections,
        "cues": [_fields(one, number) for number, section in numbered for one in section.placed],
        "beneath": [
            _fields(one, number) for number, section in numbered for one in section.beneath
        ],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False)


def _fields(placed: Placed, number: int) -> dict[str, str | int]:
    return {
        "kind": placed.kind,
        "text": placed.text,
        "start": placed.start,
        "end": placed.end,
        "part": placed.cue,
        "section": number,
    }


def as_txt(timeline: Timeline) -> str:
    """The script to print: what is needed, and by chapters all that is said and sounds."""
    lines = [timeline.script.title, *_head(timeline)]
    for title, paragraphs in _chapters(timeline):
        lines += ["", title, "", *paragraphs]
    return "\n".join(wrapped(line, PAGE_COLUMNS) for line in lines)


def as_md(timeline: Timeline) -> str:
    """The same with the marks of Markdown."""
    parts = [f"# {_plain(timeline.script.title)}", *map(_plain, _head(timeline))]
    for title, paragraphs in _chapters(timeline):
        parts += [f"## {_plain(title)}", *map(_plain, paragraphs)]
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    """A text in which nothing is taken for a mark of Markdown."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", text)


def _head(timeline: Timeline) -> list[str]:
    script = timeline.script
    told = ", ".join(filter(None, (show_ms(timeline.lasts), script.purpose)))
    return [f"{told}.", *filter(None, [script.needed]), *script.notes]


def as_lyrics(timeline: Timeline) -> str:
    """All that is said and sounds, without times, a stanza a chapter."""
    told = _chapters(timeline, timed=False)
    stanzas = ["\n".join([title, *paragraphs]) for title, paragraphs in told]
    return "\n\n".join(stanzas).translate(ROUND_BRACKETS)


def _chapters(timeline: Timeline, *, timed: bool = True) -> Iterator[tuple[str, list[str]]]:
    """The title of each chapter, after its start if that is wanted, and its paragraphs."""
    book = timeline.script.book
    for chapter in chapters(timeline):
        told = [line for section in chapter.sections for line in _paragraphs(section, book)]
        yield f"{clock(chapter.start)}  {chapter.title}" if timed else chapter.title, told


def _paragraphs(section: PlacedSection, book: Phrasebook | None) -> Iterator[str]:
    """What is said, a paragraph up to each pause; each sound in one of its own."""
    said: list[str] = []
    for told in _together(runs(section, book)):
        heard = [run.said for run in told if run.said]
        sound = _sound(told, book)
        if said and (sound or (not heard and told[-1].end - told[0].start >= PARAGRAPH_PAUSE)):
            yield " ".join(said)
            said = []
        said += heard
        if sound:
            yield " ".join([*said, f"[{sound}]"])
            said = []
    if said:
        yield " ".join(said)


def _together(told: list[Run]) -> Iterator[list[Run]]:
    """Breaths that follow each other as one, a new one where a word is said again."""
    group: list[Run] = []
    for run in told:
        if group and not _goes_on(group[-1], run):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _goes_on(before: Run, after: Run) -> bool:
    breathing = before.cue == after.cue and after.cue in ("breathe", "hold")
    return breathing and bool(before.said or not after.said)


def _sound(told: list[Run], book: Phrasebook | None) -> str:
    if book and told[0].cue in ("breathe", "hold"):
        return breaths(told, book)
    return told[0].sound
