"""The script of a lesson: its chapters one after the other, between a bell and two."""

from coach.content import CALM, Breath, Lesson, LessonChapter
from coach.errors import RequestError
from coach.script.cues import Bell, Breathe, Cue, Rest, Script, Section
from coach.script.sheet import Sheet
from coach.script.wording import spoken
from coach.script.writer import LEAD_IN, LONG_BELL
from coach.units import seconds

AFTER_PARAGRAPH = Rest(seconds(0.8), seconds(0.5))
"""To take in what was said; like the next, it gives what a slower voice needs."""
AFTER_CHAPTER = Rest(seconds(2.2), seconds(1))


def write_lesson(lesson: Lesson, sheet: Sheet) -> Script:
    """Write the script of a lesson, which lasts as long as its words.

    It is said in full whatever the listener wishes: without its words nothing would be left.

    Raises:
        RequestError: It is to last so many minutes.
    """
    name = sheet.entry.name
    if sheet.wishes.lasts is not None:
        raise RequestError(
            f"{name} is a lesson, which lasts as long as its words: leave out the minutes"
        )
    cues = [_chapter(chapter, sheet) for chapter in lesson.chapters]
    cues[0] = (Rest(LEAD_IN, LEAD_IN), Bell(LONG_BELL), *cues[0])
    cues[-1] = (*cues[-1], Bell(LONG_BELL), Bell(LONG_BELL))
    titles = [chapter.title for chapter in lesson.chapters]
    sections = tuple(map(Section, titles, cues))
    return Script(
        name,
        lesson.title,
        lesson.purpose,
        sections,
        book=sheet.book,
        is_lesson=True,
    )


def _chapter(chapter: LessonChapter, sheet: Sheet) -> tuple[Cue, ...]:
    cues: list[Cue] = []
    for paragraph in chapter.paragraphs:
        # The pause between sentences that follows the last of them is part of the longer one.
        cues += [*spoken(paragraph, sheet)[:-1], AFTER_PARAGRAPH]
    if chapter.breaths:
        cues.append(_breaths(chapter.breaths, sheet))
    return (*cues, AFTER_CHAPTER)


def _breaths(times: int, sheet: Sheet) -> Breathe:
    """Breaths to follow, the first two with words."""
    kinds = [phase.kind for phase in _calm(sheet.wishes.breath).phases]
    words = ((kind, sheet.book.wordings(f"breathe_{kind}", "full")[0]) for kind in kinds)
    return Breathe(_calm(sheet.wishes.breath), times, worded=2, words=tuple(words))


def _calm(breath: Breath) -> Breath:
    """The listener's own breath; for one that is held, which not everybody should do, the calm."""
    return CALM if breath.held or breath.rested else breath
