import base64
import io
import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest
import soundfile
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3, CTOCFlags, Encoding, PictureType
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from mutagen.wave import WAVE
from PIL import Image

from coach.choices import FileKind
from coach.content.library import open_library
from coach.content.spot import OnBody
from coach.export.encoder import Coding, Encoders, chapter_arguments
from coach.export.manner import FILE_FORMATS
from coach.export.tags import (
    Label,
    flac_tags,
    m4a_tags,
    mp3_tags,
    opus_tags,
    read_tagged,
    wav_tags,
)
from coach.script.cues import Rest, Say, Script, Section, Worked
from coach.sound.ffmpeg import find_ffmpeg
from coach.sound.shaping import silence, stereo, to_pcm
from coach.texts.captions import lyrics
from coach.texts.chapters import ascii_title, chapters
from coach.texts.transcript import as_lyrics
from coach.timeline.arrangement import Arrangement
from coach.timeline.timeline import Timeline
from coach.units import Ms
from tests.doubles import FakeVoice

LONG = "The long muscle between the shoulder blade and the spine, ünder the left shoulder blade"


LABEL = Label("Feet, 62:43.\n\n00:00 Opening", '{"name": "füße"}')


def section(title: str, lasts: int, worked: Worked | None = None) -> Section:
    return Section(title, (Say("Here we are.", Ms(900)), Rest(Ms(lasts - 900), Ms(0))), worked)


def foot(number: int) -> Worked:
    body = OnBody("back", 0.42, 0.98)
    return Worked("feet", "left", "tennis-ball", "wall", body, name=f"Spot {number}")


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    sections = (
        section("Opening", 61_001),
        section(LONG, 3_600_000),
        *(section(f"Spot {number}", 10_000, foot(number)) for number in range(8)),
        section("足の裏", 20_000),
        section("Finish", 2500),
    )
    book = open_library().phrasebook()
    script = Script("feet", "Füße & co", "for tired feet", sections, book=book)
    return Arrangement(script, FakeVoice()).whole()


@pytest.fixture
def tags(tmp_path: Path, timeline: Timeline) -> ID3:
    path = tmp_path / "feet.mp3"
    path.write_bytes(b"\xff\xfb\x90\x00" + bytes(413))
    mp3_tags(timeline, LABEL)(path)
    return ID3(path, translate=False)


@pytest.fixture
def flac(tmp_path: Path, timeline: Timeline) -> FLAC:
    path = tmp_path / "feet.flac"
    soundfile.write(path, silence(Ms(100)).samples, 44_100)
    flac_tags(timeline, LABEL)(path)
    return FLAC(path)


def test_the_tags_are_of_the_version_that_everything_reads(tags: ID3) -> None:
    assert tags.version == (2, 3, 0)


def test_a_phone_shows_title_artist_album_and_genre(tags: ID3) -> None:
    shown = {name: str(tags[name]) for name in ("TIT2", "TPE1", "TALB", "TCON")}

    assert shown == {
        "TIT2": "Füße & co",
        "TPE1": "coach",
        "TALB": "Self-massage sessions",
        "TCON": "Speech",
    }


def test_the_length_is_in_milliseconds(tags: ID3) -> None:
    assert str(tags["TLEN"]) == "3763501"


def test_the_script_is_there_as_lyrics(tags: ID3, timeline: Timeline) -> None:
    words = tags.getall("USLT")

    assert [(one.lang, one.desc, one.text) for one in words] == [("eng", "", as_lyrics(timeline))]


def test_the_captions_are_there_as_synchronised_lyrics_in_milliseconds(
    tags: ID3, timeline: Timeline
) -> None:
    (words,) = tags.getall("SYLT")

    assert (words.lang, words.format, words.type, words.desc) == ("eng", 2, 2, "")
    assert words.text == lyrics(timeline)
    assert words.text[-1] == ("Here we are.", 3_761_001)


def test_words_that_need_more_letters_than_ascii_are_read_back(tmp_path: Path) -> None:
    said = "Füße, 足, \u201cso\u201d"
    script = Script("feet", "Feet", "", (Section("A", (Say(said, Ms(900)),)),))
    path = tmp_path / "feet.mp3"
    path.write_bytes(b"\xff\xfb\x90\x00" + bytes(413))
    mp3_tags(Arrangement(script, FakeVoice()).whole(), LABEL)(path)
    tags = ID3(path, translate=False)

    assert tags.getall("SYLT")[0].text == [(said, 0)]
    assert tags.getall("USLT")[0].text == f"A\n{said}"


