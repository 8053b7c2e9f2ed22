"""Scripts as tests want them: with the rules and safety words that ship."""

from coach.choices import SafetyTold
from coach.content.entry import Entry
from coach.content.language import sentences
from coach.content.library import open_library
from coach.content.phrasebook import Phrasebook
from coach.script.cues import Script
from coach.script.fitting import write_script
from coach.script.sheet import Sheet, Wishes


def sheet(
    entry: Entry,
    book: Phrasebook,
    wishes: Wishes,
    *,
    told: SafetyTold = "short",
    explains: bool = False,
) -> Sheet:
    """All that a script is written from: for who has heard the safety words, or for a first one."""
    library = open_library(language=book.language.code)
    words = library.safety_words()
    return Sheet(
        entry,
        book,
        words.first if told == "full" else words.later,
        library.rules(),
        wishes,
        words.breath_hold,
        safety_told=told,
        explains=explains,
    )


def written(
    entry: Entry,
    book: Phrasebook,
    wishes: Wishes,
    *,
    told: SafetyTold = "short",
    explains: bool = False,
) -> Script:
    """The script of an entry."""
    return write_script(sheet(entry, book, wishes, told=told, explains=explains))


def english(text: str) -> list[str]:
    """The sentences of an English text."""
    return list(sentences(text.strip(), "en"))
