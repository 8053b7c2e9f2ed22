"""A feed: blocks made ready ahead of the ear, in a thread that only mixes."""

import queue
import threading
from collections.abc import Iterator

import numpy as np

from coach.sound import Pcm, Samples, to_pcm
from coach.traces import quiet_logger

_logger = quiet_logger(__name__)

AHEAD = 4
"""Blocks that are kept ready: some seconds, in which a slow disk or a busy machine goes unheard."""


class Feed:
    """Takes blocks and keeps some of them ready as 16-bit sound."""

    def __init__(self, blocks: Iterator[Samples]) -> None:
        self._blocks = blocks
        self._ready: queue.Queue[Pcm | None] = queue.Queue(AHEAD)
        self._rest = np.zeros((0, 2), dtype=np.int16)
        self._closed = threading.Event()
        self._error: BaseException | None = None
        self._ended = False
        self._thread = threading.Thread(target=self._fill, name="coach-feed", daemon=True)
        self._thread.start()

    def take(self, frames: int, *, wait: bool = False) -> Pcm:
        """So many frames; fewer at the end, and where no more are ready unless told to wait."""
        taken, lacking = [], frames
        while lacking and self._more(wait=wait):
            taken.append(self._rest[:lacking])
            self._rest = self._rest[lacking:]
            lacking -= len(taken[-1])
        return np.concatenate(taken) if taken else self._rest[:0]

    @property
    def going(self) -> bool:
        """Whether there are frames still to come.

        Raises:
            CoachError: Whatever kept the next block from coming.
        """
        if self._error is not None and self._ready.empty():
            raise self._error
        return not self._ended

    def close(self) -> None:
        """Take no more blocks. Closing twice is harmless."""
        self._closed.set()

    def _more(self, *, wait: bool) -> bool:
        if len(self._rest):
            return True
        while not self._ended and not self._closed.is_set():
            try:
                return self._next(self._ready.get(block=wait, timeout=0.1))
            except queue.Empty:
                if not wait:
                    break
        return False

    def _next(self, block: "Pcm | None") -> bool:
        if block is None:
            self._ended = True
            return False
        self._rest = block
        return True

    def _fill(self) -> None:
        try:
            for block in self._blocks:
                if not self._put(to_pcm(block)):
                    return
        except BaseException as error:  # told to whoever asks whether it is still going
            self._error = error
            _logger.warning("a block could not be made", exc_info=True)
        self._put(None)

    def _put(self, block: "Pcm | None") -> bool:
        while not self._closed.is_set():
            try:
                self._ready.put(block, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False
