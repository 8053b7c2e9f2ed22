"""``coach log``: which sessions were heard."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

import click

from coach.choices import LogForm, Sorer
from coach.cli.asking import SORE
from coach.cli.options import options, theme_option

if TYPE_CHECKING:
    from coach.log import Log, Logged, Stretch


@click.command()
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1, type=click.IntRange(min=1))
@click.option("--last", type=click.IntRange(min=1), help="Only so many, the newest.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Only those that began on this day or later, such as 2026-03-31.",
)
@click.option("--before", type=SORE, help="Note how sore it was before the newest, from 0 to 10.")
@click.option("--after", type=SORE, help="The same after it.")
@click.option(
    "--sorer",
    type=click.Choice(get_args(Sorer)),
    help="Note which side was the sorer one in the newest; one played with --sore has it noted.",
)
@click.option("--plot", is_flag=True, help="Draw minutes, and how sore it was before and after.")
@click.option(
    "--picture",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Draw the same as a picture instead, .png or .jpg.",
)
@click.option("--force", is_flag=True, help="Replace the picture if it is there already.")
@options(theme_option)
@click.option(
    "--export",
    "form",
    is_flag=False,
    flag_value="json",
    type=click.Choice(get_args(LogForm)),
    help="Print all that is kept, as json, which is meant without a value, or as csv.",
)
@click.option("--delete", is_flag=True, help="Delete them for good, after asking.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def log(
    numbers: tuple[int, ...],
    last: int | None,
    since: datetime | None,
    before: int | None,
    after: int | None,
    sorer: Sorer | None,
    plot: bool,
    picture: str | None,
    force: bool,
    theme: Any,
    form: LogForm | None,
    delete: bool,
    yes: bool,
) -> None:
    """List the sessions that were heard, the newest last, or those of these NUMBERs.

    What they are narrowed down to is also what is drawn, printed or deleted. The log lies on this
    machine alone; `coach play --no-log` keeps nothing in it.
    """
    from coach.disk import log_file
    from coach.log import Log, choose_sessions

    sore = before is not None or after is not None or sorer is not None
    if plot + (picture is not None) + (form is not None) + delete + sore > 1:
        raise click.UsageError(
            "--plot, --picture, --export, --delete and how sore it was are one at a time"
        )
    if sore and len(numbers) > 1:
        raise click.UsageError("how sore it was is noted for one session; name one number")
    kept = Log(log_file())
    sessions = choose_sessions(kept.sessions(), numbers, last=last, since=since and since.date())
    if form:
        _export(sessions, form)
    elif not sessions:
        _tell_none(since, undone="noted" if sore else "drawn" if picture is not None else "")
    elif sore:
        _note_sore(kept, sessions[-1], before, after, sorer)
    elif delete:
        _delete(kept, sessions, yes=yes)
    elif plot:
        _plot(sessions)
    elif picture is not None:
        _draw(sessions, picture, theme, force=force)
    else:
        _list(sessions)


def _tell_none(since: datetime | None, *, undone: str) -> None:
    none = "there is no such session" if since else "the log is empty"
    if undone:
        raise click.UsageError(f"{none}: nothing was {undone}")
    click.echo(f"{none.capitalize()}.")


def _list(sessions: "Sequence[Logged]") -> None:
    from coach.cli.drawing import print_table

    headings = ("no.", "when", "what", "heard", "", "sore")
    print_table(headings, (_row(kept) for kept in sessions))


def _row(kept: "Logged") -> tuple[str, ...]:
    from coach.units import show_ms

    heard = show_ms(kept.heard)
    return (
        str(kept.number),
        f"{kept.began:%Y-%m-%d %H:%M}",
        kept.title,
        heard if kept.done else f"{heard} of {show_ms(kept.planned)}",
        "done" if kept.done else "ended early",
        _sore(kept),
    )


def _sore(kept: "Logged") -> str:
    side = f"{kept.sorer} sorer" if kept.sorer else ""
    return ", ".join(filter(None, (_how_sore(kept), side)))


def _how_sore(kept: "Logged") -> str:
    match kept.before, kept.after:
        case None, None:
            return ""
        case before, None:
            return f"{before} before"
        case None, after:
            return f"{after} after"
        case before, after:
            return f"{before} to {after}"


def _note_sore(
    log: "Log", kept: "Logged", before: int | None, after: int | None, sorer: Sorer | None
) -> None:
    from coach.log import choose_sessions

    log.note_sore(kept.number, before=before, after=after, sorer=sorer)
    (noted,) = choose_sessions(log.sessions(), [kept.number])
    sore = "sore " if _how_sore(noted) else ""
    click.echo(f"{noted.title}, {noted.began:%Y-%m-%d %H:%M}: {sore}{_sore(noted)}.")


def _export(sessions: "Sequence[Logged]", form: LogForm) -> None:
    from coach.log import LOG_FORMATS

    click.echo(LOG_FORMATS[form](sessions))


def _delete(log: "Log", sessions: "Sequence[Logged]", *, yes: bool) -> None:
    many = "1 session" if len(sessions) == 1 else f"{len(sessions)} sessions"
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("without a terminal nobody can be asked: add --yes to --delete")
        click.confirm(f"Delete {many} for good?", abort=True)
    log.delete(kept.number for kept in sessions)
    click.echo(f"{many} deleted.")


def _plot(sessions: "Sequence[Logged]") -> None:
    from coach.cli.drawing import Span, print_table
    from coach.log import stretches

    drawn = stretches(sessions)
    longest = max(1.0, *(one.minutes for one in drawn))

    def row(one: "Stretch") -> tuple[str | Span, ...]:
        minutes = (
            one.label,
            f"{one.minutes:.0f}" if one.minutes else "",
            Span(0, one.minutes, longest),
        )
        if one.before is None or one.after is None:
            return minutes
        low, high = sorted((one.before, one.after))
        return *minutes, f"{one.before:.2g} to {one.after:.2g}", Span(low, high, 10)

    print_table(("", "minutes", "", "sore", "from 0 to 10"), map(row, drawn))


def _draw(sessions: "Sequence[Logged]", picture: str, theme: Any, *, force: bool) -> None:
    from pathlib import Path

    from coach.log import draw_chart, stretches
    from coach.pictures import check_picture, write_picture

    path = Path(picture)
    check_picture(path, force=force)
    write_picture(draw_chart(stretches(sessions), theme), path)
    click.echo(path)
