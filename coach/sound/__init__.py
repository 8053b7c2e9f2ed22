"""Sound itself: clips, how loud they are, recordings, tones, and the bed under a session."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
