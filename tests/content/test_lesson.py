import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from coach.choices import Place, Side, Tool
from coach.content.entry import Pick
from coach.content.language import sentences
from coach.content.lesson import Lesson, LessonChapter, lesson_problems
from coach.content.library import Library, open_library
from coach.disk.shipped import shipped
from coach.errors import AuthorError, CoachError, RoutineNotFound

PROMISES = re.compile(
    r"\b(cur(e|es|ed|ing)|heal(s|ed|ing)?|toxins?|detox\w*|miracl\w*|guarantee\w*|break up|"
    r"flush\w*|melt\w*|dissolv\w*|pain-free|realign\w*|therapy|promise\w*|"
    r"(?<!no )treat(s|ed|ment|ments)?(?! no(?:thing)?\b)|"
    r"boost\w*|amazing|magic|secret|science says|proven)\b",
    re.IGNORECASE,
)
"""What nothing that ships says: it is pressure on a muscle."""

OWN = """\
title = "The sock"
purpose = "for who has no ball"

[[chapters]]
title = "Two balls"
paragraphs = ["Put two balls into a sock.", "Tie a knot."]
"""


def lesson(*paragraphs: str, titles: tuple[str, ...] = ("One",)) -> Lesson:
    chapters = tuple(LessonChapter(title, paragraphs) for title in titles)
    return Lesson("The sock", "for who has no ball", chapters)


ENGLISH = open_library().phrasebook().language
problems = partial(lesson_problems, language=ENGLISH)


def own(tmp_path: Path, text: str = OWN, name: str = "sock") -> Library:
    path = tmp_path / f"en/lessons/{name}.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return open_library(tmp_path)


def shipped_text() -> str:
    return " ".join(strings(tomllib.loads((lessons() / "learn.toml").read_text())))


def lessons() -> Path:
    return shipped("scripts") / "en" / "lessons"


def strings(value: object) -> Iterator[str]:
    """Every text in a data file, wherever it stands."""
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from strings(one)
        case dict():
            for one in value.values():
                yield from strings(one)


def test_right_sentences_have_no_problems() -> None:
    assert list(problems(lesson("Sit down. Is it soft? Good!", "Stay there."))) == []


@pytest.mark.parametrize(
    ("paragraph", "problem"),
    [
        ("Sit down. And stay", "is spoken, so it should end with a full stop"),
        ("Stay for 30 seconds.", "'30' is not for the ear; write it in words"),
        ("Stay (if you can).", "'(' is not for the ear; write it in words"),
        (
            f"Sit. Stay there {'and there ' * 14}a while.",
            "the sentence 'Stay there and' has 32 words; at most 30 are heard",
        ),
    ],
    ids=["no end", "a digit", "a bracket", "a long sentence"],
)
def test_what_no_ear_can_follow_is_told_with_its_paragraph(paragraph: str, problem: str) -> None:
    assert list(problems(lesson("Sit down.", paragraph))) == [
        (("chapters", 0, "paragraphs", 1), problem)
    ]


def test_two_chapters_of_one_title_are_told_for_a_session_is_resumed_by_titles() -> None:
    assert list(problems(lesson("Sit down.", titles=("One", "Two", "One")))) == [
        (("chapters", 2, "title"), "'One' is the title of a chapter before")
    ]


def test_the_lesson_that_ships_is_as_long_as_a_short_talk(library: Library) -> None:
    words = " ".join(
        paragraph
        for chapter in library.lesson("learn").chapters
        for paragraph in chapter.paragraphs
    ).split()

    assert library.lessons == ["learn"]
    assert 450 <= len(words) <= 600


def test_the_lesson_that_ships_speaks_in_short_sentences_and_says_none_of_them_twice(
    library: Library,
) -> None:
    said = [
        sentence
        for chapter in library.lesson("learn").chapters
        for paragraph in chapter.paragraphs
        for sentence in sentences(paragraph, "en")
    ]

    assert len(set(said)) == len(said)
    assert max(len(sentence.split()) for sentence in said) <= 24
    assert sum(len(sentence.split()) for sentence in said) / len(said) <= 12


