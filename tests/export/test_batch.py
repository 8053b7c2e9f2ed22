import os
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from coach.content.phrasebook import Phrasebook
from coach.disk.whole import appearing
from coach.errors import CoachError, ExportError, NothingLeft, VoiceError
from coach.export.batch import Failed, Outcome, Task, Written, write_all
from coach.export.fingerprint import parse_fingerprint
from coach.export.manner import Manner, Progress
from coach.export.tags import read_tagged
from coach.script.cues import Bell, Rest, Say, Script, Section
from coach.sound.clip import Clip
from coach.texts.formats import BESIDE
from coach.units import Ms
from coach.voices.keeping import KeepingVoice
from coach.voices.voice import Voice
from tests.doubles import FailingVoice, FakeVoice
from tests.nightly import nightly
from tests.patience import PATIENCE_S
from tests.slow import SlowVoice

SECTION = Section("Feet", (Bell(Ms(2000)), Say("Roll it slowly.", Ms(900)), Rest(Ms(900), Ms(0))))


@pytest.fixture
def feet(book: Phrasebook) -> Script:
    return Script("feet", "Feet", "", (SECTION,), book=book)


def named(script: Script, name: str) -> Script:
    return replace(script, name=name, title=name.capitalize())


def task(path: Path, script: Script) -> Task:
    return Task(path, lambda: script)


def write(
    *tasks: Task,
    voice: Voice | None = None,
    bed: str = "none",
    captions: tuple[str, ...] = (),
    force: bool = False,
    jobs: int = 2,
) -> list[Outcome]:
    manner = Manner(captions=captions, force=force, jobs=jobs)
    return list(write_all(tasks, voice or FakeVoice(), manner, bed=bed))


def told(outcomes: list[Outcome]) -> dict[str, str]:
    """By the file's name, what was written of it, or why it was not."""
    return {
        one.path.name: one.what if isinstance(one, Written) else one.error.message
        for one in outcomes
    }


def ages(folder: Path) -> None:
    """Give every file a date long ago, to see which are written anew."""
    for path in folder.iterdir():
        os.utime(path, (1, 1))


def fresh(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.stat().st_mtime > 1)


def test_every_file_is_written(tmp_path: Path, feet: Script) -> None:
    outcomes = write(*(task(tmp_path / f"{n}.wav", named(feet, f"feet{n}")) for n in range(5)))

    assert told(outcomes) == {f"{n}.wav": "all" for n in range(5)}
    assert sorted(os.listdir(tmp_path)) == [f"{n}.wav" for n in range(5)]
    assert all(path.read_bytes().startswith(b"RIFF") for path in tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["mp3", "m4a", "opus", "flac", "wav"])
def test_what_is_up_to_date_is_left_alone_by_its_content_and_not_its_date(
    tmp_path: Path, feet: Script, kind: str
) -> None:
    path = tmp_path / f"feet.{kind}"
    write(task(path, feet))
    ages(tmp_path)

    assert told(write(task(path, feet))) == {path.name: "nothing"}
    assert fresh(tmp_path) == []


@pytest.mark.parametrize("kind", ["mp3", "opus", nightly("flac")])
@pytest.mark.parametrize("cut", [nightly(1), 5000])
def test_what_was_cut_off_is_written_anew(
    tmp_path: Path, feet: Script, kind: str, cut: int
) -> None:
    path = tmp_path / f"feet.{kind}"
    write(task(path, feet))
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])

    assert told(write(task(path, feet))) == {path.name: "all"}
    assert len(path.read_bytes()) == len(whole)


@pytest.mark.parametrize("kind", ["m4a", "wav"])
def test_what_was_cut_off_and_has_no_mark_any_more_is_told(
    tmp_path: Path, feet: Script, kind: str
) -> None:
    path = tmp_path / f"feet.{kind}"
    write(task(path, feet))
    path.write_bytes(path.read_bytes()[:-2])  # the last byte of a WAV can be one too many

    assert told(write(task(path, feet))) == {path.name: f"{path} exists already"}


def test_what_has_changed_is_written_anew(tmp_path: Path, feet: Script) -> None:
    path = tmp_path / "feet.wav"
    write(task(path, feet))
    before = read_tagged(path).fingerprint

    longer = replace(feet, sections=(SECTION, SECTION))
    assert told(write(task(path, longer))) == {"feet.wav": "all"}
    assert read_tagged(path).fingerprint != before
    assert told(write(task(path, longer), voice=FakeVoice(hz=300))) == {"feet.wav": "all"}
    assert told(write(task(path, longer), voice=FakeVoice(hz=300), bed="pad")) == {
        "feet.wav": "all"
    }


