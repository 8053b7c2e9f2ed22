"""Coming back: a session that was left, taken up again."""

import os
import sys
import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coach.content import ScreenWords
    from coach.log import Scribe
    from coach.script import Request, Script
    from coach.stage import Bookmark, Now, ResumePoint

RECENT_S = 3600.0
"""What was cut off less than this ago is gone on with, unless somebody says no."""

ASKING_S = 10.0
"""How long a question waits: who lies on the floor already cannot answer it."""

NOT_KEPT = ("names", "spots")
"""They tell which session is meant, and change nothing of it."""


def take_up(
    asked: "Request", given: "Iterable[str]", *, resume: bool
) -> "tuple[Request, Bookmark | None]":
    """What to play, and the bookmark to go on from; None for from the beginning.

    Args:
        asked: What is asked for now.
        given: The options of it that stand on the command line: they go before the remembered ones.
        resume: Whether the listener asks for it; if not, a session that was cut off is offered.

    Raises:
        UsageError: There is nothing to resume, or something else.
    """
    from msgspec.structs import replace

    from coach.stage import read_bookmark

    left = read_bookmark(_path(_anywhere(asked)))
    if resume:
        left = left or _latest(asked)
    elif left is None or left.ended or not _wanted(left, _words(asked)):
        return asked, None
    now = {name: getattr(asked, name) for name in given if name not in NOT_KEPT}
    return replace(left.request, **now), left


def resume_point_in(script: "Script", left: "Bookmark | None") -> "ResumePoint":
    """The place to begin at, in a script without revisions.

    In a script of other cues, which an option can make, it is the start of the section that was
    left; there what was made easier stays so, and what was made longer is as planned.

    Raises:
        UsageError: There is no such section in it.
    """
    from coach.script import Revision
    from coach.stage import START, ResumePoint, digest_cues

    if left is None:
        return START
    titles = [section.title for section in script.sections]
    if left.section not in titles:
        raise click.UsageError(
            f"{script.name} has changed since it was left at {left.section}, or an option changes "
            "it; play it from its beginning, without --resume"
        )
    if digest_cues(script) == left.cues:
        return left.point
    number, revisions = titles.index(left.section), left.point.revisions
    easier = (Revision("easier", number, 0) for one in revisions if one.kind == "easier")
    return ResumePoint(number, revisions=tuple(easier))


class Noting:
    """Notes where a session stands, for another time, once it is worth coming back to."""

    def __init__(
        self, request: "Request", script: "Script", scribe: "Scribe", *, resumed: bool
    ) -> None:
        """Get ready; nothing is noted yet.

        Args:
            request: What the session was made from, its seed included.
            script: What it was before any revision.
            scribe: Knows whether enough was heard.
            resumed: Whether it goes on: what has just begun leaves the place that is noted.
        """
        from coach.stage import Bookmarks, digest_cues

        self._cues = digest_cues(script)
        self._request = _anywhere(request)
        self._path = _path(self._request)
        self._bookmarks = Bookmarks(self._path)
        self._scribe = scribe
        self._notes = resumed
        self._kept = False

    def look(self, now: "Now") -> None:
        """Note where the session stands, if it is worth it."""
        self._notes = self._notes or self._scribe.notes
        if self._notes:
            self._note(now, ended=False)

    def end(self, now: "Now") -> None:
        """Keep the place for --resume; what was heard to its end is not come back to."""
        self._kept = self._notes and now.left > 0
        if self._kept:
            self._note(now, ended=True)
        elif self._notes:
            self._bookmarks.forget()

    def close(self) -> None:
        """Let it be written. Closing twice is harmless."""
        self._bookmarks.close()

    def tell(self, words: "ScreenWords") -> None:
        """Say how to go on, or what kept the place from being written, once that is over."""
        if not self._kept:
            return
        from coach.errors import reason_of

        if problem := self._bookmarks.problem:
            folder = self._path.parent
            click.echo(f"The place is not kept in {folder}: {reason_of(problem)}.", err=True)
        else:
            click.echo(words.asks.resume)

    def _note(self, now: "Now", *, ended: bool) -> None:
        from coach.stage import Bookmark

        noted = Bookmark(
            request=self._request,
            point=now.resume_point,
            section=now.section.title,
            at=now.position,
            when=time.time(),
            cues=self._cues,
            ended=ended,
        )
        self._bookmarks.note(noted)


def _words(asked: "Request") -> "ScreenWords":
    """What is shown in the language that is asked for."""
    import coach

    return coach.library(asked.library, asked.language).screen()


def _anywhere(asked: "Request") -> "Request":
    """The request as it means the same in every folder: paths from the root."""
    from msgspec.structs import replace

    from coach.choices import NO_BED
    from coach.sound import SHIPPED_LUFS

    names = tuple(_whole(name) if name.endswith(".toml") else name for name in asked.names)
    library = asked.library and _whole(asked.library)
    bed = asked.bed
    if bed is not None and bed not in (NO_BED, *SHIPPED_LUFS):
        bed = _whole(bed)
    return replace(asked, names=names, library=library, bed=bed)


def _whole(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))


def _path(asked: "Request") -> "Path":
    from coach.disk import bookmarks_folder
    from coach.stage import bookmark_path

    return bookmark_path(bookmarks_folder(), asked.names, asked.spots)


def _latest(asked: "Request") -> "Bookmark":
    """Where the latest session was left, if none is asked for."""
    from coach.disk import bookmarks_folder
    from coach.stage import newest_bookmark

    left = newest_bookmark(bookmarks_folder())
    if left is None:
        raise click.UsageError("there is nothing to resume: no session was left before its end")
    if asked.names or asked.spots:
        raise click.UsageError(
            f"what was left is {_told(left, _words(asked))}; `coach play --resume` goes on with "
            "that, and without --resume the other begins"
        )
    return left


def _wanted(left: "Bookmark", words: "ScreenWords") -> bool:
    """Ask on a terminal; elsewhere tell how to."""
    from coach.content import fill

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(fill(words.asks.goes_on, {"session": _told(left, words)}), err=True)
        return False
    from coach.screen import ask

    recent = 0 <= time.time() - left.when < RECENT_S
    question = fill(words.asks.cut_off, {"session": _told(left, words)})
    return ask(question, words, seconds=ASKING_S, otherwise=recent)


def _told(left: "Bookmark", words: "ScreenWords") -> str:
    from coach.content import fill
    from coach.units import show_ms

    named = " ".join([*left.request.names, *left.request.spots])
    blanks = {"names": named, "time": show_ms(left.at), "section": left.section}
    return fill(words.asks.left_at, blanks)
