from functools import cache

import pytest

from tests.versions import DECISIVE, FOLDER, STORED, House, Known, stored, today, told


@cache
def now() -> dict[str, Known]:
    """What would be stored of the house as it is."""
    return today(House())


@pytest.mark.parametrize("what", DECISIVE)
def test_what_decides_how_a_file_looks_and_sounds_is_as_it_was_when_its_version_was_counted(
    what: str,
) -> None:
    problem = told(what, stored()[what], now()[what])

    assert not problem, problem


def test_nothing_else_is_stored() -> None:
    assert list(stored()) == list(DECISIVE)
    assert len(STORED.read_text(encoding="utf-8").splitlines()) == len(DECISIVE)


@pytest.mark.parametrize(
    ("module", "written", "instead", "changed"),
    [
        ("pictures.palette", "ground=(28, 52, 60)", "ground=(28, 52, 61)", {"pictures"}),
        ("pictures.figure", "FIGURE_WIDTH = 0.6", "FIGURE_WIDTH = 0.61", {"pictures"}),
        ("pictures.canvas", "BOLD = 0.014", "BOLD = 0.015", {"pictures"}),
        ("voices.finishing", "SPEECH_LUFS = -20.0", "SPEECH_LUFS = -19.5", {"speech"}),
        ("sound.loudness", "CREST_DB = 11.0", "CREST_DB = 10.0", {"speech"}),
        ("sound.loudness", "MOST_HELD_DB = 6.0", "MOST_HELD_DB = 5.0", {"speech"}),
        ("sound.shaping", "db_to_gain(-45)", "db_to_gain(-50)", {"speech"}),
        ("sound.synthesis", "CHIME_DBFS = -18.0", "CHIME_DBFS = -17.0", {"sound"}),
        ("sound.synthesis", "= -16.5, -16.0, -14.0", "= -16.5, -16.0, -15.0", {"sound"}),
        ("sound.synthesis", "(5.4, 0.08, 0.25)", "(5.4, 0.09, 0.25)", {"sound"}),
        ("sound.loop", "LOUDEST = 0.2", "LOUDEST = 0.3", {"sound"}),
        ("sound.bed", "BED_LUFS = -33.0", "BED_LUFS = -32.0", {"sound"}),
        ("sound.loop", "FLOOR_DBFS = -70.0", "FLOOR_DBFS = -71.0", {"sound"}),
        ("timeline.gains", "SESSION_LUFS = -16.0", "SESSION_LUFS = -15.0", {"sound"}),
        ("timeline.gains", '"out": (-31.7,', '"out": (-31.8,', {"sound"}),
        ("timeline.mixer", "db_to_gain(-2.5)", "db_to_gain(-2.0)", {"sound"}),
        ("timeline.mixer", "DUCK_DB = -7.0", "DUCK_DB = -8.0", {"sound"}),
        (
            "timeline.mixer",
            "FADE_IN, FADE_OUT = seconds(1.5)",
            "FADE_IN, FADE_OUT = seconds(2)",
            {"sound"},
        ),
        ("export.tags", 'GENRE = "coach"', 'GENRE = "Coach"', {"tags"}),
        ("export.tags", '"\\xa9too"', '"\\xa9tool"', {"tags"}),
        (
            "texts.chapters",
            "SHORTEST_CHAPTER = seconds(20)",
            "SHORTEST_CHAPTER = seconds(9)",
            {"tags"},
        ),
        ("export.lane", "LAG = 2", "LAG = 3", {"pieces"}),
        ("export.encoder", '"s16le"', '"s24le"', {"encoding", "pieces"}),
        ("units", "return 10 ** (db / 20)", "return 2 ** (db / 6)", {"speech", "sound"}),
    ],
)
def test_a_colour_a_level_or_a_name_that_changes_is_told(
    module: str, written: str, instead: str, changed: set[str]
) -> None:
    source = (FOLDER / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
    assert source.count(written) == 1
    then = today(House({module: source.replace(written, instead)}))

    assert {what for what in DECISIVE if then[what] != now()[what]} == changed


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('"""The bed\'s gain while the voice speaks."""', '"""Its gain."""'),
        ("DUCK_DB = -7.0\n", "DUCK_DB = -7.0  # softer than it was\n"),
        ("    last: dict[tuple[str, int], Samples] = {}", "    last: dict[object, Samples] = {}"),
        (
            "frames = min(BLOCK, end - at)",
            "frames = min(\n                BLOCK, end - at\n            )",
        ),
    ],
)
def test_remarks_types_and_the_form_of_the_text_decide_nothing(written: str, instead: str) -> None:
    source = (FOLDER / "timeline/mixer.py").read_text(encoding="utf-8")
    assert source.count(written) == 1

    assert today(House({"timeline.mixer": source.replace(written, instead)})) == now()


def test_who_changes_it_is_told_what_to_do() -> None:
    before, after = Known(3, "0a"), Known(3, "0b")

    assert told("sound", before, after) == (
        "what a session sounds like has changed: if anybody can see or hear that, count up "
        "FILE_FORM in coach/export/fingerprint.py; then `python -m tests.versions` stores how it "
        "is now"
    )
    assert told("sound", before, Known(4, "0b")) == (
        "FILE_FORM has been counted up: `python -m tests.versions` stores how it is now"
    )
    assert told("sound", before, before) == ""
