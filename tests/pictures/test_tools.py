from itertools import combinations
from typing import get_args

import numpy as np
import pytest

from coach.choices import Theme, Tool
from coach.pictures.canvas import Canvas
from coach.pictures.palette import PALETTES
from coach.pictures.tools import draw_tool
from tests.pixels import Mask, bounds, near, pixels

TOOLS = get_args(Tool)


def drawn(tool: Tool, half: float = 50, theme: Theme = "dark") -> Mask:
    """Where a tool has ink, on a canvas of 160 pixels with the tool in the middle."""
    colours = PALETTES[theme]
    canvas = Canvas(160, 160, colours.panel)
    draw_tool(canvas, tool, (80, 80), half, ink=colours.ink, under=colours.panel)
    return near(pixels(canvas), colours.ink, within=60)


@pytest.mark.parametrize("theme", get_args(Theme))
@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_fills_its_square_and_does_not_leave_it(tool: Tool, theme: Theme) -> None:
    inked = drawn(tool, theme=theme)
    left, right, top, bottom = bounds(inked)

    assert 28 <= left < right <= 132
    assert 28 <= top < bottom <= 132
    assert max(right - left, bottom - top) > 55
    assert inked.sum() > 900


@pytest.mark.parametrize(("one", "other"), list(combinations(TOOLS, 2)))
def test_no_tool_looks_like_another_however_small(one: Tool, other: Tool) -> None:
    first, second = drawn(one, 12), drawn(other, 12)

    assert np.sum(first ^ second) > 0.25 * np.sum(first | second)
