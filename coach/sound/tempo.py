"""Tempo: speech made slower or quicker, and not lower or higher."""

import subprocess

import numpy as np

from coach.sound.clip import Clip
from coach.sound.ffmpeg import find_ffmpeg


def at_tempo(clip: Clip, tempo: float) -> Clip:
    """Speech of one channel that is spoken so many times as quickly, at the same pitch.

    Args:
        clip: What was spoken.
        tempo: From 0.5 to 2; 1 leaves it as it is.

    Raises:
        ExportError: There is no ffmpeg.
        OSError: It failed.
    """
    if tempo == 1:
        return clip
    raw = ("-f", "f32le", "-ar", f"{clip.rate_hz}", "-ac", "1")
    command = [find_ffmpeg(), "-v", "error", *raw, "-i", "pipe:0", "-af", f"atempo={tempo:.4f}"]
    done = subprocess.run(
        [*command, *raw, "pipe:1"], input=clip.samples.astype("<f4").tobytes(), capture_output=True
    )
    if done.returncode:
        raise OSError(done.stderr.decode(errors="replace").strip())
    return Clip(np.frombuffer(done.stdout, "<f4").astype(np.float32), clip.rate_hz)
