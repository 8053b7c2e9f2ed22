"""Keeping: how a session gets into the log, and how sore a place is, as the listener tells it."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from coach.cli.asking import SORE, prompt_sore

if TYPE_CHECKING:
    from coach.choices import Sorer
    from coach.log import Scribe
    from coach.session import Session

before_option = click.option(
    "--before", type=SORE, help="How sore it is before the session, from 0 to 10, for the log."
)


def open_scribe(
    session: "Session",
    depth: str,
    *,
    keep: bool,
    ask: bool,
    before: int | None,
    sorer: "Sorer | None" = None,
) -> "Scribe":
    """Who keeps this session in the log, after asking how sore it is if that is wished.

    Raises:
        UsageError: It is told how sore it is, and the session is not to be kept.
    """
    from datetime import datetime

    from coach.disk import log_file
    from coach.log import Log, Logged, Scribe
    from coach.units import NO_TIME

    if before is not None and not keep:
        raise click.UsageError("--before is for the log, and this session would not be kept in it")
    if keep and ask and before is None:
        before = prompt_sore(session.words)
    kept = Logged(
        0,
        datetime.now().astimezone(),
        name=session.script.name,
        title=session.script.title,
        depth=depth,
        planned=session.script.lasts,
        heard=NO_TIME,
        before=before,
        sorer=sorer,
    )
    return Scribe(Log(log_file()) if keep else None, kept)


def dismiss(scribe: "Scribe", ask_after: Callable[[], int | None] | None) -> None:
    """Ask how sore it is now, if that is wished, and tell what kept the log from being written."""
    if ask_after and scribe.keeps:
        with suppress(click.Abort, KeyboardInterrupt):
            after = ask_after()
            if after is not None:
                scribe.note_sore(after=after)
    if scribe.problem:
        scribe.problem.show()
