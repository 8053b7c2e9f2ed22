import pytest

from coach.export.wanted import Wanted, list_wanted, same_name


def names(*wanted: Wanted, kind: str = "mp3") -> list[str]:
    return [one.file_name(kind) for one in wanted]


def test_each_name_and_each_spot_is_a_file_of_its_own() -> None:
    assert names(*list_wanted(["feet", "neck"], ["piriformis"])) == [
        "feet.mp3",
        "neck.mp3",
        "piriformis.mp3",
    ]


def test_all_names_can_be_one_file() -> None:
    (one,) = list_wanted(["feet", "neck"], ["piriformis"], as_one=True)

    assert (one.names, one.spots) == (("feet", "neck"), ("piriformis",))
    assert one.file_name("mp3") == "feet-neck-piriformis.mp3"


def test_several_lengths_are_told_in_names_that_sort() -> None:
    found = names(*list_wanted(["feet", "arms"], lengths=(5, 7.5, 10)))

    assert found == [
        *("feet-05min.mp3", "feet-07.5min.mp3", "feet-10min.mp3"),
        *("arms-05min.mp3", "arms-07.5min.mp3", "arms-10min.mp3"),
    ]
    assert sorted(found[:3]) == found[:3]


def test_a_length_of_minutes_and_seconds_is_told_in_few_digits() -> None:
    one, _ = list_wanted(["feet"], lengths=(7 + 20 / 60, 10))

    assert one.file_name("mp3") == "feet-07.33min.mp3"
    assert one.title("The feet") == "The feet, 7.33 min"


def test_one_length_is_not_told() -> None:
    (one,) = list_wanted(["feet"], lengths=(10,))

    assert one.minutes == 10
    assert one.file_name("mp3") == "feet.mp3"
    assert one.title("The feet") == "The feet"


def test_several_lengths_are_told_in_titles() -> None:
    assert [one.title("The feet") for one in list_wanted(["feet"], lengths=(5, 10))] == [
        "The feet, 5 min",
        "The feet, 10 min",
    ]


def test_what_is_named_twice_is_wanted_once() -> None:
    assert len(list_wanted(["feet", "feet"], ["calves", "calves"])) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/home/me/My evening.toml", "My-evening.mp3"),
        ("../a:b*c?.toml", "a-b-c.mp3"),
        ("füße.toml", "füße.mp3"),
        (".hidden.toml", "hidden.mp3"),
        ("-o.toml", "o.mp3"),
        ("???.toml", "session.mp3"),
        (f"{'x' * 300}.toml", f"{'x' * 60}.mp3"),
    ],
)
def test_a_name_is_one_that_every_disk_takes(name: str, expected: str) -> None:
    assert names(*list_wanted([name])) == [expected]


def test_the_kind_ends_the_name() -> None:
    assert names(*list_wanted(["feet"]), kind="flac") == ["feet.flac"]


def test_two_names_that_some_disks_take_for_one_are_found() -> None:
    assert same_name(["feet.mp3", "neck.mp3", "Feet.mp3"]) == "Feet.mp3"
    assert same_name(["feet.mp3", "neck.mp3"]) is None
