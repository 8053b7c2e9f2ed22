"""A session while it plays: the controls, where it stands, what it answers, where it was left."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
