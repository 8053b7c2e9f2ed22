import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from coach.content.moments import BLANKS, Moments, OwnWordings
from coach.content.phrasebook import Phrasebook, phrasebook_problems
from coach.disk.shipped import shipped
from coach.disk.toml import read_toml
from coach.errors import AuthorError

SHIPPED = (shipped("scripts") / "en" / "phrasebook.toml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Changed:
    """The shipped phrasebook with the line of one key changed."""

    key: str
    line: str

    def written(self, folder: Path) -> Path:
        path = folder / "phrasebook.toml"
        text, count = re.subn(
            rf"^{self.key} = (\[\n.*?^\]|.*?)$",
            lambda _: self.line,
            SHIPPED,
            count=1,
            flags=re.MULTILINE | re.DOTALL,
        )
        assert count == 1
        path.write_text(text, encoding="utf-8")
        return path

    @property
    def number(self) -> int:
        found = re.search(rf"^{self.key} = ", SHIPPED, flags=re.MULTILINE)
        assert found
        return SHIPPED.count("\n", 0, found.start()) + 1


def read_book(path: Path) -> Phrasebook:
    return read_toml(path, Phrasebook, check=phrasebook_problems)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (
            Changed("settle", 'settle = ["Lie down on your {side}."]'),
            "moments.settle.1: {side} cannot stand here; allowed: no blanks.",
        ),
        (
            Changed("hold", 'hold = ["Breathe.", "Press the {toll}."]'),
            "moments.hold.2: {toll} cannot stand here; allowed: {tool}; did you mean tool?",
        ),
        (
            Changed("turn", 'turn = ["Now {} the other way."]'),
            "moments.turn.1: {} cannot stand here; allowed: no blanks.",
        ),
        (
            Changed("hold_gentle", 'hold_gentle = ["Take {tool.need} away."]'),
            "moments.hold_gentle.1: {tool.need} cannot stand here; "
            "allowed: {tool}; did you mean tool?",
        ),
        (
            Changed("loosen", 'loosen = ["Shake it out }."]'),
            "moments.loosen.1: Single '}' encountered in format string; "
            "a blank is written as {side}",
        ),
        (
            Changed("spot_middle", 'spot_middle = "{name}, {side}"'),
            "titles.spot_middle: {side} cannot stand here; allowed: {name}.",
        ),
        (
            Changed("opening", 'opening = "{title}"'),
            "titles.opening: {title} cannot stand here; allowed: no blanks.",
        ),
        (
            Changed("breaths", 'breaths = "{numbr} breaths"'),
            "captions.breaths: {numbr} cannot stand here; "
            "allowed: {number} {phases}; did you mean number?",
        ),
        (
            Changed("bell", 'bell = "bell, {time}"'),
            "captions.bell: {time} cannot stand here; allowed: no blanks.",
        ),
        (
            Changed("numbers", 'numbers = ["one", "{two}"]'),
            "captions.numbers.2: {two} cannot stand here; allowed: no blanks.",
        ),
        (
            Changed("two", 'two = "{0} and {0}"'),
            "language.lists.two: joins two things, so {0} and {1} stand in it, each once",
        ),
        (Changed("one", "one = 1"), "language.plural.one: 1: should be text, not a whole number"),
        (
            Changed("minutes", 'minutes = { two = "{number} minutes" }'),
            "counts.minutes: other is missing: numbers of English have one, other",
        ),
        (
            Changed("right", 'right = { name = "right", first = "Right", lable = "RIGHT" }'),
            "sides.right: label is missing: the forms are name, first, label",
        ),
        (
            Changed("left", 'lefft = "left"'),
            "sides.lefft: 'lefft' is not one of left, right, middle; did you mean left?",
        ),
    ],
    ids=lambda case: case.key if isinstance(case, Changed) else "",
)
def test_a_mistake_in_the_phrasebook_is_told(
    tmp_path: Path, changed: Changed, problem: str
) -> None:
    path = changed.written(tmp_path)

    with pytest.raises(AuthorError) as caught:
        read_book(path)
    assert f"{path}:{changed.number}: {problem}" in caught.value.message.splitlines()


def test_a_forgotten_moment_is_told(tmp_path: Path) -> None:
    path = Changed("loosen", "").written(tmp_path)
    line = SHIPPED[: SHIPPED.index("[moments]")].count("\n") + 1

    with pytest.raises(AuthorError) as caught:
        read_book(path)
    assert caught.value.message == f"{path}:{line}: moments: loosen is missing"


def test_a_forgotten_line_of_the_captions_is_told(tmp_path: Path) -> None:
    path = Changed("rolls", "").written(tmp_path)

    with pytest.raises(AuthorError, match="captions: rolls is missing"):
        read_book(path)


def test_numbers_are_words_as_far_as_sessions_count(book: Phrasebook) -> None:
    assert len(book.captions.numbers) == len(set(book.captions.numbers)) == 30


def test_who_wants_to_hear_everything_gets_every_wording(book: Phrasebook) -> None:
    assert book.wordings("hold", "full") == book.moments.hold
    assert len(book.moments.hold) > 1


def test_who_wants_few_words_gets_the_brief_ones_or_none(tmp_path: Path) -> None:
    text = re.sub(r"^\[(brief|bell)\]\n.*?(?=^\[|\Z)", "", SHIPPED, flags=re.M | re.S)
    path = tmp_path / "phrasebook.toml"
    path.write_text(f'{text}\n[brief]\nrolls = ["Rolls."]\n[bell]\nhold = ["Hold."]\n')
    book = read_book(path)

    assert book.wordings("rolls", "brief") == ("Rolls.",)
    assert book.wordings("rolls", "bell") == ()
    assert book.wordings("hold", "bell") == ("Hold.",)
    assert book.wordings("hold", "brief") == ()


