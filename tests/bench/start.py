"""How long until help is printed, and until the first block is at the player."""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import Figure, in_turn, process

FLOOR = "import numpy, soundfile, miniaudio"

HELP = """
import sys
sys.argv[1:] = ["--help"]
from coach.cli import main
main()
"""

PLAY = """
import os, sys
import coach.players.miniaudio as player

class FirstBlock:
    heard, playing = 0, False
    def play(self, blocks): next(blocks); os._exit(0)
    def stop(self): return 0
    def close(self): pass

player.open_player = FirstBlock
sys.argv = ["coach", "play", "shoulders"]
from coach.cli import main
main()
"""


def figures() -> list[Figure]:
    """Help, a cold start and a warm start, an export that is there: each with its floor."""
    helped, click = in_turn(9, process(["-c", HELP]), process(["-c", "import click"]))
    with tempfile.TemporaryDirectory() as folder:
        cold = process(["-c", PLAY], XDG_CACHE_HOME=str(Path(folder) / "cold"))
        warm = process(["-c", PLAY], XDG_CACHE_HOME=str(Path(folder) / "warm"))
        warm()

        def emptied() -> float:
            shutil.rmtree(Path(folder) / "cold", ignore_errors=True)
            return cold()

        cold_s, warm_s, floor_s = in_turn(9, emptied, warm, process(["-c", FLOOR]))
        export = process(["-m", "coach", "export", "shoulders", "-d", folder])
        export()
        there, help_again = in_turn(9, export, process(["-c", HELP]))
    return [
        Figure("coach --help", helped, click, "s", "at most 1.4 x importing click"),
        Figure("play, cold, to the first block", cold_s, floor_s, "s", "at most 2 x the libraries"),
        Figure("play, warm, to the first block", warm_s, floor_s, "s", "at most 2 x the libraries"),
        Figure("export, up to date", there, help_again, "s", "at most 4 x coach --help"),
    ]


if __name__ == "__main__":
    print(*figures(), sep="\n", file=sys.stdout)
