"""Files that appear only when they are complete."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A hidden file beside ``path`` to write into, which takes that name at the end of the block.

    When the block raises, the hidden file goes and whatever stood at ``path`` stays as it was. The
    hidden file keeps the suffix, by which some encoders choose a format.

    Raises:
        OSError: The folder cannot be written.
    """
    part = path.with_name(f".{path.stem}-{secrets.token_hex(6)}.part{path.suffix}")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
