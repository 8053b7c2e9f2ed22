import numpy as np

from coach.screen.cells import ASCII, BLOCKS, CellRun, Grid, Look
from tests.screen.scenes import as_text

ALL_FOUR = np.array([[False, True, False, True], [False, False, True, True]])
"""A cell of each kind: no dot, the upper, the lower, both."""


def painted(blocks: str, *, width: int = 4, row: int = 0, column: int = 0) -> list[str]:
    canvas = Grid(width, 2, blocks)
    canvas.paint(row, column, ALL_FOUR)
    return as_text(canvas.picture())


def test_two_dots_share_a_cell() -> None:
    assert painted(BLOCKS) == [" ▀▄█", ""]


def test_where_there_are_no_blocks_dots_are_still_told_apart() -> None:
    assert painted(ASCII) == [" '.#", ""]


def test_dots_can_be_painted_in_any_cell() -> None:
    assert painted(BLOCKS, width=6, row=1, column=2) == ["", "   ▀▄█"]


def test_what_is_painted_outside_is_left_out() -> None:
    assert painted(BLOCKS, width=3, row=1, column=1) == ["", "  ▀"]
    assert painted(BLOCKS, row=7, column=9) == ["", ""]


def test_text_is_cut_at_the_edge() -> None:
    canvas = Grid(6, 1)
    canvas.write(0, 2, "trapezius")
    canvas.write(1, 0, "below")
    canvas.write(0, 9, "beside")

    assert as_text(canvas.picture()) == ["  trap"]


def test_every_row_is_covered_by_runs_of_one_look() -> None:
    canvas = Grid(8, 1)
    canvas.write(0, 1, "ab", Look.FAINT)
    canvas.write(0, 3, "cd", Look.BRIGHT)

    assert canvas.picture() == (
        (
            CellRun(0, " ", Look.BLANK),
            CellRun(1, "ab", Look.FAINT),
            CellRun(3, "cd", Look.BRIGHT),
            CellRun(5, "   ", Look.BLANK),
        ),
    )


def test_of_two_dots_in_a_cell_the_stronger_look_wins() -> None:
    canvas = Grid(1, 1)
    canvas.paint(0, 0, np.array([[True], [False]]), Look.ACCENT)
    canvas.paint(0, 0, np.array([[True], [True]]), Look.FAINT)

    assert canvas.picture() == ((CellRun(0, "█", Look.ACCENT),),)


def test_a_wide_character_takes_two_cells() -> None:
    canvas = Grid(8, 1)
    canvas.write(0, 0, "気b", Look.BRIGHT)
    canvas.write(0, 4, "c", Look.FAINT)

    assert canvas.picture()[0][1:3] == (CellRun(3, " ", Look.BLANK), CellRun(4, "c", Look.FAINT))


def test_what_would_move_the_cursor_is_not_written() -> None:
    canvas = Grid(12, 1)
    canvas.write(0, 0, "a\x1b[2J\r\nb\u200b")

    assert as_text(canvas.picture()) == ["a[2Jb"]
