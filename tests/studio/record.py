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
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from coach.choices import RATE_WPM
from coach.disk import shipped
from coach.errors import VoiceError
from coach.script import all_phrases
from coach.session import library
from coach.voices import FINISH, Packer
from coach.voices.kokoro import open_voice
from coach.voices.pack import Pack, text_digest
from coach.voices.packing import Repertoire
from tests.studio.recogniser import Heard, Recogniser, hear_in_rows

VOICE = "heart"
FOLDER = shipped("audio") / VOICE
RATES = (RATE_WPM, RATE_WPM - 7, RATE_WPM + 7)
"""The engine says the same twice, so each take is a little slower or quicker."""
THREADS = 2

HEARD, EXCUSES = (Path(__file__).with_name(name) for name in ("heard.json", "misheard.toml"))


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
    began = time.monotonic()
    for number, (text, clip) in enumerate(packer.record(voice.speak, threads=THREADS), 1):
        if clip is None:
            print(f"could not be spoken: {text!r}")
        if number % 50 == 0:
            print(f"{number} spoken in {time.monotonic() - began:.0f} s", flush=True)


def hear(packer: Packer) -> bool:
    """Hear all that has not been heard, and record again what is heard wrong.

    Returns:
        Whether all stays; what is never heard right is told, and left out.
    """
    recogniser, pack, known = Recogniser(THREADS), packer.pack, read_heard()
    files = {text: file for file, texts in packer.phrases.items() for text in texts}
    unheard = [text for text in files if text in pack and not _is_known(pack, text, known)]
    # What is recorded again moves what lies after it in its file: each is found anew.
    spoken = ((text, packer.pack.clip(text)) for text in unheard)
    all_stays = True
    for number, heard in enumerate(hear_in_rows(recogniser, spoken), 1):
        taken = heard if not heard.wrong else _again(recogniser, packer, files, heard)
        if taken.wrong and taken.text not in excuses():
            packer.keep(files[taken.text], {taken.text: None})
            all_stays = False
            print(f"left out: {taken.text!r} was heard as {taken.heard!r}", flush=True)
        else:
            check = packer.pack.take(taken.text).check
            known[text_digest(taken.text)] = [check, " ".join(taken.wrong)]
        if number % 50 == 0:
            HEARD.write_text(_told(known))
            print(f"{number} of {len(unheard)} heard", flush=True)
    wanted = {text_digest(text) for text in files}
    HEARD.write_text(_told({name: one for name, one in known.items() if name in wanted}))
    return all_stays


def _told(known: dict[str, list[object]]) -> str:
    lines = (f'"{name}": {json.dumps(known[name])}' for name in sorted(known))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _is_known(pack: Pack, text: str, known: dict[str, list[object]]) -> bool:
    return known.get(text_digest(text), [None])[0] == pack.take(text).check


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
    sys.exit(not hear(packer))


if __name__ == "__main__":
    main()
