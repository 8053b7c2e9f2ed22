"""A lane: one encoder that hears piece after piece, and whose packets are told apart again.

Without the bit reservoir, no packet of an MP3 leans on another. And an encoder that has heard two
seconds of silence, or nothing yet, and then a second of what precedes a piece, writes from there on
nearly always to the byte what one writes that has heard all. So only a piece that does not follow
the one before needs a lead, of which the packets are left out.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from coach.export.encoder import Encoder
from coach.export.mp3 import EVEN_PACKETS, PACKET, packet_starts

LEAD = 32
"""Packets that an encoder hears at least before those that are kept, and up to `EVEN_PACKETS` more:
from 0.8 to 2.1 seconds. With 16, two joins of 56 differed in two or three packets; with 32,
none."""

LAG = 2
"""Packets at the end of a piece that depend on what comes after it; they belong to the next."""

MOST_BEFORE = LAG + 1 + LEAD + EVEN_PACKETS
"""Packets before the end of a piece that may be the lead of the next, at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of sound of which the packets are wanted."""

    before: bytes
    """What precedes it in the session; all of it, or at least `MOST_BEFORE` packets."""
    pcm: bytes
    """Its sound, 16 bits at the house rate."""
    width: int
    """The bytes of a frame."""
    begins: int
    """The frame of the session at which its sound begins."""
    first: int
    """The first packet of the session that is its own."""
    until: int | None
    """The packet after its last; None for all that come."""

    @property
    def ends(self) -> int:
        """The frame of the session at which its sound ends."""
        return self.begins + len(self.pcm) // self.width

    @property
    def led_from(self) -> int:
        """The packet of the session from which on it has to be heard."""
        return max(self.first - LEAD, 0) // EVEN_PACKETS * EVEN_PACKETS

    @property
    def lead(self) -> bytes:
        """What has to be heard before it."""
        size = (self.begins - self.led_from * PACKET) * self.width
        return self.before[len(self.before) - size :]


class Packets(NamedTuple):
    """A piece, encoded."""

    packets: bytes
    ends: int
    """The frame of the session at which its sound ends."""


Made = dict[int, Packets]
"""What has been encoded, by the frame of the session at which its sound begins."""


class _Due(NamedTuple):
    """A piece that has been heard, with its packets as an encoder counts them."""

    begins: int
    ends: int
    first: int
    until: int | None


class Lane:
    """One encoder; one thread at a time may use it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._heard = 0  # frames
        self._follows = 0  # the frame of the session that comes after them
        self._later = 0  # how many packets later than in the session a packet is written
        self._due = deque[_Due]()
        self._written = b""  # from the first packet on that may be wanted
        self._left = 0  # how many packets were before that one

    def hear(self, piece: Piece) -> Made:
        """Let it hear a piece; what is ready by now, mostly of those before.

        Raises:
            OSError: The encoder failed, or writes no packets.
        """
        if piece.begins != self._follows:
            self._hear(self._led_in(piece), piece.width)
        until = None if piece.until is None else piece.until + self._later
        self._due.append(_Due(piece.begins, piece.ends, piece.first + self._later, until))
        self._hear(piece.pcm, piece.width)
        self._follows = piece.ends
        return dict(self._ready())

    def end(self) -> Made:
        """What is left, once the encoder has written it.

        Raises:
            OSError: The encoder failed, or has not written all packets.
        """
        self._encoder.end()
        made = dict(self._ready(ended=True))
        if not self._left and not self._written:
            raise OSError("the encoder wrote nothing")
        if self._due:
            raise _otherwise("packets are missing")
        return made

    def _hear(self, pcm: bytes, width: int) -> None:
        self._encoder.hear(pcm)
        self._heard += len(pcm) // width

    def _led_in(self, piece: Piece) -> bytes:
        """What precedes a piece, and before it silence, which makes forget.

        All of it begins where a packet comes out as long as it does in the session.
        """
        here = (-(-self._heard // PACKET) // EVEN_PACKETS + 2) * EVEN_PACKETS if self._heard else 0
        self._later = here - piece.led_from
        return bytes((here * PACKET - self._heard) * piece.width) + piece.lead

    def _ready(self, *, ended: bool = False) -> Iterator[tuple[int, Packets]]:
        """The packets of each piece of which all are there."""
        self._written += self._encoder.written()
        try:
            starts = packet_starts(self._written, cut_off=not ended)
        except ValueError as error:
            raise _otherwise(str(error)) from error
        left, there = self._left, self._left + len(starts) - 1
        while self._due:
            due = self._due[0]
            until = max(due.first, there) if due.until is None and ended else due.until
            if until is None or until > there:
                break
            packets = self._written[starts[due.first - left] : starts[until - left]]
            yield due.begins, Packets(packets, due.ends)
            self._due.popleft()
            self._left = until
        self._written = self._written[starts[self._left - left] :]


def _otherwise(why: str) -> OSError:
    return OSError(f"the encoder wrote something else than the MP3 it was to: {why}")
