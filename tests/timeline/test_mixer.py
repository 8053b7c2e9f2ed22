from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.errors import VoiceError
from coach.script.cues import Section
from coach.sound.bed import Bed, open_bed
from coach.sound.clip import Clip, Samples
from coach.sound.loop import noise_floor
from coach.sound.shaping import to_pcm
from coach.sound.synthesis import tone_clip
from coach.sound.tones import Orbit, Strike, Stroke, Swell
from coach.timeline.gains import BENEATH_DB, Gains
from coach.timeline.mixer import mix
from coach.timeline.timeline import Placed, PlacedSection, Sound, Speech
from coach.units import Ms, ms_to_frames
from tests.doubles import FailingVoice, FakeVoice
from tests.nightly import nightly

FLOOR = 1.0001 * float(np.abs(noise_floor(0, 44_100)).max())
"""What is there where nothing sounds."""


def at(start: int, lasts: int, what: Sound | None) -> Placed:
    return Placed(Ms(start), Ms(lasts), "say", what)


def say(start: int, text: str) -> Placed:
    """A phrase of `FakeVoice`, which takes 300 ms for every word."""
    return at(start, 300 * len(text.split()), Speech(text))


def section(
    start: int,
    lasts: int,
    *placed: Placed,
    last: bool = False,
    beneath: tuple[Placed, ...] = (),
) -> PlacedSection:
    one = Section("One", ())
    return PlacedSection(one, Ms(start), Ms(lasts), placed, Ms(0), last, beneath=beneath)


def mixed(*sections: PlacedSection, bed: Bed | None = None, start: int = 0) -> Samples:
    return np.concatenate(list(mix(sections, FakeVoice(), bed, start=Ms(start))))


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def sounding(samples: Samples) -> tuple[int, int]:
    """The first and the last frame that are louder than the floor."""
    loud = np.flatnonzero(np.abs(samples).max(axis=1) > 2 * FLOOR)
    return int(loud[0]), int(loud[-1])


@pytest.fixture
def hum(tmp_path: Path) -> Bed:
    """A bed whose level is the same at every moment."""
    wave = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(40 * 44_100) / 44_100)
    soundfile.write(tmp_path / "hum.wav", wave, 44_100, subtype="FLOAT")
    return Bed(tmp_path / "hum.wav")


def breath(start: int, drawn: int, let_out: int) -> tuple[Placed, Placed]:
    """What lies beneath for one breath."""
    out = at(start + drawn, let_out, Swell("out", Ms(let_out)))
    return at(start, drawn, Swell("in", Ms(drawn))), out


SESSION = (
    section(0, 5500, say(1503, "one two"), say(2400, "three"), at(3001, 2000, Strike(Ms(2000)))),
    section(5500, 2999, at(5500, 2999, Swell("in", Ms(2999)))),
    section(
        8499,
        6001,
        at(8499, 2500, Orbit(1, 3, True, Ms(2500))),
        say(11_037, "four five"),
        at(12_000, 2500, Stroke(True, Ms(2500))),
        last=True,
        beneath=breath(8499, 2101, 3400),
    ),
)


def test_a_mix_is_two_channels_as_long_as_its_sections() -> None:
    blocks = list(mix(SESSION, FakeVoice(), None))

    assert sum(len(block) for block in blocks) == ms_to_frames(Ms(14_500))
    assert all(block.shape[1] == 2 and block.dtype == np.float32 for block in blocks)
    assert all(0 < len(block) <= 44_100 for block in blocks)


def test_no_sections_are_no_sound() -> None:
    assert list(mix([], FakeVoice(), None)) == []


def test_an_empty_section_is_no_sound() -> None:
    assert list(mix([section(0, 0)], FakeVoice(), None)) == []


