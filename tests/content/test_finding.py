import tomllib
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from coach.choices import Region
from coach.content.finding import FindingWords, finding_problems, words_of
from coach.content.library import Library
from coach.content.safety import SafetyWords

WORDS = """
endings = ["s"]
passing = ["stiff"]

[topics.typing]
words = ["typing", "keyboard"]
routines = ["desk"]
spots = ["hand"]

[doctor.nerve]
words = ["numb", "pins needles"]
say = "Ask a doctor first."
"""


def read(text: str) -> FindingWords:
    return msgspec.convert(tomllib.loads(text), FindingWords)


def problems(text: str) -> list[str]:
    found = finding_problems(read(text), ["desk", "legs"], ["hand", "calf"])
    return [f"{'.'.join(map(str, key))}: {problem}" for key, problem in found]


def changed(old: str, new: str) -> str:
    assert old in WORDS
    return WORDS.replace(old, new)


def test_words_that_lead_to_what_there_is_have_no_problem() -> None:
    assert problems(WORDS) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('["desk"]', '["dsk"]', "routines.0: there is no routine 'dsk'; did you mean desk?"),
        ('["hand"]', '["hnd"]', "spots.0: there is no spot 'hnd'; did you mean hand?"),
        ('["hand"]', '["calf", "calf"]', "spots.1: calf is named twice"),
        ('"keyboard"', '"?"', "words.1: '?' has no word in it"),
        (
            '"keyboard"',
            '"numb hands"',
            "words.1: 'numb hands' is answered by doctor.nerve, so it is never found here",
        ),
        (
            'spots = ["hand"]',
            'note = "Not a cure"',
            "note: is whole sentences, so it should end with a full stop",
        ),
    ],
)
def test_a_topic_that_leads_astray_is_told(old: str, new: str, problem: str) -> None:
    assert problems(changed(old, new)) == [f"topics.typing.{problem}"]


def test_a_topic_that_leads_nowhere_is_told() -> None:
    text = WORDS.replace('routines = ["desk"]\n', "").replace('spots = ["hand"]\n', "")

    assert problems(text) == [
        "topics.typing: leads nowhere; it needs routines, spots or regions",
    ]


def test_what_is_said_of_a_doctor_is_whole_sentences() -> None:
    assert problems(changed("first.", "first")) == [
        "doctor.nerve.say: is whole sentences, so it should end with a full stop"
    ]


def test_a_word_is_the_same_with_an_ending_and_without() -> None:
    words = read(WORDS)

    assert words.alike("knee", "knees")
    assert words.alike("knees", "knee")
    assert not words.alike("kneel", "knee")
    assert not FindingWords().alike("knees", "knee")


def test_a_phrase_is_used_where_all_of_it_is_typed() -> None:
    used = read(WORDS).used

    assert used(["pins needles"], words_of("needles, and pins")) == {0, 2}
    assert used(["pins needles"], words_of("needles")) == frozenset()


def test_many_words_of_every_day_are_shipped(library: Library) -> None:
    words = library.finding()
    leading = {word for topic in words.topics.values() for word in topic.words}

    assert len(leading) >= 250
    assert {"typing", "running", "headache", "sitting", "sleep", "phone", "stairs"} <= leading


def test_nothing_that_is_shipped_sounds_like_a_treatment(library: Library) -> None:
    words = library.finding()
    notes = [topic.note for topic in words.topics.values() if topic.note]
    told = " ".join([*notes, *(referral.say for referral in words.doctor.values())]).casefold()

    assert not {"cure", "cures", "heal", "heals", "therapy", "remedy"} & set(words_of(told))
    assert "treats no headache" in told


@pytest.mark.parametrize(
    "typed",
    [
        *("sciatica", "pain", "neck pain", "numb", "numb fingers", "injury", "pregnant"),
        *("swollen", "swollen calf", "tennis elbow", "frozen shoulder", "migraine", "chest pains"),
    ],
)
def test_some_words_are_answered_with_a_doctor(typed: str, library: Library) -> None:
    found = library.look_up(typed)

    assert not found
    assert found.about == ()
    assert found.referral.endswith(". `coach safety` tells when not to press.")


def test_who_should_ask_a_doctor_is_offered_nothing(library: Library) -> None:
    words = library.finding()
    referred = [phrase for one in words.doctor.values() for phrase in one.words]
    safety: SafetyWords = library.safety_words()

    for condition in safety.ask[:-1]:
        assert words.used(referred, words_of(condition)), condition


def test_the_most_urgent_answers_first(library: Library) -> None:
    assert "ambulance" in library.look_up("chest pain").referral


def test_regions_lead_to_the_spots_in_them(library: Library) -> None:
    assert {"jaw", "neck-base"} <= set(library.look_up("headache").spots)
    assert get_args(Region)


def test_a_folder_of_ones_own_adds_topics_and_changes_some(
    tmp_path: Path, library: Library
) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en/finding.toml").write_text(
        '[topics.kites]\nwords = ["kites"]\nroutines = ["arms"]\n'
        '[topics.typing]\nwords = ["typing"]\nroutines = ["feet"]\nspots = []\n'
    )
    own = Library((tmp_path, *library.folders))

    assert own.look_up("kite").routines == ("arms",)
    assert own.look_up("typing").routines[0] == "feet"
    assert own.look_up("running") == library.look_up("running")
