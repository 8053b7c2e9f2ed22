"""Scripts as tests want them: with the rules and safety words that ship."""

from coach.content.library import Entry, open_library
from coach.content.phrasebook import Phrasebook
from coach.script.cues import Script
from coach.script.fitting import write_script
from coach.script.writer import Sheet, Wishes


def sheet(entry: Entry, book: Phrasebook, wishes: Wishes) -> Sheet:
    """All that a script is written from; the safety words are those of a first session."""
    library = open_library()
    words = library.safety_words()
    return Sheet(entry, book, words.first, library.rules(), wishes, words.breath_hold)


def written(entry: Entry, book: Phrasebook, wishes: Wishes) -> Script:
    """The script of an entry."""
    return write_script(sheet(entry, book, wishes))
