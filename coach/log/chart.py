"""The chart: the plot of the log as a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.choices import Theme
from coach.content import ScreenWords, fill
from coach.log.summary import Stretch, label_told
from coach.pictures import PALETTES, Align, Canvas, Palette, Pixel, fit

CHART_WIDTH, CHART_HEIGHT = 1400, 900
"""Pixels."""
LEFT, RIGHT = 110, 1350
"""Between these the stretches stand side by side."""
LETTER_SIZE, HEADING_SIZE = 26, 34
"""Sizes, in pixels."""
MINUTE_STEPS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3000)
"""Minutes between two lines, of which there are few."""
LABELS = 7
"""As many dates as have room side by side."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """A field in which a height stands for a number from 0 up."""

    canvas: Canvas
    colours: Palette
    top: int
    bottom: int
    most: float
    """The number at the top."""
    stretches: int

    def at(self, number: float, value: float) -> Pixel:
        """The place of a value in the middle of the stretch of this number."""
        across = LEFT + (number + 0.5) * (RIGHT - LEFT) / self.stretches
        return across, self.bottom - (self.bottom - self.top) * value / self.most

    @property
    def half(self) -> float:
        """Half the width of what stands for one stretch."""
        return min(40, 0.35 * (RIGHT - LEFT) / self.stretches)

    def write(self, text: str, corner: Pixel, width: float, align: Align = "left") -> None:
        """Write a line of small letters."""
        words = fit(text, width, 2 * LETTER_SIZE, LETTER_SIZE)
        self.canvas.write(words, corner, self.colours.quiet, align)

    def draw_field(self, heading: str, step: float) -> None:
        """Draw the heading, and a line with its number at each step."""
        words = fit(heading, RIGHT - LEFT, 2 * HEADING_SIZE, HEADING_SIZE)
        self.canvas.write(words, (LEFT, self.top - 70), self.colours.ink)
        for line in range(round(self.most / step) + 1):
            _, down = self.at(0, line * step)
            self.canvas.box((LEFT, down - 1), (RIGHT, down + 1), 0, self.colours.panel)
            self.write(f"{line * step:g}", (30, down - 18), LEFT - 45)


def draw_chart(drawn: Sequence[Stretch], words: ScreenWords, theme: Theme = "dark") -> Canvas:
    """Draw the minutes of each stretch, and under them how sore it was before and after.

    Args:
        drawn: At least one stretch, in order.
        words: What stands on it.
        theme: The colours.
    """
    colours = PALETTES[theme]
    canvas = Canvas(CHART_WIDTH, CHART_HEIGHT, colours.ground)
    told = any(one.before is not None for one in drawn)
    longest = max(one.minutes for one in drawn)
    step = next((step for step in MINUTE_STEPS if longest <= 5 * step), MINUTE_STEPS[-1])
    most = step * max(1, -(-longest // step))
    minutes = _Panel(canvas, colours, 110, 430 if told else 800, most, len(drawn))
    ends = {"first": label_told(drawn[0], words), "last": label_told(drawn[-1], words)}
    minutes.draw_field(fill(words.log.minutes_chart, ends), step)
    _draw_minutes(minutes, drawn)
    lowest = minutes
    if told:
        lowest = _Panel(canvas, colours, 570, 810, 10, len(drawn))
        lowest.draw_field(words.log.sore_chart, 2)
        _draw_sore(lowest, drawn)
    for number, label in _labels(drawn):
        left, down = lowest.at(number, 0)
        lowest.write(label, (left - 90, down + 24), 180, "middle")
    return canvas


def _draw_minutes(panel: _Panel, drawn: Sequence[Stretch]) -> None:
    for number, one in enumerate(drawn):
        across, top = panel.at(number, one.minutes)
        if one.minutes:
            corner, end = (across - panel.half, top), (across + panel.half, panel.bottom)
            panel.canvas.box(corner, end, 0, panel.colours.body)


def _draw_sore(panel: _Panel, drawn: Sequence[Stretch]) -> None:
    radius = min(11, panel.half)
    for number, one in enumerate(drawn):
        if one.before is None or one.after is None:
            continue
        before, after = panel.at(number, one.before), panel.at(number, one.after)
        if before != after:
            panel.canvas.stroke([before, after], 4, panel.colours.accent)
        panel.canvas.disc(before, radius, panel.colours.ground)
        panel.canvas.ring(before, radius, 3, panel.colours.ink)
        panel.canvas.disc(after, 0.7 * radius, panel.colours.accent)


def _labels(drawn: Sequence[Stretch]) -> Iterator[tuple[int, str]]:
    """The first stretch, and each so many further on, with its date."""
    apart = -(-len(drawn) // LABELS)
    for number in range(0, len(drawn), apart):
        yield number, drawn[number].label
