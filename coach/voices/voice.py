"""Voices: anything that can speak, and the table of their names.

To add one to coach: write a module here with a class that keeps the `Voice` protocol and a function
``open_voice(name, rate_wpm)``, give it a row in `ENGINES`, and an extra in pyproject.toml if it
needs a package. To have one of your own, nothing of this has to change: a package of yours brings
it, as ``docs/voices-and-players.md`` shows.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple, Protocol

from coach.choices import LANGUAGE, EngineName
from coach.content import Reading
from coach.errors import CoachError, VoiceError, VoiceUnavailable, near
from coach.plugins import Plugin, find_plugins, told
from coach.sound import Clip
from coach.traces import quiet_logger
from coach.units import Ms
from coach.voices.pack import list_packs

_logger = quiet_logger(__name__)

ENGINES = {
    "kokoro": "coach.voices.kokoro",
    "pyttsx3": "coach.voices.pyttsx3",
    "silent": "coach.voices.silent",
}
"""The name of each engine and the module that is imported when it is first asked for."""

BROUGHT_NAMES = ("gongitsune", "kumo", "nezumi", "alpha", "tebukuro")
"""The voices of Kokoro that its packages bring."""

USUAL: EngineName = "pyttsx3"
"""The engine of names that tell none."""

NATURAL: EngineName = "kokoro"
"""The engine that reads phonemes."""

SILENT: EngineName = "silent"
"""The engine of which nothing is heard."""

RECORDED = "recorded: all that comes with coach"
"""What a voice is like that is not made while it speaks."""

FINISH = 5
"""Counted up when `finished` changes how a phrase sounds: what was remembered or written with the
sound of before is made anew."""


UNBOUNDED = 64
"""How many phrases at once a voice may speak that has no bound of its own."""


class Voice(Protocol):
    """Anything that can speak."""

    @property
    def key(self) -> str:
        """What makes it sound as it does: engine, voice and rate. Same key, same sound."""

    def speak(self, text: str) -> Clip:
        """Speak one phrase.

        Returns:
            One channel at the house rate, at `SPEECH_LUFS`, without silence at its edges.

        Raises:
            VoiceError: The phrase could not be spoken; never silence instead.
        """


def at_once(voice: Voice) -> int:
    """How many phrases a voice may speak at once, each in a thread; 1 if it has no `at_once`."""
    return int(getattr(voice, "at_once", 1))


def at_hand(voice: Voice, text: str) -> bool:
    """Whether a phrase comes at once, as it is kept somewhere or the engine is that quick.

    A voice that has no ``at_hand(text)`` has nothing at hand.
    """
    known: Callable[[str], bool] | None = getattr(voice, "at_hand", None)
    return known is not None and known(text)


def said_in(voice: Voice, text: str) -> Ms:
    """How long a voice takes to say a phrase; one that has no ``said_in(text)`` says it for that.

    Raises:
        VoiceError: The phrase could not be spoken.
    """
    known: Callable[[str], Ms] | None = getattr(voice, "said_in", None)
    return voice.speak(text).lasts if known is None else known(text)


class VoiceName(NamedTuple):
    """One row of what can be chosen."""

    name: str
    """What ``--voice`` takes."""
    described: str
    language: str
    natural: bool = False
    """Whether it speaks as people do."""
    usual: bool = False
    """Whether it is the system's own, or of a package that the listener installed."""

    @property
    def good(self) -> bool:
        """Whether it is among the few that are shown first."""
        return self.natural or self.usual


def language_of(code: str) -> str:
    """A language without its region, as systems write it.

    >>> language_of("de_AT"), language_of("en-us")
    ('de', 'en')
    """
    return code.replace("_", "-").partition("-")[0].casefold()


def open_voice(
    wanted: str,
    rate_wpm: int,
    *,
    phonemes: Mapping[str, str] = MappingProxyType({}),
    reading: Reading | None = None,
) -> Voice:
    """The voice of this name: ``silent``, ``heart``, or with its engine ``pyttsx3:en-us``.

    Plain names are those of Kokoro's voices first, then those of pyttsx3; other packages' engines
    come after coach's own.

    Args:
        wanted: The name.
        rate_wpm: Words a minute that are heard.
        phonemes: Words that the natural voice would say wrong, and how they are said.
        reading: How long words take, for a voice that says nothing; None for English ones.

    Raises:
        VoiceUnavailable: It is not here.
        PluginBroken: It is another package's, and does not work.
    """
    engine, colon, name = _parted(wanted)
    if engine == NATURAL:
        return _natural(name, rate_wpm, phonemes)
    if engine == SILENT:
        silent: Voice = import_module(ENGINES[SILENT]).open_voice(name, rate_wpm, reading=reading)
        return silent
    if engine in ENGINES:
        return _opened(engine, name, rate_wpm)
    if colon and (brought := find_plugins("coach.voices").get(engine)):
        return PluginVoice(brought, name, rate_wpm)
    try:
        return _opened(USUAL, wanted, rate_wpm)
    except VoiceUnavailable as error:
        if brought := find_plugins("coach.voices").get(wanted):
            return PluginVoice(brought, "", rate_wpm)
        if meant := near(wanted, [*kokoro_names(), *list_packs()]):
            told = f"there is no voice {wanted!r}; did you mean {meant[0]}?"
            raise VoiceUnavailable(told) from error
        raise


