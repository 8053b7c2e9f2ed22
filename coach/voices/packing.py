"""Packing: every sentence is spoken once, and kept in a pack."""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from zlib import crc32

import msgspec

from coach.choices import RATE_WPM
from coach.disk import appearing
from coach.errors import RequestError, VoiceError, VoiceUnavailable
from coach.sound import Clip, from_opus, quiet_edges, resample, to_opus
from coach.units import RATE_HZ, Ms, ms_to_frames
from coach.voices.pack import (
    INDEX,
    STREAMS,
    Index,
    Pack,
    Take,
    is_pack_name,
    open_pack,
    own_packs,
    said_digest,
    text_digest,
)
from coach.voices.pronouncing import PronouncingVoice
from coach.voices.voice import FINISH, NATURAL, Voice, is_silent, open_voice, reads_phonemes

SPEECH_HZ = 24_000
"""The rate of a kept sentence: speech has little above 12 kHz, and the engines nothing."""

LONGEST_EDGE = Ms(25)
"""Of what cannot be heard, before the first sound of a kept sentence or after its last."""

KEPT_EVERY_S = 30.0
"""What was spoken since is lost where the computer fails."""


@dataclass(frozen=True, slots=True)
class Repertoire:
    """What a pack is to hold."""

    voice: str
    maker: str
    phrases: Mapping[str, Sequence[str]]
    """The sentences of each file; see `coach.script.all_phrases`."""
    phonemes: Mapping[str, str]
    """How hard words are said."""

    def said(self, text: str) -> str:
        """See `Take.said`."""
        return said_digest(text, self.phonemes)


