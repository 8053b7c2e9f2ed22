"""ffmpeg's own meter, held against ours."""

import re
import subprocess
from dataclasses import dataclass

from coach.sound.clip import Samples
from coach.sound.ffmpeg import find_ffmpeg
from coach.sound.shaping import stereo, to_pcm
from coach.units import RATE_HZ
from tests.patience import PATIENCE_S


@dataclass(frozen=True)
class Measured:
    """What it says of a sound."""

    lufs: float
    true_peak_db: float
    """Of the wave between the samples too, beside full scale."""


def measured_by_ffmpeg(samples: Samples) -> Measured:
    """What it says of these samples, as they are written to a file."""
    form = ["-f", "s16le", "-ar", str(RATE_HZ), "-ac", "2", "-i", "pipe:0"]
    meter = "ebur128=framelog=verbose:peak=true"  # 5.1 knows no framelog=quiet
    ran = subprocess.run(
        [find_ffmpeg(), "-nostats", *form, "-af", meter, "-f", "null", "-"],
        input=to_pcm(stereo(samples)).tobytes(),
        capture_output=True,
        check=True,
        timeout=PATIENCE_S,
    )
    told = ran.stderr.decode()
    return Measured(_last(r"I:\s+(\S+) LUFS", told), _last(r"Peak:\s+(\S+) dBFS", told))


def _last(pattern: str, told: str) -> float:
    return float(re.findall(pattern, told)[-1])
