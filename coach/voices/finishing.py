"""Finishing: what an engine said becomes a phrase as every other."""

from coach.errors import VoiceError
from coach.sound import Clip, level, resample, trim
from coach.voices.plausible import is_plausible

SPEECH_LUFS = -20.0
"""The loudness of every spoken phrase, so that no voice and no phrase is louder than another. Low
enough that peaks seldom reach full scale; how loud a session is as a whole,
`coach.timeline.gains` tells."""


def finished(raw: Clip, text: str, *, rate_wpm: int | None = None) -> Clip:
    """What an engine said, made ready to place: mono, trimmed, levelled, at the house rate.

    Args:
        raw: As the engine gave it.
        text: What was to be said.
        rate_wpm: At what rate; where it is known, the length is held against that of the words.

    Raises:
        VoiceError: There is nothing to hear in it, or it is too long or too short for the words.
    """
    mono = raw if raw.samples.ndim == 1 else Clip(raw.samples.mean(axis=1), raw.rate_hz)
    heard = trim(mono)
    if not len(heard.samples):
        raise VoiceError(f"the voice could not speak {text!r}: it gave no sound; reword the phrase")
    if rate_wpm and not is_plausible(heard.lasts, text, rate_wpm):
        raise VoiceError(
            f"the voice could not speak {text!r}: what it gave lasts {heard.lasts / 1000:.1f} "
            "seconds, as these words cannot; reword the phrase"
        )
    return resample(level(heard, SPEECH_LUFS))
