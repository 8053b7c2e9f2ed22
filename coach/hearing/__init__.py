"""Hands-free control: spoken commands, and double knocks; all of it on this machine.

What the microphone hears is looked at as it comes, and kept nowhere. See `coach.hearing.ears` for
the way that it takes.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from coach.controls import Ask, Control

if TYPE_CHECKING:
    from coach.hearing.ears import Ears


@contextmanager
def open_ears(
    ask: Ask,
    *,
    phrases: dict[str, Control | None] | None,
    language: str,
    knocks: bool,
) -> Iterator["Ears"]:
    """Listen to the microphone until the context ends.

    Args:
        ask: Is called from a thread of its own with every control that is asked for.
        phrases: What each phrase asks for; None where nobody speaks.
        language: Of the phrases.
        knocks: Whether a double clap or knock pauses and goes on.

    Raises:
        HearingError: There is no microphone or no recogniser.
    """
    from coach.hearing.ears import Ears, Hearing
    from coach.hearing.phrases import RATE_HZ, open_recogniser
    from coach.players.miniaudio import open_microphone

    recogniser = None if phrases is None else open_recogniser(phrases, language)
    hearing = Hearing(recogniser=recogniser, knocks=knocks)
    with closing(Ears(hearing, partial(open_microphone, RATE_HZ), ask)) as ears:
        yield ears
