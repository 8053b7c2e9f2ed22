from .bed import (
    BED_LUFS as BED_LUFS,
    SHIPPED_LUFS as SHIPPED_LUFS,
    Bed as Bed,
    open_bed as open_bed,
)
from .clip import (
    Clip as Clip,
    Pcm as Pcm,
    Samples as Samples,
    UnreadableRecording as UnreadableRecording,
)
from .ffmpeg import find_ffmpeg as find_ffmpeg
from .loop import noise_floor as noise_floor
from .loudness import (
    POWER_STEP as POWER_STEP,
    Power as Power,
    integrated_lufs as integrated_lufs,
    level as level,
    lufs_to_power as lufs_to_power,
)
from .recording import (
    Recording as Recording,
    from_opus as from_opus,
    read_recording as read_recording,
    to_opus as to_opus,
)
from .shaping import (
    from_bytes as from_bytes,
    joined as joined,
    limited as limited,
    quiet_edges as quiet_edges,
    ramp as ramp,
    resample as resample,
    silence as silence,
    stereo as stereo,
    to_pcm as to_pcm,
    trim as trim,
)
from .synthesis import tone_clip as tone_clip
from .tempo import at_tempo as at_tempo
from .tones import (
    Chime as Chime,
    Orbit as Orbit,
    Strike as Strike,
    Stroke as Stroke,
    Swell as Swell,
    Tone as Tone,
)
