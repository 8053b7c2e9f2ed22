"""Routines: what to work on, in order."""

from typing import Annotated

from msgspec import Meta, Struct

from coach.choices import PaceName, Place, Tool
from coach.disk import ONE_LINE


class Stop(Struct, frozen=True, forbid_unknown_fields=True):
    """A spot as a routine visits it, on all its sides."""

    spot: str
    """A spot's name, which is its file's name."""
    tool: Tool | None = None
    """By default the first tool of the first way that suits."""
    place: Place | None = None
    optional: bool = False
    """Whether it may be left out when time is short."""


class Routine(Struct, frozen=True, forbid_unknown_fields=True):
    """Stops in order."""

    stops: Annotated[tuple[Stop, ...], Meta(min_length=1, max_length=40)]
    pace: PaceName = "even"
    """``brisk`` before exercise, ``slow`` after it and before sleep."""
    title: Annotated[str, Meta(min_length=1, max_length=60, pattern=ONE_LINE)] | None = None
    """For a routine that has no file of words in the language."""
    purpose: Annotated[str, Meta(max_length=120, pattern=ONE_LINE)] | None = None
    """The same; begins with "for"."""
