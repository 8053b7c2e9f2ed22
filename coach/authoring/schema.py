"""Schemas: what may stand in each kind of file, for editors that check and complete it."""

import ast
import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

KINDS = {
    "routine": "coach.content.routine:Routine",
    "spot": "coach.content.spot:Spot",
    "spot-words": "coach.content.phrasebook:SpotWords",
    "routine-words": "coach.content.phrasebook:RoutineWords",
    "lesson": "coach.content.lesson:Lesson",
    "phrasebook": "coach.content.phrasebook:Phrasebook",
    "safety": "coach.content.safety:Rules",
    "safety-words": "coach.content.safety:SafetyWords",
    "settings": "coach.authoring.settings:Settings",
}
"""What each kind of file is read into."""


def make_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, one of `KINDS`, with what the program says of each key."""
    import msgspec  # not to be loaded by who wants to know the kinds alone

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
