from .keeping import KeepingVoice as KeepingVoice
from .pronouncing import PronouncingVoice as PronouncingVoice
from .remembering import RememberingVoice as RememberingVoice
from .voice import (
    FINISH as FINISH,
    Voice as Voice,
    finished as finished,
    is_silent as is_silent,
    list_voices as list_voices,
    open_voice as open_voice,
    reads_phonemes as reads_phonemes,
)
