"""Reading data files: TOML into frozen values, every mistake told at once, with its line."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import reduce
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from coach.errors import AuthorError, Mistake, did_you_mean

_T = TypeVar("_T")
Key = tuple[str | int, ...]
"""A place in a file: the names of tables and keys and the numbers of list items, from the top."""
Problem = tuple[Key, str]
Check = Callable[[_T], Iterable[Problem]]
"""What a value's own type cannot tell: the problems of a value that has the right shape."""


ONE_LINE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
"""Text on one line that is not blank, with nothing in it that a terminal would obey."""

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
    problems = list(shape_problems(table, kind))
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
    try:
        lines = key_lines(texts[owner])
    except RecursionError:
        lines = {}  # a key of thousands of parts: told, if at no line
    mistakes = [
        Mistake(_line(lines, key), _dotted(key), problem)
        for key, problem in problems
        if len(paths) == 1 or _has(tables[owner], key)
    ]
    raise error(paths[owner], mistakes)


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
        return Mistake(1, "", f"cannot be read: {reason.strerror or reason}")
    if isinstance(reason, UnicodeDecodeError):
        return Mistake(1, "", "is not UTF-8 text")
    found = re.search(r"\(at line (\d+), column \d+\)", str(reason))
    problem = re.sub(r" \(at .*\)$", "", str(reason))
    return Mistake(int(found[1]) if found else 1, "", f"this is not TOML: {problem}")


def shape_problems(value: object, kind: Any, key: Key = ()) -> Iterator[Problem]:
    """Everything in which a value differs from the shape of a type.

    Args:
        value: As read from TOML: tables, lists, text, numbers.
        kind: A struct, a mapping, a list-like, a Literal, or a plain or annotated type.
        key: Where the value stands in its file.
    """
    found = list(_problems_of_parts(value, _bare(kind), key))
    yield from found or _leaf_problems(value, kind, key)


def _problems_of_parts(value: object, kind: Any, key: Key) -> Iterator[Problem]:
    """The problems below a value; how long it is, and the like, is not looked at."""
    origin = get_origin(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _struct_problems(value, kind, key)
    elif origin in (dict, Mapping) and isinstance(value, dict):
        of_key, of_value = get_args(kind)
        for name, item in value.items():
            yield from shape_problems(name, of_key, (*key, name))
            yield from shape_problems(item, of_value, (*key, name))
    elif origin is tuple and isinstance(value, list):
        for number, item in enumerate(value):
            yield from shape_problems(item, get_args(kind)[0], (*key, number))


def _bare(kind: Any) -> Any:
    """A type without its limits, and without the None that no TOML file can hold."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        kinds = [one for one in get_args(kind) if one is not NoneType]
        return _bare(kinds[0]) if len(kinds) == 1 else kind
    return kind


def _struct_problems(value: object, kind: type[msgspec.Struct], key: Key) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield key, f"should be a table, not {_said(value)}"
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name in (name for name in value if name not in fields):
        hint = did_you_mean(name, fields)
        yield (*key, name), f"is no known key here; the keys are {', '.join(fields)}{hint}"
    for name, field in fields.items():
        if name in value:
            yield from shape_problems(value[name], field.type, (*key, name))
        elif field.required:
            yield key, f"{name} is missing"


def _leaf_problems(value: object, kind: Any, key: Key) -> Iterator[Problem]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as wrong:
        bare = _bare(kind)
        allowed = get_args(bare) if get_origin(bare) is Literal else ()
        if allowed and isinstance(value, str):
            yield key, f"{value!r} is not one of {', '.join(allowed)}{did_you_mean(value, allowed)}"
        else:
            yield key, f"{_said(value)}: {_in_plain_words(str(wrong))}"


_PLAIN = {
    " | null": "",
    "`str`": "text",
    "`int`": "a whole number",
    "`float`": "a number",
    "`bool`": "true or false",
    "`array`": "a list",
    "`object`": "a table",
    "Expected": "should be",
    ", got ": ", not ",
}


def _in_plain_words(problem: str) -> str:
    """What the library says of a value, as an author would say it."""
    problem = re.sub(r"matching regex '.*'", "on one line, and not blank", problem)
    for technical, plain in _PLAIN.items():
        problem = problem.replace(technical, plain)
    return problem.replace("`", "")


def _said(value: object) -> str:
    match value:
        case dict():
            return "a table"
        case list():
            return "a list"
        case str() | int() | float():
            return repr(value)
        case _:
            return f"a {type(value).__name__}"


def key_lines(text: str) -> dict[Key, int]:
    r"""The line, from 1, on which each key of a TOML text stands.

    >>> key_lines("a = 1\n[[b]]\nc = [1,\n2]")[("b", 0, "c", 1)]
    4
    """
    import tree_sitter
    import tree_sitter_toml

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
    lines: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    for node in parser.parse(text.encode()).root_node.named_children:
        _note(node, (), lines, counts)
    return lines


def _note(node: Any, above: Key, lines: dict[Key, int], counts: dict[Key, int]) -> None:
    """Note the lines of one node of the syntax tree and of all below it."""
    if node.type not in ("pair", "table", "table_array_element"):
        return
    name, *content = (child for child in node.named_children if child.type != "comment")
    key = (*above, *_names(name))
    if node.type == "table_array_element":
        key = (*_inside_lists(key[:-1], counts), key[-1])
        counts[key] = counts.get(key, -1) + 1
        lines.setdefault(key, node.start_point.row + 1)
        key = (*key, counts[key])
    elif above == () and node.type == "table":
        key = _inside_lists(key, counts)
    for end in range(len(above) + 1, len(key) + 1):
        lines.setdefault(key[:end], node.start_point.row + 1)
    for child in content:
        _note_value(child, key, lines, counts)


def _note_value(node: Any, key: Key, lines: dict[Key, int], counts: dict[Key, int]) -> None:
    if node.type == "array":
        for number, item in enumerate(
            child for child in node.named_children if child.type != "comment"
        ):
            lines[(*key, number)] = item.start_point.row + 1
            _note_value(item, (*key, number), lines, counts)
    elif node.type == "inline_table":
        for pair in node.named_children:
            _note(pair, key, lines, counts)
    else:
        _note(node, key, lines, counts)


def _names(node: Any) -> Iterator[str]:
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _names(child)
    else:
        yield node.text.decode().strip("\"'")


def _inside_lists(key: Key, counts: dict[Key, int]) -> Key:
    """Table ``[a.b]`` after ``[[a]]`` belongs to the last item of the list a."""
    found: Key = ()
    for name in key:
        found = (*found, name)
        if found in counts:
            found = (*found, counts[found])
    return found


def _line(lines: Mapping[Key, int], key: Key) -> int:
    while key and key not in lines:
        key = key[:-1]
    return lines.get(key, 1)


def _dotted(key: Key) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in key)
