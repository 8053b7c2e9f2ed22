import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.errors import PlayerError, VoiceError
from coach.players import stream as module
from coach.players.stream import AWAY, FADE, Stream
from coach.sound.clip import Samples
from coach.units import RATE_HZ
from tests.patience import PATIENCE_S, Deadline

LEVEL = 16384


def flat(frames: int) -> Samples:
    """Sound whose every frame is as loud as the next, so that a fade or a hole shows."""
    return np.full((frames, 2), LEVEL / 32767, dtype=np.float32)


def play(stream: Stream, *blocks: Samples) -> None:
    """Play, and wait until all these blocks are ready."""
    ready = threading.Event()

    def told() -> Iterator[Samples]:
        yield from blocks
        ready.set()

    stream.play(told())
    assert ready.wait(PATIENCE_S)


def pull(stream: Stream, frames: int) -> NDArray[np.int16]:
    return np.frombuffer(stream.pull(frames), dtype="<i2").reshape(-1, 2)


def stop(stream: Stream, *, pulls: int, fade: int = FADE) -> tuple[int, NDArray[np.int16]]:
    """Stop while a device goes on pulling; what `stop` returned, and what was pulled meanwhile."""
    returned: list[int] = []
    thread = threading.Thread(target=lambda: returned.append(stream.stop(fade=fade)))
    pulled, deadline = [], Deadline()
    thread.start()
    while thread.is_alive():
        deadline.check()
        pulled.append(pull(stream, pulls))
        thread.join(0.01)
    return returned[0], np.concatenate(pulled)


def pull_to_the_end(stream: Stream) -> None:
    deadline = Deadline()
    while stream.playing:
        deadline.check()
        pull(stream, 1000)


def test_with_nothing_to_play_it_carries_a_floor_below_hearing() -> None:
    pulled = pull(Stream(), RATE_HZ).astype(float) / 32767
    level = 20 * np.log10(np.sqrt(np.mean(pulled**2)))

    assert pulled.shape == (RATE_HZ, 2)
    assert -75 < level < -65


def test_a_pull_longer_than_the_floor_is_filled_too() -> None:
    pulled = pull(Stream(), 3 * RATE_HZ)

    assert len(pulled) == 3 * RATE_HZ
    assert np.any(pulled[-100:])


def test_nothing_is_playing_and_nothing_heard_before_the_first_play() -> None:
    stream = Stream()

    assert not stream.playing
    assert stream.heard == 0
    assert stream.stop() == 0


def test_sound_fades_in_and_is_then_as_it_was_given() -> None:
    stream = Stream()
    play(stream, flat(RATE_HZ))
    pulled = pull(stream, RATE_HZ)

    assert pulled[0, 0] < 100
    assert np.all(np.diff(pulled[:FADE, 0]) >= 0)
    assert np.all(pulled[FADE:] == LEVEL)
    assert stream.heard == RATE_HZ


def test_an_end_is_followed_by_the_floor_and_not_counted_further() -> None:
    stream = Stream()
    play(stream, flat(5000))
    pulled = pull(stream, 8000)
    pull(stream, 8000)

    assert np.all(pulled[FADE:5000] == LEVEL)
    assert np.all(np.abs(pulled[5000:]) < 100)
    assert stream.heard == 5000
    assert not stream.playing


def test_what_is_not_ready_is_floor_and_does_not_count_as_heard() -> None:
    stream = Stream()
    more = threading.Event()

    def late() -> Iterator[Samples]:
        more.wait(PATIENCE_S)
        yield flat(RATE_HZ)

    stream.play(late())
    waiting = pull(stream, 4410)
    heard, playing = stream.heard, stream.playing
    more.set()

    assert np.all(np.abs(waiting) < 100)
    assert np.any(waiting)
    assert heard == 0
    assert playing


def test_a_stop_fades_out_into_the_floor_and_does_not_count_the_fade() -> None:
    stream = Stream()
    play(stream, flat(RATE_HZ))
    before = pull(stream, 8000)
    heard, after = stop(stream, pulls=4410)
    end = int(np.argmax(np.abs(after[:, 0]) < 100))

    assert len(before) <= heard < RATE_HZ
    assert heard % 10 == 0
    assert np.all(np.abs(after[end + FADE :]) < 100)
    assert np.abs(np.diff(after[:, 0].astype(int))).max() < LEVEL // 100
    assert not stream.playing


def test_a_stop_and_a_play_from_there_lose_no_frame() -> None:
    numbered = np.repeat(np.arange(1, 30001)[:, None] / 32767, 2, axis=1).astype(np.float32)
    stream = Stream()
    play(stream, numbered)
    first = pull(stream, 10000)
    heard, _fading = stop(stream, pulls=1000)
    play(stream, numbered[heard:])
    second = pull(stream, 30000)

    assert first[-1, 0] == 10000
    assert heard >= 10000
    assert second[FADE, 0] == heard + FADE + 1
    assert second[30000 - heard - 1, 0] == 30000


