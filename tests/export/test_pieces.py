import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, product
from pathlib import Path

import miniaudio
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from coach.choices import BITRATES_KBPS
from coach.disk.folders import encoded_folder
from coach.export.encoder import Coding, Encoders
from coach.export.lane import Lane, Made, Piece
from coach.export.mp3 import PACKET, packet_starts
from coach.export.pieces import _pieces, write_joined
from coach.script.cues import Bell, Rest, Say, Script, Section
from coach.session import open_session
from coach.sound.bed import open_bed
from coach.sound.ffmpeg import find_ffmpeg
from coach.sound.shaping import to_pcm
from coach.timeline.arrangement import Arrangement
from coach.timeline.mixer import mix
from coach.timeline.timeline import Timeline
from coach.units import RATE_HZ, Ms
from coach.voices.voice import Voice
from tests.doubles import FakeVoice, Sleeping
from tests.nightly import FULL, nightly
from tests.patience import PATIENCE_S, join, wait_until

pytestmark = pytest.mark.usefixtures("own_ffmpeg")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

Pcm = NDArray[np.int16]

PHRASES = ("Roll it slowly.", "Lie on your back, knees bent.", "And let go.")


def section(number: int, *, phrase: str = "") -> Section:
    """Six seconds or more: words, a bell, and more than two seconds without words."""
    cues = (
        Say(phrase or PHRASES[number % 3], Ms(900)),
        Bell(Ms(2000)),
        Rest(Ms(3037 + 511 * number), Ms(2500)),
    )
    return Section(f"Section {number}", cues)


def session(*phrases: str) -> Timeline:
    sections = [section(number) for number in range(4)]
    for number, phrase in enumerate(phrases):
        sections[number] = section(number, phrase=phrase)
    return Arrangement(Script("feet", "Feet", "", tuple(sections)), FakeVoice()).whole()


def stretches(timeline: Timeline, voice: Voice, bed: str) -> list[Pcm]:
    """Each section mixed, at 16 bits."""
    opened = open_bed(bed)
    return [
        to_pcm(np.concatenate(list(mix((one,), voice, opened, start=one.start))))
        for one in timeline.sections
    ]


@pytest.fixture(scope="module")
def sections() -> list[Pcm]:
    return stretches(session(), FakeVoice(), "pad")


def joined(
    parts: list[Pcm],
    path: Path,
    *,
    stretches: Iterable[bytes] | None = None,
    rate_kbps: int = 96,
    jobs: int = 2,
    progress: Callable[[int], None] = lambda _done: None,
) -> Path:
    """Write the parts; ``stretches`` are their bytes, in a way of their own."""
    write_joined(
        stretches or (part.tobytes() for part in parts),
        path,
        frames=sum(map(len, parts)),
        rate_kbps=rate_kbps,
        channels=1 if parts[0].ndim == 1 else 2,
        jobs=jobs,
        progress=progress,
    )
    return path


def lame(channels: int = 2, *, rate_kbps: int = 96, reservoir: bool = False) -> Coding:
    """As the pieces are encoded, or with the reservoir."""
    lame = ("-codec:a", "libmp3lame", "-b:a", f"{rate_kbps}k", "-reservoir", str(int(reservoir)))
    return Coding((*lame, "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3"), channels)


def in_one(parts: list[Pcm], *, rate_kbps: int = 96, reservoir: bool = False) -> bytes:
    """The packets of one run over all of it."""
    channels = 1 if parts[0].ndim == 1 else 2
    with Encoders() as encoders:
        encoder = encoders.start(lame(channels, rate_kbps=rate_kbps, reservoir=reservoir))
        encoder.hear(np.concatenate(parts).tobytes())
        encoder.end()
        return encoder.written()


def packets(encoded: bytes) -> list[bytes]:
    return [encoded[begin:end] for begin, end in pairwise(packet_starts(encoded))]


def sounding(path: Path) -> list[bytes]:
    """The packets of sound, without the one at the front."""
    return packets(path.read_bytes())[1:]


# The joins.


