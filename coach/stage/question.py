"""The question at the end of a session: how sore it is, asked aloud and answered by a number."""

import time
from collections.abc import Callable

from coach.content import AnswerWords, fill
from coach.players import Player
from coach.stage.answers import NO, YES, heard_before
from coach.timeline import Gains, Sound, Speech, mix
from coach.units import Ms
from coach.voices import Voice, said_in

ANSWERED_S = 15.0
"""How long an answer is waited for, once it was asked."""

CORRECTED_S = 6.0
"""How long another number is, once one was said back."""

UTTERING_LOOK_S = 0.05
"""How often it is looked whether something was said to its end."""

Utter = Callable[[Sound], object]
"""Lets something be heard, and waits until it was."""

Hear = Callable[[float], int | None]
"""Waits at most so many seconds for a number, by voice or by keys; None for none."""


def ask_sore(words: AnswerWords, say: Utter, hear: Hear) -> int | None:
    """Ask how sore it is, and say back what was understood: another number corrects it.

    Returns:
        From 0 to 10; None where none was told.
    """
    say(Speech(words.how_sore))
    sore, told = None, hear(ANSWERED_S)
    while told is not None:
        sore = told
        say(Speech(fill(words.sore, {"number": f"{sore}"})))
        told = hear(CORRECTED_S)
    say(NO if sore is None else YES)
    return sore


class Speaker:
    """Says one thing after the other on a player, with nothing under it."""

    def __init__(self, player: Player, voice: Voice, gains: Gains) -> None:
        self._player = player
        self._voice = voice
        self._gains = gains

    def say(self, sound: Sound) -> None:
        """See `Utter`.

        Raises:
            PlayerError: The device has gone.
            VoiceError: It could not be spoken.
        """
        alone = heard_before(Ms(0), (sound,), lambda text: said_in(self._voice, text))
        self._player.play(mix((alone,), self._voice, None, gains=self._gains, start=alone.start))
        while self._player.playing:
            time.sleep(UTTERING_LOOK_S)

    def close(self) -> None:
        """Let the device go. Closing twice is harmless."""
        self._player.close()
