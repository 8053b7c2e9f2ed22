"""Fetching: a voice that is offered comes into the folder of voices whole, or not at all."""

import hashlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from coach.disk import appearing, clear_stale
from coach.errors import FetchError, RequestError, ServerError, told_as
from coach.units import show_bytes
from coach.voices.https import BLOCK_BYTES, Answer, asking
from coach.voices.offers import Offer, OfferedFile

Counted = Callable[[int], object]
"""Told how many bytes there are."""

Fill = Callable[[OfferedFile, Path, Path], None]
"""Writes a file that is to have one path into another, which is there and empty."""


def fetch_voice(offer: Offer, folder: Path, told: Counted) -> None:
    """Fetch what is missing of a voice; what is damaged is replaced.

    What has come when the connection breaks, or when it is interrupted, is kept beside the place
    of its file under a name that ends in ``.part``; the next time it goes on from there. Two may
    fetch the same voice at once.

    Args:
        offer: The voice.
        folder: The folder of voices.
        told: Called again and again.

    Raises:
        ServerError: Where it lies is not reached, or gives something else.
        FetchError: The folder cannot be written, or the disk is full.
    """
    there = offer.size - sum(file.size for file in missing_files(offer, folder))

    def fill(file: OfferedFile, path: Path, part: Path) -> None:
        nonlocal there
        _fetch(file, path, part, lambda now: told(there + now))
        there += file.size

    _bring(offer, folder, fill)


def copy_voice(sources: Sequence[Path], offer: Offer, folder: Path) -> None:
    """Take what is missing of a voice from files on this machine, whatever their names are.

    Raises:
        RequestError: They are other files.
        FetchError: They cannot be read, or the folder cannot be written.
    """

    def fill(file: OfferedFile, _path: Path, part: Path) -> None:
        source = _source(file, offer, sources)
        # Closed by name: a write that fails leaves the reading for whenever it is collected.
        with closing(_read(source)) as blocks, part.open("wb") as copied:
            copied.writelines(blocks)

    _bring(offer, folder, fill)


def missing_files(offer: Offer, folder: Path) -> list[OfferedFile]:
    """The files of a voice that do not lie there whole.

    Raises:
        FetchError: The folder cannot be read.
    """
    return [file for file in offer.files if not _is_whole(folder / file.path, file)]


def kept_bytes(offer: Offer, folder: Path) -> int:
    """How much is kept of what was not fetched to its end."""
    parts = (_kept(folder / file.path) for file in offer.files)
    return sum(part.stat().st_size for part in parts if part.exists())


def remove_fetched(offer: Offer, folder: Path) -> bool:
    """Remove what was fetched of a voice, whole or in part; whether there was anything.

    Raises:
        FetchError: In its place lies what was never fetched, or it cannot be removed.
    """
    paths = [folder / file.path for file in reversed(offer.files)]
    for file in missing_files(offer, folder):
        if (folder / file.path).exists():
            raise FetchError(f"{folder / file.path} is not what can be fetched, and stays")
    there = [path for path in (*paths, *map(_kept, paths)) if path.exists()]
    for path in there:
        with told_as(FetchError, f"{path} cannot be removed"):
            path.unlink(missing_ok=True)
    return bool(there)


def _bring(offer: Offer, folder: Path, fill: Fill) -> None:
    """Fill, check and name each file that is missing."""
    with _named(offer):
        for file in missing_files(offer, folder):
            path = folder / file.path
            with told_as(FetchError, f"{path} cannot be written"):
                path.parent.mkdir(parents=True, exist_ok=True)
                clear_stale(path)
                with appearing(path, synced=True) as part:
                    fill(file, path, part)
                    _check(part, file)


@contextmanager
def _named(offer: Offer) -> Iterator[None]:
    """Tell which voice it is that is not fetched."""
    try:
        yield
    except FetchError as error:
        raise type(error)(f"{offer.name} is not fetched: {error.message}") from error


def _fetch(file: OfferedFile, path: Path, part: Path, told: Counted) -> None:
    kept = _kept(path)
    try:
        with suppress(FileNotFoundError):  # nothing is kept, or another has just taken it
            kept.replace(part)
        resumed = part.stat().st_size > 0
        _go_on(file, part, told)
        if resumed and not _is_whole(part, file):  # what was kept was of another file
            part.write_bytes(b"")
            _go_on(file, part, told)
    except KeyboardInterrupt:
        _keep(part, kept)
        raise
    except ServerError as error:
        size = _keep(part, kept)
        hint = f"; {show_bytes(size)} are kept, and the next try goes on from there" if size else ""
        raise ServerError(f"{error.message}{hint}") from error


def _keep(part: Path, kept: Path) -> int:
    """Keep what has come for another time; its size."""
    size = part.stat().st_size
    if size:
        part.replace(kept)
    return size


def _kept(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _go_on(file: OfferedFile, part: Path, told: Counted) -> None:
    """Fetch what is missing at the end of a file."""
    size = part.stat().st_size
    if size == file.size:
        return
    with asking(file.address, size if size < file.size else 0) as answer:
        if answer.size not in (None, file.size):
            raise ServerError(
                f"{answer.host} has another file there, of {answer.size} bytes and not {file.size}"
            )
        size = _write(answer, part, file.size, told)
    if size < file.size:
        raise ServerError(f"{answer.host} broke off after {size} of {file.size} bytes")


def _write(answer: Answer, part: Path, most: int, told: Counted) -> int:
    """Write what comes until it is more than it may be; how much there is then."""
    size = answer.begin
    told(size)
    with part.open("r+b") as file:
        file.truncate(size)
        file.seek(size)
        for block in answer.blocks:
            size += len(block)
            if size > most:
                raise FetchError(f"{answer.host} sends more than {most} bytes, and none is kept")
            file.write(block)
            told(size)
    return size


def _check(part: Path, file: OfferedFile) -> None:
    if not _is_whole(part, file):
        raise FetchError("what came is not the right file, and nothing of it is kept: try again")


def _is_whole(path: Path, file: OfferedFile) -> bool:
    with told_as(FetchError, f"{path} cannot be read"), suppress(FileNotFoundError):
        return path.stat().st_size == file.size and _sha256(path) == file.sha256
    return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _source(file: OfferedFile, offer: Offer, sources: Sequence[Path]) -> Path:
    """The one of these that is this file."""
    for source in sources:
        if _is_whole(source, file):
            return source
    published = file.address.rpartition("/")[2]
    told = " and ".join(f"{source} {_difference(source, file)}" for source in sources)
    raise RequestError(f"{offer.name} needs {published}, and {told}")


def _difference(source: Path, file: OfferedFile) -> str:
    with told_as(FetchError, f"{source} cannot be read"):
        size = source.stat().st_size
    if size != file.size:
        return f"is another file: it has {size} bytes and not {file.size}"
    return f"is another file: its SHA-256 is not {file.sha256}"


def _read(source: Path) -> Generator[bytes, None, None]:
    with told_as(FetchError, f"{source} cannot be read"), source.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block
