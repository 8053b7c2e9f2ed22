from .arrangement import Arrangement as Arrangement
from .gains import Gains as Gains, gains as gains
from .mixer import mix as mix
from .timeline import (
    Placed as Placed,
    PlacedSection as PlacedSection,
    Said as Said,
    Sound as Sound,
    Speech as Speech,
    Timeline as Timeline,
)
