from .captions import Caption as Caption, captions as captions, lyrics as lyrics
from .chapters import Chapter as Chapter, ascii_title as ascii_title, chapters as chapters
from .description import describe as describe
from .formats import BESIDE as BESIDE, SCRIPT_FORMATS as SCRIPT_FORMATS
from .transcript import as_lyrics as as_lyrics
