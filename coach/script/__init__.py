"""What the coach will say and do: a routine and the listener's wishes, written to fit the time."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
