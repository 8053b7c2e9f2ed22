"""The deck: what sounds at present, and answers laid over it or heard before it goes on."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from coach.players import LastingPlayer, Open
from coach.script import Section
from coach.sound import Bed
from coach.stage.answers import again_from, countdown, heard_before, laid_over
from coach.timeline import Arrangement, PlacedSection, Sound, Speech, gains, mix
from coach.units import MINUTE, NO_TIME, Ms, frames_to_ms
from coach.voices import Voice, said_in

SOFTEST_DB, LOUDEST_DB = -12.0, 6.0
"""How far the voice may be turned down and up."""

LONGEST_WAIT = Ms(10 * MINUTE)
"""How long the bed sounds alone, at most, before what is waited for."""


class Deck:
    """An arrangement on a player, from any moment on.

    What is heard before the session goes on is placed before its moment: a countdown, a word, a
    breath. So one moment tells all there is to know.
    """

    def __init__(
        self, arrangement: Arrangement, voice: Voice, bed: Bed | None, open_player: Open
    ) -> None:
        self.player = LastingPlayer(open_player)
        self.paused = self.waiting = False
        self.voice = voice
        """Who speaks whatever has no voice of its own."""
        self._arrangement = arrangement
        self._bed = bed
        self._gains = gains(arrangement.script)
        self._turned_db = 0.0
        self._begins = self._start = NO_TIME
        self._before: tuple[PlacedSection, ...] = ()
        self._extra: tuple[PlacedSection, ...] = ()

    @property
    def position(self) -> Ms:
        """The moment of the session that sounds, or that it will go on from."""
        return self._start if self.paused else max(self._start, self._moment)

    @property
    def waits(self) -> Ms:
        """How long something is still heard before the session goes on."""
        return NO_TIME if self.paused or self.waiting else Ms(max(0, self._start - self._moment))

    @property
    def answer(self) -> str:
        """What the coach says at this moment beside the words of the session."""
        moment = self._moment
        heard = next((one for one in self._extra if moment < one.end), None)
        answers = [one for one in heard.placed if one.cue == "answer"] if heard else []
        return next((one.text for one in answers if one.start <= moment < one.end), "")

    def number(self, moment: Ms) -> int:
        """The section that holds this moment."""
        for number in range(len(self._arrangement)):
            if moment < self._arrangement.section(number).end:
                return number
        return len(self._arrangement) - 1

    def section(self, moment: Ms) -> PlacedSection:
        """The same, as it is placed or planned."""
        return self._arrangement.section(self.number(moment))

    def play(self, start: Ms, *sounds: Sound) -> None:
        """Play from a moment on, after these sounds."""
        self.paused = self.waiting = False
        before = heard_before(start, sounds, self._said)
        self._sound(before.start, start, before=(before,))

    def count_down(self, start: Ms, lasts: Ms, told: str, soon: str) -> None:
        """Play from a moment on, after so much time to lie down in; see `countdown`."""
        self.paused = self.waiting = False
        before = countdown(start, lasts, (told, soon), self._said)
        self._sound(before.start, start, before=(before,))

    def wait(self, start: Ms, *sounds: Sound) -> None:
        """After these sounds let the bed alone be heard, until it is to play from this moment."""
        self.paused, self.waiting = False, True
        begins = Ms(start - LONGEST_WAIT)
        before = heard_before(begins, sounds, self._said)
        alone = PlacedSection(Section("", ()), begins, LONGEST_WAIT, (), NO_TIME)
        self._sound(before.start, start, before=(before, alone))

    def pause(self, sound: Sound) -> None:
        """Only this sounds, and then nothing until it plays again."""
        if not self.paused:
            self._start, self.paused = max(self._start, self._halt()), True
        self._alone(sound)

    def answer_with(self, sound: Sound) -> None:
        """Let a sound be heard at once.

        It is laid over what sounds; where somebody speaks, the sentence begins again after it.
        """
        cut = self.answer
        moment = self._halt()
        before = [one for one in self._before if moment < one.end]
        heard = before[0] if before else self.section(moment)
        sounds = (sound,) if sound == Speech(cut) or not cut else (sound, Speech(cut))
        if self.paused:
            self._alone(*sounds)
        elif cut or (over := laid_over(heard, moment, sound, self._said)) is None:
            again = again_from(heard, moment)
            answer = heard_before(again, (sound,) if before else sounds, self._said)
            start = self._start if before else again
            self._sound(answer.start, start, before=(answer, *before))
        elif before:
            self._sound(moment, self._start, before=(over, *before[1:]))
        else:
            self._sound(moment, moment, over=over)

    def turn(self, by_db: float) -> None:
        """Turn the voice up or down, from the next sound on, within limits."""
        turned = min(max(self._turned_db + by_db, SOFTEST_DB), LOUDEST_DB)
        voice_db = self._gains.voice_db + turned - self._turned_db
        self._gains, self._turned_db = replace(self._gains, voice_db=voice_db), turned

    def close(self) -> None:
        """Go silent and let the device go. Closing twice is harmless."""
        self._arrangement.close()
        self.player.close()

    @property
    def _moment(self) -> Ms:
        """What is heard now, of the session or before its start."""
        return Ms(self._begins + frames_to_ms(self.player.heard))

    def _halt(self) -> Ms:
        """Stop, and tell the moment from which to go on so that nothing is lost."""
        return Ms(self._begins + frames_to_ms(self.player.stop()))

    def _said(self, text: str) -> Ms:
        return said_in(self.voice, text)

    def _alone(self, *sounds: Sound) -> None:
        alone = heard_before(self._start, sounds, self._said)
        self._sound(alone.start, self._start, before=(alone,))

    def _sound(
        self,
        begins: Ms,
        start: Ms,
        *,
        before: Sequence[PlacedSection] = (),
        over: PlacedSection | None = None,
    ) -> None:
        """Mix again.

        Args:
            begins: The moment to begin at, in what is heard before the session or in that itself.
            start: Where the session goes on.
            before: What is heard before that, in order.
            over: What is heard in place of the section that holds the start.
        """
        number = self.number(start)
        first = () if over is None else (over,)
        following = chain(first, self._arrangement.following(number + len(first)))
        sections = before if self.paused else chain(before, following)
        bed = None if self.paused else self._bed
        blocks = mix(sections, self.voice, bed, gains=self._gains, start=begins)
        self.player.stop()
        self._begins, self._start = begins, start
        self._before, self._extra = tuple(before), (*before, *first)
        self.player.play(blocks)
