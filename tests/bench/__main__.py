"""Print every benchmark: ``python -m tests.bench``. Figures and ratios; nothing fails."""

from tests.bench import exporting, playing, sound, speaking, start
from tests.bench.measure import HEAD


def main() -> None:
    """The table, a row at a time."""
    print(HEAD)
    for figure in start.figures():
        print(figure, flush=True)
    for figure in sound.mixing():
        print(figure, flush=True)
    print(sound.memory(), flush=True)
    for figure in exporting.figures():
        print(figure, flush=True)
    for figure in speaking.figures():
        print(figure, flush=True)
    for figure in playing.figures():
        print(figure, flush=True)


if __name__ == "__main__":
    main()
