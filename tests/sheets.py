"""Scripts as tests want them: with the rules and safety words that ship."""

from coach.fitting import write_script
from coach.library import Entry, open_library
from coach.phrasebook import Phrasebook
from coach.script import Script
from coach.writer import Sheet, Wishes


def sheet(entry: Entry, book: Phrasebook, wishes: Wishes) -> Sheet:
    """All that a script is written from; the safety words are those of a first session."""
    library = open_library()
    return Sheet(entry, book, library.safety_words().first, library.rules(), wishes)


def written(entry: Entry, book: Phrasebook, wishes: Wishes) -> Script:
    """The script of an entry."""
    return write_script(sheet(entry, book, wishes))
