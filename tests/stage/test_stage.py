import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import numpy as np
import pytest

from coach.choices import Talk
from coach.content.controls import Control
from coach.content.library import open_library
from coach.errors import PlayerError, VoiceError
from coach.players.player import Player
from coach.script.cues import Bell, Cue, Hold, Rest, Say, Script, Section
from coach.script.fitting import write_script
from coach.script.sheet import Wishes
from coach.sound.clip import Samples
from coach.sound.synthesis import tone_clip
from coach.sound.tones import Tone
from coach.stage.answers import GAP, INTO, NO, YES
from coach.stage.now import Now, ResumePoint
from coach.stage.stage import Stage
from coach.timeline.arrangement import Arrangement
from coach.timeline.gains import Gains, gains
from coach.timeline.mixer import VOICE_CEILING, mix
from coach.units import Ms, ms_to_frames
from coach.voices.voice import Voice
from tests.doubles import FailingVoice, FakePlayer, FakeVoice
from tests.patience import join
from tests.sheets import sheet

SCRIPT = Script(
    "small",
    "Small",
    "for tests",
    (
        Section("Opening", (Say("one two three", Ms(900)), Rest(Ms(1100), Ms(100)))),
        Section("Left", (Bell(Ms(2000)), Say("four five", Ms(600)), Rest(Ms(400), Ms(100)))),
        Section("Close", (Say("six", Ms(300)), Rest(Ms(700), Ms(100)))),
    ),
)
"""Sections from 0, 2 and 5 seconds, six seconds in all, as `FakeVoice` speaks."""

SHEET = sheet(open_library().entry("feet"), open_library().phrasebook(), Wishes())

CHIME = Ms(YES.lasts + GAP)
"""How long an answer without words is heard before the session goes on."""

Step = tuple[int, Control | None]
"""Milliseconds that are heard of what plays, and what the listener asks for then."""


class Session:
    """A stage whose listener does one thing after the other, and what was shown."""

    def __init__(self, *steps: Step, voice: Voice | None = None) -> None:
        self.voice = voice or FakeVoice()
        self.arrangement = Arrangement(SCRIPT, self.voice)
        self.player = FakePlayer()
        self.stage = stage(self.arrangement, self.voice, self.player)
        self.shown: list[Now] = []
        self.ended: Now
        self._steps = list(steps)

    def run(self) -> "Session":
        self.arrangement.whole()  # the fake player takes all its blocks at once
        self.stage.begin()
        self.ended = self.stage.run(self._control, [self.shown.append])
        return self

    @property
    def mixed(self) -> Samples:
        """The sound of the whole session."""
        return np.concatenate(
            list(mix(self.arrangement.whole().sections, self.voice, None, gains=gains(SCRIPT)))
        )

    def mixed_from(self, start: int) -> Samples:
        return self.mixed[ms_to_frames(Ms(start)) :]

    def _control(self, seconds: float) -> Control | None:
        if not seconds:
            return None  # it is still speaking ahead
        if not self._steps:
            self.player.heard = len(self.player.sounds[-1])
            return None
        heard, asked = self._steps.pop(0)
        self.player.heard += ms_to_frames(Ms(heard))
        return asked


def toned(tone: Tone, gained: Gains | None = None) -> Samples:
    """A tone as loud as a session has it; by default the small one."""
    gain_db = (gained or gains(SCRIPT)).tones_db
    return tone_clip(tone).samples * np.float32(10 ** (gain_db / 20))


class IdlePlayer:
    """Takes no block; what has been heard is set by the test."""

    def __init__(self) -> None:
        self.heard = 0
        self.playing = False
        self.blocks: Iterator[Samples] = iter([])
        self.plays = 0

    def play(self, blocks: Iterator[Samples]) -> None:
        self.blocks = blocks
        self.heard, self.playing, self.plays = 0, True, self.plays + 1

    def stop(self) -> int:
        self.playing = False
        return self.heard

    def close(self) -> None:
        self.stop()


