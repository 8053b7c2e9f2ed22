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
    skips_empty: bool = False,
) -> _T:
    """Read a TOML file into a value of this kind.

    Args:
        path: The file.
        kind: A frozen `msgspec.Struct`, or a mapping of them.
        check: Finds what is wrong with a value of the right shape.
        error: What to raise.
        skips_empty: Whether an empty line counts as one that is missing, as in a file that is still
            to be translated.

    Raises:
        AuthorError: The file cannot be read, is no TOML, or is wrong; with every mistake.
    """
    return read_layers([path], kind, check=check, error=error, skips_empty=skips_empty)


def read_layers(
    paths: Sequence[Path],
    kind: type[_T],
    *,
    check: Check[_T] | None = None,
    error: type[AuthorError] = AuthorError,
    skips_empty: bool = False,
    heeded: int | None = None,
) -> _T:
    """Read files of one kind as one: what an earlier file has goes before the same in a later one.

    Args:
        paths: At least one; all but the last may hold a part only. A mistake is told for the first
            file that has its key.
        kind: See `read_toml`, as for what follows and what is raised.
        check: See `read_toml`.
        error: See `read_toml`.
        skips_empty: See `read_toml`.
        heeded: So many of the first files are held to account for what is wrong with a value of the
            right shape; None for all.
    """
    texts = [_text(path, error) for path in paths]
    tables = [_table(path, text, error) for path, text in zip(paths, texts, strict=True)]
    if skips_empty:
        tables = [_without_empty(table) for table in tables]
    table = reduce(_laid_over, reversed(tables))
    problems = [] if _fits(table, kind) else list(shape_problems(table, kind))
    if not problems:
        value = msgspec.convert(table, kind)
        problems = list(check(value)) if check else []
        if heeded is not None:
            problems = [one for one in problems if any(_has(t, one[0]) for t in tables[:heeded])]
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


def value_at(table: Any, key: Sequence[str | int]) -> Any:
    """What stands at a key of a table as TOML has it; None where nothing does."""
    for part in key:
        try:
            table = table[part]
        except (KeyError, IndexError, TypeError):
            return None
    return table


def line_in(path: Path, key: Key) -> int:
    """The line of a key in a TOML file; of one that is missing there, the line of its table.

    Of a file that is not there, or no TOML, it is the first.
    """
    try:
        return line_of(key_lines(_text(path, AuthorError)), key)
    except (AuthorError, RecursionError):
        return 1


def _has(table: dict[str, Any], key: Key) -> bool:
    return value_at(table, key) is not None


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
        part = value_at(sound, above)  # None where another wrong key above has taken it along
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


def _without_empty(value: Any) -> Any:
    """A table without empty lines, and without what had nothing else in it."""
    match value:
        case dict():
            return {name: _without_empty(one) for name, one in value.items() if not _is_empty(one)}
        case list():
            # An empty table keeps its place, so that those after it keep theirs.
            kept = (one for one in value if isinstance(one, dict) or not _is_empty(one))
            return [_without_empty(one) for one in kept]
    return value


def _is_empty(value: Any) -> bool:
    """Whether it is an empty line, or nothing but empty lines."""
    match value:
        case dict():
            return bool(value) and all(map(_is_empty, value.values()))
        case list():
            return bool(value) and all(map(_is_empty, value))
    return bool(value == "")


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Tables are joined key by key; anything else above takes the place of what is below."""
    joined = dict(below)
    for name, value in above.items():
        both = isinstance(joined.get(name), dict) and isinstance(value, dict)
        joined[name] = _laid_over(joined[name], value) if both else value
    return joined


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
