"""``coach voices``: who can speak."""

import click

from coach.cli.options import options, player_option, rate_option

SAMPLE_OF = "shoulders"
"""What a voice says three sentences of."""


@click.command()
@click.option("--all", "every", is_flag=True, help="All languages, not English alone.")
@click.option("--play", "heard", metavar="NAME", help="Hear a session's words in this voice.")
@options(rate_option, player_option)
def voices(every: bool, heard: str | None, rate: int, player: str) -> None:
    """List the voices that --voice takes, or hear one."""
    from coach.content import LANGUAGE
    from coach.errors import PluginBroken
    from coach.voices import list_voices

    if heard is not None:
        _play(heard, rate, player)
        return
    troubles: list[click.ClickException] = []
    for voice in list_voices(troubles.append):
        if every or not voice.language or voice.language.lower().startswith(LANGUAGE):
            click.echo(f"{voice.name:20} {voice.language:16} {voice.described}".rstrip())
    for trouble in troubles:
        trouble.show()
    if not all(isinstance(trouble, PluginBroken) for trouble in troubles):
        raise SystemExit(1)


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