class Done(Exception):
    """All has been asked for; the session goes on."""


class Feet:
    """The session for the feet: two sides of one spot, with all that is said and done there."""

    def __init__(self, *, talk: Talk = "full", name: str = "feet") -> None:
        self.voice, self.player = FakeVoice(), IdlePlayer()
        library = open_library()
        self.sheet = sheet(library.entry(name), library.phrasebook(), Wishes(talk=talk))
        self.arrangement = Arrangement(write_script(self.sheet), self.voice)
        self.gains = gains(self.arrangement.script)
        self.arrangement.whole()
        self.now = 0.0
        self.stage = Stage(
            self.arrangement,
            self.voice,
            None,
            self.open,
            self.sheet,
            clock=lambda: self.now,
        )
        self.stage.begin()

    def open(self) -> Player:
        return self.player

    def start_of(self, number: int, kind: type[Cue]) -> Ms:
        """When the first cue of a kind begins in a section."""
        section = self.arrangement.reach(number)
        return section.starts[[isinstance(c, kind) for c in section.section.cues].index(True)]

    def ask(self, *asked: Control | None, at: int | None = None) -> Now:
        """Go to a moment, ask for one thing after the other, and see where it stands then."""
        if at is not None:
            self.player.heard = 0
            self.stage.begin()
            self.player.heard = ms_to_frames(Ms(at))
        steps = iter(asked)

        def control(seconds: float) -> Control | None:
            try:
                return next(steps) if seconds else None
            except StopIteration:
                raise Done from None

        with suppress(Done):
            self.stage.run(control)
        return self.stage.now

    def hear(self, ms: int) -> Samples:
        """What is heard next of what plays."""
        blocks, frames = [], 0
        while frames < ms_to_frames(Ms(ms)):
            blocks.append(next(self.player.blocks))
            frames += len(blocks[-1])
        return np.concatenate(blocks)[: ms_to_frames(Ms(ms))]


def stage(arrangement: Arrangement, voice: Voice, player: Player) -> Stage:
    return Stage(arrangement, voice, None, lambda: player, SHEET)


class SlowPlayer:
    """Takes a block only when the test hears it, as a device would."""

    def __init__(self) -> None:
        self.heard = 0
        self.playing = False
        self._blocks: Iterator[Samples] = iter([])

    def play(self, blocks: Iterator[Samples]) -> None:
        self._blocks = blocks
        self.heard, self.playing = 0, True

    def hear_a_block(self) -> Samples:
        block = next(self._blocks)
        self.heard += len(block)
        return block

    def stop(self) -> int:
        self.playing = False
        return self.heard

    def close(self) -> None:
        self.stop()


def test_a_session_plays_from_its_beginning_to_its_end() -> None:
    session = Session().run()

    assert len(session.player.sounds) == 1
    assert np.array_equal(session.player.sounds[0], session.mixed)
    assert session.ended.position == session.ended.lasts == 6000
    assert session.ended.left == 0


def test_the_first_sound_plays_before_the_last_phrase_was_spoken() -> None:
    voice, player = FakeVoice(), SlowPlayer()
    playing = stage(Arrangement(SCRIPT, voice), voice, player)
    playing.begin()
    block = player.hear_a_block()

    assert np.abs(block).max() > 0.1
    assert voice.spoken[0] == "one two three"
    assert "four five" not in voice.spoken
    assert "six" not in voice.spoken


def test_while_it_plays_it_speaks_ahead_and_still_looks_at_the_controls() -> None:
    voice, player = FakeVoice(), SlowPlayer()
    playing = stage(Arrangement(SCRIPT, voice), voice, player)
    spoken: list[bool] = []

    def control(seconds: float) -> Control | None:
        spoken.append("six" in voice.spoken)
        return Control.END if seconds else None

    playing.begin()
    playing.run(control)

    assert spoken[0] is False
    assert spoken[-1] is True


