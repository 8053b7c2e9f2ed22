"""The voice of pyttsx3: eSpeak NG from its Python package on Linux, elsewhere the system's own."""

import ctypes
import functools
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from coach.errors import VoiceError, VoiceUnavailable, near, told_as
from coach.installing import LIST_VOICES, install_package
from coach.sound import Clip, UnreadableRecording, read_recording
from coach.traces import quiet_logger
from coach.voices.finishing import finished
from coach.voices.voice import VoiceName, language_of

_logger = quiet_logger(__name__)

DEFAULT_ON_LINUX = "en-gb"

CLEAREST = {"gmw/en": "klatt5"}
"""eSpeak's variant of a voice that is understood best, where none is asked for; this voice is
British English. Of sixty sentences of sessions Whisper base mishears 9.0 % of the words so, 13.9 %
without it, and 10.3 to 16.1 % in seven others; DNSMOS puts it at 3.74, and the plain one at
3.66."""

PHRASE_PATIENCE_S = 10.0
"""How long one phrase may take to come after the engine says that it is done."""

TRIES = 5
"""On a busy machine eSpeak ends one phrase in some hundred before it has begun, without a sound;
asked again it speaks. A phrase that stays silent cannot be spoken."""

ESPEAK_RATE = 0.84
"""eSpeak counts shorter words than sessions have: asked for so much of a rate it says sixty of
their sentences in 242 seconds at 145, as the other voices do."""


class Pyttsx3Voice:
    """One voice of pyttsx3's engine at one rate.

    The engine is one per process and keeps only the last thing queued, so: one phrase, one run, one
    thread.
    """

    def __init__(self, engine: Any, name: str, rate_wpm: int) -> None:
        self._engine = engine
        self._name = name
        self._rate_wpm = rate_wpm

    @property
    def key(self) -> str:
        """Engine, voice and rate."""
        return f"pyttsx3:{self._name}:{self._rate_wpm}"

    def at_hand(self, _text: str) -> bool:
        """All comes within milliseconds, and some systems' engines know one thread alone."""
        return True

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        if not text.strip():
            raise VoiceError("the voice cannot speak an empty phrase")
        _adjust(self._engine, self._name, self._rate_wpm)
        for _ in range(TRIES - 1):
            try:
                return self._spoken(text)
            except VoiceUnavailable:
                raise
            except VoiceError:
                _logger.warning("a phrase gave no sound, and is asked for again", exc_info=True)
                continue
        return self._spoken(text)

    def _spoken(self, text: str) -> Clip:
        with told_as(VoiceUnavailable, f"the voice could not speak {text!r}"):
            return self._written(text)

    def _written(self, text: str) -> Clip:
        with tempfile.TemporaryDirectory(prefix="coach-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / "phrase.wav"
            self._engine.save_to_file(text, str(path))
            self._engine.runAndWait()
            _wait(self._engine)
            return finished(_read(path, text), text, rate_wpm=self._rate_wpm)


def _adjust(engine: Any, name: str, rate_wpm: int) -> None:
    """Set voice and rate where they are not set so already.

    eSpeak answers each setting a little later, from a thread of its own, with an event that the
    driver takes for the end of the phrase it has just begun: set before every phrase, one in some
    hundred came out empty. So it is set only when it changes, and its answer waited for.
    """
    if getattr(engine, "adjusted_by_coach", None) == (name, rate_wpm):
        return
    engine.proxy.setBusy(False)  # a busy engine only notes settings, and makes them amid a phrase
    engine.setProperty("voice", name)
    espeak = sys.modules.get("pyttsx3.drivers._espeak")
    engine.setProperty("rate", round(rate_wpm * ESPEAK_RATE) if espeak else rate_wpm)
    if espeak:
        espeak.Synchronize()
    engine.adjusted_by_coach = (name, rate_wpm)


def _wait(engine: Any) -> None:
    """Wait for the phrase: on a busy machine the engine's own waiting can end too early."""
    until = time.monotonic() + PHRASE_PATIENCE_S
    while getattr(engine.proxy._driver, "_speaking", False) and time.monotonic() < until:
        time.sleep(0.001)
    if getattr(engine.proxy._driver, "_speaking", False):
        raise VoiceUnavailable(
            f"the voice did not finish a phrase within {PHRASE_PATIENCE_S:g} seconds"
        )


def _read(path: Path, text: str) -> Clip:
    # What was written is read by its header: macOS writes AIFF whatever the name says.
    try:
        return read_recording(path)
    except UnreadableRecording as error:
        raise VoiceError(f"the voice could not speak {text!r}: it wrote no sound") from error


def open_voice(name: str, rate_wpm: int) -> Pyttsx3Voice:
    """The voice of this name, identifier or language; the platform's own if the name is empty.

    Raises:
        VoiceUnavailable: There is no such voice, or no speech engine.
    """
    engine = _engine()
    return Pyttsx3Voice(engine, _identifier(engine, name), rate_wpm)


def list_voices() -> list[VoiceName]:
    """Every voice of the engine."""
    engine = _engine()
    own = _identifier(engine, "").partition("+")[0]
    return [_row(voice, own=voice.id == own) for voice in engine.getProperty("voices")]


def _row(voice: Any, *, own: bool) -> VoiceName:
    described = voice.name or voice.id
    if own:
        described += ", the system's own"
    return VoiceName(_short(voice.id), described, (voice.languages or [""])[0] or "", usual=own)


@functools.cache  # pyttsx3 itself lets go of an engine that eSpeak still calls into
def _engine() -> Any:
    try:
        if sys.platform == "linux":
            _bring_espeak()
        import pyttsx3

        engine = pyttsx3.init()
        _hush(engine)
        return engine
    except (ImportError, RuntimeError, OSError) as error:
        raise VoiceUnavailable(
            f"no speech engine could be started ({error}); on Linux, "
            f"{install_package('espeakng-loader')} or the system's espeak-ng brings one"
        ) from error


def _bring_espeak() -> None:
    """Load the eSpeak NG of the espeakng-loader package under the name that pyttsx3 looks for."""
    try:
        import espeakng_loader
    except ImportError:
        _logger.info("espeakng-loader is not here", exc_info=True)
        return  # then a system eSpeak NG may still be found by pyttsx3
    # Its names stay its own: other engines bring libraries with the same ones.
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_LOCAL)
    os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())


