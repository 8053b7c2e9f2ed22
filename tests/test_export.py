import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.mp3 import MP3, BitrateMode, MPEGInfo

from coach.bed import open_bed
from coach.clip import Samples, to_pcm
from coach.errors import ExportError, VoiceError
from coach.export import check_target, export, find_ffmpeg
from coach.gains import gains
from coach.mixer import mix
from coach.script import Bell, Rest, Say, Script, Section
from coach.tags import read_mark
from coach.timeline import Arrangement, Timeline
from coach.units import Ms
from tests.doubles import FailingVoice, FakeVoice

FEET = Section(
    "Feet",
    (
        Rest(Ms(1500), Ms(1500)),
        Bell(Ms(2000)),
        Say("Roll it slowly.", Ms(900)),
        Rest(Ms(2050), Ms(0)),
    ),
)
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return Arrangement(Script("feet", "Feet", "", (FEET, FEET)), FakeVoice()).whole()


@pytest.fixture(autouse=True)
def own_ffmpeg(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one folder where an ffmpeg is looked for; empty, so that the package's is used."""
    folder = tmp_path_factory.mktemp("bin")
    elsewhere = [
        part
        for part in os.environ["PATH"].split(os.pathsep)
        if not any((Path(part) / name).exists() for name in ("ffmpeg", "ffmpeg.exe"))
    ]
    monkeypatch.setenv("PATH", os.pathsep.join([str(folder), *elsewhere]))
    return folder


@pytest.fixture
def stand_in(own_ffmpeg: Path) -> Callable[[str], None]:
    """Puts a shell script in the place of ffmpeg."""

    def put(lines: str) -> None:
        script = own_ffmpeg / "ffmpeg"
        script.write_text(f"#!/bin/sh\n{lines}\n")
        script.chmod(0o755)

    return put


def the_mix(timeline: Timeline) -> Samples:
    blocks = mix(timeline.sections, FakeVoice(), open_bed("pad"), gains=gains(timeline.script))
    return np.concatenate(list(blocks))


def write(timeline: Timeline, path: Path, *, force: bool = False) -> Path:
    export(timeline, FakeVoice(), open_bed("pad"), path, force=force)
    return path


def test_a_wav_is_exactly_the_mix(timeline: Timeline, tmp_path: Path) -> None:
    path = write(timeline, tmp_path / "feet.wav")

    pcm, rate_hz = soundfile.read(path, dtype="int16")
    assert rate_hz == 44_100
    assert np.array_equal(pcm, to_pcm(the_mix(timeline)))


def test_a_flac_is_exactly_the_mix(timeline: Timeline, tmp_path: Path) -> None:
    path = write(timeline, tmp_path / "feet.flac")

    pcm, rate_hz = soundfile.read(path, dtype="int16")
    assert rate_hz == 44_100
    assert np.array_equal(pcm, to_pcm(the_mix(timeline)))


def test_an_mp3_sounds_as_the_mix_does(timeline: Timeline, tmp_path: Path) -> None:
    path = write(timeline, tmp_path / "feet.mp3")

    decoded, rate_hz = soundfile.read(path, dtype="float32")
    expected = the_mix(timeline)
    assert rate_hz == 44_100
    both = min(len(decoded), len(expected))
    correlation = np.corrcoef(decoded[:both, 0], expected[:both, 0])[0, 1]
    assert abs(len(decoded) - len(expected)) <= 2 * 1152
    assert correlation > 0.999  # in time to the frame, and of the same shape
    assert np.abs(decoded).max() == pytest.approx(np.abs(expected).max(), rel=0.1)


def test_an_mp3_has_a_constant_rate_and_the_true_length(timeline: Timeline, tmp_path: Path) -> None:
    info = MP3(write(timeline, tmp_path / "feet.mp3")).info
    assert isinstance(info, MPEGInfo)

    assert (info.bitrate, info.bitrate_mode) == (128_000, BitrateMode.CBR)
    assert (info.sample_rate, info.channels) == (44_100, 2)
    assert info.length == pytest.approx(timeline.lasts / 1000, abs=0.1)


def test_mp3_and_flac_are_tagged(timeline: Timeline, tmp_path: Path) -> None:
    mp3, flac = (write(timeline, tmp_path / name) for name in ("feet.mp3", "feet.flac"))

    assert len(ID3(mp3).getall("CHAP")) == 1
    assert FLAC(flac)["chapter000name"] == ["Feet"]


def test_the_suffix_may_be_in_capitals(timeline: Timeline, tmp_path: Path) -> None:
    assert write(timeline, tmp_path / "FEET.WAV").read_bytes().startswith(b"RIFF")


@pytest.mark.parametrize("name", ["my feet.wav", "-y.wav", "füße %d.wav", "a:b.wav", "'\".wav"])
def test_a_name_may_have_any_letters(timeline: Timeline, tmp_path: Path, name: str) -> None:
    write(timeline, tmp_path / name)

    assert os.listdir(tmp_path) == [name]


def test_a_name_alone_is_written_into_the_folder_one_is_in(
    timeline: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    write(timeline, Path("-feet.wav"))

    assert os.listdir(tmp_path) == ["-feet.wav"]


def test_progress_is_told_up_to_the_end(timeline: Timeline, tmp_path: Path) -> None:
    told = list[Ms]()

    export(timeline, FakeVoice(), None, tmp_path / "feet.wav", progress=told.append)

    assert told == sorted(told)
    assert told[0] == 1000
    assert told[-1] == timeline.lasts


# What is there already.


def test_a_file_that_is_there_is_kept(timeline: Timeline, tmp_path: Path) -> None:
    path = tmp_path / "feet.mp3"
    path.write_text("before")

    with pytest.raises(ExportError) as caught:
        write(timeline, path)

    assert str(caught.value) == f"{path} exists already; --force replaces it, -o writes elsewhere"
    assert path.read_text() == "before"


def test_a_file_that_is_there_is_replaced_if_that_is_wanted(
    timeline: Timeline, tmp_path: Path
) -> None:
    path = tmp_path / "feet.wav"
    path.write_text("before")

    write(timeline, path, force=True)

    assert path.read_bytes().startswith(b"RIFF")
    assert os.listdir(tmp_path) == ["feet.wav"]


@pytest.mark.parametrize("name", ["feet", "feet.ogg", "feet.mp3.txt", ".mp3"])
def test_another_suffix_is_told_with_those_that_can_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError) as caught:
        check_target(tmp_path / name, force=False)

    assert str(caught.value) == f"{tmp_path / name} should end in one of .mp3, .flac, .wav"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        check_target(tmp_path / "nowhere" / "feet.mp3", force=False)

    assert str(caught.value) == (
        f"{tmp_path}/nowhere/feet.mp3 cannot be written: there is no folder {tmp_path}/nowhere"
    )


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_that_may_not_be_written_is_told(timeline: Timeline, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ExportError) as caught:
            write(timeline, tmp_path / "feet.wav")
    finally:
        tmp_path.chmod(0o700)

    assert str(caught.value) == f"{tmp_path}/feet.wav cannot be written: Permission denied"


# What goes wrong on the way.


@on_posix
@pytest.mark.parametrize("name", ["feet.mp3", "feet.flac", "feet.wav"])
def test_a_full_disk_is_told_and_nothing_is_left(
    timeline: Timeline,
    tmp_path: Path,
    stand_in: Callable[[str], None],
    name: str,
) -> None:
    stand_in(
        "cat >/dev/null\necho 'av_interleaved_write_frame(): No space left on device' >&2\nexit 1"
    )

    with pytest.raises(ExportError) as caught:
        write(timeline, tmp_path / name)

    told = f"{tmp_path / name} cannot be written: {os.strerror(errno.ENOSPC)}"
    assert str(caught.value) == told
    assert os.listdir(tmp_path) == []


@on_posix
def test_what_an_encoder_said_last_is_told(
    timeline: Timeline, tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    stand_in("cat >/dev/null\necho one >&2\necho 'Unknown encoder libmp3lame' >&2\nexit 1")

    with pytest.raises(ExportError, match="the encoder failed: Unknown encoder libmp3lame"):
        write(timeline, tmp_path / "feet.mp3")

    assert os.listdir(tmp_path) == []


@on_posix
def test_an_encoder_that_fails_without_a_word_is_told_too(
    timeline: Timeline, tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    stand_in("cat >/dev/null\nexit 1")

    with pytest.raises(ExportError, match="the encoder failed"):
        write(timeline, tmp_path / "feet.mp3")

    assert os.listdir(tmp_path) == []


@on_posix
def test_a_failing_encoder_leaves_the_file_it_should_have_replaced(
    timeline: Timeline, tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    path = tmp_path / "feet.mp3"
    path.write_text("before")
    stand_in("cat >/dev/null\nexit 1")

    with pytest.raises(ExportError):
        write(timeline, path, force=True)

    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["feet.mp3"]


@on_posix
def test_an_encoder_of_the_system_is_taken_first(
    own_ffmpeg: Path, stand_in: Callable[[str], None]
) -> None:
    stand_in("exit 0")

    assert find_ffmpeg() == str(own_ffmpeg / "ffmpeg")


def test_without_one_the_encoder_of_the_package_is_taken() -> None:
    assert find_ffmpeg() == imageio_ffmpeg.get_ffmpeg_exe()


def test_where_there_is_no_encoder_at_all_it_is_told_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)

    with pytest.raises(ExportError) as caught:
        find_ffmpeg()

    assert str(caught.value) == (
        "there is no ffmpeg to encode with; `pip install imageio-ffmpeg` brings one"
    )


@on_posix
@pytest.mark.parametrize("name", ["feet.mp3", "feet.flac", "feet.wav"])
def test_an_encoder_that_ends_early_is_told_and_nothing_is_left(
    timeline: Timeline, tmp_path: Path, stand_in: Callable[[str], None], name: str
) -> None:
    stand_in(
        "head -c 100000 >/dev/null\n"
        "echo 'av_interleaved_write_frame(): No space left on device' >&2\n"
        "exit 1"
    )

    with pytest.raises(ExportError) as caught:
        write(timeline, tmp_path / name)

    told = f"{tmp_path / name} cannot be written: {os.strerror(errno.ENOSPC)}"
    assert str(caught.value) == told
    assert os.listdir(tmp_path) == []


def test_a_phrase_that_cannot_be_spoken_leaves_nothing(timeline: Timeline, tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"the voice could not speak 'Roll it slowly\.'"):
        export(timeline, FailingVoice(speaks=1), None, tmp_path / "feet.mp3")

    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
@pytest.mark.parametrize("name", ["feet.mp3", "feet.wav"])
def test_whatever_ends_it_in_the_middle_nothing_is_left(
    timeline: Timeline, tmp_path: Path, error: type[BaseException], name: str
) -> None:
    def end(done: Ms) -> None:
        if done > 3000:
            raise error

    with pytest.raises(error):
        export(timeline, FakeVoice(), None, tmp_path / name, progress=end)

    assert os.listdir(tmp_path) == []


def test_ending_it_in_the_middle_keeps_the_file_that_is_there(
    timeline: Timeline, tmp_path: Path
) -> None:
    path = tmp_path / "feet.mp3"
    path.write_text("before")

    def end(_done: Ms) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(timeline, FakeVoice(), None, path, force=True, progress=end)

    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["feet.mp3"]


@on_posix
@pytest.mark.parametrize("name", ["feet.mp3", "feet.flac", "feet.wav"])
def test_an_encoder_that_writes_nothing_is_told(
    timeline: Timeline, tmp_path: Path, stand_in: Callable[[str], None], name: str
) -> None:
    stand_in("cat >/dev/null\nexit 0")

    with pytest.raises(ExportError) as caught:
        write(timeline, tmp_path / name)

    assert str(caught.value) == f"{tmp_path / name} cannot be written: the encoder wrote nothing"
    assert os.listdir(tmp_path) == []


@on_posix
def test_an_encoder_that_writes_what_is_no_sound_is_told(
    timeline: Timeline, tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    stand_in('cat >/dev/null\nfor last; do :; done\necho "no sound" >"$last"')

    with pytest.raises(ExportError) as caught:
        write(timeline, tmp_path / "feet.flac")

    assert str(caught.value).startswith(f"{tmp_path}/feet.flac cannot be written: ")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_as_target_is_told(timeline: Timeline, tmp_path: Path, force: bool) -> None:
    path = tmp_path / "feet.mp3"
    path.mkdir()

    with pytest.raises(ExportError) as caught:
        write(timeline, path, force=force)

    assert str(caught.value) == f"{path} is a folder; name a file in it"
    assert path.is_dir()


@pytest.mark.parametrize("name", ["feet.mp3", "feet.flac", "feet.wav"])
def test_the_mark_and_the_description_are_in_the_file(
    timeline: Timeline, tmp_path: Path, name: str
) -> None:
    export(timeline, FakeVoice(), None, tmp_path / name, mark="feet abc")

    assert read_mark(tmp_path / name) == "feet abc"


def test_texts_appear_with_the_file(timeline: Timeline, tmp_path: Path) -> None:
    beside = [(tmp_path / "feet.srt", "1"), (tmp_path / "feet.txt", "Feet")]

    export(timeline, FakeVoice(), None, tmp_path / "feet.wav", beside=beside)

    assert sorted(os.listdir(tmp_path)) == ["feet.srt", "feet.txt", "feet.wav"]
    assert (tmp_path / "feet.txt").read_text() == "Feet\n"


def test_without_the_file_its_texts_do_not_appear(timeline: Timeline, tmp_path: Path) -> None:
    def end(_done: Ms) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(
            timeline,
            FakeVoice(),
            None,
            tmp_path / "feet.wav",
            progress=end,
            beside=[(tmp_path / "feet.srt", "1")],
        )

    assert os.listdir(tmp_path) == []