@pytest.mark.parametrize("bed_name", [nightly("none"), "pad", nightly("rain")])
@pytest.mark.parametrize("start", [0, 1, 777, 1500, 1999, 2700, 5499, 5500, 8499, 12_345, 14_499])
def test_from_any_start_it_is_the_same_as_the_whole_from_there_on(
    start: int, bed_name: str
) -> None:
    bed = open_bed(bed_name)
    whole = mixed(*SESSION, bed=bed)

    part = mixed(*(one for one in SESSION if one.end > start), bed=bed, start=start)

    assert len(part) == len(whole) - ms_to_frames(Ms(start))
    assert np.abs(part - whole[ms_to_frames(Ms(start)) :]).max() < 1e-6


def test_a_start_at_the_end_is_no_sound() -> None:
    assert list(mix(SESSION[-1:], FakeVoice(), None, start=SESSION[-1].end)) == []


@pytest.mark.parametrize("start", [0, 1, 999, 1000, 1001, 2345, 4003])
def test_every_sound_begins_within_a_frame_of_its_time(start: int) -> None:
    whole = mixed(section(0, 6000, say(start, "one")))

    first, last = sounding(whole)

    assert first - ms_to_frames(Ms(start)) in (0, 1)
    assert last + 1 - ms_to_frames(Ms(start + 300)) in (-1, 0)


def test_onsets_do_not_drift_over_a_long_session() -> None:
    hour = 3_600_000
    whole = mixed(section(hour, 2000, say(hour + 777, "one")), start=hour)

    assert sounding(whole)[0] + ms_to_frames(Ms(hour)) == round((hour + 777) * 44.1)


def test_what_sounds_is_what_was_placed() -> None:
    strike = Strike(Ms(2000))
    whole = mixed(section(0, 3000, at(700, 2000, strike)))
    first = ms_to_frames(Ms(700))

    heard = whole[first : first + 88_200]

    assert np.abs(heard - tone_clip(strike).samples).max() <= FLOOR
    assert np.abs(whole[:first]).max() <= FLOOR
    assert np.abs(whole[first + 88_200 :]).max() <= FLOOR


def test_speech_lies_in_the_middle() -> None:
    whole = mixed(section(0, 1000, say(0, "one"))) - noise_floor(0, 44_100)

    assert np.abs(whole[:, 0] - whole[:, 1]).max() < 1e-6


def test_quiet_is_quiet() -> None:
    whole = mixed(section(0, 2000, at(0, 2000, None)))

    assert np.abs(whole).max() <= FLOOR


def test_two_sounds_at_once_are_added() -> None:
    strike = at(0, 2000, Strike(Ms(2000)))

    both = mixed(section(0, 2000, strike, say(0, "one two")))

    one, other = mixed(section(0, 2000, strike)), mixed(section(0, 2000, say(0, "one two")))
    assert np.allclose(both, one + other - noise_floor(0, 88_200), atol=1e-6)


def test_what_lies_beneath_is_so_much_softer_and_added() -> None:
    swells = breath(500, 4000, 6000)
    orbit = at(500, 3000, Orbit(0, 3, True, Ms(3000)))

    alone = mixed(section(0, 11_000, *swells)) - noise_floor(0, 11 * 44_100)
    both = mixed(section(0, 11_000, orbit, beneath=swells))

    leading = mixed(section(0, 11_000, orbit))
    assert np.allclose(both - leading, alone * 10 ** (BENEATH_DB / 20), atol=1e-6)


def test_what_lies_beneath_gives_way_to_the_voice_and_comes_back() -> None:
    spoken, swells = say(4500, "one two"), breath(500, 4000, 6000)

    both = mixed(section(0, 11_000, spoken, beneath=swells))

    heard = both - mixed(section(0, 11_000, spoken))
    alone = mixed(section(0, 11_000, beneath=swells)) - noise_floor(0, 11 * 44_100)
    while_said, after = (slice(int(a * 44_100), int(b * 44_100)) for a, b in ((4.8, 5), (7, 9)))
    assert rms(heard[while_said]) == pytest.approx(0.447 * rms(alone[while_said]), rel=0.01)
    assert rms(heard[after]) == pytest.approx(rms(alone[after]), rel=0.01)


