"""Files that appear only when they are complete."""

import contextlib
import os
import tempfile
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
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.stem}-", suffix=f".part{path.suffix}"
    )
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
