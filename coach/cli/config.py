"""``coach config``: what holds, and from where."""

from typing import Any

import click
from click.core import ParameterSource

from coach.cli.options import SETTINGS, options, settings_path

FROM = {
    ParameterSource.COMMANDLINE: "the flag",
    ParameterSource.DEFAULT_MAP: "the file",
    ParameterSource.DEFAULT: "the default",
}


@click.command()
@options(*SETTINGS)
@click.pass_context
def config(ctx: click.Context, /, **settings: Any) -> None:
    """Show every setting, its value and where that comes from.

    A flag goes before a variable, a variable before the settings file.
    """
    path = settings_path()
    click.echo(f"# settings file: {path}{'' if path.exists() else ' (not there yet)'}")
    for name, value in settings.items():
        source = ctx.get_parameter_source(name)
        origin = FROM.get(source, f"COACH_{name.upper()}") if source else ""
        shown = value if isinstance(value, int) else f'"{value}"'
        click.echo(f"{f'{name} = {shown}':28} # from {origin}")
