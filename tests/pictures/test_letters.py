import string

import pytest
from PIL import ImageFont
from ttf_opensans import OPENSANS_REGULAR

from coach.content.languages import list_languages
from coach.content.library import open_library
from coach.content.translation import own_lines
from coach.disk.shipped import shipped

FONT = ImageFont.truetype(OPENSANS_REGULAR.path, 40)
MISSING = bytes(FONT.getmask("\uffff"))


def is_drawn(letter: str) -> bool:
    return bytes(FONT.getmask(letter)) != MISSING


@pytest.mark.parametrize("code", list_languages([shipped("scripts")]))
def test_every_letter_of_every_language_is_drawn(code: str) -> None:
    lines = own_lines(open_library(language=code))
    text = "".join(line for file, _, line in lines if file != "screen")

    assert [letter for letter in sorted(set(text)) if not is_drawn(letter)] == []


@pytest.mark.parametrize(
    "letters", [string.printable[:94], "äöüßÄÖÜ", "éèêëçñåøłż", "абвгдЖ", "αβγδΩ", "·…–"]
)
def test_other_letters_of_europe_are_drawn(letters: str) -> None:
    assert all(map(is_drawn, letters))
