"""Words for what is heard, to be read: a big one, and a sentence."""

from coach.sound import Orbit, Strike, Stroke, Swell
from coach.timeline import Placed
from coach.units import Ms, show_ms

SHORTEST_QUIET = Ms(1000)
"""Quiet that is shorter has no name."""


def big(cue: Placed | None) -> str:
    """One or two words for the whole room; empty while it speaks or rests."""
    match cue and cue.sound:
        case Swell(kind=kind):
            return kind.capitalize()
        case Orbit(ring=ring):
            return f"Ring {ring + 1}"
        case Stroke(up=up):
            return "Up" if up else "Down"
        case Strike():
            return "Bell"
    return "Hold" if cue and cue.cue in ("hold", "breathe") else ""


def sentence(cue: Placed | None) -> str:
    """What is said, or what is heard, in a sentence; empty in quiet."""
    return "" if cue is None or cue.kind == "rest" else aloud(cue)


def aloud(cue: Placed) -> str:
    """The whole of it as a sentence, sounds and quiet too; empty for a moment's quiet."""
    match cue.sound:
        case Swell(kind=kind):
            return f"Breathe {kind}, {_seconds(cue.lasts)}."
        case Orbit() as orbit:
            way = "clockwise" if orbit.clockwise else "the other way"
            return f"Circle, ring {orbit.ring + 1} of {orbit.rings}, {way}."
        case Stroke(up=up):
            return f"Roll {'up' if up else 'down'}, {_seconds(cue.lasts)}."
        case Strike():
            return "Bell."
        case None:
            return _quiet(cue)
    return cue.text


def _quiet(cue: Placed) -> str:
    if cue.lasts < SHORTEST_QUIET:
        return ""
    return f"{'Hold' if cue.cue in ('hold', 'breathe') else 'Quiet'}, {_seconds(cue.lasts)}."


def _seconds(lasts: Ms) -> str:
    whole = round(lasts / 1000)
    return f"{whole} second{'' if whole == 1 else 's'}" if whole < 60 else show_ms(lasts)
