"""Turns: who may speak, where several threads ask a voice at once."""

import threading


class Turns:
    """Each phrase in one thread at a time, and no more at once than a voice may speak."""

    def __init__(self, at_once: int) -> None:
        self.speaking = threading.BoundedSemaphore(at_once)
        """Held while the voice speaks, and not by who only recalls."""
        self._phrases: dict[str, threading.Lock] = {}

    def of(self, text: str) -> threading.Lock:
        """Held by who speaks this phrase, or looks whether another has."""
        return self._phrases.setdefault(text, threading.Lock())
