"""How much a nightly run takes."""

import os
from typing import Any

import pytest

FULL = os.environ.get("NIGHTLY") == "full"
"""All there is; else some of it."""


def nightly(*values: object) -> Any:
    """A case that runs where NIGHTLY is set."""
    return pytest.param(*values, marks=pytest.mark.nightly)
