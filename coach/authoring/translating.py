"""Translating: a new language begins as a folder with every line, empty, beside the English."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

from coach.choices import LANGUAGE
from coach.content import (
    FACTS,
    EnglishLine,
    Forms,
    Library,
    english_lines,
    list_languages,
    untranslated,
)
from coach.disk import appearing, read_toml, shipped
from coach.errors import AuthorError, RequestError, near
from coach.installing import check_words

COMMENT_WIDTH = 110
"""Letters of a line of comments."""
MOST_COUNTED = 200
"""Sessions count no further; sorts of numbers that are all larger are not asked for."""
HOW = (
    "Every line is empty, below what it is in English and where it is heard. Fill in what you can: "
    "a list may have as many wordings as you like; blanks such as {side} stay as they are. "
    f"{check_words('CODE')} tells what is left, and what is wrong. CONTRIBUTING.md tells more."
)
FORMS = (
    "If a name changes its shape within sentences (links, linken), name the shapes here: "
    'side = ["en"]. Then each side is { name = "links", en = "linken" }, and {side.en} fills in '
    "that one. Leave the lists empty if it does not."
)


class LanguageState(NamedTuple):
    """How far a language is."""

    code: str
    name: str
    """In itself."""
    missing: int
    lines: int
    """All that it needs."""


def begin_language(code: str, library: Library, folder: Path) -> int:
    """Write a folder with every line to be translated, beside the English, and where it is heard.

    Args:
        code: The language's, by IETF BCP 47: fr, pt-BR.
        library: What is to be translated.
        folder: Of the listener's own; the language gets a folder of its name in it.

    Returns:
        How many lines there are to translate.

    Raises:
        RequestError: There is no such language, or it is begun already.
        OSError: It cannot be written.
    """
    head = _head(code)
    if code in list_languages(library.folders) or (folder / code).exists():
        raise RequestError(f"{code} is begun already; {check_words(code)} tells what it lacks")
    lines = list(english_lines(library))
    plural = [*head["plural"], "other"]
    for file, group in groupby(lines, key=lambda line: line.file):
        path = folder / code / f"{file}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = _file(list(group), library, plural, head if file == "phrasebook" else {})
        with appearing(path) as part:
            part.write_text(text, encoding="utf-8")
    return len(lines)


def language_states(library: Library) -> Iterator[LanguageState]:
    """How far each language of a library is, by their codes."""
    lines = sum(line.is_needed for line in english_lines(library))
    for code in list_languages(library.folders):
        own = Library(library.folders, code)
        try:
            told = own.words_of("phrasebook").get("language")
            name = told.get("name", code) if isinstance(told, dict) else code
            yield LanguageState(code, f"{name}", len(untranslated(own)), lines)
        except AuthorError:  # a file of it is no TOML, which `coach check` tells
            yield LanguageState(code, code, lines, lines)


def _head(code: str) -> dict[str, Any]:
    """What CLDR knows of a language, as the phrasebook tells it."""
    from babel import Locale, UnknownLocaleError
    from babel.localedata import locale_identifiers

    try:
        locale = Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        known = [one.replace("_", "-") for one in locale_identifiers()]
        hint = "".join(f"; did you mean {one}?" for one in near(code, known)[:1])
        raise RequestError(
            f"{code!r} is no language that CLDR knows; write its code, such as fr or pt-BR{hint}"
        ) from error
    if (written := str(locale).replace("_", "-")) != code:
        raise RequestError(f"the language {code!r} is written {written}")
    counted = {locale.plural_form(number) for number in range(MOST_COUNTED)}
    lists = locale.list_patterns["standard"]
    return {
        "code": code,
        "name": locale.get_display_name(code.replace("-", "_")) or code,
        "tag": _tag(locale.language),
        "complete": False,
        "decimal": locale.number_symbols["latn"]["decimal"],
        "plural": {one: rule for one, rule in locale.plural_form.rules.items() if one in counted},
        "lists": {"two": lists["2"], "middle": lists["middle"], "end": lists["end"]},
    }


def _tag(language: str) -> str:
    """A language by ISO 639-2: its own name there, of two that some have."""
    from babel.core import get_global

    known = get_global("language_aliases").items()
    return next((tag for tag, meant in known if meant == language and len(tag) == 3), language)


def _file(
    lines: Sequence[EnglishLine], library: Library, plural: list[str], head: Mapping[str, Any]
) -> str:
    """A file of words in which every line is empty, under its English and where it is heard."""
    import tomlkit

    made = tomlkit.document()
    for comment in _wrapped(HOW):
        made.add(tomlkit.comment(comment))
    if head:
        made.add("language", tomlkit.item(dict(head)))
        forms = _table(made, ["forms"])
        for comment in _wrapped(FORMS):
            forms.add(tomlkit.comment(comment))
        for kind in Forms.__struct_fields__:
            forms.add(kind, [])
    english = library.english.words_of(lines[0].file)
    told = ""
    for line in lines:
        *above, name = line.key
        table, before, told = _table(made, above), told, _heard(line)
        for comment in (*_wrapped(told if told != before else ""), *_english(line)):
            table.add(tomlkit.comment(comment))
        table.add(f"{name}", _empty(line.english, plural))
        for fact, value in _facts(english, above):
            if fact not in table:
                table.add(fact, value)
    text: str = tomlkit.dumps(made)
    return text


def _table(made: Any, above: Sequence[Any]) -> Any:
    """The table at a place in a file, made where it is not there."""
    import tomlkit

    for name, after in zip_longest(above, above[1:]):
        if isinstance(name, int):
            while len(made) <= name:
                made.append(tomlkit.table())
        elif name not in made:
            made.add(name, tomlkit.aot() if isinstance(after, int) else tomlkit.table())
        made = made[name]
    return made


def _facts(english: Any, above: Sequence[str | int]) -> Iterator[tuple[str, Any]]:
    """What stands beside the lines of a table and is the same in every language."""
    for name in above:
        english = english[name] if isinstance(name, int) else english.get(name, {})
    yield from ((name, value) for name, value in english.items() if name in FACTS)


def _wrapped(text: str) -> list[str]:
    return wrap(text, COMMENT_WIDTH)


def _english(line: EnglishLine) -> Iterator[str]:
    match line.english:
        case str(text):
            yield f"{LANGUAGE}: {text}"
        case list(words) if line.kind == "finding":
            yield from _wrapped(f"{LANGUAGE}: {', '.join(words)}")
        case list(wordings):
            yield from (f"{LANGUAGE}: {one}" for one in wordings)
        case dict(forms):
            yield from (f"{LANGUAGE}: {name} = {one}" for name, one in forms.items())


def _heard(line: EnglishLine) -> str:
    """Where a line is heard or seen: as the closest of the keys above it tells."""
    table = _heard_table().get(line.kind, {})
    parts = [part for part in line.key if isinstance(part, str)]
    if (line.kind == "phrasebook" and parts[0] in ("brief", "bell")) or "moments" in parts[1:-1]:
        moment = table.get(f"moments.{parts[-1]}", "")
        return "; ".join(filter(None, (moment, table.get(parts[0], ""))))
    above = [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
    names = [above[0], f"{parts[0]}.{parts[-1]}", *above[1:]]
    return next((table[name] for name in names if name in table), "")


@cache
def _heard_table() -> dict[str, dict[str, str]]:
    return read_toml(shipped("scripts") / "heard.toml", dict[str, dict[str, str]])


def _empty(english: Any, plural: Iterable[str]) -> Any:
    """What is to be filled in, in the shape of the English."""
    import tomlkit

    match english:
        case list():
            return [""]
        case {"other": _}:
            table = tomlkit.inline_table()
            for category in plural:
                table.append(category, "")
            return table
    return ""
