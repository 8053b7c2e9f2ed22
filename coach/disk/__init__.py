"""What lies on a disk: folders, whole files, stores, and TOML with the line of each mistake."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
