"""Tags: what a phone shows of an exported session, and its chapters."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mutagen import MutagenError
from mutagen.flac import FLAC, Picture
from mutagen.id3 import (
    APIC,
    CHAP,
    CTOC,
    ID3,
    TALB,
    TCON,
    TENC,
    TIT2,
    TLEN,
    TPE1,
    USLT,
    CTOCFlags,
    Encoding,
    PictureType,
)

from coach.captions import spoken
from coach.picture import draw_cover, draw_section
from coach.script import Script, Section
from coach.timeline import Timeline

ARTIST, ALBUM, GENRE = "coach", "Self-massage sessions", "Speech"
TEXT = Encoding.UTF16
"""Chapter titles in it are read by all the players that read chapters at all."""


@contextmanager
def _disk_errors() -> Iterator[None]:
    """What mutagen says of a full or broken disk, as Python says it."""
    try:
        yield
    except MutagenError as error:
        cause = error.args[0] if error.args else error
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def tag_mp3(path: Path, timeline: Timeline) -> None:
    """Write ID3 tags: title, artist, album, genre, length, cover, script as lyrics, and chapters.

    Chapters are written as both CHAP and CTOC, the table being top-level, ordered and titled:
    players that find less show names but no list (node-id3 #87), or nothing (atldotnet #23).
    """
    tags = ID3()
    tags.add(TIT2(encoding=TEXT, text=timeline.script.title))
    tags.add(TPE1(encoding=TEXT, text=ARTIST))
    tags.add(TALB(encoding=TEXT, text=ALBUM))
    tags.add(TCON(encoding=TEXT, text=GENRE))
    tags.add(TENC(encoding=TEXT, text="coach"))
    tags.add(TLEN(encoding=TEXT, text=str(timeline.lasts)))
    tags.add(USLT(encoding=TEXT, lang="eng", desc="", text=spoken(timeline)))
    tags.add(
        APIC(
            encoding=TEXT,
            mime="image/jpeg",
            type=PictureType.COVER_FRONT,
            desc="Cover",
            data=_cover(timeline),
        )
    )
    _add_chapters(tags, timeline)
    with _disk_errors():
        tags.save(path, v2_version=3)


def _add_chapters(tags: ID3, timeline: Timeline) -> None:
    names = _element_ids([section.title for section in timeline.sections])
    pictures = _pictures(timeline.script, [section.section for section in timeline.sections])
    for name, section, picture in zip(names, timeline.sections, pictures, strict=True):
        title = TIT2(encoding=TEXT, text=section.title)
        tags.add(
            CHAP(
                element_id=name,
                start_time=section.start,
                end_time=section.end,
                sub_frames=[title, picture],
            )
        )
    tags.add(
        CTOC(
            element_id="sections",
            flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
            child_element_ids=names,
            sub_frames=[TIT2(encoding=TEXT, text=timeline.script.title)],
        )
    )


def _pictures(script: Script, sections: Sequence[Section]) -> list[APIC]:
    """A picture for each chapter, all of one size: they decide in which order chapters stand.

    What follows the end of a JPEG is read by nobody.
    """
    drawn = [draw_section(script, section) for section in sections]
    size = max(len(one) for one in drawn)
    return [
        APIC(
            encoding=Encoding.LATIN1,
            mime="image/jpeg",
            type=PictureType.COVER_FRONT,
            desc="",
            data=one.ljust(size, b"\0"),
        )
        for one in drawn
    ]


def _element_ids(titles: list[str]) -> list[str]:
    """A name for each chapter, the shorter its title the longer.

    mutagen writes frames of one kind by their size, and some players show chapters in the order of
    the file: of equal size they are written by name, which is by number.
    """
    sizes = [len(title.encode("utf-16-le")) for title in titles]
    return [f"section{number:02}" + "-" * (max(sizes) - size) for number, size in enumerate(sizes)]


def tag_flac(path: Path, timeline: Timeline) -> None:
    """Write Vorbis comments with the same content, chapters as CHAPTERnnn, and the cover."""
    with _disk_errors():
        flac = FLAC(path)
    flac["title"] = timeline.script.title
    flac["artist"], flac["album"], flac["genre"] = ARTIST, ALBUM, GENRE
    flac["lyrics"] = spoken(timeline)
    for number, section in enumerate(timeline.sections):
        hours, rest = divmod(section.start, 3_600_000)
        minutes, ms = divmod(rest, 60_000)
        flac[f"chapter{number:03}"] = f"{hours:02}:{minutes:02}:{ms // 1000:02}.{ms % 1000:03}"
        flac[f"chapter{number:03}name"] = section.title
    picture = Picture()
    picture.type, picture.mime, picture.data = 3, "image/jpeg", _cover(timeline)
    flac.add_picture(picture)
    with _disk_errors():
        flac.save()


def _cover(timeline: Timeline) -> bytes:
    return draw_cover(timeline.script, timeline.lasts)
