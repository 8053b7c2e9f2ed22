"""Joined: an MP3 whose pieces are encoded apart, on several cores, and remembered.

Without the bit reservoir, no packet of an MP3 leans on another. And an encoder that has heard a
second or two forgets how it began: from there on it writes, nearly always to the byte, what one
writes that has heard all. So each piece is encoded together with what comes before it, and only its
own packets are kept.
"""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from coach.disk import Store, encoded_folder
from coach.errors import forgiving
from coach.export.encoder import Coding, Encoders
from coach.export.mp3 import EVEN_PACKETS, PACKET, info_packet, packet_starts, size_bytes
from coach.traces import quiet_logger

_logger = quiet_logger(__name__)

LEAD = 32
"""Packets that an encoder hears at least before those that are kept, and up to `EVEN_PACKETS` more:
from coach.traces import quiet_logger
from 0.8 to 2.1 seconds. With 16, two joins of 56 differed in two or three packets; with 32,
none."""

LAG = 2
"""Packets at the end of a piece that depend on what comes after it; they belong to the next."""

PIECES_BYTES = 512 * 2**20
"""Twelve hours at 96 kbit/s; past it, what was wanted longest ago is forgotten."""

PIECE_FORM = 1
"""Counted up when the same sound would be kept otherwise."""

PIECES_LOOK_S = 0.1
"""How often who waits is told that nothing has come yet, and may end it all."""


Begun = tuple[int, Future[bytes]]
"""The frame at which a piece ends, and its packets, which are being made."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of sound that is encoded apart."""

    pcm: bytes
    """What the encoder hears."""
    lead: int
    """How many packets of it belong to the piece before."""
    own: int | None
    """How many packets after them are its own; None for all that come."""
    ends: int
    """The frame of the session at which its sound ends."""


def write_joined(
    stretches: Iterable[bytes],
    path: Path,
    *,
    frames: int,
    rate_kbps: int,
    channels: int,
    jobs: int,
    progress: Callable[[int], None],
) -> None:
    """Write an MP3 of a constant rate.

    Args:
        stretches: The sound, 16 bits at the house rate: each is encoded apart, and again only if
            it or the two seconds before it have changed. Taken as they are needed.
        path: The file.
        frames: How many there are in all stretches.
        rate_kbps: One of `coach.choices.BITRATES_KBPS`.
        channels: One or two.
        jobs: How many may be encoded at once.
        progress: Told of how many frames are written, also while none are; what it raises ends it.

    Raises:
        OSError: The file cannot be written, or an encoder failed.
    """
    pieces = _pieces(stretches, channels=channels, frames=frames)
    with ThreadPoolExecutor(jobs) as pool, Encoders() as encoders, path.open("wb") as file:
        shop = _Shop(encoders, rate_kbps, channels)
        begun = ((piece.ends, pool.submit(shop.packets, piece)) for piece in pieces)
        encoded = _in_order(begun, jobs + 2, progress)
        _write(file, encoded, frames=frames, rate_kbps=rate_kbps)


def _pieces(stretches: Iterable[bytes], *, channels: int, frames: int) -> Iterator[Piece]:
    """Each stretch with what must be heard before it, from where the rate comes out even."""
    width = 2 * channels
    kept = (LAG + 1 + LEAD + EVEN_PACKETS) * PACKET * width
    before, at, first = b"", 0, 0
    for stretch in stretches:
        heard = before + stretch
        since = at - len(before) // width
        at += len(stretch) // width
        begin = max(first - LEAD, 0) // EVEN_PACKETS * EVEN_PACKETS
        after = max(at // PACKET - LAG, first)
        own = None if at == frames else after - first
        yield Piece(heard[(begin * PACKET - since) * width :], first - begin, own, at)
        before, first = heard[-kept:], after


class _Shop:
    """Makes packets of pieces, or remembers them; several threads may ask at once."""

    def __init__(self, encoders: Encoders, rate_kbps: int, channels: int) -> None:
        constant = ("-codec:a", "libmp3lame", "-b:a", f"{rate_kbps}k", "-reservoir", "0")
        bare = ("-write_xing", "0", "-id3v2_version", "0", "-f", "mp3")
        self._coding = Coding((*constant, *bare), channels)
        self._encoders = encoders
        self._how = [PIECE_FORM, encoders.identity, *self._coding.arguments, channels]
        self._store = Store(encoded_folder(), ".mp3", largest_bytes=PIECES_BYTES)

    def packets(self, piece: Piece) -> bytes:
        name = self._name(piece)
        remembered = self._store.recall(name)
        if remembered is not None:
            return remembered
        packets = _own(piece, self._encoders.to_bytes(piece.pcm, self._coding))
        # On a full or read-only disk it is encoded again next time.
        with forgiving(_logger, "what was encoded cannot be remembered", OSError):
            self._store.keep(name, packets)
        return packets

    def _name(self, piece: Piece) -> str:
        asked = hashlib.sha256(json.dumps([*self._how, piece.lead, piece.own]).encode())
        asked.update(piece.pcm)
        return asked.hexdigest()


def _own(piece: Piece, encoded: bytes) -> bytes:
    """The packets that belong to the piece."""
    try:
        starts = packet_starts(encoded)
        until = -1 if piece.own is None else piece.lead + piece.own
        return encoded[starts[piece.lead] : starts[until]]
    except (ValueError, IndexError) as error:
        raise OSError(
            f"the encoder wrote something else than the MP3 it was to: {error}"
        ) from error


def _in_order(
    begun: Iterator[Begun], ahead: int, progress: Callable[[int], None]
) -> Iterator[bytes]:
    """The packets of each piece, while so many are in the making."""
    waiting = deque[Begun]()
    for first in islice(begun, ahead):
        waiting.append(first)
        progress(0)
    done = 0
    while waiting:
        ends, packets = waiting.popleft()
        for _ in _until_done(packets, [later for _, later in waiting]):
            progress(done)
        waiting.extend(islice(begun, 1))
        yield packets.result()
        done = ends
        progress(done)


def _until_done(first: Future[bytes], later: list[Future[bytes]]) -> Iterator[None]:
    """Yields now and then until the first is done; raises at once what any of them failed with."""
    while True:
        running = []
        for one in (first, *later):
            if one.done():
                one.result()
            else:
                running.append(one)
        if first not in running:
            return
        wait(running, timeout=PIECES_LOOK_S, return_when=FIRST_COMPLETED)
        yield


def _write(file: IO[bytes], encoded: Iterable[bytes], *, frames: int, rate_kbps: int) -> None:
    """Packets, and before them the one that can only be written when they are counted."""
    file.write(bytes(size_bytes(rate_kbps)))
    header, count = b"", 0
    for packets in encoded:
        file.write(packets)
        header = header or packets[:4]
        count += len(packet_starts(packets)) - 1
    total_bytes = file.tell()
    file.seek(0)
    file.write(info_packet(header, packets=count, total_bytes=total_bytes, frames=frames))
