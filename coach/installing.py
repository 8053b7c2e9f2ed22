"""How to install what coach can do without: a command that is right for who has coach as a folder.

On a package index "coach" is another program, so no command here names it: an extra is installed
from the folder of coach itself.
"""

import os
import shlex
import sys


def install_extra(extra: str, *, anew: bool = False) -> str:
    """The command that brings an extra of pyproject.toml, and where to give it.

    Args:
        extra: Its name.
        anew: Whether what is there already is replaced, as it is damaged.
    """
    mark = '"' if os.name == "nt" else "'"  # Windows' shell knows no other
    return _told(f"install {'--force-reinstall ' if anew else ''}{mark}.[{extra}]{mark}")


def get_voice(name: str) -> str:
    """The command that fetches a voice."""
    return f"`coach voices --get {name}`"


LIST_VOICES = "`coach voices --all`"
"""The command that lists every voice that is here."""


def check_words(code: str) -> str:
    """The command that tells what a language lacks."""
    return f"`coach check --language {code}`"


def install_package(package: str) -> str:
    """The command that brings a package of somebody else's, and where to give it."""
    return _told(f"install {package}")


def remove_package(package: str) -> str:
    """The command that takes it away again, and where to give it."""
    return _told(f"uninstall {package}")


def _told(action: str) -> str:
    return f"`{_pip(sys.prefix)} {action}`, in the folder of coach,"


def _pip(environment: str) -> str:
    """As the README has it, where that was followed; else by the interpreter that runs."""
    folder, name = os.path.split(environment)
    if name == ".venv" and os.path.isfile(os.path.join(folder, "coach", "__init__.py")):
        return os.path.join(".venv", "Scripts" if os.name == "nt" else "bin", "pip")
    return f"{_quoted(sys.executable)} -m pip"


def _quoted(word: str) -> str:
    """As the system's shell takes it."""
    if os.name == "nt":
        import subprocess  # whoever wants help elsewhere does not wait for it

        return subprocess.list2cmdline([word])
    return shlex.quote(word)
