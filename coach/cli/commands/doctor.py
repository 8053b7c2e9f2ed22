"""``coach doctor``: what works here, and what to do about the rest."""

import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import click

import coach
from coach.cli.options import language_option

GOOD_TO_HAVE = ("awake", "debug")
"""What a session can do without."""


class Finding(NamedTuple):
    """What one look found."""

    what: str
    works: bool
    told: str


@click.command()
@language_option
def doctor(language: str) -> None:
    """Look at voice, sound device, ffmpeg, folders and more: what works, and what to do.

    Exits with 1 if something that a session needs does not work.
    """
    looks: dict[str, Callable[[], str]] = {
        "voice": partial(_voice, language),
        "sound": _sound,
        "ffmpeg": _ffmpeg,
        "words": partial(_words, language),
        "settings": _settings,
        "debug": _debug,
        "folders": _folders,
        "awake": _awake,
    }
    findings = [_look(what, look) for what, look in looks.items()]
    for finding in findings:
        click.echo(f"{'ok ' if finding.works else 'NO '} {finding.what:8} {finding.told}")
    if not all(finding.works for finding in findings if finding.what not in GOOD_TO_HAVE):
        raise SystemExit(1)


def _look(what: str, look: Callable[[], str]) -> Finding:
    from coach.traces import quiet_logger

    try:
        return Finding(what, works=True, told=look())
    except (click.ClickException, OSError) as error:
        quiet_logger(__name__).warning("%s does not work", what, exc_info=True)
        return Finding(what, works=False, told=str(error))


def _voice(language: str) -> str:
    from coach.script import Request
    from coach.session import speaker
    from coach.voices import stand_in_note, who_speaks

    library = coach.library(language=language)
    spoken = library.phrasebook().language
    voice = speaker(Request(language=language), library)
    began = time.perf_counter()
    clip = voice.speak(spoken.sentences(library.safety_words().later)[0])
    took = (time.perf_counter() - began) * 1000
    told = stand_in_note(voice, [], coach.library().screen(), spoken) or who_speaks(voice)
    return f"{told}; {clip.lasts} ms of speech in {took:.0f} ms"


def _sound() -> str:
    from contextlib import closing

    from coach.players import open_player

    with closing(open_player("miniaudio")):
        return "miniaudio plays on the default device"


def _ffmpeg() -> str:
    from coach.sound import find_ffmpeg

    return f"encodes with {find_ffmpeg()}"


def _words(language: str) -> str:
    library = coach.library(language=language)
    library.phrasebook()
    for name in library.routines:
        library.entry(name)
    return f"{len(library.routines)} routines and {len(library.spots)} spots read without a mistake"


def _folders() -> str:
    import tempfile

    from coach.disk import memory_folder

    memory_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=memory_folder()):
        pass
    return f"speech is remembered in {memory_folder()}"


def _settings() -> str:
    from coach.authoring import read_settings, settings_path

    return f"{len(read_settings(settings_path()))} of them are set in {settings_path()}"


def _debug() -> str:
    from coach.cli.debugging import is_debugging, try_debug_file
    from coach.disk import debug_file
    from coach.errors import CoachError, told_as

    with told_as(CoachError, f"what goes wrong unseen cannot be noted in {debug_file()}"):
        try_debug_file()
    if is_debugging():
        return f"what goes wrong unseen is noted in {debug_file()}"
    return f"what goes wrong unseen is not noted; coach --debug notes it in {debug_file()}"


def _awake() -> str:
    from coach.stage import NO_WAY, way_to_keep_awake

    for screen, what in ((True, "computer and screen are"), (False, "the computer is")):
        if way := way_to_keep_awake(screen=screen):
            return f"{what} kept awake while a session plays, by {way}"
    raise click.ClickException(NO_WAY)
