"""Languages that there are, and the one that the system speaks."""

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from coach.choices import LANGUAGE
from coach.disk import own_folder, shipped

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a system tells its language; the first that is set decides."""
NO_LANGUAGE = ("C", "POSIX")


def list_languages(folders: Sequence[Path]) -> list[str]:
    """The codes of the languages that these folders have a phrasebook in, sorted."""
    found = {path.parent.name for folder in folders for path in folder.glob("*/phrasebook.toml")}
    return sorted(found)


def system_language(environment: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """The language of the system, if it is complete, and what tells it; else English.

    Args:
        environment: Variables of the system.

    Returns:
        Its code, and such as ``LANG=de_DE.UTF-8``; empty for what is so by default.
    """
    folders = own_folder(), shipped("scripts")
    for told, names in _told(environment):
        for code in names:
            if code == LANGUAGE or is_complete(code, folders):
                return code, told
    return LANGUAGE, ""


def _told(environment: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """What tells a language, and the codes that it may mean, the closest first."""
    variable = next((name for name in VARIABLES if environment.get(name)), "")
    value = environment.get(variable, "") if variable else _system_locale()
    if value.partition(".")[0] in NO_LANGUAGE:
        return
    if several := environment.get("LANGUAGE"):  # GNU's: a list, heeded where a language is set
        for one in several.split(":"):
            yield f"LANGUAGE={several}", _codes(one)
    yield f"{variable}={value}" if variable else value, _codes(value)


def _codes(value: str) -> list[str]:
    """The codes that a value such as ``de_AT.UTF-8@euro`` may mean."""
    whole = value.partition(".")[0].partition("@")[0].replace("_", "-")
    return list(dict.fromkeys(filter(None, (whole, whole.partition("-")[0].lower()))))


def is_complete(code: str, folders: Sequence[Path]) -> bool:
    """Whether a language says that nothing of it is missing."""
    if not code.replace("-", "").isalnum():
        return False
    for path in (folder / code / "phrasebook.toml" for folder in folders):
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8")).get("language", {})
        except (OSError, ValueError, AttributeError):
            continue  # what is wrong with it is told to who asks for it
        if isinstance(told, dict) and told.get("complete") is True:
            return True
    return False


def _system_locale() -> str:
    """What Windows tells, which sets no variable."""
    if sys.platform != "win32":
        return ""
    import ctypes

    name = ctypes.create_unicode_buffer(85)  # as long as such a name can be
    ctypes.windll.kernel32.GetUserDefaultLocaleName(name, len(name))
    return name.value
