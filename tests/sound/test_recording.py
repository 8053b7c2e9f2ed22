import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.sound.clip import Samples, UnreadableRecording
from coach.sound.recording import Recording, read_recording
from tests.patience import join


def counted(frames: int) -> Samples:
    """Samples that all differ, so that a place can be told by its value."""
    return (np.arange(frames) / frames).astype(np.float32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "sound.wav"
    soundfile.write(path, counted(8000), 8000, subtype="FLOAT")
    return path


def test_a_recording_is_read_whole_at_its_own_rate(path: Path) -> None:
    clip = read_recording(path)

    assert clip.rate_hz == 8000
    assert clip.samples.dtype == np.float32
    assert np.array_equal(clip.samples, counted(8000))


def test_a_recording_is_known_by_its_header_and_not_by_its_name(tmp_path: Path) -> None:
    flac = tmp_path / "sound.flac"
    soundfile.write(flac, counted(800), 8000)
    renamed = flac.rename(tmp_path / "phrase.wav")

    assert read_recording(renamed).lasts == 100


def test_two_channels_stay_two(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "two.wav", np.zeros((10, 2)), 8000)

    assert read_recording(tmp_path / "two.wav").samples.shape == (10, 2)


def test_of_more_than_two_channels_the_first_two_are_taken(tmp_path: Path) -> None:
    six = np.tile(np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]), (10, 1))
    soundfile.write(tmp_path / "six.wav", six, 8000, subtype="FLOAT")

    assert read_recording(tmp_path / "six.wav").samples[0].tolist() == pytest.approx([0.1, 0.2])


def test_a_part_is_cut_where_it_was_asked_for(path: Path) -> None:
    with Recording(path) as recording:
        cut = recording.cut(5000, 10)

    assert recording.frames == 8000
    assert np.array_equal(cut.samples, counted(8000)[5000:5010])


@pytest.mark.parametrize(("start", "left"), [(7990, 10), (8000, 0), (9000, 0)])
def test_at_the_end_there_is_less(path: Path, start: int, left: int) -> None:
    with Recording(path) as recording:
        assert len(recording.cut(start, 100).samples) == left


def test_an_empty_recording_is_an_empty_clip(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 8000)

    assert read_recording(tmp_path / "empty.wav").lasts == 0


def test_closing_twice_is_harmless(path: Path) -> None:
    recording = Recording(path)
    recording.close()
    recording.close()

    path.unlink()  # where files are locked while they are open, this tells that it is not
    assert not path.exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRecording) as caught:
        read_recording(tmp_path / "nowhere.wav")

    assert str(caught.value) == f"{tmp_path}/nowhere.wav: there is no such file"


@pytest.mark.parametrize("content", [b"", b"I am no sound.", b"RIFF\x00\x00\x00\x00WAVE"])
def test_a_file_that_is_no_sound_is_named_with_the_reason(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "words.wav").write_bytes(content)

    with pytest.raises(UnreadableRecording, match=r"words\.wav: \w.*[^.]$"):
        read_recording(tmp_path / "words.wav")


def test_a_recording_damaged_in_the_middle_is_told_when_it_gets_there(tmp_path: Path) -> None:
    path = tmp_path / "hurt.flac"
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, 80_000)
    soundfile.write(path, noise, 8000)
    stored = bytearray(path.read_bytes())
    middle = len(stored) // 2
    stored[middle : middle + 20_000] = bytes(20_000)
    path.write_bytes(stored)

    with Recording(path) as recording:
        assert recording.cut(0, 8000).lasts == 1000
        with pytest.raises(UnreadableRecording, match=r"hurt\.flac: "):
            recording.cut(36_000, 40_000)


def test_two_threads_can_cut_at_once(path: Path) -> None:
    whole, wrong = counted(8000), list[int]()
    with Recording(path) as recording:

        def cut(first: int) -> None:
            for start in range(first, 7000, 7):
                if not np.array_equal(recording.cut(start, 50).samples, whole[start : start + 50]):
                    wrong.append(start)

        threads = [threading.Thread(target=cut, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        join(*threads)

    assert wrong == []
