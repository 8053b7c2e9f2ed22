"""Packs: sentences of one voice, each recorded once, in a folder.

Beside ``index.json`` lie files of speech, one for each spot and one for what is said of all. A file
is Ogg Opus, one stream a sentence, one after the other, so that any player plays it from end to
end; the index tells where the stream of a text begins.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import msgspec
from msgspec import Struct

from coach.disk import shipped, voices_folder
from coach.errors import VoiceUnavailable, reason_of
from coach.sound import Clip, UnreadableRecording

INDEX = "index.json"
STREAMS = ".opus"


class Take(NamedTuple):
    """One recorded sentence."""

    start: int
    """Where its stream begins in its file, in bytes."""
    size: int
    """How long the stream is, in bytes."""
    frames: int
    """How long the sound is, at the house rate."""
    check: int
    """The CRC-32 of the stream."""
    said: str
    """A digest of how its hard words were said; what is said otherwise now is stale."""


class Index(Struct, frozen=True, forbid_unknown_fields=True):
    """What a pack holds."""

    voice: str
    """By the name that ``--voice`` takes."""
    maker: str
    """The key of the voice that spoke: engine, model, voice and speed."""
    files: dict[str, dict[str, Take]] = {}
    """By the name of each file, and the digest of each text."""


class Pack:
    """Recorded sentences, found by their text. Several threads may ask at once."""

    def __init__(self, folder: Path, index: Index, digest: str) -> None:
        self.folder = folder
        self.index = index
        self.digest = digest
        """Of the index: another one sounds otherwise."""
        self._takes = {
            name: (file, take)
            for file, takes in index.files.items()
            for name, take in takes.items()
        }

    def __contains__(self, text: str) -> bool:
        return text_digest(text) in self._takes

    def take(self, text: str) -> Take:
        """What is known of a recorded sentence."""
        return self._takes[text_digest(text)][1]

    def frames(self, text: str) -> int:
        """How long a recorded sentence is, at the house rate.

        Raises:
            UnreadableRecording: Its file is not there, or damaged.
        """
        file, take = self._takes[text_digest(text)]
        self.stream(file, take)
        return take.frames

    def clip(self, text: str) -> Clip:
        """The sound of a recorded sentence, at the house rate.

        Raises:
            UnreadableRecording: Its file is not there, or damaged.
        """
        from coach.sound import from_opus, resample  # how long it is can be told without

        file, take = self._takes[text_digest(text)]
        sound = resample(from_opus(self.stream(file, take))).samples
        return Clip(sound[: take.frames])

    def stream(self, file: str, take: Take) -> bytes:
        """The bytes of one sentence.

        Raises:
            UnreadableRecording: The file is not there, or damaged.
        """
        path = self.folder / f"{file}{STREAMS}"
        try:
            with path.open("rb") as speech:
                speech.seek(take.start)
                stream = speech.read(take.size)
        except OSError as error:
            raise UnreadableRecording(f"{path}: {reason_of(error)}") from error
        if crc32(stream) != take.check:
            raise UnreadableRecording(f"{path} is damaged")
        return stream


def open_pack(folder: Path) -> Pack:
    """The pack in a folder.

    Raises:
        VoiceUnavailable: There is none, or its index is damaged.
    """
    path = folder / INDEX
    try:
        content = path.read_bytes()
        index = msgspec.json.decode(content, type=Index)
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise VoiceUnavailable(f"no recorded voice can be read from {path}: {error}") from error
    return Pack(folder, index, hashlib.sha256(content).hexdigest()[:16])


def own_packs() -> Path:
    """Where the recordings lie that a listener made."""
    return voices_folder() / "recorded"


def find_pack(name: str) -> Path | None:
    """Where the recordings of a voice lie: the listener's own go before those that ship."""
    if not is_pack_name(name):
        return None
    folders = (own_packs() / name, shipped("audio") / name)
    return next((folder for folder in folders if (folder / INDEX).is_file()), None)


def is_pack_name(name: str) -> bool:
    """Whether a folder may be called so: plain letters, which lead nowhere else."""
    return re.fullmatch(r"[\w+-]+", name) is not None


def list_packs() -> Iterator[str]:
    """The names of the voices of which there are recordings."""
    indexes = [*own_packs().glob(f"[!.]*/{INDEX}"), *shipped("audio").glob(f"*/{INDEX}")]
    yield from sorted({index.parent.name for index in indexes})


def text_digest(text: str) -> str:
    """What a sentence is found by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def said_digest(text: str, phonemes: Mapping[str, str]) -> str:
    """How the hard words of a sentence are said, in short.

    >>> said_digest("Press again.", {}) == said_digest("Press.", {"soleus": "x", "in.": "y"})
    True
    """
    words = sorted(word for word in phonemes if _stands_in(word, text))
    told = ";".join(f"{word}={phonemes[word]}" for word in words)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def _stands_in(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