def test_stopping_twice_is_harmless() -> None:
    stream = Stream()
    play(stream, flat(RATE_HZ))
    pull(stream, 1000)
    heard, _fading = stop(stream, pulls=1000)

    assert stream.stop() == heard
    assert stream.heard == heard


def test_a_second_play_takes_the_place_of_the_first_and_counts_anew() -> None:
    stream = Stream()
    play(stream, flat(RATE_HZ))
    pull(stream, 1000)
    stop(stream, pulls=1000)
    play(stream, flat(3000))
    pull(stream, 2000)

    assert stream.heard == 2000


def test_what_kept_a_block_from_coming_is_told_after_what_came_before_it() -> None:
    stream = Stream()
    failed = threading.Event()

    def failing() -> Iterator[Samples]:
        yield flat(1000)
        failed.set()
        raise VoiceError("the voice could not speak 'Lean in.'")

    stream.play(failing())
    assert failed.wait(PATIENCE_S)
    playing, deadline = stream.playing, Deadline()
    while stream.heard < 1000:
        deadline.check()
        pull(stream, 1000)

    assert playing
    with pytest.raises(VoiceError, match="Lean in"):
        pull_to_the_end(stream)


def test_a_device_that_takes_no_more_sound_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DEVICE_PATIENCE_S", 0.01)
    monkeypatch.setattr(module, "SECOND_LOOK_S", 0.01)
    stream = Stream()
    play(stream, flat(1000))

    with pytest.raises(PlayerError, match="has stopped taking sound; is it still connected"):
        stream.stop()


def test_a_device_that_pulls_no_more_is_told_to_who_asks_whether_it_plays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "DEVICE_PATIENCE_S", 0.01)
    stream = Stream()
    play(stream, flat(RATE_HZ))
    pull(stream, 1000)
    threading.Event().wait(0.05)
    assert stream.playing  # the first look may be late itself

    monkeypatch.setattr(module, "SECOND_LOOK_S", 0.0)
    threading.Event().wait(0.01)
    with pytest.raises(PlayerError) as caught:
        _ = stream.playing
    assert str(caught.value) == (
        "the sound device has stopped taking sound; is it still connected?"
    )


def test_a_device_that_pulls_again_plays_on(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream()
    play(stream, flat(RATE_HZ))
    monkeypatch.setattr(module, "DEVICE_PATIENCE_S", -1.0)
    monkeypatch.setattr(module, "SECOND_LOOK_S", 0.0)

    for _ in range(5):
        assert stream.playing  # late, and again late, but the device has pulled in between
        pull(stream, 1000)


@pytest.mark.parametrize("frames", [1, 7, 441, FADE - 1, FADE, FADE + 1])
def test_sound_fades_in_alike_however_short_the_pulls(frames: int) -> None:
    whole, short = Stream(), Stream()
    for stream in (whole, short):
        play(stream, flat(RATE_HZ))
    pulled = np.concatenate([pull(short, frames) for _ in range(-(-2 * FADE // frames))])

    assert np.array_equal(pulled, pull(whole, len(pulled)))
    assert np.abs(np.diff(pulled[:, 0].astype(int))).max() < LEVEL // 500


@pytest.mark.parametrize("pulls", [100, 441, 2000])
def test_a_stop_fades_out_however_short_the_pulls(pulls: int) -> None:
    stream = Stream()
    play(stream, flat(RATE_HZ))
    pull(stream, 8000)
    _heard, after = stop(stream, pulls=pulls)

    assert np.abs(np.diff(after[:, 0].astype(int))).max() < LEVEL // 50
    assert np.abs(after[-1, 0]) < 100


@pytest.mark.parametrize("pulls", [441, 2205, 100_000])
def test_at_the_end_it_fades_away_slowly_and_evenly(pulls: int) -> None:
    stream = Stream()
    play(stream, flat(RATE_HZ), flat(RATE_HZ), flat(RATE_HZ))
    before = pull(stream, 8000)
    heard, after = stop(stream, pulls=pulls, fade=AWAY)
    sounding = int(np.argmax(np.abs(after[:, 0]) < 100))

    assert heard >= len(before)
    assert AWAY * 0.9 < sounding - (heard - len(before)) <= AWAY
    assert np.abs(np.diff(after[:, 0].astype(int))).max() < LEVEL // 50
    assert not stream.playing


def test_a_device_that_has_long_been_gone_keeps_a_stop_waiting_only_briefly() -> None:
    stream = Stream()
    play(stream, flat(RATE_HZ))
    stream._pulled = time.monotonic() - 60
    began = time.monotonic()

    with pytest.raises(PlayerError):
        stream.stop()
    assert time.monotonic() - began < module.DEVICE_PATIENCE_S
    assert stream.stop() == 0


def test_who_listens_is_told_all_that_the_device_pulls() -> None:
    stream = Stream()
    told: list[bytes] = []
    pull(stream, 100)
    stream.listen(told.append)
    pulled = [stream.pull(441), stream.pull(1000)]

    assert told == pulled
