"""A kind of file with a part of each sort."""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class Ball(Struct, frozen=True, forbid_unknown_fields=True):
    colour: Literal["red", "green", "black"]
    size: Annotated[float, Meta(gt=0, le=10)] = 1.0


class Box(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    balls: tuple[Ball, ...] = ()
    shelves: dict[str, Ball] = {}
    sides: dict[Literal["left", "right"], str] = {}
