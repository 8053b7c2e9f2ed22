"""Phonemes: the symbols that the natural voice reads, and words that are told in them."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Meta

from coach.disk import ONE_LINE, Problem

_RUNS = (
    (1, ";:,.!?"),
    (9, '—…"()“” \u0303ʣʥʦʨᵝꭧAI'),
    (31, "O"),
    (33, "Q"),
    (35, "ST"),
    (39, "W"),
    (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"),
    (75, "βɔɕç"),
    (80, "ɖðʤə"),
    (85, "ɚɛɜ"),
    (90, "ɟ"),
    (92, "ɡ"),
    (99, "ɥ"),
    (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"),
    (118, "ɸθœ"),
    (123, "ɹ"),
    (125, "ɾɻ"),
    (128, "ʁɽʂʃʈʧ"),
    (135, "ʊʋ"),
    (138, "ʌɣɤ"),
    (142, "χʎ"),
    (147, "ʒʔ"),
    (156, "ˈˌː"),
    (162, "ʰ"),
    (164, "ʲ"),
    (169, "↓"),
    (171, "→↗↘"),
    (177, "ᵻ"),
)

PHONEMES: Mapping[str, int] = {
    symbol: first + number for first, symbols in _RUNS for number, symbol in enumerate(symbols)
}
"""The number of each symbol, as Kokoro-82M was taught them. Beside those of the phonetic alphabet
there are capitals for the vowels of bay, buy, go, cow and boy (A I O W Y), and for the quick t of
water (T)."""

SaidAs = Annotated[str, Meta(min_length=1, max_length=200, pattern=ONE_LINE)]
"""How a word is said."""

_WORDS = re.compile(r"[^\W_]+(?:['’ -][^\W_]+)*\.?")


def said_problems(table: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with words and how they are said."""
    for words, said in table.items():
        if not _WORDS.fullmatch(words):
            yield (
                (words,),
                "should be words with one space between them; a full stop may end them",
            )
        unknown = "".join(sorted(set(said) - PHONEMES.keys()))
        if unknown:
            yield (words,), f"{said!r} has {unknown!r}, which is no phoneme; {_advice(unknown)}"


def _advice(unknown: str) -> str:
    """What was meant, where an ordinary letter stands for a phoneme."""
    meant = [f"{_MEANT[one]} instead of {one}" for one in unknown if one in _MEANT]
    return ", ".join(meant) or f"there are {''.join(PHONEMES)}"


_MEANT = {"g": "ɡ", "'": "ˈ", "’": "ˈ"}
