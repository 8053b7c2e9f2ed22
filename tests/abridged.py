"""Sessions that are quickly written, and have all their chapters."""

import importlib
from dataclasses import replace
from itertools import accumulate

import pytest

from coach.script.cues import Script, Section
from coach.timeline.arrangement import Arrangement
from coach.units import Ms, seconds
from coach.voices.voice import Voice

SHORT, LONG = seconds(3), seconds(20)
"""Of each section: so much that it is soon written, and that a signal comes before its end."""


def abridge(patch: pytest.MonkeyPatch) -> None:
    """From now on whatever is exported lasts seconds."""
    chapters = importlib.import_module("coach.texts.chapters")
    patch.setattr(chapters, "SHORTEST_CHAPTER", SHORT)
    patch.setattr("coach.export.batch.Arrangement", abridged)


def abridged(script: Script, voice: Voice, each: Ms = SHORT) -> Arrangement:
    """Its sections, each until it is long enough for a chapter."""
    sections = tuple(_begin(section, each) for section in script.sections)
    return Arrangement(replace(script, sections=sections), voice)


def _begin(section: Section, least: Ms) -> Section:
    ends = accumulate(cue.lasts for cue in section.cues)
    kept = 1 + sum(end < least for end in ends)
    return replace(section, cues=section.cues[:kept])
