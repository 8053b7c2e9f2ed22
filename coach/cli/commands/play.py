"""``coach play``: lie down and follow."""

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

import coach
from coach.choices import LONGEST_COUNTDOWN_S
from coach.cli.asking import ask_sore_after
from coach.cli.fallback import tell_fallback
from coach.cli.handsfree import hands_free
from coach.cli.keeping import before_option, dismiss, open_scribe
from coach.cli.options import (
    SESSION_OPTIONS,
    DurationType,
    ask_option,
    bed_option,
    knock_option,
    listen_option,
    log_option,
    options,
    plain_option,
    player_option,
)

if TYPE_CHECKING:
    from coach.choices import SafetyTold
    from coach.content import Control, Inbox
    from coach.script import Script, Section
    from coach.session import Session
    from coach.stage import Now, Stage, Watch
    from coach.units import Ms

in_option = click.option(
    "--in",
    "wait",
    type=DurationType(longest_s=LONGEST_COUNTDOWN_S),
    default="0",
    show_default="at once",
    help="Time to lie down before it begins: 20s, 1m or 1m30s.",
)
resume_option = click.option(
    "--resume", is_flag=True, help="Go on where a session was left, with what was asked for then."
)
HEARING_OPTIONS = (
    bed_option,
    player_option,
    plain_option,
    in_option,
    resume_option,
    listen_option,
    knock_option,
)
"""How whatever is played is heard, and led."""


@click.command()
@options(
    *SESSION_OPTIONS,
    *HEARING_OPTIONS,
    before_option,
    ask_option,
    log_option,
)
@click.pass_context
def play(ctx: click.Context, /, **asked: Any) -> None:
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
    play_asked(ctx, **asked)


def play_asked(
    ctx: click.Context,
    /,
    *,
    player: str,
    plain: bool,
    wait: "Ms",
    resume: bool,
    listen: bool,
    knock: bool,
    before: int | None = None,
    ask: bool = False,
    log: bool = False,
    **asked: Any,
) -> None:
    """Play what is asked for; of a lesson nothing is kept in the log, and nobody is asked."""
    from msgspec.structs import replace

    from coach.cli.resume import Noting, resume_point_in, take_up
    from coach.content import Control, Inbox
    from coach.players import open_player
    from coach.script import Request
    from coach.voices import is_silent, spare_note

    given = [one for one in asked if ctx.get_parameter_source(one) is ParameterSource.COMMANDLINE]
    request, left = take_up(Request(**asked), given, resume=resume)
    planned = coach.open_request(request)
    point = resume_point_in(planned.script, left)
    session = planned.revised(point.revisions)
    request = replace(
        request,
        seed=session.sheet.wishes.seed,
        safety=session.sheet.safety_told,
        why=session.sheet.explains,
    )
    audible = player != "null" and not is_silent(request.voice)
    keep = log and audible and not session.script.is_lesson
    scribe = open_scribe(
        session, request.depth, keep=keep, ask=ask, before=before, sorer=request.sore
    )
    tell_fallback(session.found)
    if told := session.voice_note:
        click.echo(told)
    to_ask = Inbox[Control]()
    with hands_free(to_ask.put, session, listen=listen, knock=knock) as hands:
        opening = hands.heard_by(partial(open_player, player))
        noting = Noting(request, planned.script, scribe, resumed=left is not None)
        stage = session.begin(opening, point, wait=wait, aside=hands.trouble)
        with closing(scribe), closing(noting), closing(stage):  # the sound waits for no disk
            ended = _follow(stage, session, to_ask, scribe.look, noting.look, plain=plain)
            scribe.look(ended)
            noting.end(ended)
            if ended.heard_opening and audible and not session.script.is_lesson:
                _note_heard(session.sheet.safety_told)
        noting.tell(session.words)
        if told := spare_note(session.voice, session.words):
            click.echo(told)
        dismiss(scribe, partial(ask_sore_after, session, opening, hands) if ask else None)


def _follow(
    stage: "Stage",
    session: "Session",
    asked: "Inbox[Control]",
    *noting: "Watch",
    plain: bool,
) -> "Now":
    """Show a session that plays, and do what is asked for, until it ends."""
    # Imported while the first sound already plays: the terminal takes its time to open.
    from coach.mediakeys import open_media_keys
    from coach.screen import farewell, open_screen, outlive_the_terminal
    from coach.stage import Awake

    outlive_the_terminal()
    script = session.script
    with (
        open_screen(script, session.words, asked.put, plain=plain) as screen,
        open_media_keys(script.title, asked.put, partial(_drawn, script)) as keys,
        closing(Awake(screen=not plain)) as awake,
    ):
        ended = stage.run(asked.wait, [screen.show, keys.show, awake.show, *noting])
    click.echo(farewell(ended, session.words))
    return ended


def _drawn(script: "Script", section: "Section") -> bytes:
    """A section's picture, for a desktop that asks for it: what draws is not loaded before."""
    from coach.pictures import draw_section

    return draw_section(script, section)


def _note_heard(told: "SafetyTold") -> None:
    """Count one more session; the first that counts has told all of safety."""
    from coach.disk import note_heard, times_heard
    from coach.errors import forgiving
    from coach.traces import quiet_logger

    if told == "short" and not times_heard():
        return
    logger = quiet_logger(__name__)
    with forgiving(logger, "that the safety words were heard cannot be noted", OSError):
        note_heard()
