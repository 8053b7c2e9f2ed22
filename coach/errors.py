"""Every error that coach raises on purpose.

CoachError                 a click.ClickException: click prints it in one line
├─ AuthorError             a data file is wrong: path and every mistake, by line
│  ├─ LanguageIncomplete   lines of a language are not translated yet: how many, and where
│  └─ ConfigError          the settings file is wrong
├─ RoutineNotFound         no such routine or spot; the near names, or what there is for it
│                          (exit code 2)
├─ NothingFound            nothing has the words that were typed; the nearest words (exit code 2)
├─ RequestError            what is asked for cannot be: nothing named, a value that is none
│                          (exit code 2)
├─ NothingLeft             the listener's wishes leave no stop (exit code 2)
├─ BedError                the sound for the bed cannot be read
├─ VoiceError              a phrase could not be spoken
│  └─ VoiceUnavailable     the voice is not here; what there is, or what to install
├─ FetchError              a voice could not be fetched, or not be put away
│  └─ ServerError          where it lies is not reached, or gives something else
├─ PlayerError             the sound could not be played, or there is no device
├─ PluginBroken            a voice or player of another package does not work
├─ HearingError            there is no microphone or no recogniser, or it cannot be told what plays
├─ ExportError             the file could not be written
│  └─ PathTaken            another file is in its place
└─ LogError                the log is damaged, is of a newer coach, or cannot be used

A wrong option or a missing argument is click's own UsageError, with exit code 2. A bug stays a
traceback.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import click

from coach.installing import remove_package

if TYPE_CHECKING:  # whoever wants help waits for neither
    import logging
    from pathlib import Path


_PHRASE = re.compile(r"""(?<=could not speak )('([^'\\]|\\.)*'|"([^"\\]|\\.)*")""")
"""What could not be spoken, as `repr` writes it."""


class CoachError(click.ClickException):
    """Something went wrong that the listener or the author can mend."""

    discreet = False
    """Whether its text may be noted, for others to read: it tells nothing that is said, nothing of
    the body, and no name of a routine or a file of the listener's."""

    advice = ""
    """What the command line adds to its text: which option helps."""

    @property
    def noted(self) -> str:
        """What may be noted of it beside its kind."""
        return self.message if self.discreet else ""

    def format_message(self) -> str:
        """What is told of it on the command line."""
        return f"{self.message}{self.advice}"


class Mistake(NamedTuple):
    """One thing that is wrong in a data file."""

    line: int
    """Counted from 1."""
    key: str
    """Where in the file, as a dotted path; empty for the file as a whole."""
    problem: str
    """What is wrong, what is allowed, the nearest right word."""

    def __str__(self) -> str:
        return f"{self.key}: {self.problem}" if self.key else self.problem


class AuthorError(CoachError):
    """A data file is wrong; all its mistakes are told at once."""

    def __init__(self, path: "Path", mistakes: Sequence[Mistake]) -> None:
        self.path = path
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.line))
        super().__init__("\n".join(f"{path}:{m.line}: {m}" for m in self.mistakes))


class LanguageIncomplete(AuthorError):
    """Lines are not translated yet, and nothing else is wrong; all in one line.

    Args:
        path: A file that lacks some.
        mistakes: Those that are missing there.
        told: How many lines are missing where, and what tells each.
    """

    def __init__(self, path: "Path", mistakes: Sequence[Mistake], told: str) -> None:
        self.path = path
        self.mistakes = tuple(mistakes)
        CoachError.__init__(self, told)


class ConfigError(AuthorError):
    """The settings file is wrong."""


class RoutineNotFound(CoachError):
    """No routine has this name, nor has a spot.

    Args:
        name: What was asked for.
        known: The names that there are.
        what: What it should be one of.
        fitting: The names of what there is for it, the best first.
        note: What is to be told with them.
        referral: Why a doctor is to be asked first, and nothing is offered.
    """

    exit_code = 2

    def __init__(
        self,
        name: str,
        known: Iterable[str],
        *,
        what: str = "routine",
        fitting: Sequence[str] = (),
        note: str = "",
        referral: str = "",
    ) -> None:
        self.name = name
        self.fitting = tuple(fitting)
        hint = f"{did_you_mean(name, known)} `coach list` shows them all."
        if referral:
            hint = f". {referral}"
        elif fitting:
            option = {"routine": "", "spot": "--spot "}.get(what, "--avoid ")
            offered = f"`{_command()} {option}{fitting[0]}`"
            hint = f", but for that there is {one_of(fitting)}: {offered}. {note}".rstrip()
        super().__init__(f"there is no {what} {name!r}{hint}")


