"""The fingerprint: by which coach knows its files again, and whether it would write the same."""

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from coach.choices import Theme
from coach.sound import Bed
from coach.timeline import Timeline
from coach.voices import FINISH, Voice

FILE_FORM = 6
"""Counted up when a session becomes another file though it sounds of the same things: by other
levels, other tags, another picture."""


class Fingerprint(msgspec.Struct, frozen=True):
    """What a file keeps of how it was made."""

    name: str
    """The session's."""
    content: str
    """A digest of all that decides what the file holds."""
    beside: dict[str, str]
    """A digest of each text that belongs beside it, by the end of its name."""

    def includes(self, other: "Fingerprint") -> bool:
        """Whether a file of this one holds all that the other tells of; more may lie beside it."""
        same = (self.name, self.content) == (other.name, other.content)
        return same and other.beside.items() <= self.beside.items()

    def __str__(self) -> str:
        return msgspec.json.encode(self).decode()


def make_fingerprint(
    timeline: Timeline,
    voice: Voice,
    bed: Bed | None,
    *,
    texts: Mapping[str, str],
    encoding: Sequence[object],
    theme: Theme,
) -> Fingerprint:
    """The fingerprint of a session that is written so.

    Args:
        timeline: The session.
        voice: Speaks it.
        bed: Lies under it.
        texts: What lies beside it, or may, by the end of the name.
        encoding: All settings of the encoder.
        theme: Of the pictures in it.
    """
    book = timeline.script.book
    words = book and (book.language, book.captions, book.titles.album)
    sounds = timeline, words, voice.key, bed and bed.key
    decisive = (FILE_FORM, FINISH, *sounds, tuple(encoding), theme)
    beside = {kind: digest(text) for kind, text in texts.items()}
    return Fingerprint(timeline.script.name, digest(repr(decisive)), beside)


def parse_fingerprint(text: str) -> Fingerprint | None:
    """Read a fingerprint as a file keeps it; None if it is none."""
    try:
        return msgspec.json.decode(text, type=Fingerprint)
    except msgspec.DecodeError:
        return None


def digest(text: str) -> str:
    """A short name for a text that no other text has."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]
