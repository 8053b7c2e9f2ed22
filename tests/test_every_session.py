"""Every routine in every language, at every depth and amount of talk, placed.

Nothing overlaps, and nothing overruns.
"""

from itertools import pairwise

import pytest

from coach.choices import LANGUAGE, RATE_WPM, DepthName, Talk
from coach.content.breath import CALM
from coach.content.languages import list_languages
from coach.content.library import Library, open_library
from coach.content.pace import DEPTHS, QUIET_IN_HOLD
from coach.content.phrasebook import Phrasebook
from coach.disk.shipped import shipped
from coach.errors import VoiceUnavailable
from coach.script.sheet import Wishes
from coach.texts.captions import captions
from coach.texts.chapters import chapters
from coach.timeline.arrangement import Arrangement
from coach.timeline.timeline import PlacedSection, Timeline
from coach.units import seconds
from coach.voices.pronouncing import PronouncingVoice
from coach.voices.remembering import RememberingVoice
from coach.voices.voice import Voice, open_voice
from tests.nightly import nightly
from tests.sheets import written

ROUTINES, LESSONS = open_library().routines, open_library().lessons
TALKS: tuple[Talk, ...] = ("full", "brief", "bell")
LANGUAGES = list_languages([shipped("scripts")])


@pytest.fixture(scope="module", params=LANGUAGES)
def library(request: pytest.FixtureRequest) -> Library:
    """What comes with coach, in one of the languages."""
    return open_library(language=request.param)


@pytest.fixture(scope="module")
def book(library: Library) -> Phrasebook:
    """Its phrasebook."""
    return library.phrasebook()


@pytest.fixture(scope="module")
def silence(book: Phrasebook) -> Voice:
    """A voice that takes the time of the language."""
    return open_voice("silent", RATE_WPM, reading=book.language.reading)


@pytest.fixture(scope="module")
def spoken(library: Library, book: Phrasebook, tmp_path_factory: pytest.TempPathFactory) -> Voice:
    """The system's voice of the language; remembers what it said until all tests are done."""
    code = "" if library.language == LANGUAGE else f"pyttsx3:{library.language}"
    try:
        voice = open_voice(code, RATE_WPM)
    except VoiceUnavailable as error:
        pytest.skip(str(error))
    remembering = RememberingVoice(voice, tmp_path_factory.mktemp("voice"))
    return PronouncingVoice(remembering, library.pronunciation())


def placed(
    library: Library, book: Phrasebook, name: str, depth: DepthName, talk: Talk, voice: Voice
) -> Timeline:
    script = written(library.entry(name), book, Wishes(depth=depth, talk=talk))
    return Arrangement(script, voice).whole()


def check(timeline: Timeline) -> None:
    """No overlap, no overrun, and every section at its planned moment."""
    everything = list(timeline.placed)

    assert timeline.lasts == timeline.script.lasts
    assert [section.overrun for section in timeline.sections] == [0] * len(timeline.sections)
    assert all(one.lasts > 0 for one in everything)
    assert all(one.end <= other.start for one, other in pairwise(everything))
    for section in timeline.sections:
        check_quiet(section)
        check_beneath(section)
    check_captions(timeline)


def check_captions(timeline: Timeline) -> None:
    """One at a time, and each can be read while it stands: 20 letters a second are the most."""
    told = captions(timeline)

    assert all(one.end <= other.start for one, other in pairwise(told))
    assert max(len(one.text) * 1000 / (one.end - one.start) for one in told) <= 20


def check_quiet(section: PlacedSection) -> None:
    """In a hold, after any words, a quarter of a minute at least without words."""
    held = [one for one in section.placed if one.cue == "hold"]
    if not held:
        return
    begin, end = held[0].start, held[-1].end
    words = [one for one in section.placed if one.text and begin <= one.start < end]
    moments = [begin, *(moment for one in words for moment in (one.start, one.end)), end]

    assert all(
        end - start >= QUIET_IN_HOLD for start, end in zip(moments[::2], moments[1::2], strict=True)
    )


def check_beneath(section: PlacedSection) -> None:
    """Beneath circles or rolls, from their start on, one whole breath after the other."""
    work = [one for one in section.placed if one.cue in ("circle", "roll")]
    swells = section.beneath

    assert bool(swells) == bool(work)
    if work:
        assert swells[0].start == work[0].start
        assert work[-1].end - CALM.lasts < swells[-1].end <= work[-1].end
    assert [one.kind for one in swells] == ["in", "out"] * (len(swells) // 2)
    assert all(one.end == other.start for one, other in pairwise(swells))


@pytest.mark.parametrize("talk", ["full", nightly("brief"), nightly("bell")])
@pytest.mark.parametrize("depth", [nightly("quick"), "standard", nightly("deep")])
@pytest.mark.parametrize("name", ROUTINES)
def test_every_session_places_without_overlap_or_overrun(
    library: Library, book: Phrasebook, silence: Voice, name: str, depth: DepthName, talk: Talk
) -> None:
    check(placed(library, book, name, depth, talk, silence))


@pytest.mark.parametrize("name", ROUTINES)
def test_every_first_session_places_and_lasts_as_long_as_its_routine(
    library: Library, book: Phrasebook, silence: Voice, name: str
) -> None:
    entry = library.entry(name)
    script = written(entry, book, Wishes(), told="full", explains=True)
    timeline = Arrangement(script, silence).whole()

    check(timeline)
    assert timeline.lasts == seconds(60 * (entry.minutes or 0))
    assert timeline.sections[0].section.title == book.titles.before


@pytest.mark.nightly
@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("name", ROUTINES)
def test_every_session_places_with_the_real_voice(
    library: Library, book: Phrasebook, spoken: Voice, name: str, depth: DepthName, talk: Talk
) -> None:
    check(placed(library, book, name, depth, talk, spoken))


def check_talk(timeline: Timeline) -> None:
    """What a session keeps to, three to five whole minutes, and never long without a sound."""
    heard = [one for one in timeline.placed if one.sound is not None]

    check(timeline)
    assert 3 <= round(timeline.lasts / seconds(60)) <= 5
    assert len(chapters(timeline)) == len(timeline.sections)
    assert all(later.start - one.end <= seconds(5) for one, later in pairwise(heard))


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_places_without_overlap_or_overrun(
    library: Library, book: Phrasebook, silence: Voice, name: str
) -> None:
    check_talk(placed(library, book, name, "standard", "full", silence))


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_places_with_the_real_voice(
    library: Library, book: Phrasebook, spoken: Voice, name: str
) -> None:
    check_talk(placed(library, book, name, "standard", "full", spoken))


@pytest.mark.parametrize("name", ["feet", "quads"])
def test_a_session_places_with_the_real_voice(
    library: Library, book: Phrasebook, spoken: Voice, name: str
) -> None:
    check(placed(library, book, name, "standard", "full", spoken))
