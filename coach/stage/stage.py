"""The stage: a session on a player, with the controls."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain

from coach.content import Control, Wait, begins_told, fill, left_told, may_be_told
from coach.errors import VoiceError
from coach.players import Open
from coach.script import Revision, Say, Sheet, revised, room, told_when_easier
from coach.sound import Bed
from coach.stage.answers import (
    INTO,
    NO,
    YES,
    again_from,
    in_breath,
    told_next,
)
from coach.stage.deck import Deck
from coach.stage.now import START, Now, ResumePoint, Watch
from coach.timeline import Arrangement, Sound, Speech
from coach.traces import quiet_logger
from coach.units import NO_TIME, Ms, seconds
from coach.voices import Voice

_logger = quiet_logger(__name__)

POLL_S = 0.1
"""How often the controls are looked at, and the screen is drawn anew."""

JUST_BEGUN = seconds(3)
"""Within so much of a section, "back" means the section before."""

TURN_DB = 2.0
"""How far the voice is turned up or down at once."""

NOT_SOUNDED = Ms(500)
"""What a device had taken, and may not have sounded, when it was lost."""

SLEPT_S, SLEPT_LONG_S = 5.0, 120.0
"""A program that was stopped for longer than this goes on with the sentence that was cut; after the
second, as when a laptop was shut, it waits until somebody asks for it."""


class Stage:
    """Plays an arrangement, speaks ahead while it plays, and obeys the controls.

    Pause, jumps and answers are one act: stop, and mix again from another place. A jump lands on
    the start of a section, which names the place and tells the position again. Longer and easier
    make another script of the rest. Where the sound device goes, the session waits for it to come
    back.
    """

    def __init__(
        self,
        arrangement: Arrangement,
        voice: Voice,
        bed: Bed | None,
        open_player: Open,
        sheet: Sheet,
        *,
        aside: Callable[[], str] = lambda: "",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._arrangement = arrangement
        self._voice = voice
        self._sheet = sheet
        self._words = sheet.book.answers
        self._aside = aside
        self._clock = clock
        self._ahead = chain(
            may_be_told(self._words, arrangement.lasts, lesson=arrangement.script.is_lesson),
            told_when_easier(arrangement.script, sheet),
        )
        self._counting = self._missed_opening = False
        self._revisions: tuple[Revision, ...] = ()
        self._deck = Deck(arrangement, voice, bed, open_player)

    def begin(self, point: ResumePoint = START, *, wait: Ms = NO_TIME) -> None:
        """Play from the beginning or from a place, after a countdown if there is to be one."""
        section = self._arrangement.reach(min(point.number, len(self._arrangement) - 1))
        start = again_from(section, min(Ms(section.start + point.into), Ms(section.end - 1)))
        self._revisions, self._missed_opening = point.revisions, start > 0
        resumed = fill(self._words.resumed, {"title": section.title}) if start else ""
        if wait:
            begins = begins_told(self._words, wait)
            self._deck.count_down(start, wait, f"{resumed} {begins}".strip(), self._words.soon)
            self._counting = True
        else:
            self._deck.play(start, *([self._told(resumed)] if resumed else []))
        self._latest = self.now

    def run(self, control: Wait, watchers: Sequence[Watch] = ()) -> Now:
        """Play on to the end, or until the listener ends it; then fade, before all else.

        Args:
            control: Waits at most so many seconds for what the listener asks for.
            watchers: Each is told where the session stands, again and again, in this order.

        Returns:
            Where it ended; Ctrl-C ends it too.

        Raises:
            VoiceError: A phrase could not be spoken.
        """
        now = self.now
        with suppress(KeyboardInterrupt):
            for now in self._run(control):
                for watch in watchers:
                    watch(now)
            now = self._latest = self.now
        with suppress(KeyboardInterrupt):  # from someone who cannot wait
            self.close()
        return now

    def _run(self, control: Wait) -> Iterator[Now]:
        while self._deck.paused or self._deck.player.playing:
            busy = self._prepare()
            self._latest = self.now
            self._counting = self._latest.counts_down
            yield self._latest
            began = self._clock()
            asked = control(0.0 if busy else POLL_S)
            if asked is Control.END:
                return
            self._recover(self._clock() - began)
            if asked is not None:
                self._obey(asked)

    def _prepare(self) -> bool:
        """Do the next small bit of what will be heard later; False when nothing is left to do."""
        if self._arrangement.advance():
            return True
        text = next(self._ahead, "")
        if text:
            self._told(text)
        return bool(text)

    def _recover(self, took_s: float) -> None:
        """Go on with the sentence that was cut, if the device came back or the program woke."""
        position, mended = self._deck.position, self._deck.player.mended()
        if self._deck.paused:
            return
        if took_s > SLEPT_LONG_S:
            self._deck.pause(NO)
        elif mended:
            self._go_on(Ms(max(0, position - NOT_SOUNDED)))
        elif took_s > SLEPT_S:
            self._go_on(position)

    @property
    def now(self) -> Now:
        """Where the session stands."""
        position, waits = self._deck.position, self._deck.waits
        number = self._deck.number(position)
        section = self._arrangement.reach(number)
        cue = next((one for one in reversed(section.placed) if one.start <= position), None)
        coming = self._arrangement.script.sections[number + 1 : number + 2]
        return Now(
            section=section,
            coming=coming[0] if coming else None,
            number=number,
            sections=len(self._arrangement),
            position=position,
            lasts=self._arrangement.lasts,
            cue=cue,
            paused=self._deck.paused,
            waits=waits,
            counts_down=self._counting and waits > 0,
            answer=self._deck.answer or self._aside(),
            trouble=self._deck.player.trouble,
            revisions=self._revisions,
            heard_opening=number > 0 and not self._missed_opening,
        )

    def close(self) -> None:
        """Fade, and let the device go. Closing twice is harmless."""
        self._deck.close()

    def _obey(self, asked: Control) -> None:
        now = self.now
        match asked:
            case Control.GO_ON | Control.TOGGLE if now.paused:
                self._go_on(now.position)
            case Control.GO_ON | Control.NEXT if now.counts_down:
                self._jump(now.position)
            case Control.PAUSE | Control.TOGGLE if not now.paused:
                self._deck.pause(NO)
            case Control.NEXT if now.coming is not None:
                self._missed_opening |= now.number == 0
                self._jump(self._arrangement.reach(now.number + 1).start)
            case Control.BACK:
                begun = now.position - now.section.start < JUST_BEGUN
                self._repeat(max(0, now.number - begun))
            case Control.REPEAT:
                self._repeat(now.number)
            case Control.LONGER | Control.EASIER if self._arrangement.script.is_lesson:
                self._answer(self._told(self._words.no_pressing))
            case Control.LONGER:
                self._lengthen(now)
            case Control.EASIER:
                self._ease(now)
            case Control.SKIP:
                self._skip(now)
            case Control.TIME_LEFT:
                self._answer(self._told(left_told(self._words, now.left)))
            case Control.LOUDER | Control.SOFTER:
                self._deck.turn(TURN_DB if asked is Control.LOUDER else -TURN_DB)
                self._answer(YES if asked is Control.LOUDER else NO)
            case Control.GO_ON:
                self._answer(YES)
            case Control.PAUSE | Control.NEXT:
                self._answer(NO)

    def _jump(self, start: Ms, answer: Sound = YES) -> None:
        self._counting = False
        self._deck.play(start, answer)

    def _answer(self, sound: Sound) -> None:
        self._deck.answer_with(sound)

    def _go_on(self, position: Ms) -> None:
        """From the start of what was cut, with a breath to get into it."""
        section = self._deck.section(position)
        start = again_from(section, position)
        self._counting = False
        self._deck.play(start, *((YES,) if in_breath(section, start) else (YES, INTO)))

    def _repeat(self, number: int) -> None:
        self._missed_opening &= number > 0
        self._jump(self._arrangement.reach(number).start)

    def _lengthen(self, now: Now) -> None:
        cue = now.section.cue_at(now.position)
        by = room(self._arrangement.script, now.number, cue, self._sheet.rules)
        if by:
            self._revise(Revision("longer", now.number, cue, by=by), now.position)
            self._answer(YES)
        else:
            self._answer(self._told(self._words.over if by is None else self._words.longest))

    def _ease(self, now: Now) -> None:
        cue = now.section.cue_at(now.position)
        into = Ms(now.position - now.section.starts[cue])
        self._revise(Revision("easier", now.number, cue, into), now.position)
        told = self._told(self._words.easier)
        match now.section.section.cues[cue]:
            case Say(moment="hold") if not now.paused:  # it tells a number that holds no more
                self._jump(now.section.starts[cue + 1], told)
            case _:
                self._answer(told)

    def _revise(self, revision: Revision, position: Ms) -> None:
        script = revised(self._arrangement.script, revision, self._sheet)
        self._arrangement.revise(script, revision.number, position)
        self._revisions += (revision,)

    def _skip(self, now: Now) -> None:
        """To where it is told what comes after this spot."""
        worked = now.section.section.worked
        if worked is None:
            self._answer(NO)
            return
        spots = [one.worked and one.worked.spot for one in self._arrangement.script.sections]
        last = len(spots) - 1 - spots[::-1].index(worked.spot)
        start = told_next(self._arrangement.reach(last))
        if now.position < start:
            self._jump(start, self._told(self._words.skipped))
        else:
            self._answer(self._told(self._words.over))

    def _told(self, text: str) -> Sound:
        """An answer in words; as a sound, if the voice cannot speak it: a session goes on."""
        try:
            self._voice.speak(text)
        except VoiceError:
            _logger.warning("an answer cannot be spoken: it is a sound", exc_info=True)
            return NO
        return Speech(text)
