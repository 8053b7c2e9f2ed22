"""``coach show``: the timed script, or a picture of it."""

from typing import Any

import click

from coach.cli.options import (
    SESSION_OPTIONS,
    check_named,
    open_script,
    open_session,
    options,
    the_library,
    theme_option,
)


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "vtt", "srt", "lrc", "txt", "md", "json"]),
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
def show(form: str | None, picture: str | None, force: bool, theme: Any, **asked: Any) -> None:
    """Print the timed script of a ROUTINE: every cue with its start, as one would hear it.

    With --voice silent nothing needs to be spoken, and the times are those that are planned.

    The picture of one spot is large; that of several is a page to print, best with --theme light.
    """
    if picture is not None:
        if form is not None:
            raise click.UsageError("--format prints and --picture draws: one at a time")
        _draw(picture, theme, force=force, **asked)
        return
    from coach.texts import SCRIPT_FORMATS

    session = open_session(**asked)
    click.echo(SCRIPT_FORMATS[form or "text"](session.arrangement.whole()))


def _draw(picture: str, theme: Any, *, force: bool, **asked: Any) -> None:
    """Write the picture, for which no voice is needed."""
    from pathlib import Path

    from coach.pictures import check_picture, draw_routine, write_picture

    path = Path(picture)
    check_picture(path, force=force)
    check_named(asked["names"], asked["spots"])
    del asked["voice"]
    script = open_script(the_library(asked.pop("library")), **asked)
    write_picture(draw_routine(script, theme), path)
    click.echo("\n".join([f"{path}: {script.title}", *script.notes]))
