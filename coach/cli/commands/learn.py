"""``coach learn``: a short talk on what this is, before anything is pressed."""

from typing import Any

import click

import coach
from coach.cli.commands.play import HEARING_OPTIONS, play_asked
from coach.cli.options import (
    breath_option,
    language_option,
    library_option,
    options,
    rate_option,
    voice_option,
)

lesson_argument = click.argument("lesson", default="learn", metavar="[LESSON]")


@click.command()
@options(
    lesson_argument,
    library_option,
    language_option,
    breath_option,
    voice_option,
    rate_option,
    *HEARING_OPTIONS,
)
@click.pass_context
def learn(
    ctx: click.Context, /, lesson: str, library: str | None, language: str, **asked: Any
) -> None:
    """Tell what a tender spot is, and how to go about it: when, with what, how hard, how often.

    It also tells how little of that is certain. Nothing is pressed, and nothing is kept in the log.
    It takes about five minutes; the keys are those of `coach play`.

    `coach show learn` prints it, and `coach export learn` takes it along. Another LESSON can lie in
    a library of your own.
    """
    from coach.errors import RoutineNotFound

    lessons = coach.library(library, language).lessons
    if lesson not in lessons:
        raise RoutineNotFound(lesson, lessons, what="lesson")
    play_asked(ctx, names=(lesson,), library=library, language=language, **asked)
