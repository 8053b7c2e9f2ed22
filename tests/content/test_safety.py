import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import cast, get_args

import pytest

import coach
from coach.choices import Region, Tool
from coach.content.language import sentences
from coach.content.library import Library, open_library
from coach.content.pace import DEPTHS, reading_ms
from coach.content.safety import (
    Exclusion,
    Rules,
    SafetyWords,
    rules_problems,
    safety_words_problems,
    spot_rule_problems,
)
from coach.content.spot import OnBody, Spot, Way
from coach.disk.shipped import shipped
from coach.disk.toml import read_toml
from coach.errors import AuthorError
from coach.units import seconds

SPOTS = open_library().spots

BACK = Exclusion("it arches", ("foam-roller",), regions=("back",), except_spots=("lats",))
HARD = Exclusion("it is hard", ("lacrosse-ball", "foam-roller"), spots=("old-scar",))


def rules(*excluded: Exclusion) -> Rules:
    return Rules(120, 180, 30, excluded)


def spot(region: Region, **ways: tuple[Tool, ...]) -> Spot:
    named = {name: Way(tools, "wall", "circles") for name, tools in ways.items()}
    return Spot(region, "each", named, OnBody("back", 0.4, 0.4))


@pytest.fixture(scope="module")
def shipped_rules() -> Rules:
    return read_toml(shipped("scripts") / "safety.toml", Rules, check=rules_problems)


@pytest.fixture(scope="module")
def words() -> SafetyWords:
    path = shipped("scripts") / "en" / "safety.toml"
    return read_toml(path, SafetyWords, check=safety_words_problems)


def test_limits_are_told_in_milliseconds() -> None:
    some = Rules(longest_hold_s=90, longest_side_s=100, longest_session_min=2, excluded=())

    assert (some.longest_hold, some.longest_side, some.longest_session) == (
        90_000,
        100_000,
        120_000,
    )


def test_a_tool_that_a_region_never_takes_is_told_with_its_place_and_reason() -> None:
    found = list(
        spot_rule_problems(
            spot("back", a=("hands",), b=("tennis-ball", "foam-roller")), "kidney", rules(BACK)
        )
    )

    assert found == [
        (
            ("ways", "b", "tools", 1),
            "foam-roller is never for back (except lats), by a safety rule: it arches; the tools "
            "allowed there: hands, heel-of-hand, thumb, tennis-ball, two-balls, spiky-ball, "
            "lacrosse-ball, massage-stick",
        )
    ]


def test_every_rule_that_a_tool_breaks_and_every_tool_that_breaks_one_is_told() -> None:
    scar = spot("back", a=("foam-roller", "hands"), b=("lacrosse-ball",))
    found = list(spot_rule_problems(scar, "old-scar", rules(BACK, HARD)))

    assert [key for key, _ in found] == [
        ("ways", "a", "tools", 0),
        ("ways", "a", "tools", 0),
        ("ways", "b", "tools", 0),
    ]
    assert ["it arches" in problem for _, problem in found] == [True, False, False]
    assert all(
        problem.endswith("thumb, tennis-ball, two-balls, spiky-ball, massage-stick")
        for _, problem in found
    )


@pytest.mark.parametrize(
    ("region", "name"), [("back", "lats"), ("upper-back", "kidney"), ("legs", "back")]
)
def test_a_rule_leaves_other_regions_and_the_spots_it_excepts_alone(
    region: Region, name: str
) -> None:
    assert not list(spot_rule_problems(spot(region, a=("foam-roller",)), name, rules(BACK)))


def test_an_exception_of_one_rule_is_none_of_another() -> None:
    also = Exclusion("it is sore", ("foam-roller",), spots=("lats",))
    found = list(spot_rule_problems(spot("back", a=("foam-roller",)), "lats", rules(BACK, also)))

    assert [key for key, _ in found] == [("ways", "a", "tools", 0)]
    assert "it is sore" in found[0][1]


def test_a_place_that_takes_no_tool_at_all_says_so() -> None:
    none = Exclusion("it is sore", get_args(Tool), regions=("jaw",))
    [(_, problem)] = spot_rule_problems(spot("jaw", a=("hands",)), "jaw", rules(none))

    assert problem.endswith("the tools allowed there: none")


def test_the_places_of_a_rule_are_regions_then_spots() -> None:
    both = Exclusion(
        "x", ("hands",), regions=("neck", "jaw"), except_spots=("chin",), spots=("ear", "eye")
    )

    assert both.where == "neck, jaw (except chin), ear, eye"
    assert HARD.where == "old-scar"


