"""``coach new``: begin a routine of one's own."""

import os
import re
import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

import coach

if TYPE_CHECKING:
    from pathlib import Path

    from coach.content import Library

STOPS = ("upper-trapezius", "rhomboids", "chest")
"""The spots that a new routine begins with; the last may be left out."""

TEMPLATE = """\
# A routine of your own. A line that begins with # is a comment.
title = "{title}"
purpose = "for shoulders that have worked all day"

# How it goes, one of: {paces}. brisk before exercise, slow before sleep.
pace = "even"

# One [[stops]] for each spot to visit, in order; a spot with two sides is visited on both.
#
# spot, one of:
{spots}
# tool, one of:
{tools}
# place, one of:
{places}
#
# tool and place can be left out: then the first way to work the spot is taken.

{stops}# With this line the stop is left out where time is short; without it, never.
optional = true
"""


@click.command()
@click.argument("name")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="The file to write, instead of routines/NAME.toml among your own.",
)
@click.option(
    "--library",
    type=click.Path(file_okay=False),
    envvar="COACH_LIBRARY",
    show_envvar=True,
    help="A folder of your own spots, routines and words; made if it is not there.",
)
def new(name: str, output: str | None, library: str | None) -> None:
    """Begin a routine called NAME: write a file that plays already, to change as you like.

    Its comments tell everything that may stand in it.
    """
    from pathlib import Path

    from coach.disk import appearing, own_folder

    found = coach.library(library if library and os.path.isdir(library) else None)
    own = Path(library) if library else own_folder()
    path = Path(output) if output else own / "routines" / f"{name}.toml"
    _check_name(name, found, path)
    _check_path(path)
    text = _text(name, found)
    try:
        if output is None:
            path.parent.mkdir(parents=True, exist_ok=True)
        with appearing(path) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as reason:
        raise click.FileError(str(path), reason.strerror) from reason
    _tell(path, str(path) if output else name, library)


def _check_name(name: str, library: "Library", path: "Path") -> None:
    if len(name) > 60 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise click.UsageError(
            f"{name!r} cannot be a name: at most 60 lower-case letters and digits, with single "
            "hyphens between them, such as desk-break"
        )
    if name in library.routines:
        there = library.find(f"routines/{name}.toml")
        hint = f"; to have your own in its place, copy that file to {path} and change it"
        raise click.UsageError(
            f"{name} is a routine already, in {there}: take another name"
            f"{'' if there == path else hint}"
        )


def _check_path(path: "Path") -> None:
    if path.suffix != ".toml":
        raise click.UsageError(f"{path}: the name of a routine's file ends in .toml")
    if path.is_symlink() or path.exists():
        raise click.UsageError(f"{path} is there already: take another name, or remove it first")


def _text(name: str, library: "Library") -> str:
    from typing import get_args

    from coach.content import PaceName, Place, Tool

    return TEMPLATE.format(
        title=name.replace("-", " ").capitalize(),
        paces=", ".join(get_args(PaceName)),
        spots=_commented(library.spots),
        tools=_commented(get_args(Tool)),
        places=_commented(get_args(Place)),
        stops="\n".join(_stop(spot, library) for spot in STOPS),
    )


def _stop(name: str, library: "Library") -> str:
    found = library.spot(name).way()
    assert found is not None
    _, way = found
    return f'[[stops]]\nspot = "{name}"\ntool = "{way.tools[0]}"\nplace = "{way.place}"\n'


def _commented(words: Iterable[str]) -> str:
    from textwrap import fill

    indent = "#     "
    told = ", ".join(words)
    return fill(told, 98, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _tell(path: "Path", played: str, library: str | None) -> None:
    where = ["--library", str(library)] if library else []
    click.echo(path)
    click.echo(shlex.join(["coach", "check", str(path), *where]))
    click.echo(shlex.join(["coach", "play", played, *where]))
