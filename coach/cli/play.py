"""``coach play``: lie down and follow."""

from contextlib import closing, suppress
from typing import Any

import click

from coach.cli.keeping import BEFORE, dismiss, open_scribe
from coach.cli.options import (
    ASK,
    BED,
    LOG,
    PLAYER,
    SESSION_OPTIONS,
    is_silent,
    open_session,
    options,
)


@click.command()
@options(*SESSION_OPTIONS, BED, PLAYER, BEFORE, ASK, LOG)
def play(bed: str, player: str, before: int | None, ask: bool, log: bool, **asked: Any) -> None:
    """Play a ROUTINE, or several as one, through the speakers.

    A spot's name, or the path of a routine file, can stand in place of a routine's.

    Space pauses and goes on, the right and left arrows go to the next and the previous section, r
    repeats the section, q ends. None of them is ever needed.
    """
    from functools import partial

    from coach.bed import open_bed
    from coach.players import open_player
    from coach.stage import Stage

    session = open_session(**asked)
    opened_bed = open_bed(bed)
    audible = player != "null" and not is_silent(asked["voice"])
    keep = log and audible
    scribe = open_scribe(session.script, asked["depth"], keep=keep, ask=ask, before=before)
    opening = partial(open_player, player)
    stage = Stage(session.arrangement, session.voice, opened_bed, opening, session.sheet)
    with closing(stage):
        stage.begin()
        # Imported while the first sound already plays: the terminal takes its time to open.
        from coach.cli.screen import farewell, open_screen

        with open_screen(session.script) as screen, closing(scribe):
            ended = stage.run(screen.control, scribe.beside(screen.show))
            scribe.look(ended)
        if stage.heard_opening and audible:
            _note_safety()
        click.echo(farewell(ended))
    dismiss(scribe, ask=ask)


def _note_safety() -> None:
    """Note that the safety words were heard in full."""
    from coach.folders import safety_heard

    with suppress(OSError):
        safety_heard().parent.mkdir(parents=True, exist_ok=True)
        safety_heard().touch()