def test_a_rule_that_names_what_a_place_takes_keeps_all_else_away() -> None:
    soft = Exclusion("it is thin", only=("hands", "tennis-ball"), spots=("ear",))
    found = list(
        spot_rule_problems(
            spot("head", a=("hands",), b=("tennis-ball", "thumb")), "ear", rules(soft)
        )
    )

    assert found == [
        (
            ("ways", "b", "tools", 1),
            "thumb is never for ear, by a safety rule: it is thin; the tools allowed there: hands, "
            "tennis-ball",
        )
    ]
    assert set(soft.kept_away) == set(get_args(Tool)) - {"hands", "tennis-ball"}


def test_what_one_rule_takes_another_may_keep_away() -> None:
    soft = Exclusion("it is thin", only=("hands", "foam-roller"), regions=("back",))
    found = list(spot_rule_problems(spot("back", a=("foam-roller",)), "kidney", rules(soft, BACK)))

    assert len(found) == 1
    assert found[0][1].endswith("it arches; the tools allowed there: hands")


LIMITS = "longest_hold_s = 120\nlongest_side_s = 180\nlongest_session_min = 30\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "longest_hold_s = 181\nlongest_side_s = 180\nlongest_session_min = 3\nexcluded = []\n",
            "2: longest_side_s: is less time than longest_hold_s, which is a part of it",
        ),
        (
            "longest_hold_s = 1\nlongest_side_s = 180\nlongest_session_min = 2\nexcluded = []\n",
            "3: longest_session_min: is less time than longest_side_s, which is a part of it",
        ),
        (LIMITS, "1: excluded is missing"),
        (
            LIMITS + '[[excluded]]\ntools = ["hands"]\nwhy = "so"\n',
            "4: excluded.1: names no place; it needs regions or spots",
        ),
        (
            LIMITS
            + '[[excluded]]\nspots = ["a"]\nexcept_spots = ["b"]\ntools = ["hands"]\nwhy = "so"\n',
            "6: excluded.1.except_spots: there are no regions to except spots from",
        ),
        (
            LIMITS + '[[excluded]]\nspots = ["a"]\nwhy = "so"\n',
            "4: excluded.1: needs tools, that it never takes, or only, all that it takes; not both",
        ),
        (
            LIMITS
            + '[[excluded]]\nspots = ["a"]\ntools = ["thumb"]\nonly = ["hands"]\nwhy = "so"\n',
            "4: excluded.1: needs tools, that it never takes, or only, all that it takes; not both",
        ),
        (
            LIMITS + '[[excluded]]\nspots = ["a"]\nonly = ["hand"]\nwhy = "so"\n',
            "6: excluded.1.only.1: 'hand' is not one of hands, heel-of-hand, thumb, tennis-ball, "
            "two-balls, spiky-ball, lacrosse-ball, massage-stick, foam-roller; did you mean hands?",
        ),
        (
            LIMITS + '[[excluded]]\nspots = ["a"]\ntools = ["hands"]\nwhy = "so."\n',
            "7: excluded.1.why: fits into a sentence, so it should end without a stop",
        ),
        (
            LIMITS + '[[excluded]]\nregions = ["nek"]\ntools = ["hands"]\nwhy = "so"\n',
            "5: excluded.1.regions.1: 'nek' is not one of head, neck, jaw, shoulders, upper-back, "
            "chest, arms, hands, back, hips, legs, feet; did you mean neck?",
        ),
    ],
)
def test_a_mistake_in_the_rules_is_told_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "safety.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(AuthorError) as caught:
        read_toml(path, Rules, check=rules_problems)

    assert caught.value.message == f"{path}:{message}"


def test_limits_that_are_just_equal_are_right() -> None:
    assert not list(rules_problems(Rules(60, 60, 1, ())))


@pytest.mark.parametrize("limit", ["longest_hold_s", "longest_side_s", "longest_session_min"])
def test_a_limit_of_nothing_is_a_mistake(tmp_path: Path, limit: str) -> None:
    path = tmp_path / "safety.toml"
    path.write_text(
        re.sub(rf"{limit} = \d+", f"{limit} = 0", LIMITS) + "excluded = []\n", encoding="utf-8"
    )

    with pytest.raises(AuthorError, match=rf"{limit}: 0: should be a whole number >= 1"):
        read_toml(path, Rules, check=rules_problems)


def some_words(
    never: str = "the spine",
    stop: str = "pain",
    first: str = "Stop.",
    later: str = "Stop.",
    breath_hold: str = "Breathe on.",
) -> SafetyWords:
    asked = (("are ill",), ("numb",))
    return SafetyWords((never,), ("dizziness", stop), *asked, first, later, breath_hold)


