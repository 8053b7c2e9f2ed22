"""A language that nobody speaks: English in other letters, so that English in code is seen."""

import re
from pathlib import Path
from typing import Any

import tomlkit

from coach.content.library import open_library
from coach.content.translation import FACTS, english_lines

CODE = "qps"
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абцдефгхийклмнопярстувшчызАБЦДЕФГХИЙКЛМНОПЯРСТУВШЧЫЗ",
)
_KEPT = re.compile(r"(\{[^{}]*\}|`[^`]*`|--[a-z-]+)")
"""Blanks, commands and options, which are the same in every language."""

LANGUAGE = {
    "code": CODE,
    "name": "Псеудо",
    "tag": "zxx",
    "complete": True,
    "decimal": ",",
    "plural": {"one": "i = 1 and v = 0"},
    "lists": {"two": "{0} & {1}", "middle": "{0}; {1}", "end": "{0} & {1}"},
}


def in_other_letters(text: str) -> str:
    """A text that no English letter is left in, but for blanks and commands."""
    parts = _KEPT.split(text)
    return "".join(
        one if number % 2 else one.translate(_LETTERS) for number, one in enumerate(parts)
    )


def write_pseudo_language(folder: Path) -> None:
    """Write all its words into a folder of its own."""
    english = open_library()
    for file in dict.fromkeys(line.file for line in english_lines(english)):
        table = _turned(english.words_of(file))
        if file == "phrasebook":
            table |= {"language": LANGUAGE, "forms": english.words_of(file)["forms"]}
        if file == "safety":
            rules = english.rules().excluded
            table["excluded"] = {rule.name: in_other_letters(rule.why) for rule in rules}
        path = folder / CODE / f"{file}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(tomlkit.dumps(table), encoding="utf-8")


def _turned(value: Any, name: str = "") -> Any:
    match value:
        case dict():
            return {key: _turned(one, key) for key, one in value.items()}
        case list() if name not in FACTS:
            return [_turned(one) for one in value]
        case str():
            return in_other_letters(value)
    return value
