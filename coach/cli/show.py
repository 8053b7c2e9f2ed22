"""``coach show``: the timed script."""

from typing import Any

import click

from coach.cli.options import SESSION_OPTIONS, open_session, options


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "srt", "vtt", "lrc", "json"]),
    default="text",
    show_default=True,
    help="text to read; srt, vtt and lrc for players; json for programs.",
)
@options(*SESSION_OPTIONS)
def show(form: str, **asked: Any) -> None:
    """Print the timed script of a ROUTINE: every cue with its start, as one would hear it.

    With --voice silent nothing needs to be spoken, and the times are those that are planned.
    """
    from coach.captions import FORMATS

    session = open_session(**asked)
    click.echo(FORMATS[form](session.arrangement.whole()))