class RequestError(CoachError, click.UsageError):
    """What is asked for cannot be; on the command line the usage is told with it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, click.get_current_context(silent=True))


class NothingFound(CoachError):
    """No routine and no spot has the words that were typed.

    Args:
        text: The words.
        nearest: Words that look like them and would find something.
        rest: What was typed beside them, each of which finds something.
    """

    exit_code = 2

    def __init__(self, text: str, nearest: Sequence[str] = (), *, rest: str = "") -> None:
        self.nearest = tuple(nearest)
        if text == rest:
            hint = " as a whole; fewer of the words find something."
        elif nearest:
            hint = f"; did you mean {one_of(nearest)}?"
        else:
            hint = f"; try {rest} alone." if rest else "."
        super().__init__(f"nothing is found for {text!r}{hint} `coach list` shows all there is.")


class NothingLeft(CoachError):
    """The listener's wishes leave nothing to do."""

    exit_code = 2

    def __init__(self, name: str, left_out: Sequence[str]) -> None:
        self.name = name
        self.left_out = tuple(left_out)
        super().__init__(
            f"nothing is left of {name}: {', '.join(left_out)}; wish for less, or pick another"
        )


class BedError(CoachError):
    """The sound for the bed cannot be read."""


class VoiceError(CoachError):
    """A phrase could not be spoken."""

    discreet = True

    @property
    def noted(self) -> str:
        """See `CoachError.noted`; the phrase is left out."""
        return _PHRASE.sub("...", super().noted, count=1)


class VoiceUnavailable(VoiceError):
    """The voice is not on this machine."""


class FetchError(CoachError):
    """A voice could not be fetched, or not be put away."""


class ServerError(FetchError):
    """Where a voice lies is not reached, or gives something else."""


class PlayerError(CoachError):
    """The sound could not be played."""

    discreet = True


class PluginBroken(CoachError):
    """A voice or a player that another package brings does not work."""

    discreet = True

    def __init__(self, what: str, package: str, reason: str) -> None:
        self.package = package
        super().__init__(
            f"the {what} of the package {package} does not work: {reason}; a newer {package} may "
            f"mend it, {remove_package(package)} takes it away"
        )


class HearingError(CoachError):
    """Nothing can be heard, or nothing of it understood."""

    discreet = True


class ExportError(CoachError):
    """The file could not be written."""


class PathTaken(ExportError):
    """Another file is in its place, and is not replaced unasked."""

    def __init__(self, path: "Path", *, but: str = "") -> None:
        self.path = path
        super().__init__(f"{path} exists already{but}")


class LogError(CoachError):
    """The log is damaged, is of a newer coach, or cannot be used."""

    discreet = True

    def __init__(self, path: "Path", problem: str) -> None:
        self.path = path
        super().__init__(f"the log {path} {problem}")


@contextmanager
def told_as(
    kind: type[CoachError], what: str, *, but: Container[BaseException] = ()
) -> Iterator[None]:
    """Tell what the disk refuses in the block as an error of ours.

    Args:
        kind: The error.
        what: Which file, and what cannot be done with it; why not is added.
        but: What no disk refused, see `elsewhere`: that is raised as it is.

    Raises:
        CoachError: Of this kind, if there was an OSError.
    """
    try:
        yield
    except OSError as error:
        if error in but:
            raise
        raise kind(f"{what}: {reason_of(error)}") from error


@contextmanager
def elsewhere(noted: list[BaseException]) -> Iterator[None]:
    """Note what goes wrong in the block, which somebody else has written, and let it pass."""
    try:
        yield
    except Exception as error:
        noted.append(error)
        raise


@contextmanager
def forgiving(
    logger: "logging.Logger", what: str, /, *kinds: type[BaseException]
) -> Iterator[None]:
    """Go on after the block though it fails so, and leave a trace of it.

    Args:
        logger: Of the module that goes on.
        what: What has failed, for the trace.
        kinds: Of what is forgiven; anything else is a bug.
    """
    try:
        yield
    except kinds:
        logger.warning(what, exc_info=True, stacklevel=3)  # the line of the block, not of this


def reason_of(error: OSError) -> str:
    """Why the system refuses something, in its own words.

    >>> reason_of(PermissionError(13, "Permission denied", "/etc/x"))
    'Permission denied'
    """
    return error.strerror or str(error)


def near(word: str, known: Iterable[str], *, least: float = 0.6) -> list[str]:
    """The at most three known words that look most like this one, nearest first.

    Args:
        word: What was typed.
        known: What it might be.
        least: How much alike they have to be, from 0 to 1.

    >>> near("sholders", ["feet", "quads", "shoulders"])
    ['shoulders']
    """
    from difflib import get_close_matches  # only when something is wrong already

    by_folded: dict[str, list[str]] = {}
    for name in dict.fromkeys(known):
        by_folded.setdefault(name.casefold(), []).append(name)
    close = get_close_matches(word.casefold(), by_folded, n=3, cutoff=least)
    return [name for folded in close for name in by_folded[folded]][:3]


def _command() -> str:
    """The command that is run, as it is typed; where there is none, the one that plays."""
    context = click.get_current_context(silent=True)
    return context.command_path if context else "coach play"


def one_of(words: Sequence[str]) -> str:
    """Words as a sentence names them.

    >>> one_of(("mp3", "flac", "wav"))
    'mp3, flac or wav'
    """
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about a wrong word: the near words as a question, or a full stop.

    >>> did_you_mean("sholders", ["feet", "shoulders"])
    '; did you mean shoulders?'
    >>> did_you_mean("xyzzy", ["feet"])
    '.'
    """
    names = near(word, known)
    return f"; did you mean {' or '.join(names)}?" if names else "."
