"""Lines: on which line of a TOML text each of its keys stands."""

from collections.abc import Iterator, Mapping
from typing import Any

Key = tuple[str | int, ...]
"""A place in a file: the names of tables and keys and the numbers of list items, from the top."""


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


def line_of(lines: Mapping[Key, int], key: Key) -> int:
    """The line of a key that may be missing: then that of the table in which it should stand."""
    while key and key not in lines:
        key = key[:-1]
    return lines.get(key, 1)


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
