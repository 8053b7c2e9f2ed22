import base64
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3
from mutagen.mp3 import MP3, BitrateMode, MPEGInfo
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.wave import WAVE

from coach.choices import BITRATES_KBPS, Theme
from coach.errors import ExportError, VoiceError
from coach.export.manner import FILE_FORMATS, MOST_JOBS, Manner, check_file
from coach.export.tags import read_tagged
from coach.export.writing import write_session
from coach.pictures.palette import PALETTES
from coach.script.cues import Bell, Rest, Say, Script, Section
from coach.sound.bed import open_bed
from coach.sound.clip import Clip, Samples
from coach.sound.ffmpeg import find_ffmpeg
from coach.sound.loudness import mean_lufs, power
from coach.sound.shaping import to_pcm
from coach.texts.description import describe
from coach.timeline.arrangement import Arrangement
from coach.timeline.gains import gains
from coach.timeline.mixer import mix
from coach.timeline.timeline import Timeline
from coach.units import Ms
from tests.doubles import FailingVoice, FakeVoice, Sleeping
from tests.nightly import nightly
from tests.patience import PATIENCE_S
from tests.pixels import near, pixels

FEET = Section(
    "Feet",
    (
        Rest(Ms(500), Ms(500)),
        Bell(Ms(1000)),
        Say("Roll it slowly.", Ms(900)),
        Rest(Ms(550), Ms(0)),
    ),
)
LOSSY = (".mp3", ".m4a", ".opus")
pytestmark = pytest.mark.usefixtures("own_ffmpeg")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return Arrangement(Script("feet", "Feet", "", (FEET, FEET)), FakeVoice()).whole()


def the_mix(timeline: Timeline, bed: str = "pad") -> Samples:
    blocks = mix(timeline.sections, FakeVoice(), open_bed(bed), gains=gains(timeline.script))
    return np.concatenate(list(blocks))


def write(timeline: Timeline, path: Path, *, force: bool = False) -> Path:
    write_session(timeline, FakeVoice(), open_bed("pad"), path, Manner(force=force))
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


@pytest.mark.parametrize("name", ["feet.m4a", "feet.opus"])
def test_m4a_and_opus_sound_as_the_mix_does(timeline: Timeline, tmp_path: Path, name: str) -> None:
    path = write(timeline, tmp_path / name)

    heard = decoded(path)
    expected = the_mix(timeline)
    both = min(len(heard), len(expected))
    assert abs(len(heard) - len(expected)) <= 1024
    assert np.corrcoef(heard[:both, 0], expected[:both, 0])[0, 1] > 0.99


@pytest.mark.parametrize("rate_kbps", [64, *map(nightly, (80, 96, 112, 128, 160, 192, 224)), 256])
def test_an_mp3_is_as_loud_as_the_mix_at_every_bit_rate(
    timeline: Timeline, tmp_path: Path, rate_kbps: int
) -> None:
    path = tmp_path / "feet.mp3"
    write_session(timeline, FakeVoice(), None, path, Manner(bitrate_kbps=rate_kbps))
    heard, expected = power(decoded(path)), power(the_mix(timeline, "none"))

    assert mean_lufs(heard) == pytest.approx(mean_lufs(expected), abs=0.05)


def decoded(path: Path) -> Samples:
    """Two channels at the house rate, as ffmpeg reads them."""
    command = [find_ffmpeg(), "-loglevel", "error", "-i", str(path), "-ar", "44100", "-ac", "2"]
    ran = subprocess.run(
        [*command, "-f", "f32le", "-"], capture_output=True, check=True, timeout=PATIENCE_S
    )
    return np.frombuffer(ran.stdout, dtype="<f4").reshape(-1, 2)


@pytest.mark.parametrize("suffix", FILE_FORMATS)
def test_every_kind_is_read_back_whole_and_without_a_complaint(
    timeline: Timeline, tmp_path: Path, suffix: str
) -> None:
    path = write(timeline, tmp_path / f"feet{suffix}")
    strictly = ("-xerror", "-err_detect", "crccheck+bitstream+buffer+explode")
    read = subprocess.run(
        [find_ffmpeg(), "-v", "error", *strictly, "-i", str(path), *AS_PCM],
        capture_output=True,
        timeout=PATIENCE_S,
    )
    expected = to_pcm(the_mix(timeline))

    assert (read.returncode, read.stderr.decode()) == (0, "")
    frames = len(read.stdout) // 4
    if suffix in PADDED:
        assert 0 <= frames - len(expected) < PADDED[suffix]
    else:
        assert frames == len(expected)


AS_PCM = ("-map", "0:a", "-f", "s16le", "-ar", "44100", "-ac", "2", "pipe:1")

