"""``coach new``: begin a routine of one's own."""

import os
import shlex

import click

import coach
from coach.cli.options import made_library_option


@click.command()
@click.argument("name")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="The file to write, instead of routines/NAME.toml among your own.",
)
@made_library_option
def new(name: str, output: str | None, library: str | None) -> None:
    """Begin a routine called NAME: write a file that plays already, to change as you like.

    Its comments tell everything that may stand in it.
    """
    from pathlib import Path

    from coach.authoring import begin_routine
    from coach.disk import own_folder
    from coach.errors import ExportError, told_as

    own = Path(os.path.expanduser(library)) if library else own_folder()
    found = coach.library(str(own) if library and own.is_dir() else None)
    path = Path(output) if output else own / "routines" / f"{name}.toml"
    with told_as(ExportError, f"{path} cannot be written"):
        begin_routine(name, found, path, make_folder=output is None)
    _tell(str(path), str(path) if output else name, library)


def _tell(path: str, played: str, library: str | None) -> None:
    where = ["--library", str(library)] if library else []
    click.echo(path)
    click.echo(shlex.join(["coach", "check", path, *where]))
    click.echo(shlex.join(["coach", "play", played, *where]))
