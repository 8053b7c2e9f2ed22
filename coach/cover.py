"""The cover: a picture for the phone's screen, drawn from the session's title."""

import io
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

SIDE = 1400
"""Pixels: the least that podcast apps ask for."""
GROUND, RINGS, INK = (28, 52, 60), (58, 96, 104), (240, 234, 220)


def draw_cover(title: str, length: str) -> bytes:
    """A square JPEG: rings from the middle of a knot outward, the title and the length."""
    image = Image.new("RGB", (SIDE, SIDE), GROUND)
    draw = ImageDraw.Draw(image)
    middle = (SIDE // 2, 480)
    for radius in range(60, 400, 60):
        draw.circle(middle, radius, outline=RINGS, width=14)
    draw.circle(middle, 22, fill=INK)
    lines = "\n".join(wrap(title, 18))
    _write(draw, lines, top=920, size=130 if "\n" not in lines else 110)
    _write(draw, length, top=1240, size=64)
    stored = io.BytesIO()
    image.save(stored, "JPEG", quality=88)
    return stored.getvalue()


def _write(draw: ImageDraw.ImageDraw, text: str, *, top: int, size: int) -> None:
    font = ImageFont.load_default(size)
    draw.multiline_text(
        (SIDE // 2, top), text, font=font, fill=INK, anchor="ma", align="center", spacing=size // 4
    )
