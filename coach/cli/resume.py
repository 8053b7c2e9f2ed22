"""Coming back: a session that was left, taken up again."""

import sys
import time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coach.bookmark import Bookmark, Mark
    from coach.script import Script
    from coach.stage import Now, Stage

RECENT_S = 3600.0
"""What was cut off less than this ago is gone on with, unless somebody says no."""

ASKING_S = 10.0
"""How long a question waits: who lies on the floor already cannot answer it."""

NOT_KEPT = ("names", "spots")
"""They tell which session is meant, and change nothing of it."""


def take_up(
    asked: dict[str, Any], given: "Iterable[str]", *, resume: bool
) -> tuple[dict[str, Any], "Bookmark | None"]:
    """What to play, and the bookmark to go on from; None for from the beginning.

    Args:
        asked: The options, as they hold now.
        given: Those of them that stand on the command line: they go before the remembered ones.
        resume: Whether the listener asks for it; if not, a session that was cut off is offered.

    Raises:
        UsageError: There is nothing to resume, or something else.
    """
    from coach.bookmark import read_bookmark
    from coach.folders import bookmark_file

    left = read_bookmark(bookmark_file())
    if resume:
        left = _meant(left, asked)
    elif left is None or not _same(left, asked) or left.ended or not _wanted(left):
        return asked, None
    kept = {name: left.asked[name] for name in left.asked.keys() & asked.keys()}
    now = {name: asked[name] for name in given if name not in NOT_KEPT}
    return {**asked, **_opened(kept), **now}, left


def mark_in(script: "Script", left: "Bookmark | None") -> "Mark":
    """The place to begin at, in a script without revisions.

    In a script of other cues, which an option can make, it is the start of its section; there what
    was made easier stays so, and what was made longer is as planned.

    Raises:
        UsageError: The script is not the one that was left.
    """
    from coach.bookmark import START, Mark, shape
    from coach.revision import Revision

    if left is None:
        return START
    sections = script.sections[left.mark.number : left.mark.number + 1]
    if [section.title for section in sections] != [left.section]:
        raise click.UsageError(
            f"{script.name} has changed since it was left at {left.section}; "
            "play it from its beginning, without --resume"
        )
    if shape(script) == left.shape:
        return left.mark
    number, revisions = left.mark.number, left.mark.revisions
    easier = (Revision("easier", number, 0) for one in revisions if one.kind == "easier")
    return Mark(number, revisions=tuple(easier))


class Noting:
    """Notes where a session stands, for another time."""

    def __init__(self, stage: "Stage", script: "Script", asked: dict[str, Any]) -> None:
        """Get ready; nothing is noted yet.

        Args:
            stage: What the session plays on.
            script: What it was before any revision.
            asked: The options that it was made from.
        """
        from coach.bookmark import Bookmarks, shape
        from coach.folders import bookmark_file

        self._stage = stage
        self._shape = shape(script)
        self._asked = {name: str(v) if name == "breath" else v for name, v in asked.items()}
        self._bookmarks = Bookmarks(bookmark_file())

    def beside(self, show: "Callable[[Now], None]") -> "Callable[[Now], None]":
        """Shows where the session stands, and notes it."""

        def shown(now: "Now") -> None:
            show(now)
            self._note(now, ended=False)

        return shown

    def end(self, now: "Now") -> None:
        """Keep the place for --resume; what was heard to its end is not come back to."""
        if now.left:
            self._note(now, ended=True)
            click.echo("`coach play --resume` goes on from there.")
        else:
            self._bookmarks.forget()

    def close(self) -> None:
        """Let it be written. Closing twice is harmless."""
        self._bookmarks.close()

    def _note(self, now: "Now", *, ended: bool) -> None:
        from coach.bookmark import Bookmark

        title, mark = now.section.title, self._stage.mark
        at, when = now.position, time.time()
        self._bookmarks.note(Bookmark(self._asked, mark, title, at, when, self._shape, ended))


def _opened(kept: dict[str, Any]) -> dict[str, Any]:
    """Options as they were before they were written down."""
    from coach.breath import parse_breath

    lists = {name: tuple(value) for name, value in kept.items() if isinstance(value, list)}
    return {**kept, **lists, "breath": parse_breath(kept["breath"])}


def _meant(left: "Bookmark | None", asked: dict[str, Any]) -> "Bookmark":
    if left is None:
        raise click.UsageError("there is nothing to resume: no session was left before its end")
    if (asked["names"] or asked["spots"]) and not _same(left, asked):
        raise click.UsageError(
            f"what was left is {_told(left)}; `coach play --resume` goes on with that, "
            "and without --resume the other begins"
        )
    return left


def _same(left: "Bookmark", asked: dict[str, Any]) -> bool:
    """Whether it is the session that is asked for."""
    kept = (left.asked.get(name) for name in NOT_KEPT)
    return [list(asked[name]) for name in NOT_KEPT] == list(kept)


def _wanted(left: "Bookmark") -> bool:
    """Ask on a terminal; elsewhere tell how to."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(f"It was cut off: {_told(left)}. With --resume it goes on there.", err=True)
        return False
    from coach.cli.screen import ask

    recent = 0 <= time.time() - left.when < RECENT_S
    return ask(f"It was cut off: {_told(left)}. Go on there?", seconds=ASKING_S, otherwise=recent)


def _told(left: "Bookmark") -> str:
    from coach.units import show_ms

    names = [*left.asked["names"], *left.asked["spots"]]  # type: ignore[misc]
    return f"{' '.join(names)} at {show_ms(left.at)} ({left.section})"