def test_nothing_is_drawn_twice_where_sections_meet() -> None:
    strike = Strike(Ms(2000))
    early = section(0, 2000, at(0, 2000, strike))
    late = section(2000, 2000, at(2000, 2000, strike))

    whole = mixed(early, late)

    samples = tone_clip(strike).samples
    alone = np.concatenate([samples, samples]) + noise_floor(0, 176_400)
    assert np.abs(whole - alone).max() < 1e-6


@pytest.mark.parametrize("bed_name", ["none", "pad", "rain", "brown"])
def test_there_is_never_digital_silence(bed_name: str) -> None:
    pcm = to_pcm(mixed(section(0, 12_000, say(3000, "one"), last=True), bed=open_bed(bed_name)))

    silent = np.flatnonzero(np.any(pcm != 0, axis=1))
    assert np.diff(silent).max() < 10
    assert silent[0] < 10
    assert len(pcm) - silent[-1] < 10


class LoudVoice(FakeVoice):
    """As loud as a voice may be: its peaks at -2 dBFS."""

    def speak(self, text: str) -> Clip:
        return Clip(super().speak(text).samples * np.float32(0.794 / 0.2))


@pytest.mark.parametrize("bed_name", ["none", "pad", "rain", "brown"])
def test_it_is_never_above_full_scale(bed_name: str) -> None:
    one = section(0, 9000, at(0, 9000, Speech("word " * 30)), at(0, 5000, Strike(Ms(5000))))

    blocks = mix([one], LoudVoice(), open_bed(bed_name))

    assert max(float(np.abs(block).max()) for block in blocks) <= 1.0


def test_each_phrase_is_asked_for_once_in_a_section() -> None:
    voice = FakeVoice()
    one = section(0, 8000, say(500, "one two three four five six seven"), say(4000, "eight"))

    list(mix([one], voice, None))

    assert voice.spoken == ["one two three four five six seven", "eight"]


def test_a_phrase_that_cannot_be_spoken_is_told_when_it_is_due() -> None:
    blocks = mix([section(0, 9000, say(5500, "one two"))], FailingVoice(), None)

    for _ in range(5):
        next(blocks)
    with pytest.raises(VoiceError, match="the voice could not speak 'one two'"):
        next(blocks)


def test_a_section_is_taken_only_when_it_is_due() -> None:
    taken = list[str]()

    def sections() -> Iterator[PlacedSection]:
        for one, name in zip(SESSION, ("first", "second", "third"), strict=True):
            taken.append(name)
            yield one

    blocks = mix(sections(), FakeVoice(), None)
    next(blocks)

    assert taken == ["first"]


# The bed.


def levels(samples: Samples, every: int = 4410) -> list[float]:
    """The level of each tenth of a second."""
    return [rms(samples[n : n + every]) for n in range(0, len(samples), every)]


def test_the_bed_gives_way_to_speech_and_comes_back(hum: Bed) -> None:
    spoken = section(0, 14_000, say(5000, "one two three four five"))
    voice = mixed(spoken)

    bed = levels(mixed(spoken, bed=hum) - voice)

    full = bed[40]
    assert bed[49] == pytest.approx(full, rel=0.02)  # not before the words
    assert bed[54:65] == pytest.approx([full * 0.447] * 11, rel=0.02)  # 7 dB less
    assert bed[78:130] == pytest.approx([full] * 52, rel=0.02)


def test_the_bed_does_not_pump_between_sentences(hum: Bed) -> None:
    spoken = section(0, 14_000, say(5000, "one two"), say(7500, "three"))

    bed = levels(mixed(spoken, bed=hum) - mixed(spoken))

    assert bed[54:77] == pytest.approx([bed[40] * 0.447] * 23, rel=0.02)


