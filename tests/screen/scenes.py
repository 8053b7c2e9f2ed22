"""Scenes and pictures, for the tests of the view."""

from coach.content.breath import CALM
from coach.content.library import open_library
from coach.screen.cells import Rows
from coach.screen.layout import ASCII_ARROWS
from coach.screen.motion import Disc
from coach.screen.scene import Scene, scene
from coach.screen.words import Teller
from coach.script.cues import Bell, Breathe, Circle, Hold, Rest, Roll, Say, Section
from coach.stage.now import Now
from coach.timeline.timeline import PlacedSection, place
from coach.units import Ms

WORDS = open_library().screen()
TELLER = Teller(WORDS, open_library().phrasebook())
KEYS = WORDS.stands.keys
ASCII_KEYS = KEYS.translate(ASCII_ARROWS)

CUES = (
    Say("Breathe.", Ms(1000)),
    Breathe(CALM, times=1, worded=0),
    Rest(Ms(3000), Ms(3000)),
    Hold(Ms(14_000), CALM, ""),
    Say("Small circles.", Ms(1000)),
    Circle(0, 2, clockwise=True, turns=2, each=Ms(4000)),
    Circle(1, 2, clockwise=False, turns=1, each=Ms(4000)),
    Roll(2, Ms(3000)),
    Bell(Ms(2000)),
    Say("Let go.", Ms(1000)),
    Rest(Ms(5000), Ms(1000)),
)
"""From 0: words, from 1 s: in, 5: out, 11: quiet, 14: in, 18: out, 24: quiet in the hold, 28:
words, 29, 33 and 37: circles, 41: up, 44: down, 47: bell, 49: words, 50: quiet."""

PLACED = place(Section("Sole of the foot, left", CUES), Ms(0), lambda _text: Ms(1000))
NEXT = Section("Sole of the foot, right", ())


def now_at(position: int, *, section: PlacedSection = PLACED) -> Now:
    """Where the session stands after so many milliseconds of its section."""
    cue = [one for one in section.placed if one.start <= position][-1]
    return Now(
        section=section,
        coming=NEXT,
        number=1,
        sections=4,
        position=Ms(position),
        lasts=Ms(100_000),
        cue=cue,
        paused=False,
    )


def a_scene(title: str = "Opening", **changed: str) -> Scene:
    """A scene with this title, at rest."""
    left = "left here, 7:02 in all"
    told = {"word": "", "sentence": "", "here": "1:02", "left": left, "coming": ""} | changed
    status = f"{title}  1 of 4"
    return Scene(status=status, title=title, motion=Disc(0.0), keys=KEYS, **told)


def scene_at(position: int) -> Scene:
    """What is seen after so many milliseconds."""
    return seen(now_at(position))


def seen(now: Now) -> Scene:
    """What is seen in English."""
    return scene(now, TELLER)


def as_text(picture: Rows) -> list[str]:
    """The rows of a picture, without what is blank at their ends."""
    return ["".join(run.text for run in row).rstrip() for row in picture]
