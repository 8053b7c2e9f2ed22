"""Getting a voice: what is shown before it is fetched, asked, and told after; and its removal."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from coach.installing import install_extra

if TYPE_CHECKING:
    from pathlib import Path

    from coach.voices import Offer

NEEDS = {"kokoro": ("onnxruntime", "natural"), "piper": ("piper", "piper")}
"""What each engine cannot speak without, and the extra that brings it."""


def get_voices(names: Sequence[str], sources: Sequence[str], *, agreed: bool) -> None:
    """Fetch these voices, or take the one that is named from files; asks before.

    Args:
        names: As ``coach voices`` lists them.
        sources: Paths of files, instead of the network.
        agreed: Whether nothing is asked.
    """
    from coach.disk import voices_folder
    from coach.voices import find_offer, missing_files

    folder = voices_folder()
    offers = list(map(find_offer, dict.fromkeys(names)))
    wanted = [offer for offer in offers if missing_files(offer, folder)]
    for offer in offers:
        if offer not in wanted:
            click.echo(f"{offer.name} is here already. {_to_hear(offer)}")
    for offer in wanted:
        _show(offer, folder, sources)
    if wanted and not agreed:
        _ask(wanted)
    for offer in wanted:
        _get(offer, folder, sources)
        click.echo(f"{offer.name} is here. {_to_hear(offer)}")


def remove_voice(name: str) -> None:
    """Remove what was fetched of a voice."""
    from coach.disk import voices_folder
    from coach.voices import find_offer, list_offers, missing_files, remove_fetched

    folder = voices_folder()
    offer = find_offer(name)
    if not remove_fetched(offer, folder):
        there = [one.name for one in list_offers() if not missing_files(one, folder)]
        fetched = f"these are: {', '.join(there)}" if there else "no voice is"
        raise click.UsageError(f"{name} is not here to be removed; {fetched}")
    click.echo(f"{name} is removed; coach voices --get {name} fetches it again.")


def _show(offer: "Offer", folder: "Path", sources: Sequence[str]) -> None:
    """Tell what is to be fetched, from where, and under which terms."""
    from coach.units import show_bytes
    from coach.voices import missing_files

    click.echo(f"{offer.name}: {offer.described}")
    click.echo(f"  size     {show_bytes(offer.size)}")
    click.echo(f"  licence  {offer.licence}")
    click.echo(f"  origin   {offer.origin}")
    files = missing_files(offer, folder)
    for source in sources or [file.address for file in files]:
        click.echo(f"  from     {source}")
    for path in [folder / file.path for file in files]:
        replaced = ", in place of another or a damaged file" if path.exists() else ""
        click.echo(f"  to       {path}{replaced}")


def _ask(wanted: "Sequence[Offer]") -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("without a terminal nobody can be asked: add --yes to --get")
    click.confirm(f"Get {' and '.join(offer.name for offer in wanted)}?", abort=True)


def _get(offer: "Offer", folder: "Path", sources: Sequence[str]) -> None:
    from pathlib import Path

    from coach.cli.drawing import open_fetch_bar
    from coach.units import show_bytes
    from coach.voices import copy_voice, fetch_voice, kept_bytes

    if sources:
        copy_voice([Path(source) for source in sources], offer, folder)
        return
    try:
        with open_fetch_bar(offer.name, offer.size) as told:
            fetch_voice(offer, folder, told)
    except KeyboardInterrupt:
        if kept := kept_bytes(offer, folder):
            told_kept = f"{show_bytes(kept)} of {offer.name} are kept"
            click.echo(f"{told_kept}, and the next try goes on from there.", err=True)
        raise


def _to_hear(offer: "Offer") -> str:
    """What to type to hear it, and what has to be installed before."""
    from importlib.util import find_spec

    module, extra = NEEDS[offer.engine]
    command = f"coach voices --play {offer.spoken_as}"
    if find_spec(module) is None:
        return f"It speaks once {install_extra(extra)} has brought its engine; then: {command}"
    return f"Hear it: {command}"
