"""Sessions that are quickly written, and have all their chapters."""

from dataclasses import replace
from itertools import accumulate

from coach.script.cues import Script, Section
from coach.texts.chapters import SHORTEST_CHAPTER
from coach.timeline.arrangement import Arrangement
from coach.voices.voice import Voice


def abridged(script: Script, voice: Voice) -> Arrangement:
    """Its sections, each until it is long enough for a chapter."""
    return Arrangement(replace(script, sections=tuple(map(_begin, script.sections))), voice)


def _begin(section: Section) -> Section:
    ends = accumulate(cue.lasts for cue in section.cues)
    kept = 1 + sum(end < SHORTEST_CHAPTER for end in ends)
    return replace(section, cues=section.cues[:kept])
