"""Schemas: what may stand in each kind of file, for editors that check and complete it."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any

KINDS = {
    "routine": "coach.content.routine:Routine",
    "spot": "coach.content.spot:Spot",
    "spot-words": "coach.content.spot_words:SpotWords",
    "routine-words": "coach.content.spot_words:RoutineWords",
    "lesson": "coach.content.lesson:Lesson",
    "phrasebook": "coach.content.phrasebook:Phrasebook",
    "screen": "coach.content.screen_words:ScreenWords",
    "finding": "coach.content.finding:FindingWords",
    "safety": "coach.content.safety:Rules",
    "safety-words": "coach.content.safety:SafetyWords",
    "settings": "coach.authoring.settings:Settings",
}
"""What each kind of file is read into."""


def make_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, one of `KINDS`, with what the program says of each key."""
    import msgspec  # not to be loaded by who wants to know the kinds alone

    module, name = KINDS[kind].split(":")
    made = msgspec.json.schema(vars(import_module(module))[name])
    structs = {one.__name__: one for one in _below(msgspec.Struct)}
    for struct, found in made["$defs"].items():
        for field, described in _described_fields(structs[struct]):
            found["properties"][field]["description"] = described
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _below(struct: type) -> Iterator[type]:
    """All structs of coach, which have names of their own."""
    children: list[type] = struct.__subclasses__()
    for one in children:
        if one.__module__.startswith("coach."):
            yield one
        yield from _below(one)


def _described_fields(struct: type) -> Iterator[tuple[str, str]]:
    """Every field with a docstring, the class's own or inherited: its name in files, and that."""
    ours = [one for one in struct.__mro__ if one.__module__.startswith("coach.")]
    for one in ours:
        (body,) = ast.parse(inspect.getsource(one)).body
        assert isinstance(body, ast.ClassDef)
        for field, below in zip(body.body, body.body[1:], strict=False):
            match field, below:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    yield name.rstrip("_"), " ".join(inspect.cleandoc(text).split())
