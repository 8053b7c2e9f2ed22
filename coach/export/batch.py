"""A batch: sessions placed one after the other, and written side by side."""

import os
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Literal, get_args

from coach.choices import BED, CaptionKind
from coach.disk import appearing_texts, clear_stale
from coach.errors import CoachError, ExportError, PathTaken, told_as
from coach.export.fingerprint import Fingerprint, digest, make_fingerprint, parse_fingerprint
from coach.export.manner import Manner, Progress, check_file
from coach.export.tags import Tagged, read_tagged
from coach.script import Script
from coach.sound import Bed, open_bed
from coach.timeline import Arrangement, Timeline
from coach.traces import quiet_logger
from coach.units import Ms
from coach.voices import Voice, cores, speaking_ahead

_logger = quiet_logger(__name__)

BATCH_LOOK_S = 0.1
"""How long it waits at most without a look around."""

SPEAKING_LOOK_S = 0.02
"""How often it looks whether a phrase is there that is spoken on another thread."""

WatchFile = Callable[[Path, Ms], Progress]
"""Told by the thread that writes it which file is begun, and how long it will be."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be written."""

    path: Path
    script: Callable[[], Script]
    """Writes what it holds; it may raise a `CoachError`."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is there now as it should be."""

    path: Path
    timeline: Timeline
    what: Literal["all", "captions", "nothing"]
    """What of it was written; nothing where it was up to date."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that was not written; what stood in its place still does."""

    path: Path
    error: CoachError


Outcome = Written | Failed