def test_the_description_is_there_as_the_comment(tags: ID3) -> None:
    (comment,) = tags.getall("COMM")

    assert (comment.lang, comment.desc, comment.text) == ("eng", "", [LABEL.description])


def test_the_cover_is_there_as_a_picture(tags: ID3) -> None:
    (cover,) = tags.getall("APIC")

    assert (cover.mime, cover.type) == ("image/jpeg", PictureType.COVER_FRONT)
    assert Image.open(io.BytesIO(cover.data)).size == (1400, 1400)


def test_every_chapter_has_a_picture_of_its_own(tags: ID3, timeline: Timeline) -> None:
    pictures = [chapter.sub_frames["APIC:"] for chapter in tags.getall("CHAP")]

    assert {(one.mime, one.type) for one in pictures} == {("image/jpeg", PictureType.COVER_FRONT)}
    assert all(Image.open(io.BytesIO(one.data)).size == (720, 720) for one in pictures)
    assert len(pictures) == len(chapters(timeline))
    assert len({one.data for one in pictures}) >= len(pictures) - 2


def test_the_chapters_are_there_with_their_times(tags: ID3, timeline: Timeline) -> None:
    (table,) = tags.getall("CTOC")
    found = [tags[f"CHAP:{name}"] for name in table.child_element_ids]

    assert [(one.start_time, one.end_time) for one in found] == [
        (one.start, one.end) for one in chapters(timeline)
    ]
    assert found[0].start_time == 0
    assert found[-1].end_time == timeline.lasts
    assert len(found) == len(tags.getall("CHAP"))


def test_chapters_are_found_by_time_and_not_by_byte(tags: ID3) -> None:
    offsets = {(one.start_offset, one.end_offset) for one in tags.getall("CHAP")}

    assert offsets == {(0xFFFFFFFF, 0xFFFFFFFF)}


def test_chapter_titles_are_read_back_however_long(tags: ID3, timeline: Timeline) -> None:
    (table,) = tags.getall("CTOC")
    titles = [tags[f"CHAP:{name}"].sub_frames["TIT2"] for name in table.child_element_ids]

    assert [str(title) for title in titles] == [
        ascii_title(one.title) for one in chapters(timeline)
    ]


def test_chapter_titles_are_ascii_where_they_can_be_and_utf_16_where_not(tags: ID3) -> None:
    found = {
        title: frame.sub_frames["TIT2"].encoding
        for frame in tags.getall("CHAP")
        for title in [str(frame.sub_frames["TIT2"])]
    }

    assert found.pop("足の裏") == Encoding.UTF16
    assert set(found.values()) == {Encoding.LATIN1}
    assert all(title.isascii() for title in found)
    assert LONG.replace("ü", "u") in found


def frames(stored: bytes) -> list[tuple[str, bytes]]:
    """Name and content of each frame of a tag of version 2.3, in the order of the file."""
    at = stored.index(b"ID3\x03") + 10
    found = []
    while (name := stored[at : at + 4]).isalnum():
        size = int.from_bytes(stored[at + 4 : at + 8], "big")
        found.append((name.decode(), stored[at + 10 : at + 10 + size]))
        at += 10 + size
    return found


@pytest.fixture(params=["mp3", "wav"])
def stored(request: pytest.FixtureRequest, tags: ID3, wav: Path) -> bytes:
    """A file whose chapters have titles and pictures of many sizes, as it is."""
    return (wav if request.param == "wav" else Path(str(tags.filename))).read_bytes()


def test_chapters_stand_in_the_file_in_their_order(stored: bytes, timeline: Timeline) -> None:
    heads = [content.partition(b"\0") for name, content in frames(stored) if name == "CHAP"]

    assert [name.decode() for name, _, _ in heads] == [f"section{n:02}" for n in range(len(heads))]
    assert [int.from_bytes(rest[:4], "big") for _, _, rest in heads] == [
        chapter.start for chapter in chapters(timeline)
    ]


def test_chapters_stand_in_their_order_whatever_their_sizes(stored: bytes) -> None:
    sizes = [len(content) for name, content in frames(stored) if name == "CHAP"]

    assert sizes not in (sorted(sizes), sorted(sizes, reverse=True))


def test_the_table_stands_before_the_chapters_and_the_cover_behind(stored: bytes) -> None:
    names = list(dict.fromkeys(name for name, _ in frames(stored)))

    assert names[0] == "TIT2"
    assert names[-3:] == ["CTOC", "CHAP", "APIC"]


