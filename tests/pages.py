"""The pages for readers, taken apart: blocks, commands, links and tables."""

import re
import shlex
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parent.parent

PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


class Block(NamedTuple):
    """What stands between two fences."""

    kind: str
    """The word behind the first fence, such as sh."""
    text: str


BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[Block]:
    """All blocks of a page, in order."""
    return [Block(*found) for found in BLOCK.findall(page.read_text(encoding="utf-8"))]


class Command(NamedTuple):
    """One program that a shell would start."""

    variables: dict[str, str]
    program: str
    arguments: tuple[str, ...]
    output: str
    """The file that takes what it prints; empty for none."""


def commands(line: str) -> Iterator[Command]:
    """The commands of a line, as a shell would take it apart.

    >>> next(commands("A=b .venv/bin/coach log > 'my.log'  # a comment"))
    Command(variables={'A': 'b'}, program='coach', arguments=('log',), output='my.log')
    """
    words = shlex.split(line, comments=True)
    for follows, one in groupby(words, lambda word: word == "&&"):
        if not follows:
            yield _command(list(one))


def _command(words: list[str]) -> Command:
    variables = {}
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        variables[name] = value
    output = words.pop() if ">" in words[:-1] else ""
    program, *arguments = [word for word in words if word != ">"]
    return Command(variables, Path(program).name, tuple(arguments), output)


def links(page: Path) -> list[str]:
    """Where a page points to, by hand-written links."""
    return re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """What can be pointed to in a page: its headings, as they stand in an address."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def table(page: Path, first: str) -> list[tuple[str, ...]]:
    """The rows of the tables of a page whose first column has this heading."""
    rows: list[tuple[str, ...]] = []
    inside = False
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        inside = line.startswith("|") and (inside or cells[0] == first)
        if inside and cells[0] != first and not cells[0].startswith("---"):
            rows.append(cells)
    return rows


def in_code_letters(text: str) -> list[str]:
    """All that stands between backticks."""
    return re.findall(r"`([^`]+)`", text)
