"""Make a page on which people judge voices without knowing whose they are.

    python -m tests.studio.pairs                            # en-gb, heart and gongitsune
    python -m tests.studio.pairs en-gb piper:joe --seed 7 --to joe.html

The page is one file, with all its sounds: twenty phrases of a session, each in two of the voices.
Which they were is told at the end, with a file of the answers to keep. A voice that is not here is
told, and left out.
"""

import argparse
import base64
import io
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations, cycle, islice
from pathlib import Path

import soundfile

import coach
from coach.errors import CoachError
from coach.script import Say
from coach.sound import Clip

VOICES = ("en-gb", "heart", "gongitsune")
ROUTINE = "shoulders"
"""What the phrases are of."""
PAIRS = 20
WORDS = range(6, 25)
"""So many a phrase has: enough to judge a voice by, and few enough to remember the other one."""
TEMPLATE = Path(__file__).with_name("pairs.html")


@dataclass(frozen=True)
class Pair:
    """One phrase, and the voices that say it: the first and the second that is heard."""

    text: str
    voices: tuple[str, str]


def open_voices(names: Sequence[str]) -> dict[str, coach.Voice]:
    """Those that are here, as they speak in a session; of the others it is told why not."""
    opened: dict[str, coach.Voice] = {}
    for name in names:
        try:
            opened[name] = coach.open_session(ROUTINE, voice=name).voice
        except CoachError as error:
            print(f"{name} is left out: {error.message}", file=sys.stderr)
    return opened


def phrases() -> list[str]:
    """All that a session says and is fit to be judged by."""
    script = coach.open_session(ROUTINE, voice="silent", seed=1).script
    cues = chain.from_iterable(section.cues for section in script.sections)
    said = dict.fromkeys(cue.text for cue in cues if isinstance(cue, Say))
    return [text for text in said if len(text.split()) in WORDS]


def arrange(names: Sequence[str], texts: Sequence[str], seed: int) -> list[Pair]:
    """Pairs in which each two voices meet equally often, in an order that nobody can guess."""
    chance = random.Random(seed)
    meetings = list(islice(cycle(combinations(names, 2)), PAIRS))
    chance.shuffle(meetings)
    heard = chance.sample(texts, PAIRS)
    return [Pair(text, _turned(met, chance)) for text, met in zip(heard, meetings, strict=True)]


def _turned(met: tuple[str, str], chance: random.Random) -> tuple[str, str]:
    first, second = met
    return (first, second) if chance.random() < 0.5 else (second, first)


def encode(clip: Clip) -> str:
    """A clip as MP3, in letters that can stand in a page."""
    file = io.BytesIO()
    soundfile.write(file, clip.samples, clip.rate_hz, format="MP3")
    return base64.b64encode(file.getvalue()).decode()


def page(pairs: Sequence[Pair], voices: dict[str, coach.Voice], seed: int) -> str:
    """The page; who speaks stands in it so that a glance at its source does not tell."""
    sounds = [[encode(voices[name].speak(pair.text)) for name in pair.voices] for pair in pairs]
    told = {"seed": seed, "pairs": [{"text": one.text, "voices": one.voices} for one in pairs]}
    hidden = base64.b64encode(json.dumps(told).encode()).decode()
    made = TEMPLATE.read_text(encoding="utf-8").replace("[/* sounds */]", json.dumps(sounds))
    return made.replace("/* answers */", hidden)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page."""
    options = argparse.ArgumentParser(description="Make a page on which people judge voices.")
    options.add_argument("voices", nargs="*", default=VOICES, help="as --voice takes them")
    options.add_argument("--seed", type=int, default=1, help="another one, another order")
    options.add_argument("--to", type=Path, default=Path("pairs.html"), help="where to write it")
    asked = options.parse_args(arguments)
    opened = open_voices(list(dict.fromkeys(asked.voices)))
    if len(opened) < 2:
        sys.exit("there is nothing to compare: fewer than two of the voices are here")
    pairs = arrange(list(opened), phrases(), asked.seed)
    asked.to.write_text(page(pairs, opened, asked.seed), encoding="utf-8")
    print(f"{asked.to}: {len(pairs)} pairs of {', '.join(opened)}")


if __name__ == "__main__":
    main()