@pytest.mark.parametrize("table", ["brief", "bell"])
def test_a_moment_that_is_none_is_told_wherever_it_stands(tmp_path: Path, table: str) -> None:
    path = tmp_path / "phrasebook.toml"
    path.write_text(SHIPPED.replace(f"\n[{table}]\n", f'\n[{table}]\nhodl = ["Hold {{it}}."]\n'))
    line = path.read_text()[: path.read_text().index("hodl")].count("\n") + 1

    with pytest.raises(AuthorError) as caught:
        read_book(path)
    assert caught.value.message.splitlines() == [
        f"{path}:{line}: {table}.hodl: is no moment of a session; did you mean hold?",
        f"{path}:{line}: {table}.hodl.1: {{it}} cannot stand here; allowed: no blanks.",
    ]


def test_one_thing_is_told_alone_and_several_are_joined(book: Phrasebook) -> None:
    assert book.listed(["a ball"]) == "a ball"
    assert book.listed(["a ball", "a wall"]) == "a ball and a wall"
    assert book.listed(["a ball", "a chair", "a wall"]) == "a ball, a chair and a wall"


# Words of a moment: of the spot, of the tool, or of the book; again, and known.


def own(moment: str, *lines: str) -> OwnWordings:
    return OwnWordings(moments={moment: lines})


def test_every_moment_that_may_have_blanks_is_one() -> None:
    assert set(BLANKS) <= set(Moments.__struct_fields__)


def test_what_is_said_again_has_its_own_words_or_those_of_the_first_time(book: Phrasebook) -> None:
    assert book.wordings("circles_again", "full") == book.moments.circles_again
    assert book.wordings("wider_again", "full") == book.moments.wider
    assert book.wordings("circles_known", "full") == book.moments.circles_known
    assert book.wordings("circles_known", "brief") == book.brief["circles"]
    assert book.wordings("circles_known", "bell") == ()


def test_the_words_of_the_spot_go_before_those_of_the_tool_and_these_before_the_book(
    book: Phrasebook,
) -> None:
    spot, tool = own("ease", "Let go."), own("ease", "Lift it.")

    assert book.wordings("ease", "full", spot, tool) == ("Let go.",)
    assert book.wordings("ease", "full", tool) == ("Lift it.",)
    assert book.wordings("ease", "full", own("hold", "Stay.")) == book.moments.ease
    assert book.wordings("ease", "brief", spot, tool) == book.brief["ease"]


def test_own_words_of_a_moment_are_said_again_where_none_are_for_the_second_side(
    book: Phrasebook,
) -> None:
    both = OwnWordings(moments={"loosen": ("Nod.",), "loosen_again": ("Nod again.",)})

    assert book.wordings("loosen_again", "full", own("loosen", "Nod.")) == ("Nod.",)
    assert book.wordings("loosen_again", "full", both) == ("Nod again.",)


def test_a_tool_has_its_own_words_checked_as_those_of_the_book(tmp_path: Path) -> None:
    path = tmp_path / "phrasebook.toml"
    old = 'announce_again = ["Now {plain}. First the test, then change hands."]\n'
    wrong = (
        'announce_again = ["Now {plane}. First the test, then change hands."]\nanounce = ["Now."]\n'
    )
    path.write_text(SHIPPED.replace(old, wrong, 1), encoding="utf-8")
    line = SHIPPED[: SHIPPED.index(old)].count("\n") + 1

    with pytest.raises(AuthorError) as caught:
        read_book(path)
    first, second = caught.value.message.splitlines()
    assert first.startswith(
        f"{path}:{line}: tools.hands.moments.announce_again.1: {{plane}} cannot stand here; "
    )
    assert first.endswith("did you mean plain?")
    assert second.startswith(f"{path}:{line + 1}: tools.hands.moments.anounce: is no moment of a ")
    assert "did you mean announce" in second


def test_the_shipped_book_tells_every_moment_of_few_words_in_fewer(book: Phrasebook) -> None:
    full = {name: getattr(book.moments, name) for name in book.brief}

    assert all(
        max(map(len, book.brief[name])) <= min(map(len, lines)) for name, lines in full.items()
    )
    assert set(book.bell) <= set(book.brief)


@pytest.mark.parametrize("twin", ["again", "known"])
def test_what_is_said_again_is_no_longer_than_the_first_time(book: Phrasebook, twin: str) -> None:
    names = [name for name in Moments.__struct_fields__ if name.endswith(f"_{twin}")]

    assert names
    for name in names:
        usual, shorter = (
            max(len(line.split()) for line in getattr(book.moments, one))
            for one in (name.removesuffix(f"_{twin}"), name)
        )
        assert shorter <= usual or name.startswith("announce")


def test_what_a_tool_words_itself_it_words_in_few_words_too(book: Phrasebook) -> None:
    twins = {
        (tool, moment, f"{moment}_{twin}")
        for tool, words in book.tools.items()
        for moment in words.moments
        for twin in ("again", "known")
        if f"{moment}_{twin}" in Moments.__struct_fields__
    }

    assert [one for one in twins if one[2] not in book.tools[one[0]].moments] == []
