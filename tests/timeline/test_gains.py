from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from coach.choices import DepthName, Talk
from coach.content.breath import Phase, parse_breath
from coach.content.entry import Entry, Pick
from coach.content.library import Library
from coach.content.phrasebook import Phrasebook
from coach.script.cues import Circle, Cue, Rest, Roll, Script, Section
from coach.script.sheet import Wishes
from coach.sound.bed import SHIPPED_LUFS, open_bed
from coach.sound.clip import Samples
from coach.sound.loudness import Power, integrated_lufs, mean_lufs, power
from coach.sound.synthesis import tone_clip
from coach.sound.tones import Orbit, Strike, Stroke, Swell, Tone
from coach.timeline.arrangement import Arrangement
from coach.timeline.gains import (
    BENEATH_DB,
    EVEN,
    GAIN_STEP_DB,
    PROFILES_LUFS,
    SESSION_LUFS,
    _powers,
    gains,
)
from coach.timeline.mixer import mix
from coach.units import Ms, db_to_power, ms_to_frames, seconds
from coach.voices.voice import Voice
from tests.meter import measured_by_ffmpeg
from tests.nightly import FULL, nightly
from tests.sheets import written

TRUE_PEAK_DB = -1.0
"""What podcasts ask for, of the wave between the samples too."""

SHORT = seconds(240)
"""Long enough to tell how loud a session is."""

TALKS: tuple[Talk, ...] = get_args(Talk)


def session(script: Script, voice: Voice, bed: str) -> Samples:
    """All of a session's sound, at its gains."""
    timeline = Arrangement(script, voice).whole()
    blocks = mix(timeline.sections, voice, open_bed(bed), gains=gains(script))
    return np.concatenate(list(blocks))


@pytest.fixture(scope="module")
def left(library: Library) -> Entry:
    """One foot alone, which takes half as long."""
    return library.gather(Pick(("feet",), side="left"))


@pytest.fixture
def script(left: Entry, book: Phrasebook) -> Script:
    return written(left, book, Wishes(lasts=SHORT))


@pytest.mark.parametrize(
    ("talk", "depth"),
    [
        ("bell", "deep"),
        *(nightly("brief", "standard"), nightly("brief", "deep"), nightly("full", "deep")),
        nightly("full", "quick"),
    ],
)
def test_a_session_is_as_loud_as_a_podcast_however_little_is_said(
    left: Entry, book: Phrasebook, spoken: Voice, talk: Talk, depth: DepthName
) -> None:
    lasts = None if FULL else SHORT
    script = written(left, book, Wishes(depth=depth, talk=talk, lasts=lasts))

    whole = session(script, spoken, "pad")

    assert integrated_lufs(power(whole)) == pytest.approx(SESSION_LUFS, abs=0.4)
    assert np.abs(whole).max() < 10 ** (-1.5 / 20)
    assert measured_by_ffmpeg(whole).true_peak_db < TRUE_PEAK_DB


@pytest.mark.parametrize("bed", ["none", *map(nightly, ("pad", "rain", "brown"))])
def test_no_bed_makes_a_session_louder_or_its_true_peak_higher(
    script: Script, spoken: Voice, bed: str
) -> None:
    whole = session(script, spoken, bed)
    measured = measured_by_ffmpeg(whole)

    assert integrated_lufs(power(whole)) == pytest.approx(SESSION_LUFS, abs=0.4)
    assert measured.lufs == pytest.approx(SESSION_LUFS, abs=0.5)
    assert measured.true_peak_db < TRUE_PEAK_DB


@pytest.mark.parametrize("breath", [nightly("2-2"), "4-7-8", nightly("8-12")])
def test_no_breath_makes_a_session_louder(
    left: Entry, book: Phrasebook, spoken: Voice, breath: str
) -> None:
    wishes = Wishes(lasts=SHORT, breath=parse_breath(breath))

    whole = session(written(left, book, wishes), spoken, "pad")

    assert integrated_lufs(power(whole)) == pytest.approx(SESSION_LUFS, abs=0.5)


@pytest.mark.nightly
@pytest.mark.parametrize("number", range(0, 32, 1 if FULL else 9))
def test_every_routine_is_as_loud_as_every_other(
    library: Library, book: Phrasebook, spoken: Voice, number: int
) -> None:
    beds, name = ("none", *SHIPPED_LUFS), library.routines[number]
    wishes = Wishes(depth="quick", talk=TALKS[number % 3])

    whole = session(written(library.entry(name), book, wishes), spoken, beds[number % 4])

    assert integrated_lufs(power(whole)) == pytest.approx(SESSION_LUFS, abs=0.5)


