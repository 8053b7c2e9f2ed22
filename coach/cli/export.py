"""``coach export``: take a session along."""

import sys
from typing import Any

import click

from coach.cli.options import BED, SESSION_OPTIONS, open_session, options


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    show_default="ROUTINE.mp3",
    help="The file to write; its end chooses the kind: .mp3, .flac or .wav.",
)
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@options(*SESSION_OPTIONS, BED)
def export(output: str | None, force: bool, bed: str, **asked: Any) -> None:
    """Write a ROUTINE, or several as one, to a file: an MP3 with chapters for the phone."""
    from pathlib import Path

    from coach.bed import open_bed
    from coach.export import check_target
    from coach.export import export as write
    from coach.units import show_ms

    session = open_session(**asked)
    path = Path(output or f"{session.script.name}.mp3")
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
    for note in session.script.notes:
        click.echo(note)