@pytest.mark.parametrize(
    "told",
    [
        "Nobody knows for sure",
        "researchers doubt the whole idea",
        "trials are small",
        "is not clear",
        "half an hour later that was mostly gone",
        "talk to a doctor first",
        "medical help the same day",
        "let go",
        "Before sport",
        "After sport",
    ],
)
def test_the_lesson_that_ships_says_how_little_is_known_and_when_to_leave_it(told: str) -> None:
    assert told in shipped_text()


@pytest.mark.parametrize("path", sorted((shipped("scripts") / "en").rglob("*.toml")), ids=str)
def test_nothing_that_is_said_promises_a_cure(path: Path) -> None:
    said = " ".join(strings(tomllib.loads(path.read_text(encoding="utf-8"))))

    assert [found[0] for found in PROMISES.finditer(said)] == []


def test_the_words_of_a_promise_are_known_when_they_are_met() -> None:
    said = "It heals. Toxins melt, and this treatment is guaranteed to cure."

    assert [found[0] for found in PROMISES.finditer(said)] == [
        *("heals", "Toxins", "melt", "treatment", "guaranteed", "cure")
    ]
    assert not PROMISES.search("A healthy place is easily pressed, and you are secure.")
    assert not PROMISES.search("It is no treatment, treats nothing, and treats no headache.")


def test_a_lesson_of_ones_own_is_found_beside_the_one_that_ships(tmp_path: Path) -> None:
    library = own(tmp_path)
    entry = library.entry("sock")

    assert library.lessons == ["learn", "sock"]
    assert entry.words.title == "The sock"
    assert entry.visits == ()
    assert entry.lesson == library.lesson("sock")


def test_a_lesson_of_ones_own_goes_before_the_one_of_its_name(tmp_path: Path) -> None:
    assert own(tmp_path, name="learn").entry("learn").words.title == "The sock"


def test_a_routine_goes_before_a_lesson_of_its_name(tmp_path: Path) -> None:
    library = own(tmp_path, name="feet")

    assert library.lessons == ["learn"]
    assert library.entry("feet").lesson is None


def test_a_wrong_lesson_is_told_with_its_line(tmp_path: Path) -> None:
    library = own(tmp_path, OWN.replace("Tie a knot.", "Tie 1 knot."))

    with pytest.raises(AuthorError) as raised:
        library.entry("sock")
    assert [(one.line, str(one)) for one in raised.value.mistakes] == [
        (6, "chapters.1.paragraphs.2: '1' is not for the ear; write it in words")
    ]


@pytest.mark.parametrize(
    "pick",
    [
        Pick(("learn", "feet")),
        Pick(("feet", "learn")),
        Pick(("learn",), spots=("calves",)),
    ],
    ids=str,
)
def test_a_lesson_goes_alone(library: Library, pick: Pick) -> None:
    with pytest.raises(CoachError) as raised:
        library.gather(pick)
    assert raised.value.message == "learn is a lesson, and is heard by itself: name nothing else"


@pytest.mark.parametrize(
    ("side", "tool", "place"),
    [("left", None, None), (None, "hands", None), (None, None, "wall")],
)
def test_a_lesson_has_no_side_no_tool_and_no_place(
    library: Library, side: Side | None, tool: Tool | None, place: Place | None
) -> None:
    with pytest.raises(CoachError) as raised:
        library.gather(Pick(("learn",), (), side, tool, place))
    assert raised.value.message == ("learn is a lesson: it goes without a side, a tool or a place")


def test_what_is_avoided_for_good_keeps_nobody_from_a_lesson(library: Library) -> None:
    assert library.gather(Pick(("learn",), avoid=frozenset({"neck"}))).lesson is not None


def test_a_name_that_is_nearly_a_lesson_s_is_asked_back(library: Library) -> None:
    with pytest.raises(RoutineNotFound, match=r"no routine 'lern'; did you mean learn\?"):
        library.entry("lern")


def test_a_lesson_is_no_spot(library: Library) -> None:
    with pytest.raises(RoutineNotFound, match=r"no spot 'learn'\. `"):
        library.gather(Pick(spots=("learn",)))


def test_another_language_has_lessons_of_its_own(tmp_path: Path) -> None:
    library = own(tmp_path)

    assert "sock" in library.lessons
    assert replace(library, language="de").lessons == ["learn"]
