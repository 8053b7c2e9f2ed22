"""Falling back: what is shown in English, as a language is not complete yet."""

from typing import TYPE_CHECKING

import click

from coach.choices import LANGUAGE

if TYPE_CHECKING:
    from coach.content import Library


def tell_fallback(found: "Library") -> None:
    """Tell how many lines that are shown are not translated; nothing where all are."""
    from coach.content import untranslated

    language = found.phrasebook().language
    if language.complete or language.code == LANGUAGE:
        return
    shown = sum(line.kind == "screen" for line in untranslated(found))
    if shown:
        line, blanks = found.screen().falls_back.lines, {"number": f"{shown}"}
        click.echo(language.counted(line, shown, blanks | {"language": language.name}))