def test_a_picture_ends_where_its_jpeg_ends(tags: ID3) -> None:
    pictures = [chapter.sub_frames["APIC:"].data for chapter in tags.getall("CHAP")]

    assert {one[-2:] for one in pictures} == {b"\xff\xd9"}


@pytest.mark.parametrize("suffix", ["mp3", "wav"])
def test_a_player_lists_the_chapters_in_their_order(
    tmp_path: Path, timeline: Timeline, suffix: str
) -> None:
    path = encoded(tmp_path / f"feet.{suffix}", timeline, CODECS[suffix])
    (wav_tags if suffix == "wav" else mp3_tags)(timeline, LABEL)(path)

    told = subprocess.run([find_ffmpeg(), "-hide_banner", "-i", path], capture_output=True)
    listed = re.findall(r"Chapter #0:\d+: start ([\d.]+), end ([\d.]+)", told.stderr.decode())
    assert [tuple(round(float(at) * 1000) for at in one) for one in listed] == [
        (chapter.start, chapter.end) for chapter in chapters(timeline)
    ]


def test_the_table_is_top_level_ordered_and_titled(tags: ID3) -> None:
    (table,) = tags.getall("CTOC")

    assert table.flags == CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    assert str(table.sub_frames["TIT2"]) == "Fusse & co"


def test_tagging_again_replaces_the_tags(tmp_path: Path, timeline: Timeline) -> None:
    path = tmp_path / "feet.mp3"
    path.write_bytes(b"\xff\xfb\x90\x00" + bytes(413))

    mp3_tags(timeline, LABEL)(path)
    mp3_tags(timeline, LABEL)(path)

    assert len(ID3(path).getall("CHAP")) == len(chapters(timeline))
    assert path.read_bytes().count(b"ID3\x03") == 1


def test_flac_has_the_same_comments(flac: FLAC, timeline: Timeline) -> None:
    shown = {name: flac[name] for name in ("title", "artist", "album", "genre", "lyrics")}

    assert shown == {
        "title": ["Füße & co"],
        "artist": ["coach"],
        "album": ["Self-massage sessions"],
        "genre": ["Speech"],
        "lyrics": [as_lyrics(timeline)],
    }


def test_flac_has_the_description(flac: FLAC) -> None:
    assert flac["description"] == flac["comment"] == [LABEL.description]


def test_flac_has_the_chapters(flac: FLAC) -> None:
    assert [flac[f"chapter{n:03}"] for n in (0, 1, 2, 6)] == [
        ["00:00:00.000"],
        ["00:01:01.001"],
        ["01:01:01.001"],
        ["01:02:21.001"],
    ]
    assert [flac[f"chapter{n:03}name"] for n in (0, 1, 6)] == [["Opening"], [LONG], ["足の裏"]]
    assert "chapter007" not in flac


def test_flac_has_the_cover(flac: FLAC) -> None:
    (cover,) = flac.pictures

    assert (cover.mime, cover.type) == ("image/jpeg", PictureType.COVER_FRONT)
    assert Image.open(io.BytesIO(cover.data)).size == (1400, 1400)


def test_tagging_flac_leaves_its_sound_alone(tmp_path: Path, timeline: Timeline) -> None:
    path = tmp_path / "feet.flac"
    soundfile.write(path, silence(Ms(100)).samples, 44_100)
    before = soundfile.read(path)[0]

    flac_tags(timeline, LABEL)(path)

    assert (soundfile.read(path)[0] == before).all()


@pytest.fixture
def wav(tmp_path: Path, timeline: Timeline) -> Path:
    path = tmp_path / "feet.wav"
    soundfile.write(path, silence(Ms(100)).samples, 44_100)
    wav_tags(timeline, LABEL)(path)
    return path


def test_a_wav_has_the_same_tags_as_an_mp3(wav: Path, tags: ID3) -> None:
    written = WAVE(wav).tags
    assert written is not None

    assert {name: str(frame) for name, frame in written.items()} == {
        name: str(frame) for name, frame in tags.items()
    }


def test_tagging_a_wav_leaves_its_sound_alone(wav: Path) -> None:
    samples, rate_hz = soundfile.read(wav)

    assert (len(samples), rate_hz, samples.any()) == (4410, 44_100, False)


def test_the_mark_of_each_kind_of_file_is_read_back(
    tmp_path: Path, timeline: Timeline, flac: FLAC, opus: OggOpus, m4a: MP4, wav: Path
) -> None:
    mp3 = tmp_path / "whole.mp3"
    mp3.write_bytes((b"\xff\xfb\x90\x00" + bytes(413)) * 8)
    mp3_tags(timeline, LABEL)(mp3)

    written = (mp3, flac.filename, opus.filename, m4a.filename, wav)
    assert [read_tagged(Path(str(file))).fingerprint for file in written] == [LABEL.fingerprint] * 5


