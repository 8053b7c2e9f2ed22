"""``coach language``: the languages there are, and a new one."""

import os
import shlex

import click

import coach
from coach.cli.options import library_option, made_library_option, options


@click.group()
def language() -> None:
    """List the languages there are, or begin a new one, for which no Python is needed."""


@language.command(name="list")
@options(library_option)
def show_languages(library: str | None) -> None:
    """List every language, and how much of it is translated."""
    from coach.authoring import language_states

    for state in language_states(coach.library(library)):
        done = state.lines - state.missing
        told = "complete" if not state.missing else f"{done} of {state.lines} lines"
        click.echo(f"{state.code:8} {state.name:20} {told}")


@language.command(name="new")
@click.argument("code")
@made_library_option
def new_language(code: str, library: str | None) -> None:
    """Begin the language CODE, such as fr or pt-BR: write every line to translate, in files.

    Each line stands empty below its English, with where it is heard. What is filled in is used at
    once; `coach check --language CODE` tells what is left.
    """
    from pathlib import Path

    from coach.authoring import begin_language
    from coach.disk import own_folder
    from coach.errors import ExportError, told_as

    own = Path(os.path.expanduser(library)) if library else own_folder()
    found = coach.library(str(own) if library and own.is_dir() else None)
    with told_as(ExportError, f"{own / code} cannot be written"):
        lines = begin_language(code, found, own)
    where = ["--library", str(library)] if library else []
    click.echo(f"{own / code}: {lines} lines to translate")
    click.echo(shlex.join(["coach", "check", "--language", code, *where]))
    click.echo(shlex.join(["coach", "play", "feet", "--language", code, *where]))
