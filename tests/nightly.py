"""How much a nightly run takes."""

import os

FULL = os.environ.get("NIGHTLY") == "full"
"""All there is; else some of it."""
