"""Captions: what somebody reads who does not hear, each at its time."""

from dataclasses import dataclass, replace

from coach.texts.runs import ROUND_BRACKETS, runs
from coach.timeline import Timeline
from coach.units import Ms, seconds, show_ms

LETTERS_A_SECOND = 15
"""Slow enough to be read by nearly everybody: about 180 words a minute."""
LEAST = seconds(1)
"""A caption stays at least so long, if there is room before the next one."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A phrase, or what a sound is called in brackets."""

    start: Ms
    end: Ms
    text: str


def captions(timeline: Timeline) -> list[Caption]:
    """All captions in order, one at a time.

    One that is quickly said stays to be read, as long as the next one does not come.
    """
    book = timeline.script.book
    told = [
        Caption(run.start, run.end, run.text)
        for section in timeline.sections
        for run in runs(section, book)
        if run.text
    ]
    limits = [*(caption.start for caption in told[1:]), timeline.lasts]
    return [_readable(caption, limit) for caption, limit in zip(told, limits, strict=False)]


def _readable(caption: Caption, limit: Ms) -> Caption:
    reading = max(LEAST, len(caption.text) * 1000 // LETTERS_A_SECOND)
    return replace(caption, end=min(limit, Ms(max(caption.end, caption.start + reading))))


def as_srt(timeline: Timeline) -> str:
    """Subtitles: the words, and the sounds in brackets."""
    return _subtitles(timeline, "srt")


def as_vtt(timeline: Timeline) -> str:
    """WebVTT, which podcast apps and browsers show."""
    return _subtitles(timeline, "vtt")


def _subtitles(timeline: Timeline, kind: str) -> str:
    import pysubs2  # lyrics are told without it

    subtitles = pysubs2.SSAFile()
    for caption in captions(timeline):
        event = pysubs2.SSAEvent(start=caption.start, end=caption.end, text=caption.text)
        subtitles.append(event)
    return subtitles.to_string(kind).rstrip()


def as_lrc(timeline: Timeline) -> str:
    """Synchronised lyrics, which music apps read from a file beside the MP3."""
    head = [f"[ti:{timeline.script.title}]", "[ar:coach]", f"[length:{show_ms(timeline.lasts)}]"]
    lines = [f"[{_lrc_clock(at)}]{text}" for text, at in lyrics(timeline)]
    return "\n".join(head + lines)


def lyrics(timeline: Timeline) -> list[tuple[str, Ms]]:
    """The captions as lines of lyrics with their starts."""
    return [
        (caption.text.translate(ROUND_BRACKETS), caption.start) for caption in captions(timeline)
    ]


def _lrc_clock(ms: Ms) -> str:
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes:02}:{rest // 1000:02}.{rest % 1000 // 10:02}"
