"""Routines: what to work on, in order."""

from typing import Annotated

from msgspec import Meta, Struct

from coach.spot import Place, Tool


class Stop(Struct, frozen=True, forbid_unknown_fields=True):
    """A spot as a routine visits it, on both its sides."""

    spot: str
    """A spot's name, which is its file's name."""
    tool: Tool | None = None
    """By default the first tool of the first way that suits."""
    place: Place | None = None


class Routine(Struct, frozen=True, forbid_unknown_fields=True):
    """Stops in order. Its title and what it is for stand among the words."""

    stops: Annotated[tuple[Stop, ...], Meta(min_length=1, max_length=40)]
