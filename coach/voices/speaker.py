"""The speaker: who speaks a session, and who stands in for what was not recorded."""

from collections.abc import Iterable, Mapping
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple

from coach.choices import LANGUAGE, RATE_WPM
from coach.content import Language, ScreenWords, fill
from coach.disk import memory_folder
from coach.errors import VoiceUnavailable
from coach.installing import LIST_VOICES, get_voice, install_extra
from coach.sound import Clip
from coach.traces import quiet_logger
from coach.voices.around import VoiceAround
from coach.voices.offers import list_offers
from coach.voices.pack import find_pack, open_pack
from coach.voices.pronouncing import PronouncingVoice
from coach.voices.recorded import RecordedVoice
from coach.voices.relay import RelayVoice
from coach.voices.remembering import RememberingVoice
from coach.voices.sparing import SparingVoice
from coach.voices.voice import (
    NATURAL,
    USUAL,
    Voice,
    is_silent,
    language_of,
    open_voice,
    reads_phonemes,
)

_logger = quiet_logger(__name__)

SPARED_TOLD = 3
"""So many phrases are told, where there are more."""

HEART = "heart"
"""The coach's own voice: all that ships was recorded in it."""


def open_speaker(
    name: str,
    rate_wpm: int,
    *,
    spellings: Mapping[str, str],
    phonemes: Mapping[str, str],
    language: Language | None = None,
) -> Voice:
    """Who speaks a session: recordings where there are some, and else a voice that speaks now.

    Args:
        name: Of the voice that says everything. Empty for `HEART`, and for what is not recorded in
            it the best voice that is here.
        rate_wpm: Words a minute.
        spellings: How words are written for engines that would say them wrong.
        phonemes: How the natural voice says them.
        language: Of the words; None for English.

    Raises:
        VoiceUnavailable: It is not here.
        PluginBroken: It is another package's, and does not work.
    """
    how = _Manner(rate_wpm, language, spellings, phonemes)
    live = partial(_speaking_now, how=how)
    if not how.is_english:
        return _speaking_language(name, how)
    recorded = _open_recorded(name or HEART, rate_wpm)
    if recorded is None:
        return live(name)
    others = [partial(live, one) for one in ([name] if name else [f"{NATURAL}:", ""])]
    first = recorded if rate_wpm == RATE_WPM else RememberingVoice(recorded, memory_folder())
    return RelayVoice(first, recorded.knows, others)


class StandIn(VoiceAround):
    """Another voice than was meant: a session is spoken by it rather than not at all.

    Args:
        voice: Who speaks.
        asked: The voice that was asked for and speaks English alone; empty where no voice here
            speaks the language, and the system's own reads it.
    """

    def __init__(self, voice: Voice, asked: str = "") -> None:
        super().__init__(voice)
        self.asked = asked

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        return self._voice.speak(text)


class _Manner(NamedTuple):
    """How words are said."""

    rate_wpm: int
    language: Language | None
    spellings: Mapping[str, str]
    phonemes: Mapping[str, str]

    @property
    def code(self) -> str:
        """The language's."""
        return self.language.code if self.language else LANGUAGE

    @property
    def is_english(self) -> bool:
        """Whether the recordings and the natural voice speak the language."""
        return language_of(self.code) == LANGUAGE


def _speaking_now(name: str, how: _Manner) -> Voice:
    """A voice without recordings, which remembers what it said and says all words right.

    What another one than the system's cannot say, that one says.
    """
    reading = how.language.reading if how.language else None
    opened = open_voice(name, how.rate_wpm, phonemes=how.phonemes, reading=reading)
    if is_silent(name):  # silence is not worth remembering
        return opened
    voice: Voice = RememberingVoice(opened, memory_folder())
    if not reads_phonemes(name):
        voice = PronouncingVoice(voice, how.spellings)
    if opened.key.startswith(f"{USUAL}:"):
        return voice
    return SparingVoice(voice, lambda: _speaking_now(_of_system(how), how))