def test_the_bed_comes_back_between_sentences_far_apart(hum: Bed) -> None:
    spoken = section(0, 14_000, say(5000, "one two"), say(8000, "three"))

    bed = levels(mixed(spoken, bed=hum) - mixed(spoken))

    assert max(bed[70:80]) == pytest.approx(bed[40], rel=0.02)


def test_the_bed_does_not_give_way_to_tones(hum: Bed) -> None:
    tones = section(
        0, 9000, at(4000, 2000, Strike(Ms(2000))), at(6000, 2500, Swell("in", Ms(2500)))
    )

    bed = levels(mixed(tones, bed=hum) - mixed(tones))

    assert bed[30:80] == pytest.approx([bed[30]] * 50, rel=0.02)


def test_the_bed_fades_in_at_the_beginning_and_out_at_the_end(hum: Bed) -> None:
    whole = [section(0, 8000), section(8000, 8000, last=True)]

    bed = levels(mixed(*whole, bed=hum) - mixed(*whole))

    assert all(before < after for before, after in pairwise(bed[:15]))
    assert bed[15:120] == pytest.approx([bed[40]] * 105, rel=0.05)
    assert all(before > after for before, after in pairwise(bed[120:]))
    assert bed[0] < bed[40] / 20
    assert bed[-1] < bed[40] / 20


def test_the_voice_is_far_above_the_bed_that_ships() -> None:
    spoken = section(0, 9000, say(3000, "one two three four five"))
    voice = mixed(spoken)
    bed = mixed(spoken, bed=open_bed("pad")) - voice

    while_spoken = slice(ms_to_frames(Ms(3300)), ms_to_frames(Ms(4500)))
    assert rms(voice[while_spoken]) > 10 * rms(bed[while_spoken])


def test_the_gain_of_the_bed_never_jumps(hum: Bed) -> None:
    sections = (
        section(0, 8000, say(3000, "one two"), say(4000, "three")),
        section(8000, 8000, say(8000, "four"), last=True),
    )

    bed = mixed(*sections, bed=hum) - mixed(*sections)

    gained = np.abs(np.array(levels(bed, 441)))
    assert np.abs(np.diff(gained)).max() < 0.05 * gained.max()


def test_the_gains_are_for_the_voice_and_for_the_tones() -> None:
    def loudest(gains: Gains) -> tuple[float, float]:
        blocks = np.concatenate(list(mix(SESSION[:1], FakeVoice(), None, gains=gains)))
        said, struck = (slice(ms_to_frames(Ms(a)), ms_to_frames(Ms(b))) for a, b in SPANS)
        return float(np.abs(blocks[said]).max()), float(np.abs(blocks[struck]).max())

    even, turned = loudest(Gains()), loudest(Gains(voice_db=-6, tones_db=3))

    assert 20 * np.log10(turned[0] / even[0]) == pytest.approx(-6, abs=0.1)
    assert 20 * np.log10(turned[1] / even[1]) == pytest.approx(3, abs=0.1)


SPANS = ((1503, 2103), (3001, 5000))
"""Of a phrase and of the bell of the first section."""


def test_what_is_heard_before_a_session_lies_under_its_bed_too(hum: Bed) -> None:
    before = section(-3000, 3000, say(-2500, "one"))
    blocks = mix((before, *SESSION[:1]), FakeVoice(), hum, start=Ms(-3000))
    samples = np.concatenate(list(blocks))
    lead = ms_to_frames(Ms(3000))

    assert rms(samples[:100]) < 1e-3
    level = rms(hum.cut(3 * 44_100, 44_100))
    assert rms(samples[lead - 4410 : lead]) == pytest.approx(level, rel=0.1)
    assert rms(samples[lead : lead + 4410]) == pytest.approx(level, rel=0.15)
    assert np.abs(np.diff(samples[lead - 50 : lead + 50, 0])).max() < 0.02
    assert len(samples) == lead + ms_to_frames(Ms(5500))
