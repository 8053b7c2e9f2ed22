"""The command line: one small file a command, which parses, calls, and prints."""

import os
import signal
import sys
from types import FrameType

import click

from coach import __version__
from coach.cli.group import CommandGroup

NEEDING_NO_SETTINGS = ("doctor", "safety", "schema")
"""Commands that help even where the settings file is wrong."""


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="coach %(version)s")
@click.option(
    "--debug",
    is_flag=True,
    envvar="COACH_DEBUG",
    help="Note what goes wrong unseen; `coach doctor` tells where.",
)
@click.pass_context
def cli(ctx: click.Context, /, debug: bool) -> None:
    """A voice-guided audio coach for trigger-point self-massage.

    Find what suits: `coach list typing`. Lie down, close your eyes, and follow: `coach play
    shoulders`. Or take it along: `coach export shoulders`.
    """
    if debug:
        from coach.cli.debugging import debugging

        ctx.with_resource(debugging(sys.stderr))
    if {"-h", "--help"} & set(sys.argv):
        return
    _show_no_logs()
    if ctx.invoked_subcommand not in NEEDING_NO_SETTINGS:
        ctx.default_map = {str(ctx.invoked_subcommand): _settings()}


def _show_no_logs() -> None:
    """Where no log is set up, pyttsx3 would set one up that shows what nobody has asked for."""
    import logging

    logging.getLogger().addHandler(logging.NullHandler())


def _settings() -> dict[str, object]:
    from coach.authoring import read_settings, settings_path

    return read_settings(settings_path())


def main() -> None:
    """The program: a signal to end it ends it as Ctrl-C does, with everything put away."""
    # numpy's linear algebra begins a thread for each core, and nothing here has any use for it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number and signal.getsignal(number) is not signal.SIG_IGN:  # under nohup it stays so
            signal.signal(number, _interrupt)
    cli(prog_name="coach")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
