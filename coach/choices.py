"""Choices: each word that can be chosen, and the bounds of each number, said once.

What is offered, read, drawn and told takes them from here, or is held against them by
``tests/test_choices.py``. To add a tool, a place or a depth, begin here: the tests that fail then
name all that it still needs. Whatever a line holds is in the order in which it is offered.
"""

from typing import Literal

Tool = Literal[
    "hands",
    "heel-of-hand",
    "thumb",
    "tennis-ball",
    "two-balls",
    "spiky-ball",
    "lacrosse-ball",
    "massage-stick",
    "foam-roller",
]
Place = Literal["floor", "wall", "chair"]
Technique = Literal["circles", "small-circles", "rolls"]
"""Circles that grow wider, or stay small, or strokes along the muscle."""
Pressure = Literal["gentle", "firm"]
"""About three and about five, where ten is the most."""
Region = Literal[
    "head",
    "neck",
    "jaw",
    "shoulders",
    "upper-back",
    "chest",
    "arms",
    "hands",
    "back",
    "hips",
    "legs",
    "feet",
]
BodySide = Literal["left", "right"]
"""Of a spot that lies on both."""
Side = Literal[BodySide, "middle"]
Sorer = Literal[BodySide, "neither"]
"""The side that was sorer than the other."""
Sides = Literal["each", "middle"]
"""Those of a spot: left and right in turn, or one place."""
View = Literal["front", "back", "sole"]
"""Of a drawn figure: the body from both sides, and both feet from below."""

DepthName = Literal["quick", "standard", "deep"]
PaceName = Literal["brisk", "even", "slow"]
Talk = Literal["full", "brief", "bell"]
"""How much is said: everything; names, numbers and changes; names alone."""
TALK: Talk = "full"
"""Where neither the listener nor the routine says how much."""
SafetyTold = Literal["full", "short"]
"""How much of the safety words opens a session."""

RATE_WPM = 145
"""Synthetic speech was preferred and best understood near 150 words a minute, and understood less
when raised from 155 to 178 (dsc.duq.edu/faculty/812, ro.uow.edu.au/era/2129)."""
SLOWEST_WPM, FASTEST_WPM = 100, 220
"""The rates at which instructions can still be followed lying down."""
SHORTEST_MINUTES, LONGEST_MINUTES = 2, 30
"""The lengths that a session can be asked to have; the longest is that of the safety rules."""
LONGEST_COUNTDOWN_S = 600
"""To lie down in before a session."""
MOST_SORE = 10
"""How sore a place can be said to be; 0 is not at all."""
LEAST_SETUP, MOST_SETUP = 1, 4
"""How many times as long as usual taking a position and changing over may last."""

LANGUAGE = "en"
"""The one that is complete before all others; what another lacks to be shown is taken from it."""

FILE_SEED = 0
"""Of the words of a file where no seed is asked for: they stay the same from day to day."""

EngineName = Literal["kokoro", "pyttsx3", "silent"]
PlayerName = Literal["miniaudio", "simpleaudio", "null"]
NO_BED = "none"
BedName = Literal["pad", "rain", "brown", "none"]
BED: BedName = "pad"
"""Where neither the listener nor the routine chooses one."""
Theme = Literal["dark", "light"]

FileKind = Literal["mp3", "m4a", "opus", "flac", "wav"]
"""Of sound; files end in it."""
BITRATES_KBPS = (64, 80, 96, 112, 128, 160, 192, 224, 256)
"""The constant rates of MP3, without those that are too low for a voice over a bed and those that
no other kind of file has."""
BITRATE_KBPS = 96
"""Speech is well served by 64 in one channel and 96 in two."""
CaptionKind = Literal["vtt", "srt", "lrc", "txt", "md"]
"""Of texts beside the sound; files end in it."""
ScriptForm = Literal["text", CaptionKind, "json"]
LogForm = Literal["json", "csv"]
ListForm = Literal["text", "json"]
