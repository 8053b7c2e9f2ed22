"""``coach schema``: what may stand in a file, for editors that complete and check while typing."""

import click

from coach.authoring import KINDS


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)), default="routine")
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file, by default of a routine."""
    import json

    from coach.authoring import make_schema

    click.echo(json.dumps(make_schema(kind), indent=2, ensure_ascii=False))
