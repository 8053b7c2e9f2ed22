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
    return f"{error.message}{advice(error, command)}"


def advice(error: CoachError, command: click.Command) -> str:
    """Which options of the command help; empty where none does."""
    known = {flag for parameter in command.params for flag in parameter.opts}
    helps = [
        f"{flag} {does}"
        for kind, options in ADVICE.items()
        if isinstance(error, kind)
        for flag, does in options.items()
        if flag in known
    ]
    return f"; {', '.join(helps)}" if helps else ""
