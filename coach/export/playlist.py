"""The playlist: the sessions of a folder in order, for players that read such files."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from coach.disk import appearing_texts
from coach.errors import ExportError, PathTaken, told_as
from coach.export.batch import Outcome, Written
from coach.traces import quiet_logger
from coach.units import Ms

_logger = quiet_logger(__name__)

PLAYLIST_FILE = "coach.m3u8"
PLAYLIST_HEAD = "#EXTM3U\n#PLAYLIST:Self-massage sessions\n# Kept by coach."
"""The last line tells it from a playlist of the listener's own."""


class Track(NamedTuple):
    """One session."""

    name: str
    """Its file's, which lies beside the playlist."""
    lasts: Ms
    title: str


def keep_playlist(folder: Path, tracks: Iterable[Track], *, force: bool = False) -> list[Track]:
    """Write these sessions into a folder's playlist, beside those that it has and that are there.

    Returns:
        All that it lists now.

    Raises:
        ExportError: There is one that coach did not write, or it cannot be written.
    """
    path = folder / PLAYLIST_FILE
    with told_as(ExportError, f"{path} cannot be written"):
        text = (
            path.read_text(encoding="utf-8", errors="replace") if path.exists() else PLAYLIST_HEAD
        )
        if not (force or text.startswith(PLAYLIST_HEAD)):
            raise PathTaken(path, but=" and is not coach's")
        kept = [track for track in parse_m3u8(text) if (folder / track.name).exists()]
        listed = as_m3u8([*kept, *tracks])
        if text != f"{listed}\n":
            with appearing_texts([(path, listed)]):
                pass
    return parse_m3u8(listed)


def list_written(outcomes: Sequence[Outcome], *, force: bool = False) -> list[Track]:
    """Keep the playlist of what a batch wrote: of several files, or of one that it lists already.

    Args:
        outcomes: All of the batch, whose files lie in one folder.
        force: Whether a playlist that is not coach's is replaced.

    Returns:
        All that it lists now; nothing where there is no playlist to keep.

    Raises:
        ExportError: See `keep_playlist`.
    """
    written = [outcome for outcome in outcomes if isinstance(outcome, Written)]
    if not written or (len(outcomes) == 1 and not is_listed(written[0].path)):
        return []
    tracks = [
        Track(one.path.name, one.timeline.lasts, one.timeline.script.title) for one in written
    ]
    return keep_playlist(written[0].path.parent, tracks, force=force)


def is_listed(path: Path) -> bool:
    """Whether a file stands in a playlist of coach's beside it."""
    try:
        text = (path.parent / PLAYLIST_FILE).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return False
    except OSError:
        _logger.warning("a playlist cannot be read", exc_info=True)
        return False
    return text.startswith(PLAYLIST_HEAD) and path.name in {
        track.name for track in parse_m3u8(text)
    }


def as_m3u8(tracks: Iterable[Track]) -> str:
    """A playlist by the names of the files; of one name the last counts."""
    by_name = {track.name: track for track in tracks}
    lines = [
        f"#EXTINF:{round(track.lasts / 1000)},{track.title}\n{name}"
        for name, track in sorted(by_name.items())
    ]
    return "\n".join([PLAYLIST_HEAD, *lines])


def parse_m3u8(text: str) -> list[Track]:
    r"""The tracks of a playlist that coach wrote.

    >>> parse_m3u8("#EXTINF:425,The feet\nfeet.mp3\n")
    [Track(name='feet.mp3', lasts=425000, title='The feet')]
    """
    found = re.findall(r"^#EXTINF:(\d+),(.*)\n([^#\n].*)$", text, flags=re.MULTILINE)
    return [Track(name, Ms(int(secs) * 1000), title) for secs, title, name in found]