def write_all(
    tasks: Sequence[Task],
    voice: Voice,
    manner: Manner,
    *,
    bed: str | None,
    watch: WatchFile = lambda _p, _l: _unwatched,
    look: Callable[[], None] = lambda: None,
) -> Generator[Outcome]:
    """Write files, several at once; each outcome comes as soon as it is known.

    The thread that asks for the outcomes places the sessions. The voice speaks in no other, unless
    it may speak several phrases at once; the threads that write only recall what it said. A file
    that coach wrote before is left alone if it holds what would be written, and replaced if it is
    of a session of the same name. Closing the iterator, or an exception in it, ends all writing and
    leaves nothing half-written; ``look`` is called again and again by the thread that asks, and may
    raise one.
    """
    jobs = manner.jobs or cores()
    workers = max(1, min(jobs, len(tasks)))
    manner = replace(manner, jobs=jobs // workers)
    pending: set[Future[Outcome]] = set()
    with (
        speaking_ahead(voice, threads=cores()) as speaker,
        ThreadPoolExecutor(workers) as pool,
    ):
        writer = _Writer(speaker, bed, manner, watch, threading.Event(), look)
        try:
            for task in tasks:
                prepared = writer.prepare(task)
                if isinstance(prepared, _Prepared):
                    pending.add(pool.submit(writer.write, prepared))
                else:
                    yield prepared
                yield from _finished(pending, look, most=2 * workers)
            yield from _finished(pending, look, most=1)
        finally:
            writer.stop.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _finished(
    pending: set[Future[Outcome]], look: Callable[[], None], *, most: int
) -> Iterator[Outcome]:
    """Take what is done out of what is pending, until there are fewer than so many."""
    while True:
        look()
        patience_s = BATCH_LOOK_S if len(pending) >= most else 0
        done, _ = wait(pending, timeout=patience_s, return_when=FIRST_COMPLETED)
        pending -= done
        yield from (future.result() for future in done)
        if len(pending) < most:
            return


def _unwatched(_done: Ms) -> None:
    pass


class _Stopped(Exception):
    """The batch was ended while a file was being written."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A session that is placed and has to be written."""

    path: Path
    timeline: Timeline
    bed: Bed | None
    fingerprint: Fingerprint
    beside: list[tuple[Path, str]]
    replaces: bool


@dataclass(frozen=True, slots=True)
class _Writer:
    """Prepares in one thread, and writes in several."""

    voice: Voice
    bed: str | None
    """The one that is asked for; None for each session's own."""
    manner: Manner
    """Of each file: its jobs are those that may work on one."""
    watch: WatchFile
    stop: threading.Event
    look: Callable[[], None]

    def prepare(self, task: Task) -> _Prepared | Outcome:
        """Place a session, and look at what is there already."""
        try:
            return self._prepared(task.path, task.script())
        except CoachError as error:
            _logger.warning("a file is not written", exc_info=True)
            return Failed(task.path, error)

    def _prepared(self, path: Path, script: Script) -> _Prepared | Outcome:
        there = _there(path)
        known = parse_fingerprint(there.fingerprint)
        replaces = self.manner.force or (known is not None and known.name == script.name)
        form = check_file(path, replace(self.manner, force=replaces))
        clear_stale(path)
        timeline = self._placed(script)
        bed = open_bed(self.bed or timeline.script.bed or BED)
        text = cache(partial(_text_of, timeline))
        mark = partial(
            make_fingerprint,
            timeline,
            self.voice,
            bed,
            encoding=(form.codec, self.manner.rate_kbps, self.manner.mono),
            theme=self.manner.theme,
        )
        beside = list(self._beside(path, text, known))
        made = {_kind(other): told for other, told in beside}
        same = known is not None and known.includes(mark(texts=made))
        if same and not self.manner.force and there.is_whole(timeline.lasts):
            return _only_beside(path, timeline, beside)
        fingerprint = mark(texts={kind: text(kind) for kind in get_args(CaptionKind)})
        return _Prepared(path, timeline, bed, fingerprint, beside, replaces)

    def _placed(self, script: Script) -> Timeline:
        arrangement = Arrangement(script, self.voice)
        while arrangement.reached < len(arrangement):
            if not arrangement.advance():
                time.sleep(SPEAKING_LOOK_S)
            self.look()
        return arrangement.whole()

    def _beside(
        self, path: Path, text: Callable[[str], str], known: Fingerprint | None
    ) -> Iterator[tuple[Path, str]]:
        """The texts that are not there yet as they should be.

        They are those that are asked for, and those of before: no file of coach's tells of other
        words than the sound beside it.

        Raises:
            ExportError: In the place of one is a file that coach did not write, or that cannot be
                read.
        """
        for kind in get_args(CaptionKind):
            other = path.with_suffix(f".{kind}")
            ours = known is not None and _is(other, known.beside.get(kind, ""))
            if not (ours or kind in self.manner.captions):
                continue
            clear_stale(other)
            there = _read(other)
            if there == text(kind):
                continue
            if there is not None and not (ours or self.manner.force):
                raise PathTaken(other)
            yield other, text(kind)

    def write(self, prepared: _Prepared) -> Outcome:
        """Write one file, with what belongs beside it."""
        from coach.export.writing import write_session  # what is up to date does without

        progress = self.watch(prepared.path, prepared.timeline.lasts)

        def go_on(done: Ms) -> None:
            if self.stop.is_set():
                raise _Stopped
            progress(done)

        try:
            write_session(
                prepared.timeline,
                self.voice,
                prepared.bed,
                prepared.path,
                replace(self.manner, force=prepared.replaces),
                progress=go_on,
                fingerprint=str(prepared.fingerprint),
                beside=prepared.beside,
            )
        except CoachError as error:
            _logger.warning("a file is not written", exc_info=True)
            return Failed(prepared.path, error)
        return Written(prepared.path, prepared.timeline, "all")


def _only_beside(path: Path, timeline: Timeline, beside: list[tuple[Path, str]]) -> Written:
    problem = f"{path}: its captions cannot be written"
    with told_as(ExportError, problem), appearing_texts(beside):
        return Written(path, timeline, "captions" if beside else "nothing")


def _text_of(timeline: Timeline, kind: str) -> str:
    from coach.texts import BESIDE  # most files have nothing beside them

    return BESIDE[kind](timeline)


def _kind(beside: Path) -> str:
    return beside.suffix.removeprefix(".")


def _there(path: Path) -> Tagged:
    with told_as(ExportError, f"{path} cannot be read"):
        return read_tagged(path)


def _is(path: Path, digested: str) -> bool:
    """Whether this text stands in a file."""
    there = None if os.path.isdir(path) else _read(path)
    return there is not None and digest(there) == digested


def _read(path: Path) -> str | None:
    """What stands in a file of text, but its last line's end; None if there is no file."""
    with told_as(ExportError, f"{path} cannot be replaced"), suppress(FileNotFoundError):
        return path.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
    return None
