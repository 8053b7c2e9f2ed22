"""Control without hands: spoken commands and double knocks, all of it on this machine."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
