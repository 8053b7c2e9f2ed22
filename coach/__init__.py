"""A voice-guided audio coach for trigger-point self-massage."""

__version__ = "0.2.0"
