"""Captions: the timeline as text, in the formats that people and players read."""

import json
from collections.abc import Callable, Iterator
from itertools import groupby

import pysubs2

from coach.timeline import Placed, PlacedSection, Timeline
from coach.units import Ms, show_ms


def as_text(timeline: Timeline) -> str:
    """The script as one would hear it: every cue with its start, for reading on a screen."""
    script = timeline.script
    head = f"{script.title}, {show_ms(timeline.lasts)}"
    lines = [head, script.purpose] if script.purpose else [head]
    for section in timeline.sections:
        lines += ["", f"{show_ms(section.start)}  {section.title}"]
        lines += [f"  {_clock(at)}  {what}" for at, what in _cues(section)]
    return "\n".join([*lines, *_notes(timeline)])


def _cues(section: PlacedSection) -> Iterator[tuple[Ms, str]]:
    """Each phrase, and each run of other sounds as one line."""
    for (cue, spoken), run in groupby(section.placed, key=lambda one: (one.cue, bool(one.text))):
        placed = list(run)
        if spoken:
            yield from ((one.start, one.text) for one in placed)
        else:
            yield placed[0].start, f"({cue} {_count(placed)})"


def _count(placed: list[Placed]) -> str:
    seconds = (placed[-1].end - placed[0].start) / 1000
    heard = [one.kind for one in placed if one.sound is not None]
    return f"{seconds:.1f} s" + (f", {len(heard)} sounds" if len(heard) > 1 else "")


def _notes(timeline: Timeline) -> list[str]:
    overruns = [
        f"{section.title} is {section.overrun} ms longer than planned: its words take their time."
        for section in timeline.sections
        if section.overrun
    ]
    notes = [*overruns, *timeline.script.notes]
    return ["", *notes] if notes else []


def as_json(timeline: Timeline) -> str:
    """Length, sections, and every sound and rest with kind, text, start and end, in ms."""
    cues = [
        {
            "kind": placed.kind,
            "text": placed.text,
            "start": placed.start,
            "end": placed.end,
            "part": placed.cue,
            "section": number,
        }
        for number, section in enumerate(timeline.sections)
        for placed in section.placed
    ]
    sections = [
        {"title": one.title, "start": one.start, "end": one.end, "overrun": one.overrun}
        for one in timeline.sections
    ]
    script = timeline.script
    whole = {
        "name": script.name,
        "title": script.title,
        "length": timeline.lasts,
        "sections": sections,
        "cues": cues,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False)


def as_srt(timeline: Timeline) -> str:
    """Subtitles: the words, and the bells in brackets."""
    return _subtitles(timeline).to_string("srt").rstrip()


def as_vtt(timeline: Timeline) -> str:
    """WebVTT, which podcast apps and browsers show."""
    return _subtitles(timeline).to_string("vtt").rstrip()


def _subtitles(timeline: Timeline) -> pysubs2.SSAFile:
    subtitles = pysubs2.SSAFile()
    for placed in timeline.placed:
        text = placed.text or ("[bell]" if placed.kind == "bell" else "")
        if text:
            subtitles.append(pysubs2.SSAEvent(start=placed.start, end=placed.end, text=text))
    return subtitles


def as_lrc(timeline: Timeline) -> str:
    """Synchronised lyrics, which music apps read from a file beside the MP3."""
    head = [f"[ti:{timeline.script.title}]", "[ar:coach]", f"[length:{show_ms(timeline.lasts)}]"]
    lines = [f"[{_lrc_clock(one.start)}]{one.text}" for one in timeline.placed if one.text]
    return "\n".join(head + lines)


def spoken(timeline: Timeline) -> str:
    """All that is said, a paragraph a section."""
    return "\n\n".join(
        "\n".join([section.title, *(one.text for one in section.placed if one.text)])
        for section in timeline.sections
    )


def _clock(ms: Ms) -> str:
    return f"{show_ms(ms)}.{ms % 1000 // 100}"


def _lrc_clock(ms: Ms) -> str:
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes:02}:{rest // 1000:02}.{rest % 1000 // 10:02}"


FORMATS: dict[str, Callable[[Timeline], str]] = {
    "text": as_text,
    "srt": as_srt,
    "vtt": as_vtt,
    "lrc": as_lrc,
    "json": as_json,
}
"""The formats of ``coach show``."""
