from dataclasses import replace
from pathlib import Path

import pytest

from coach.choices import LANGUAGE
from coach.content.library import Library, open_library
from coach.content.translation import (
    FACTS,
    english_lines,
    incomplete,
    needed_for,
    own_lines,
    untranslated,
)
from coach.errors import LanguageIncomplete

LINES = list(english_lines(open_library()))
LANGUAGES = ["de"]


def begun(folder: Path, **files: str) -> Library:
    """A library with a language nl of which little is there."""
    for file, text in files.items():
        path = folder / f"nl/{file.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_library(folder, language="nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_language_that_ships_no_line_is_missing(language: str) -> None:
    assert untranslated(open_library(language=language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_spot_lacks_a_line_in_any_language_that_ships(language: str, library: Library) -> None:
    own = open_library(language=language)
    for name in library.spots:
        english, words = library.spot_words(name), own.spot_words(name)
        for key in ("leave_out", "leave_out_again", "why", "keep_off"):
            assert bool(getattr(english, key)) == bool(getattr(words, key)), (name, key)
        assert words.position.keys() == english.position.keys(), name


def test_facts_and_what_each_language_has_of_its_own_are_no_lines() -> None:
    keys = [line.key for line in LINES]

    assert len(keys) > 1000
    assert not [key for key in keys if FACTS & set(map(str, key))]
    assert not [line for line in LINES if line.file == "phrasebook" and line.key[0] == "language"]


def test_english_lacks_nothing_and_is_complete(library: Library) -> None:
    assert untranslated(library) == []
    assert incomplete(library, ["phrasebook", "spots/feet"]) is None


def test_what_is_empty_is_missing_and_what_is_there_is_not(tmp_path: Path) -> None:
    words = 'name = "voetzool"\nplain = ""\nwhy = "Hij draagt je."\n[test]\nwall = ""\n'
    library = begun(tmp_path, phrasebook="[language]\n", spots__feet=words)
    lacking = {line.key for line in untranslated(library) if line.file == "spots/feet"}

    assert ("name",) not in lacking
    assert ("why",) not in lacking
    assert {("plain",), ("sided",), ("test", "wall"), ("position", "wall-ball")} <= lacking
    assert ("title",) not in lacking  # a language may do without
    assert ("spots/feet", ("why",), "Hij draagt je.") in list(own_lines(library))


def test_a_language_without_a_file_lacks_all_lines_of_it(tmp_path: Path) -> None:
    library = begun(tmp_path, phrasebook="[language]\n")
    needed = [line for line in LINES if line.is_needed]

    assert len(untranslated(library)) == len(needed)


def test_what_a_session_lacks_is_counted_by_file(tmp_path: Path, library: Library) -> None:
    half = begun(tmp_path, phrasebook="[language]\n", routines__feet='title = "Voeten"\n')
    needed = needed_for(half, ["feet"], [])
    error = incomplete(half, needed)
    count = sum(line.is_needed and line.file in needed for line in LINES) - 1

    assert needed == ["phrasebook", "safety", "routines/feet", "spots/feet"]
    assert error is not None
    assert error.message.startswith(f"nl lacks {count} lines for this: ")
    assert "1 in routines/feet.toml" in error.message
    assert error.message.endswith("`coach check --language nl` tells each")


def test_a_file_of_words_that_lacks_lines_is_told_so_and_a_wrong_one_with_its_mistakes(
    tmp_path: Path,
) -> None:
    half = begun(tmp_path, phrasebook="[language]\n")
    with pytest.raises(LanguageIncomplete, match=r"^nl lacks \d+ lines for this: \d+ in phrase"):
        half.phrasebook()
    with pytest.raises(LanguageIncomplete, match=r"in spots/feet\.toml"):
        half.spot_words("feet")

    wrong = begun(tmp_path / "wrong", phrasebook="[language]\ncode = 1\n")
    with pytest.raises(Exception, match=r"phrasebook.toml:2: language.code: 1: should be text"):
        wrong.phrasebook()


def test_what_lacks_words_can_be_filled_with_english(tmp_path: Path, library: Library) -> None:
    half = begun(tmp_path, phrasebook='[moments]\nturn = ["Andersom."]\n')
    filled = replace(half, is_filled=True)

    assert filled.phrasebook().moments.turn == ("Andersom.",)
    assert filled.phrasebook().moments.hold == library.phrasebook().moments.hold
    assert filled.safety_words() == library.safety_words()
    assert filled.spot_words("feet") == library.spot_words("feet")


def test_what_is_shown_is_english_where_a_language_lacks_it(
    tmp_path: Path, library: Library
) -> None:
    book = library.folders[-1].joinpath(LANGUAGE, "phrasebook.toml").read_text()
    book = book.replace('code = "en"', 'code = "nl"')
    half = begun(tmp_path, phrasebook=book, screen='[big]\nin = "In!"\nout = ""\n')

    assert half.screen().big.in_ == "In!"
    assert half.screen().big.out == library.screen().big.out
    assert half.screen().log == library.screen().log
