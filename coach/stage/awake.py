"""Awake: the computer does not fall asleep while a session plays, where the platform has a way."""

import threading
from functools import partial

import wakepy

from coach.errors import forgiving
from coach.stage.now import Now
from coach.traces import quiet_logger

_logger = quiet_logger(__name__)

AWAKE_PATIENCE_S = 3.0
"""How long the end of a session waits for the computer to be let go."""
DESKTOP_GONE = "the desktop that kept the computer awake has gone"
NO_WAY = (
    "nothing here keeps the computer from sleeping while a session plays; "
    "let it sleep only after a time that is longer than a session"
)


class Awake:
    """Keeps the computer awake while it plays, and lets it sleep in a pause.

    Each stretch has a thread of its own, since the desktop may take its time to answer.
    """

    def __init__(self, *, screen: bool) -> None:
        self._screen = screen
        self._stretch: tuple[threading.Thread, threading.Event] | None = None

    def show(self, now: Now) -> None:
        """Keep awake or let go, by where the session stands."""
        if now.paused:
            self._let_go()
        elif self._stretch is None:
            over = threading.Event()
            keeping = threading.Thread(
                target=partial(_keep, over, screen=self._screen), name="coach-awake", daemon=True
            )
            keeping.start()  # first: an interruption here must not leave one that never began
            self._stretch = keeping, over

    def close(self) -> None:
        """Let the computer go. Closing twice is harmless."""
        keeping = self._let_go()
        if keeping is not None:
            keeping.join(AWAKE_PATIENCE_S)

    def _let_go(self) -> threading.Thread | None:
        if self._stretch is None:
            return None
        (keeping, over), self._stretch = self._stretch, None
        over.set()
        return keeping


def way_to_keep_awake(*, screen: bool) -> str | None:
    """What keeps the computer, and with it the screen, awake here; None if nothing does."""
    mode = _mode(screen=screen)
    with mode:
        pass  # it still knows what has kept it
    return mode.method.name if mode.method else None


def _keep(over: threading.Event, *, screen: bool) -> None:
    """Keep awake until it is over, the screen too where that is wished and can be."""
    # It would tell on the screen of a desktop that has gone.
    quiet_logger("wakepy")
    for with_screen in (True, False) if screen else (False,):
        with forgiving(_logger, DESKTOP_GONE, RuntimeError), _mode(screen=with_screen) as mode:
            if mode.active:
                over.wait()
        if over.is_set():
            return


def _mode(*, screen: bool) -> wakepy.Mode:
    kept = wakepy.keep.presenting if screen else wakepy.keep.running
    return kept(on_fail="pass")
