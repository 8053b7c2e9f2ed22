"""``coach export``: take sessions along."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

import click

import coach
from coach.choices import BITRATE_KBPS, BITRATES_KBPS, FILE_SEED, FileKind
from coach.cli.advice import advised
from coach.cli.fallback import tell_fallback
from coach.cli.options import (
    PICK_OPTIONS,
    CaptionsType,
    LengthsType,
    bed_option,
    breath_option,
    depth_option,
    options,
    rate_option,
    safety_option,
    setup_option,
    sore_option,
    talk_option,
    theme_option,
    voice_option,
    whole_option,
    why_option,
)
from coach.errors import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.content import Library
    from coach.export import Failed, Outcome, Wanted
    from coach.script import Request, Script
    from coach.voices import Voice

SUFFIXES = tuple(f".{kind}" for kind in get_args(FileKind))
"""Of the kinds of file."""

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    show_default="ROUTINE.mp3",
    help=f"The one file to write; its end chooses the kind: {one_of(SUFFIXES)}.",
)
directory_option = click.option(
    "-d",
    "--directory",
    type=click.Path(file_okay=False),
    show_default="the one you are in",
    help="The folder to write into, under names of their own; made if it is not there.",
)
all_option = click.option("--all", "every", is_flag=True, help="Every routine there is.")
as_one_option = click.option("--as-one", is_flag=True, help="All that is named as one session.")
kind_option = click.option(
    "--kind",
    default="mp3",
    show_default=True,
    help=f"The kind of file where -o names none: {one_of(get_args(FileKind))}.",
)
lengths_option = click.option(
    "--minutes",
    type=LengthsType(),
    default=(),
    show_default="each routine's own",
    help="How long each lasts, such as 10, 12.5 or 7:30; 10,15,20 makes three files of it.",
)
captions_option = click.option(
    "--captions",
    type=CaptionsType(),
    default="",
    help="Texts to write beside each file: vtt, srt and lrc for players, txt and md to print; "
    "several with commas, or all.",
)
file_seed_option = click.option(
    "--seed",
    type=int,
    default=FILE_SEED,
    show_default=True,
    help="Chooses among wordings; the same number gives the same words.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    show_default="the number of processors",
    help="How many encoders work at once: one a file, and where there are fewer files, up to four "
    "on each MP3.",
)
bitrate_option = click.option(
    "--bitrate",
    "bitrate_kbps",
    type=click.Choice(BITRATES_KBPS),
    show_default=str(BITRATE_KBPS),
    help="In kbit/s, for mp3, m4a and opus; with --mono, 64 is what speech usually has.",
)
mono_option = click.option(
    "--mono", is_flag=True, help="One channel: smaller, but circles do not go round."
)
force_option = click.option("--force", is_flag=True, help="Replace whatever is there already.")


@click.command()
@options(
    output_option,
    directory_option,
    all_option,
    as_one_option,
    kind_option,
    bitrate_option,
    mono_option,
    captions_option,
    jobs_option,
    force_option,
)
@options(
    *PICK_OPTIONS,
    depth_option,
    lengths_option,
    whole_option,
    sore_option,
    breath_option,
    talk_option,
    safety_option,
    why_option,
    setup_option,
    file_seed_option,
    voice_option,
    rate_option,
    bed_option,
    theme_option,
)
def export(output: str | None, directory: str | None, kind: str, **asked: Any) -> None:
    """Write each ROUTINE to a file: an MP3 with chapters for the phone.

    A spot's name, or the path of a routine file, can stand in place of a routine's. Where there are
    several files, a playlist is kept beside them.

    A file that holds what would be written is left alone, and one that coach once wrote of the same
    routine is brought up to date. Any other file that is there stays, unless you say --force.
    """
    from contextlib import closing

    from coach.cli.board import open_board
    from coach.cli.ending import noting_signals
    from coach.export import Manner, MannerFields, Task, write_all
    from coach.script import Request
    from coach.session import speaker
    from coach.sound import open_bed

    manner = Manner(**{name: asked.pop(name) for name in MannerFields.__annotations__})
    files = {name: asked.pop(name) for name in PICKED}
    request = Request(**asked)
    library = coach.library(request.library, request.language)
    wanted = _wanted(library, **files)
    _check_names(library, wanted, request.avoid)
    tell_fallback(library)
    if request.bed is not None:
        open_bed(request.bed)
    paths = _paths([one.file_name(kind) for one in wanted], output, directory)
    scripts = [partial(_script, one, library, request) for one in wanted]
    voice = speaker(request, library)
    _make_folder(directory)
    tasks = list(map(Task, paths, scripts))
    outcomes: list[Outcome] = []
    with (
        noting_signals() as look,
        open_board(library.screen()) as board,
        closing(
            write_all(tasks, voice, manner, bed=request.bed, watch=board.begin, look=look)
        ) as written,
    ):
        for outcome in written:
            outcomes.append(outcome)
            for line in _told(outcome, voice, library):
                board.tell(line)
    _finish(outcomes, library, force=manner.force)


PICKED = ("names", "spots", "every", "as_one", "minutes")
"""The options that decide which files there are."""


def _wanted(
    library: "Library",
    *,
    names: tuple[str, ...],
    spots: tuple[str, ...],
    every: bool,
    as_one: bool,
    minutes: tuple[float, ...],
) -> "list[Wanted]":
    from coach.export import list_wanted
    from coach.script import Request, check_request

    if every and (names or spots or as_one):
        raise click.UsageError("--all takes every routine: it goes without names and --as-one")
    names = tuple(library.routines) if every else names
    check_request(Request(names=names, spots=spots))
    return list_wanted(names, spots, lengths=minutes, as_one=as_one)


def _check_names(library: "Library", wanted: "list[Wanted]", avoid: tuple[str, ...]) -> None:
    """Tell of a name that is none before anything is written; what else is wrong, in its turn."""
    from coach.content import Pick
    from coach.errors import CoachError, RoutineNotFound

    for one in wanted:
        try:
            library.gather(Pick(one.names, one.spots, avoid=frozenset(avoid)))
        except CoachError as error:
            if isinstance(error, RoutineNotFound):
                raise


def _paths(names: list[str], output: str | None, directory: str | None) -> "list[Path]":
    """Where each file goes."""
    from pathlib import Path

    from coach.export import same_name

    if output is not None:
        if len(names) > 1 or directory is not None:
            raise click.UsageError("-o names one file: several go into the folder that -d names")
        return [Path(output)]
    if Path(names[0]).suffix not in SUFFIXES:
        raise click.UsageError(f"--kind is one of {', '.join(get_args(FileKind))}")
    if same := same_name(names):
        raise click.UsageError(f"two sessions would be called {same}: write them one by one, by -o")
    return [Path(directory or "", name) for name in names]


def _make_folder(directory: str | None) -> None:
    from pathlib import Path

    from coach.errors import ExportError, told_as

    if directory is None:
        return
    with told_as(ExportError, f"the folder {directory} cannot be made"):
        Path(directory).mkdir(parents=True, exist_ok=True)


def _script(wanted: "Wanted", library: "Library", asked: "Request") -> "Script":
    from msgspec.structs import replace as changed

    from coach.script import write_script
    from coach.session import write_sheet

    one = changed(asked, names=wanted.names, spots=wanted.spots, minutes=wanted.minutes)
    script = write_script(write_sheet(one, library, for_file=True))
    return replace(script, title=wanted.title(script.title))


def _told(outcome: "Outcome", voice: "Voice", library: "Library") -> "Iterator[str]":
    """What has been written, in lines; what has not is told at the end."""
    from coach.content import fill
    from coach.export import Written
    from coach.texts import chapters
    from coach.units import show_ms
    from coach.voices import spare_note, stand_in_note

    words, language = library.screen(), library.phrasebook().language
    match outcome:
        case Written(path, timeline, "all"):
            many = len(chapters(timeline))
            told = {"path": f"{path}", "time": show_ms(timeline.lasts), "number": f"{many}"}
            yield language.counted(words.export.written, many, told)
            said = stand_in_note(voice, timeline.script.said, words, language)
            stand_ins = (said, spare_note(voice, words))
            notes = (*timeline.script.notes, *stand_ins)
            yield from (f"  {note}" for note in notes if note)
        case Written(path, _, "captions"):
            yield fill(words.export.captions, {"path": f"{path}"})
        case Written(path):
            yield fill(words.export.current, {"path": f"{path}"})


def _finish(outcomes: "list[Outcome]", library: "Library", *, force: bool) -> None:
    """Tell what failed, after the playlist is kept."""
    from coach.export import Failed

    failed = [outcome for outcome in outcomes if isinstance(outcome, Failed)]
    if len(outcomes) == 1 and failed:
        raise failed[0].error
    failed += _listed(outcomes, library, force=force)
    for one in failed:
        why = advised(one.error, click.get_current_context().command)
        click.echo(f"Error: {one.path} is not written: {why}", err=True)
    if failed:
        raise SystemExit(1)


def _listed(outcomes: "list[Outcome]", library: "Library", *, force: bool) -> "list[Failed]":
    """Tell what the playlist lists; what went wrong with it, if anything did."""
    from coach.errors import ExportError, PathTaken
    from coach.export import PLAYLIST_FILE, Failed, list_written

    path = outcomes[0].path.parent / PLAYLIST_FILE
    try:
        if listed := list_written(outcomes, force=force):
            line, blanks = library.screen().export.listed, {"path": f"{path}"}
            blanks["number"] = f"{len(listed)}"
            click.echo(library.phrasebook().language.counted(line, len(listed), blanks))
    except PathTaken as error:  # of a playlist, no option tells another place
        return [Failed(path, ExportError(f"{error.message}; --force replaces it"))]
    except ExportError as error:
        return [Failed(path, error)]
    return []
