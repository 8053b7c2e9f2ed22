"""Recording a voice: every sentence that comes with coach is spoken once, and kept."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coach.sound import Clip
    from coach.voices import Packer, Voice

KEPT_EVERY_S = 30.0
"""What was spoken since is lost where the computer fails."""


def record_voice(name: str) -> None:
    """Record what is missing of a voice; what there is stays, also where this is broken off."""
    import coach
    from coach.script import all_phrases
    from coach.voices import open_packer

    library = coach.library()
    packer, voice = open_packer(
        name,
        all_phrases(library),
        spellings=library.pronunciation(),
        phonemes=library.phonemes(),
    )
    missing = list(packer.missing())
    failed = _record(packer, voice, missing)
    packer.tidy()
    click.echo(f"{name}: {_told(len(missing), len(failed))}.", nl=False)
    click.echo(f" To hear it: coach play feet --voice {name}")
    for text in failed:
        click.echo(f"It could not say {text!r}: that is tried again while it plays.", err=True)


def _told(missing: int, failed: int) -> str:
    if not missing:
        return "all is recorded"
    done = missing - failed
    return "1 sentence was recorded" if done == 1 else f"{done} sentences were recorded"


def _record(packer: "Packer", voice: "Voice", missing: Sequence[tuple[str, str]]) -> list[str]:
    """Speak and keep; tells what could not be spoken."""
    from coach.cli.drawing import open_count_bar

    failed: list[str] = []
    spoken: dict[str, dict[str, Clip]] = {}
    kept = time.monotonic()
    with open_count_bar("sentences", len(missing)) as show:
        try:
            for number, (file, text, clip) in enumerate(_spoken(voice, missing), 1):
                if clip is None:
                    failed.append(text)
                else:
                    spoken.setdefault(file, {})[text] = clip
                show(number)
                if time.monotonic() - kept > KEPT_EVERY_S:
                    _keep(packer, spoken)
                    kept = time.monotonic()
        finally:
            _keep(packer, spoken)
    return failed


def _spoken(
    voice: "Voice", missing: Sequence[tuple[str, str]]
) -> "Iterator[tuple[str, str, Clip | None]]":
    """Each sentence and its sound, in order, on as many threads as there are cores."""
    from coach.errors import VoiceError, VoiceUnavailable
    from coach.voices import at_once, cores

    def speak(one: tuple[str, str]) -> "tuple[str, str, Clip | None]":
        try:
            return *one, voice.speak(one[1])
        except VoiceUnavailable:
            raise
        except VoiceError:
            return *one, None

    pool = ThreadPoolExecutor(min(cores(), at_once(voice)))
    try:
        yield from pool.map(speak, missing)
    finally:
        pool.shutdown(cancel_futures=True)


def _keep(packer: "Packer", spoken: "dict[str, dict[str, Clip]]") -> None:
    from coach.errors import ExportError, told_as

    with told_as(ExportError, "the recordings cannot be kept"):
        for file in list(spoken):
            packer.keep(file, spoken.pop(file))
