"""What a terminal shows of a session, drawn to be read across a room, and its keys."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
