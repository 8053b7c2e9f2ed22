"""The stage: a session on a player, with the controls."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coach.bed import Bed
from coach.controls import Control
from coach.gains import gains
from coach.mixer import mix
from coach.players import Player
from coach.script import Section
from coach.timeline import Arrangement, Placed, PlacedSection
from coach.units import Ms, frames_to_ms
from coach.voices import Voice

POLL_S = 0.1
"""How often the controls are looked at, and the screen is drawn anew."""


@dataclass(frozen=True, slots=True)
class Now:
    """Where a session stands."""

    section: PlacedSection
    coming: Section | None
    """The section after it; None in the last one."""
    number: int
    """Of the section, from 0."""
    sections: int
    position: Ms
    lasts: Ms
    cue: Placed | None
    paused: bool

    @property
    def left(self) -> Ms:
        """How long it will still go on."""
        return Ms(max(0, self.lasts - self.position))


class Stage:
    """Plays an arrangement, speaks ahead while it plays, and obeys the controls.

    Pause, skip and repeat are one act: stop, and mix again from another place. A jump lands on the
    start of a section, which names the place and tells the position again.
    """

    def __init__(
        self, arrangement: Arrangement, voice: Voice, bed: Bed | None, player: Player
    ) -> None:
        self._arrangement = arrangement
        self._voice = voice
        self._bed = bed
        self._player = player
        self._gains = gains(arrangement.script)
        self._start = Ms(0)
        self._paused = False
        self._skipped_opening = False

    def begin(self) -> None:
        """Play from the beginning."""
        self._play(Ms(0))
        self._latest = self.now

    def run(self, control: Callable[[float], Control | None], show: Callable[[Now], None]) -> Now:
        """Play on to the end, or until the listener ends it.

        Args:
            control: Waits at most so many seconds for what the listener asks for.
            show: Is told where the session stands, again and again.

        Returns:
            Where it ended; Ctrl-C ends it too.

        Raises:
            VoiceError: A phrase could not be spoken.
            PlayerError: The device has gone.
        """
        now = self.now
        try:
            for now in self._run(control):
                show(now)
            now = self._latest = self.now
        except KeyboardInterrupt:
            return now
        return now

    def _run(self, control: Callable[[float], Control | None]) -> Iterator[Now]:
        speaking = True
        while self._paused or self._player.playing:
            speaking = speaking and self._arrangement.advance()
            self._latest = self.now
            yield self._latest
            asked = control(0.0 if speaking else POLL_S)
            if asked is Control.END:
                return
            if asked is not None:
                self._obey(asked)

    @property
    def now(self) -> Now:
        """Where the session stands."""
        position = Ms(self._start + frames_to_ms(self._player.heard))
        number = self._number(position)
        section = self._arrangement.reach(number)
        cue = next((one for one in reversed(section.placed) if one.start <= position), None)
        coming = self._arrangement.script.sections[number + 1 : number + 2]
        return Now(
            section,
            coming[0] if coming else None,
            number,
            len(self._arrangement),
            position,
            self._arrangement.lasts,
            cue,
            self._paused,
        )

    @property
    def heard_opening(self) -> bool:
        """Whether the opening was heard to its end."""
        return self._latest.number > 0 and not self._skipped_opening

    def close(self) -> None:
        """Go silent and let the device go. Closing twice is harmless."""
        self._arrangement.close()
        self._player.close()

    def _obey(self, asked: Control) -> None:
        now = self.now
        match asked:
            case Control.GO_ON | Control.TOGGLE if self._paused:
                self._play(now.position)
            case Control.PAUSE | Control.TOGGLE if not self._paused:
                self._player.stop()
                self._paused = True
            case Control.NEXT if now.number + 1 < now.sections:
                self._skipped_opening |= now.number == 0
                self._play(self._arrangement.reach(now.number + 1).start)
            case Control.PREVIOUS:
                self._play(self._arrangement.reach(max(0, now.number - 1)).start)
            case Control.REPEAT:
                self._skipped_opening &= now.number > 0
                self._play(now.section.start)

    def _play(self, start: Ms) -> None:
        number = self._number(start)
        following = self._arrangement.following(number)
        blocks = mix(following, self._voice, self._bed, gains=self._gains, start=start)
        self._player.stop()
        self._start, self._paused = start, False
        self._player.play(blocks)

    def _number(self, position: Ms) -> int:
        """The section that holds this moment."""
        for number in range(len(self._arrangement)):
            if position < self._arrangement.reach(number).end:
                return number
        return len(self._arrangement) - 1
