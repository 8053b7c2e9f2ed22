import io
from pathlib import Path

import pytest
import soundfile
from mutagen.flac import FLAC
from mutagen.id3 import ID3, CTOCFlags, Encoding, PictureType
from PIL import Image

from coach.captions import spoken
from coach.clip import silence
from coach.script import Rest, Say, Script, Section, Worked
from coach.spot import OnBody
from coach.tags import tag_flac, tag_mp3
from coach.timeline import Arrangement, Timeline
from coach.units import Ms
from tests.doubles import FakeVoice

LONG = "The long muscle between the shoulder blade and the spine, ünder the left shoulder blade"


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
        *(section(f"Spot {number}", 10_000, foot(number)) for number in range(10)),
        section("Finish", 2500),
    )
    script = Script("feet", "Füße & co", "for tired feet", sections)
    return Arrangement(script, FakeVoice()).whole()


@pytest.fixture
def tags(tmp_path: Path, timeline: Timeline) -> ID3:
    path = tmp_path / "feet.mp3"
    path.write_bytes(b"\xff\xfb\x90\x00" + bytes(413))
    tag_mp3(path, timeline)
    return ID3(path, translate=False)


@pytest.fixture
def flac(tmp_path: Path, timeline: Timeline) -> FLAC:
    path = tmp_path / "feet.flac"
    soundfile.write(path, silence(Ms(100)).samples, 44_100)
    tag_flac(path, timeline)
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
    lyrics = tags.getall("USLT")

    assert [(one.lang, one.desc, one.text) for one in lyrics] == [("eng", "", spoken(timeline))]


def test_the_cover_is_there_as_a_picture(tags: ID3) -> None:
    (cover,) = tags.getall("APIC")

    assert (cover.mime, cover.type) == ("image/jpeg", PictureType.COVER_FRONT)
    assert Image.open(io.BytesIO(cover.data)).size == (1400, 1400)


def test_every_chapter_has_a_picture_of_its_own(tags: ID3, timeline: Timeline) -> None:
    chapters = tags.getall("CHAP")
    pictures = [chapter.sub_frames["APIC:"] for chapter in chapters]

    assert {(one.mime, one.type) for one in pictures} == {("image/jpeg", PictureType.COVER_FRONT)}
    assert all(Image.open(io.BytesIO(one.data)).size == (720, 720) for one in pictures)
    assert len({one.data for one in pictures}) == len(timeline.sections)


def test_every_section_is_a_chapter_with_its_times(tags: ID3, timeline: Timeline) -> None:
    (table,) = tags.getall("CTOC")
    chapters = [tags[f"CHAP:{name}"] for name in table.child_element_ids]

    assert [(one.start_time, one.end_time) for one in chapters] == [
        (one.start, one.end) for one in timeline.sections
    ]
    assert chapters[0].start_time == 0
    assert chapters[-1].end_time == timeline.lasts
    assert len(chapters) == len(tags.getall("CHAP"))


def test_chapters_are_found_by_time_and_not_by_byte(tags: ID3) -> None:
    offsets = {(one.start_offset, one.end_offset) for one in tags.getall("CHAP")}

    assert offsets == {(0xFFFFFFFF, 0xFFFFFFFF)}


def test_chapter_titles_are_read_back_however_long(tags: ID3, timeline: Timeline) -> None:
    (table,) = tags.getall("CTOC")
    titles = [tags[f"CHAP:{name}"].sub_frames["TIT2"] for name in table.child_element_ids]

    assert [str(title) for title in titles] == [one.title for one in timeline.sections]
    assert {title.encoding for title in titles} == {Encoding.UTF16}


def test_chapters_stand_in_the_file_in_their_order(tags: ID3, timeline: Timeline) -> None:
    assert tags.filename is not None
    stored = Path(tags.filename).read_bytes()
    places = [stored.index(b"CHAP\x00", 0)]
    while (following := stored.find(b"CHAP\x00", places[-1] + 1)) > 0:
        places.append(following)
    starts = [stored.index(b"\x00", place + 10) + 1 for place in places]
    times = [int.from_bytes(stored[start : start + 4], "big") for start in starts]

    assert times == [section.start for section in timeline.sections]


def test_the_table_is_top_level_ordered_and_titled(tags: ID3) -> None:
    (table,) = tags.getall("CTOC")

    assert table.flags == CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    assert str(table.sub_frames["TIT2"]) == "Füße & co"


def test_tagging_again_replaces_the_tags(tmp_path: Path, timeline: Timeline) -> None:
    path = tmp_path / "feet.mp3"
    path.write_bytes(b"\xff\xfb\x90\x00" + bytes(413))

    tag_mp3(path, timeline)
    tag_mp3(path, timeline)

    assert len(ID3(path).getall("CHAP")) == len(timeline.sections)
    assert path.read_bytes().count(b"ID3\x03") == 1


def test_flac_has_the_same_comments(flac: FLAC, timeline: Timeline) -> None:
    shown = {name: flac[name] for name in ("title", "artist", "album", "genre", "lyrics")}

    assert shown == {
        "title": ["Füße & co"],
        "artist": ["coach"],
        "album": ["Self-massage sessions"],
        "genre": ["Speech"],
        "lyrics": [spoken(timeline)],
    }


def test_flac_has_the_chapters(flac: FLAC) -> None:
    assert [flac[f"chapter{n:03}"] for n in (0, 1, 2, 12)] == [
        ["00:00:00.000"],
        ["00:01:01.001"],
        ["01:01:01.001"],
        ["01:02:41.001"],
    ]
    assert [flac[f"chapter{n:03}name"] for n in (0, 1, 12)] == [["Opening"], [LONG], ["Finish"]]
    assert "chapter013" not in flac


def test_flac_has_the_cover(flac: FLAC) -> None:
    (cover,) = flac.pictures

    assert (cover.mime, cover.type) == ("image/jpeg", PictureType.COVER_FRONT)
    assert Image.open(io.BytesIO(cover.data)).size == (1400, 1400)


def test_tagging_flac_leaves_its_sound_alone(tmp_path: Path, timeline: Timeline) -> None:
    path = tmp_path / "feet.flac"
    soundfile.write(path, silence(Ms(100)).samples, 44_100)
    before = soundfile.read(path)[0]

    tag_flac(path, timeline)

    assert (soundfile.read(path)[0] == before).all()
