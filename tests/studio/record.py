"""Record the coach's own voice: every sentence that ships, spoken once and heard by a recogniser.

    python -m tests.studio.record            # what is missing or stale; goes on where it was ended
    python -m tests.studio.record --list     # only tells what is

It needs the extra ``natural``, the voice ``heart`` (``coach voices --get heart``), and the packages
of `tests.studio.recogniser`. A sentence that is heard wrong is recorded again, a little slower, a
little quicker, and refused if it is never heard right; unless ``misheard.toml`` tells why the
recogniser is wrong and the voice is right.
"""

import argparse
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from coach.choices import RATE_WPM
from coach.disk import shipped
from coach.errors import VoiceError
from coach.script import all_phrases
from coach.session import library
from coach.sound import Clip
from coach.voices import Voice
from coach.voices.kokoro import open_voice
from coach.voices.packing import Packer, Repertoire
from tests.studio.recogniser import Heard, Recogniser

VOICE = "heart"
RATES = (RATE_WPM, RATE_WPM - 6, RATE_WPM + 6)
"""The engine says the same twice, so each take is a little slower or quicker."""
KEPT_EVERY_S = 60.0
EXCUSES = Path(__file__).with_name("misheard.toml")
THREADS = 2


def repertoire() -> Repertoire:
    """What the pack that ships is to hold."""
    found = library()
    maker = open_voice(VOICE, RATE_WPM).key  # a word that is said otherwise changes not all of it
    return Repertoire(VOICE, maker, all_phrases(found), found.phonemes())


class Studio:
    """Speaks and hears, several sentences at once."""

    def __init__(self) -> None:
        said = library().phonemes()
        self._voices = [open_voice(VOICE, rate, phonemes=said) for rate in RATES]
        self._recogniser = Recogniser()
        self._excused = tomllib.loads(EXCUSES.read_text()) if EXCUSES.is_file() else {}
        self.heard: dict[str, Heard] = {}

    def take(self, text: str) -> Clip | None:
        """The first take that is heard right, or the best where the recogniser is excused."""
        takes: list[tuple[int, Clip, Heard]] = []
        for voice in self._voices:
            with suppress(VoiceError):  # of no plausible length: the next take may be better
                takes.append(self._taken(voice, text))
            if takes and (not takes[-1][0] or text in self._excused):
                break
        if not takes:
            self.heard[text] = Heard(text, "")
            return None
        wrong, clip, self.heard[text] = min(takes, key=lambda one: one[0])
        return clip if not wrong or text in self._excused else None

    def _taken(self, voice: Voice, text: str) -> tuple[int, Clip, Heard]:
        clip = voice.speak(text)
        heard = Heard(text, self._recogniser.hear(clip))
        return len(heard.wrong), clip, heard


def main() -> None:
    """Record what is missing."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--list", action="store_true")
    options.add_argument("--folder", type=Path, default=shipped("audio") / VOICE)
    asked = options.parse_args()
    packer = Packer(asked.folder, repertoire())
    missing = list(packer.missing())
    if asked.list:
        print("\n".join(f"{file}: {text}" for file, text in missing))
        return
    refused = _record(packer, missing)
    packer.tidy()
    for heard in refused:
        print(f"refused: {heard.text!r} was heard as {heard.heard!r}")
    sys.exit(bool(refused))


def _record(packer: Packer, missing: list[tuple[str, str]]) -> list[Heard]:
    studio, began = Studio(), time.monotonic()
    done: dict[str, dict[str, Clip]] = defaultdict(dict)
    refused: list[Heard] = []
    kept, count, spoken_s = began, 0, 0.0
    with ThreadPoolExecutor(THREADS) as pool:
        for (file, text), clip in zip(missing, pool.map(studio.take, _texts(missing)), strict=True):
            count += 1
            if clip is None:
                refused.append(studio.heard[text])
            else:
                done[file][text] = clip
                spoken_s += clip.lasts / 1000
            if time.monotonic() - kept > KEPT_EVERY_S or count == len(missing):
                _keep(packer, done)
                kept = time.monotonic()
                told = f"{count} of {len(missing)}, {spoken_s:.0f} s spoken"
                print(f"{told} in {kept - began:.0f} s", flush=True)
    return refused


def _texts(missing: list[tuple[str, str]]) -> Iterator[str]:
    yield from (text for _file, text in missing)


def _keep(packer: Packer, done: dict[str, dict[str, Clip]]) -> None:
    for file in list(done):
        packer.keep(file, done.pop(file))


if __name__ == "__main__":
    main()
