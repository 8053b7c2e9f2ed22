"""Tags: what a phone shows of an exported session, and its chapters."""

import base64
import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import mutagen
from mutagen import MutagenError
from mutagen.flac import FLAC, Picture, VCFLACDict
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    SYLT,
    TALB,
    TCON,
    TENC,
    TIT2,
    TLAN,
    TLEN,
    TPE1,
    TXXX,
    USLT,
    CTOCFlags,
    Encoding,
    PictureType,
)
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm, MP4Tags
from mutagen.oggopus import OggOpus, OggOpusVComment
from mutagen.wave import WAVE, _WaveID3

from coach.choices import Theme
from coach.export.mp3 import PACKET, told_bytes
from coach.script import Script
from coach.sound import UnreadableRecording
from coach.texts import Chapter, ascii_title, chapters
from coach.timeline import Timeline
from coach.traces import quiet_logger
from coach.units import Ms

_logger = quiet_logger(__name__)

ARTIST, GENRE = "coach", "Speech"
TEXT = Encoding.UTF16
MILLISECONDS, TRANSCRIPTION = 2, 2
"""How ID3 counts the times of synchronised lyrics, and what it calls them."""
FINGERPRINT_TAG = "coach"
"""What the fingerprint is called among the tags."""
FINGERPRINT_ATOM = f"----:com.apple.iTunes:{FINGERPRINT_TAG}"
"""The same in an M4A, where a name of one's own needs a place of its own."""

TOO_SHORT = (None, errno.EINVAL)
"""How it is told that a file ends before or within its tags; whatever the disk says is another."""

END_SLACK = Ms(10)
"""How much earlier than its session a file may end: Opus counts in other frames."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on a file beside its session."""

    description: str = ""
    fingerprint: str = ""
    """See `coach.export.fingerprint`."""
    theme: Theme = "dark"
    """Of its pictures."""


T = TypeVar("T", FLAC, MP4, OggOpus)

Tags = Callable[[Path], None]
"""What is ready to be written: it writes it into a file."""


@contextmanager
def _disk_errors() -> Iterator[None]:
    """What mutagen says of a full or broken disk, as Python says it."""
    try:
        yield
    except MutagenError as error:
        raise _disk_error(error) or OSError(str(error)) from error


def _disk_error(error: MutagenError) -> OSError | None:
    """What the disk said, where it is the disk that mutagen tells of."""
    cause = error.args[0] if error.args else error
    return cause if isinstance(cause, OSError) else None


class _InOrder(ID3):
    """ID3 tags whose frames stand in the file as they were added."""

    def _write(self, config: object) -> bytes:
        return _one_by_one(self, config)


class _InOrderInWave(_InOrder, _WaveID3):
    """The same, in a chunk of its own."""


def _one_by_one(tags: ID3, config: object) -> bytes:
    """Each frame by itself: mutagen sorts several by size, and some players keep to the order."""
    written = bytearray()
    for frame in tags.values():
        alone = ID3()
        alone.add(frame)
        written += alone._write(config)
    return bytes(written)


def mp3_tags(timeline: Timeline, label: Label) -> Tags:
    """ID3 tags: what a phone shows, cover, lyrics, description, and chapters.

    Chapters are written as both CHAP and CTOC, the table being top-level, ordered and titled:
    players that find less show names but no list (node-id3 #87), or nothing (atldotnet #23).
    """
    return partial(_write, _id3(_InOrder, timeline, label))


def wav_tags(timeline: Timeline, label: Label) -> Tags:
    """The same, in a chunk of its own."""
    return partial(_write, _id3(_InOrderInWave, timeline, label))


def _write(tags: ID3, path: Path) -> None:
    with _disk_errors():
        tags.save(path, v2_version=3)


