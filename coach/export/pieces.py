"""Joined: an MP3 whose pieces are encoded apart, on several cores, and remembered."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import IO

from coach.disk import Store, encoded_folder
from coach.errors import forgiving
from coach.export.encoder import Coding, Encoders
from coach.export.lane import LAG, MOST_BEFORE, Lane, Made, Packets, Piece
from coach.export.mp3 import PACKET, info_packet, packet_starts, size_bytes
from coach.traces import quiet_logger

_logger = quiet_logger(__name__)

PIECES_BYTES = 512 * 2**20
"""Twelve hours at 96 kbit/s; past it, what was wanted longest ago is forgotten."""

PIECE_FORM = 1
"""Counted up when the same sound would be kept otherwise."""

PIECES_LOOK_S = 0.1
"""How often who waits is told that nothing has come yet, and may end it all."""


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
        stretches: The sound, 16 bits at the house rate: each is encoded again only if it or the
            two seconds before it have changed. Taken as they are needed.
        path: The file.
        frames: How many there are in all stretches.
        rate_kbps: One of `coach.choices.BITRATES_KBPS`.
        channels: One or two.
        jobs: How many may be encoded at once.
        progress: Told of how many frames are written, also while none are; what it raises ends it.

    Raises:
        OSError: The file cannot be written, or an encoder failed.
    """
    pieces = _pieces(stretches, width=2 * channels, frames=frames)
    with ThreadPoolExecutor(jobs) as pool, Encoders() as encoders, path.open("wb") as file:
        shop = _Shop(encoders, rate_kbps, channels)
        encoded = _in_order(_made(pieces, shop, pool, jobs + 2), progress)
        _write(file, encoded, frames=frames, rate_kbps=rate_kbps)


def _pieces(stretches: Iterable[bytes], *, width: int, frames: int) -> Iterator[Piece]:
    """Each stretch with what must be heard before it, and the packets that are its own."""
    before, at, first = b"", 0, 0
    for stretch in stretches:
        ends = at + len(stretch) // width
        after = max(ends // PACKET - LAG, first)
        until = None if ends == frames else after
        yield Piece(before, stretch, width, at, first, until)
        before = (before + stretch)[-MOST_BEFORE * PACKET * width :]
        at, first = ends, after


class _Shop:
    """Makes packets of pieces, or remembers them; several threads may ask at once."""

    def __init__(self, encoders: Encoders, rate_kbps: int, channels: int) -> None:
        constant = ("-codec:a", "libmp3lame", "-b:a", f"{rate_kbps}k", "-reservoir", "0")
        bare = ("-write_xing", "0", "-id3v2_version", "0", "-flush_packets", "0", "-f", "mp3")
        self._coding = Coding((*constant, *bare), channels)
        self._encoders = encoders
        self._how = [PIECE_FORM, encoders.identity, *self._coding.arguments, channels]
        self._store = Store(encoded_folder(), ".mp3", largest_bytes=PIECES_BYTES)
        self._free = list[Lane]()
        self._names = dict[int, str]()

    def take(self, piece: Piece) -> Made:
        """Have a piece made; what is ready by now of this and of others."""
        name = self._name(piece)
        remembered = self._store.recall(name)
        if remembered is not None:
            return {piece.begins: Packets(remembered, piece.ends)}
        self._names[piece.begins] = name
        # No more threads ask than there may be lanes.
        lane = self._free.pop() if self._free else Lane(self._encoders.start(self._coding))
        made = lane.hear(piece)
        self._free.append(lane)
        return self._kept(made)

    def end(self) -> Made:
        """End one of the `lanes`; what was still in the making there."""
        return self._kept(self._free.pop().end())

    @property
    def lanes(self) -> int:
        """How many have to be ended, while none is at work."""
        return len(self._free)

    def _kept(self, made: Made) -> Made:
        for begins, piece in made.items():
            # On a full or read-only disk it is encoded again next time.
            with forgiving(_logger, "what was encoded cannot be remembered", OSError):
                self._store.keep(self._names[begins], piece.packets)
        return made

    def _name(self, piece: Piece) -> str:
        own = None if piece.until is None else piece.until - piece.first
        lead = piece.first - piece.led_from
        asked = hashlib.sha256(json.dumps([*self._how, lead, own]).encode())
        asked.update(piece.lead)
        asked.update(piece.pcm)
        return asked.hexdigest()


def _made(
    pieces: Iterable[Piece], shop: _Shop, pool: ThreadPoolExecutor, ahead: int
) -> Iterator[Made]:
    """What has been made, as it comes; nothing now and then, so that it can be ended.

    So many pieces wait for a lane at most, or are heard by one.
    """
    working = set[Future[Made]]()
    for piece in pieces:
        working.add(pool.submit(shop.take, piece))
        yield {}
        yield from _until_fewer(working, ahead)
    yield from _until_fewer(working, 1)
    working = {pool.submit(shop.end) for _ in range(shop.lanes)}
    yield from _until_fewer(working, 1)


def _until_fewer(working: set[Future[Made]], most: int) -> Iterator[Made]:
    """What is made until fewer than so many work; raises what any of them failed with."""
    while len(working) >= most:
        done, _ = wait(working, timeout=PIECES_LOOK_S, return_when=FIRST_COMPLETED)
        working -= done
        yield {begins: packets for one in done for begins, packets in one.result().items()}


def _in_order(made: Iterable[Made], progress: Callable[[int], None]) -> Iterator[bytes]:
    """The packets of one piece after the other."""
    waiting, at = Made(), 0
    for some in made:
        waiting |= some
        while at in waiting:
            packets, at = waiting.pop(at)
            yield packets
            progress(at)
        progress(at)


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
