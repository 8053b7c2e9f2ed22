"""An order: the files that are wanted, one for each name and length."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST_NAME = 60
"""Letters of a file's name that are kept: with what is added, every disk takes it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file that is wanted."""

    names: tuple[str, ...]
    """Routines, or spots, or paths of routine files."""
    spots: tuple[str, ...]
    minutes: float | None
    """None for as long as the depth makes it."""
    told: bool
    """Whether its minutes are told in its name and title, because there are others."""

    def file_name(self, kind: str) -> str:
        """A name that sorts, that every disk takes, and that ends in the kind.

        >>> Wanted(("my feet.toml",), ("neck",), None, told=False).file_name("mp3")
        'my-feet-neck.mp3'
        >>> Wanted(("feet",), (), 5, told=True).file_name("mp3")
        'feet-05min.mp3'
        """
        stems = [Path(name).stem if name.endswith(".toml") else name for name in self.names]
        joined = re.sub(r"[^\w.-]+", "-", "-".join([*stems, *self.spots])).strip("-.")
        return f"{joined[:LONGEST_NAME] or 'session'}{self._length}.{kind}"

    def title(self, title: str) -> str:
        """The session's title, told from those of other lengths."""
        return f"{title}, {self._told_minutes} min" if self.told else title

    @property
    def _told_minutes(self) -> str:
        """Without the many digits of 7:20."""
        return f"{round(self.minutes or 0, 2):g}"

    @property
    def _length(self) -> str:
        if not self.told:
            return ""
        whole, point, part = self._told_minutes.partition(".")
        return f"-{int(whole):02}{point}{part}min"


def list_wanted(
    names: Iterable[str],
    spots: Iterable[str] = (),
    *,
    lengths: Sequence[float] = (),
    as_one: bool = False,
) -> list[Wanted]:
    """The files for these names and lengths, none twice.

    Args:
        names: What is wanted; see `Wanted`.
        spots: What is wanted too.
        lengths: Minutes; none for as long as the depth makes each.
        as_one: Whether all together are one session.
    """
    picks = [(tuple(names), tuple(spots))]
    if not as_one:
        picks = [*(((name,), ()) for name in picks[0][0]), *(((), (spot,)) for spot in picks[0][1])]
    return [
        Wanted(*pick, minutes, told=len(lengths) > 1)
        for pick in dict.fromkeys(picks)
        for minutes in lengths or (None,)
    ]


def same_name(names: Iterable[str]) -> str | None:
    """The first name that another one is the same as, on disks that do not know capitals apart."""
    seen = set[str]()
    for name in names:
        if name.casefold() in seen:
            return name
        seen.add(name.casefold())
    return None