def test_words_for_the_ear_are_right() -> None:
    right = some_words("one-sided, hot places", "a doctor's word", "Is it red? Stop.", "Stop! ")

    assert not list(safety_words_problems(right))


@pytest.mark.parametrize(
    ("wrong", "key", "problem"),
    [
        (
            some_words(never="the spine."),
            ("never", 0),
            "fits into a sentence, so it should end without a stop",
        ),
        (
            some_words(stop="pain above 7 of ten"),
            ("stop", 1),
            "'7' is not for the ear; write it in words",
        ),
        (
            some_words(never="the spine (all of it)"),
            ("never", 0),
            "'(' is not for the ear; write it in words",
        ),
        (
            some_words(first="Stop - now."),
            ("first",),
            "' - ' is not for the ear; write it in words",
        ),
        (
            some_words(later="Stop \u2013 now."),
            ("later",),
            "'\u2013' is not for the ear; write it in words",
        ),
        (
            some_words(first="Stop at {pain}."),
            ("first",),
            "'{' is not for the ear; write it in words",
        ),
        (
            some_words(later="Stop"),
            ("later",),
            "is spoken, so it should end with a full stop",
        ),
        (
            some_words(breath_hold="Hold for 7."),
            ("breath_hold",),
            "'7' is not for the ear; write it in words",
        ),
    ],
)
def test_words_that_are_not_for_the_ear_are_told(
    wrong: SafetyWords, key: tuple[str | int, ...], problem: str
) -> None:
    assert list(safety_words_problems(wrong)) == [(key, problem)]


def test_the_shipped_limits_are_the_cautious_ones(shipped_rules: Rules) -> None:
    assert shipped_rules.longest_hold == seconds(120)
    assert shipped_rules.longest_side == seconds(180)
    assert shipped_rules.longest_session == seconds(30 * 60)


def test_every_depth_keeps_the_shipped_limits(shipped_rules: Rules) -> None:
    assert max(depth.hold for depth in DEPTHS.values()) <= shipped_rules.longest_hold
    assert max(depth.hold + depth.work for depth in DEPTHS.values()) <= shipped_rules.longest_side


@pytest.mark.parametrize("name", SPOTS)
def test_every_shipped_spot_keeps_the_shipped_rules(
    library: Library, shipped_rules: Rules, name: str
) -> None:
    assert list(spot_rule_problems(library.spot(name), name, shipped_rules)) == []


def test_the_shipped_rules_name_only_spots_that_there_are_and_that_need_naming(
    library: Library, shipped_rules: Rules
) -> None:
    for rule in shipped_rules.excluded:
        assert set(rule.spots) <= set(SPOTS)
        assert set(rule.except_spots) <= set(SPOTS)
        assert all(library.spot(name).region in rule.regions for name in rule.except_spots)


HARD_TOOLS: set[Tool] = {"spiky-ball", "lacrosse-ball", "massage-stick", "foam-roller"}


@pytest.mark.parametrize(
    ("region", "name", "kept_away"),
    [
        ("neck", "neck-base", {"heel-of-hand", *HARD_TOOLS}),
        ("jaw", "jaw", HARD_TOOLS),
        ("head", "temples", set(get_args(Tool)) - {"hands"}),
        ("back", "low-back", {"thumb", *HARD_TOOLS}),
        ("back", "a-new-spot", {"thumb", *HARD_TOOLS}),
        ("back", "lats", {"spiky-ball"}),
        ("arms", "biceps", {"two-balls", *HARD_TOOLS}),
        ("legs", "outer-thigh", {"spiky-ball", "lacrosse-ball"}),
        ("legs", "shins", {"spiky-ball"}),
        ("legs", "calves", set()),
        ("feet", "feet", set()),
        ("shoulders", "levator-scapulae", {"spiky-ball"}),
    ],
)
def test_the_shipped_rules_keep_these_tools_away(
    shipped_rules: Rules, region: Region, name: str, kept_away: set[Tool]
) -> None:
    tools: tuple[Tool, ...] = get_args(Tool)
    found = spot_rule_problems(spot(region, all=tools), name, shipped_rules)

    assert {tools[int(key[-1])] for key, _ in found} == kept_away


