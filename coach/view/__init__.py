"""The view: where a session stands, drawn to be read across a room. Pure, and without colours."""

from coach.view.canvas import ASCII, BLOCKS, Look, Picture, Run
from coach.view.layout import KEYS, draw
from coach.view.scene import Scene, scene
from coach.view.words import aloud

__all__ = ["ASCII", "BLOCKS", "KEYS", "Look", "Picture", "Run", "Scene", "aloud", "draw", "scene"]
