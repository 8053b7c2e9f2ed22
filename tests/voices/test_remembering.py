import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from coach.errors import VoiceError
from coach.sound.clip import Clip
from coach.voices.remembering import RememberingVoice
from coach.voices.silent import SilentVoice
from tests.doubles import FailingVoice, FakeVoice
from tests.patience import PATIENCE_S, join, wait_until
from tests.slow import SlowVoice

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "voice"


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pcm"))


def the_entry(folder: Path) -> Path:
    (entry,) = entries(folder)
    return entry


def test_a_phrase_is_spoken_once_and_then_remembered(folder: Path) -> None:
    voice = FakeVoice()

    RememberingVoice(voice, folder).speak("Breathe in.")
    RememberingVoice(voice, folder).speak("Breathe in.")

    assert voice.spoken == ["Breathe in."]


def test_what_is_remembered_sounds_to_the_bit_as_it_did_at_first(folder: Path) -> None:
    remembering = RememberingVoice(FakeVoice(), folder)

    first, second = remembering.speak("Breathe in."), remembering.speak("Breathe in.")

    assert np.array_equal(first.samples, second.samples)
    assert first.samples.dtype == second.samples.dtype == np.float32
    assert (first.rate_hz, first.lasts) == (44_100, 600)
    assert np.abs(first.samples - FakeVoice().speak("Breathe in.").samples).max() < 1e-4


def test_it_sounds_as_the_other_voice_does() -> None:
    assert RememberingVoice(FakeVoice(hz=300), Path("x")).key == FakeVoice(hz=300).key


def test_other_words_and_other_voices_are_other_entries(folder: Path) -> None:
    voices = [FakeVoice(), FakeVoice(hz=300), FakeVoice(word_ms=200)]

    for voice in voices:
        for text in ("In.", "in.", "In. ", "Out.", "Füße"):
            RememberingVoice(voice, folder).speak(text)

    assert [len(voice.spoken) for voice in voices] == [5, 5, 5]
    assert len(entries(folder)) == 15


def test_a_phrase_may_have_any_letters(folder: Path) -> None:
    voice = FakeVoice()
    for _ in range(2):
        RememberingVoice(voice, folder).speak("../../etc/päss\n☃ " + "long " * 200)

    assert len(voice.spoken) == 1
    assert the_entry(folder).parent == folder


def test_nothing_but_entries_is_left_in_the_folder(folder: Path) -> None:
    RememberingVoice(FakeVoice(), folder).speak("In.")

    assert os.listdir(folder) == [the_entry(folder).name]


def flipped(stored: bytes) -> bytes:
    middle = len(stored) // 2
    return stored[:middle] + bytes([stored[middle] ^ 0x10]) + stored[middle + 1 :]


