import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile
from mutagen.mp4 import MP4

from coach.errors import ExportError
from coach.export.encoder import LET_GO_S, READ_BYTES, Coding, Encoders, chapter_arguments
from coach.installing import install_package
from coach.script.cues import Section
from coach.sound.ffmpeg import find_ffmpeg
from coach.texts.chapters import Chapter
from coach.timeline.timeline import PlacedSection
from coach.units import Ms
from tests.doubles import Sleeping
from tests.patience import join, wait_until

pytestmark = pytest.mark.usefixtures("own_ffmpeg")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")

FLAC = ("-codec:a", "flac")
RAW = Coding(("-f", "s16le"), 2)
A_SECOND = np.random.default_rng(1).integers(-9000, 9000, (44_100, 2)).astype("<i2")


def heard(encoders: Encoders, pcm: bytes) -> bytes:
    """What an encoder makes of sound that it hears in two parts."""
    encoder = encoders.start(RAW)
    encoder.hear(pcm[:1000])
    encoder.hear(pcm[1000:])
    encoder.end()
    return encoder.written()


@pytest.mark.parametrize("channels", [1, 2])
def test_blocks_are_encoded_into_a_file(tmp_path: Path, channels: int) -> None:
    path = tmp_path / "noise.flac"
    sound = A_SECOND[:, :channels]
    with Encoders() as encoders:
        encoders.to_file(
            [sound[:999].tobytes(), sound[999:].tobytes()], path, Coding(FLAC, channels)
        )

    decoded, rate_hz = soundfile.read(path, dtype="int16", always_2d=True)
    assert rate_hz == 44_100
    assert np.array_equal(decoded, sound)


def test_sound_is_encoded_into_bytes() -> None:
    with Encoders() as encoders:
        assert heard(encoders, A_SECOND.tobytes()) == A_SECOND.tobytes()


def test_several_threads_may_encode_at_once() -> None:
    with Encoders() as encoders, ThreadPoolExecutor(3) as pool:
        parts = [A_SECOND[number * 1000 :].tobytes() for number in range(6)]

        assert list(pool.map(lambda part: heard(encoders, part), parts)) == parts


@on_posix
def test_an_encoder_that_fails_is_told_with_its_last_words(
    stand_in: Callable[[str], None],
) -> None:
    stand_in("echo one >&2; echo 'Unknown encoder' >&2; exit 1")

    with Encoders() as encoders, pytest.raises(OSError, match="failed: Unknown encoder"):
        heard(encoders, A_SECOND.tobytes())


@on_posix
def test_closing_ends_all_encoders_at_once_and_starts_no_more(
    sleeping: Sleeping,
) -> None:
    encoders = Encoders()
    failed: list[str] = []

    def encode() -> None:
        try:
            heard(encoders, A_SECOND.tobytes())
        except OSError as error:
            failed.append(str(error))

    threads = [threading.Thread(target=encode) for _ in range(2)]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(sleeping.started()) == 2)
    encoders.close()
    encoders.close()
    join(*threads)

    assert len(failed) == 2
    assert not sleeping.running()
    with pytest.raises(OSError, match="has been ended"):
        heard(encoders, A_SECOND.tobytes())
    assert len(sleeping.started()) == 2


@on_posix
@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_what_keeps_a_block_from_coming_ends_the_encoder(
    tmp_path: Path, sleeping: Sleeping, error: type[BaseException]
) -> None:
    def blocks() -> Iterator[bytes]:
        wait_until(lambda: bool(sleeping.started()))
        raise error
        yield b""

    with Encoders() as encoders, pytest.raises(error):
        encoders.to_file(blocks(), tmp_path / "noise.flac", Coding(FLAC, 2))

    assert not sleeping.running()


@on_posix
def test_a_script_that_runs_the_encoder_ends_with_it(
    tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    stand_in(f'echo $$ >"{tmp_path}/begun"\nsleep 600\nexit 0')
    with Encoders() as encoders:
        encoder = encoders.start(RAW)
        wait_until(lambda: (tmp_path / "begun").exists())
        began = time.monotonic()

    assert time.monotonic() - began < LET_GO_S
    with pytest.raises(OSError, match="failed: it does not say why"):
        encoder.end()


@on_posix
def test_what_an_encoder_writes_and_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    read = os.read

    def fail(file: int, size: int) -> bytes:
        if size == READ_BYTES:
            raise OSError(errno.EIO, "Input/output error")
        return read(file, size)

    monkeypatch.setattr("coach.export.encoder.os.read", fail)
    with Encoders() as encoders, pytest.raises(OSError, match="Input/output error"):
        heard(encoders, A_SECOND.tobytes())


@on_posix
def test_a_signal_to_the_group_of_the_program_does_not_reach_its_encoders(
    sleeping: Sleeping,
) -> None:
    with Encoders() as encoders, ThreadPoolExecutor(1) as pool:
        failing = pool.submit(heard, encoders, A_SECOND.tobytes())
        wait_until(lambda: bool(sleeping.started()))
        groups = os.getpgid(sleeping.started()[0]), os.getpgrp()
        encoders.close()

    assert groups[0] != groups[1]
    assert isinstance(failing.exception(), OSError)


@on_posix
def test_an_encoder_that_is_killed_is_told(sleeping: Sleeping) -> None:
    def kill() -> None:
        wait_until(lambda: bool(sleeping.started()))
        os.kill(sleeping.started()[0], signal.SIGKILL)

    killing = threading.Thread(target=kill)
    killing.start()

    with Encoders() as encoders, pytest.raises(OSError, match="failed: it does not say why"):
        heard(encoders, A_SECOND.tobytes())

    join(killing)


@on_posix
def test_an_encoder_is_known_by_what_it_says_of_itself(
    stand_in: Callable[[str], None],
) -> None:
    stand_in('[ "$1" = -version ] && echo ffmpeg 9')

    with Encoders() as encoders:
        assert encoders.identity == "ffmpeg 9\n"


def test_the_package_s_encoder_says_who_it_is() -> None:
    with Encoders() as encoders:
        assert encoders.identity.startswith("ffmpeg version ")


def chapter(title: str, start: int, end: int) -> Chapter:
    section = PlacedSection(Section(title, ()), Ms(start), Ms(end - start), (), Ms(0))
    return Chapter(title, Ms(start), Ms(end), section, (section,))


def test_chapters_are_written_whatever_their_titles(tmp_path: Path) -> None:
    titles = ["Opening", "a=b; #c \\d\ne", "Füße ☃", "[CHAPTER]"]
    four = (chapter(title, at * 250, at * 250 + 250) for at, title in enumerate(titles))
    arguments = chapter_arguments(four, "deu")
    path = tmp_path / "noise.m4a"
    with Encoders() as encoders:
        encoders.to_file([A_SECOND.tobytes()], path, Coding((*arguments, "-codec:a", "aac"), 2))

    chapters = MP4(path).chapters
    assert chapters is not None
    assert [(one.start, one.title) for one in chapters] == [
        (number / 4, title) for number, title in enumerate(titles)
    ]


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
        f"there is no ffmpeg to encode with; {install_package('imageio-ffmpeg')} brings one"
    )
