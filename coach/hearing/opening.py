"""Hands-free control: spoken commands, and double knocks; all of it on this machine.

What the microphone hears is looked at as it comes, and kept nowhere. See `coach.hearing.ears` for
the way that it takes.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from coach.content import Ask

if TYPE_CHECKING:
    from coach.content import Commands
    from coach.hearing.ears import Ears


@contextmanager
def open_ears(
    ask: Ask, *, commands: "Commands | None", language: str, knocks: bool
) -> Iterator["Ears"]:
    """Listen to the microphone until the context ends.

    Args:
        ask: Is called from a thread of its own with every control that is asked for.
        commands: What can be said; None where nobody speaks.
        language: Of the commands.
        knocks: Whether a double clap or knock pauses and goes on.

    Raises:
        HearingError: There is no microphone or no recogniser.
    """
    from coach.hearing.ears import Ears, Hearing
    from coach.hearing.recogniser import HEARD_RATE_HZ, open_recogniser
    from coach.players import open_microphone

    recogniser = numbers = None
    if commands is not None:
        recogniser = open_recogniser(commands.controls, language)
        numbers = open_recogniser(commands.numbers, language)
    hearing = Hearing(recogniser=recogniser, numbers=numbers, knocks=knocks)
    with closing(Ears(hearing, partial(open_microphone, HEARD_RATE_HZ), ask)) as ears:
        yield ears
