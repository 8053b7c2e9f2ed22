import pytest

from coach.choices import Talk
from coach.content.breath import CALM, parse_breath
from coach.content.entry import Entry
from coach.content.lesson import Lesson, LessonChapter
from coach.content.library import Library
from coach.content.phrasebook import Phrasebook
from coach.content.spot_words import RoutineWords
from coach.errors import RequestError
from coach.script.cues import Bell, Breathe, Rest, Say, Script
from coach.script.revision import room
from coach.script.sheet import Wishes
from coach.units import Ms, seconds
from tests.script.test_writer import only
from tests.sheets import sheet, written

SHORT = Lesson(
    "The sock",
    "for who has no ball",
    (
        LessonChapter("Two balls", ("Take a sock. Put two balls into it.", "Tie a knot."), 3),
        LessonChapter("That is all", ("Good.",)),
    ),
)


def entry(lesson: Lesson) -> Entry:
    return Entry("sock", RoutineWords(lesson.title, lesson.purpose), (), lesson=lesson)


def kinds(script: Script) -> list[list[str]]:
    return [[type(cue).__name__ for cue in section.cues] for section in script.sections]


def test_a_lesson_is_its_chapters_between_a_bell_and_two(book: Phrasebook) -> None:
    script = written(entry(SHORT), book, Wishes())
    said = ["Say", "Rest", "Say", "Rest", "Say", "Rest"]

    assert kinds(script) == [
        ["Rest", "Bell", *said, "Breathe", "Rest"],
        ["Say", "Rest", "Rest", "Bell", "Bell"],
    ]
    assert [section.title for section in script.sections] == ["Two balls", "That is all"]
    assert [say.text for say in only(script.sections[0], Say)] == [
        *("Take a sock.", "Put two balls into it.", "Tie a knot.")
    ]
    assert (script.title, script.purpose) == ("The sock", "for who has no ball")


def test_a_paragraph_is_followed_by_a_longer_pause_than_a_sentence(book: Phrasebook) -> None:
    script = written(entry(SHORT), book, Wishes())
    _lead_in, sentence, paragraph, last, chapter = only(script.sections[0], Rest)

    assert sentence.lasts < paragraph.lasts == last.lasts < chapter.lasts


def test_nothing_is_pressed_in_a_lesson(library: Library, book: Phrasebook) -> None:
    script = written(library.entry("learn"), book, Wishes())

    assert script.is_lesson
    assert {type(cue) for section in script.sections for cue in section.cues} == {
        *(Say, Rest, Bell, Breathe)
    }
    assert [section.worked for section in script.sections] == [None] * len(script.sections)
    assert room(script, 3, 2, library.rules()) is None


def test_a_session_is_no_lesson(library: Library, book: Phrasebook) -> None:
    assert not written(library.entry("feet"), book, Wishes()).is_lesson


def test_the_lesson_that_ships_lasts_three_to_five_minutes(
    library: Library, book: Phrasebook
) -> None:
    script = written(library.entry("learn"), book, Wishes())

    assert seconds(180) <= script.lasts <= seconds(300)
    assert all(section.lasts >= seconds(20) for section in script.sections)


@pytest.mark.parametrize("talk", ["full", "brief", "bell"])
@pytest.mark.parametrize("seed", [0, 7])
def test_a_lesson_is_told_in_full_whatever_is_wished(
    library: Library, book: Phrasebook, talk: Talk, seed: int
) -> None:
    wishes = Wishes(talk=talk, seed=seed, depth="deep", setup=2.0)
    plain = written(library.entry("learn"), book, Wishes())

    assert written(library.entry("learn"), book, wishes) == plain


def test_a_slower_voice_makes_a_lesson_longer(book: Phrasebook) -> None:
    slow, fast = (written(entry(SHORT), book, Wishes(rate_wpm=rate)) for rate in (100, 220))

    assert slow.lasts > fast.lasts


def test_a_lesson_cannot_be_made_to_last_so_long(book: Phrasebook) -> None:
    with pytest.raises(RequestError, match="as long as its words: leave out the minutes"):
        written(entry(SHORT), book, Wishes(lasts=seconds(240)))


@pytest.mark.parametrize(
    ("wished", "followed"), [("5-5", "5-5"), ("4-7-8", str(CALM)), ("4-0-4-4", str(CALM))]
)
def test_the_breath_is_the_listener_s_own_unless_it_is_held(
    book: Phrasebook, wished: str, followed: str
) -> None:
    script = written(entry(SHORT), book, Wishes(breath=parse_breath(wished)))
    (breathe,) = only(script.sections[0], Breathe)

    assert str(breathe.breath) == followed
    assert (breathe.times, breathe.worded) == (3, 2)
    assert breathe.words == (("in", "In."), ("out", "Out."))


def test_a_lesson_of_one_chapter_begins_and_ends_in_it(book: Phrasebook) -> None:
    one = entry(SHORT)._replace(lesson=Lesson("One", "for a test", SHORT.chapters[1:]))
    (section,) = written(one, book, Wishes()).sections

    assert len(only(section, Bell)) == 3
    assert section.cues[0].lasts == Ms(1500)


def test_what_a_lesson_is_written_from_needs_no_stop(book: Phrasebook) -> None:
    assert sheet(entry(SHORT), book, Wishes()).entry.visits == ()
