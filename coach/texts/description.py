"""The description: what an app shows of a session before it is played."""

from coach.texts.chapters import chapter_lines
from coach.timeline import Timeline
from coach.units import show_ms


def describe(timeline: Timeline, *, bed: bool) -> str:
    """Title, length and purpose, what is needed, the chapters, and a word on skipped silence.

    Where nothing is held, no silence is missed.

    Args:
        timeline: The session.
        bed: Whether a sound lies under it, which keeps apps from taking a hold for silence.
    """
    script = timeline.script
    words = script.book and script.book.captions
    about = ", ".join(filter(None, (script.title, show_ms(timeline.lasts), script.purpose)))
    skipping = (words.bed if bed else words.no_bed) if words and not script.is_lesson else ""
    chapters = "\n".join(chapter_lines(timeline))
    head = "\n".join(filter(None, (f"{about}.", script.needed)))
    return "\n\n".join(filter(None, (head, chapters, skipping)))
