"""Takeout: the log as text, with all that is in it, for other programs."""

import csv
import io
import json
from collections.abc import Callable, Sequence

from coach.choices import LogForm
from coach.log.log import Logged


def log_as_json(sessions: Sequence[Logged]) -> str:
    """A list with an object for every session."""
    return json.dumps([_row(kept) for kept in sessions], indent=1, ensure_ascii=False)


def log_as_csv(sessions: Sequence[Logged]) -> str:
    """A line for every session, under one that names the columns."""
    stored = io.StringIO()
    writer = csv.DictWriter(stored, LOG_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for kept in sessions:
        worked = ", ".join(f"{one.spot} {one.side}" for one in kept.worked)
        writer.writerow(_row(kept) | {"done": int(kept.done), "worked": worked})
    return stored.getvalue().rstrip("\n")


def _row(kept: Logged) -> dict[str, object]:
    values = (
        kept.number,
        kept.began.isoformat(timespec="milliseconds"),
        kept.name,
        kept.title,
        kept.depth,
        kept.planned,
        kept.heard,
        kept.done,
        kept.before,
        kept.after,
        [one._asdict() for one in kept.worked],
        kept.sorer,
    )
    return dict(zip(LOG_COLUMNS, values, strict=True))


LOG_COLUMNS = (
    "number",
    "began",
    "name",
    "title",
    "depth",
    "planned_ms",
    "heard_ms",
    "done",
    "before",
    "after",
    "worked",
    "sorer",  # the newest is the last: who counts columns finds the others where they were
)
LOG_FORMATS: dict[LogForm, Callable[[Sequence[Logged]], str]] = {
    "json": log_as_json,
    "csv": log_as_csv,
}
"""The formats of ``coach log --export``."""
