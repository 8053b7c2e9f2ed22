"""How many sessions were heard on this machine from their beginning, in a small file."""

import re

from coach.disk.folders import safety_heard
from coach.disk.whole import appearing

MANY = 100
"""From then on nothing differs, and it is not counted any more."""


def times_heard() -> int:
    """How many sessions' openings were heard to their end, with all that was said of safety."""
    try:
        text = safety_heard().read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    if not text.strip():  # as it was left when it was not yet counted
        return MANY
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0


def note_heard() -> None:
    """Count one more.

    Raises:
        OSError: It cannot be kept.
    """
    times = times_heard() + 1
    if times > MANY:
        return
    safety_heard().parent.mkdir(parents=True, exist_ok=True)
    with appearing(safety_heard()) as part:
        part.write_text(str(times), encoding="ascii")
