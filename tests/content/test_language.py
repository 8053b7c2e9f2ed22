import msgspec
import pytest

from coach.content.language import (
    Language,
    counted_problems,
    language_problems,
    length_problems,
    rule_problems,
    sentences,
)
from coach.content.library import open_library

ENGLISH = open_library().phrasebook().language
GERMAN = open_library(language="de").phrasebook().language
RUSSIAN = Language(
    "ru",
    "русский",
    "rus",
    plural={
        "one": "v = 0 and i % 10 = 1 and i % 100 != 11",
        "few": "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
        "many": "v = 0 and i % 10 = 0 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 11..14",
    },
)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("de", "Nimm z. B. einen Ball. Leg dich hin.", ["Nimm z. B. einen Ball.", "Leg dich hin."]),
        ("de", "Jetzt der 3. Ring. Weiter.", ["Jetzt der 3. Ring.", "Weiter."]),
        ("de", "Meine 3. Runde. Etwa 12 Minuten.", ["Meine 3. Runde.", "Etwa 12 Minuten."]),
        ("de", "Bis ca. 5 cm, d. h. langsam. Gut so!", ["Bis ca. 5 cm, d. h. langsam.", "Gut so!"]),
        ("en", "Ring number 3. Then on.", ["Ring number 3.", "Then on."]),
        ("fr", "Mets p. ex. la balle. Reste.", ["Mets p. ex. la balle.", "Reste."]),
        ("ja", "息を吸って。止めて。", ["息を吸って。", "止めて。"]),
    ],
)
def test_sentences_end_where_they_do_in_the_language(
    code: str, text: str, expected: list[str]
) -> None:
    assert list(sentences(text, code, ordinals=code == "de")) == expected


def test_things_are_joined_as_the_language_joins_them() -> None:
    things = ["a", "b", "c", "d"]

    assert [ENGLISH.listed(things[:count]) for count in range(5)] == [
        *("", "a", "a and b", "a, b and c", "a, b, c and d"),
    ]
    assert GERMAN.listed(things[:3]) == "a, b und c"
    assert Language("xx", "x", "xxx").listed(things[:3]) == "a, b, c"


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "минута"), (2, "минуты"), (5, "минут"), (11, "минут"), (21, "минута"), (1.5, "минуты!")],
)
def test_a_number_takes_the_shape_that_it_has_in_the_language(number: float, told: str) -> None:
    line = {"one": "минута", "few": "минуты", "many": "минут", "other": "минуты!"}

    assert RUSSIAN.counted(line, number, {}) == told


def test_a_number_is_shown_with_the_mark_of_the_language() -> None:
    assert (ENGLISH.number(4.5), GERMAN.number(4.5)) == ("4.5", "4,5")
    assert GERMAN.number(40.0) == "40"
    assert GERMAN.number(1, ".1f") == "1,0"


def test_a_wrong_rule_of_plurals_is_told_by_the_checker_and_ends_nothing() -> None:
    wrong = msgspec.structs.replace(ENGLISH, plural={"one": "i is one"})

    assert wrong.counted({"one": "a", "other": "b"}, 1, {}) == "b"
    ((key, problem),) = rule_problems(wrong)
    assert key == ("plural", "one")
    assert problem.startswith("'i is one' is no rule of CLDR: ")


def test_a_sort_of_numbers_that_there_is_none_of_is_told() -> None:
    wrong = msgspec.structs.replace(ENGLISH, plural={"on": "i = 1"})

    assert list(language_problems(wrong)) == [
        (("plural", "on"), "CLDR has no sort of numbers of that name; did you mean one?")
    ]


def test_a_shape_that_is_missing_or_one_too_many_is_told() -> None:
    allowed = frozenset({"number"})
    found = list(counted_problems(("a",), {"few": "{n}", "other": "b"}, allowed, ENGLISH))

    assert found == [
        (("a",), "one is missing: numbers of English have one, other"),
        (("a", "few"), "no number of English is so; there are one, other"),
        (("a", "few"), "{n} cannot stand here; allowed: {number}."),
    ]


def test_a_sentence_that_is_too_long_for_the_ear_is_told_in_each_language() -> None:
    long = f"Leg dich hin. Bleib {'und bleib ' * 14}dort."

    assert list(length_problems(long, GERMAN)) == [
        "the sentence 'Bleib und bleib' has 30 words; at most 26 are heard"
    ]
    assert list(length_problems("Leg dich hin.", GERMAN)) == []
