"""The template: the file that a routine of one's own begins with."""

import re
from collections.abc import Iterable
from pathlib import Path
from textwrap import fill
from typing import get_args

from coach.choices import PaceName, Place, Tool
from coach.content import Library
from coach.disk import appearing
from coach.errors import RequestError

LONGEST_ROUTINE_NAME = 60

STOPS = ("upper-trapezius", "rhomboids", "chest")
"""The spots that a new routine begins with."""

TEMPLATE = """\
# A routine of your own. A line that begins with # is a comment.
title = "{title}"
purpose = "for shoulders that have worked all day"

# How long it lasts, in minutes from 3 to 30; without this line, as long as its stops take.
minutes = 12

# How it goes, one of: {paces}. brisk before exercise, slow before sleep.
pace = "even"

# What lies under it, and how much is said, where nothing else is asked for:
# bed = "rain"
# talk = "brief"

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
#
# A stop may have more:
#     rank = 1     is left out last where time is short; without ranks, the last stop goes first
#     hold = 60    seconds of still pressure, 30 to 120; without it, as many as there is time for
#     work = 30    seconds of circles or rolls, the same
#     left = 1.5   the left side is held and worked so many times as long; so too right

{stops}"""


def begin_routine(name: str, library: Library, path: Path, *, make_folder: bool = False) -> None:
    """Write a routine that plays already, and in its comments all that may stand in it.

    Args:
        name: From which its title is made.
        library: Has the spots that it visits, and no routine of this name.
        path: The file, which is not there yet.
        make_folder: Whether the folder is made where it is missing.

    Raises:
        RequestError: No routine of this name can be begun in this file.
        OSError: It cannot be written.
    """
    _check_name(name, library, path)
    _check_path(path)
    text = _text(name, library)
    if make_folder:
        path.parent.mkdir(parents=True, exist_ok=True)
    with appearing(path) as part:
        part.write_text(text, encoding="utf-8")


def _check_name(name: str, library: Library, path: Path) -> None:
    if len(name) > LONGEST_ROUTINE_NAME or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise RequestError(
            f"{name!r} cannot be a name: at most {LONGEST_ROUTINE_NAME} lower-case letters and "
            "digits, with single hyphens between them, such as desk-break"
        )
    if name in library.lessons:
        raise RequestError(f"{name} is a lesson already: take another name")
    if name in library.routines:
        there = library.find(f"routines/{name}.toml")
        hint = f"; to have your own in its place, copy that file to {path} and change it"
        raise RequestError(
            f"{name} is a routine already, in {there}: take another name"
            f"{'' if there == path else hint}"
        )


def _check_path(path: Path) -> None:
    if path.suffix != ".toml":
        raise RequestError(f"{path}: the name of a routine's file ends in .toml")
    if path.is_symlink() or path.exists():
        raise RequestError(f"{path} is there already: take another name, or remove it first")


def _text(name: str, library: Library) -> str:
    return TEMPLATE.format(
        title=name.replace("-", " ").capitalize(),
        paces=", ".join(get_args(PaceName)),
        spots=_commented(library.spots),
        tools=_commented(get_args(Tool)),
        places=_commented(get_args(Place)),
        stops="\n".join(_stop(spot, library) for spot in STOPS),
    )


def _stop(name: str, library: Library) -> str:
    found = library.spot(name).way()
    assert found is not None
    _, way = found
    return f'[[stops]]\nspot = "{name}"\ntool = "{way.tools[0]}"\nplace = "{way.place}"\n'


def _commented(words: Iterable[str]) -> str:
    indent = "#     "
    told = ", ".join(words)
    return fill(told, 98, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