def test_the_end_key_ends_it_where_it_stands() -> None:
    session = Session((1500, Control.END)).run()

    assert session.ended.position == 1500
    assert session.ended.section.title == "Opening"
    assert session.ended.left == 4500


def test_when_it_is_ended_it_fades_before_anything_is_put_away() -> None:
    assert Session((1500, Control.END)).run().player.closed


def test_ctrl_c_ends_it_as_the_end_key_does_and_once_more_does_no_harm() -> None:
    class Impatient(FakePlayer):
        def close(self) -> None:
            super().close()
            raise KeyboardInterrupt

    def control(_seconds: float) -> Control | None:
        raise KeyboardInterrupt

    session, player = Session(), Impatient()
    session.arrangement.whole()
    playing = stage(session.arrangement, session.voice, player)
    playing.begin()
    ended = playing.run(control)

    assert player.closed
    assert ended.left == 6000


@pytest.mark.parametrize(
    ("ms", "again"),
    [(0, 0), (1, 0), (500, 0), (899, 0), (900, 900), (1500, 1500), (2700, 2000), (4599, 4000)],
)
def test_going_on_begins_where_the_sentence_or_sound_began_that_was_cut(
    ms: int, again: int
) -> None:
    session = Session((ms, Control.TOGGLE), (0, Control.TOGGLE)).run()
    before, answered, after = session.player.sounds
    breath = ms_to_frames(Ms(CHIME + INTO.lasts + GAP))

    assert np.array_equal(before, session.mixed)
    assert len(answered) == ms_to_frames(CHIME)
    assert np.array_equal(after[breath:], session.mixed_from(again))
    assert session.ended.left == 0


def test_going_on_is_answered_at_once_and_then_breathed_into() -> None:
    session = Session((1500, Control.TOGGLE), (0, Control.TOGGLE)).run()
    after = session.player.sounds[-1]
    chime, breath = toned(YES), toned(INTO)

    assert np.abs(after[: len(chime)] - chime).max() < 0.01
    start = ms_to_frames(CHIME)
    assert np.abs(after[start : start + len(breath)] - breath).max() < 0.01


def test_a_pause_is_answered_and_then_silent() -> None:
    session = Session((1500, Control.PAUSE), (0, Control.END)).run()
    answered = session.player.sounds[-1]
    chime = toned(NO)

    assert np.abs(answered[: len(chime)] - chime).max() < 0.01
    assert len(answered) == ms_to_frames(CHIME)


def test_a_pause_is_shown_and_time_stands_still_in_it() -> None:
    session = Session((1500, Control.TOGGLE), (0, None), (0, None), (0, Control.TOGGLE)).run()
    paused = [now for now in session.shown if now.paused]

    assert {now.position for now in paused} == {1500}
    assert len(paused) == 3
    assert not session.ended.paused


def test_a_paused_session_can_be_ended() -> None:
    session = Session((1500, Control.TOGGLE), (0, Control.END)).run()

    assert session.ended.position == 1500
    assert session.ended.paused


@pytest.mark.parametrize(
    ("heard", "asked", "start", "title"),
    [
        (500, Control.NEXT, 2000, "Left"),
        (2500, Control.NEXT, 5000, "Close"),
        (1999, Control.NEXT, 2000, "Left"),
        (2000, Control.NEXT, 5000, "Close"),
        (2500, Control.BACK, 0, "Opening"),
        (5500, Control.BACK, 2000, "Left"),
        (500, Control.BACK, 0, "Opening"),
        (500, Control.REPEAT, 0, "Opening"),
        (4999, Control.REPEAT, 2000, "Left"),
        (5999, Control.REPEAT, 5000, "Close"),
    ],
)
def test_a_jump_lands_on_the_start_of_a_section(
    heard: int, asked: Control, start: int, title: str
) -> None:
    session = Session((heard, asked), (0, Control.END)).run()

    assert session.ended.position == start
    assert session.ended.section.title == title
    played = session.player.sounds[-1]
    assert np.array_equal(played[ms_to_frames(CHIME) :], session.mixed_from(start))
    assert np.abs(played[: ms_to_frames(YES.lasts)] - toned(YES)).max() < 0.01