def _id3(kind: type[ID3], timeline: Timeline, label: Label) -> ID3:
    """What players look for first stands in front, the largest picture at the end."""
    tags = kind()
    tags.add(TIT2(encoding=TEXT, text=timeline.script.title))
    tags.add(TPE1(encoding=TEXT, text=ARTIST))
    tags.add(TALB(encoding=TEXT, text=_album(timeline)))
    tags.add(TCON(encoding=TEXT, text=GENRE))
    tags.add(TENC(encoding=TEXT, text="coach"))
    tags.add(TLEN(encoding=TEXT, text=str(timeline.lasts)))
    tags.add(TLAN(encoding=TEXT, text=language_tag(timeline)))
    tags.add(
        TXXX(encoding=_encoding(label.fingerprint), desc=FINGERPRINT_TAG, text=label.fingerprint)
    )
    _add_words(tags, timeline, label.description)
    _add_chapters(tags, timeline, label.theme)
    tags.add(_front(TEXT, "", _cover(timeline, label.theme)))
    return tags


def _add_words(tags: ID3, timeline: Timeline, description: str) -> None:
    from coach.texts import lyrics  # who only reads tags does without

    whole, timed, language = _words(timeline), lyrics(timeline), language_tag(timeline)
    tags.add(COMM(encoding=_encoding(description), lang=language, desc="", text=description))
    tags.add(USLT(encoding=_encoding(whole), lang=language, desc="", text=whole))
    tags.add(
        SYLT(
            encoding=_encoding(*(text for text, _at in timed)),
            lang=language,
            format=MILLISECONDS,
            type=TRANSCRIPTION,
            desc="",
            text=timed,
        )
    )


def language_tag(timeline: Timeline) -> str:
    """By ISO 639-2; what is in none has none."""
    book = timeline.script.book
    return book.language.tag if book else "zxx"


def _album(timeline: Timeline) -> str:
    book = timeline.script.book
    return book.titles.album if book else ARTIST


def _words(timeline: Timeline) -> str:
    from coach.texts import as_lyrics  # as above

    return as_lyrics(timeline)


def _encoding(*texts: str) -> int:
    """One byte a letter where that is enough, which every player reads."""
    return Encoding.LATIN1 if all(text.isascii() for text in texts) else TEXT


def _add_chapters(tags: ID3, timeline: Timeline, theme: Theme) -> None:
    """Add the table of chapters and then each of them, in the order of the session."""
    all_chapters = chapters(timeline)
    names = [f"section{number:02}" for number in range(len(all_chapters))]
    tags.add(
        CTOC(
            element_id="sections",
            flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
            child_element_ids=names,
            sub_frames=[_title(timeline.script.title)],
        )
    )
    for name, chapter in zip(names, all_chapters, strict=True):
        tags.add(_chapter(name, chapter, timeline.script, theme))


def _chapter(name: str, chapter: Chapter, script: Script, theme: Theme) -> CHAP:
    from coach.pictures import draw_section  # where nothing is written nothing has to be drawn

    picture = draw_section(script, chapter.section.section, theme)
    return CHAP(
        element_id=name,
        start_time=chapter.start,
        end_time=chapter.end,
        sub_frames=[_title(chapter.title), _front(Encoding.LATIN1, "", picture)],
    )


def _title(said: str) -> TIT2:
    title = ascii_title(said)
    return TIT2(encoding=_encoding(title), text=title)


def _front(encoding: int, desc: str, picture: bytes) -> APIC:
    return APIC(
        encoding=encoding,
        mime="image/jpeg",
        type=PictureType.COVER_FRONT,
        desc=desc,
        data=picture,
    )


def m4a_tags(timeline: Timeline, label: Label) -> Tags:
    """ITunes atoms with the same content; the chapters are in the file already."""
    cover = MP4Cover(_cover(timeline, label.theme), MP4Cover.FORMAT_JPEG)

    def fill(m4a: MP4) -> None:
        m4a["\xa9nam"], m4a["\xa9ART"], m4a["\xa9too"] = timeline.script.title, ARTIST, "coach"
        m4a["\xa9alb"], m4a["\xa9gen"] = _album(timeline), GENRE
        m4a["\xa9lyr"], m4a["\xa9cmt"] = _words(timeline), label.description
        m4a[FINGERPRINT_ATOM] = [MP4FreeForm(label.fingerprint.encode())]
        m4a["covr"] = [cover]

    return partial(_fill, MP4, fill)


def flac_tags(timeline: Timeline, label: Label) -> Tags:
    """Vorbis comments with the same content, chapters as CHAPTERnnn, and the cover."""
    picture = _picture(timeline, label.theme)

    def fill(flac: FLAC) -> None:
        _comment(flac, timeline, label)
        flac.add_picture(picture)

    return partial(_fill, FLAC, fill)


