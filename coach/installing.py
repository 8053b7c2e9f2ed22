"""How to install what coach can do without: a command that is right for who has coach as a folder.

On a package index "coach" is another program, so no command here names it: an extra is installed
from the folder of coach itself.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path


def install_extra(extra: str) -> str:
    """The command that brings an extra of pyproject.toml, and where to give it."""
    mark = '"' if os.name == "nt" else "'"  # Windows' shell knows no other
    return _told(f"install {mark}.[{extra}]{mark}")


def install_package(package: str) -> str:
    """The command that brings a package of somebody else's, and where to give it."""
    return _told(f"install {package}")


def remove_package(package: str) -> str:
    """The command that takes it away again, and where to give it."""
    return _told(f"uninstall {package}")


def _told(action: str) -> str:
    return f"`{_pip(Path(sys.prefix))} {action}`, in the folder of coach,"


def _pip(environment: Path) -> str:
    """As the README has it, where that was followed; else by the interpreter that runs."""
    if environment.name == ".venv" and (environment.parent / "coach" / "__init__.py").is_file():
        return str(Path(".venv", "Scripts" if os.name == "nt" else "bin", "pip"))
    python = [sys.executable]
    told = subprocess.list2cmdline(python) if os.name == "nt" else shlex.join(python)
    return f"{told} -m pip"