def test_next_in_the_last_section_is_answered_and_changes_nothing() -> None:
    session = Session((5400, Control.NEXT), (100, Control.END)).run()
    chime = toned(NO)
    expected = session.mixed_from(5400)
    expected[: len(chime)] += chime

    assert np.array_equal(session.player.sounds[-1], expected)
    assert session.ended.position == 5500


def test_jumps_follow_each_other_through_all_sections_and_back() -> None:
    session = Session(
        (0, Control.NEXT), (0, Control.NEXT), (0, Control.BACK), (0, Control.END)
    ).run()

    assert session.ended.section.title == "Left"


@pytest.mark.parametrize("asked", [Control.NEXT, Control.BACK, Control.REPEAT])
def test_a_jump_in_a_pause_goes_on_playing(asked: Control) -> None:
    session = Session((2500, Control.TOGGLE), (0, asked), (CHIME + 100, Control.END)).run()

    assert not session.ended.paused
    assert session.ended.position == session.ended.section.start + 100


def test_a_jump_lands_where_a_section_truly_starts_when_the_voice_is_slow() -> None:
    session = Session((0, Control.NEXT), (0, Control.END), voice=FakeVoice(word_ms=800)).run()

    assert session.arrangement.reach(0).overrun == 500
    assert session.ended.position == 2500
    played = session.player.sounds[-1][ms_to_frames(CHIME) :]
    assert np.array_equal(played, session.mixed_from(2500))


def test_a_jump_to_a_section_that_was_not_spoken_yet_speaks_it_first() -> None:
    voice, player = FakeVoice(), SlowPlayer()
    playing = stage(Arrangement(SCRIPT, voice), voice, player)
    asked = iter([Control.NEXT, Control.NEXT, Control.END])
    playing.begin()
    ended = playing.run(
        lambda _seconds: next(asked),
    )

    assert ended.section.title == "Close"
    assert ended.position == 5000


def test_it_tells_the_section_and_the_cue_that_sound() -> None:
    session = Session((0, None), (1200, None), (1000, None), (3000, Control.END)).run()
    told = [
        (now.number, now.cue.cue if now.cue else "", now.cue.text if now.cue else "")
        for now in session.shown
    ]

    assert told[-4:] == [
        (0, "say", "one two three"),
        (0, "say", "one two three"),
        (0, "rest", ""),
        (1, "bell", ""),
    ]
    assert (session.ended.number, session.ended.sections) == (2, 3)


@pytest.mark.parametrize(
    ("steps", "heard"),
    [
        ([(1000, Control.END)], False),
        ([(2500, Control.END)], True),
        ([(1000, Control.NEXT), (1000, Control.END)], False),
        ([(1000, Control.NEXT), (500, Control.BACK), (CHIME + 2500, Control.END)], True),
        (
            [
                (1000, Control.NEXT),
                (0, Control.BACK),
                (1000, Control.NEXT),
                (2500, Control.END),
            ],
            False,
        ),
    ],
)
def test_it_knows_whether_the_opening_was_heard_to_its_end(steps: list[Step], heard: bool) -> None:
    assert Session(*steps).run().ended.heard_opening is heard


def test_a_voice_that_fails_ahead_of_the_ear_ends_the_session() -> None:
    voice, player = FailingVoice(speaks=1), SlowPlayer()
    playing = stage(Arrangement(SCRIPT, voice), voice, player)
    playing.begin()

    with pytest.raises(VoiceError, match="'four five'"):
        playing.run(
            lambda _seconds: None,
        )


