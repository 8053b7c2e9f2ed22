"""``coach export``: take a session along."""

import sys
from pathlib import Path
from typing import Any

import click

from coach.cli.options import SOUND_OPTIONS, open_session, options


@click.command()
@click.argument("routine")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    show_default="ROUTINE.mp3",
    help="The file to write; its end chooses the kind: .mp3, .flac or .wav.",
)
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@options(*SOUND_OPTIONS)
def export(routine: str, output: Path | None, force: bool, bed: str, **wishes: Any) -> None:
    """Write ROUTINE to a file: an MP3 with chapters for the phone."""
    from coach.bed import open_bed
    from coach.export import check_target
    from coach.export import export as write
    from coach.units import show_ms

    path = output or Path(f"{routine}.mp3")
    session = open_session(routine, **wishes)
    check_target(path, force=force)
    opened_bed = open_bed(bed)
    timeline = session.arrangement.whole()
    with click.progressbar(
        length=timeline.lasts, label=f"Writing {path}", file=sys.stderr, show_eta=False
    ) as bar:
        write(
            timeline,
            session.voice,
            opened_bed,
            path,
            force=force,
            progress=lambda done: bar.update(done - bar.pos),
        )
    click.echo(f"{path}: {show_ms(timeline.lasts)}, {len(timeline.sections)} chapters")
    if session.script.note:
        click.echo(session.script.note)
