from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from coach.choices import BITRATES_KBPS
from coach.export.encoder import Coding, Encoders
from coach.export.mp3 import (
    DELAY,
    EVEN_PACKETS,
    PACKET,
    info_packet,
    packet_starts,
    size_bytes,
    told_bytes,
)
from tests.nightly import nightly

FRAMES = 120_000

IN_ONE_OR_TWO = [
    (rate, channels) if (number + channels) % 2 else nightly(rate, channels)
    for number, rate in enumerate(BITRATES_KBPS)
    for channels in (1, 2)
]
"""Each rate in one channel or in two; at night in both."""


Coded = Callable[..., bytes]


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Coded:
    """What LAME makes of some noise, with or without the packet at the front."""
    path = tmp_path_factory.mktemp("coded") / "noise.mp3"

    @cache
    def code(rate_kbps: int, *, channels: int = 2, front: bool = False) -> bytes:
        noise = np.random.default_rng(1).integers(-9000, 9000, FRAMES * channels).astype("<i2")
        rate = ("-codec:a", "libmp3lame", "-b:a", f"{rate_kbps}k", "-id3v2_version", "0")
        coding = Coding((*rate, "-write_xing", "1" if front else "0"), channels)
        with Encoders() as encoders:
            encoders.to_file([noise.tobytes()], path, coding)
        return path.read_bytes()

    return code


@pytest.mark.parametrize(("rate_kbps", "channels"), IN_ONE_OR_TWO)
def test_every_packet_of_what_lame_wrote_is_found(
    coded: Coded, rate_kbps: int, channels: int
) -> None:
    encoded = coded(rate_kbps, channels=channels)

    starts = packet_starts(encoded)

    assert all(encoded[at : at + 2] == b"\xff\xfb" for at in starts[:-1])
    assert starts[-1] == len(encoded)
    assert (len(starts) - 1) * PACKET >= FRAMES + DELAY


@pytest.mark.parametrize("rate_kbps", BITRATES_KBPS)
def test_the_rate_comes_out_even_after_a_round(coded: Coded, rate_kbps: int) -> None:
    sizes = np.diff(packet_starts(coded(rate_kbps)))

    assert sizes[EVEN_PACKETS:].tolist() == sizes[:-EVEN_PACKETS].tolist()
    assert sizes.min() == size_bytes(rate_kbps)
    assert sizes.max() <= size_bytes(rate_kbps) + 1


@pytest.mark.parametrize("damage", [b"no sound", b"\xff\xfb", b"\xff\xfb\x90\x00" + bytes(413)])
def test_what_is_no_mp3_of_the_house_rate_is_told(coded: Coded, damage: bytes) -> None:
    encoded = coded(96)

    with pytest.raises(ValueError, match=r"it is no MP3|cut off"):
        packet_starts(encoded + damage[:-1])


def test_another_sample_rate_is_none_of_the_house() -> None:
    with pytest.raises(ValueError, match=r"no MP3 of 44\.1 kHz"):
        packet_starts(b"\xff\xfb\x94\x00" + bytes(380))


@pytest.mark.parametrize(("rate_kbps", "channels"), IN_ONE_OR_TWO)
def test_the_packet_at_the_front_tells_what_that_of_ffmpeg_tells(
    coded: Coded, rate_kbps: int, channels: int
) -> None:
    encoded = coded(rate_kbps, channels=channels, front=True)
    starts = packet_starts(encoded)
    theirs, like = encoded[: starts[1]], encoded[starts[1] : starts[1] + 4]

    ours = info_packet(like, packets=len(starts) - 2, total_bytes=len(encoded), frames=FRAMES)

    told = theirs.index(b"Info")
    assert ours[:3] == theirs[:3]
    assert ours.index(b"Info") == told
    assert ours[told : told + 16] == theirs[told : told + 16]  # packets and bytes
    assert ours[told + 141 : told + 144] == theirs[told + 141 : told + 144]  # silence at both ends
    assert len(ours) == len(theirs)


def test_the_packet_at_the_front_is_signed(coded: Coded) -> None:
    theirs = coded(96, front=True)
    starts = packet_starts(theirs)
    like = theirs[starts[1] : starts[1] + 4]

    ours = info_packet(like, packets=1, total_bytes=700, frames=1)

    end = 36 + 156 - 2
    assert (crc(ours[:end]), crc(theirs[:end])) == (ours[end : end + 2], theirs[end : end + 2])


def test_the_packet_at_the_front_tells_how_much_there_is(coded: Coded) -> None:
    encoded = coded(96, front=True)

    assert told_bytes(encoded[:1152]) == len(encoded)


@pytest.mark.parametrize("cut", [0, 4, 45])
def test_what_is_no_packet_at_the_front_does_not_tell(coded: Coded, cut: int) -> None:
    with pytest.raises(ValueError, match="does not tell"):
        told_bytes(coded(96, front=True)[:cut])


def crc(content: bytes) -> bytes:
    """CRC-16/ARC, by the book."""
    register = 0
    for byte in content:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0xA001 if register & 1 else 0)
    return register.to_bytes(2, "big")