def opus_tags(timeline: Timeline, label: Label) -> Tags:
    """The same comments, the cover among them."""
    picture = base64.b64encode(_picture(timeline, label.theme).write()).decode()

    def fill(opus: OggOpus) -> None:
        _comment(opus, timeline, label)
        opus["metadata_block_picture"] = picture

    return partial(_fill, OggOpus, fill)


def _fill(kind: type[T], fill: Callable[[T], None], path: Path) -> None:
    with _disk_errors():
        file = kind(path)
        fill(file)
        file.save()


def _comment(tags: FLAC | OggOpus, timeline: Timeline, label: Label) -> None:
    tags["title"] = timeline.script.title
    tags["artist"], tags["album"], tags["genre"] = ARTIST, _album(timeline), GENRE
    tags["language"] = language_tag(timeline)
    tags["lyrics"] = _words(timeline)
    tags["description"] = tags["comment"] = label.description
    tags[FINGERPRINT_TAG] = label.fingerprint
    for number, chapter in enumerate(chapters(timeline)):
        hours, rest = divmod(chapter.start, 3_600_000)
        minutes, ms = divmod(rest, 60_000)
        tags[f"chapter{number:03}"] = f"{hours:02}:{minutes:02}:{ms // 1000:02}.{ms % 1000:03}"
        tags[f"chapter{number:03}name"] = chapter.title


def _picture(timeline: Timeline, theme: Theme) -> Picture:
    picture = Picture()
    picture.type, picture.mime, picture.data = 3, "image/jpeg", _cover(timeline, theme)
    return picture


def _cover(timeline: Timeline, theme: Theme) -> bytes:
    from coach.pictures import draw_cover  # as above

    return draw_cover(timeline.script, timeline.lasts, theme)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A file that stands where one is to be written, as far as its tags tell."""

    path: Path
    fingerprint: str = ""
    """Empty where there is none, or no such file."""
    _file: mutagen.FileType | None = None

    def is_whole(self, lasts: Ms) -> bool:
        """Whether one that has a fingerprint, and a session of this length, still has its end.

        Of an M4A or a WAV that was cut off there is no fingerprint, as its tags stand at the end.
        """
        try:
            match self._file:
                case MP3(tags=ID3() as tags):
                    told = tags.size + _told_bytes(self.path, tags.size)
                    return self.path.stat().st_size >= told
                case FLAC() | OggOpus():
                    return _sounds_until(self.path, lasts)
                case MP4() | WAVE():
                    return True
        except (OSError, UnreadableRecording, ValueError):
            _logger.warning("a file cannot be read to its end", exc_info=True)
        return False


def read_tagged(path: Path) -> Tagged:
    """What the tags of a file tell.

    Raises:
        OSError: There is a file, and the disk does not give it.
    """
    try:
        kinds = [MP3, MP4, OggOpus, FLAC, WAVE]
        file = mutagen.File(path, options=kinds) if path.is_file() else None
    except MutagenError as error:
        problem = _disk_error(error)
        if problem is None or problem.errno in TOO_SHORT:
            _logger.warning("there are no tags that can be read in a file", exc_info=True)
            return Tagged(path)
        raise problem from error
    return Tagged(path, _fingerprint(getattr(file, "tags", None)), file)


def _fingerprint(tags: object) -> str:
    match tags:
        case ID3():
            return str(tags.get(f"TXXX:{FINGERPRINT_TAG}", ""))
        case VCFLACDict() | OggOpusVComment() if FINGERPRINT_TAG in tags:
            return str(tags[FINGERPRINT_TAG][0])
        case MP4Tags() if FINGERPRINT_ATOM in tags:
            return bytes(tags[FINGERPRINT_ATOM][0]).decode(errors="replace")
    return ""


def _told_bytes(path: Path, at: int) -> int:
    with path.open("rb") as file:
        file.seek(at)
        return told_bytes(file.read(PACKET))


def _sounds_until(path: Path, lasts: Ms) -> bool:
    from coach.sound import Recording  # an MP3 tells its end without it

    with Recording(path) as recording:
        last = (lasts - END_SLACK) * recording.rate_hz // 1000
        return len(recording.cut(last, 1).samples) == 1
