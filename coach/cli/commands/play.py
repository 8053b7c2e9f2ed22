"""``coach play``: lie down and follow."""

from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from coach.cli.asking import ask_sore_after
from coach.cli.handsfree import Show, hands_free
from coach.cli.keeping import before_option, dismiss, open_scribe
from coach.cli.options import (
    SESSION_OPTIONS,
    DurationType,
    ask_option,
    bed_option,
    is_silent,
    knock_option,
    listen_option,
    log_option,
    open_session,
    options,
    plain_option,
    player_option,
)
from coach.screen import outlive_the_terminal

if TYPE_CHECKING:
    from coach.content import Control, Inbox
    from coach.script import Script
    from coach.stage import Now, Stage
    from coach.units import Ms

in_option = click.option(
    "--in",
    "wait",
    type=DurationType(longest_s=600),
    default="0",
    show_default="at once",
    help="Time to lie down before it begins: 20s, 1m or 1m30s.",
)
resume_option = click.option(
    "--resume", is_flag=True, help="Go on where a session was left, with what was asked for then."
)


@click.command()
@options(
    *SESSION_OPTIONS,
    bed_option,
    player_option,
    plain_option,
    in_option,
    resume_option,
    listen_option,
    knock_option,
    before_option,
    ask_option,
    log_option,
)
@click.pass_context
def play(
    ctx: click.Context,
    /,
    player: str,
    plain: bool,
    wait: "Ms",
    resume: bool,
    listen: bool,
    knock: bool,
    before: int | None,
    ask: bool,
    log: bool,
    **asked: Any,
) -> None:
    """Play a ROUTINE, or several as one, through the speakers.

    A spot's name, or the path of a routine file, can stand in place of a routine's.

    Space pauses and goes on; the right and left arrows go to the next and the previous section, r
    repeats this one; + stays a little longer, e makes it easier from here on, s skips this spot; t
    tells the time that is left; the up and down arrows make the voice louder and softer; q ends.
    None of them is ever needed.

    --listen and --knock do it without hands. What the microphone hears stays on this machine and is
    not kept.

    A session that was left goes on with --resume. A terminal that closes does not end it.
    """
    from coach.cli.resume import Noting, resume_point_in, take_up
    from coach.content import Control, Inbox
    from coach.players import open_player
    from coach.sound import open_bed
    from coach.stage import Stage

    given = [one for one in asked if ctx.get_parameter_source(one) is ParameterSource.COMMANDLINE]
    asked, left = take_up(asked, given, resume=resume)
    wanted = {name: value for name, value in asked.items() if name != "bed"}
    planned = open_session(**wanted)
    point = resume_point_in(planned.script, left)
    session = planned.revised(point.revisions)
    asked["seed"] = session.sheet.wishes.seed
    audible = player != "null" and not is_silent(asked["voice"])
    keep = log and audible
    scribe = open_scribe(session.script, asked["depth"], keep=keep, ask=ask, before=before)
    opened_bed, to_ask = open_bed(asked["bed"]), Inbox[Control]()
    with hands_free(to_ask.put, asked["library"], listen=listen, knock=knock) as hands:
        opening = hands.heard_by(partial(open_player, player))
        stage = Stage(session.arrangement, session.voice, opened_bed, opening, session.sheet)
        noting = Noting(stage, planned.script, asked, resumed=left is not None)
        with closing(scribe), closing(noting), closing(stage):  # the sound waits for no disk
            stage.begin(point, wait=wait)
            watching = hands.beside, noting.beside, scribe.beside
            ended = _follow(stage, session.script, to_ask, *watching, plain=plain)
            scribe.look(ended)
            noting.end(ended)
            if stage.heard_opening and audible:
                _note_safety()
        noting.tell()
        dismiss(scribe, partial(ask_sore_after, session, opening, hands) if ask else None)


def _follow(
    stage: "Stage",
    script: "Script",
    asked: "Inbox[Control]",
    *watching: Callable[[Show], Show],
    plain: bool,
) -> "Now":
    """Show a session that plays, and do what is asked for, until it ends."""
    # Imported while the first sound already plays: the terminal takes its time to open.
    from coach.mediakeys import open_media_keys
    from coach.pictures import draw_section
    from coach.screen import farewell, open_screen
    from coach.stage import Awake

    outlive_the_terminal()
    picture = partial(draw_section, script)
    with (
        open_screen(script, asked.put, plain=plain) as screen,
        open_media_keys(script.title, asked.put, picture) as keys,
        closing(Awake(screen=not plain)) as awake,
    ):
        show = _to_all(screen.show, keys.show, awake.show)
        for one in watching:
            show = one(show)
        ended = stage.run(asked.wait, show)
    click.echo(farewell(ended))
    return ended


def _to_all(*shows: Show) -> Show:
    def show(now: "Now") -> None:
        for one in shows:
            one(now)

    return show


def _note_safety() -> None:
    """Note that the safety words were heard in full."""
    from coach.disk import safety_heard

    with suppress(OSError):
        safety_heard().parent.mkdir(parents=True, exist_ok=True)
        safety_heard().touch()
