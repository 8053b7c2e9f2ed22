"""The ffmpeg that encodes and stretches."""

import shutil

from coach.errors import ExportError
from coach.installing import install_package


def find_ffmpeg() -> str:
    """The system's ffmpeg, or that of the imageio-ffmpeg package.

    Raises:
        ExportError: There is neither.
    """
    if system := shutil.which("ffmpeg"):
        return system
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise ExportError(
            f"there is no ffmpeg to encode with; {install_package('imageio-ffmpeg')} brings one"
        ) from error
