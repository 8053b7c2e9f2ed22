"""``coach config``: what holds, and from where."""

from typing import Any

import click
from click.core import ParameterSource

from coach.cli.options import SETTINGS, options

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
    from coach.authoring import settings_path

    path = settings_path()
    click.echo(f"# settings file: {path}{'' if path.exists() else ' (not there yet)'}")
    for name in (parameter.name or "" for parameter in ctx.command.params):
        value = settings[name]
        source = ctx.get_parameter_source(name)
        origin = FROM.get(source, f"COACH_{name.upper()}") if source else ""
        if name == "language" and source is ParameterSource.DEFAULT:
            origin = _told_by_system() or origin
        line = f"# {name} is not set" if value is None else f"{name} = {_as_toml(value)}"
        click.echo(f"{line:28} # from {origin}")


def _told_by_system() -> str:
    """What of the system tells the language; empty where nothing does."""
    from coach.content import system_language

    _, told = system_language()
    return f"the system: {told}" if told else ""


def _as_toml(value: Any) -> str:
    """The value as it would stand in the file; for these kinds, as in JSON."""
    import json

    plain = value if isinstance(value, int | float | tuple) else str(value)
    return json.dumps(plain, ensure_ascii=False)
