"""Reading data files: TOML into frozen values, every mistake told at once, with its line."""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from coach.disk.lines import Key, key_lines, line_of
from coach.disk.shapes import Problem, shape_problems
from coach.errors import AuthorError, Mistake, reason_of

_T = TypeVar("_T")
Check = Callable[[_T], Iterable[Problem]]
"""What a value's own type cannot tell: the problems of a value that has the right shape."""

LARGEST_FILE_BYTES = 100_000
"""A larger file is no routine, and is not read."""


def read_toml(
    path: Path,
    kind: type[_T],
    *,
    check: Check[_T] | None = None,
    error: type[AuthorError] = AuthorError,
) -> _T:
    """Read a TOML file into a value of this kind.

    Args:
        path: The file.
        kind: A frozen `msgspec.Struct`, or a mapping of them.
        check: Finds what is wrong with a value of the right shape.
        error: What to raise.

    Raises:
        AuthorError: The file cannot be read, is no TOML, or is wrong; with every mistake.
    """
    return read_layers([path], kind, check=check, error=error)


def read_layers(
    paths: Sequence[Path],
    kind: type[_T],
    *,
    check: Check[_T] | None = None,
    error: type[AuthorError] = AuthorError,
) -> _T:
    """Read files of one kind as one: what an earlier file has goes before the same in a later one.

    Args:
        paths: At least one; all but the last may hold a part only. A mistake is told for the first
            file that has its key.
        kind: See `read_toml`, as for what follows and what is raised.
        check: See `read_toml`.
        error: See `read_toml`.
    """
    texts = [_text(path, error) for path in paths]
    tables = [_table(path, text, error) for path, text in zip(paths, texts, strict=True)]
    table = reduce(_laid_over, reversed(tables))
    problems = [] if _fits(table, kind) else list(shape_problems(table, kind))
    if not problems:
        value = msgspec.convert(table, kind)
        problems = list(check(value)) if check else []
        if not problems:
            return value
    elif check:
        problems += _further_problems(table, kind, check, [key for key, _ in problems])
    owner = next(
        (n for n, one in enumerate(tables) if any(_has(one, key) for key, _ in problems)),
        len(paths) - 1,
    )
    own = [
        (key, problem) for key, problem in problems if len(paths) == 1 or _has(tables[owner], key)
    ]
    raise error(paths[owner], _placed(own, texts[owner]))


def _fits(table: dict[str, Any], kind: Any) -> bool:
    try:
        msgspec.convert(table, kind)
    except msgspec.ValidationError:
        return False
    return True


def _placed(problems: Iterable[Problem], text: str) -> list[Mistake]:
    try:
        lines = key_lines(text)
    except RecursionError:
        lines = {}  # a key of thousands of parts: told, if at no line
    return [Mistake(line_of(lines, key), _dotted(key), problem) for key, problem in problems]


def _further_problems(
    table: dict[str, Any], kind: type[_T], check: Check[_T], wrong: Sequence[Key]
) -> list[Problem]:
    """What is wrong besides, found on the table without its wrong keys, where that is a value."""
    sound = deepcopy(table)
    for *above, last in filter(None, wrong):
        part: Any = sound
        for name in above:
            part = part[name]
        if isinstance(part, dict):
            part.pop(last, None)
    try:
        return list(check(msgspec.convert(sound, kind)))
    except msgspec.ValidationError:
        return []


def _text(path: Path, error: type[AuthorError]) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            problem = (
                f"is larger than {LARGEST_FILE_BYTES // 1000} kB, which no such file should be"
            )
            raise error(path, [Mistake(1, "", problem)])
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise error(path, [_unreadable(reason)]) from reason


def _table(path: Path, text: str, error: type[AuthorError]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as reason:
        raise error(path, [_unreadable(reason)]) from reason


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Tables are joined key by key; anything else above takes the place of what is below."""
    joined = dict(below)
    for name, value in above.items():
        both = isinstance(joined.get(name), dict) and isinstance(value, dict)
        joined[name] = _laid_over(joined[name], value) if both else value
    return joined


def _has(table: Any, key: Key) -> bool:
    for part in key:
        try:
            table = table[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _unreadable(reason: Exception) -> Mistake:
    if isinstance(reason, OSError):
        return Mistake(1, "", f"cannot be read: {reason_of(reason)}")
    if isinstance(reason, UnicodeDecodeError):
        return Mistake(1, "", "is not UTF-8 text")
    found = re.search(r"\(at line (\d+), column \d+\)", str(reason))
    problem = re.sub(r" \(at .*\)$", "", str(reason))
    return Mistake(int(found[1]) if found else 1, "", f"this is not TOML: {problem}")


def _dotted(key: Key) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in key)
