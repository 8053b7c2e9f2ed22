"""The platform's folders for what coach keeps."""

from pathlib import Path

import platformdirs


def config_folder() -> Path:
    """Where the settings file lies."""
    return platformdirs.user_config_path("coach", appauthor=False)


def own_folder() -> Path:
    """Where the listener's own spots, routines and words lie."""
    return platformdirs.user_data_path("coach", appauthor=False)


def voices_folder() -> Path:
    """Where voices lie that were fetched, and what was recorded of them."""
    return own_folder() / "voices"


def memory_folder() -> Path:
    """Where spoken phrases are remembered; may be deleted at any time."""
    return platformdirs.user_cache_path("coach", appauthor=False) / "voice"


def encoded_folder() -> Path:
    """Where what was encoded is remembered; may be deleted at any time."""
    return platformdirs.user_cache_path("coach", appauthor=False) / "encoded"


def bookmarks_folder() -> Path:
    """Where it is noted which sessions were left, and where."""
    return platformdirs.user_state_path("coach", appauthor=False) / "left"


def debug_file() -> Path:
    """The file that notes what went wrong unseen, while that is wished."""
    return platformdirs.user_state_path("coach", appauthor=False) / "debug.log"


def safety_heard() -> Path:
    """The file that is there once the safety words have been heard in full."""
    return platformdirs.user_state_path("coach", appauthor=False) / "safety-heard"


def log_file() -> Path:
    """The file that keeps which sessions were heard."""
    return platformdirs.user_data_path("coach", appauthor=False) / "log.sqlite3"
