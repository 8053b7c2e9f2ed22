from .canvas import Align as Align, Canvas as Canvas, Pixel as Pixel, fit as fit
from .cover import draw_cover as draw_cover, draw_section as draw_section
from .palette import PALETTES as PALETTES, Palette as Palette
from .poster import (
    check_picture as check_picture,
    draw_routine as draw_routine,
    write_picture as write_picture,
)
