"""What a session is made of: spots, routines, breath, pace, safety, and the words for them."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
