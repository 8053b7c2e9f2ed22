"""Who speaks: the engines, what remembers, and what says hard words right."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
