"""A session to be seen: the body and its spots, covers, and pages to print."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
