"""MP3: where its packets begin, and the one at the front that tells players the true length.

A packet is what MP3 itself calls a frame; here frames are those of sound.
"""

import functools
import itertools

from coach.choices import BITRATES_KBPS
from coach.units import RATE_HZ

PACKET = 1152
"""Frames of sound in a packet."""

EVEN_PACKETS = 49
"""After so many packets a constant rate comes out even at 44.1 kHz, whatever the rate: before, some
packets are a byte longer than others."""

DELAY = 576
"""Frames of silence that LAME puts first. Decoders add 529 of their own, and leave both away."""

_RATES_KBPS = (0, 32, 40, 48, 56, *BITRATES_KBPS, 320, 0)
"""By the number in a packet's header; 0 is none."""

LAYER_3 = 0x7FFD
"""The bits that begin a packet: eleven to be found by, then MPEG-1 and its third layer."""


def lowered(rate_kbps: int) -> float:
    """What LAME multiplies its input with at a constant rate, of its own accord."""
    return {192: 0.97, 224: 0.98, 256: 1.0}.get(rate_kbps, 0.95)


def packet_starts(encoded: bytes, *, cut_off: bool = False) -> list[int]:
    """Where each packet begins in what an encoder wrote, and where the last one ends.

    Args:
        encoded: Packets, one after the other.
        cut_off: Whether the last one may be cut off; it is left out then.

    Raises:
        ValueError: It is no MP3 of the house rate, or its last packet is cut off.
    """
    starts = [0]
    while (at := starts[-1]) < len(encoded):
        header = encoded[at : at + 4]
        if cut_off and len(header) < 4:
            break
        starts.append(at + _size(header))
    if starts[-1] > len(encoded):
        if not cut_off:
            raise ValueError("its last packet is cut off")
        starts.pop()
    return starts


@functools.cache
def _size(header: bytes) -> int:
    """The bytes of a packet, from the four that begin it."""
    number = int.from_bytes(header, "big")
    if number >> 17 != LAYER_3 or number >> 10 & 3 or not _rate_kbps(number):
        raise ValueError("it is no MP3 of 44.1 kHz")
    padded = number >> 9 & 1
    return size_bytes(_rate_kbps(number)) + padded


def _rate_kbps(header: int) -> int:
    return _RATES_KBPS[header >> 12 & 15]


def size_bytes(rate_kbps: int) -> int:
    """The bytes of a packet at a constant rate, without the one that some have more.

    >>> size_bytes(96)
    313
    """
    return PACKET * 1000 * rate_kbps // (8 * RATE_HZ)


def info_packet(like: bytes, *, packets: int, total_bytes: int, frames: int) -> bytes:
    """The silent packet that stands first and tells how long it all is.

    Players take from it the length, where to seek to, and how much silence to leave away at both
    ends, so that what is heard starts and ends where the session does.

    Args:
        like: The header of the first packet of sound, four bytes.
        packets: How many packets of sound follow.
        total_bytes: Of all of them, with this one.
        frames: Of sound that were encoded.
    """
    rate_kbps = _rate_kbps(int.from_bytes(like, "big"))
    one_channel = like[3] >> 6 == 3
    header = bytes([*like[:2], like[2] & ~2, like[3]])
    side = bytes(17 if one_channel else 32)
    seeking = bytes(place * 256 // 100 for place in range(100))
    counted = packets.to_bytes(4, "big") + total_bytes.to_bytes(4, "big")
    told = b"Info" + (0xF).to_bytes(4, "big") + counted + seeking + bytes(4)
    begun = header + side + told + _lame(rate_kbps, packets, total_bytes, frames)
    return (begun + _crc(begun)).ljust(size_bytes(rate_kbps), b"\0")


def told_bytes(info: bytes) -> int:
    """What such a packet says that it and all others take.

    Raises:
        ValueError: It is none.
    """
    _, found, told = info.partition(b"Info" + (0xF).to_bytes(4, "big"))
    if len(told) < 8 or not found:
        raise ValueError("it does not tell")
    return int.from_bytes(told[4:8], "big")


def _lame(rate_kbps: int, packets: int, total_bytes: int, frames: int) -> bytes:
    """What LAME adds: constant rate, its own delay, what fills the last packet up, the size."""
    filled = packets * PACKET - DELAY - frames
    delays = (DELAY << 12 | filled).to_bytes(3, "big")
    constant = b"\x01"
    unknown = bytes(10)
    rest = bytes(4) + total_bytes.to_bytes(4, "big") + bytes(2)
    return b"LAME".ljust(9) + constant + unknown + bytes([min(rate_kbps, 255)]) + delays + rest


def _crc(content: bytes) -> bytes:
    """CRC-16 with the polynomial 0x8005, bits reflected, as LAME signs the packet."""
    crc = 0
    for byte, bit in itertools.product(content, range(8)):
        crc = crc >> 1 ^ (0xA001 if (crc ^ byte >> bit) & 1 else 0)
    return crc.to_bytes(2, "big")
