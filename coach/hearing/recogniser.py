"""The recogniser: which phrase, if any, a stretch of speech is. By pocketsphinx, on this machine.

A stretch is held against all phrases at once, and then against any sounds of the language. The best
phrase counts only if it explains the stretch nearly as well as sounds that may be any.
"""

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from coach.content import Control
from coach.errors import HearingError
from coach.installing import install_extra
from coach.sound import Samples, to_pcm
from coach.units import Ms, ms_to_frames

Meaning = Control | int
"""What a phrase asks for, or the number that it tells."""

Vocabulary = Mapping[str, Meaning | None]
"""What each phrase means; None for what only sounds like one that means something."""

MODELS = {"en": "en-us"}
"""The languages that are recognised, and what their models are called."""

HEARD_RATE_HZ = 16_000

AT_LEAST = -1.3
"""How much less likely than free sounds a phrase may be: the logarithm, in thousandths of the
recogniser's unit, a hop of speech. Tried on the voices and rooms of the tests."""

LONGEST_PHRASE = Ms(3500)
"""A longer stretch is no command."""


class Recogniser:
    """Knows the phrases of one language; not for two threads at once."""

    def __init__(self, phrases: Vocabulary, language: str = "en") -> None:
        self._meanings = {phrase.casefold(): meaning for phrase, meaning in phrases.items()}
        self._language = language

    def load(self) -> None:
        """Load the models, for which the first command would else wait."""
        _decode(self._phrases, bytes(HEARD_RATE_HZ))
        _decode(self._sounds, bytes(HEARD_RATE_HZ))

    def meaning(self, speech: Samples) -> Meaning | None:
        """What a stretch of speech means, with a little of the quiet around it.

        Args:
            speech: One channel at `HEARD_RATE_HZ`, at most `LONGEST_PHRASE`.
        """
        if not len(speech) or len(speech) > ms_to_frames(LONGEST_PHRASE, HEARD_RATE_HZ):
            return None
        pcm = to_pcm(speech * (0.5 / max(float(abs(speech).max()), 1e-4))).tobytes()
        phrase, score = _decode(self._phrases, pcm)
        meaning = self._meanings.get(phrase)
        if meaning is None:
            return None
        _sounds, free = _decode(self._sounds, pcm)
        hops = len(speech) / HEARD_RATE_HZ * 100
        return meaning if 1000 * (score - free) / hops >= AT_LEAST else None

    @cached_property
    def _phrases(self) -> Any:
        decoder = _decoder(lm=None, **_model(self._language))
        known = " | ".join(self._meanings)
        decoder.add_jsgf_string("phrases", f"#JSGF V1.0; grammar phrases; public <one> = {known};")
        decoder.activate_search("phrases")
        return decoder

    @cached_property
    def _sounds(self) -> Any:
        model = MODELS[self._language]
        sounds = str(_folder() / model / f"{model}-phone.lm.bin")
        free = {"allphone": sounds, "allphone_ci": True, "lw": 2.0, "beam": 1e-20, "pbeam": 1e-20}
        return _decoder(lm=None, **_model(self._language), **free)


def is_understood(language: str) -> bool:
    """Whether there is a recogniser of this language."""
    return language in MODELS


def open_recogniser(phrases: Vocabulary, language: str) -> Recogniser:
    """The recogniser of a language; its models are loaded when it first hears something.

    Raises:
        HearingError: It is not installed, or knows no such language.
    """
    if language not in MODELS:
        raise HearingError(
            f"no recogniser knows the language {language!r} yet, only {', '.join(MODELS)}; "
            "a double knock is heard in every language"
        )
    if not is_installed():
        raise HearingError(
            f"hearing commands needs pocketsphinx; {install_extra('listen')} brings it"
        )
    return Recogniser(phrases, language)


def is_installed() -> bool:
    """Whether there is a recogniser at all."""
    return find_spec("pocketsphinx") is not None


def unknown_words(phrases: Iterable[str], language: str) -> set[str]:
    """The words that the recogniser of a language has no sounds for; none where there is none."""
    if language not in MODELS or not is_installed():
        return set()
    wanted = {word for phrase in phrases for word in phrase.casefold().split()}
    with open(_model(language)["dict"], encoding="utf-8") as lines:
        return wanted - {line.split(maxsplit=1)[0] for line in lines if line.strip()}


def _decoder(**settings: Any) -> Any:
    import pocketsphinx

    # A whole stretch is evened out by its own mean, so that no room or microphone is foreign.
    return pocketsphinx.Decoder(cmn="batch", loglevel="FATAL", **settings)


def _decode(decoder: Any, pcm: bytes) -> tuple[str, float]:
    """The best path through a stretch, and its likelihood."""
    decoder.start_utt()
    decoder.process_raw(pcm, full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return (found.hypstr, math.log(max(found.best_score, 1e-300))) if found else ("", -math.inf)


def _model(language: str) -> dict[str, str]:
    name = MODELS[language]
    folder = _folder() / name
    return {"hmm": str(folder / name), "dict": str(folder / f"cmudict-{name}.dict")}


def _folder() -> Path:
    import pocketsphinx

    return Path(pocketsphinx.get_model_path())
