"""Stretches of speech: found by what is louder than the room and is not the coach.

Only these go to the recogniser, so that a quiet room costs next to nothing.
"""

from collections import deque
from collections.abc import Iterator

import numpy as np

from coach.hearing.bands import HOP_S, QUIETEST, Powers, alike
from coach.hearing.recogniser import HEARD_RATE_HZ, LONGEST_PHRASE
from coach.sound import Samples
from coach.units import db_to_power

HOP = round(HEARD_RATE_HZ * HOP_S)
"""Frames of a hop."""

LEAD_IN_HOPS = round(0.25 / HOP_S)
"""Hops that go along from before the first loud one: a phrase may begin softly."""

BEGINS, OF = 7, 12
"""So many loud hops of so many make a beginning: a click does not."""

PAUSE_HOPS, END_HOPS = round(0.18 / HOP_S), round(0.45 / HOP_S)
"""Hops of quiet after which a stretch may be a whole command, and after which it is over: some
people stop for a moment between two words."""

LEAST_HOPS, MOST_HOPS = round(0.45 / HOP_S), round(LONGEST_PHRASE / 1000 / HOP_S)
"""Hops of a command: what is spoken of it at least, and all that is kept of it at most."""

ABOVE_ROOM = db_to_power(7)
"""How much louder than the room a voice is, in power."""

BELOW_PEAK = db_to_power(-22)
"""What is less than this share of a stretch's loudest is what the room leaves of it."""

SPEECH_ABOVE_ECHO, IN_BANDS = db_to_power(6), 3
"""How much louder than what may be the coach, and in how many bands."""

AS_COACH = 0.3
"""The correlation with what the coach may be heard as, from which on a stretch is the coach:
0.33 to 0.79 was measured for the coach, at most 0.14 for a listener in a hold."""

ROOM_RISES = db_to_power(1.5 * HOP_S)
"""How fast a room is thought to get louder: by 1.5 dB a second."""


class SpeechDetector:
    """Takes the microphone's sound and gives stretches of speech."""

    def __init__(self) -> None:
        self._room = self._now = 0.0
        self._active = np.zeros(OF, dtype=bool)
        self._sound = np.zeros(0, dtype=np.float32)
        self._levels: deque[tuple[Powers, Powers]] = deque(maxlen=MOST_HOPS)
        """Of the last hops, what was heard and what may be the coach."""
        self._peak = 0.0
        self._length = self._quiet = 0
        """Hops since the stretch began, 0 outside of one; hops since it was last loud."""

    def feed(self, samples: Samples, heard: Powers, expected: Powers) -> Iterator[Samples]:
        """Every stretch that comes to a stop in these samples, for a moment or for good.

        Args:
            samples: One channel at `HEARD_RATE_HZ`, whole hops.
            heard: Its powers, hop by hop.
            expected: How much of these may be the coach.
        """
        hops = samples.reshape(-1, HOP)
        for hop, power, echo in zip(hops, heard, expected, strict=True):
            self._sound = np.concatenate([self._sound, hop])[-MOST_HOPS * HOP :]
            self._levels.append((power, echo))
            self._take(power, echo)
            if (
                self._quiet in (PAUSE_HOPS, END_HOPS)
                and self._is_command_long()
                and not self._is_coach()
            ):
                yield self._sound[-(self._length + LEAD_IN_HOPS) * HOP :]
            if self._quiet >= END_HOPS:
                self.forget()

    def forget(self) -> None:
        """Begin anew: what was said so far is done with."""
        self._length = self._quiet = 0
        self._active[:] = False

    def _is_command_long(self) -> bool:
        return self._length - self._quiet >= LEAST_HOPS and self._length + LEAD_IN_HOPS <= MOST_HOPS

    def _is_coach(self) -> bool:
        """Whether the stretch rises and falls as the coach does."""
        heard, coach = np.array(self._levels)[-self._length :].swapaxes(0, 1)
        if not np.isfinite(coach).all():
            return True
        return alike(heard, coach) > AS_COACH

    def _take(self, power: Powers, echo: Powers) -> None:
        own = power > SPEECH_ABOVE_ECHO * echo
        strength = float(power[own].sum())
        loud = own.sum() >= IN_BANDS and strength > ABOVE_ROOM * self._room + QUIETEST
        self._note_room(float(power.sum()))
        if self._length:
            self._peak = max(self._peak, strength)
            self._length += 1
            stays = loud and strength > BELOW_PEAK * self._peak
            self._quiet = 0 if stays else self._quiet + 1
            return
        self._active = np.append(self._active[1:], loud)
        if self._active.sum() >= BEGINS:
            self._length, self._peak = OF, strength

    def _note_room(self, power: float) -> None:
        """Follow the room: down at once, up slowly."""
        self._now += 0.2 * (power - self._now) if self._now else power
        self._room = min(self._now, self._room * ROOM_RISES) if self._room else self._now
