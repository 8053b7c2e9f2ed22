"""The layout: what stands where on a screen of any size."""

from textwrap import wrap

from coach.screen.cells import BLOCKS, Dots, Grid, Look, Rows
from coach.screen.letters import lettering
from coach.screen.scene import Scene
from coach.screen.shapes import draw_motion

LEAST_WIDTH, LEAST_HEIGHT = 60, 18
"""Below this there are lines and nothing more."""
ROOMY = 30
"""Rows from which on there is air above the title."""
SCREEN_MARGIN = 2
"""Cells left free."""
FOOT = 3
"""Rows below what moves."""
TITLES_SHARE = 0.42
"""Of the height: two lines of big letters on the smallest usual terminal."""

ASCII_ARROWS = str.maketrans("←→↑↓", "<>^v")
"""For terminals that show no others."""


def draw(scene: Scene, width: int, height: int, blocks: str = BLOCKS) -> Rows:
    """Draw a scene for a terminal of so many cells.

    Args:
        scene: What is to be seen.
        width: In cells, as the height.
        height: A small one gets a few lines, a large one letters and shapes for across the room.
        blocks: `BLOCKS`, or `ASCII` for terminals that cannot show them.
    """
    canvas = Grid(width, height, blocks)
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        _lines(canvas, scene)
        return canvas.picture()
    canvas.write(0, SCREEN_MARGIN, scene.status, Look.FAINT)
    below = _title(canvas, scene.title, 1 if height < ROOMY else 3)
    _middle(canvas, scene, below + 1, height - FOOT)
    _foot(canvas, scene)
    return canvas.picture()


def _lines(canvas: Grid, scene: Scene) -> None:
    """Where it stands, and below that what is said or heard."""
    status = wrap(scene.status, canvas.width)
    for row, line in enumerate(status):
        canvas.write(row, 0, line)
    canvas.write(len(status), SCREEN_MARGIN, scene.sentence or scene.word)


def _title(canvas: Grid, title: str, top: int) -> int:
    """The title, as large as fits; returns the row below it."""
    width = canvas.width - SCREEN_MARGIN  # every title that ships fits eighty columns so
    rows = int(canvas.height * TITLES_SHARE)
    letters = lettering(title, width, 2 * rows)
    if letters is not None:
        return top + _paint(canvas, top, SCREEN_MARGIN, letters)
    lines = wrap(title, width)[:rows]
    for row, line in enumerate(lines, top):
        canvas.write(row, SCREEN_MARGIN, line, Look.BRIGHT)
    return top + len(lines)


def _middle(canvas: Grid, scene: Scene, top: int, below: int) -> None:
    """What moves on the left; beside it what to do, and the time that is left."""
    rows = below - top
    side = min(2 * rows, canvas.width * 2 // 5)
    for look, dots in draw_motion(scene.motion, side):
        canvas.paint(top + (rows - side // 2) // 2, 2 * SCREEN_MARGIN, dots, look)
    column = 2 * SCREEN_MARGIN + side + canvas.width // 14
    half = (rows - 2) // 2
    _what(canvas, scene, top, column, half)
    _times(canvas, scene, top + half + 1, column, half)


def _what(canvas: Grid, scene: Scene, row: int, column: int, rows: int) -> None:
    """A big word, or the sentence that is said."""
    width = canvas.width - SCREEN_MARGIN - column
    word = lettering(scene.word, width, 2 * rows)
    if word is not None:
        row += _paint(canvas, row, column, word)
        rows = 1
    for number, line in enumerate(wrap(scene.sentence, width)[:rows]):
        canvas.write(row + number, column, line, Look.BRIGHT)


def _times(canvas: Grid, scene: Scene, row: int, column: int, rows: int) -> None:
    letters = lettering(scene.here, canvas.width - SCREEN_MARGIN - column, 2 * rows)
    if letters is not None:
        row += _paint(canvas, row, column, letters)
    canvas.write(row, column, scene.left)


def _foot(canvas: Grid, scene: Scene) -> None:
    """What comes next, and the keys."""
    if scene.coming:
        canvas.write(canvas.height - 2, SCREEN_MARGIN, scene.coming)
    keys = scene.keys if canvas.blocks == BLOCKS else scene.keys.translate(ASCII_ARROWS)
    column = max(0, min(SCREEN_MARGIN, canvas.width - len(keys)))
    canvas.write(canvas.height - 1, column, keys, Look.FAINT)


def _paint(canvas: Grid, row: int, column: int, dots: Dots) -> int:
    """Paint big letters; returns how many rows they take."""
    canvas.paint(row, column, dots, Look.BRIGHT)
    return (len(dots) + 1) // 2
