"""Shapes: in what a value read from a file differs from its type, in an author's words."""

import re
from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from coach.disk.lines import Key
from coach.errors import did_you_mean

Problem = tuple[Key, str]
"""Where something is wrong, and what."""

ONE_LINE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
"""Text on one line that is not blank, with nothing in it that a terminal would obey."""


def shape_problems(value: object, kind: Any, key: Key = ()) -> Iterator[Problem]:
    """Everything in which a value differs from the shape of a type.

    Args:
        value: As read from TOML: tables, lists, text, numbers.
        kind: A struct, a mapping, a list-like, a Literal, or a plain or annotated type.
        key: Where the value stands in its file.
    """
    kind = _meant(value, kind)
    found = list(_problems_of_parts(value, _bare(kind), key))
    yield from found or _leaf_problems(value, kind, key)


def _meant(value: object, kind: Any) -> Any:
    """Of a type that is one line or a table of lines, the one that the value was meant to be."""
    if get_origin(kind) not in (Union, UnionType):
        return kind
    tables = [one for one in get_args(kind) if get_origin(_bare(one)) in (dict, Mapping)]
    others = [one for one in get_args(kind) if one not in (*tables, NoneType)]
    if not tables or not others:
        return kind
    return tables[0] if isinstance(value, dict) else others[0]


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
