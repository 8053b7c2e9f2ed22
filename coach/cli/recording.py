"""Recording a voice: every sentence that comes with coach is spoken once, and kept."""

from contextlib import closing
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coach.voices import Packer, Voice


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
    missing = len(list(packer.missing()))
    failed = _record(packer, voice, missing)
    packer.tidy()
    click.echo(f"{name}: {_told(missing, len(failed))}.", nl=False)
    click.echo(f" To hear it: coach play feet --voice {name}")
    for text in failed:
        click.echo(f"It could not say {text!r}: that is tried again while it plays.", err=True)


def _told(missing: int, failed: int) -> str:
    if not missing:
        return "all is recorded"
    done = missing - failed
    return "1 sentence was recorded" if done == 1 else f"{done} sentences were recorded"


def _record(packer: "Packer", voice: "Voice", missing: int) -> list[str]:
    """Speak and keep; tells what could not be spoken."""
    from coach.cli.drawing import open_count_bar
    from coach.errors import ExportError, told_as
    from coach.voices import at_once, cores

    failed: list[str] = []
    with (
        open_count_bar("sentences", missing) as show,
        told_as(ExportError, "the recordings cannot be kept"),
        closing(packer.record(voice.speak, threads=min(cores(), at_once(voice)))) as spoken,
    ):
        for number, (text, clip) in enumerate(spoken, 1):
            if clip is None:
                failed.append(text)
            show(number)
    return failed