def test_a_voice_that_fails_at_the_first_phrase_ends_it_before_any_sound() -> None:
    voice, player = FailingVoice(), SlowPlayer()
    playing = stage(Arrangement(SCRIPT, voice), voice, player)

    with pytest.raises(VoiceError, match="'one two three'"):
        playing.begin()
    assert not player.playing


def test_a_voice_that_fails_when_it_is_mixed_ends_the_session() -> None:
    voice = FailingVoice(speaks=10_000)
    session = Session(voice=voice)
    session.arrangement.whole()
    voice.speaks = len(voice.spoken) + 1

    with pytest.raises(VoiceError, match="'four five'"):
        session.run()


def test_closing_lets_the_device_go_and_closing_twice_is_harmless() -> None:
    session = Session((500, Control.END)).run()
    session.stage.close()
    session.stage.close()

    assert session.player.closed


def test_closing_lets_a_thread_go_that_waits_for_a_section() -> None:
    voice, player = FakeVoice(), SlowPlayer()
    arrangement = Arrangement(SCRIPT, voice)
    playing = stage(arrangement, voice, player)
    playing.begin()
    taken: list[int] = []
    waiting = threading.Thread(target=_take_all(arrangement, taken), daemon=True)
    waiting.start()
    playing.close()

    join(waiting)
    assert len(taken) <= 1


def _take_all(arrangement: Arrangement, taken: list[int]) -> Callable[[], None]:
    return lambda: taken.extend(section.start for section in arrangement.following(0))


def test_pausing_twice_is_one_pause_and_both_are_answered() -> None:
    session = Session((1500, Control.PAUSE), (0, Control.PAUSE), (0, Control.END)).run()
    first, second = session.player.sounds[1:]

    assert np.array_equal(first, second)
    assert np.abs(second[: ms_to_frames(NO.lasts)] - toned(NO)).max() < 0.01
    assert (session.ended.position, session.ended.paused) == (1500, True)


def test_going_on_while_it_plays_is_answered_and_disturbs_nothing() -> None:
    session = Session((1500, Control.GO_ON), (100, Control.END)).run()
    chime = toned(YES)
    expected = session.mixed_from(1500)
    expected[: ms_to_frames(YES.lasts)] += chime

    assert np.abs(session.player.sounds[-1] - expected).max() < 1e-6
    assert session.ended.position == 1600


# On the floor: what is asked for beside pause and jumps.


def test_back_goes_to_the_start_of_a_section_that_has_begun_a_while_ago() -> None:
    feet = Feet()
    left, right = feet.arrangement.reach(1).start, feet.arrangement.reach(2).start

    assert feet.ask(Control.BACK, at=right + 3000).position == right
    assert feet.ask(Control.BACK, at=right + 2999).position == left


def test_longer_in_a_hold_is_answered_over_it_and_disturbs_nothing_that_sounded() -> None:
    feet = Feet()
    before = feet.arrangement.reach(1)
    at = Ms(feet.start_of(1, Hold) + 15_000)
    now = feet.ask(Control.LONGER, at=at)
    after = feet.arrangement.reach(1)
    kept = [one for one in before.placed if one.start < at]

    assert list(after.placed[: len(kept)]) == kept
    assert after.lasts == before.lasts + 30_000
    assert feet.arrangement.whole().sections[2].lasts == pytest.approx(before.lasts, abs=60_000)
    assert now.position == at
    assert now.lasts == feet.arrangement.script.lasts
    heard = feet.hear(450)
    plain = np.concatenate(
        list(
            mix(
                feet.arrangement.whole().sections[1:2],
                feet.voice,
                None,
                gains=feet.gains,
                start=at,
            )
        )
    )
    assert np.abs(heard - plain[: len(heard)] - toned(YES, feet.gains)).max() < 1e-6


