"""Sessions as files: encoded, tagged, many at once, and known again."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