@pytest.mark.parametrize(
    ("bed", "hz"),
    [
        ("rain", 700.0),
        nightly("pad", 110.0),
        *map(nightly, ("pad", "rain", "brown", "none"), (700.0, 110.0, 700.0, 110.0)),
        *map(nightly, ("brown", "none"), (110.0, 700.0)),
    ],
)
def test_to_the_byte_it_is_what_one_encoder_makes_of_all(
    tmp_path: Path, bed: str, hz: float
) -> None:
    parts = stretches(session(), FakeVoice(hz=hz), bed)

    assert sounding(joined(parts, tmp_path / "feet.mp3")) == packets(in_one(parts))


@pytest.mark.parametrize("rate_kbps", [nightly(BITRATES_KBPS[0]), BITRATES_KBPS[-1]])
@pytest.mark.parametrize("channels", [nightly(1), 2])
def test_so_it_is_at_other_rates_in_one_channel_and_two(
    tmp_path: Path, sections: list[Pcm], rate_kbps: int, channels: int
) -> None:
    parts = sections if channels == 2 else [part[:, 0] for part in sections]

    path = joined(parts, tmp_path / "feet.mp3", rate_kbps=rate_kbps)

    assert sounding(path) == packets(in_one(parts, rate_kbps=rate_kbps))


SESSIONS = list(
    product(
        ("desk", "feet", "quads", "bedtime"),
        ("pad", "rain", "brown", "none"),
        ("en-gb", "en-us+f3"),
    )
)


@pytest.mark.nightly
@pytest.mark.parametrize(("name", "bed", "voice"), SESSIONS[:: 1 if FULL else 13])
def test_so_it_is_with_whole_sessions_and_the_real_voice(
    tmp_path: Path, name: str, bed: str, voice: str
) -> None:
    opened = open_session(name, depth="quick", voice=voice, rate=145)
    parts = stretches(opened.timeline, opened.voice, bed)

    assert sounding(joined(parts, tmp_path / "a.mp3")) == packets(in_one(parts))


def decoded(path: Path) -> NDArray[np.float64]:
    samples, rate_hz = soundfile.read(path)
    assert rate_hz == RATE_HZ
    return np.asarray(samples)