def _speaking_language(name: str, how: _Manner) -> Voice:
    """The voice of this name in another language than English, or one that stands in for it."""
    if reads_phonemes(name):
        return StandIn(_speaking_language("", how), name)
    named = "" if name == f"{USUAL}:" else name or _fetched(how)
    spoken = named or _of_system(how)
    return _speaking_now(spoken, how) if spoken else StandIn(_speaking_now("", how))


def _of_system(how: _Manner) -> str:
    """The system's voice that speaks the language; empty for its own, if none does."""
    name = "" if how.is_english else f"{USUAL}:{language_of(how.code)}"
    try:
        open_voice(name, how.rate_wpm)
    except VoiceUnavailable:
        _logger.info("the system has no voice of this language", exc_info=True)
        return ""
    return name


def _fetched(how: _Manner) -> str:
    """One of Piper's voices that was fetched and speaks the language; empty if there is none."""
    if not find_spec("piper"):
        return ""
    from coach.voices.piper import list_voices

    rows = (row for row in list_voices() if row.natural)
    spoken = (row.name for row in rows if language_of(row.language) == language_of(how.code))
    return next((f"piper:{name}" for name in spoken), "")


def _open_recorded(name: str, rate_wpm: int) -> RecordedVoice | None:
    """The recordings of a voice; None where there are none, or they cannot be read."""
    plain = name.removeprefix(f"{NATURAL}:")
    folder = find_pack(plain)
    if folder is None:
        return None
    try:
        return RecordedVoice(open_pack(folder), rate_wpm / RATE_WPM)
    except VoiceUnavailable:
        _logger.warning("the recordings of a voice cannot be read", exc_info=True)
        return None


def stand_in_note(
    voice: Voice, texts: Iterable[str], words: ScreenWords, language: Language
) -> str:
    """That another voice speaks than is meant, and what mends it; empty where none does."""
    if isinstance(voice, StandIn):
        blanks = {"language": language.name, "voices": _others(language.code)}
        if voice.asked:
            return fill(words.voices.english_alone, {"voice": voice.asked, **blanks})
        return fill(words.voices.strange, blanks)
    if not isinstance(voice, RelayVoice):
        return ""
    strange = len(voice.strange(texts))
    mends = _what_mends() if strange else ""
    if not mends:
        return ""
    blanks = {"number": f"{strange}", "mends": mends}
    return language.counted(words.voices.stand_in, strange, blanks)


def spare_note(voice: Voice, words: ScreenWords) -> str:
    """Which phrases the system's voice has said, as this one could not; empty if there are none."""
    if not isinstance(voice, SparingVoice) or not voice.spared:
        return ""
    told = ", ".join(map(repr, voice.spared[:SPARED_TOLD]))
    if (more := len(voice.spared) - SPARED_TOLD) > 0:
        told = fill(words.voices.more, {"texts": told, "number": f"{more}"})
    return fill(words.voices.spared, {"texts": told})


def who_speaks(voice: Voice) -> str:
    """Who says what, and why, in a line."""
    if not isinstance(voice, RelayVoice):
        return f"{voice.key.partition(' ')[0]} speaks"  # without the spellings that it is given
    mends = _what_mends()
    others = f"; {mends} for the same one" if mends else ""
    following = voice.next_key.partition(" ")[0]
    return f"{HEART} speaks, from recordings; other words are said by {following}{others}"


def _others(code: str) -> str:
    """The command that brings a voice of a language, or else lists all."""
    offers = (one for one in list_offers() if language_of(one.language) == language_of(code))
    return next((get_voice(one.name) for one in offers), LIST_VOICES)


def _what_mends() -> str:
    """The commands that bring the voice of the recordings for any words; empty if it is here."""
    from coach.voices.kokoro import has_packages, is_here

    get = get_voice(HEART)
    if not has_packages():
        return f"{install_extra('natural')} and then {get}"
    return "" if is_here(HEART) else get
