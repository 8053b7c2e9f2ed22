"""``coach voices``: who can speak, who could, and what they are like."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from coach.cli.options import options, player_option, rate_option

if TYPE_CHECKING:
    from coach.errors import CoachError
    from coach.voices import VoiceName

SAMPLE_OF = "shoulders"
"""What a voice says three sentences of."""


@click.command()
@click.option("--all", "every", is_flag=True, help="All there are, of all languages.")
@click.option("--play", "heard", metavar="NAME", help="Hear a session's words in this voice.")
@click.option(
    "--get",
    "wanted",
    metavar="NAME",
    multiple=True,
    help="Fetch this voice, after asking; may be given several times.",
)
@click.option(
    "--from",
    "sources",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    multiple=True,
    help="With --get: take it from this file, where there is no network.",
)
@click.option("--yes", "agreed", is_flag=True, help="With --get: do not ask.")
@click.option("--remove", "removed", metavar="NAME", help="Remove what was fetched of this voice.")
@click.option(
    "--record", "recorded", metavar="NAME", help="Record all that comes with coach in this voice."
)
@options(rate_option, player_option)
def voices(
    every: bool,
    heard: str | None,
    wanted: tuple[str, ...],
    sources: tuple[str, ...],
    agreed: bool,
    removed: str | None,
    recorded: str | None,
    rate: int,
    player: str,
) -> None:
    """List the good voices that --voice takes, and those to be fetched; hear, fetch or remove one.

    Nothing is fetched but by --get. What was fetched lies on this machine, and speaks without a
    network from then on.
    """
    from coach.cli.getting import get_voices, remove_voice
    from coach.cli.recording import record_voice

    given = {
        "--all": every,
        "--play": heard is not None,
        "--get": wanted,
        "--remove": removed,
        "--record": recorded,
    }
    _check_together([flag for flag, one in given.items() if one], wanted, sources, agreed=agreed)
    if heard is not None:
        _play(heard, rate, player)
    elif wanted:
        get_voices(wanted, sources, agreed=agreed)
    elif removed is not None:
        remove_voice(removed)
    elif recorded is not None:
        record_voice(recorded)
    else:
        _list(_print_all if every else _print_short)


def _check_together(
    acts: Sequence[str], wanted: Sequence[str], sources: Sequence[str], *, agreed: bool
) -> None:
    if len(acts) > 1:
        raise click.UsageError(f"{' and '.join(acts)} do not go together: one at a time")
    if sources and len(wanted) != 1:
        raise click.UsageError("--from goes with one --get: that voice is taken from it")
    if agreed and not wanted:
        raise click.UsageError("--yes goes with --get: only that asks")
    asked = click.get_current_context().get_parameter_source
    for name in ("rate", "player"):
        if "--play" not in acts and asked(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name} goes with --play: only that is heard")


def _list(show: "Callable[[Sequence[VoiceName]], None]") -> None:
    """Show who can speak, and then what is wrong with others."""
    from coach.errors import PluginBroken
    from coach.voices import list_voices

    troubles: list[CoachError] = []
    show(list_voices(troubles.append))
    for trouble in troubles:
        trouble.show()
    if not all(isinstance(trouble, PluginBroken) for trouble in troubles):
        raise SystemExit(1)


def _print_all(there: "Sequence[VoiceName]") -> None:
    for voice in there:
        click.echo(f"{voice.name:20} {voice.language:16} {voice.described}".rstrip())


def _print_short(there: "Sequence[VoiceName]") -> None:
    """Print the good ones, how many more there are, and those that can be fetched."""
    from coach.cli.drawing import print_line, print_listing

    good = sorted((voice for voice in there if voice.good), key=_rank)
    if good:
        rows = [(voice.name, voice.language, voice.described) for voice in good]
        print_listing(("name", "language", "what it is like"), rows, ", ".join)
    if more := len(there) - len(good):
        print_line(f"{more} more: coach voices --all")
    if offered := _offered():
        print_line("\nTo be fetched at a word: coach voices --get NAME")
        print_listing(("name", "size", "what it is like"), offered, ", ".join)


def _rank(voice: "VoiceName") -> tuple[bool, int, str]:
    """The natural ones first, of these the best that can be fetched."""
    from coach.voices import list_offers

    ranks = {offer.spoken_as: rank for rank, offer in enumerate(list_offers())}
    return not voice.natural, ranks.get(voice.name, len(ranks)), voice.name


def _offered() -> list[tuple[str, str, str]]:
    """The voices that can be fetched and are not here."""
    from coach.disk import voices_folder
    from coach.units import show_bytes
    from coach.voices import list_offers, missing_files

    folder = voices_folder()
    absent = [offer for offer in list_offers() if missing_files(offer, folder)]
    return [(offer.name, show_bytes(offer.size), offer.described) for offer in absent]


def _play(name: str, rate: int, player: str) -> None:
    import time
    from contextlib import closing

    import coach
    from coach.players import open_player

    session = coach.open_session(SAMPLE_OF, voice=name, rate=rate)
    spoken = list(session.sample())
    with closing(open_player(player)) as playing:
        playing.play(iter(spoken))
        while playing.playing:
            time.sleep(0.05)
