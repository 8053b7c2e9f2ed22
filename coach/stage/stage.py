"""The stage: a session on a player, with the controls."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

from coach.content import Control, Wait, begins_told, fill, left_told, may_be_told, times_told
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
from coach.stage.waiting import Awaited, Waiting
from coach.timeline import Arrangement, Sound, Speech
from coach.traces import quiet_logger
from coach.units import NO_TIME, Ms, seconds
from coach.voices import Voice

_logger = quiet_logger(__name__)

_T = TypeVar("_T")

POLL_S = 0.1
"""How often the controls are looked at, and the screen is drawn anew."""

BRIEFLY_S = 0.5
"""So long nothing sounds at the beginning where a voice may be ready by then, or has failed."""

JUST_BEGUN = seconds(3)
"""Within so much of a section, "back" means the section before."""

TURN_DB = 2.0
"""How far the voice is turned up or down at once."""

NOT_SOUNDED = Ms(500)
"""What a device had taken, and may not have sounded, when it was lost."""

SLEPT_S, SLEPT_LONG_S = 5.0, 120.0
"""A program that was stopped for longer than this goes on with the sentence that was cut; after the
second, as when a laptop was shut, it waits until somebody asks for it."""


NOTICED_S = 10.0
"""How long it is shown that another voice has taken over."""


class Stage:
    """Plays an arrangement, speaks ahead while it plays, and obeys the controls.

    Pause, jumps and answers are one act: stop, and mix again from another place. A jump lands on
    the start of a section, which names the place and tells the position again. Longer and easier
    make another script of the rest. Where the sound device goes, the session waits for it to come
    back; where words are not spoken yet, the bed sounds alone until they are.

    Args:
        arrangement: What is played.
        voice: Speaks it, and the answers.
        bed: Lies under it.
        open_player: Opens the player, and again where its device has gone and come back.
        sheet: What the script was written from.
        aside: What else is to be shown.
        clock: The time in seconds.
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
        self._sheet = sheet
        self._words = sheet.book.answers
        self._aside = aside
        self._clock = clock
        self._waiting = Waiting(arrangement, sheet.book.shown, clock)
        self._easing, self._owed = False, ""
        self._noticed = float("-inf")
        arrangement.also = self._may_be_told
        self._beside = (text for n in range(len(arrangement)) for text in self._may_be_told(n))
        self._counting = self._missed_opening = False
        self._revisions: tuple[Revision, ...] = ()
        self._deck = Deck(arrangement, voice, bed, open_player)

    def begin(self, point: ResumePoint = START, *, wait: Ms = NO_TIME) -> None:
        """Play from the beginning or from a place, after a countdown if there is to be one.

        Where the voice has yet to get ready for it, the bed sounds until `run` finds that it has.
        """
        number = min(point.number, len(self._arrangement) - 1)
        self._revisions, self._missed_opening = point.revisions, number > 0
        title = self._arrangement.script.sections[number].title
        resumed = fill(self._words.resumed, {"title": title}) if number or point.into else ""
        act = partial(self._begin, number, point.into, wait, resumed)
        words = (self._announced(resumed, wait), self._words.soon) if wait else (resumed,)
        awaited = Awaited(act, number, tuple(filter(None, words)), begins=True)
        self._surely(partial(self._do, awaited))
        self._latest = self.now

    def _begin(self, number: int, into: Ms, wait: Ms, resumed: str) -> None:
        section = self._arrangement.reach(number)
        start = again_from(section, min(Ms(section.start + into), Ms(section.end - 1)))
        self._missed_opening, resumed = start > 0, resumed if start else ""
        if wait:
            told = self._announced(resumed, wait)
            self._deck.count_down(start, wait, told, self._words.soon)
            self._counting = True
        else:
            self._deck.play(start, *([self._told(resumed)] if resumed else []))

    def _announced(self, resumed: str, wait: Ms) -> str:
        return f"{resumed} {begins_told(self._sheet.book, wait)}".strip()

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
            busy = self._surely(self._prepare)
            self._latest = self.now
            self._counting = self._latest.counts_down
            yield self._latest
            began = self._clock()
            asked = control(0.0 if busy else POLL_S)
            if asked is Control.END:
                return
            self._recover(self._clock() - began)
            if asked is not None:
                self._surely(partial(self._obey, asked))

    def _surely(self, act: Callable[[], _T]) -> _T:
        """Do it, and where the voice fails once more with the quicker one."""
        try:
            return act()
        except VoiceError:
            if not self._hasten():
                raise
            _logger.warning("the voice has failed, and a quicker one goes on", exc_info=True)
            return act()

    def _prepare(self) -> bool:
        """Do the next small bit of what will be heard later; False when there is none to do now."""
        busy = self._arrangement.advance() or self._speak_beside()
        self._keep_up()
        return busy

    def _speak_beside(self) -> bool:
        """Speak one more phrase that may be asked for; a voice that speaks ahead does so itself."""
        text = "" if self._arrangement.is_ahead else next(self._beside, "")
        if text:
            self._told(text)
        return bool(text)

    def _may_be_told(self, number: int) -> Iterator[str]:
        """What may be said beside a section's own words, once it sounds."""
        script = self._arrangement.script
        if number == min(1, len(script.sections) - 1):
            yield from may_be_told(self._sheet.book, lesson=script.is_lesson)
        left = sum((section.lasts for section in script.sections[number:]), NO_TIME)
        yield from times_told(self._sheet.book, left, Ms(left - script.sections[number].lasts))
        yield from told_when_easier(script.sections[number], self._sheet)

    def _keep_up(self) -> None:
        """Do what waited for words that are spoken now; have another voice where it takes long."""
        if self._easing:
            self._ease(self.now, YES)
        if self._owed:
            self._pay()
        if self._deck.paused:
            return
        if act := self._waiting.take():
            act()
        elif self._waiting.is_too_long(self._deck.position):
            self._hasten()

    def _do(self, awaited: Awaited, *sounds: Sound) -> None:
        """Do it now, or as soon as its words are spoken; until then the bed sounds alone."""
        self._waiting.wait_for(awaited)
        if act := self._waiting.take_soon(BRIEFLY_S if awaited.begins else 0):
            act()
        else:
            self._wait(*sounds)

    def _wait(self, *sounds: Sound) -> None:
        awaited = self._waiting.awaited
        assert awaited is not None
        self._counting = False
        self._deck.wait(self._arrangement.section(awaited.number).start, *sounds)

    def _hasten(self) -> bool:
        """Let the quicker voice go on from the next section; False where there is none."""
        voice = self._arrangement.hasten()
        if voice is None:
            return False
        self._deck.voice, self._noticed = voice, self._clock()
        return True

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
        section = self._arrangement.section(number)
        cue = next((one for one in reversed(section.placed) if one.start <= position), None)
        coming = self._arrangement.script.sections[number + 1 : number + 2]
        return Now(
            section=section,
            coming=coming[0] if coming else None,
            number=number,
            sections=len(self._arrangement),
            position=position,
            lasts=self._arrangement.lasts,
            cue=None if self._deck.waiting else cue,
            paused=self._deck.paused,
            waits=waits,
            counts_down=self._counting and waits > 0,
            answer=self._deck.answer or self._notice or self._aside(),
            trouble=self._deck.player.trouble,
            revisions=self._revisions,
            heard_opening=number > 0 and not self._missed_opening,
        )

    @property
    def _notice(self) -> str:
        """What is to be told of the voice."""
        if self._clock() - self._noticed < NOTICED_S:
            return self._sheet.book.shown.quicker
        return self._waiting.told(self._deck.position)

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
                self._jump_to(now.number + 1)
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
                self._ask_easier(now)
            case Control.SKIP:
                self._skip(now)
            case Control.TIME_LEFT:
                self._tell_left(now)
            case Control.LOUDER | Control.SOFTER:
                self._deck.turn(TURN_DB if asked is Control.LOUDER else -TURN_DB)
                self._answer(YES if asked is Control.LOUDER else NO)
            case Control.GO_ON:
                self._answer(YES)
            case Control.PAUSE | Control.NEXT:
                self._answer(NO)

    def _jump_to(self, number: int) -> None:
        def jump() -> None:
            self._jump(self._arrangement.reach(number).start)

        self._do(Awaited(jump, number), YES)

    def _jump(self, start: Ms, answer: Sound = YES) -> None:
        self._waiting.wait_for(None)
        self._counting = False
        self._deck.play(start, answer)

    def _answer(self, sound: Sound) -> None:
        self._deck.answer_with(sound)

    def _go_on(self, position: Ms) -> None:
        """From the start of what was cut, with a breath to get into it."""
        if self._waiting.awaited:
            self._wait(YES)
            return
        section = self._deck.section(position)
        start = again_from(section, position)
        self._counting = False
        self._deck.play(start, *((YES,) if in_breath(section, start) else (YES, INTO)))

    def _repeat(self, number: int) -> None:
        self._missed_opening &= number > 0
        self._jump_to(number)

    def _lengthen(self, now: Now) -> None:
        cue = now.section.cue_at(now.position)
        by = room(self._arrangement.script, now.number, cue, self._sheet.rules)
        if by:
            self._revise(Revision("longer", now.number, cue, by=by), now.position)
            self._answer(YES)
        else:
            self._answer(self._told(self._words.over if by is None else self._words.longest))

    def _ask_easier(self, now: Now) -> None:
        told = self._told(self._words.easier, otherwise=YES)
        if not self._ease(now, told):
            self._easing = True
            self._answer(told)

    def _ease(self, now: Now, told: Sound) -> bool:
        """Make it easier from this moment on; False while words for that have yet to be spoken."""
        cue = now.section.cue_at(now.position)
        into = Ms(now.position - now.section.starts[cue])
        revision = Revision("easier", now.number, cue, into)
        if self._lacks_words(revision):
            return False
        self._easing = False
        self._revise(revision, now.position)
        match now.section.section.cues[cue]:
            case Say(moment="hold") if not now.paused:  # it tells a number that holds no more
                self._jump(now.section.starts[cue + 1], told)
            case _:
                self._answer(told)
        return True

    def _lacks_words(self, revision: Revision) -> bool:
        if revision.number >= self._arrangement.reached:
            return False  # all of it has yet to be placed
        script = revised(self._arrangement.script, revision, self._sheet)
        lacking = self._arrangement.lacking(script.sections[revision.number])
        if lacking and not self._easing:
            self._arrangement.want(*lacking)
        return bool(lacking)

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
        self._do(Awaited(partial(self._skip_to, last), last), YES)

    def _skip_to(self, last: int) -> None:
        start = told_next(self._arrangement.reach(last))
        if self._deck.position < start:
            self._jump(start, self._told(self._words.skipped, otherwise=YES))
        else:
            self._answer(self._told(self._words.over))

    def _tell_left(self, now: Now) -> None:
        text = left_told(self._sheet.book, now.left)
        told = self._told(text, otherwise=YES)
        self._owed = "" if isinstance(told, Speech) else text
        self._answer(told)

    def _pay(self) -> None:
        """Tell in words what only a sound could answer, once they are spoken."""
        told = self._told(self._owed, otherwise=YES)
        if told != YES:
            self._owed = ""
        if isinstance(told, Speech):
            self._answer(told)

    def _told(self, text: str, *, otherwise: Sound = NO) -> Sound:
        """An answer in words; as a sound, if they are not spoken yet or cannot be spoken."""
        try:
            if self._arrangement.said(text) is not None:
                return Speech(text)
        except VoiceError:  # a session goes on
            _logger.warning("an answer cannot be spoken: it is a sound", exc_info=True)
            return NO
        if text != self._owed:
            self._arrangement.want(text)
        return otherwise
