"""``coach play``: lie down and follow."""

from contextlib import closing, suppress
from typing import Any

import click

from coach.cli.options import BED, PLAYER, SCRIPT_OPTIONS, open_session, options


@click.command()
@click.argument("routine")
@options(*SCRIPT_OPTIONS, BED, PLAYER)
def play(routine: str, bed: str, player: str, **wishes: Any) -> None:
    """Play ROUTINE through the speakers.

    Space pauses and goes on, the right and left arrows go to the next and the previous section, r
    repeats the section, q ends. None of them is ever needed.
    """
    from coach.bed import open_bed
    from coach.players import open_player
    from coach.stage import Stage

    session = open_session(routine, **wishes)
    opened_bed = open_bed(bed)
    stage = Stage(session.arrangement, session.voice, opened_bed, open_player(player))
    with closing(stage):
        stage.begin()
        # Imported while the first sound already plays: the terminal library takes its time.
        from coach.cli.screen import farewell, open_screen

        with open_screen(session.script) as screen, suppress(KeyboardInterrupt):
            stage.run(screen.control, screen.show)
        click.echo(farewell(stage.now))
