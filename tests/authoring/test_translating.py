import tomllib
from pathlib import Path

import pytest

from coach.authoring.translated import check_translation
from coach.authoring.translating import begin_language, language_states
from coach.content.library import Library, open_library
from coach.content.translation import english_lines, untranslated
from coach.disk.shipped import shipped
from coach.disk.toml import read_toml
from coach.errors import RequestError

GERMAN = shipped("scripts") / "de"


@pytest.fixture
def french(library: Library, tmp_path: Path) -> Path:
    begin_language("fr", library, tmp_path)
    return tmp_path / "fr"


def test_a_new_language_has_every_line_empty(library: Library, french: Path) -> None:
    own = open_library(french.parent, language="fr")
    needed = [line for line in english_lines(library) if line.is_needed]

    assert untranslated(own) == needed
    assert len(list(french.rglob("*.toml"))) == len({line.file for line in needed})


def test_each_line_stands_below_its_english_and_where_it_is_heard(french: Path) -> None:
    text = (french / "spots/calves.toml").read_text()

    assert (
        "# SAFETY: the same in fewer words, for who has heard it\n"
        "# en: Not if swollen, warm, red or throbbing: get medical help today.\n"
        'leave_out_again = ""\n'
    ) in text
    assert '# en: name = the calf\n# en: first = The calf\nplain = ""\n' in text


def test_every_line_is_told_where_it_is_heard(library: Library, french: Path) -> None:
    heard = read_toml(shipped("scripts") / "heard.toml", dict[str, dict[str, str]])
    for file in french.rglob("*.toml"):
        above = ""
        told = False
        for line in file.read_text().splitlines():
            if line.startswith("#") and not line.startswith("# en: "):
                told = True
            above = line
        assert told, (file, above)
    kinds = {line.kind for line in english_lines(library)}
    assert kinds == heard.keys()
    words = {name for table in heard.values() for name in table}
    book = library.words_of("phrasebook")
    assert {f"moments.{name}" for name in book["moments"]} <= words


def test_what_cldr_knows_of_a_language_is_there_already(library: Library, tmp_path: Path) -> None:
    for code in ("fr", "ru", "pt-BR", "ja"):
        begin_language(code, library, tmp_path)
    head = {
        path.parent.name: tomllib.loads(path.read_text())["language"]
        for path in tmp_path.glob("*/phrasebook.toml")
    }

    assert {code: one["tag"] for code, one in head.items()} == {
        "fr": "fra",
        "ru": "rus",
        "pt-BR": "por",
        "ja": "jpn",
    }
    assert head["fr"]["name"] == "français"
    assert head["fr"]["lists"]["end"] == "{0} et {1}"
    assert head["fr"]["decimal"] == ","
    assert head["fr"]["plural"].keys() == {"one"}  # "many" is for millions
    assert head["ru"]["plural"].keys() == {"one", "few", "many"}
    assert head["ja"]["plural"] == {}
    assert not any(one["complete"] for one in head.values())


def test_a_line_has_a_place_for_every_sort_of_number(library: Library, tmp_path: Path) -> None:
    begin_language("ru", library, tmp_path)
    screen = tomllib.loads((tmp_path / "ru/screen.toml").read_text())

    assert screen["export"]["written"].keys() == {"one", "few", "many", "other"}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("de", "de is begun already; `coach check --language de` tells what it lacks"),
        ("fr", "fr is begun already; `coach check --language fr` tells what it lacks"),
        ("frr2", "'frr2' is no language that CLDR knows; .*; did you mean frr\\?"),
        ("../x", "'../x' is no language that CLDR knows"),
        ("", "'' is no language that CLDR knows"),
    ],
)
def test_what_is_no_new_language_is_told_and_nothing_is_written(
    library: Library, french: Path, code: str, told: str
) -> None:
    before = sorted(french.parent.rglob("*"))

    with pytest.raises(RequestError, match=told):
        begin_language(code, library, french.parent)
    assert sorted(french.parent.rglob("*")) == before


def test_how_far_each_language_is_is_told(library: Library, french: Path) -> None:
    (french / "routines/feet.toml").write_text('title = "Les pieds"\npurpose = "pour"\n')
    states = {one.code: one for one in language_states(open_library(french.parent))}

    assert (states["de"].name, states["de"].missing) == ("Deutsch", 0)
    assert (states["en"].name, states["en"].missing) == ("English", 0)
    assert states["fr"].name == "français"
    assert states["fr"].missing == states["fr"].lines - 2


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_ships_is_whole_and_can_be_followed_by_ear(language: str) -> None:
    found = check_translation(open_library(language=language))

    assert [f"{path.name}: {one}" for path, wrong in found.items() for one in wrong] == []


def problems(library: Library, file: str) -> list[str]:
    found = check_translation(library)
    (wrong,) = (wrong for path, wrong in found.items() if path.match(f"*/{file}.toml"))
    return [f"{one.line}: {one}" for one in wrong if "not translated" not in one.problem]


def test_what_is_wrong_with_a_line_is_told_with_its_place(french: Path) -> None:
    (french / "spots/feet.toml").write_text(
        'name = "plante"\n'
        'plain = "la plante du pied"\n'
        'sided = "la plante du pied {sid}"\n'
        'keep_off = "Reste sur le muscle"\n'
        'find = "Cherche."\n'
        f'why = "Il porte {"et porte " * 16}."\n'
    )
    (french / "phrasebook.toml").write_text(
        (french / "phrasebook.toml").read_text().replace('announce = [""]', 'announce = ["Voilà."]')
    )
    library = open_library(french.parent, language="fr")

    assert problems(library, "spots/feet") == [
        "3: sided: {sid} cannot stand here; allowed: {other} {side}; did you mean side?",
        "4: keep_off: is spoken, so it should end with a full stop",
        "6: why: the sentence 'Il porte et' has 35 words; at most 30 are heard",
    ]
    told = [one for one in problems(library, "fr/phrasebook") if "announce" in one]
    assert len(told) == 3  # in full, brief, and names alone
    assert all("the place with its side comes first" in one for one in told)


def test_a_side_that_is_lost_or_comes_too_late_is_told(tmp_path: Path, library: Library) -> None:
    english = library.spot_words("calves")
    assert "{side}" in english.position["chair-hands"]
    for file in GERMAN.rglob("*.toml"):
        path = tmp_path / "nl" / file.relative_to(GERMAN)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.read_text().replace('code = "de"', 'code = "nl"'))
    path = tmp_path / "nl/spots/calves.toml"
    lines = [
        line
        if not line.startswith(("chair-hands", "floor-roller"))
        else 'chair-hands = "Leg die Hände um die Wade."'
        if line.startswith("chair-hands") and "um" in line
        else line
        for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines))
    own = open_library(tmp_path, language="nl")

    assert any(
        "tells no side, which the English does" in one for one in problems(own, "spots/calves")
    )


def test_a_safety_line_that_is_missing_is_told_as_one(french: Path) -> None:
    found = check_translation(open_library(french.parent, language="fr"))
    told = [one for wrong in found.values() for one in wrong if "a safety line" in one.problem]

    assert len(told) > 60
    assert all("not translated yet; en: " in one.problem for one in told)
