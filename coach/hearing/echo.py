"""The echo: what the microphone hears of the coach itself, whose sound is known exactly.

How late and how loud it comes depends on device, room and volume; it is learnt while the session
plays. Until it is known, all that may be the coach counts as the coach.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from coach.hearing.bands import COUNT, HOP_S, QUIETEST, Powers
from coach.units import db_to_power

LATEST = round(1.6 / HOP_S)
"""Hops from when a device takes sound until it is heard: its buffer, and wireless headphones."""

EARLIEST = -round(0.3 / HOP_S)
"""The hops of both are counted apart, each in bursts, so that it may seem to come before."""

LEARNS_FROM, LEARNS_EVERY = round(8 / HOP_S), round(1 / HOP_S)
"""Hops of the last sound in which it is looked for, and how often."""

ECHO_ALIKE = 0.35
"""The correlation of levels, over time and bands, from which on an echo is taken for one."""

MOVES = 0.1
"""How much more alike another delay has to be than the one that is known: in a hold all are much
alike, and a clap of the listener would move it."""

WORDS_NEEDED = 0.1
"""The share of the time in which the coach has to speak before its delay is found or moves. In two
and a half hours of sessions, wrong ones were found where it spoke less, and seldom else."""

MISSES_ALLOWED = 5
"""So often is none found while the coach speaks until there is none, as with headphones."""

COACH_LOUD = db_to_power(-45)
"""The power from which on the coach's own sound can be told from its bed."""

LOUD_SHARE = 0.85
"""The share of moments, while the coach is loud, from which its loudness is learnt."""

TALKS = db_to_power(-30)
"""The power in a band that only the coach's voice and bells have."""

FADES = db_to_power(-60 * HOP_S / 0.5)
"""What a room leaves of a sound after a hop: a millionth of its power after half a second."""


class Echo:
    """Is told what is played, and tells how much of what is heard may come from it."""

    def __init__(self) -> None:
        self._played = np.zeros((0, COUNT))
        self._heard = np.zeros((0, COUNT))
        self._played_count = self._heard_count = 0
        self._late = 0
        """How many hops more the microphone has counted when it hears what was played."""
        self._share: Powers | None = None
        """What comes back of each band; None until that is known."""
        self._misses = 0

    def play(self, powers: Powers) -> None:
        """Note what the device takes."""
        kept = LEARNS_FROM + 2 * LATEST
        self._played = np.concatenate([self._played, powers])[-kept:]
        self._played_count += len(powers)

    def expect(self, heard: Powers) -> Powers:
        """How much may be the coach, in each of these next hops of the microphone.

        Returns:
            Powers of the same shape; infinite where all of it may be.
        """
        self._heard = np.concatenate([self._heard, heard])[-LEARNS_FROM:]
        before = self._heard_count
        self._heard_count += len(heard)
        if self._heard_count // LEARNS_EVERY > before // LEARNS_EVERY:
            self._learn()
        return self._expected(len(heard))

    def _expected(self, hops: int) -> Powers:
        if self._share is None:
            recent = self._cut(self._played_count + EARLIEST, LATEST + hops)
            return np.full((hops, COUNT), np.inf if recent.max(initial=0) > COACH_LOUD else 0.0)
        end = self._heard_count - self._late
        return self._share * _lasting(self._cut(end + 2, hops + LATEST // 2))[-hops - 2 : -2]

    def _cut(self, end: int, hops: int) -> Powers:
        """What was played up to a hop, by its number; nothing where there is nothing."""
        first = self._played_count - len(self._played)
        cut = np.zeros((hops, COUNT))
        start = end - hops
        part = self._played[max(0, start - first) : max(0, end - first)]
        at = max(0, first - start)
        cut[at : at + len(part)] = part
        return cut

    def _learn(self) -> None:
        """Look for what was played in what was heard: by how alike their levels rise and fall."""
        heard = self._heard
        newest = self._played_count - EARLIEST
        played = self._cut(newest, len(heard) + LATEST - EARLIEST)
        if len(heard) < LEARNS_FROM // 4 or played.max(initial=0) < TALKS:
            return
        alike = _correlations(np.log(played + QUIETEST), np.log(heard + QUIETEST))
        known = None
        if self._share is not None:
            known = self._heard_count - self._late - newest + len(played) - len(heard)
        best = _delay(alike, known, played)
        if best is None:
            return
        if alike[best] < ECHO_ALIKE:
            self._missed(played[best : best + len(heard)])
            return
        self._misses = 0
        self._late = self._heard_count - (newest - len(played) + best + len(heard))
        self._share = _shares(_lasting(played[best : best + len(heard)]), heard)

    def _missed(self, played: Powers) -> None:
        if _talking(played) > 0.2:
            self._misses += 1
        if self._misses >= MISSES_ALLOWED:
            self._share = np.zeros(COUNT)


def _delay(alike: Powers, known: int | None, played: Powers) -> int | None:
    """The delay that makes it most alike, but for the one that is known if that is near to it.

    Without words it stays as it is: a bell or a hold is as much like itself a little later.
    """
    best = int(alike.argmax())
    if known is not None and not 0 <= known < len(alike):
        known = None
    words = _talking(played[best : best + len(played) - len(alike) + 1])
    if words > WORDS_NEEDED and (known is None or alike[best] > alike[known] + MOVES):
        return best
    return known


def _talking(played: Powers) -> float:
    """The share of the hops in which the coach speaks."""
    return float(np.mean(played.max(axis=1) > TALKS))


def _lasting(powers: Powers) -> Powers:
    """What a room makes of it: every sound a little early, a little late, and fading."""
    lasting = powers.copy()
    lasting[:-2] = np.maximum(lasting[:-2], np.maximum(powers[1:-1], powers[2:]))
    for hop in range(1, len(lasting)):
        np.maximum(lasting[hop], FADES * lasting[hop - 1], out=lasting[hop])
    return lasting


def _correlations(played: Powers, heard: Powers) -> Powers:
    """How alike what was heard is to each stretch of what was played, from -1 to 1."""
    hops = len(heard)
    heard = heard - heard.mean(axis=0)
    total = np.zeros(len(played) - hops + 1)
    energy = np.zeros_like(total)
    for band in range(COUNT):
        stretches = sliding_window_view(played[:, band], hops)
        total += stretches @ heard[:, band]
        energy += hops * stretches.var(axis=1)
    alike: Powers = total / np.sqrt(energy * np.square(heard).sum() + QUIETEST)
    return alike


def _shares(played: Powers, heard: Powers) -> Powers:
    """Of each band, the most that is heard where the coach is loud, but for when others talk."""
    loud = played > np.maximum(played.max(axis=0) / 30, QUIETEST)
    ratios = [heard[on, band] / played[on, band] for band, on in enumerate(loud.T)]
    return np.asarray([np.quantile(ratio, LOUD_SHARE) for ratio in ratios])