def test_longer_is_for_both_sides_and_both_are_told_in_the_time_that_is_left() -> None:
    feet = Feet()
    lasts = feet.arrangement.lasts
    now = feet.ask(Control.LONGER, at=feet.start_of(1, Hold))

    assert now.lasts == lasts + 60_000
    assert [one.kind for one in feet.stage.now.resume_point.revisions] == ["longer"]


def test_longer_says_so_when_nothing_can_be_added() -> None:
    feet = Feet()
    feet.ask(*[Control.LONGER] * 5, at=feet.start_of(1, Hold))

    assert feet.voice.spoken[-1] == feet.sheet.book.answers.longest
    assert len(feet.stage.now.resume_point.revisions) == 2
    assert feet.ask(Control.LONGER, at=0).answer == feet.sheet.book.answers.over


@pytest.mark.parametrize("asked", [Control.LONGER, Control.EASIER])
@pytest.mark.parametrize("section", [0, 2])
def test_who_asks_in_a_lesson_for_more_or_less_of_it_hears_that_nothing_is_pressed(
    asked: Control, section: int
) -> None:
    learn = Feet(name="learn")
    before = learn.arrangement.script
    now = learn.ask(asked, at=learn.arrangement.reach(section).start + 500)

    assert now.answer == learn.sheet.book.answers.no_pressing
    assert now.resume_point.revisions == ()
    assert learn.arrangement.script == before


def test_the_halfway_word_is_not_said_twice_in_a_hold_that_got_longer() -> None:
    feet = Feet()
    begins = feet.start_of(1, Hold)
    feet.ask(Control.LONGER, at=begins + 45_000)
    texts = [one.text for one in feet.arrangement.reach(1).placed]

    assert texts.count("About halfway.") == 1


def test_easier_in_a_hold_ends_it_soon_and_says_what_holds_now() -> None:
    feet = Feet()
    begins = feet.start_of(1, Hold)
    now = feet.ask(Control.EASIER, at=begins + 12_000)
    section = feet.arrangement.reach(1)
    hold = section.section.cues[section.cue_at(begins)]
    texts = [one.text for one in feet.arrangement.whole().placed if one.start > begins]

    assert hold.lasts == 20_000
    assert now.answer == feet.sheet.book.answers.easier
    assert any("three out of ten" in text for text in texts)
    assert not any("five out of ten" in text for text in texts)


def test_all_that_easier_and_other_answers_say_is_spoken_ahead() -> None:
    feet = Feet()
    feet.ask(at=feet.start_of(1, Hold))
    ahead = set(feet.voice.spoken)
    feet.voice.spoken.clear()
    feet.ask(Control.EASIER, Control.TIME_LEFT)

    assert set(feet.voice.spoken) <= ahead


def test_easier_while_the_pressure_is_told_does_not_tell_it_again() -> None:
    quads = Feet(name="quads")  # soles are pressed gently from the first
    section = quads.arrangement.reach(1)
    told = next(one for one in section.placed if "five out of ten" in one.text)
    now = quads.ask(Control.EASIER, at=told.start + 500)

    assert now.position == told.end
    assert now.waits > 0


def test_skip_goes_to_where_it_is_told_what_comes_after_both_sides() -> None:
    feet = Feet()
    now = feet.ask(Control.SKIP, at=feet.start_of(1, Hold))
    right = feet.arrangement.reach(2)

    assert now.number == 2
    assert right.end - now.position < 10_000
    assert now.answer == feet.sheet.book.answers.skipped


def test_skip_where_no_spot_is_worked_is_answered_and_changes_nothing() -> None:
    feet = Feet()

    assert feet.ask(Control.SKIP, at=20_000).number == 0
    assert feet.player.plays == 3


def test_the_time_left_is_told_over_a_hold_and_the_session_goes_on_under_it() -> None:
    feet = Feet()
    at = feet.start_of(1, Hold) + 15_000
    now = feet.ask(Control.TIME_LEFT, at=at)

    assert now.answer == f"About {round(now.left / 60_000)} minutes left."
    assert (now.position, now.waits) == (at, 0)