PADDED = {".m4a": 1024, ".opus": 2}
"""What there may be after the end: an AAC packet that is filled up; a rate that is not ours."""


@pytest.mark.parametrize("suffix", FILE_FORMATS)
def test_one_channel_is_both_in_equal_parts(
    timeline: Timeline, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"feet{suffix}"
    write_session(timeline, FakeVoice(), open_bed("rain"), path, Manner(mono=True))

    heard = decoded(path)[:, 0]
    expected = the_mix(timeline, "rain").mean(axis=1)
    both = min(len(heard), len(expected))
    assert channels(path) == 1
    assert np.corrcoef(heard[:both], expected[:both])[0, 1] > 0.99


def channels(path: Path) -> int:
    opened = mutagen.File(path)
    assert opened is not None
    count: int = opened.info.channels
    return count


@pytest.mark.parametrize("suffix", LOSSY)
def test_a_bit_rate_can_be_chosen(timeline: Timeline, tmp_path: Path, suffix: str) -> None:
    sizes = []
    for rate_kbps in (64, 128):
        path = tmp_path / f"{rate_kbps}{suffix}"
        write_session(timeline, FakeVoice(), open_bed("rain"), path, Manner(bitrate_kbps=rate_kbps))
        sizes.append(path.stat().st_size)

    more_kbps = 8 * (sizes[1] - sizes[0]) / timeline.lasts
    assert more_kbps == pytest.approx(64, rel=0.25)


@pytest.mark.parametrize(
    ("suffix", "rate_kbps"),
    [
        (suffix, rate) if (kind + number) % 3 == 0 else nightly(suffix, rate)
        for kind, suffix in enumerate(LOSSY)
        for number, rate in enumerate(BITRATES_KBPS)
    ],
)
def test_every_bit_rate_is_one_for_every_kind(
    timeline: Timeline, tmp_path: Path, suffix: str, rate_kbps: int
) -> None:
    path = tmp_path / f"feet{suffix}"
    write_session(timeline, FakeVoice(), None, path, Manner(bitrate_kbps=rate_kbps, mono=True))

    assert len(decoded(path)) == pytest.approx(timeline.lasts * 44.1, abs=1024)


def test_a_bit_rate_that_there_is_not_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        check_file(tmp_path / "feet.mp3", Manner(force=False, bitrate_kbps=100))

    assert str(caught.value) == (
        "there is no bit rate of 100 kbit/s; there are 64, 80, 96, 112, 128, 160, 192, 224, 256"
    )


@pytest.mark.parametrize("name", ["feet.flac", "feet.WAV"])
def test_what_keeps_every_sample_has_no_bit_rate(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError) as caught:
        check_file(tmp_path / name, Manner(force=False, bitrate_kbps=96))

    assert str(caught.value) == (
        f"{tmp_path / name} keeps every sample, so there is no bit rate to choose;"
        " .mp3, .m4a, .opus have one"
    )


def test_several_may_be_exported_at_once(timeline: Timeline, tmp_path: Path) -> None:
    names = ["a.mp3", "b.mp3", "c.opus", "d.flac"]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(lambda name: write(timeline, tmp_path / name), names))

    alone = [write(timeline, tmp_path / f"alone-{name}") for name in names]
    assert all(
        np.array_equal(decoded(one), decoded(other))
        for one, other in zip(at_once, alone, strict=True)
    )


def test_a_long_section_is_encoded_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.export.writing.STRETCH_BLOCKS", 10)
    section = Section("Feet", (Say("Rest.", Ms(300)), Rest(Ms(21_000), Ms(0))))
    timeline = Arrangement(Script("feet", "Feet", "", (section,)), FakeVoice()).whole()
    told = list[Ms]()

    write_session(
        timeline, FakeVoice(), open_bed("pad"), tmp_path / "feet.mp3", progress=told.append
    )

    assert sorted(set(told) - {0}) == [10_000, 20_000, timeline.lasts]
    assert len(decoded(tmp_path / "feet.mp3")) == round(timeline.lasts * 44.1)


@on_posix
def test_on_one_mp3_no_more_encoders_work_than_help(tmp_path: Path, sleeping: Sleeping) -> None:
    timeline = Arrangement(Script("feet", "Feet", "", (FEET,) * 12), FakeVoice()).whole()
    enough = list[None]()

    def end(_done: Ms) -> None:
        if len(sleeping.started()) >= MOST_JOBS:
            enough.append(None)
        if len(enough) > 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_session(
            timeline, FakeVoice(), None, tmp_path / "feet.mp3", Manner(jobs=9), progress=end
        )

    assert len(sleeping.started()) == MOST_JOBS


