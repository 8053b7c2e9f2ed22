"""Make the beds: the soft sounds that lie under a whole session.

Every bed is synthesised here, from arithmetic and seeded chance alone, and written to the
``audio`` folder of the project as OGG Vorbis. Run it from anywhere::

    python tests/studio/make_beds.py

A bed is played in a loop, so each is *periodic*: its end runs on into its start. Noise gets
this by being shaped in the frequency domain over the whole length, tones by making a whole
number of cycles in that length, drops by wrapping round the end.

The listener breathes to swells that other sounds give, so a bed must not swell by itself at
the rate of a breath (0.05 to 0.3 Hz). All that moves in the pad moves slower or faster.

The noise of the coding is not periodic, and in the pad, which has nothing above 900 Hz to cover
it, the step it leaves at the seam could click. So a bed is turned round to start at a quiet spot,
coded from several such spots, and the coding with the smoothest seam is kept.

It needs numpy and soundfile 0.13 or newer.
"""

import io
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

Signal = NDArray[np.float64]  # mono: (FRAMES,); stereo: (FRAMES, 2)
Rng = np.random.Generator

AUDIO = Path(__file__).resolve().parents[2] / "audio"

RATE = 44_100
SECONDS = 48
FRAMES = RATE * SECONDS
RMS_DBFS = -20.0
TURN = np.linspace(0.0, 2.0 * np.pi, FRAMES, endpoint=False)  # one cycle over the whole bed

# The pad is tuned in just intonation on D1, so that harmonics of its notes that meet do not beat.
ROOT_CYCLES = 1762  # D1, 36.708 Hz, in cycles per bed
PAD_NOTES = {2: 0.0, 3: -3.0, 4: -2.0, 5: -18.0, 6: -10.0}  # D2 A2 D3 F#3 A3: multiple of D1, dB
PAD_TOP_HZ = 900.0
PAD_TILT = 1.7  # harmonic h of a note has the amplitude h ** -PAD_TILT
DRIFT_DEPTH = 0.1  # each partial's slow drift in level, in 24 or 48 s: slower than a breath
LEAN = 0.35  # radians: the same for its phase, which moves it softly between the ears
DETUNED_LEVEL = 0.12  # of the detuned voice beside each partial
DETUNED_CYCLES = (24, 60)  # its distance, 0.5 to 1.25 Hz: beats faster than a breath

NOISE_SIDE = 0.2  # share of a noise's power that differs between the ears

DROPS_PER_SECOND = 120
DROPS_DB = -12.0  # all drops together, against the rain's noise
DROP_SECONDS = 0.05

CUTS = 16  # places tried for the seam
CUT_WINDOW = 32  # frames that should be quiet around a seam


def amplitude(decibels: float) -> float:
    """Return the amplitude ratio of a level in dB."""
    return float(10.0 ** (decibels / 20.0))


def rms(signal: Signal) -> float:
    """Return the RMS of a signal, over all its channels."""
    return float(np.sqrt(np.mean(signal**2)))


def at_rms(signal: Signal, level: float) -> Signal:
    """Return the signal scaled to an RMS of `level`."""
    return signal * (level / rms(signal))


def high_pass(hertz: Signal, corner: float, order: int) -> Signal:
    """Return the gain of a Butterworth high-pass at each frequency."""
    ratio = hertz / corner
    return ratio**order / np.sqrt(1.0 + ratio ** (2 * order))


def low_pass(hertz: Signal, corner: float, order: int) -> Signal:
    """Return the gain of a Butterworth low-pass at each frequency."""
    return 1.0 / np.sqrt(1.0 + (hertz / corner) ** (2 * order))


def rain_shape(hertz: Signal) -> Signal:
    """Return the gain of the rain's noise: pink between 400 Hz and 6 kHz."""
    pink = 1.0 / np.sqrt(np.maximum(hertz, 1.0))
    return pink * high_pass(hertz, 400.0, 2) * low_pass(hertz, 6000.0, 3)


def brown_shape(hertz: Signal) -> Signal:
    """Return the gain of the brown noise: 6 dB an octave down from 100 Hz, none below 40."""
    return np.minimum(1.0, 100.0 / np.maximum(hertz, 1.0)) * high_pass(hertz, 40.0, 4)


