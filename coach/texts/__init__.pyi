from .captions import Caption as Caption, captions as captions, lyrics as lyrics
from .chapters import Chapter as Chapter, ascii_title as ascii_title, chapters as chapters
from .description import describe as describe
from .formats import BESIDE as BESIDE, SCRIPT_FORMATS as SCRIPT_FORMATS
from .listing import (
    Listed as Listed,
    Lister as Lister,
    lengths_told as lengths_told,
    routines_as_json as routines_as_json,
    spots_as_json as spots_as_json,
)
from .transcript import as_lyrics as as_lyrics
