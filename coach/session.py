"""The way in: a session that is asked for, to look at, to hear, and to take along.

What the command line does, it does by these.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from coach.choices import BED, FILE_SEED, LANGUAGE
from coach.content import (
    Control,
    Inbox,
    Library,
    incomplete,
    needed_for,
    open_library,
)
from coach.disk import own_folder, times_heard
from coach.errors import LanguageIncomplete, RequestError
from coach.script import (
    Request,
    RequestFields,
    Revision,
    Say,
    Script,
    Section,
    Sheet,
    check_request,
    revised,
    write_script,
)
from coach.units import NO_TIME, Ms, ms_to_frames, seconds

if TYPE_CHECKING:  # what makes sound and pictures is loaded when it is asked for
    from coach.content import ScreenWords
    from coach.export import MannerFields, Progress, Written
    from coach.players import Open
    from coach.sound import Samples
    from coach.stage import Now, ResumePoint, Stage, Watch
    from coach.texts import Caption
    from coach.timeline import Arrangement, Placed, Timeline
    from coach.voices import Voice

SAMPLED = ("announce", "announce_middle", "hold", "hold_gentle", "ease")
"""What a voice is judged by: a name, how hard to press, and something to do."""
BETWEEN_SENTENCES = seconds(0.8)
"""Between two sentences of a sample."""

QUICK = "pyttsx3:"
"""The voice that keeps up on any machine."""

EXPLAINED = 3
"""So many sessions of a listener say why each place is worked."""


@dataclass(frozen=True)
class Session:
    """A session as it was asked for: written, and not yet spoken.

    Times are whole milliseconds from its beginning. One thread may use it at a time, and those that
    speak in the system's own voice one at a time together: it has one engine for all of a program.
    """

    request: Request
    sheet: Sheet
    """What its script was written from."""
    script: Script
    """All that the coach will say and do, with planned lengths."""
    open_voice: "Callable[[], Voice]"
    """The voice that speaks it, opened when it is first needed."""
    open_quicker: "Callable[[], Voice] | None" = None
    """The voice that goes on where the first one cannot keep up while it plays."""
    found: Library = field(default_factory=open_library)
    """Where its words were looked for."""

    @property
    def words(self) -> "ScreenWords":
        """What is shown of it, in its language."""
        return self.found.screen()

    @property
    def title(self) -> str:
        """As the coach calls it."""
        return self.script.title

    @property
    def sections(self) -> tuple[Section, ...]:
        """The opening, each spot on each side, the close; each with its title and planned length.

        Each starts at its planned moment whatever voice speaks: rests take up the difference.
        """
        return self.script.sections

    @property
    def lasts(self) -> Ms:
        """The planned length, in milliseconds."""
        return self.script.lasts

    @property
    def notes(self) -> tuple[str, ...]:
        """In what it differs from what was asked for: a sentence each."""
        return self.script.notes

    @property
    def bed(self) -> str:
        """What lies under it, by the name or path that `Request` takes."""
        return self.request.bed or self.script.bed or BED

    @property
    def voice(self) -> "Voice":
        """Who speaks it.

        Raises:
            VoiceUnavailable: There is no such voice here.
            PluginBroken: It is another package's, and does not work.
        """
        return self.open_voice()

    @property
    def voice_note(self) -> str:
        """That some of its words are not recorded, and what to do; empty where all are.

        Raises:
            VoiceUnavailable: There is no such voice here.
            PluginBroken: It is another package's, and does not work.
        """
        from coach.voices import stand_in_note

        language = self.sheet.book.language
        return stand_in_note(self.voice, self.script.said, self.words, language)

    def sample(self) -> "Iterator[Samples]":
        """Some sentences of its first place, for who wants to know how its voice sounds.

        There are three, or fewer where little is said.

        Returns:
            Shape (frames, 2) of float32 at 44 100 Hz: each sentence, and silence after it.

        Raises:
            VoiceError: A sentence could not be spoken.
            PluginBroken: The voice is another package's, and does not work.
        """
        import numpy as np

        from coach.sound import stereo

        sections = self.script.sections
        place = next((one for one in sections if one.worked), sections[0])
        said = {cue.moment: cue.text for cue in reversed(place.cues) if isinstance(cue, Say)}
        for text in [said[one] for one in SAMPLED if one in said] or said.values():
            yield stereo(self.voice.speak(text).samples)
            yield np.zeros((ms_to_frames(BETWEEN_SENTENCES), 2), np.float32)

    @property
    def timeline(self) -> "Timeline":
        """Every sound at its time; what the voice does not remember is spoken for it.

        Raises:
            VoiceError: A phrase could not be spoken.
            PluginBroken: The voice is another package's, and does not work.
        """
        from coach.timeline import Arrangement
        from coach.voices import cores, speaking_ahead

        with speaking_ahead(self.voice, threads=cores()) as voice:
            return Arrangement(self.script, voice).whole()

    @property
    def cues(self) -> "tuple[Placed, ...]":
        """All that is heard, in order: start and length, kind, and the words if it has any.

        One after the other; the quiet breath under circles and rolls lies in each section of the
        timeline as ``beneath``.

        Raises:
            VoiceError: A phrase could not be spoken.
            PluginBroken: The voice is another package's, and does not work.
        """
        return tuple(self.timeline.placed)

    def captions(self) -> "list[Caption]":
        """What is read instead of heard: start, end and text of each, one at a time.

        Raises:
            VoiceError: A phrase could not be spoken.
            PluginBroken: The voice is another package's, and does not work.
        """
        from coach.texts import captions

        return captions(self.timeline)

    def text(self, form: str = "text") -> str:
        """All of it as text.

        Args:
            form: As ``coach show --format`` takes it: text, vtt, srt, lrc, txt, md or json.

        Raises:
            RequestError: There is no such form.
            VoiceError: A phrase could not be spoken.
            PluginBroken: The voice is another package's, and does not work.
        """
        from coach.texts import SCRIPT_FORMATS

        if form not in SCRIPT_FORMATS:
            raise RequestError(f"{form!r} is not one of {', '.join(SCRIPT_FORMATS)}")
        return SCRIPT_FORMATS[form](self.timeline)

    def blocks(self, start: Ms = NO_TIME) -> "Iterator[Samples]":
        """The mixed sound, as it is played and exported: -16 LUFS, true peak below -1 dBTP.

        Args:
            start: The moment to begin at, in milliseconds; any gives the same sound from there on.

        Yields:
            Arrays of float32 within [-1, 1], shape (frames, 2), 44 100 frames a second; each a
            second at most, mixed when it is asked for.

        Raises:
            BedError: There is no such bed.
            VoiceError: A phrase could not be spoken.
            PluginBroken: The voice is another package's, and does not work.
        """
        from coach.sound import open_bed
        from coach.timeline import gains, mix

        sections = [one for one in self.timeline.sections if one.end > start]
        bed = open_bed(self.bed)
        return mix(sections, self.voice, bed, gains=gains(self.script), start=start)

    def export(
        self,
        path: str | os.PathLike[str],
        *,
        progress: "Progress | None" = None,
        **manner: "Unpack[MannerFields]",
    ) -> "Written":
        """Write it to a file, as ``coach export`` does: the same bytes of sound, tags and captions.

        A file has the safety words in full, as it may be somebody's first session, and where the
        request has no seed, the words of every day. One that holds all of it already is left alone;
        one that coach wrote of a session of the same name is replaced.

        Args:
            path: Its suffix chooses the kind of file: .mp3, .m4a, .opus, .flac or .wav.
            progress: Told how much is written, in milliseconds; what it raises ends the export.
            manner: See `Manner`: force, bitrate_kbps, mono, theme, captions, jobs.

        Raises:
            PathTaken: Another file is there.
            ExportError: It cannot be written; nothing half-written stays.
            VoiceError: A phrase could not be spoken.
            PluginBroken: The voice is another package's, and does not work.
            BedError: There is no such bed.
        """
        from coach.export import Failed, Manner, Task, write_all

        how, bed = Manner(**manner), self.request.bed
        how.check()
        sheet = write_sheet(
            self.request, library(self.request.library, self.request.language), for_file=True
        )
        task = Task(Path(path), partial(write_script, sheet))
        told = progress or (lambda _done: None)
        (outcome,) = write_all([task], self.voice, how, bed=bed, watch=lambda *_: told)
        if isinstance(outcome, Failed):
            raise outcome.error
        return outcome

    def play(
        self,
        *,
        player: str = "miniaudio",
        wait: Ms = NO_TIME,
        asked: "Inbox[Control] | None" = None,
        watch: "Watch | None" = None,
    ) -> "Now":
        """Play it to its end, or until it is asked to end; Ctrl-C fades it out.

        Args:
            player: By name: miniaudio, simpleaudio, or null, which keeps time without sound.
            wait: Time to lie down in before it begins, in milliseconds.
            asked: Controls put into it by any thread are obeyed within a tenth of a second.
            watch: Told about ten times a second where it stands.

        Returns:
            Where it ended.

        Raises:
            PlayerError: There is no such player or no device.
            BedError: There is no such bed.
            VoiceError: A phrase could not be spoken.
            PluginBroken: Voice or player is another package's, and does not work.
        """
        from coach.players import open_player
        from coach.stage import START

        with closing(self.begin(partial(open_player, player), START, wait=wait)) as stage:
            inbox = asked or Inbox[Control]()
            return stage.run(inbox.wait, [watch] if watch else [])

    def begin(
        self,
        opened: "Open",
        point: "ResumePoint",
        *,
        wait: Ms = NO_TIME,
        aside: Callable[[], str] = lambda: "",
    ) -> "Stage":
        """Begin to play it on a stage, which goes on once that is run.

        Args:
            opened: Opens the player, and again where its device has gone and come back.
            point: Where to begin, in the script before the revisions that it holds.
            wait: Time to lie down in before it begins.
            aside: What else is to be shown, such as what is wrong with a microphone.

        Raises:
            PlayerError: There is no device.
            BedError: There is no such bed.
            VoiceError: A phrase could not be spoken.
            PluginBroken: Voice or player is another package's, and does not work.
        """
        from coach.sound import open_bed
        from coach.stage import Stage
        from coach.timeline import Arrangement
        from coach.voices import Ahead, cores

        # One core is left to the sound, if there is another.
        voice = Ahead(self.voice, threads=cores() - 1, quicker=self.open_quicker)
        arrangement = Arrangement(self.revised(point.revisions).script, voice)
        stage = Stage(arrangement, voice, open_bed(self.bed), opened, self.sheet, aside=aside)
        try:
            stage.begin(point, wait=wait)
        except BaseException:
            stage.close()
            raise
        return stage

    def spoken_by(self, voice: "Voice") -> "Session":
        """The same in another voice: anything that has a `key` and can `speak`.

        Its clips are one channel at 44 100 Hz, without silence at their edges, all equally loud;
        `coach.voices.finished` makes them so. Each phrase is asked for once, one at a time, unless
        the voice says by `at_once` how many it may speak at once, each in a thread.
        """
        from coach.voices import KeepingVoice

        keeping = KeepingVoice(voice)
        return replace(self, open_voice=lambda: keeping, open_quicker=None)

    def arrange(self) -> "Arrangement":
        """Its script on the way to a timeline, to be placed bit by bit by one thread."""
        from coach.timeline import Arrangement

        return Arrangement(self.script, self.voice)

    def revised(self, revisions: Sequence[Revision]) -> "Session":
        """The same, with what was asked for while it played."""
        script = reduce(lambda made, one: revised(made, one, self.sheet), revisions, self.script)
        return replace(self, script=script)


def open_session(*names: str | os.PathLike[str], **wishes: Unpack[RequestFields]) -> Session:
    """Write a session of these routines, or spots, or routine files; several are one session.

    >>> session = open_session("feet", safety="short", voice="silent")
    >>> [section.title for section in session.sections][:2]
    ['Opening', 'Plantar muscles, left']

    Args:
        names: As ``coach list`` shows them, or paths of routine files, which end in .toml.
        wishes: See `Request`; its fields are the options of ``coach play``.

    Raises:
        RequestError: Nothing is named, or a value is none of those allowed.
        RoutineNotFound: A name is known for nothing; tells the nearest.
        NothingLeft: The wishes leave no stop.
        AuthorError: A file is wrong; with every mistake and its line.
    """
    return open_request(Request(names=tuple(os.fspath(name) for name in names), **wishes))


def open_request(request: Request) -> Session:
    """The same for a request as a whole."""
    check_request(request)
    found = library(request.library, request.language)
    sheet = write_sheet(request, found)
    first = partial(speaker, request, found)
    quicker = partial(speaker, request, found, name=QUICK)
    return Session(request, sheet, write_script(sheet), cache(first), cache(quicker), found)


def speaker(request: Request, found: Library, *, name: str | None = None) -> "Voice":
    """Who speaks what is asked for, with words said as this library has them.

    Args:
        request: What is asked for.
        found: How words are said.
        name: Of another voice than the one that is asked for.

    Raises:
        VoiceUnavailable: The voice is not here.
        PluginBroken: It is another package's, and does not work.
    """
    from coach.voices import open_speaker

    return open_speaker(
        request.voice if name is None else name,
        request.rate,
        spellings=found.pronunciation(),
        phonemes=found.phonemes(),
        language=found.phrasebook().language,
    )


def library(folder: str | None = None, language: str = LANGUAGE) -> Library:
    """What ships, before it the listener's own spots, routines and words.

    Args:
        folder: A library that goes before both.
        language: Of the words, by its code.

    Raises:
        RequestError: There is no such folder, or no such language.
    """
    named = [Path(os.path.expanduser(folder))] if folder else []
    for one in named:
        if not os.path.isdir(one):
            raise RequestError(f"there is no folder {one} to be a library")
    return open_library(*named, own_folder(), language=language)


@contextmanager
def _counting_what_lacks(request: Request, found: Library) -> Iterator[None]:
    """Of a language that is not complete, tell all that a session lacks at once."""
    try:
        yield
    except LanguageIncomplete as error:
        routines = [name for name in request.names if name in found.routines]
        spots = {*request.spots, *(name for name in request.names if name in found.spots)}
        needed = needed_for(found, routines, spots)
        raise incomplete(found, needed) or error from error


def write_sheet(request: Request, found: Library, *, for_file: bool = False) -> Sheet:
    """All that the script of a request is written from.

    Args:
        request: What is asked for.
        found: Where all of it is looked for.
        for_file: Whether it may be heard on any day, and by somebody who hears the coach for the
            first time. What is played today has the words of the day, and fewer of safety once they
            were heard in full on this machine.
    """
    with _counting_what_lacks(request, found):
        words, entry, book = found.safety_words(), found.gather(request.pick), found.phrasebook()
    times = 0 if for_file else times_heard()
    told = request.safety or ("short" if times else "full")
    first_few = not for_file and times < EXPLAINED
    return Sheet(
        entry,
        book,
        words.later if told == "short" else words.first,
        found.rules(),
        request.wishes(FILE_SEED if for_file else date.today().toordinal(), entry.talk),
        words.breath_hold,
        safety_told=told,
        explains=first_few if request.why is None else request.why,
    )
