"""Where the words and the sounds lie that come with coach."""

from pathlib import Path


def shipped(folder: str) -> Path:
    """The folder ``scripts`` or ``audio``: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / folder
    return inside if inside.is_dir() else package.parent / folder
