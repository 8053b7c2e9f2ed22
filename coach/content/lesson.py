"""Lessons: what is told and not done, in chapters of plain sentences, in one language."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from coach.content.language import Language, length_problems
from coach.content.safety import ear_problems
from coach.content.wording import end_problems
from coach.disk import ONE_LINE, Problem

LessonTitle = Annotated[str, Meta(min_length=1, max_length=60, pattern=ONE_LINE)]
Paragraph = Annotated[str, Meta(min_length=1, max_length=800, pattern=ONE_LINE)]


class LessonChapter(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that is told."""

    title: LessonTitle
    """For screens and for the list of a phone; it is not said."""
    paragraphs: Annotated[tuple[Paragraph, ...], Meta(min_length=1, max_length=12)]
    """Whole sentences, for the ear; a pause follows each paragraph."""
    breaths: Annotated[int, Meta(ge=0, le=6)] = 0
    """To be followed after its words."""


class Lesson(Struct, frozen=True, forbid_unknown_fields=True):
    """A talk in chapters, in which nothing is pressed."""

    title: LessonTitle
    purpose: Annotated[str, Meta(min_length=1, max_length=120, pattern=ONE_LINE)]
    """What it is for; begins with "for"."""
    chapters: Annotated[tuple[LessonChapter, ...], Meta(min_length=1, max_length=20)]


def lesson_problems(lesson: Lesson, language: Language) -> Iterator[Problem]:
    """What is wrong with a lesson of the right shape, in this language."""
    titles: set[str] = set()
    for number, chapter in enumerate(lesson.chapters):
        key = ("chapters", number)
        if chapter.title in titles:
            yield (*key, "title"), f"{chapter.title!r} is the title of a chapter before"
        titles.add(chapter.title)
        for place, paragraph in enumerate(chapter.paragraphs):
            for problem in _paragraph_problems(paragraph, language):
                yield (*key, "paragraphs", place), problem


def _paragraph_problems(paragraph: str, language: Language) -> Iterator[str]:
    yield from end_problems(paragraph)
    yield from ear_problems(paragraph)
    yield from length_problems(paragraph, language)
