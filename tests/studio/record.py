"""Record the coach's own voice: every sentence that ships, spoken once and heard by a recogniser.

    python -m tests.studio.record            # what is missing or stale; goes on where it was ended
    python -m tests.studio.record --list     # only tells what that is

It needs the extra ``natural``, the voice ``heart`` (``coach voices --get heart``), and the packages
of `tests.studio.recogniser`. A sentence that is heard wrong is recorded again, a little slower and
a little quicker, and left out if it is never heard right; unless ``misheard.toml`` tells why the
recogniser is wrong and the voice is right. What was heard of each stands in ``heard.json``.
"""

import argparse
import json
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import numpy as np

from coach.choices import RATE_WPM
from coach.disk import shipped
from coach.errors import VoiceError
from coach.script import all_phrases
from coach.session import library
from coach.sound import Clip, silence
from coach.units import Ms
from coach.voices import FINISH, Packer
from coach.voices.kokoro import open_voice
from coach.voices.pack import Pack, open_pack, text_digest
from coach.voices.packing import Repertoire
from tests.studio.recogniser import Heard, Recogniser

VOICE = "heart"
FOLDER = shipped("audio") / VOICE
RATES = (RATE_WPM, RATE_WPM - 7, RATE_WPM + 7)
"""The engine says the same twice, so each take is a little slower or quicker."""
THREADS = 2
KEPT_EVERY_S = 60.0

HEARD, EXCUSES = (Path(__file__).with_name(name) for name in ("heard.json", "misheard.toml"))
WINDOW = Ms(24_000)
"""The recogniser takes as long for a word as for half a minute: so much is heard at once."""
GAP = silence(Ms(900))


def repertoire() -> Repertoire:
    """What the pack that ships is to hold."""
    found = library()
    maker = open_voice(VOICE, RATE_WPM).key  # a word that is said otherwise changes not all of it
    return Repertoire(VOICE, f"{FINISH}:{maker}", all_phrases(found), found.phonemes())


def excuses() -> dict[str, str]:
    """The sentences that the recogniser hears wrong although they are right, and why."""
    return tomllib.loads(EXCUSES.read_text(encoding="utf-8"))


def read_heard() -> dict[str, list[object]]:
    """What was heard of each take: its CRC-32, and the words that were heard wrong."""
    heard: dict[str, list[object]] = json.loads(HEARD.read_text()) if HEARD.is_file() else {}
    return heard


def record(packer: Packer) -> None:
    """Speak all that is missing."""
    voice = open_voice(VOICE, RATE_WPM, phonemes=library().phonemes())
    missing = list(packer.missing())
    done: dict[str, dict[str, Clip]] = defaultdict(dict)
    kept = began = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        texts = [text for _file, text in missing]
        clips = pool.map(voice.speak, texts)
        for number, ((file, text), clip) in enumerate(zip(missing, clips, strict=True), 1):
            done[file][text] = clip
            if time.monotonic() - kept > KEPT_EVERY_S or number == len(missing):
                _keep(packer, done)
                kept = time.monotonic()
                print(f"{number} of {len(missing)} spoken in {kept - began:.0f} s", flush=True)


def _keep(packer: Packer, done: dict[str, dict[str, Clip]]) -> None:
    for file in list(done):
        packer.keep(file, done.pop(file))


def hear(packer: Packer, folder: Path) -> list[Heard]:
    """Hear all that has not been heard, and record again what is heard wrong.

    Returns:
        What is never heard right, and was left out.
    """
    recogniser, pack, known = Recogniser(), open_pack(folder), read_heard()
    files = {text: file for file, texts in packer.phrases.items() for text in texts}
    unheard = [text for text in files if text in pack and not _is_known(pack, text, known)]
    refused: list[Heard] = []
    for texts in _windows(pack, unheard):
        for heard in _heard(recogniser, pack, texts):
            taken = heard if not heard.wrong else _again(recogniser, packer, files, heard)
            if taken.wrong and taken.text not in excuses():
                packer.keep(files[taken.text], {taken.text: None})
                refused.append(taken)
            else:
                check = open_pack(folder).take(taken.text).check
                known[text_digest(taken.text)] = [check, " ".join(taken.wrong)]
        HEARD.write_text(_told(known))
    wanted = {text_digest(text) for text in files}
    HEARD.write_text(_told({name: one for name, one in known.items() if name in wanted}))
    return refused


def _told(known: dict[str, list[object]]) -> str:
    lines = (f'"{name}": {json.dumps(known[name])}' for name in sorted(known))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _is_known(pack: Pack, text: str, known: dict[str, list[object]]) -> bool:
    return known.get(text_digest(text), [None])[0] == pack.take(text).check


def _windows(pack: Pack, texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts in groups that are heard at once."""
    window: list[str] = []
    lasts = 0
    for text in texts:
        took = pack.clip(text).lasts + GAP.lasts
        if window and lasts + took > WINDOW:
            yield window
            window, lasts = [], 0
        window.append(text)
        lasts += took
    if window:
        yield window


def _heard(recogniser: Recogniser, pack: Pack, texts: list[str]) -> Iterator[Heard]:
    """What is heard of each; of all together, and where that is wrong, of each alone."""
    clips = [pack.clip(text) for text in texts]
    row = np.concatenate([part.samples for clip in clips for part in (clip, GAP)])
    if not Heard(" ".join(texts), recogniser.hear(Clip(row))).wrong:
        yield from (Heard(text, text) for text in texts)
        return
    for text, clip in zip(texts, clips, strict=True):
        yield Heard(text, recogniser.hear(clip))


def _again(recogniser: Recogniser, packer: Packer, files: dict[str, str], first: Heard) -> Heard:
    """The first of other takes that is heard right, which is kept; else what was heard before."""
    if first.text in excuses():
        return first
    for rate in RATES[1:]:
        voice = open_voice(VOICE, rate, phonemes=library().phonemes())
        with suppress(VoiceError):
            clip = voice.speak(first.text)
            heard = Heard(first.text, recogniser.hear(clip))
            if not heard.wrong:
                packer.keep(files[first.text], {first.text: clip})
                return heard
    return first


def main() -> None:
    """Record what is missing, hear it, and leave out what cannot be understood."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--list", action="store_true", help="only tell what is missing or stale")
    options.add_argument("--folder", type=Path, default=FOLDER)
    asked = options.parse_args()
    packer = Packer(asked.folder, repertoire())
    if asked.list:
        for file, texts in groupby(packer.missing(), key=lambda one: one[0]):
            print(f"{file}:", *(f"  {text}" for _file, text in texts), sep="\n")
        return
    record(packer)
    packer.tidy()
    refused = hear(packer, asked.folder)
    for heard in refused:
        print(f"left out: {heard.text!r} was heard as {heard.heard!r}")
    sys.exit(bool(refused))


if __name__ == "__main__":
    main()