def test_what_is_up_to_date_is_written_anew_if_that_is_forced(tmp_path: Path, feet: Script) -> None:
    path = tmp_path / "feet.wav"
    write(task(path, feet))
    ages(tmp_path)

    assert told(write(task(path, feet), force=True)) == {"feet.wav": "all"}
    assert fresh(tmp_path) == ["feet.wav"]


@pytest.mark.parametrize("content", ["mine", ""])
def test_a_file_that_coach_did_not_write_stays(tmp_path: Path, feet: Script, content: str) -> None:
    path = tmp_path / "feet.wav"
    path.write_text(content)

    assert told(write(task(path, feet))) == {"feet.wav": f"{path} exists already"}
    assert path.read_text() == content


def test_a_file_that_coach_wrote_of_another_session_stays(tmp_path: Path, feet: Script) -> None:
    path = tmp_path / "feet.wav"
    write(task(path, named(feet, "arms")))

    assert isinstance(write(task(path, feet))[0], Failed)
    mark = parse_fingerprint(read_tagged(path).fingerprint)
    assert mark is not None
    assert mark.name == "arms"
    assert told(write(task(path, feet), force=True)) == {"feet.wav": "all"}


def no_stop() -> Script:
    raise NothingLeft("feet", ["feet (avoided)"])


def test_a_failure_spoils_no_other(tmp_path: Path, feet: Script) -> None:
    (tmp_path / "mine.wav").write_text("mine")
    outcomes = write(
        task(tmp_path / "one.wav", feet),
        Task(tmp_path / "nothing.wav", no_stop),
        task(tmp_path / "mine.wav", feet),
        task(tmp_path / "nowhere" / "two.wav", feet),
        task(tmp_path / "three.wav", feet),
    )

    assert told(outcomes)["nothing.wav"].startswith("nothing is left of feet: feet (avoided)")
    assert {one.path.name for one in outcomes if isinstance(one, Written)} == {
        "one.wav",
        "three.wav",
    }
    assert sorted(os.listdir(tmp_path)) == ["mine.wav", "one.wav", "three.wav"]


def test_a_phrase_that_cannot_be_spoken_fails_its_own_session(tmp_path: Path, feet: Script) -> None:
    (outcome,) = write(task(tmp_path / "feet.wav", feet), voice=FailingVoice(speaks=0))

    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, VoiceError)
    assert os.listdir(tmp_path) == []


class Speaking(FakeVoice):
    """Notes which threads ask it for a phrase that it has not said before."""

    def __init__(self) -> None:
        super().__init__()
        self.threads = set[int]()

    def speak(self, text: str) -> Clip:
        """See `FakeVoice.speak`."""
        if text not in self.spoken:
            self.threads.add(threading.get_ident())
        return super().speak(text)