def _parted(wanted: str) -> tuple[str, str, str]:
    """A name's engine, the colon after it if there is one, and the rest."""
    return (NATURAL, ":", wanted) if wanted in kokoro_names() else wanted.partition(":")


@cache
def kokoro_names() -> tuple[str, ...]:
    """The voices of Kokoro that are meant by their plain names: those to be had, those brought."""
    from coach.voices.offers import list_offers  # who speaks from recordings does without

    offered = (offer.name for offer in list_offers() if offer.engine == NATURAL)
    return (*offered, *BROUGHT_NAMES)


def reads_phonemes(wanted: str) -> bool:
    """Whether the voice of this name reads phonemes, and spellings made for others mislead it."""
    return _parted(wanted)[0] == NATURAL


def _natural(name: str, rate_wpm: int, phonemes: Mapping[str, str]) -> Voice:
    engine = import_module(ENGINES[NATURAL])
    opened: Voice = engine.open_voice(name, rate_wpm, phonemes=phonemes)
    return opened


def _opened(engine: str, name: str, rate_wpm: int) -> Voice:
    opened: Voice = import_module(ENGINES[engine]).open_voice(name, rate_wpm)
    return opened


def list_voices(tell: Callable[[CoachError], object]) -> list[VoiceName]:
    """Every voice that can be chosen on this machine, by language and name.

    Args:
        tell: Called with what is wrong with each engine whose voices are left out.
    """
    brought = find_plugins("coach.voices")
    recorded = [VoiceName(one, RECORDED, "en", natural=True) for one in list_packs()]
    found: list[VoiceName] = []
    for engine in dict.fromkeys([*ENGINES, *brought]):
        try:
            found += _rows(engine, brought)
        except CoachError as error:
            tell(error)
    known = {row.name for row in recorded}
    rows = [*recorded, *(row for row in found if row.name not in known)]
    return sorted(rows, key=lambda row: (row.language, row.name))


def is_silent(wanted: str) -> bool:
    """Whether nothing will be heard of the voice of this name."""
    return wanted.partition(":")[0] == SILENT


def _rows(engine: str, brought: Mapping[str, Plugin]) -> list[VoiceName]:
    if engine in ENGINES:
        rows: list[VoiceName] = import_module(ENGINES[engine]).list_voices()
        return rows
    return list(_brought_rows(brought[engine]))


def _brought_rows(plugin: Plugin) -> Iterator[VoiceName]:
    """The voices of a plug-in, by the names that ``--voice`` takes."""
    loaded = plugin.load()
    if not hasattr(loaded, "list_voices"):
        yield VoiceName(plugin.name, f"of the package {plugin.package}", "", usual=True)
        return
    with plugin.guarded():
        rows = list(loaded.list_voices())
    for row in rows:
        match row:
            case VoiceName(name):
                yield row._replace(name=_full(plugin, name), usual=True)
            case (str(name), str(described), str(language)):
                ours = not language or language.lower().startswith(LANGUAGE)
                yield VoiceName(_full(plugin, name), described, language, usual=ours)
            case _:
                raise plugin.broken(f"{row!r} is no name, description and language of a voice")


def _full(plugin: Plugin, name: str) -> str:
    return f"{plugin.name}:{name}" if name else plugin.name


class PluginVoice:
    """A voice that another package brings, finished as all are.

    Raises:
        PluginBroken: It cannot be opened, or does not tell its key.
    """

    def __init__(self, plugin: Plugin, name: str, rate_wpm: int) -> None:
        self._plugin = plugin
        self._rate_wpm = rate_wpm
        self._voice: Voice = plugin.call("open_voice", name, rate_wpm)
        plugin.check(self._voice, has=("key", "speak"))

    @property
    def key(self) -> str:
        """Its own, and that of the package: a newer one may sound otherwise."""
        key = self._plugin.ask(lambda: self._voice.key)
        return f"{self._plugin.name}-{self._plugin.version}:{key}"

    @property
    def at_once(self) -> int:
        """See `at_once`."""
        return self._plugin.ask(lambda: at_once(self._voice))

    def at_hand(self, text: str) -> bool:
        """See `at_hand`."""
        return self._plugin.ask(lambda: at_hand(self._voice, text))

    def speak(self, text: str) -> Clip:
        """See `Voice.speak`; whatever the plug-in fails with is told as a `VoiceError`.

        Its own words may be those that it was to say, so they are not noted.
        """
        from coach.voices.finishing import finished  # it takes numpy, as the speaking does

        try:
            return finished(self._voice.speak(text), text, rate_wpm=self._rate_wpm)
        except CoachError as error:
            error.discreet = False
            raise
        except Exception as error:
            _logger.warning("a plug-in could not speak", exc_info=True)
            failed = VoiceError(
                f"the voice of the package {self._plugin.package} could not speak {text!r}: "
                f"{told(error)}"
            )
            failed.discreet = False
            raise failed from error
