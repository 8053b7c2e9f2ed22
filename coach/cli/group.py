"""The group of all commands: each is loaded when it is asked for."""

from importlib import import_module

import click

from coach.cli.advice import advice
from coach.cli.commands import COMMANDS
from coach.errors import CoachError


class CommandGroup(click.Group):
    """Commands of `coach.cli.commands`, whose errors end with advice."""

    def list_commands(self, _ctx: click.Context, /) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, loaded."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            home = "list_" if cmd_name == "list" else cmd_name  # a list is Python's own
            self.add_command(getattr(import_module(f"coach.cli.commands.{home}"), home))
        return super().get_command(ctx, cmd_name)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of all, a line each."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that is asked for."""
        try:
            return super().invoke(ctx)
        except CoachError as error:
            if command := self.get_command(ctx, ctx.invoked_subcommand or ""):
                error.advice = advice(error, command)
            raise