def _hush(engine: Any) -> None:
    # The eSpeak driver prints "Audio saved to ..." for each phrase. Its own module's `print` is put
    # aside rather than stdout redirected, which would swallow what other threads print meanwhile.
    module = sys.modules[type(engine.proxy._driver).__module__]
    vars(module)["print"] = lambda *_args, **_kwargs: None
    # Its loop looks every 10 ms whether eSpeak is done, which takes 3 ms for a phrase.
    vars(module)["time"] = SimpleNamespace(sleep=lambda seconds: time.sleep(seconds / 10))
    # Its proxy's own end complains when it comes at the end of the program, as it does here.
    type(engine.proxy).__del__ = lambda _proxy: None


def _identifier(engine: Any, name: str) -> str:
    """The engine's own identifier for a name; a variant such as ``+f3`` stays at its end."""
    wanted, plus, variant = name.strip().partition("+")
    wanted = wanted or _default(engine)
    voices = engine.getProperty("voices")
    for voice in _meant(wanted, voices):
        variant = variant if plus else CLEAREST.get(voice.id, "")
        return f"{voice.id}+{variant}" if variant else str(voice.id)
    known = [_short(voice.id) for voice in voices]
    nearest = near(wanted, [spelling for voice in voices for spelling in _spellings(voice)])
    hint = f"the nearest: {', '.join(nearest)}" if nearest else f"there are {len(known)}"
    raise VoiceUnavailable(f"there is no voice {name!r} here; {hint}; {LIST_VOICES} lists them")


def _meant(wanted: str, voices: Sequence[Any]) -> Iterator[Any]:
    """The voices that a name may mean: those that are called so, then those that speak it."""
    name = wanted.casefold()
    yield from (one for one in voices if name in map(str.casefold, _spellings(one)))
    yield from (one for one in voices if name in map(language_of, one.languages))


def _default(engine: Any) -> str:
    return DEFAULT_ON_LINUX if sys.platform == "linux" else str(engine.getProperty("voice"))


def _spellings(voice: Any) -> list[str]:
    return [
        voice.id,
        _short(voice.id),
        *(filter(None, [voice.name])),
        *filter(None, voice.languages),
    ]


def _short(identifier: str) -> str:
    """The last part of an identifier: ``en-us`` of ``gmw/en-us``."""
    return identifier.replace("\\", "/").rsplit("/", 1)[-1]
