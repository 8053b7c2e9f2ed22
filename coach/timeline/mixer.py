"""The mixer: placed sections to blocks of sound."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from coach.sound import Bed, Samples, limited, noise_floor, ramp, stereo, tone_clip
from coach.timeline.gains import BENEATH_DB, EVEN, Gains
from coach.timeline.timeline import Placed, PlacedSection, Sound, Speech
from coach.units import NO_TIME, RATE_HZ, Ms, db_to_gain, ms_to_frames, seconds
from coach.voices import Voice

BLOCK = RATE_HZ
"""Frames of a block at most: one second."""

VOICE_CEILING = db_to_gain(-2.5)
"""Of the voice's peaks: what is left to -1 dB true peak is for the bed under it, for what lies
between two samples, and for what an encoder adds."""

DUCK_DB = -7.0
"""The bed's gain while the voice speaks."""
DUCK_DOWN, DUCK_UP = Ms(250), Ms(1200)
"""How long the bed takes to give way, and to come back."""
KEEP_DUCKED = seconds(2)
"""Between sentences closer than this the bed stays down: it must not pump."""

BENEATH = np.float32(db_to_gain(BENEATH_DB))
"""The gain of what lies beneath; it gives way to the voice as the bed does."""

LAST_PHRASES = 4
"""Those that may reach into one block, or have just ended."""

FADE_IN, FADE_OUT = seconds(1.5), seconds(4)
"""The bed's, at the beginning and the end of a session."""


def mix(
    sections: Iterable[PlacedSection],
    voice: Voice,
    bed: Bed | None,
    *,
    gains: Gains = EVEN,
    start: Ms = NO_TIME,
) -> Iterator[Samples]:
    """The sound of sections that follow each other.

    Args:
        sections: In order, the first one that which holds ``start``; each is taken when it is due.
        voice: Speaks all speech that has no voice of its own.
        bed: Lies under all of it; without one there is still the `noise_floor`.
        gains: Of the voice and the tones.
        start: The moment of the session to begin at. Any gives the same sound from there on. One
            before the session's beginning is for what is heard before it, under the bed too.

    Yields:
        Blocks of at most `BLOCK` frames, two channels of float32 within [-1, 1].

    Raises:
        VoiceError: A phrase could not be spoken.
    """
    at = ms_to_frames(start)
    opens = min(0, at)
    for section in sections:
        render = _renderer(voice, gains)
        ducking = _Ducking(section)
        end = ms_to_frames(section.end)
        while at < end:
            frames = min(BLOCK, end - at)
            block = noise_floor(at, frames)
            ducked = ducking.gain(at, frames)
            if bed is not None:
                ends = end - opens if section.last else None
                gain = ducked * _edges(at - opens, frames, ends)
                block += bed.cut(at, frames) * gain[:, None]
            if section.beneath:
                beneath = np.zeros_like(block)
                _lay(beneath, at, section.beneath, render)
                block += beneath * (ducked * BENEATH)[:, None]
            _lay(block, at, section.placed, render)
            yield block
            at += frames


def _lay(
    block: Samples, at: int, sounds: Iterable[Placed], render: Callable[[Sound], Samples]
) -> None:
    """Add to a block every sound that reaches into it."""
    end = at + len(block)
    for placed in sounds:
        first = ms_to_frames(placed.start)
        if placed.sound is None or first >= end or ms_to_frames(placed.end) < at - RATE_HZ:
            continue
        samples = render(placed.sound)
        begin, finish = max(first, at), min(first + len(samples), end)
        if begin < finish:
            block[begin - at : finish - at] += samples[begin - first : finish - first]


def _renderer(voice: Voice, gains: Gains) -> Callable[[Sound], Samples]:
    """Sounds to samples, keeping the last phrases, which are asked for again in the next block."""
    last: dict[tuple[str, int], Samples] = {}
    louder, toned = (np.float32(db_to_gain(gain)) for gain in (gains.voice_db, gains.tones_db))

    def render(sound: Sound) -> Samples:
        if not isinstance(sound, Speech):
            return tone_clip(sound).samples * toned
        by = sound.by or voice
        said = (sound.text, id(by))
        if said not in last:
            spoken = by.speak(sound.text).samples * louder
            if len(last) == LAST_PHRASES:
                del last[next(iter(last))]
            last[said] = stereo(limited(spoken, VOICE_CEILING))
        return last[said]

    return render


class _Ducking:
    """The bed's gain over one section: down in the stretches of speech, up between them.

    The way down begins with the speech and not before it, so a section's gain never depends on its
    neighbour.
    """

    def __init__(self, section: PlacedSection) -> None:
        last = ms_to_frames(section.end)
        corners = [(ms_to_frames(section.start), 1.0)]
        for start, end in _stretches(section):
            corners += [(start, 1.0), (start + ms_to_frames(DUCK_DOWN), 0.0)]
            corners += [(end, 0.0), (min(end + ms_to_frames(DUCK_UP), last), 1.0)]
        self._frames = np.array([frame for frame, _ in corners], dtype=np.float64)
        self._opened = np.array([opened for _, opened in corners])

    def gain(self, at: int, frames: int) -> Samples:
        """The gain of each of so many frames, or one for all of them where it does not change."""
        last = at + frames - 1
        first_corner, end_corner = np.searchsorted(self._frames, (at + 1, last))
        ends = np.interp((at, last), self._frames, self._opened)
        still = first_corner == end_corner and ends[0] == ends[1]
        opened = (
            ends[:1] if still else np.interp(np.arange(at, at + frames), self._frames, self._opened)
        )
        smooth = 0.5 - 0.5 * np.cos(np.pi * opened)
        low = db_to_gain(DUCK_DB)
        gain: Samples = (low + (1 - low) * smooth).astype(np.float32)
        return gain


def _stretches(section: PlacedSection) -> list[tuple[int, int]]:
    """The spoken stretches in frames, those close together as one."""
    stretches: list[tuple[int, int]] = []
    for placed in section.placed:
        if not isinstance(placed.sound, Speech):
            continue
        start, end = ms_to_frames(placed.start), ms_to_frames(placed.end)
        if stretches and start - stretches[-1][1] < ms_to_frames(KEEP_DUCKED):
            start = stretches.pop()[0]
        stretches.append((start, max(end, start + ms_to_frames(DUCK_DOWN))))
    return stretches


def _edges(at: int, frames: int, ends: int | None) -> Samples:
    """The bed's fade from frame 0 on, and before the frame at which it ends; or one for all."""
    gain = np.ones(1, dtype=np.float32)
    if at < (rise := ms_to_frames(FADE_IN)):
        gain = gain * np.pad(ramp(rise), (0, at + frames), constant_values=1.0)[at : at + frames]
    if ends is not None and at + frames > (begin := ends - ms_to_frames(FADE_OUT)):
        place = (np.arange(at, at + frames) - begin) / ms_to_frames(FADE_OUT)
        gain = gain * (0.5 + 0.5 * np.cos(np.pi * np.clip(place, 0, 1))).astype(np.float32)
    return gain