def test_an_mp3_has_a_constant_rate_and_the_true_length(tmp_path: Path) -> None:
    timeline = Arrangement(Script("feet", "Feet", "", (FEET,) * 5), FakeVoice()).whole()
    info = MP3(write(timeline, tmp_path / "feet.mp3")).info
    assert isinstance(info, MPEGInfo)

    assert (info.bitrate, info.bitrate_mode) == (96_000, BitrateMode.CBR)
    assert (info.sample_rate, info.channels) == (44_100, 2)
    assert info.length == pytest.approx(timeline.lasts / 1000, abs=0.1)


def test_every_kind_has_its_chapters(timeline: Timeline, tmp_path: Path) -> None:
    names = ("feet.mp3", "feet.wav", "feet.flac", "feet.m4a", "feet.opus")
    mp3, wav, flac, m4a, opus = (write(timeline, tmp_path / name) for name in names)
    in_wav = WAVE(wav).tags
    assert in_wav is not None

    assert len(ID3(mp3).getall("CHAP")) == 1
    assert len(in_wav.getall("CHAP")) == 1
    assert FLAC(flac)["chapter000name"] == ["Feet"]
    assert [chapter.title for chapter in MP4(m4a).chapters or ()] == ["Feet"]
    assert OggOpus(opus)["chapter000name"] == ["Feet"]


@pytest.mark.parametrize("theme", ["light", nightly("dark")])
@pytest.mark.parametrize("suffix", FILE_FORMATS)
def test_the_pictures_of_every_kind_have_the_colours_of_the_theme(
    timeline: Timeline, tmp_path: Path, suffix: str, theme: Theme
) -> None:
    path = tmp_path / f"feet{suffix}"
    write_session(timeline, FakeVoice(), None, path, Manner(theme=theme))

    ground = PALETTES[theme].ground
    assert all(near(pixels(one), ground)[:20, :20].all() for one in pictures(path))
    assert len(pictures(path)) == (2 if suffix in (".mp3", ".wav") else 1)


def pictures(path: Path) -> list[bytes]:
    """The cover, and those of chapters where a kind has them."""
    match mutagen.File(path):
        case MP3(tags=ID3() as tags) | WAVE(tags=ID3() as tags):
            in_chapters = [chapter.sub_frames["APIC:"] for chapter in tags.getall("CHAP")]
            return [one.data for one in (*tags.getall("APIC"), *in_chapters)]
        case FLAC() as flac:
            return [one.data for one in flac.pictures]
        case OggOpus() as opus:
            stored = map(base64.b64decode, opus["metadata_block_picture"])
            return [Picture(one).data for one in stored]
        case MP4() as m4a:
            return list(map(bytes, m4a["covr"]))
    return []


def test_the_suffix_may_be_in_capitals(timeline: Timeline, tmp_path: Path) -> None:
    assert write(timeline, tmp_path / "FEET.WAV").read_bytes().startswith(b"RIFF")


@pytest.mark.parametrize("name", ["my feet.wav", "-y.wav", "füße %d.wav", "a:b.wav", "'\".wav"])
def test_a_name_may_have_any_letters(timeline: Timeline, tmp_path: Path, name: str) -> None:
    write(timeline, tmp_path / name)

    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", ["-feet.wav", "feet:1.mp3", "feet:1.m4a", "file:1.opus"])
def test_a_name_alone_is_written_into_the_folder_one_is_in(
    timeline: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)

    write(timeline, Path(name))

    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", ["feet.mp3", "feet.wav"])
@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), BrokenPipeError()])
def test_what_the_progress_raises_is_no_fault_of_the_disk_and_ends_the_export(
    timeline: Timeline, tmp_path: Path, name: str, error: OSError
) -> None:
    def gone(done: Ms) -> None:
        if done:
            raise error

    with pytest.raises(type(error)) as caught:
        write_session(timeline, FakeVoice(), None, tmp_path / name, progress=gone)
    assert caught.value is error
    assert os.listdir(tmp_path) == []


def test_a_voice_that_fails_in_its_own_way_is_no_fault_of_the_disk(
    timeline: Timeline, tmp_path: Path
) -> None:
    class Lost(FakeVoice):
        def speak(self, text: str) -> Clip:
            raise FileNotFoundError(errno.ENOENT, "No such file", "one-phrase.wav")

    with pytest.raises(FileNotFoundError):
        write_session(timeline, Lost(), None, tmp_path / "feet.wav")
    assert os.listdir(tmp_path) == []


def test_progress_is_told_up_to_the_end(timeline: Timeline, tmp_path: Path) -> None:
    told = list[Ms]()

    write_session(timeline, FakeVoice(), None, tmp_path / "feet.wav", progress=told.append)

    assert told == sorted(told)
    assert told[0] == 1000
    assert told[-1] == timeline.lasts


# What is there already.


