"""A session for the feet, of every kind of cue, as captions and transcripts tell it."""

from coach.content.breath import CALM
from coach.content.phrasebook import Phrasebook
from coach.script.cues import Bell, Breathe, Circle, Hold, Rest, Roll, Say, Script, Section
from coach.timeline.arrangement import Arrangement
from coach.timeline.timeline import Timeline
from coach.units import Ms
from tests.doubles import FakeVoice


def opening(*, breaths: int) -> Section:
    """A bell, a welcome, and breaths of which the first is worded."""
    return Section(
        "Opening",
        (
            Rest(Ms(1500), Ms(1500)),
            Bell(Ms(5000)),
            Say("Welcome to your feet.", Ms(1200)),
            Rest(Ms(500), Ms(500)),
            Breathe(CALM, times=breaths, worded=1, words=(("in", "In."), ("out", "Out."))),
        ),
    )


def left_foot(hold: Hold) -> Section:
    """One foot, and what is done on it."""
    return Section(
        "Sole of the foot, left",
        (
            Say("Left side.", Ms(600)),
            Say("Stand, and lean on it.", Ms(1500)),
            Rest(Ms(2000), Ms(1000)),
            hold,
            Circle(ring=0, rings=2, clockwise=True, turns=2, each=Ms(3000)),
            Roll(strokes=2, each=Ms(3500)),
            Bell(Ms(2000)),
        ),
    )


def timeline(
    book: Phrasebook, *sections: Section, title: str = "Feet", notes: tuple[str, ...] = ()
) -> Timeline:
    """These sections, placed."""
    needed = "You need a tennis ball."
    script = Script("feet", title, "for tired feet", sections, notes, needed, book=book)
    return Arrangement(script, FakeVoice()).whole()