def periodic_noise(rng: Rng, shape: Callable[[Signal], Signal]) -> Signal:
    """Return stereo noise of unit RMS with the given spectrum, mostly common to both ears."""
    gain = shape(np.arange(FRAMES // 2 + 1) / SECONDS)
    mid, side = (
        at_rms(np.fft.irfft(np.fft.rfft(rng.standard_normal(FRAMES)) * gain, FRAMES), share)
        for share in (np.sqrt(1.0 - NOISE_SIDE), np.sqrt(NOISE_SIDE))
    )
    return np.column_stack((mid + side, mid - side))


def pad_partials() -> dict[int, float]:
    """Return the pad's partials: multiple of the root to amplitude, notes summed by power."""
    power: defaultdict[int, float] = defaultdict(float)
    top = int(PAD_TOP_HZ * SECONDS / ROOT_CYCLES)
    for note, level in PAD_NOTES.items():
        for harmonic in range(1, top // note + 1):
            power[note * harmonic] += (amplitude(level) * harmonic**-PAD_TILT) ** 2
    return {multiple: power[multiple] ** 0.5 for multiple in sorted(power)}


def wander(rng: Rng) -> Signal:
    """Return a slow curve between -1 and 1 that makes one or two turns in the bed."""
    curve: Signal = np.sin(TURN * rng.integers(1, 3) + rng.uniform(0.0, 2.0 * np.pi))
    return curve


def pad_partial(rng: Rng, multiple: int) -> Signal:
    """Return one partial in stereo: a drifting tone, and a detuned voice of its own in each ear."""
    cycles = ROOT_CYCLES * multiple
    start = rng.uniform(0.0, 2.0 * np.pi)
    level = 1.0 + DRIFT_DEPTH * wander(rng)
    lean = LEAN * wander(rng)
    ears = []
    for side in rng.permutation((-1, 1)):
        tone = level * np.sin(TURN * cycles + start + side * lean)
        distance = side * rng.integers(*DETUNED_CYCLES)
        detuned = np.sin(TURN * (cycles + distance) + rng.uniform(0.0, 2.0 * np.pi))
        ears.append(tone + DETUNED_LEVEL * (1.0 + 0.5 * wander(rng)) * detuned)
    return np.column_stack(ears)


def drop(rng: Rng) -> Signal:
    """Return one faint drop: a short ring, soft at its start, somewhere between the ears."""
    time = np.arange(int(DROP_SECONDS * RATE)) / RATE
    pitch = 1000.0 * 5.0 ** rng.uniform()
    fall = rng.uniform(0.002, 0.007)
    envelope = (1.0 - np.exp(-time / 0.0005)) * np.exp(-time / fall)
    loudness = amplitude(rng.uniform(-12.0, 0.0))
    pan = rng.uniform(0.3, 0.7)
    ring = loudness * envelope * np.sin(2.0 * np.pi * pitch * time)
    return np.column_stack((ring * np.sqrt(1.0 - pan), ring * np.sqrt(pan)))


def make_drops(rng: Rng) -> Signal:
    """Return the drops of the rain; one that falls at the end rings on at the start."""
    drops = np.zeros((FRAMES, 2))
    for start in rng.integers(0, FRAMES, DROPS_PER_SECOND * SECONDS):
        ring = drop(rng)
        drops[(start + np.arange(len(ring))) % FRAMES] += ring
    return drops


def make_pad(rng: Rng) -> Signal:
    """Return the pad: a warm, still chord on D."""
    pad = np.zeros((FRAMES, 2))
    for multiple, level in pad_partials().items():
        pad += level * pad_partial(rng, multiple)
    return pad


def make_rain(rng: Rng) -> Signal:
    """Return the rain: a steady soft noise and many faint drops."""
    return periodic_noise(rng, rain_shape) + at_rms(make_drops(rng), amplitude(DROPS_DB))


def make_brown(rng: Rng) -> Signal:
    """Return the brown noise: deep and steady."""
    return periodic_noise(rng, brown_shape)


@dataclass(frozen=True)
class Bed:
    """One bed: its file name, how it is made, and how it is encoded."""

    name: str
    make: Callable[[Rng], Signal]
    seed: int
    compression: float  # of libsndfile: 0 is the best quality, 1 the smallest file


BEDS = (
    Bed("pad", make_pad, seed=1, compression=0.0),
    Bed("rain", make_rain, seed=2, compression=0.5),
    Bed("brown", make_brown, seed=3, compression=0.5),
)


def ogg_checksum(page: bytes) -> int:
    """Return the CRC of an OGG page: that of zlib, but with the bits the other way round."""
    mirror = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
    checksum = zlib.crc32(page.translate(mirror), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{checksum:032b}"[::-1], 2)


def with_serial(ogg: bytes, serial: int) -> bytes:
    """Return an OGG stream with a fixed serial number, where libsndfile has put a random one."""
    pages = []
    start = 0
    while start < len(ogg):
        segments = ogg[start + 26]
        end = start + 27 + segments + sum(ogg[start + 27 : start + 27 + segments])
        page = bytearray(ogg[start:end])
        page[14:18] = serial.to_bytes(4, "little")
        page[22:26] = bytes(4)  # the checksum counts as nought in itself
        page[22:26] = ogg_checksum(bytes(page)).to_bytes(4, "little")
        pages.append(bytes(page))
        start = end
    return b"".join(pages)


def encode(signal: Signal, compression: float) -> bytes:
    """Return a stereo signal as OGG Vorbis."""
    ogg = io.BytesIO()
    with soundfile.SoundFile(
        ogg, "w", RATE, 2, "VORBIS", format="OGG", compression_level=compression
    ) as file:
        for block in np.array_split(signal, SECONDS):  # one long write can overflow in libsndfile
            file.write(block)
    return ogg.getvalue()


def decode(ogg: bytes) -> Signal:
    """Return the signal of an OGG Vorbis stream."""
    signal: Signal = soundfile.read(io.BytesIO(ogg), dtype="float64", always_2d=True)[0]
    return signal


def quiet_spots(signal: Signal) -> list[int]:
    """Return the quietest frame in each of `CUTS` equal stretches of a bed."""
    power = np.sum(signal**2, axis=1)
    around = np.fft.rfft(np.ones(CUT_WINDOW), FRAMES)
    smooth = np.fft.irfft(np.fft.rfft(power) * around, FRAMES)  # of the frames up to each
    middle = np.roll(smooth, -CUT_WINDOW // 2)
    stretch = FRAMES // CUTS
    return [at + int(np.argmin(middle[at : at + stretch])) for at in range(0, FRAMES, stretch)]


def seam_kink(ogg: bytes) -> float:
    """Return how sharply a coded bed bends where its end meets its start."""
    signal = decode(ogg)
    seam = np.concatenate((signal[-2:], signal[:2]))
    return float(np.max(np.abs(np.diff(seam, 2, axis=0))))


def coded_bed(bed: Bed) -> bytes:
    """Make a bed and return it as OGG Vorbis, at its level when decoded, with a smooth seam."""
    level = amplitude(RMS_DBFS)
    signal = at_rms(bed.make(np.random.default_rng(bed.seed)), level)
    signal *= level / rms(decode(encode(signal, bed.compression)))
    codings = (
        encode(np.roll(signal, -spot, axis=0), bed.compression) for spot in quiet_spots(signal)
    )
    return with_serial(min(codings, key=seam_kink), bed.seed)


def describe(name: str, ogg: bytes) -> str:
    """Return a line with the figures of a coded bed."""
    signal = decode(ogg)
    loudness = 20.0 * np.log10(rms(signal))
    peak = 20.0 * np.log10(np.max(np.abs(signal)))
    return (
        f"{name}: {len(signal) / RATE:g} s, {len(ogg) / 1000:.0f} KB, RMS {loudness:.2f} dBFS, "
        f"peak {peak:.1f} dBFS, kink at the seam {seam_kink(ogg):.5f}"
    )


def main() -> None:
    """Write all beds to the audio folder."""
    AUDIO.mkdir(exist_ok=True)
    for bed in BEDS:
        ogg = coded_bed(bed)
        (AUDIO / f"{bed.name}.ogg").write_bytes(ogg)
        print(describe(bed.name, ogg))


if __name__ == "__main__":
    main()