def test_a_voice_that_may_speaks_several_phrases_at_once_and_each_of_them_once(
    tmp_path: Path, feet: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.export.batch.cores", lambda: 2)
    says = [Say(f"roll {word}", Ms(60)) for word in "abcdef"]
    longer = replace(feet, sections=(SECTION, Section("More", (*says, Rest(Ms(900), Ms(0))))))
    slow = SlowVoice(3.0, at_once=2)
    tasks = [task(tmp_path / f"{n}.wav", named(longer, "feet")) for n in range(2)]

    assert told(write(*tasks, voice=KeepingVoice(slow))) == {"0.wav": "all", "1.wav": "all"}
    write(task(tmp_path / "quick.wav", named(longer, "feet")), voice=FakeVoice(word_ms=30))
    assert slow.most == 2
    assert sorted(slow.spoken) == ["Roll it slowly.", *(say.text for say in says)]
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1


def test_only_the_thread_that_asks_for_the_outcomes_speaks(tmp_path: Path, feet: Script) -> None:
    voice = Speaking()
    sessions = [
        replace(
            feet, name=str(n), sections=(Section("A", (Say(f"Number {n}.", Ms(900)),)), SECTION)
        )
        for n in range(6)
    ]
    write(*(task(tmp_path / f"{n}.wav", one) for n, one in enumerate(sessions)), voice=voice)

    assert voice.threads == {threading.get_ident()}


@pytest.mark.parametrize("jobs", [2, None])
def test_as_many_are_written_at_once_as_there_are_jobs_or_cores_to_use(
    tmp_path: Path, feet: Script, monkeypatch: pytest.MonkeyPatch, jobs: int | None
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {1, 3}, raising=False)
    threads = set[int]()

    def watch(_path: Path, _lasts: Ms) -> Progress:
        threads.add(threading.get_ident())
        both.wait(timeout=PATIENCE_S)
        return lambda _done: None

    both = threading.Barrier(2)
    tasks = [task(tmp_path / f"{n}.wav", named(feet, str(n))) for n in range(4)]
    list(write_all(tasks, FakeVoice(), Manner(jobs=jobs), bed="none", watch=watch))

    assert len(threads) == 2


def test_progress_is_told_of_each_file_to_its_end(tmp_path: Path, feet: Script) -> None:
    heard: dict[str, list[int]] = {}

    def watch(path: Path, lasts: Ms) -> Progress:
        heard[path.name] = [-lasts]
        return lambda done: heard[path.name].append(done)

    tasks = [task(tmp_path / f"{n}.wav", named(feet, str(n))) for n in range(3)]
    list(write_all(tasks, FakeVoice(), Manner(jobs=2), bed="none", watch=watch))

    assert sorted(heard) == ["0.wav", "1.wav", "2.wav"]
    assert all(one[-1] == -one[0] for one in heard.values())


def endless(feet: Script) -> Script:
    return replace(feet, sections=(Section("Long", (Rest(Ms(3_600_000), Ms(0)),)),))


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_whatever_ends_it_in_the_middle_stops_all_and_leaves_nothing_half_written(
    tmp_path: Path, feet: Script, error: type[BaseException]
) -> None:
    def fail() -> Script:
        raise error

    tasks = [
        task(tmp_path / "one.wav", feet),
        task(tmp_path / "two.wav", endless(feet)),
        task(tmp_path / "three.wav", endless(feet)),
        Task(tmp_path / "four.wav", fail),
    ]
    with pytest.raises(error):
        list(write_all(tasks, FakeVoice(), Manner(jobs=2), bed="none"))

    assert set(os.listdir(tmp_path)) <= {"one.wav"}


def test_who_wants_no_more_outcomes_ends_it(tmp_path: Path, feet: Script) -> None:
    tasks = [task(tmp_path / "one.wav", feet), task(tmp_path / "two.wav", endless(feet))]
    with closing(write_all(tasks, FakeVoice(), Manner(jobs=2), bed="none")) as writing:
        assert next(writing).path.name == "one.wav"

    assert os.listdir(tmp_path) == ["one.wav"]


def test_what_cannot_go_on_after_a_mistake_in_the_program_is_raised(
    tmp_path: Path, feet: Script
) -> None:
    def watch(_path: Path, _lasts: Ms) -> Progress:
        raise ZeroDivisionError

    writing = write_all(
        [task(tmp_path / "feet.wav", feet)],
        FakeVoice(),
        Manner(),
        bed="none",
        watch=watch,
    )
    with pytest.raises(ZeroDivisionError):
        list(writing)


# What lies beside.


def test_captions_appear_beside_the_file(tmp_path: Path, feet: Script) -> None:
    (outcome,) = write(task(tmp_path / "feet-05min.wav", feet), captions=tuple(BESIDE))
    assert isinstance(outcome, Written)

    assert {path.name: path.read_text() for path in tmp_path.glob("*.[!w]*")} == {
        f"feet-05min.{kind}": f"{make(outcome.timeline)}\n" for kind, make in BESIDE.items()
    }


def test_captions_that_are_up_to_date_are_left_alone(tmp_path: Path, feet: Script) -> None:
    path = tmp_path / "feet.wav"
    write(task(path, feet), captions=("srt", "txt"))
    ages(tmp_path)

    assert told(write(task(path, feet), captions=("srt", "txt"))) == {"feet.wav": "nothing"}
    assert fresh(tmp_path) == []


def test_captions_that_are_missing_are_written_and_the_file_is_left_alone(
    tmp_path: Path, feet: Script
) -> None:
    path = tmp_path / "feet.wav"
    write(task(path, feet), captions=("srt",))
    ages(tmp_path)

    assert told(write(task(path, feet), captions=("srt", "md"))) == {"feet.wav": "captions"}
    assert fresh(tmp_path) == ["feet.md"]


def test_captions_that_coach_wrote_are_brought_up_to_date(tmp_path: Path, feet: Script) -> None:
    path = tmp_path / "feet.wav"
    write(task(path, feet), captions=("srt",))
    before = (tmp_path / "feet.srt").read_text()
    longer = replace(feet, sections=(SECTION, SECTION))

    assert told(write(task(path, longer), captions=("srt",))) == {"feet.wav": "all"}
    assert (tmp_path / "feet.srt").read_text() != before


def test_captions_of_before_are_brought_up_to_date_also_where_none_are_asked_for(
    tmp_path: Path, feet: Script
) -> None:
    path = tmp_path / "feet.wav"
    write(task(path, feet), captions=("srt", "txt"))
    (tmp_path / "feet.txt").write_text("my own notes\n")
    (tmp_path / "feet.md").mkdir()
    longer = replace(feet, sections=(SECTION, SECTION))

    (outcome,) = write(task(path, longer))
    assert isinstance(outcome, Written)
    assert (tmp_path / "feet.srt").read_text() == f"{BESIDE['srt'](outcome.timeline)}\n"
    assert (tmp_path / "feet.txt").read_text() == "my own notes\n"
    assert sorted(os.listdir(tmp_path)) == ["feet.md", "feet.srt", "feet.txt", "feet.wav"]
    assert told(write(task(path, longer), captions=("srt",))) == {"feet.wav": "nothing"}
    longest = replace(feet, sections=(SECTION, SECTION, SECTION))
    assert told(write(task(path, longest), captions=("srt",))) == {"feet.wav": "all"}


@pytest.mark.parametrize("there", [False, True])
def test_captions_that_coach_did_not_write_stay_and_so_does_all_else(
    tmp_path: Path, feet: Script, there: bool
) -> None:
    path, other = tmp_path / "feet.wav", tmp_path / "feet.txt"
    if there:
        write(task(path, feet))
    other.write_text("my own notes\n")
    before = sorted(os.listdir(tmp_path))
    longer = replace(feet, sections=(SECTION, SECTION))

    assert told(write(task(path, longer), captions=("srt", "txt"))) == {
        "feet.wav": f"{other} exists already"
    }
    assert other.read_text() == "my own notes\n"
    assert sorted(os.listdir(tmp_path)) == before

    assert told(write(task(path, longer), captions=("srt", "txt"), force=True)) == {
        "feet.wav": "all"
    }


def test_captions_whose_place_is_a_folder_are_told(tmp_path: Path, feet: Script) -> None:
    (tmp_path / "feet.srt").mkdir()

    (failed,) = write(task(tmp_path / "feet.wav", feet), captions=("srt",), force=True)
    assert isinstance(failed, Failed)
    assert failed.error.message.startswith(f"{tmp_path}/feet.srt cannot be replaced: ")
    assert os.listdir(tmp_path) == ["feet.srt"]


def test_a_file_that_fails_leaves_no_captions(tmp_path: Path, feet: Script) -> None:
    class Once(FakeVoice):
        """Speaks while it is placed, and not while it is written."""

        def speak(self, text: str) -> Clip:
            """See `FakeVoice.speak`."""
            if threading.current_thread() is not threading.main_thread():
                raise VoiceError("no more")
            return super().speak(text)

    (failed,) = write(task(tmp_path / "feet.wav", feet), captions=("srt",), voice=Once())

    assert isinstance(failed, Failed)
    assert os.listdir(tmp_path) == []


def test_what_a_killed_program_left_long_ago_is_cleared(tmp_path: Path, feet: Script) -> None:
    path = tmp_path / "feet.wav"
    with appearing(path) as part:
        pass
    path.rename(part)
    os.utime(part, (1, 1))
    write(task(path, feet))

    assert os.listdir(tmp_path) == ["feet.wav"]


@pytest.mark.parametrize("error", [ExportError, VoiceError])
def test_a_failure_keeps_its_error(tmp_path: Path, error: type[CoachError]) -> None:
    def fail() -> Script:
        raise error("no")

    (failed,) = write(Task(tmp_path / "feet.wav", fail))

    assert isinstance(failed, Failed)
    assert type(failed.error) is error
