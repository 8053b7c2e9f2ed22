"""Every command there is, loaded."""

import click

from coach.cli import cli

CONTEXT = click.Context(cli)
COMMANDS = {
    name: command
    for name in cli.list_commands(CONTEXT)
    if (command := cli.get_command(CONTEXT, name))
}
