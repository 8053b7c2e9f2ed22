import os
from pathlib import Path

import pytest

from coach.authoring.checking import Found, check_all, check_files
from coach.content.library import Library, open_library
from coach.content.pace import DEPTHS
from coach.content.phrasebook import Phrasebook
from coach.disk.shipped import shipped
from coach.script.dose import Dose
from coach.script.sheet import Wishes
from coach.script.writer import write
from tests.sheets import sheet

SPOT = """\
region = "legs"
sides = "each"

[ways.chair]
tools = ["hands"]
place = "chair"
technique = "circles"

[body]
view = "back"
x = 0.4
y = 0.7
"""
WORDS = """\
name = "calf"
plain = "the back of the lower leg"
sided = "the back of the {side} lower leg"
find = "Search down the {side} calf."
keep_off = "Stay off the back of the knee."
test = "Pull your {side} foot up."
retest = "Pull it up again."
position.chair = "Sit with your {side} ankle on the {other} knee."
"""
STOP = '[[stops]]\nspot = "calves"\n'


def put(root: Path, **texts: str) -> list[Path]:
    """Files by their path without its end, two underscores for a slash."""
    paths = [root / f"{name.replace('__', '/')}.toml" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return paths


def told(found: Found, root: Path) -> list[str]:
    """Every mistake as it is told, without the folder of the test."""
    return [
        f"{path}:{mistake.line}: {mistake}".replace(f"{root}/", "")
        for path, mistakes in found.items()
        for mistake in mistakes
    ]


BROKEN: dict[str, tuple[str, str, list[str]]] = {
    "stops whose spots are not there, or cannot be worked so": (
        "desk",
        '[[stops]]\nspot = "calfs"\n\n[[stops]]\nspot = "calves"\nplace = "wall"\n',
        [
            "desk.toml:2: stops.1.spot: there is no spot 'calfs'; did you mean calves?",
            (
                "desk.toml:4: stops.2: calves cannot be worked so; its ways are hands (chair) or "
                "massage-stick (chair) or tennis-ball, spiky-ball, lacrosse-ball (floor) or "
                "foam-roller (floor)"
            ),
        ],
    ),
    "wrong words, unknown keys, missing keys": (
        "desk",
        'pace = "brisc"\ntitel = "Desk"\n[[stops]]\ntool = "tennis"\nleft = "yes"\n',
        [
            "desk.toml:1: pace: 'brisc' is not one of brisk, even, slow; did you mean brisk?",
            (
                "desk.toml:2: titel: is no known key here; the keys are stops, minutes, "
                "pace, bed, talk, teaches, title, purpose; did you mean title?"
            ),
            "desk.toml:3: stops.1: spot is missing",
            (
                "desk.toml:4: stops.1.tool: 'tennis' is not one of hands, heel-of-hand, thumb, "
                "tennis-ball, two-balls, spiky-ball, lacrosse-ball, massage-stick, "
                "foam-roller; did you mean tennis-ball?"
            ),
            "desk.toml:5: stops.1.left: 'yes': should be a number, not text",
        ],
    ),
    "no stop": (
        "desk",
        'title = ""\nstops = []\n',
        [
            "desk.toml:1: title: '': should be text of length >= 1",
            "desk.toml:2: stops: a list: should be a list of length >= 1",
        ],
    ),
    "no TOML": (
        "desk",
        'title = "Desk"\n[[stops]\nspot = "calves"\n',
        [
            "desk.toml:2: this is not TOML: Expected ']]' at the end of an array declaration",
        ],
    ),
    "empty": (
        "desk",
        "",
        [
            "desk.toml:1: stops is missing",
        ],
    ),
    "a spot": (
        "spots/shin",
        SPOT.replace('"chair"', '"sofa"').replace("x = 0.4", "x = 4"),
        [
            "spots/shin.toml:1: has no words; they belong in en/spots/shin.toml",
            "spots/shin.toml:6: ways.chair.place: 'sofa' is not one of floor, wall, chair.",
            "spots/shin.toml:11: body.x: 4: should be a number <= 1.0",
        ],
    ),
    "a spot whose tool does not fit": (
        "spots/shin",
        SPOT.replace('"hands"', '"foam-roller"'),
        [
            "spots/shin.toml:1: has no words; they belong in en/spots/shin.toml",
            (
                "spots/shin.toml:5: ways.chair.tools.1: foam-roller is for rolls, and this way "
                "says circles"
            ),
        ],
    ),
    "a spot's words": (
        "en/spots/calves",
        WORDS.replace("{other}", "{otter}").replace("again.", "again"),
        [
            "en/spots/calves.toml:1: roll is missing: the spot has a way with rolls",
            "en/spots/calves.toml:7: retest: is spoken, so it should end with a full stop",
            (
                "en/spots/calves.toml:8: position: chair-hands is missing: the spot has a way of "
                "that name"
            ),
            (
                "en/spots/calves.toml:8: position: chair-stick is missing: the spot has a way of "
                "that name"
            ),
            (
                "en/spots/calves.toml:8: position: floor-ball is missing: the spot has a way of "
                "that name"
            ),
            (
                "en/spots/calves.toml:8: position: floor-roller is missing: the spot has a way of "
                "that name"
            ),
            (
                "en/spots/calves.toml:8: position.chair: the spot has no way chair; did you mean "
                "chair-stick or chair-hands?"
            ),
            (
                "en/spots/calves.toml:8: position.chair: {otter} cannot stand here; allowed: "
                "{other} {other.first} {other.label} {side} {side.first} {side.label}; did you "
                "mean other?"
            ),
        ],
    ),
    "words of no spot": (
        "en/spots/calfs",
        WORDS,
        [
            ("en/spots/calfs.toml:1: there is no spot 'calfs' to have words; did you mean calves?"),
        ],
    ),
    "a routine's words": (
        "en/routines/sholders",
        'title = " "\nfor = "x"\n',
        [
            "en/routines/sholders.toml:1: purpose is missing",
            (
                "en/routines/sholders.toml:1: there is no routine 'sholders' to have words; did "
                "you mean shoulders?"
            ),
            "en/routines/sholders.toml:1: title: ' ': should be text on one line, and not blank",
            (
                "en/routines/sholders.toml:2: for: is no known key here; the keys are title, "
                "purpose, joined."
            ),
        ],
    ),
    "a lesson": (
        "en/lessons/feet",
        'title = "Feet"\n[[chapters]]\ntitle = "One"\nparagraphs = ["Sit."]\nbreths = 1\n',
        [
            "en/lessons/feet.toml:1: purpose is missing",
            (
                "en/lessons/feet.toml:1: the routine 'feet' hides it: one of the two needs another "
                "name"
            ),
            "en/lessons/feet.toml:1: the spot 'feet' hides it: one of the two needs another name",
            (
                "en/lessons/feet.toml:5: chapters.1.breths: is no known key here; the keys are "
                "title, paragraphs, breaths; did you mean breaths?"
            ),
        ],
    ),
    "a lesson's sentences": (
        "en/lessons/sock",
        (
            'title = "A sock"\npurpose = "for a test"\n'
            '[[chapters]]\ntitle = "One"\nparagraphs = ["Sit", "In 2 ways."]\n'
        ),
        [
            (
                "en/lessons/sock.toml:5: chapters.1.paragraphs.1: is spoken, so it should end with "
                "a full stop"
            ),
            (
                "en/lessons/sock.toml:5: chapters.1.paragraphs.2: '2' is not for the ear; write it "
                "in words"
            ),
        ],
    ),
    "a part of a phrasebook": (
        "en/phrasebook",
        '[moments]\nwelcome = ["Hello {name}."]\n[bell]\nholt = ["Hold."]\n',
        [
            (
                "en/phrasebook.toml:2: moments.welcome.1: {name} cannot stand here; allowed: "
                "{minutes} {title}."
            ),
            "en/phrasebook.toml:4: bell.holt: is no moment of a session; did you mean hold?",
        ],
    ),
    "pronunciations": (
        "en/pronunciation",
        'soleus = 1\ngluteus = ""\n',
        [
            "en/pronunciation.toml:1: soleus: 1: should be text, not a whole number",
            "en/pronunciation.toml:2: gluteus: '': should be text of length >= 1",
        ],
    ),
    "phonemes": (
        "en/phonemes",
        'soleus = "sOlius"\ngluteus = "glute"\n',
        ["en/phonemes.toml:2: gluteus: 'glute' has 'g', which is no phoneme; ɡ instead of g"],
    ),
    "settings": (
        "coach",
        'depth = "deap"\nrate = 900\nplayer = 1\n',
        [
            ("coach.toml:1: depth: 'deap' is not one of quick, standard, deep; did you mean deep?"),
            "coach.toml:2: rate: 900: should be a whole number <= 220",
            "coach.toml:3: player: 1: should be text, not a whole number",
        ],
    ),
    "rules": (
        "safety",
        "longest_hold_s = 0\nexcluded = []\n",
        [
            "safety.toml:1: longest_session_min is missing",
            "safety.toml:1: longest_side_s is missing",
            "safety.toml:1: longest_hold_s: 0: should be a whole number >= 1",
        ],
    ),
    "words of safety": (
        "en/safety",
        'never = ["the eyes."]\n',
        [
            "en/safety.toml:1: ask is missing",
            "en/safety.toml:1: breath_hold is missing",
            "en/safety.toml:1: first is missing",
            "en/safety.toml:1: later is missing",
            "en/safety.toml:1: skip is missing",
            "en/safety.toml:1: stop is missing",
        ],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_every_mistake_of_a_file_is_told_with_its_line_and_place(name: str, tmp_path: Path) -> None:
    relative, text, mistakes = BROKEN[name]
    files = put(tmp_path, **{relative.replace("/", "__"): text})

    assert told(check_files(files, open_library()), tmp_path) == mistakes


def test_every_file_that_ships_is_checked_and_right(library: Library) -> None:
    found = check_all(library)
    scripts = shipped("scripts")
    every = {path for path in scripts.rglob("*.toml") if path.is_file()}

    assert told(found, scripts) == []
    assert set(found) == every - {scripts / "heard.toml"}
    assert len(every) > 100


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    put(
        tmp_path,
        spots__shin=SPOT.replace("legs", "leg"),
        en__spots__shin=WORDS.replace("again.", "again"),
        en__spots__chin=WORDS,
        routines__desk='[[stops]]\nspot = "chin"\n[[stops]]\nspot = "shin"\n',
        routines__legs='stops = "calves"\n',
        en__routines__desk='title = "Desk"\n',
        en__phrasebook='titles.spot = "{nome}"\n',
        en__pronunciation="soleus = 1\n",
    )

    assert told(check_all(open_library(tmp_path)), tmp_path) == [
        "en/phrasebook.toml:1: titles.spot: {nome} cannot stand here; allowed: {name} {other} "
        "{other.first} {other.label} {side} {side.first} {side.label}; did you mean name?",
        "en/pronunciation.toml:1: soleus: 1: should be text, not a whole number",
        "spots/shin.toml:1: region: 'leg' is not one of head, neck, jaw, shoulders, upper-back, "
        "chest, arms, hands, back, hips, legs, feet; did you mean legs?",
        "en/spots/shin.toml:7: retest: is spoken, so it should end with a full stop",
        "routines/desk.toml:2: stops.1.spot: there is no spot 'chin'; did you mean shin or shins?",
        "routines/legs.toml:1: stops: 'calves': should be a list, not text",
        "en/spots/chin.toml:1: there is no spot 'chin' to have words; did you mean shin or shins?",
        "en/routines/desk.toml:1: purpose is missing",
    ]


def test_a_wrong_spot_is_told_once_and_hides_no_mistake_of_its_routines(tmp_path: Path) -> None:
    spot = put(tmp_path, spots__shin=SPOT.replace("each", "both"), en__spots__shin=WORDS)[0]
    routines = put(
        tmp_path,
        routines__one='[[stops]]\nspot = "shin"\n[[stops]]\nspot = "nowhere"\n',
        routines__two='[[stops]]\nspot = "shin"\n',
    )
    found = check_files(routines, open_library())

    assert told(found, tmp_path) == [
        "routines/one.toml:4: stops.2.spot: there is no spot 'nowhere'.",
        "spots/shin.toml:2: sides: 'both' is not one of each, middle.",
    ]
    assert list(found) == [routines[0], spot, routines[1]]


def test_the_right_files_around_a_file_are_not_among_what_is_found(tmp_path: Path) -> None:
    put(tmp_path, spots__shin=SPOT, en__spots__shin=WORDS)
    routines = put(tmp_path, routines__one='[[stops]]\nspot = "shin"\n')

    assert check_files(routines, open_library()) == {routines[0]: []}


def test_no_routine_has_too_many_stops_as_some_are_left_out(tmp_path: Path) -> None:
    spots = ["calves", "chest", "feet", "gluteus", "quads", "soleus", "shins", "lats"]
    stops = "".join(f'[[stops]]\nspot = "{spot}"\n' for spot in spots)
    files = put(tmp_path, long=f'\ntitle = "Long"\n{stops}', short=f"minutes = 3\n{stops}")

    assert told(check_files(files, open_library()), tmp_path) == []


def test_times_of_a_stop_that_break_the_limits_are_told(tmp_path: Path) -> None:
    stops = '[[stops]]\nspot = "feet"\nleft = 5\n\n[[stops]]\nspot = "calves"\nleft = 3\n'
    files = put(tmp_path, lame=stops.replace("left = 5", "left = 2"), far=stops)
    files += put(tmp_path, held=stops.replace("left = 5", "hold = 60\nleft = 3"))

    assert told(check_files(files, open_library()), tmp_path) == [
        "far.toml:3: stops.1.left: 5: should be a number <= 4.0",
        "held.toml:1: stops.1: the left side of feet is worked for 216 s, and one side of a "
        "muscle may be worked for 180 s; shorten hold or work, or take a stop out",
        "held.toml:4: stops.1.left: 3 times a hold of 60 s is 180 s, and feet may be held for "
        "120 s; at most 2 is allowed here",
    ]


def test_a_session_is_shorter_when_it_is_shallower(library: Library, book: Phrasebook) -> None:
    for name in library.routines:
        entry = library.entry(name)
        lengths = [
            write(
                sheet(entry, book, Wishes(depth=depth)), Dose(times.hold, times.work), minutes=20
            ).lasts
            for depth, times in DEPTHS.items()
        ]

        assert list(DEPTHS) == ["quick", "standard", "deep"]
        assert lengths == sorted(set(lengths))


def test_no_file_is_too_strange_to_be_told_of(tmp_path: Path) -> None:
    strange = {
        "binary.toml": b"\xff\xfe\x00\x01",
        "huge.toml": b"#" * 1_000_001,
        "deep.toml": b"a = " + b"[" * 5000,
        "dotted.toml": b"[" + b".".join([b"a"] * 3000) + b"]",
        "nul.toml": b"a = \x00",
        "desk.txt": STOP.encode(),
    }
    for name, data in strange.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder.toml").mkdir()
    paths = [tmp_path / name for name in (*strange, "folder.toml", "missing.toml")]
    mistakes = told(check_files(paths, open_library()), tmp_path)

    assert mistakes[3].startswith("dotted.toml:1: ")
    assert mistakes[:3] + mistakes[-4:] == [
        "binary.toml:1: is not UTF-8 text",
        "huge.toml:1: is larger than 100 kB, which no such file should be",
        "deep.toml:1: this is not TOML: maximum recursion depth exceeded",
        "nul.toml:1: this is not TOML: Invalid value",
        "desk.txt:1: should have a name that ends in .toml",
        "folder.toml:1: is a folder; name the files in it, or check all of it as a library",
        "missing.toml:1: cannot be read: No such file or directory",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, routines__desk=STOP)
    os.mkfifo(tmp_path / "routines" / "pipe.toml")
    (tmp_path / "spots" / "calves.toml").mkdir(parents=True)
    mistakes = told(check_all(open_library(tmp_path)), tmp_path)

    assert mistakes == [
        "spots/calves.toml:1: is a folder; name the files in it, or check all of it as a library",
        "routines/pipe.toml:1: is no ordinary file",
    ]


def test_a_language_that_is_only_begun_is_checked_as_one(tmp_path: Path) -> None:
    files = put(
        tmp_path,
        spots__shin=SPOT,
        de__spots__shin=WORDS.replace("again.", "again"),
        de__pronunciation='soleus = "so-leh-us"\n',
    )

    assert told(check_files(files[1:], open_library()), tmp_path) == [
        "de/spots/shin.toml:7: retest: is spoken, so it should end with a full stop"
    ]


def test_facts_are_known_from_words_whatever_their_folder_is_called(tmp_path: Path) -> None:
    files = put(tmp_path / "xy", spots__shin=SPOT, en__spots__shin=WORDS)

    assert told(check_files(files, open_library()), tmp_path) == []


def test_a_file_is_told_by_the_path_that_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, spots__shin="", en__spots__shin=WORDS)
    monkeypatch.chdir(tmp_path / "spots")

    assert list(check_files([Path("shin.toml")], open_library())) == [Path("shin.toml")]


def test_words_that_lead_nowhere_are_told_where_they_stand(tmp_path: Path) -> None:
    (path,) = put(
        tmp_path,
        en__finding='[topics.kites]\nwords = ["kite", "?"]\nroutines = ["arm"]\nregion = "arms"\n'
        '[doctor.flue]\nwords = ["flue"]\nsay = "Ask"\n',
    )

    assert told(check_files([path], open_library()), tmp_path) == [
        "en/finding.toml:2: topics.kites.words.2: '?' has no word in it",
        "en/finding.toml:3: topics.kites.routines.1: there is no routine 'arm'; did you mean arms?",
        "en/finding.toml:4: topics.kites.region: is no known key here; the keys are words, "
        "routines, spots, regions, note; did you mean regions?",
        "en/finding.toml:7: doctor.flue.say: is whole sentences, so it should end with a full stop",
    ]


def test_words_may_lead_to_a_routine_of_ones_own(tmp_path: Path) -> None:
    put(
        tmp_path,
        routines__evening='[[stops]]\nspot = "feet"\n',
        en__finding='[topics.kites]\nwords = ["kite"]\nroutines = ["evening"]\nspots = ["feet"]\n',
    )

    assert told(check_all(open_library(tmp_path)), tmp_path) == []
