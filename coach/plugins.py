"""Plug-ins: the voices and players that other packages bring, found by their entry points.

They are looked for only where a name is none of coach's own, and loaded only to be opened or
listed, so that one that is broken is in nobody's way.
"""

from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from coach.errors import CoachError, PluginBroken, forgiving
from coach.traces import quiet_logger

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_logger = quiet_logger(__name__)

_T = TypeVar("_T")

PluginGroup = Literal["coach.voices", "coach.players"]
"""Of entry points: that of voices, each an engine of them, and that of players."""

LONGEST_REASON = 200
"""Characters of what went wrong that are told."""


class Plugin(NamedTuple):
    """What a package brings: a module, or an object, with the functions that one of ours has."""

    name: str
    package: str
    version: str
    """Of the package."""
    entry: "EntryPoint"

    @contextmanager
    def guarded(self, but: Container[BaseException] = ()) -> Iterator[None]:
        """Whatever goes wrong in the context is told as the fault of its package, and noted.

        Args:
            but: What went wrong elsewhere and only passes through it: that is raised as it is.

        Raises:
            PluginBroken: Something did.
            CoachError: What is raised of coach's own, as it is.
        """
        try:
            yield
        except CoachError:
            raise
        except (Exception, SystemExit) as error:
            if error in but:
                raise
            _logger.warning("a plug-in does not work", exc_info=True)
            raise self.broken(error) from error

    def ask(self, act: Callable[[], _T], but: Container[BaseException] = ()) -> _T:
        """What the plug-in answers; see `guarded` for what is raised."""
        with self.guarded(but):
            answered = act()
        return answered

    def load(self) -> Any:
        """The module or object; see `guarded` for what is raised."""
        return self.ask(self.entry.load)

    def call(self, function: str, *arguments: object) -> Any:
        """What one of its functions gives; see `guarded` for what is raised."""
        loaded = self.load()
        return self.ask(lambda: getattr(loaded, function)(*arguments))

    def check(self, made: object, has: tuple[str, ...]) -> None:
        """See that what it made has all that it needs; if not, what can be closed of it is.

        Raises:
            PluginBroken: Something is missing.
        """
        if missing := [name for name in has if name not in dir(made)]:
            with forgiving(_logger, "what is not whole cannot be closed either", Exception):
                getattr(made, "close", lambda: None)()
            raise self.broken(f"{type(made).__name__} has no {', '.join(missing)}")

    def broken(self, reason: BaseException | str) -> PluginBroken:
        """The error that tells what is wrong with it."""
        what = f"{self.entry.group.removeprefix('coach.').removesuffix('s')} {self.name!r}"
        return PluginBroken(what, self.package, told(reason))


def told(reason: BaseException | str) -> str:
    """What went wrong, in one line that is not too long.

    >>> told(ImportError("No module named 'piper'"))
    "ImportError: No module named 'piper'"
    """
    kind = f"{type(reason).__name__}: " if isinstance(reason, BaseException) else ""
    return f"{kind}{' '.join(str(reason).split())}".removesuffix(": ")[:LONGEST_REASON]


def find_plugins(group: PluginGroup) -> dict[str, Plugin]:
    """All that is installed, by name; of two of one name, that of the package that is first."""
    from importlib.metadata import entry_points  # most sessions need none of it

    found: dict[str, Plugin] = {}
    for entry in entry_points(group=group):
        package, version = (entry.dist.name, entry.dist.version) if entry.dist else ("?", "?")
        one = Plugin(entry.name, package, version, entry)
        if entry.name not in found or package < found[entry.name].package:
            found[entry.name] = one
    return dict(sorted(found.items()))
