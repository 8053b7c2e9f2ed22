"""Offers: the voices that can be fetched at a word, each file with its size and its digest."""

from dataclasses import dataclass

from coach.errors import RequestError, did_you_mean

KOKORO = (
    "https://huggingface.co/onnx-community/Kokoro-82M-v1.0-ONNX/resolve/"
    "1939ad2a8e416c0acfeecc08a694d14ef25f2231/voices"
)
"""Where Kokoro's voices lie, as they were at one time."""
KOKORO_BYTES = 522_240
"""Each of them: 510 rows of 256 numbers."""
PIPER = (
    "https://huggingface.co/rhasspy/piper-voices/resolve/c10ece1aade47bb51c153c893d14e5bf8e5b7117"
)
"""Where Piper's voices lie, as they were at one time."""


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """One file that can be fetched."""

    path: str
    """Where it goes, below the folder of voices."""
    address: str
    """Where it lies, by https."""
    size: int
    """In bytes."""
    sha256: str
    """What decides whether it is the right one, in hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that can be fetched."""

    name: str
    """What ``--get`` takes."""
    engine: str
    """What speaks it."""
    described: str
    language: str
    licence: str
    origin: str
    """Who made it, and where it was published."""
    files: tuple[OfferedFile, ...]
    """The one that makes the engine list it comes last."""

    @property
    def size(self) -> int:
        """Of all its files, in bytes."""
        return sum(file.size for file in self.files)

    @property
    def spoken_as(self) -> str:
        """What ``--voice`` takes."""
        return self.name if self.engine == "kokoro" else f"{self.engine}:{self.name}"


_ACCENTS = {"a": ("American", "en-us"), "b": ("British", "en-gb")}
"""By the first letter of the names that Kokoro gives its voices."""
_SEXES = {"f": "woman", "m": "man"}
"""By the second letter."""
_MARKED = {"nicole": ", for headphones"}
"""What its own list says of a voice beside its grade."""

_KOKORO_VOICES = (
    ("af_heart", "A", "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b"),
    ("af_bella", "A-", "f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b"),
    ("af_nicole", "B-", "cd2191ab31b914ed7b318416b0e4440fdf392ddad9106a060819aa600a64f59a"),
    ("bf_emma", "B-", "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73"),
    ("am_michael", "C+", "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1"),
    ("am_fenrir", "C+", "c27989f741f7ee34d273a39d8a595cc0837d35f5ced9a29b7cc162614616df43"),
    ("am_puck", "C+", "fcf73c989033e9233e0b98713eca600c8c74dcc1614b37009d5450ff4a2274a0"),
    ("af_aoede", "C+", "4a004c33430762e2461eedb2013fad808ef4ab3121f5300f554476caf58d8361"),
    ("af_kore", "C+", "9be5221b6a941c04b561959b8ff0b06e809444dcc4ab7e75a7b23606f691819e"),
    ("af_sarah", "C+", "4409fbc125afabacc615d94db5398d847006a737b0247d6892b7a9a0007a2f0a"),
    ("bf_isabella", "C", "3754352c4aaa46d17f27654ab7518d65b62ad6163a0f55a5f4330c2da2c4e94f"),
    ("bm_george", "C", "c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc"),
    ("bm_fable", "C", "f889083196807b4adb15e9204252165f503b8d33d3982e681c52443c49d798f1"),
)
"""The file of each, the grade that its own list gives it, and its digest."""


def _of_kokoro(file: str, grade: str, sha256: str) -> Offer:
    place, language = _ACCENTS[file[0]]
    name = file[3:]
    return Offer(
        name,
        "kokoro",
        f"{place} {_SEXES[file[1]]}{_MARKED.get(name, '')}; its makers' grade: {grade}",
        language,
        "Apache-2.0",
        "Kokoro-82M by hexgrad, its ONNX export by onnx-community",
        (OfferedFile(f"kokoro/{name}.bin", f"{KOKORO}/{file}.bin", KOKORO_BYTES, sha256),),
    )


_THORSTEN = f"{PIPER}/de/de_DE/thorsten/medium/de_DE-thorsten-medium.onnx"

OFFERS: tuple[Offer, ...] = (
    *(_of_kokoro(*row) for row in _KOKORO_VOICES),
    Offer(
        "thorsten",
        "piper",
        "German man, of Piper's medium quality",
        "de",
        # Its model card tells both.
        "CC0-1.0 for its recordings; its training began from the Lessac voice, whose recordings "
        "have terms of their own",
        "Piper's voices by rhasspy, from the recordings of Thorsten Müller",
        (
            OfferedFile(
                "piper/thorsten.onnx.json",
                f"{_THORSTEN}.json",
                4_819,
                "974adee790533adb273a1ac88f49027d2a1b8f0f2cf4905954a4791e79264e85",
            ),
            OfferedFile(
                "piper/thorsten.onnx",
                _THORSTEN,
                63_201_294,
                "7e64762d8e5118bb578f2eea6207e1a35a8e0c30595010b666f983fc87bb7819",
            ),
        ),
    ),
)
"""Each with what is known of it."""


def list_offers() -> tuple[Offer, ...]:
    """All voices that can be fetched, the best of each language first."""
    return OFFERS


def find_offer(name: str) -> Offer:
    """The voice of this name, with its engine before it or without.

    Raises:
        RequestError: There is none; tells the nearest.
    """
    for offer in OFFERS:
        if name in (offer.name, f"{offer.engine}:{offer.name}"):
            return offer
    known = [offer.name for offer in OFFERS]
    hint = did_you_mean(name, known)
    raise RequestError(f"no voice {name!r} can be fetched{hint} There are {', '.join(known)}.")