@pytest.mark.parametrize("kind", get_args(FileKind))
def test_each_kind_of_file_is_known_again_as_long_as_it_is_whole(
    tmp_path: Path, timeline: Timeline, kind: FileKind
) -> None:
    form = FILE_FORMATS[f".{kind}"]
    path = encoded(tmp_path / f"feet.{kind}", timeline, form.codec)
    form.tags(timeline, LABEL)(path)
    written = path.read_bytes()
    assert read_tagged(path).fingerprint == LABEL.fingerprint
    assert read_tagged(path).is_whole(Ms(500))

    for left in (0.95, 0.5, 0.1):
        path.write_bytes(written[: round(left * len(written))])
        assert not (read_tagged(path).fingerprint and read_tagged(path).is_whole(Ms(500)))


@pytest.mark.parametrize("content", [b"", b"mine", b"\xff\xfb\x90\x00" + bytes(413), b"RIFF\0\0"])
@pytest.mark.parametrize("suffix", ["mp3", "flac", "wav", "m4a", "opus", "txt"])
def test_a_file_that_coach_did_not_write_has_no_mark(
    tmp_path: Path, suffix: str, content: bytes
) -> None:
    path = tmp_path / f"feet.{suffix}"
    path.write_bytes(content)

    assert read_tagged(path).fingerprint == ""


def test_a_file_that_is_not_there_has_no_mark(tmp_path: Path) -> None:
    assert read_tagged(tmp_path / "feet.mp3").fingerprint == ""
    assert read_tagged(tmp_path).fingerprint == ""


CODECS = {"mp3": "libmp3lame", "wav": "pcm_s16le"}


def encoded(path: Path, timeline: Timeline, codec: str) -> Path:
    """A moment of silence, with the chapters where ffmpeg writes them."""
    listed = chapter_arguments(chapters(timeline), "eng") if codec == "aac" else ()
    pcm = to_pcm(stereo(silence(Ms(500)).samples)).tobytes()
    with Encoders() as encoders:
        encoders.to_file([pcm], path, Coding((*listed, "-codec:a", codec), 2))
    return path


@pytest.fixture(scope="module")
def opus(tmp_path_factory: pytest.TempPathFactory, timeline: Timeline) -> OggOpus:
    path = encoded(tmp_path_factory.mktemp("opus") / "feet.opus", timeline, "libopus")
    opus_tags(timeline, LABEL)(path)
    return OggOpus(path)


@pytest.fixture(scope="module")
def m4a(tmp_path_factory: pytest.TempPathFactory, timeline: Timeline) -> MP4:
    path = encoded(tmp_path_factory.mktemp("m4a") / "feet.m4a", timeline, "aac")
    m4a_tags(timeline, LABEL)(path)
    return MP4(path)


def test_opus_has_the_comments_of_flac(opus: OggOpus, flac: FLAC) -> None:
    assert {name: opus[name] for name in flac} == dict(flac)


def test_opus_has_the_cover(opus: OggOpus) -> None:
    (stored,) = opus["metadata_block_picture"]
    cover = Picture(base64.b64decode(stored))

    assert (cover.mime, cover.type) == ("image/jpeg", PictureType.COVER_FRONT)
    assert Image.open(io.BytesIO(cover.data)).size == (1400, 1400)


def test_m4a_has_the_same_content(m4a: MP4, timeline: Timeline) -> None:
    shown = {name: m4a[f"\xa9{name}"] for name in ("nam", "ART", "alb", "gen", "lyr")}

    assert shown == {
        "nam": ["Füße & co"],
        "ART": ["coach"],
        "alb": ["Self-massage sessions"],
        "gen": ["Speech"],
        "lyr": [as_lyrics(timeline)],
    }


def test_m4a_keeps_its_chapters(m4a: MP4, timeline: Timeline) -> None:
    assert m4a.chapters is not None
    assert [(round(one.start * 1000), one.title) for one in m4a.chapters] == [
        (one.start, one.title) for one in chapters(timeline)
    ]


def test_m4a_has_the_cover(m4a: MP4) -> None:
    (cover,) = m4a["covr"]

    assert cover.imageformat == MP4Cover.FORMAT_JPEG
    assert Image.open(io.BytesIO(cover)).size == (1400, 1400)
