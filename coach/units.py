"""Units: milliseconds and bytes, and how they are shown; frames of the house format, decibels."""

import re
from typing import TYPE_CHECKING, NewType, overload

if TYPE_CHECKING:  # what shows a length of time needs no numpy
    import numpy as np
    from numpy.typing import NDArray

Ms = NewType("Ms", int)
"""A length or a moment in whole milliseconds."""

NO_TIME, MINUTE = Ms(0), Ms(60_000)

RATE_HZ = 44_100
"""The house rate. All sound has it from the voice's clip to the file or the speaker."""


def seconds(value: float) -> Ms:
    """Seconds as milliseconds, rounded.

    >>> seconds(1.5)
    1500
    """
    return Ms(round(value * 1000))


def parse_ms(text: str) -> Ms:
    """Read ``20s``, ``1m``, ``1m30s`` or ``90``, which are seconds.

    >>> parse_ms("1m30s"), parse_ms("90")
    (90000, 90000)

    Raises:
        ValueError: It is no such length of time.
    """
    parts = re.fullmatch(r"(?:(\d+)m)?(?:(\d+)s?)?", text.strip())
    if not parts or not any(parts.groups()):
        raise ValueError(f"{text!r} is no length of time; write 20s, 1m or 1m30s")
    minutes, rest = (int(part or 0) for part in parts.groups())
    return seconds(60 * minutes + rest)


def parse_minutes(text: str) -> float:
    """Read ``10``, ``12.5`` or ``7:30`` as minutes.

    >>> parse_minutes("12.5"), parse_minutes("7:30")
    (12.5, 7.5)

    Raises:
        ValueError: It is no such length.
    """
    whole = re.fullmatch(r"(\d{1,4})(?::([0-5]\d)|\.(\d{1,6}))?", text.strip())
    if not whole:
        raise ValueError(f"{text!r} is no length in minutes; write 10, 12.5 or 7:30")
    minutes, secs, part = whole.groups()
    return int(minutes) + int(secs or 0) / 60 + float(f"0.{part or 0}")


def show_ms(ms: Ms) -> str:
    """Minutes and whole seconds, hours only when there are any; rounded down, as clocks do.

    >>> show_ms(Ms(90_900)), show_ms(Ms(3_661_000))
    ('1:30', '1:01:01')
    """
    minutes, secs = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def show_bytes(size: int) -> str:
    """A size as it is told to people: megabytes, or kilobytes of what is small.

    >>> show_bytes(63_201_294), show_bytes(522_240), show_bytes(4_819)
    ('63.2 MB', '522 kB', '5 kB')
    """
    return f"{size / 1e6:.1f} MB" if size >= 999_500 else f"{size / 1e3:.0f} kB"


def ms_to_frames(ms: Ms, rate_hz: int = RATE_HZ) -> int:
    """The frame nearest to this moment.

    >>> ms_to_frames(Ms(1000))
    44100
    """
    return round(ms * rate_hz / 1000)


def frames_to_ms(frames: int, rate_hz: int = RATE_HZ) -> Ms:
    """The millisecond nearest to this frame.

    >>> frames_to_ms(22050)
    500
    """
    return Ms(round(frames * 1000 / rate_hz))


@overload
def db_to_gain(db: float) -> float: ...
@overload
def db_to_gain(db: "NDArray[np.float64]") -> "NDArray[np.float64]": ...
def db_to_gain(db: "float | NDArray[np.float64]") -> "float | NDArray[np.float64]":
    """Decibels as the factor of an amplitude.

    >>> db_to_gain(20), round(db_to_gain(-6), 2)
    (10.0, 0.5)
    """
    return 10 ** (db / 20)


@overload
def db_to_power(db: float) -> float: ...
@overload
def db_to_power(db: "NDArray[np.float64]") -> "NDArray[np.float64]": ...
def db_to_power(db: "float | NDArray[np.float64]") -> "float | NDArray[np.float64]":
    """Decibels as the factor of a power, which is the square of that of an amplitude.

    >>> db_to_power(20), round(db_to_power(-3), 2)
    (100.0, 0.5)
    """
    return 10 ** (db / 10)