@pytest.mark.parametrize(
    ("kind", "tone"),
    [
        ("bell", Strike(seconds(5))),
        ("bell", Strike(seconds(2))),
        ("in", Swell("in", seconds(4))),
        ("out", Swell("out", seconds(6))),
        ("circle", Orbit(0, 3, True, seconds(3.75))),
        ("circle", Orbit(2, 3, False, seconds(4.5))),
        ("up", Stroke(True, seconds(3.5))),
        ("down", Stroke(False, seconds(4))),
    ],
)
def test_the_profile_of_a_tone_is_how_loud_it_is(kind: str, tone: Tone) -> None:
    powers = power(tone_clip(tone).samples)
    tenths = np.arange(len(powers)) * 10 // len(powers)

    loudness = [mean_lufs(powers[tenths == tenth]) for tenth in range(10)]

    expected = PROFILES_LUFS[kind]
    loud = [n for n, lufs in enumerate(expected) if lufs > -40]
    assert [loudness[n] for n in loud] == pytest.approx([expected[n] for n in loud], abs=2.5)
    assert mean_lufs(powers) == pytest.approx(mean_of(expected), abs=0.5)


@pytest.mark.parametrize("each", [3.0, 3.75, 4.5])
@pytest.mark.parametrize("breath", ["4-6", "4-7-8", "4-4-4-4", "2-2", "8-12"])
def test_what_lies_beneath_drowns_no_circle_and_no_roll_and_is_not_lost(
    each: float, breath: str
) -> None:
    lasts = seconds(each)
    rings = [Orbit(ring, 3, True, lasts) for ring in range(3)]
    beneath = in_turn(*map(swell, parse_breath(breath).phases)) * db_to_power(BENEATH_DB)
    for leading in (in_turn(*rings), in_turn(Stroke(True, lasts), Stroke(False, lasts))):
        over = moments(leading) / (moments(beneath) + 1e-12)

        assert np.mean(over < 1) < 0.01
        assert over.min() > db_to_power(-1.5)
        assert 9 < mean_lufs(leading) - mean_lufs(beneath) < 13


def swell(phase: Phase) -> Swell | Ms:
    match phase.kind:
        case "in" | "out" as kind:
            return Swell(kind, phase.lasts)
    return phase.lasts


def in_turn(*sounds: Tone | Ms) -> Power:
    """The power of tones and quiet, over and over again."""
    samples = [
        np.zeros((ms_to_frames(Ms(sound)), 2), np.float32)
        if isinstance(sound, int)
        else tone_clip(sound).samples
        for sound in sounds
    ]
    return np.resize(power(np.concatenate(samples)), 3000)


def moments(powers: Power) -> Power:
    """As the standard takes them together: 400 ms."""
    return np.convolve(powers, np.full(4, 0.25), "valid")


def test_a_breath_beneath_counts_for_the_gains(script: Script) -> None:
    def without(cue: Cue) -> Cue:
        return replace(cue, breath=None) if isinstance(cue, Circle | Roll) else cue

    sections = (replace(s, cues=tuple(map(without, s.cues))) for s in script.sections)

    spoken, toned = _powers(script)
    silent = _powers(replace(script, sections=tuple(sections)))
    assert np.array_equal(spoken, silent[0])
    assert toned.sum() > silent[1].sum()
    assert np.all(toned >= silent[1])


def mean_of(loudness: tuple[float, ...]) -> float:
    return float(10 * np.log10(np.mean(10 ** (np.array(loudness) / 10))))


def test_a_script_that_was_worded_otherwise_mostly_keeps_its_gains(
    library: Library, book: Phrasebook
) -> None:
    scripts = [written(library.entry("feet"), book, Wishes(seed=seed)) for seed in range(8)]

    found = {gains(script) for script in scripts}

    assert len(found) <= 3
    assert all(one.tones_db % GAIN_STEP_DB == 0 for one in found)


def test_a_session_without_a_sound_gets_no_endless_gain(script: Script) -> None:
    quiet = replace(script, sections=(Section("Rest", (Rest(seconds(9), Ms(0)),)),))

    assert gains(quiet).voice_db < 10
    assert gains(quiet).tones_db < 15


def test_even_gains_change_nothing() -> None:
    assert (EVEN.voice_db, EVEN.tones_db) == (0, 0)
