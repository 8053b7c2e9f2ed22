from .keeping import KeepingVoice as KeepingVoice
from .speaker import open_speaker as open_speaker, stand_in_note as stand_in_note
from .voice import (
    FINISH as FINISH,
    Voice as Voice,
    finished as finished,
    is_silent as is_silent,
    list_voices as list_voices,
    open_voice as open_voice,
)