def test_a_sentence_that_an_answer_cuts_is_said_again_after_it() -> None:
    feet = Feet()
    section = feet.arrangement.reach(1)
    sentence = next(one for one in section.placed if one.text)
    now = feet.ask(Control.TIME_LEFT, at=sentence.start + 300)

    assert now.position == sentence.start
    assert now.waits > 1000
    feet.player.heard = ms_to_frames(now.waits)
    assert feet.stage.now.waits == 0
    assert feet.stage.now.position == sentence.start


def test_in_a_pause_the_time_left_is_told_and_the_pause_goes_on() -> None:
    feet = Feet()
    now = feet.ask(Control.PAUSE, Control.TIME_LEFT, at=20_000)

    assert now.paused
    assert now.position == 20_000
    assert now.answer.endswith("minutes left.")


@pytest.mark.parametrize(("asked", "db"), [(Control.LOUDER, 2), (Control.SOFTER, -2)])
def test_louder_and_softer_are_for_the_voice_alone(asked: Control, db: int) -> None:
    feet = Feet()
    sentence = next(one for one in feet.arrangement.reach(1).placed if one.text)
    feet.ask(asked, at=sentence.start + 100)
    heard = feet.hear(CHIME + 600)
    spoken = heard[ms_to_frames(CHIME) :]
    chime = toned(YES if db > 0 else NO, feet.gains)

    assert np.abs(heard[: len(chime)] - chime).max() < 0.01
    assert np.abs(spoken).max() == pytest.approx(
        0.2 * 10 ** ((feet.gains.voice_db + db) / 20), abs=0.006
    )


def test_the_voice_is_turned_no_further_than_can_be_heard_well() -> None:
    feet = Feet()
    sentence = next(one for one in feet.arrangement.reach(1).placed if one.text)
    feet.ask(*[Control.SOFTER] * 9, *[Control.LOUDER] * 30, at=sentence.start + 100)
    feet.ask(Control.LOUDER)
    spoken = feet.hear(CHIME + 600)[ms_to_frames(CHIME) :]

    assert np.abs(spoken).max() == pytest.approx(VOICE_CEILING, abs=0.003)


def test_an_answer_that_cannot_be_spoken_is_a_sound() -> None:
    voice, player = FailingVoice(speaks=10_000), IdlePlayer()
    playing = stage(Arrangement(SCRIPT, voice), voice, player)
    playing.begin()
    steps = iter([None] * 12 + [Control.TIME_LEFT, Control.END])

    def control(_seconds: float) -> Control | None:
        voice.speaks = len(voice.spoken) if voice.spoken[-1] == "six" else voice.speaks
        return next(steps)

    assert playing.run(control).answer == ""


# Before it begins, and coming back.


def test_a_countdown_lies_before_the_session_and_is_under_the_bed() -> None:
    feet = Feet()
    feet.stage.begin(wait=Ms(20_000))
    now = feet.ask()

    assert (now.position, now.waits) == (0, 20_000)
    assert now.answer == "We begin in 20 seconds."
    feet.player.heard = ms_to_frames(Ms(21_000))
    assert feet.stage.now.position == 1000


@pytest.mark.parametrize("asked", [Control.GO_ON, Control.NEXT])
def test_a_countdown_is_cut_short_when_asked(asked: Control) -> None:
    feet = Feet()
    feet.stage.begin(wait=Ms(20_000))
    now = feet.ask(asked)

    assert (now.position, now.waits) == (0, CHIME)


def test_once_it_has_begun_an_answer_is_no_countdown() -> None:
    feet = Feet()
    feet.stage.begin(wait=Ms(20_000))
    assert feet.ask().counts_down
    sentence = next(one for one in feet.arrangement.reach(0).placed if one.text)
    feet.player.heard = ms_to_frames(Ms(20_000 + sentence.start + 300))
    now = feet.ask(None, Control.TIME_LEFT)

    assert now.waits > 0
    assert not now.counts_down
    assert feet.ask(Control.NEXT).number == 1


