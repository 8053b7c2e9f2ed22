from typing import Any

import pytest

from coach.disk.lines import key_lines, line_of


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", {}),
        ("# c\n\na = 1\n", {("a",): 3}),
        ("a = [\n # c\n 1,\n 2]\n", {("a",): 1, ("a", 0): 3, ("a", 1): 4}),
        ("a = [[1,\n2],\n[3]]", {("a", 0, 1): 2, ("a", 1): 3, ("a", 1, 0): 3}),
        ("a.b = 1\n", {("a", "b"): 1}),
        ("\n[a.b]\nc = 1\n", {("a", "b"): 2, ("a", "b", "c"): 3}),
        ("\"a b\" = 1\n'c.d' = 2\n", {("a b",): 1, ("c.d",): 2}),
        ("a = {b = 1, c = {d = 2}}\n", {("a", "b"): 1, ("a", "c", "d"): 1}),
        ('a = """\n\n"""\nb = 1\n', {("a",): 1, ("b",): 4}),
        ("[[a]]\n[[a]]\nb = 1\n", {("a",): 1, ("a", 0): 1, ("a", 1): 2, ("a", 1, "b"): 3}),
        ("[[a]]\n[a.b]\nc = 1\n[[a]]\n", {("a", 0, "b", "c"): 3, ("a", 1): 4}),
    ],
)
def test_the_line_of_every_key_is_known(text: str, lines: dict[Any, int]) -> None:
    found = key_lines(text)

    assert {key: found.get(key) for key in lines} == lines


def test_a_missing_key_is_looked_for_where_it_should_stand() -> None:
    lines = key_lines("a = 1\n[[b]]\n[[b]]\nc = 1\n")

    assert line_of(lines, ("b", 1, "d")) == 3
    assert line_of(lines, ("e",)) == 1
