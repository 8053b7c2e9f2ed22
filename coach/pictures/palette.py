"""Palettes: the colours of the pictures, for dark and for light."""

from dataclasses import dataclass

from coach.choices import Theme

Colour = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme."""

    ground: Colour
    panel: Colour
    """Under what is shown apart: a close-up, a tool."""
    body: Colour
    still: Colour
    """The half of the body that is not worked."""
    line: Colour
    """On the body."""
    ink: Colour
    """Words, and tools."""
    quiet: Colour
    """Words of less weight."""
    accent: Colour
    """The muscle to work on, and its side."""


PALETTES: dict[Theme, Palette] = {
    "dark": Palette(
        ground=(28, 52, 60),
        panel=(39, 68, 77),
        body=(76, 114, 120),
        still=(55, 88, 96),
        line=(40, 70, 78),
        ink=(240, 234, 220),
        quiet=(166, 190, 190),
        accent=(255, 180, 120),
    ),
    "light": Palette(
        ground=(246, 241, 231),
        panel=(233, 229, 217),
        body=(154, 185, 184),
        still=(198, 213, 208),
        line=(110, 146, 148),
        ink=(28, 52, 60),
        quiet=(72, 100, 106),
        accent=(168, 50, 20),
    ),
}
