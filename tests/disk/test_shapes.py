from coach.disk.shapes import shape_problems
from tests.disk.boxes import Ball, Box


def test_a_value_of_the_right_shape_has_no_problems() -> None:
    assert list(shape_problems({"name": "a", "balls": [{"colour": "red"}]}, Box)) == []


def test_problems_are_placed_below_where_the_value_stands() -> None:
    assert list(shape_problems({"colour": "red", "size": 11}, Ball, ("balls", 3))) == [
        (("balls", 3, "size"), "11: should be a number <= 10.0")
    ]
