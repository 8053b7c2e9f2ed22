"""Pictures: what a phone shows of a session and of its chapters."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from coach.choices import Theme, View
from coach.pictures.bodymap import (
    FRAME_EDGE,
    FRAME_INNER,
    UNITS,
    Stand,
    draw_body,
    draw_marks,
    draw_spot,
)
from coach.pictures.canvas import Canvas, fit
from coach.pictures.palette import PALETTES, Palette
from coach.script import Script, Section, Worked
from coach.units import Ms, show_ms

COVER = 1400
"""Pixels of its side: the least that podcast apps ask for."""
CHAPTER = UNITS
"""Pixels of its side: large enough for a phone, small enough for one in each chapter."""

_STANDS: dict[View, Stand] = {
    "front": Stand(430, 72, 890),
    "back": Stand(970, 72, 890),
    "sole": Stand(700, 640, 300),
}
"""Where each stands on a cover: the soles, if they are worked, between the legs."""


def draw_cover(script: Script, lasts: Ms, theme: Theme = "dark") -> bytes:
    """A square JPEG: the body from both sides, all that is worked, the title and the length."""
    return _both_views(all_worked(script.sections), script.title, show_ms(lasts), COVER, theme)


def plain_picture(script: Script, lasts: Ms, theme: Theme) -> Canvas:
    """The picture of a cover, before it is stored."""
    worked = all_worked(script.sections)
    return _map(worked, script.title, show_ms(lasts), COVER, PALETTES[theme])


def draw_section(script: Script, section: Section, theme: Theme = "dark") -> bytes:
    """A square JPEG for a chapter: where the tool goes now, or else all that is still to come."""
    if section.worked:
        return _chapter(section.worked, theme)
    to_come = script.sections[script.sections.index(section) :]
    return _both_views(all_worked(to_come), section.title, script.title, CHAPTER, theme)


def all_worked(sections: Iterable[Section]) -> tuple[Worked, ...]:
    """All that these sections work, in order."""
    return tuple(section.worked for section in sections if section.worked)


def spot_picture(worked: Sequence[Worked], colours: Palette) -> Canvas:
    """One spot, on one side or on both: the side, the way and the name under the body."""
    canvas = Canvas(CHAPTER, CHAPTER, colours.ground)
    draw_spot(canvas, (0, 0), 1, worked, colours)
    left = float(FRAME_EDGE)
    if len(worked) == 1 and worked[0].side_label:
        left = _draw_side(canvas, worked[0].side_label, colours)
    way = fit(worked[0].way_name, FRAME_EDGE + FRAME_INNER - left, 78, 34, lines=2)
    canvas.write(way, (left, 551 - way.height / 2), colours.quiet)
    name = fit(worked[0].name, FRAME_INNER, 88, 74, lines=2)
    canvas.write(name, (FRAME_EDGE, 644 - name.height / 2), colours.ink)
    return canvas


@lru_cache(64)
def _chapter(worked: Worked, theme: Theme) -> bytes:
    return spot_picture([worked], PALETTES[theme]).jpeg()


@lru_cache(64)
def _both_views(
    worked: tuple[Worked, ...], title: str, under: str, side: int, theme: Theme
) -> bytes:
    return _map(worked, title, under, side, PALETTES[theme]).jpeg()


def _draw_side(canvas: Canvas, word: str, colours: Palette) -> float:
    """The side's word in a box; returns where what follows may begin."""
    words = fit(word, 380, 70, 56, bold=True)
    end = FRAME_EDGE + words.long + 48
    canvas.box((FRAME_EDGE, 512), (end, 590), 39, colours.accent)
    canvas.write(words, (FRAME_EDGE + 24, 551 - words.size * 0.55), colours.ground)
    return end + 28


def _map(worked: Sequence[Worked], title: str, under: str, side: int, colours: Palette) -> Canvas:
    """Both views of the body, and two texts under them."""
    canvas = Canvas(side, side, colours.ground)
    unit = side / COVER
    for ring in range(4):
        radius = (150 + 115 * ring) * unit
        canvas.ring((700 * unit, 500 * unit), radius, 9 * unit, colours.panel)
    for view, whole in _STANDS.items():
        seen = [one for one in worked if one.body.view == view]
        if view == "sole" and not seen:
            continue
        stand = Stand(*(unit * number for number in whole))
        draw_body(canvas, stand, view, colours)
        draw_marks(canvas, stand, seen, 24 * unit, colours)
    _write_below(canvas, title, under, unit, colours)
    return canvas


def _write_below(canvas: Canvas, title: str, under: str, unit: float, colours: Palette) -> None:
    """Two texts, together in the middle of what is left below the body."""
    large = fit(title, 1240 * unit, 252 * unit, 132 * unit, lines=2)
    small = fit(under, 1240 * unit, 80 * unit, 64 * unit)
    top = 1183 * unit - (large.height + small.height) / 2
    canvas.write(large, (80 * unit, top - 12 * unit), colours.ink, "middle")
    canvas.write(small, (80 * unit, top + large.height + 12 * unit), colours.quiet, "middle")
