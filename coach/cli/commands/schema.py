"""``coach schema``: what may stand in a file, for editors that complete and check while typing."""

import ast
import inspect
import json
import sys
from collections.abc import Iterator
from typing import Any

import click

KINDS = {
    "routine": "coach.content.routine:Routine",
    "spot": "coach.content.spot:Spot",
    "spot-words": "coach.content.phrasebook:SpotWords",
    "routine-words": "coach.content.phrasebook:RoutineWords",
    "phrasebook": "coach.content.phrasebook:Phrasebook",
    "safety": "coach.content.safety:Rules",
    "safety-words": "coach.content.safety:SafetyWords",
    "settings": "coach.authoring.settings:Settings",
}
"""What each kind of file is read into."""


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)), default="routine")
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file, by default of a routine."""
    click.echo(json.dumps(_schema(kind), indent=2, ensure_ascii=False))


def _schema(kind: str) -> dict[str, Any]:
    from importlib import import_module

    import msgspec

    module, name = KINDS[kind].split(":")
    made = msgspec.json.schema(getattr(import_module(module), name))
    for struct, field, described in _described_fields(module):
        properties = made["$defs"].get(struct, {}).get("properties", {})
        if field in properties:
            properties[field]["description"] = described
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _described_fields(module: str) -> Iterator[tuple[str, str, str]]:
    """Every field that has a docstring in a module: its class, its name in files, and that."""
    for struct in ast.parse(inspect.getsource(sys.modules[module])).body:
        if isinstance(struct, ast.ClassDef):
            for field, below in zip(struct.body, struct.body[1:], strict=False):
                match field, below:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str(text))),
                    ):
                        described = " ".join(inspect.cleandoc(text).split())
                        yield struct.name, name.rstrip("_"), described
