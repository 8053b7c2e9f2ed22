from functools import partial
from pathlib import Path

import pytest

from coach.content.commands import CONTROL_OF_COMMAND, Commands
from coach.content.controls import Control
from coach.content.library import Library
from coach.disk.shipped import shipped
from coach.errors import AuthorError
from coach.hearing import recogniser as phrases

needs_recogniser = pytest.mark.skipif(
    not phrases.is_installed(), reason="pocketsphinx is not installed"
)


known = partial(phrases.unknown_words, language="en")


def told(folder: Path, text: str) -> list[str]:
    """What is wrong with commands that are laid over those that ship."""
    path = folder / "en" / "commands.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    try:
        Library((folder, shipped("scripts"))).commands(known)
    except AuthorError as error:
        return [line.removeprefix(f"{path}:") for line in str(error).splitlines()]
    return []


def test_every_command_that_ships_has_its_control(library: Library) -> None:
    commands = library.commands()

    assert set(CONTROL_OF_COMMAND.values()) <= set(commands.controls.values())
    assert {*CONTROL_OF_COMMAND, "sore", "others"} == set(Commands.__struct_fields__)
    assert commands.controls["please pause now"] is Control.PAUSE
    assert commands.controls["please come here now"] is None


def test_a_phrase_of_ones_own_takes_the_place_of_the_one_that_ships(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "commands.toml").write_text('pause = ["stop the session here"]\n')
    controls = Library((folder, shipped("scripts"))).commands().controls

    assert controls["stop the session here"] is Control.PAUSE
    assert "please pause now" not in controls
    assert controls["please continue now"] is Control.GO_ON


def test_a_number_from_0_to_10_is_what_its_phrase_tells(library: Library) -> None:
    numbers = library.commands().numbers

    assert numbers["zero zero please"] == 0
    assert sorted(numbers.values()) == list(range(11))


FROM_ONE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
TEN = [f"number {word}" for word in FROM_ONE]

WRONG = {
    "an unknown command": (
        'pauze = ["please pause now"]\n',
        "1: pauze: is no known key here; the keys are pause, go_on, next, back, repeat, longer, "
        "easier, time_left, end, sore, others; did you mean pause?",
    ),
    "a short phrase": (
        '\npause = ["pause"]\n',
        "2: pause.1: 'pause' is too short to be told from other talk; it needs 3 words and 13 "
        "letters, and a word such as please helps",
    ),
    "a phrase with two meanings": (
        'pause = ["please continue now"]\n',
        "1: pause.1: 'please continue now' is the same as 'please continue now', which asks for "
        "something else",
    ),
    "phrases that sound alike": (
        'next = ["following exercise please"]\nback = ["followed exercise please"]\n',
        "1: next.1: 'following exercise please' sounds too much like "
        "'followed exercise please', which asks for something else",
        "2: back.1: 'followed exercise please' sounds too much like "
        "'following exercise please', which asks for something else",
    ),
    "a number too few": (
        f"sore = {TEN}\n",
        "1: sore: a list: should be a list of length >= 11",
    ),
    "a number twice": (
        f"sore = {['number Ten', *TEN]}\n",
        "1: sore.11: 'number ten' tells another number already",
    ),
    "a number with signs": (
        f"sore = {['zero!', *TEN]}\n",
        "1: sore.1: 'zero!' should be words and nothing else, with one space between them",
    ),
    "no phrase at all": ("pause = []\n", "1: pause: a list: should be a list of length >= 1"),
    "signs": (
        'pause = ["please | pause now"]\n',
        "1: pause.1: 'please | pause now' should be words and nothing else, with one space "
        "between them",
    ),
}


@needs_recogniser
@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_with_a_phrase_is_told(tmp_path: Path, case: str) -> None:
    text, *problems = WRONG[case]

    assert told(tmp_path, text) == problems


@needs_recogniser
def test_a_word_that_the_recogniser_does_not_know_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, 'pause = ["please zzyzzx the session"]\n') == [
        "1: pause.1: 'zzyzzx' is no word that the recogniser knows; say it in other words"
    ]
