"""Advice: which option helps, where an error of the core tells only what is wrong."""

import click

from coach.errors import CoachError, PathTaken, ServerError

ADVICE = {
    PathTaken: {"--force": "replaces it", "-o": "writes elsewhere"},
    ServerError: {"--from": "takes a file that was fetched elsewhere"},
}
"""By the kind of error: what each option does about it."""


def advised(error: CoachError, command: click.Command) -> str:
    """What an error tells, and then which options of the command help."""
    return f"{error.message}{_advice(error, command)}"


def _advice(error: CoachError, command: click.Command) -> str:
    known = {flag for parameter in command.params for flag in parameter.opts}
    helps = [
        f"{flag} {does}"
        for kind, options in ADVICE.items()
        if isinstance(error, kind)
        for flag, does in options.items()
        if flag in known
    ]
    return f"; {', '.join(helps)}" if helps else ""


class Advising(click.Group):
    """Commands whose errors end with advice."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that is asked for."""
        try:
            return super().invoke(ctx)
        except CoachError as error:
            if command := self.commands.get(ctx.invoked_subcommand or ""):
                error.advice = _advice(error, command)
            raise