def truncated(stored: bytes) -> bytes:
    return stored[: len(stored) // 2]


def a_byte_short(stored: bytes) -> bytes:
    return stored[:-1]


def without_sound(stored: bytes) -> bytes:
    return stored[:32]


def digest_of_nothing(_stored: bytes) -> bytes:
    return hashlib.sha256(b"").digest()


def longer(stored: bytes) -> bytes:
    return stored + b"\0\0"


def emptied(_stored: bytes) -> bytes:
    return b""


def words(_stored: bytes) -> bytes:
    return b"I am no sound."


def zeroed(stored: bytes) -> bytes:
    return bytes(len(stored))


@pytest.mark.parametrize(
    "damage",
    [
        flipped,
        truncated,
        a_byte_short,
        without_sound,
        digest_of_nothing,
        longer,
        emptied,
        words,
        zeroed,
    ],
)
def test_a_damaged_entry_is_spoken_again(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    voice = FakeVoice()
    first = RememberingVoice(voice, folder).speak("Breathe in.")
    entry = the_entry(folder)
    entry.write_bytes(damage(entry.read_bytes()))

    again = RememberingVoice(voice, folder).speak("Breathe in.")

    assert len(voice.spoken) == 2
    assert np.array_equal(again.samples, first.samples)
    RememberingVoice(voice, folder).speak("Breathe in.")
    assert len(voice.spoken) == 2  # and remembered anew


def every_bit(stored: bytes) -> Iterator[bytes]:
    for place in range(len(stored)):
        for bit in range(8):
            yield stored[:place] + bytes([stored[place] ^ 1 << bit]) + stored[place + 1 :]


def test_whichever_bit_has_flipped_the_phrase_sounds_as_it_should(folder: Path) -> None:
    voice = FakeVoice(word_ms=1)
    remembering = RememberingVoice(voice, folder)
    first = remembering.speak("In.").samples
    entry = the_entry(folder)

    for damaged in every_bit(entry.read_bytes()):
        entry.write_bytes(damaged)
        assert np.array_equal(remembering.speak("In.").samples, first)
    assert len(voice.spoken) == 1 + 8 * len(entry.read_bytes())


def test_a_phrase_that_could_not_be_spoken_is_not_remembered(folder: Path) -> None:
    with pytest.raises(VoiceError, match=r"could not speak 'In\.'"):
        RememberingVoice(FailingVoice(), folder).speak("In.")

    voice = FakeVoice()
    assert RememberingVoice(voice, folder).speak("In.").lasts == 300
    assert voice.spoken == ["In."]


def test_past_the_bound_what_was_heard_longest_ago_is_forgotten(folder: Path) -> None:
    voice = FakeVoice()
    for number, text in enumerate(["one", "two", "three"]):
        RememberingVoice(voice, folder).speak(text)
        newest = max(entries(folder), key=lambda entry: entry.stat().st_mtime)
        os.utime(newest, (1000 + number, 1000 + number))
    size = entries(folder)[0].stat().st_size
    RememberingVoice(voice, folder).speak("one")  # heard again, so it is the newest now

    RememberingVoice(voice, folder, largest_bytes=round(size * 3.5)).speak("four")

    assert len(entries(folder)) == 3
    voice.spoken.clear()
    for text in ("one", "three", "four", "two"):
        RememberingVoice(voice, folder).speak(text)
    assert voice.spoken == ["two"]


def test_within_the_bound_nothing_is_forgotten(folder: Path) -> None:
    for text in ("one", "two", "three"):
        RememberingVoice(FakeVoice(), folder).speak(text)

    assert len(entries(folder)) == 3


def test_what_is_just_said_is_heard_even_if_nothing_may_be_remembered(folder: Path) -> None:
    remembering = RememberingVoice(FakeVoice(), folder, largest_bytes=0)

    assert remembering.speak("one").lasts == 300
    assert entries(folder) == []


def test_where_the_folder_cannot_be_made_everything_is_still_spoken(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    voice = FakeVoice()
    remembering = RememberingVoice(voice, tmp_path / "cache" / "voice")

    lengths = [remembering.speak(text).lasts for text in ("one", "one two", "one")]

    assert lengths == [300, 600, 300]
    assert (tmp_path / "cache").read_text() == "a file where the folder should be"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_where_the_folder_cannot_be_written_everything_is_still_spoken(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    try:
        assert RememberingVoice(FakeVoice(), folder).speak("one").lasts == 300
    finally:
        folder.chmod(0o700)


class Gate(FakeVoice):
    """Tells when two threads speak at once."""

    def __init__(self) -> None:
        super().__init__(word_ms=30)
        self._inside = threading.Lock()
        self.collisions = 0

    def speak(self, text: str) -> Clip:
        if not self._inside.acquire(blocking=False):
            self.collisions += 1
            return super().speak(text)
        try:
            return super().speak(text)
        finally:
            self._inside.release()


def test_several_threads_may_ask_at_once(folder: Path) -> None:
    voice, lengths = Gate(), list[int]()
    remembering = RememberingVoice(voice, folder)

    def ask() -> None:
        for words in range(1, 30):
            lengths.append(remembering.speak("word " * words).lasts - 30 * words)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    join(*threads)

    assert lengths == [0] * 4 * 29
    assert voice.collisions == 0
    assert len(voice.spoken) == 29


def test_as_many_phrases_are_spoken_at_once_as_the_voice_may_speak(folder: Path) -> None:
    slow = SlowVoice(0.5, at_once=2)
    remembering = RememberingVoice(slow, folder)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(remembering.speak, [f"one {word}" for word in "abcdefgh"] * 2))

    assert slow.most == 2
    assert len(slow.spoken) == 8
    assert remembering.at_once == 2


def test_what_is_remembered_waits_for_no_phrase_that_is_being_spoken(folder: Path) -> None:
    slow = SlowVoice(0.0)
    remembering = RememberingVoice(slow, folder)
    remembering.speak("known")
    slow.stalls_at = "one"
    with ThreadPoolExecutor(1) as pool:
        stalled = pool.submit(remembering.speak, "one")
        wait_until(lambda: "one" in slow.spoken)

        assert remembering.speak("known").lasts == 30
        assert not stalled.done()
        slow.let_go.set()
        assert stalled.result(60).lasts == 30


def test_it_has_at_hand_what_it_remembers(folder: Path) -> None:
    remembering = RememberingVoice(FakeVoice(), folder)
    remembering.speak("known")

    assert remembering.at_hand("known")
    assert not remembering.at_hand("unknown")
    assert RememberingVoice(SilentVoice(145), folder).at_hand("unknown")


PROCESS = """
import sys
from pathlib import Path
from coach.voices.remembering import RememberingVoice
from tests.slow import SlowVoice
slow = SlowVoice(20.0)
remembering = RememberingVoice(slow, Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for word in "abcdef":
    remembering.speak(f"one {word}")
print(*slow.spoken, sep=",")
"""


def process(folder: Path) -> "subprocess.Popen[str]":
    """Another program that speaks six phrases, each for more than a second."""
    command = [sys.executable, "-c", PROCESS, str(folder)]
    started = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def test_programs_side_by_side_speak_each_phrase_once(folder: Path) -> None:
    programs = [process(folder), process(folder)]
    for one in programs:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    spoken = [one.communicate(timeout=PATIENCE_S)[0].strip() for one in programs]
    phrases = [phrase for told in spoken for phrase in told.split(",") if phrase]

    assert sorted(phrases) == [f"one {word}" for word in "abcdef"]
    assert len(entries(folder)) == len(os.listdir(folder)) == 6


def test_a_phrase_that_a_program_spoke_when_it_died_is_spoken_by_another(folder: Path) -> None:
    with process(folder) as other:
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
        wait_until(lambda: list(folder.glob(".*")))  # it has begun
        other.kill()

    assert RememberingVoice(FakeVoice(), folder).speak("one a").lasts == 600
