import pytest

from coach.content.forms import Forms, Named, filled, form_problems, lines_of

FORMS = Forms(side=("e", "en"), spot=("first",))
LEFT = {"name": "links", "e": "linke", "en": "linken"}


def test_blanks_can_be_had_in_every_form_that_there_is() -> None:
    assert FORMS.allowed(frozenset({"side", "other", "tool", "name"})) == {
        *("side", "side.e", "side.en", "other", "other.e", "other.en", "tool", "name")
    }


def test_a_name_fills_its_blank_in_every_form() -> None:
    told = {"other": "links", "other.e": "linke", "other.en": "linken"}

    assert FORMS.filling("other", LEFT) == told
    assert FORMS.filling("side", "left") == {"side": "left", "side.e": "left", "side.en": "left"}


def test_a_name_may_have_blanks_of_its_own() -> None:
    calf: Named = {"name": "die {side.e} Wade", "first": "Die {side.e} Wade"}

    assert filled(calf, {"side.e": "linke"}) == {
        "name": "die linke Wade",
        "first": "Die linke Wade",
    }
    assert filled("the {side} calf", {"side": "left"}) == "the left calf"
    assert list(lines_of(("sided",), calf))[1] == (("sided", "first"), "Die {side.e} Wade")


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("links", []),
        (LEFT, []),
        (
            {"name": "links", "e": "linke"},
            [(("left",), "en is missing: the forms are name, e, en")],
        ),
        (
            {"e": "linke", "en": "linken"},
            [(("left",), "name is missing: the forms are name, e, en")],
        ),
        (
            {**LEFT, "enn": "linken"},
            [(("left", "enn"), "is no form of it; did you mean en?")],
        ),
        (
            {**LEFT, "e": "{sid} linke"},
            [(("left", "e"), "{sid} cannot stand here; allowed: no blanks.")],
        ),
    ],
)
def test_what_is_wrong_with_a_form_is_told(
    named: Named, told: list[tuple[tuple[str, ...], str]]
) -> None:
    assert list(form_problems(("left",), named, FORMS.side)) == told
