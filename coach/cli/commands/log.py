"""``coach log``: which sessions were heard."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

import click

import coach
from coach.choices import LogForm, Sorer
from coach.cli.asking import SORE
from coach.cli.options import language_option, library_option, options, theme_option

if TYPE_CHECKING:
    from coach.content import Library, ScreenWords
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
@options(theme_option, library_option, language_option)
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
    library: str | None,
    language: str,
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

    around = coach.library(library, language)
    words = around.screen()
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
        undone = "noted" if sore else "drawn" if picture is not None else ""
        _tell_none(words, since, undone=undone)
    elif sore:
        number = sessions[-1].number
        kept.note_sore(number, before=before, after=after, sorer=sorer)
        (noted,) = choose_sessions(kept.sessions(), [number])
        _tell_noted(noted, around)
    elif delete:
        _delete(kept, sessions, around, yes=yes)
    elif plot:
        _plot(sessions, around)
    elif picture is not None:
        _draw(sessions, picture, theme, words, force=force)
    else:
        _list(sessions, around)


def _tell_none(words: "ScreenWords", since: datetime | None, *, undone: str) -> None:
    if undone:
        none = "there is no such session" if since else "the log is empty"
        raise click.UsageError(f"{none}: nothing was {undone}")
    click.echo(words.log.none if since else words.log.empty)


def _list(sessions: "Sequence[Logged]", around: "Library") -> None:
    from coach.cli.drawing import print_table

    words = around.screen().log
    headings = (words.number, words.when, words.what, words.heard, "", words.sore)
    print_table(headings, (_row(kept, around) for kept in sessions))


def _row(kept: "Logged", around: "Library") -> tuple[str, ...]:
    from coach.content import fill
    from coach.units import show_ms

    words = around.screen().log
    heard = show_ms(kept.heard)
    part = {"heard": heard, "planned": show_ms(kept.planned)}
    return (
        str(kept.number),
        f"{kept.began:%Y-%m-%d %H:%M}",
        kept.title,
        heard if kept.done else fill(words.part, part),
        words.done if kept.done else words.early,
        _sore(kept, around),
    )


def _sore(kept: "Logged", around: "Library") -> str:
    how = _how_sore(kept, around.screen()), _sorer(kept, around)
    return ", ".join(filter(None, how))


def _sorer(kept: "Logged", around: "Library") -> str:
    from coach.content import fill

    words = around.screen().log
    match kept.sorer:
        case "left" | "right" as side:
            return fill(words.sorer, around.phrasebook().side_blanks(side))
        case "neither":
            return words.neither
    return ""


def _how_sore(kept: "Logged", words: "ScreenWords") -> str:
    from coach.content import fill

    match kept.before, kept.after:
        case None, None:
            return ""
        case before, None:
            return fill(words.log.before, {"number": f"{before}"})
        case None, after:
            return fill(words.log.after, {"number": f"{after}"})
        case before, after:
            return fill(words.log.change, {"before": f"{before}", "after": f"{after}"})


def _tell_noted(noted: "Logged", around: "Library") -> None:
    from coach.content import fill

    words = around.screen()
    line = words.log.noted_sore if _how_sore(noted, words) else words.log.noted
    when = f"{noted.began:%Y-%m-%d %H:%M}"
    told = _sore(noted, around)
    click.echo(fill(line, {"title": noted.title, "when": when, "told": told}))


def _export(sessions: "Sequence[Logged]", form: LogForm) -> None:
    from coach.log import LOG_FORMATS

    click.echo(LOG_FORMATS[form](sessions))


def _delete(log: "Log", sessions: "Sequence[Logged]", around: "Library", *, yes: bool) -> None:
    words, language = around.screen().log, around.phrasebook().language
    many = len(sessions)
    blanks = {"number": f"{many}"}
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("without a terminal nobody can be asked: add --yes to --delete")
        click.confirm(language.counted(words.delete, many, blanks), abort=True)
    log.delete(kept.number for kept in sessions)
    click.echo(language.counted(words.deleted, many, blanks))


def _plot(sessions: "Sequence[Logged]", around: "Library") -> None:
    from coach.cli.drawing import Span, print_table
    from coach.content import fill
    from coach.log import label_told, stretches

    words, number = around.screen(), around.phrasebook().language.number
    drawn = stretches(sessions)
    longest = max(1.0, *(one.minutes for one in drawn))

    def row(one: "Stretch") -> tuple[str | Span, ...]:
        minutes = (
            label_told(one, words),
            f"{one.minutes:.0f}" if one.minutes else "",
            Span(0, one.minutes, longest),
        )
        if one.before is None or one.after is None:
            return minutes
        low, high = sorted((one.before, one.after))
        ends = {"before": number(one.before, ".2g"), "after": number(one.after, ".2g")}
        return *minutes, fill(words.log.change, ends), Span(low, high, 10)

    print_table(("", words.log.minutes, "", words.log.sore, words.log.range), map(row, drawn))


def _draw(
    sessions: "Sequence[Logged]", picture: str, theme: Any, words: "ScreenWords", *, force: bool
) -> None:
    from pathlib import Path

    from coach.log import draw_chart, stretches
    from coach.pictures import check_picture, write_picture

    path = Path(picture)
    check_picture(path, force=force)
    write_picture(draw_chart(stretches(sessions), words, theme), path)
    click.echo(path)