@pytest.mark.parametrize(
    ("region", "name"),
    [("neck", "neck-base"), ("jaw", "jaw"), ("head", "temples"), ("back", "low-back")],
)
def test_a_tool_of_which_no_rule_has_heard_is_refused_where_it_could_do_harm(
    shipped_rules: Rules, region: Region, name: str
) -> None:
    toy = cast("Tool", "chopsticks")
    [(key, problem)] = spot_rule_problems(spot(region, a=("hands", toy)), name, shipped_rules)

    assert key == ("ways", "a", "tools", 1)
    assert problem.startswith(f"chopsticks is never for {region}")
    assert "by a safety rule: " in problem
    assert "the tools allowed there: hands" in problem


def test_a_tool_that_is_new_is_refused_there_before_anybody_writes_a_rule(tmp_path: Path) -> None:
    shutil.copytree(COACH, tmp_path / "coach", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(shipped("scripts"), tmp_path / "scripts")
    for name, old, new in [
        (
            "coach/choices.py",
            '    "hands",\n    "heel',
            '    "chopsticks",\n    "hands",\n    "heel',
        ),
        *((f"scripts/spots/{name}.toml", '"hands"', '"hands", "chopsticks"') for name in TENDER),
        ("scripts/spots/calves.toml", '"hands"', '"hands", "chopsticks"'),
    ]:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    seen = subprocess.run(
        [sys.executable, "-c", LOOKED, *TENDER, "calves"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    *told, calves = seen.stdout.splitlines()

    assert calves == "calves: hands, chopsticks"
    for name, line in zip(TENDER, told, strict=True):
        assert f"spots/{name}.toml:" in line.replace(os.sep, "/")
        assert "chopsticks is never for" in line
        assert "by a safety rule: " in line


COACH = Path(coach.__file__).parent
TENDER = ("neck-base", "jaw", "temples", "low-back")
LOOKED = """
import sys
from coach.content.library import open_library
from coach.errors import AuthorError
for name in sys.argv[1:]:
    try:
        way = next(iter(open_library().spot(name).ways.values()))
        print(f"{name}: {', '.join(way.tools)}")
    except AuthorError as error:
        print(error.message.splitlines()[0])
"""


def test_the_first_session_hears_70_to_85_words(words: SafetyWords) -> None:
    assert 70 <= len(words.first.split()) <= 85


def test_a_later_session_hears_one_sentence_of_at_most_25_words(words: SafetyWords) -> None:
    assert len(sentences(words.later, "en")) == 1
    assert len(words.later.split()) <= 25


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("first", "muscle bone joint neck belly groin armpit knee sharp shooting numb tingling"),
        ("first", "dizziness injured inflamed swollen calf help today doctor pregnant bones"),
        ("first", "no doctor cannot see muscle only ill thinners feeling"),
        ("later", "sharp shooting numb tingling dizziness skip injured inflamed swollen"),
        ("breath_hold", "not hold breath heart high blood pressure pregnant instead"),
    ],
)
def test_a_session_hears_what_must_stop_a_listener(
    words: SafetyWords, key: str, wanted: str
) -> None:
    said = getattr(words, key).casefold()

    assert [word for word in wanted.split() if word not in said] == []


def test_no_safety_sentence_is_longer_than_a_listener_can_keep_in_mind(words: SafetyWords) -> None:
    spoken = sentences(f"{words.first} {words.later} {words.breath_hold}", "en")

    assert {line for line in spoken if reading_ms(line, 145) > seconds(10)} == set()


def test_the_shipped_words_are_plain_ascii(words: SafetyWords) -> None:
    lists = (*words.never, *words.stop, *words.ask, *words.skip)

    spoken = (words.first, words.later, words.breath_hold)

    assert all(line.isascii() for line in (*lists, *spoken))


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("never", "spine bone joint neck throat armpit belly kidneys groin knee elbow"),
        ("stop", "sharp shooting numbness tingling electric dizziness headache sight grows"),
        ("stop", "chest breathlessness ambulance between legs bladder bowel emergency"),
        ("ask", "pregnant thinners clot calf bones feeling diabetes fever cancer heart nerve skin"),
        ("ask", "thigh throbs warm red darkened help today whiplash rheumatoid temples leg"),
        ("skip", "injured wound broken inflamed infected swollen darkened cord numb tumour"),
    ],
)
def test_the_lists_name_what_the_sources_name(words: SafetyWords, kind: str, wanted: str) -> None:
    listed = " ".join(getattr(words, kind))

    assert [word for word in wanted.split() if word not in listed] == []


def test_each_list_names_a_thing_once(words: SafetyWords) -> None:
    for phrases in (words.never, words.stop, words.ask, words.skip):
        assert len(set(phrases)) == len(phrases)
