from .ahead import Ahead as Ahead, cores as cores, speaking_ahead as speaking_ahead
from .fetching import (
    copy_voice as copy_voice,
    fetch_voice as fetch_voice,
    kept_bytes as kept_bytes,
    missing_files as missing_files,
    remove_fetched as remove_fetched,
)
from .finishing import finished as finished
from .keeping import KeepingVoice as KeepingVoice
from .offers import Offer as Offer, find_offer as find_offer, list_offers as list_offers
from .packing import Packer as Packer, open_packer as open_packer
from .speaker import (
    open_speaker as open_speaker,
    spare_note as spare_note,
    stand_in_note as stand_in_note,
    who_speaks as who_speaks,
)
from .voice import (
    FINISH as FINISH,
    Voice as Voice,
    VoiceName as VoiceName,
    at_once as at_once,
    is_silent as is_silent,
    list_voices as list_voices,
    said_in as said_in,
)
