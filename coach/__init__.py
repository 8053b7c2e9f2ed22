"""A voice-guided audio coach for trigger-point self-massage."""

import logging

import lazy_loader

logging.getLogger(__name__).addHandler(logging.NullHandler())  # what fails unseen is told if asked

__version__ = "0.2.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