def noise_to_sound_db(path: Path, whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far below the sound the difference to it is, packet by packet."""
    frames = len(whole) // PACKET * PACKET
    difference = (decoded(path)[:frames] - whole[:frames]).reshape(-1, PACKET * 2)
    sound = whole[:frames].reshape(-1, PACKET * 2)
    power = np.square(difference).mean(axis=1) / np.square(sound).mean(axis=1)
    return np.asarray(10 * np.log10(power + 1e-12))


@pytest.mark.parametrize("bed", ["pad", nightly("rain"), nightly("brown")])
def test_at_a_join_it_differs_from_what_lame_makes_by_itself_no_more_than_elsewhere(
    tmp_path: Path, bed: str
) -> None:
    parts = stretches(session(), FakeVoice(), bed)
    (tmp_path / "one.mp3").write_bytes(in_one(parts, reservoir=True))
    whole = decoded(tmp_path / "one.mp3")[1105 : 1105 + sum(map(len, parts))]

    differs = noise_to_sound_db(joined(parts, tmp_path / "feet.mp3"), whole)

    joins = np.cumsum([len(part) for part in parts])[:-1] // PACKET
    near = np.unique(np.concatenate([np.arange(join - 12, join + 13) for join in joins]))
    elsewhere = np.delete(differs, near)
    assert differs[near].max() <= elsewhere.max()
    assert np.median(differs[near]) <= np.percentile(elsewhere, 90)


# Length and time.


def test_players_find_it_as_long_as_the_session_and_each_section_at_its_time(
    tmp_path: Path, sections: list[Pcm]
) -> None:
    path = joined(sections, tmp_path / "feet.mp3")
    expected = np.concatenate(sections)

    by_ffmpeg = subprocess.run(
        [find_ffmpeg(), "-loglevel", "error", "-i", str(path), "-f", "s16le", "-"],
        capture_output=True,
        check=True,
        timeout=PATIENCE_S,
    )
    readers = {
        "ffmpeg": np.frombuffer(by_ffmpeg.stdout, dtype="<i2").reshape(-1, 2),
        "libsndfile": soundfile.read(path, dtype="int16")[0],
        "miniaudio": np.array(miniaudio.decode_file(str(path)).samples).reshape(-1, 2),
    }

    for name, heard in readers.items():
        assert len(heard) == len(expected), name
        for start in np.cumsum([len(part) for part in sections])[:-1]:
            assert lag(heard, expected, start) == 0, name


def lag(heard: Pcm, expected: Pcm, start: int) -> int:
    """How many frames late a second of sound is, at most a packet, to half a millisecond."""
    wanted = expected[start : start + RATE_HZ, 0].astype(float)
    differences = [
        np.square(heard[start + late : start + late + RATE_HZ, 0] - wanted).sum()
        for late in range(-1200, 1201, 24)
    ]
    return range(-1200, 1201, 24)[int(np.argmin(differences))]


def test_a_session_of_a_moment_has_its_length_too(tmp_path: Path, sections: list[Pcm]) -> None:
    for frames in (1, 100, 1151, 1152, 5000):
        path = joined([sections[0][:frames]], tmp_path / "feet.mp3")

        assert len(decoded(path)) == frames


def test_parts_may_be_as_short_as_they_like(tmp_path: Path, sections: list[Pcm]) -> None:
    whole = np.concatenate(sections)[: 12 * RATE_HZ]
    cuts = [0, 1, 1152, 1200, 4000, 90_000, 91_000, 91_001, 200_000, 300_003, len(whole)]
    parts = [whole[begin:end] for begin, end in pairwise(cuts)]

    path = joined(parts, tmp_path / "feet.mp3")

    assert len(sounding(path)) == len(packets(in_one(parts)))
    assert len(decoded(path)) == len(whole)


@pytest.mark.parametrize("jobs", [nightly(1), 5])  # two is what the others have
def test_however_many_work_on_it_it_is_the_same(
    tmp_path: Path, sections: list[Pcm], jobs: int
) -> None:
    path = joined(sections, tmp_path / "feet.mp3", jobs=jobs)

    assert sounding(path) == packets(in_one(sections))


def test_a_lane_forgets_what_it_heard_before_a_piece_that_does_not_follow(
    sections: list[Pcm], encoded: list[int]
) -> None:
    frames = sum(map(len, sections))
    pieces = list(_pieces((part.tobytes() for part in sections), width=4, frames=frames))
    made = Made()
    with Encoders() as encoders:
        lanes = [Lane(encoders.start(lame())) for _ in range(2)]
        for number in (0, 2, 1, 3):
            made |= lanes[number % 2].hear(pieces[number])
        for lane in lanes:
            made |= lane.end()

    written = b"".join(made[piece.begins].packets for piece in pieces)
    assert len(encoded) == len(pieces) == 4
    assert packets(written) == packets(in_one(sections))


def test_progress_is_told_up_to_the_end(tmp_path: Path, sections: list[Pcm]) -> None:
    told = list[int]()

    joined(sections, tmp_path / "feet.mp3", progress=told.append)

    ends = np.cumsum([len(part) for part in sections]).tolist()
    assert told == sorted(told)
    assert sorted(set(told) - {0}) == ends


# What is remembered.


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bytes of each piece that an encoder hears from here on."""
    heard = list[int]()
    hear = Lane.hear

    def counted(self: Lane, piece: Piece) -> Made:
        heard.append(len(piece.pcm))
        return hear(self, piece)

    monkeypatch.setattr(Lane, "hear", counted)
    return heard


def test_what_has_not_changed_is_not_encoded_again(
    tmp_path: Path, sections: list[Pcm], encoded: list[int]
) -> None:
    first = joined(sections, tmp_path / "first.mp3").read_bytes()
    times = len(encoded)
    again = joined(sections, tmp_path / "again.mp3").read_bytes()

    assert times == len(sections)
    assert len(encoded) == times
    assert again == first


def test_a_section_with_other_words_costs_only_itself(tmp_path: Path, encoded: list[int]) -> None:
    before = stretches(session(), FakeVoice(), "pad")
    after = stretches(session("", "", "Roll it."), FakeVoice(), "pad")
    joined(before, tmp_path / "feet.mp3")
    encoded.clear()

    path = joined(after, tmp_path / "feet.mp3")

    assert [len(part) for part in after] == [len(part) for part in before]
    assert len(encoded) == 1
    assert sounding(path) == packets(in_one(after))


def test_another_rate_and_another_encoder_are_other_entries(
    tmp_path: Path, sections: list[Pcm], encoded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    joined(sections, tmp_path / "feet.mp3")
    joined(sections, tmp_path / "feet.mp3", rate_kbps=64)
    monkeypatch.setattr(Encoders, "identity", "another")
    joined(sections, tmp_path / "feet.mp3")

    assert len(encoded) == 3 * len(sections)


@pytest.mark.parametrize("damage", [lambda entry: entry[:-1], lambda _entry: b""])
def test_a_damaged_entry_is_encoded_again(
    tmp_path: Path,
    sections: list[Pcm],
    encoded: list[int],
    damage: Callable[[bytes], bytes],
) -> None:
    first = joined(sections, tmp_path / "first.mp3").read_bytes()
    entry = min(encoded_folder().iterdir())
    entry.write_bytes(damage(entry.read_bytes()))
    encoded.clear()

    again = joined(sections, tmp_path / "again.mp3").read_bytes()

    assert again == first
    assert len(encoded) == 1


def test_where_nothing_can_be_remembered_it_is_written_all_the_same(
    tmp_path: Path, sections: list[Pcm]
) -> None:
    encoded_folder().parent.mkdir(parents=True)
    encoded_folder().write_text("a file where the folder should be")

    path = joined(sections, tmp_path / "feet.mp3")

    assert sounding(path) == packets(in_one(sections))


# What goes wrong on the way.


@on_posix
def test_an_encoder_that_writes_no_mp3_is_told(
    tmp_path: Path, sections: list[Pcm], stand_in: Callable[[str], None]
) -> None:
    stand_in("echo no sound")

    with pytest.raises(OSError, match="something else than the MP3"):
        joined(sections, tmp_path / "feet.mp3")


@on_posix
def test_an_encoder_that_leaves_out_the_end_is_told(
    tmp_path: Path, sections: list[Pcm], stand_in: Callable[[str], None]
) -> None:
    (tmp_path / "short.mp3").write_bytes(b"".join(packets(in_one(sections))[:20]))
    stand_in(f'cat "{tmp_path}/short.mp3"')

    with pytest.raises(OSError, match="something else than the MP3"):
        joined(sections, tmp_path / "feet.mp3")


@on_posix
@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_while_it_waits_it_can_be_ended_at_once(
    tmp_path: Path,
    sections: list[Pcm],
    sleeping: Sleeping,
    error: type[BaseException],
) -> None:
    def end(_done: int) -> None:
        if len(sleeping.started()) == 2:
            raise error

    began, threads = time.monotonic(), threading.active_count()
    with pytest.raises(error):
        joined(sections, tmp_path / "feet.mp3", progress=end)

    assert time.monotonic() - began < 10
    assert len(sleeping.started()) == 2
    assert not sleeping.running()
    assert threading.active_count() <= threads


def test_it_can_be_ended_before_all_that_may_be_begun_is_mixed(
    tmp_path: Path, sections: list[Pcm]
) -> None:
    mixed = list[int]()

    def stretches() -> Iterator[bytes]:
        for number, pcm in enumerate(sections):
            mixed.append(number)
            yield pcm.tobytes()

    def end(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        joined(sections, tmp_path / "feet.mp3", stretches=stretches(), progress=end)

    assert mixed == [0]


@on_posix
def test_one_encoder_that_is_killed_ends_the_others(
    tmp_path: Path, sections: list[Pcm], sleeping: Sleeping
) -> None:
    def kill() -> None:
        wait_until(lambda: len(sleeping.started()) == 2)
        os.kill(sleeping.started()[0], signal.SIGKILL)

    killing = threading.Thread(target=kill)
    killing.start()

    with pytest.raises(OSError, match="the encoder failed"):
        joined(sections, tmp_path / "feet.mp3")

    join(killing)
    assert not sleeping.running()


def test_sound_that_cannot_be_mixed_ends_it(tmp_path: Path, sections: list[Pcm]) -> None:
    def broken() -> Iterator[bytes]:
        yield sections[0].tobytes()
        raise ZeroDivisionError

    threads = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        joined(sections, tmp_path / "feet.mp3", stretches=broken())

    assert threading.active_count() <= threads