def test_a_file_that_is_there_is_kept(timeline: Timeline, tmp_path: Path) -> None:
    path = tmp_path / "feet.mp3"
    path.write_text("before")

    with pytest.raises(ExportError) as caught:
        write(timeline, path)

    assert str(caught.value) == f"{path} exists already"
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
        check_file(tmp_path / name, Manner(force=False))

    assert (
        str(caught.value)
        == f"{tmp_path / name} should end in one of .mp3, .m4a, .opus, .flac, .wav"
    )


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        check_file(tmp_path / "nowhere" / "feet.mp3", Manner(force=False))

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
@pytest.mark.parametrize("name", ["feet.mp3", "feet.m4a", "feet.opus", "feet.flac", "feet.wav"])
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


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="a small disk takes root to make"
)
@pytest.mark.parametrize("suffix", FILE_FORMATS)
def test_a_disk_that_fills_up_is_told_and_nothing_is_left(
    timeline: Timeline, tmp_path: Path, suffix: str
) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(tmp_path)],
        capture_output=True,
        timeout=PATIENCE_S,
    )
    if mounted.returncode:
        pytest.skip("this root may not mount")
    try:
        with pytest.raises(ExportError) as caught:
            write(timeline, tmp_path / f"feet{suffix}")
        left = os.listdir(tmp_path)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True, timeout=PATIENCE_S)

    told = f"{tmp_path}/feet{suffix} cannot be written: {os.strerror(errno.ENOSPC)}"
    assert str(caught.value) == told
    assert left == []


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
@pytest.mark.parametrize("name", ["feet.mp3", "feet.m4a", "feet.opus", "feet.flac", "feet.wav"])
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
        write_session(timeline, FailingVoice(speaks=1), None, tmp_path / "feet.mp3")

    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
@pytest.mark.parametrize("name", ["feet.mp3", "feet.wav"])
def test_whatever_ends_it_in_the_middle_nothing_is_left(
    timeline: Timeline, tmp_path: Path, error: type[BaseException], name: str
) -> None:
    def end(done: Ms) -> None:
        if done > 1500:
            raise error

    with pytest.raises(error):
        write_session(timeline, FakeVoice(), None, tmp_path / name, progress=end)

    assert os.listdir(tmp_path) == []


def test_ending_it_in_the_middle_keeps_the_file_that_is_there(
    timeline: Timeline, tmp_path: Path
) -> None:
    path = tmp_path / "feet.mp3"
    path.write_text("before")

    def end(_done: Ms) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_session(timeline, FakeVoice(), None, path, Manner(force=True), progress=end)

    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["feet.mp3"]


@on_posix
@pytest.mark.parametrize("name", ["feet.mp3", "feet.m4a", "feet.opus", "feet.flac", "feet.wav"])
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


@pytest.mark.parametrize("suffix", FILE_FORMATS)
def test_the_mark_and_the_description_are_in_the_file(
    timeline: Timeline, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"feet{suffix}"
    write_session(timeline, FakeVoice(), None, path, fingerprint="feet abc")

    assert read_tagged(path).fingerprint == "feet abc"
    assert description(path) == describe(timeline, bed=False)


def description(path: Path) -> str:
    match mutagen.File(path):
        case MP3(tags=ID3() as tags) | WAVE(tags=ID3() as tags):
            return str(tags.getall("COMM")[0])
        case FLAC() | OggOpus() as vorbis:
            return str(vorbis["description"][0])
        case MP4() as m4a:
            return str(m4a["\xa9cmt"][0])
    return ""


def test_texts_appear_with_the_file(timeline: Timeline, tmp_path: Path) -> None:
    beside = [(tmp_path / "feet.srt", "1"), (tmp_path / "feet.txt", "Feet")]

    write_session(timeline, FakeVoice(), None, tmp_path / "feet.wav", beside=beside)

    assert sorted(os.listdir(tmp_path)) == ["feet.srt", "feet.txt", "feet.wav"]
    assert (tmp_path / "feet.txt").read_text() == "Feet\n"


def test_what_appears_is_on_the_disk_before(
    timeline: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda number: sizes.append(os.fstat(number).st_size))

    path = tmp_path / "feet.mp3"
    write_session(timeline, FakeVoice(), None, path, beside=[(tmp_path / "feet.srt", "1")])

    assert sorted(sizes) == [2, path.stat().st_size]  # and none for each piece it remembers


def test_without_the_file_its_texts_do_not_appear(timeline: Timeline, tmp_path: Path) -> None:
    def end(_done: Ms) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_session(
            timeline,
            FakeVoice(),
            None,
            tmp_path / "feet.wav",
            progress=end,
            beside=[(tmp_path / "feet.srt", "1")],
        )

    assert os.listdir(tmp_path) == []
