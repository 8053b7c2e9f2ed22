"""The speaker: who speaks a session, and who stands in for what was not recorded."""

from collections.abc import Iterable, Mapping
from functools import partial

from coach.choices import RATE_WPM
from coach.disk import memory_folder
from coach.errors import VoiceUnavailable
from coach.installing import get_voice, install_extra
from coach.traces import quiet_logger
from coach.voices.pack import find_pack, open_pack
from coach.voices.pronouncing import PronouncingVoice
from coach.voices.recorded import RecordedVoice
from coach.voices.relay import RelayVoice
from coach.voices.remembering import RememberingVoice
from coach.voices.sparing import SparingVoice
from coach.voices.voice import NATURAL, USUAL, Voice, is_silent, open_voice, reads_phonemes

_logger = quiet_logger(__name__)

SPARED_TOLD = 3
"""So many phrases are told, where there are more."""

HEART = "heart"
"""The coach's own voice: all that ships was recorded in it."""


def open_speaker(
    name: str, rate_wpm: int, *, spellings: Mapping[str, str], phonemes: Mapping[str, str]
) -> Voice:
    """Who speaks a session: recordings where there are some, and else a voice that speaks now.

    Args:
        name: Of the voice that says everything. Empty for `HEART`, and for what is not recorded in
            it the best voice that is here.
        rate_wpm: Words a minute.
        spellings: How words are written for engines that would say them wrong.
        phonemes: How the natural voice says them.

    Raises:
        VoiceUnavailable: It is not here.
        PluginBroken: It is another package's, and does not work.
    """
    live = partial(_speaking_now, rate_wpm=rate_wpm, spellings=spellings, phonemes=phonemes)
    recorded = _open_recorded(name or HEART, rate_wpm)
    if recorded is None:
        return live(name)
    others = [partial(live, one) for one in ([name] if name else [f"{NATURAL}:", ""])]
    first = recorded if rate_wpm == RATE_WPM else RememberingVoice(recorded, memory_folder())
    return RelayVoice(first, recorded.knows, others)


def _speaking_now(
    name: str, *, rate_wpm: int, spellings: Mapping[str, str], phonemes: Mapping[str, str]
) -> Voice:
    """A voice without recordings, which remembers what it said and says all words right.

    What another one than the system's cannot say, that one says.
    """
    opened = open_voice(name, rate_wpm, phonemes=phonemes)
    if is_silent(name):  # silence is not worth remembering
        return opened
    voice: Voice = RememberingVoice(opened, memory_folder())
    if not reads_phonemes(name):
        voice = PronouncingVoice(voice, spellings)
    if opened.key.startswith(f"{USUAL}:"):
        return voice
    words = {"spellings": spellings, "phonemes": phonemes}
    return SparingVoice(voice, partial(_speaking_now, "", rate_wpm=rate_wpm, **words))


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


def stand_in_note(voice: Voice, texts: Iterable[str]) -> str:
    """That some phrases will be said by another voice, and what mends it; empty where none is."""
    if not isinstance(voice, RelayVoice):
        return ""
    strange = len(voice.strange(texts))
    mends = _what_mends() if strange else ""
    if not mends:
        return ""
    told = "1 sentence is" if strange == 1 else f"{strange} sentences are"
    return f"{told} not recorded, and said by another voice; {mends} for the same one."


def spare_note(voice: Voice) -> str:
    """Which phrases the system's voice has said, as this one could not; empty where there are none.

    >>> from coach.voices.silent import SilentVoice
    >>> spare_note(SilentVoice(145))
    ''
    """
    if not isinstance(voice, SparingVoice) or not voice.spared:
        return ""
    told = ", ".join(map(repr, voice.spared[:SPARED_TOLD]))
    if (more := len(voice.spared) - SPARED_TOLD) > 0:
        told = f"{told} and {more} more"
    return f"The system's voice has said what this one could not: {told}."


def who_speaks(voice: Voice) -> str:
    """Who says what, and why, in a line."""
    if not isinstance(voice, RelayVoice):
        return f"{voice.key} speaks"
    mends = _what_mends()
    others = f"; {mends} for the same one" if mends else ""
    following = voice.next_key.partition(" ")[0]  # without the spellings that it is given
    return f"{HEART} speaks, from recordings; other words are said by {following}{others}"


def _what_mends() -> str:
    """The commands that bring the voice of the recordings for any words; empty if it is here."""
    from coach.voices.kokoro import has_packages, is_here

    get = get_voice(HEART)
    if not has_packages():
        return f"{install_extra('natural')} and then {get}"
    return "" if is_here(HEART) else get
