"""What can be said is finite: every sentence of any session stands among the phrases."""

from collections.abc import Iterator
from typing import get_args

import pytest

from coach.choices import Place, Talk, Tool
from coach.content import Library
from coach.content.answering import begins_told, may_be_told, times_told
from coach.disk import shipped
from coach.errors import CoachError
from coach.script import Breathe, Hold, Say, Script, all_phrases
from coach.script.phrases import SHARED
from coach.script.revision import Revision, revised, told_when_easier
from coach.session import open_session
from coach.units import Ms, seconds
from tests.nightly import nightly
from tests.sheets import english


@pytest.fixture(scope="module")
def library() -> Library:
    return Library((shipped("scripts"),))


@pytest.fixture(scope="module")
def phrases(library: Library) -> set[str]:
    return {one for said in all_phrases(library).values() for one in said}


def spoken(script: Script) -> Iterator[str]:
    for section in script.sections:
        for cue in section.cues:
            match cue:
                case Say(text=text) | Hold(halfway=text):
                    yield from english(text)
                case Breathe(words=words):
                    yield from (text for _kind, text in words)


def strange(phrases: set[str], *names: str, **wishes: object) -> list[str]:
    """What sessions of these wishes say that is no phrase."""
    try:
        session = open_session(*names, **wishes)  # type: ignore[arg-type]
    except CoachError:
        return []  # a spot that is not worked so
    sections = session.script.sections
    later = [text for one in sections for text in told_when_easier(one, session.sheet)]
    said = [*spoken(session.script), *(one for text in later for one in english(text))]
    return [one for one in said if one not in phrases]


@pytest.mark.parametrize("talk", get_args(Talk))
@pytest.mark.parametrize("safety", ["full", "short"])
def test_every_routine_says_phrases_alone(
    library: Library, phrases: set[str], talk: Talk, safety: str
) -> None:
    for number, name in enumerate([*library.routines, *library.lessons]):
        wishes = {"talk": talk, "safety": safety, "seed": number, "why": True, "breath": "4-7-8"}
        assert strange(phrases, name, **wishes) == []


@pytest.mark.parametrize("seed", [0, *(nightly(seed) for seed in range(1, 12))])
def test_every_spot_says_phrases_alone_with_every_tool_in_every_place(
    library: Library, phrases: set[str], seed: int
) -> None:
    for name in library.spots:
        for tool in get_args(Tool):
            for place in get_args(Place):
                side = ("left", "right", None)[seed % 3]
                talk = get_args(Talk)[seed // 3 % 3]
                wishes = {"tool": tool, "place": place, "side": side, "talk": talk, "why": True}
                assert strange(phrases, name, seed=seed, **wishes) == []


def test_a_mix_says_each_title_as_a_sentence(phrases: set[str]) -> None:
    assert strange(phrases, "shoulders", "feet", "soleus") == []


def test_what_is_answered_is_a_phrase(library: Library, phrases: set[str]) -> None:
    book = library.phrasebook()
    told = [
        *may_be_told(book),
        *may_be_told(book, lesson=True),
        *times_told(book, seconds(30 * 60), seconds(0)),
        *(begins_told(book, seconds(wait)) for wait in range(3, 600)),
    ]

    assert [one for text in told for one in english(text) if one not in phrases] == []


def test_where_a_session_is_resumed_is_a_phrase(library: Library, phrases: set[str]) -> None:
    titles = {
        section.title
        for name in (*library.routines, *library.spots, *library.lessons)
        for section in open_session(name, safety="full").sections
    }

    assert [one for one in sorted(titles) if f"{one}." not in phrases] == []


def test_a_phrase_stands_in_one_place_and_is_one_sentence(library: Library) -> None:
    kept = all_phrases(library)
    together = [one for said in kept.values() for one in said]

    assert len(set(together)) == len(together)
    assert all(english(one) == [one] for one in together)
    assert set(kept) == {SHARED, *library.spots}


def test_what_is_made_easier_is_said_in_phrases(phrases: set[str]) -> None:
    session = open_session("shoulders", safety="short")
    number = next(n for n, one in enumerate(session.sections) if one.worked)
    eased = revised(session.script, Revision("easier", number, 0, Ms(0)), session.sheet)

    assert [one for one in spoken(eased) if one not in phrases] == []
