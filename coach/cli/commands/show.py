"""``coach show``: the timed script, or a picture of it."""

from typing import TYPE_CHECKING, Any, get_args

import click

import coach
from coach.choices import ScriptForm
from coach.cli.options import SESSION_OPTIONS, options, theme_option

if TYPE_CHECKING:
    from coach.script import Request


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(ScriptForm)),
    show_default="text",
    help="text to look at, with every rest; vtt, srt and lrc for players; txt and md to print; "
    "json for programs.",
)
@click.option(
    "--picture",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write a picture instead, .png or .jpg: where on the body it works, and with what.",
)
@click.option("--force", is_flag=True, help="Replace the picture if it is there already.")
@options(*SESSION_OPTIONS, theme_option)
def show(
    form: ScriptForm | None, picture: str | None, force: bool, theme: Any, **asked: Any
) -> None:
    """Print the timed script of a ROUTINE: every cue with its start, as one would hear it.

    With --voice silent nothing needs to be spoken, and the times are those that are planned.

    The picture of one spot is large; that of several is a page to print, best with --theme light.
    """
    from coach.script import Request

    if picture is not None:
        if form is not None:
            raise click.UsageError("--format prints and --picture draws: one at a time")
        _draw(picture, Request(**asked), theme, force=force)
        return
    session = coach.open_request(Request(**asked))
    click.echo(session.text(form or "text"))


def _draw(picture: str, request: "Request", theme: Any, *, force: bool) -> None:
    """Write the picture, for which no voice is needed."""
    from pathlib import Path

    from coach.pictures import check_picture, draw_routine, write_picture

    path = Path(picture)
    check_picture(path, force=force)
    script = coach.open_request(request).script
    write_picture(draw_routine(script, theme), path)
    click.echo("\n".join([f"{path}: {script.title}", *script.notes]))
