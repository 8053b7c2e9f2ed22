"""A voice that takes its time, as a neural one does: tiny, true, and without a model."""

import threading
import time

from coach.errors import VoiceError
from coach.sound.clip import Clip
from tests.doubles import FakeVoice


class SlowVoice(FakeVoice):
    """Takes so many seconds for a second of speech, on as many threads as it may have."""

    def __init__(self, pace: float, *, at_once: int = 1, word_ms: int = 30) -> None:
        super().__init__(word_ms=word_ms)
        self.pace = pace
        self.at_once = at_once
        self.most = 0
        """How many phrases it spoke at once at most."""
        self.stalls_at = self.fails_at = ""
        """Words at which it waits for ever, or fails."""
        self.let_go = threading.Event()
        """Ends the waiting."""
        self.threads: set[str] = set()
        self._speaking = 0
        self._lock = threading.Lock()

    def speak(self, text: str) -> Clip:
        """See `FakeVoice.speak`."""
        with self._lock:
            clip = super().speak(text)
            self._speaking += 1
            self.most = max(self.most, self._speaking)
            self.threads.add(threading.current_thread().name)
        try:
            self._take(text, clip)
        finally:
            with self._lock:
                self._speaking -= 1
        return clip

    def _take(self, text: str, clip: Clip) -> None:
        time.sleep(self.pace * clip.lasts / 1000)
        if self.stalls_at and self.stalls_at in text:
            self.let_go.wait()
        if self.fails_at and self.fails_at in text:
            raise VoiceError(f"the voice could not speak {text!r}")
