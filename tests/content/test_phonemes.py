from pathlib import Path

import pytest

from coach.content.library import Library
from coach.content.phonemes import PHONEMES, said_problems
from coach.disk import shipped
from coach.errors import AuthorError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "en").mkdir()
    return tmp_path / "en/phonemes.toml"


def test_each_symbol_has_a_number_of_its_own() -> None:
    assert len(PHONEMES) == len(set(PHONEMES.values())) == 114
    assert (PHONEMES[";"], PHONEMES[" "], PHONEMES["ˈ"], PHONEMES["ᵻ"]) == (1, 16, 156, 177)


def test_what_ships_is_right(library: Library) -> None:
    table = library.phonemes()

    assert table["suboccipital"] == "sˌʌbɑksˈɪpəTᵊl"
    assert list(said_problems(table)) == []


def test_ones_own_are_laid_over_those_that_ship(path: Path, library: Library) -> None:
    path.write_text('use = "jˈus"\nzyzzyva = "zˈɪzɪvə"\n', encoding="utf-8")
    laid = Library((path.parents[1], shipped("scripts"))).phonemes()

    assert laid == library.phonemes() | {"use": "jˈus", "zyzzyva": "zˈɪzɪvə"}


def test_a_language_may_have_none(tmp_path: Path) -> None:
    assert Library((tmp_path,)).phonemes() == {}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('gluteus = "glˈut"', "gluteus: 'glˈut' has 'g', which is no phoneme; ɡ instead of g"),
        (
            'soleus = "s\'Oliəs"',
            'soleus: "s\'Oliəs" has "\'", which is no phoneme; ˈ instead of \'',
        ),
        (
            '"two  words" = "tˈu"',
            "two  words: should be words with one space between them; a full stop may end them",
        ),
        ("soleus = 1", "soleus: 1: should be text, not a whole number"),
        ('soleus = ""', "soleus: '': should be text of length >= 1"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(path: Path, line: str, told: str) -> None:
    path.write_text(f"# mine\n{line}\n", encoding="utf-8")

    with pytest.raises(AuthorError) as caught:
        Library((path.parents[1],)).phonemes()
    assert caught.value.message == f"{path}:2: {told}"


def test_a_symbol_that_nobody_knows_is_told_with_those_that_there_are(path: Path) -> None:
    path.write_text('soleus = "sˈ€"\n', encoding="utf-8")

    with pytest.raises(AuthorError, match=r"'sˈ€' has '€', which is no phoneme; there are ;:,"):
        Library((path.parents[1],)).phonemes()
