"""A voice-guided audio coach for trigger-point self-massage."""

__version__ = "0.1.0"
