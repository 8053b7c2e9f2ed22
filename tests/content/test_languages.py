from pathlib import Path

import pytest

from coach.content.languages import is_complete, list_languages, system_language
from coach.disk.folders import own_folder
from coach.disk.shipped import shipped


@pytest.mark.parametrize(
    ("environment", "code", "told"),
    [
        ({}, "en", ""),
        ({"LANG": "C.UTF-8"}, "en", ""),
        ({"LANG": "de_DE.UTF-8"}, "de", "LANG=de_DE.UTF-8"),
        ({"LANG": "de_AT@euro"}, "de", "LANG=de_AT@euro"),
        ({"LANG": "de"}, "de", "LANG=de"),
        ({"LANG": "en_US.UTF-8"}, "en", "LANG=en_US.UTF-8"),
        ({"LANG": "fr_FR.UTF-8"}, "en", ""),
        ({"LANG": "en_US", "LC_ALL": "de_CH"}, "de", "LC_ALL=de_CH"),
        ({"LANG": "en_US", "LC_MESSAGES": "de_CH"}, "de", "LC_MESSAGES=de_CH"),
        ({"LANG": "de_DE", "LC_ALL": "C"}, "en", ""),
        ({"LANG": "de_DE", "LC_ALL": "POSIX"}, "en", ""),
        ({"LANG": "de_DE", "LC_ALL": ""}, "de", "LANG=de_DE"),
        ({"LANG": "en_US", "LANGUAGE": "fr:de:en"}, "de", "LANGUAGE=fr:de:en"),
        ({"LANG": "C", "LANGUAGE": "de"}, "en", ""),
        ({"LANG": "../../etc"}, "en", ""),
        ({"LANG": "_"}, "en", ""),
        ({"LANG": "\udcff"}, "en", ""),
    ],
)
def test_the_system_s_language_is_taken_where_it_is_complete(
    environment: dict[str, str], code: str, told: str
) -> None:
    assert system_language(environment) == (code, told)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[language]\ncomplete = true\n", "fr"),
        ("[language]\ncomplete = false\n", "en"),
        ("language = true\n", "en"),
        ("[language\n", "en"),
        ("", "en"),
    ],
)
def test_one_of_ones_own_is_taken_as_soon_as_it_says_that_it_is_complete(
    text: str, code: str
) -> None:
    path = own_folder() / "fr/phrasebook.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)

    assert system_language({"LANG": "fr_FR.UTF-8"})[0] == code


def test_english_and_german_ship_and_are_complete() -> None:
    folders = [shipped("scripts")]

    assert list_languages(folders) == ["de", "en"]
    assert all(is_complete(one, folders) for one in ("de", "en"))
    assert not is_complete("fr", folders)
    assert not is_complete("../en", folders)


def test_a_folder_without_a_phrasebook_is_no_language(tmp_path: Path) -> None:
    (tmp_path / "spots").mkdir()
    (tmp_path / "fr").mkdir()

    assert list_languages([tmp_path]) == []
