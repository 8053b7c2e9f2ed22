"""Words for what is heard, to be read: a big one, and a sentence."""

from dataclasses import dataclass

from coach.content import Phrasebook, ScreenWords, fill
from coach.sound import Orbit, Strike, Stroke, Swell
from coach.stage import Now
from coach.timeline import Placed
from coach.units import Ms, show_ms

SHORTEST_QUIET = Ms(1000)
"""Quiet that is shorter has no name."""
LONGEST_SECONDS = 60
"""What lasts longer is told in minutes and seconds."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells what is heard and where a session stands, in one language."""

    words: ScreenWords
    book: Phrasebook

    def numbered(self, now: Now) -> str:
        """The section that sounds, and its number among all."""
        section = {"title": now.section.title}
        numbers = {"number": f"{now.number + 1}", "all": f"{now.sections}"}
        return fill(self.words.stands.numbered, section | numbers)

    def big(self, cue: Placed | None) -> str:
        """One or two words for the whole room; empty while it speaks or rests."""
        big = self.words.big
        match cue and cue.sound:
            case Swell(kind=kind):
                return big.in_ if kind == "in" else big.out
            case Orbit(ring=ring):
                return fill(big.ring, {"ring": f"{ring + 1}"})
            case Stroke(up=up):
                return big.up if up else big.down
            case Strike():
                return big.bell
        return big.hold if cue and cue.cue in ("hold", "breathe") else ""

    def sentence(self, cue: Placed | None) -> str:
        """What is said, or what is heard, in a sentence; empty in quiet."""
        return "" if cue is None or cue.kind == "rest" else self.aloud(cue)

    def aloud(self, cue: Placed) -> str:
        """The whole of it as a sentence, sounds and quiet too; empty for a moment's quiet."""
        heard, time = self.words.heard, {"time": self._seconds(cue.lasts)}
        match cue.sound:
            case Swell(kind=kind):
                return fill(heard.breathe_in if kind == "in" else heard.breathe_out, time)
            case Orbit() as orbit:
                return fill(heard.circle, self._ring(orbit))
            case Stroke(up=up):
                return fill(heard.roll_up if up else heard.roll_down, time)
            case Strike():
                return heard.bell
            case None if cue.lasts < SHORTEST_QUIET:
                return ""
            case None:
                held = cue.cue in ("hold", "breathe")
                return fill(heard.hold if held else heard.quiet, time)
        return cue.text

    def _ring(self, orbit: Orbit) -> dict[str, str]:
        captions = self.book.captions
        return {
            "ring": f"{orbit.ring + 1}",
            "rings": f"{orbit.rings}",
            "direction": captions.clockwise if orbit.clockwise else captions.counterclockwise,
        }

    def _seconds(self, lasts: Ms) -> str:
        whole = round(lasts / 1000)
        return self.book.seconds(whole) if whole < LONGEST_SECONDS else show_ms(lasts)
