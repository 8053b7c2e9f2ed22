"""``coach check``: every mistake of what somebody has written."""

from typing import TYPE_CHECKING

import click

import coach
from coach.choices import LANGUAGE
from coach.cli.options import library_option, options

if TYPE_CHECKING:
    from pathlib import Path

    from coach.errors import Mistake

LONGEST_MISTAKE = 600
"""Characters of a mistake that are shown: a file may hold a word as long as a book."""


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path())
@click.option(
    "--language",
    "checked",
    metavar="CODE",
    help="Check this language: what it lacks, counted, and what is hard to follow by ear.",
)
@options(library_option)
def check(files: tuple[str, ...], checked: str | None, library: str | None) -> None:
    """Tell every mistake in FILEs, or in everything that ships and that you have written.

    A file in a folder spots, routines or lessons is checked as what that folder holds,
    phrasebook.toml, screen.toml, pronunciation.toml, phonemes.toml, commands.toml, finding.toml,
    safety.toml and coach.toml as what they are; any other as a routine.

    Exits with 1 if there is a mistake.
    """
    from pathlib import Path

    from coach.authoring import check_all, check_files, check_translation

    if files and checked:
        raise click.UsageError("--language checks all of a language: it goes without files")
    around = coach.library(library, checked or LANGUAGE)
    if checked:
        found = check_translation(around)
    else:
        found = check_files(tuple(map(Path, files)), around) if files else check_all(around)
    for path, mistakes in found.items():
        for mistake in mistakes:
            click.echo(_line(path, mistake))
    wrong = [mistakes for mistakes in found.values() if mistakes]
    click.echo(_counted(sum(map(len, wrong)), len(wrong), len(found)))
    if wrong:
        raise SystemExit(1)


def _line(path: "Path", mistake: "Mistake") -> str:
    told = str(mistake)
    if len(told) > LONGEST_MISTAKE:
        told = f"{told[: LONGEST_MISTAKE // 2]} … {told[-LONGEST_MISTAKE // 2 :]}"
    line = f"{click.format_filename(path)}:{mistake.line}: {told}"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


def _counted(mistakes: int, wrong: int, files: int) -> str:
    of = f"{files} file{'' if files == 1 else 's'}"
    if not mistakes:
        return f"{of}, no mistake"
    return f"{mistakes} mistake{'' if mistakes == 1 else 's'} in {wrong} of {of}"