def test_an_answer_in_a_countdown_leaves_the_rest_of_it() -> None:
    feet = Feet()
    feet.stage.begin(wait=Ms(20_000))
    feet.player.heard = ms_to_frames(Ms(5000))

    assert feet.ask(Control.LOUDER).waits == 15_000


def test_it_begins_at_the_start_of_the_sentence_that_was_left_and_says_where_that_is() -> None:
    feet = Feet()
    section = feet.arrangement.reach(2)
    sentence = max((one for one in section.placed if one.text), key=lambda one: one.lasts)
    feet.stage.begin(ResumePoint(2, Ms(sentence.start + 400 - section.start)))
    now = feet.ask()

    assert now.position == sentence.start
    assert now.answer == f"We go on here. {section.title}."
    assert not feet.stage.now.heard_opening


def test_the_mark_is_where_it_stands() -> None:
    feet = Feet()
    section = feet.arrangement.reach(2)
    feet.ask(at=section.start + 5000)

    assert feet.stage.now.resume_point == ResumePoint(2, Ms(5000))


# What can go wrong while it plays.


class LosingPlayer(IdlePlayer):
    """Loses its device where the test says so."""

    lost = False

    @property
    def playing(self) -> bool:
        if self.lost:
            raise PlayerError("the sound device has gone")
        return self._playing

    @playing.setter
    def playing(self, playing: bool) -> None:
        self._playing = playing


def test_a_lost_device_is_told_and_when_it_is_back_the_cut_sentence_begins_again() -> None:
    feet = Feet()
    losing, opened = LosingPlayer(), [LosingPlayer()]
    feet.player = losing
    feet.stage = Stage(feet.arrangement, feet.voice, None, feet.open, feet.sheet)
    sentence = [one for one in feet.arrangement.reach(1).placed if one.text][1]
    feet.stage.begin()
    losing.heard = ms_to_frames(Ms(sentence.start + 900))
    losing.lost = True
    feet.player = opened[0]
    shown: list[Now] = []
    steps = iter([None] * 3 + [Control.END])
    now = feet.stage.run(lambda s: next(steps) if s else None, [shown.append])

    assert shown[0].trouble == "the sound device has gone"
    assert shown[0].position == sentence.start + 900
    assert now.trouble == ""
    assert now.position == sentence.start
    assert opened[0].plays == 1


def test_a_session_that_was_paused_when_the_device_went_stays_paused() -> None:
    feet = Feet()
    losing = LosingPlayer()
    feet.player = losing
    feet.stage = Stage(feet.arrangement, feet.voice, None, feet.open, feet.sheet)
    feet.stage.begin()
    losing.heard = ms_to_frames(Ms(20_000))
    steps = iter([Control.PAUSE, None, None, Control.END])

    def control(seconds: float) -> Control | None:
        return next(steps) if seconds else None

    now = feet.stage.run(control)

    assert now.paused
    assert now.position == 20_000


@pytest.mark.parametrize(("halt", "paused"), [(1.0, False), (20.0, False), (600.0, True)])
def test_after_a_sleep_nothing_is_hurried_and_after_a_long_one_it_waits(
    halt: float, paused: bool
) -> None:
    feet = Feet()
    sentence = [one for one in feet.arrangement.reach(1).placed if one.text][1]
    feet.player.heard = ms_to_frames(Ms(sentence.start + 500))
    steps = iter([None, None, Control.END])

    def control(seconds: float) -> Control | None:
        asked = next(steps) if seconds else None
        feet.now += halt if seconds and feet.now == 0 else 0
        return asked

    now = feet.stage.run(control)

    assert now.paused is paused
    assert now.position == sentence.start + (0 if halt == 20 else 500)