class Packer:
    """A pack in the making: what is kept so far stays, also where the making is broken off."""

    def __init__(self, folder: Path, repertoire: Repertoire) -> None:
        self._folder = folder
        self._repertoire = repertoire
        self._pack = _there(folder, repertoire)

    def missing(self) -> Iterator[tuple[str, str]]:
        """File and text of each sentence that is not recorded yet, or that is stale."""
        for file, texts in self._repertoire.phrases.items():
            takes = self._pack.index.files.get(file, {})
            yield from ((file, text) for text in texts if not self._is_kept(takes, text))

    @property
    def pack(self) -> Pack:
        """What is kept by now."""
        return self._pack

    @property
    def phrases(self) -> Mapping[str, Sequence[str]]:
        """The sentences of each file that are wanted."""
        return self._repertoire.phrases

    def keep(self, file: str, clips: Mapping[str, Clip | None]) -> None:
        """Write what was spoken into a file, beside what it holds that is still wanted.

        Args:
            file: Its name.
            clips: What was spoken; None takes a sentence out again.

        Raises:
            OSError: The folder cannot be written, or the disk is full; the pack stays as it was.
        """
        takes, streams, start = {}, [], 0
        for text in self.phrases[file]:
            clip = clips.get(text)
            found = _coded(clip) if clip else None if text in clips else self._kept(file, text)
            if found is None:
                continue
            stream, frames = found
            said = self._repertoire.said(text)
            takes[text_digest(text)] = Take(start, len(stream), frames, crc32(stream), said)
            streams.append(stream)
            start += len(stream)
        self._write(file, takes, b"".join(streams))

    def record(
        self, speak: Callable[[str], Clip], *, threads: int
    ) -> Generator[tuple[str, Clip | None]]:
        """Speak all that is missing, and keep it; what was spoken stays also where this is ended.

        Args:
            speak: Speaks a sentence; what it cannot speak stays missing.
            threads: So many sentences are spoken at once.

        Yields:
            Each sentence that was missing, and its sound; None where it could not be spoken.

        Raises:
            VoiceUnavailable: There is no voice any more.
            OSError: See `keep`.
        """
        missing = list(self.missing())
        spoken: dict[str, dict[str, Clip | None]] = {}
        kept = time.monotonic()
        pool = ThreadPoolExecutor(threads)
        try:
            clips = pool.map(partial(_spoken, speak), (text for _file, text in missing))
            for (file, text), clip in zip(missing, clips, strict=True):
                if clip is not None:
                    spoken.setdefault(file, {})[text] = clip
                yield text, clip
                if time.monotonic() - kept > KEPT_EVERY_S:
                    self._keep_all(spoken)
                    kept = time.monotonic()
        finally:
            pool.shutdown(cancel_futures=True)
            self._keep_all(spoken)

    def tidy(self) -> None:
        """Leave out what is not wanted any more."""
        for file in self._repertoire.phrases:
            if file in self._pack.index.files:
                self.keep(file, {})
        there = self._pack.index.files
        strange = there.keys() - self._repertoire.phrases.keys()
        self._write_index({name: there[name] for name in there.keys() - strange})
        for file in strange:
            (self._folder / f"{file}{STREAMS}").unlink(missing_ok=True)

    def _keep_all(self, spoken: dict[str, dict[str, Clip | None]]) -> None:
        for file in list(spoken):
            self.keep(file, spoken.pop(file))

    def _is_kept(self, takes: Mapping[str, Take], text: str) -> bool:
        take = takes.get(text_digest(text))
        return take is not None and take.said == self._repertoire.said(text)

    def _kept(self, file: str, text: str) -> tuple[bytes, int] | None:
        takes = self._pack.index.files.get(file, {})
        if not self._is_kept(takes, text):
            return None
        take = takes[text_digest(text)]
        return self._pack.stream(file, take), take.frames

    def _write(self, file: str, takes: dict[str, Take], speech: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with appearing(self._folder / f"{file}{STREAMS}") as part:
            part.write_bytes(speech)
        self._write_index({**self._pack.index.files, file: takes})

    def _write_index(self, files: dict[str, dict[str, Take]]) -> None:
        index = Index(self._repertoire.voice, self._repertoire.maker, dict(sorted(files.items())))
        with appearing(self._folder / INDEX) as part:
            part.write_bytes(msgspec.json.format(msgspec.json.encode(index), indent=1))
        self._pack = open_pack(self._folder)


def _spoken(speak: Callable[[str], Clip], text: str) -> Clip | None:
    try:
        return speak(text)
    except VoiceUnavailable:
        raise
    except VoiceError:
        return None


def _there(folder: Path, wanted: Repertoire) -> Pack:
    """What is kept already; nothing of another voice or another model."""
    try:
        pack = open_pack(folder)
    except VoiceUnavailable:
        pack = Pack(folder, Index(wanted.voice, wanted.maker), "")
    same = (pack.index.voice, pack.index.maker) == (wanted.voice, wanted.maker)
    return pack if same else Pack(folder, Index(wanted.voice, wanted.maker), "")


def _coded(clip: Clip) -> tuple[bytes, int]:
    """The stream of a clip, and its frames at the house rate.

    What is faint at its edges can be fainter still once it is coded: then it is cut off first.
    """
    sound = resample(clip, SPEECH_HZ)
    stream = to_opus(sound)
    before, after = quiet_edges(from_opus(stream))
    if max(before, after) > ms_to_frames(LONGEST_EDGE, SPEECH_HZ):
        sound = replace(sound, samples=sound.samples[before : len(sound.samples) - after])
        stream = to_opus(sound)
    return stream, len(sound.samples) * RATE_HZ // SPEECH_HZ


def open_packer(
    name: str,
    phrases: Mapping[str, Sequence[str]],
    *,
    spellings: Mapping[str, str],
    phonemes: Mapping[str, str],
) -> tuple[Packer, Voice]:
    """What a listener's own recordings of a voice are kept by, and who speaks them.

    Args:
        name: Of the voice; it is called so where it is asked for.
        phrases: The sentences of each file.
        spellings: See `coach.voices.open_speaker`.
        phonemes: See `coach.voices.open_speaker`.

    Raises:
        RequestError: It cannot be recorded under this name, or would be silent.
        VoiceUnavailable: It is not here.
        PluginBroken: It is another package's, and does not work.
    """
    plain = name.removeprefix(f"{NATURAL}:")
    if is_silent(name) or not is_pack_name(plain):
        raise RequestError(f"{name!r} cannot be recorded: take the plain name of a voice")
    voice = open_voice(name, RATE_WPM, phonemes=phonemes)
    words = phonemes if reads_phonemes(name) else spellings
    maker = open_voice(name, RATE_WPM).key  # a word that is said otherwise changes not all of it
    packer = Packer(own_packs() / plain, Repertoire(plain, f"{FINISH}:{maker}", phrases, words))
    return packer, voice if reads_phonemes(name) else PronouncingVoice(voice, spellings)
