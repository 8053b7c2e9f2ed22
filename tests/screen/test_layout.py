import pytest

from coach.content.library import Library
from coach.screen.cells import ASCII, BLOCKS, Look, Rows
from coach.screen.layout import draw
from coach.screen.scene import Scene
from tests.screen.scenes import ASCII_KEYS, KEYS, a_scene, as_text, scene_at

SIZES = [(80, 24), (200, 60), (60, 18), (100, 30), (81, 60), (200, 24)]
LONG = "Überlanger Name des großen Rückenmuskels an der Säule, links"
MOMENTS = [0, 3000, 8000, 24_500, 30_000, 42_500, 47_500]


def rows(scene: Scene, width: int = 80, height: int = 24, blocks: str = BLOCKS) -> list[str]:
    return as_text(draw(scene, width, height, blocks))


def height_of(picture: Rows, *, rows: range) -> int:
    """So many of these rows have something bright in them."""
    return sum(any(run.look is Look.BRIGHT for run in picture[row]) for row in rows)


@pytest.mark.parametrize(("width", "height"), [*SIZES, (40, 10), (59, 24), (20, 2), (1, 1)])
@pytest.mark.parametrize("position", MOMENTS)
def test_a_picture_has_exactly_the_size_of_the_screen(
    width: int, height: int, position: int
) -> None:
    picture = draw(scene_at(position), width, height)

    assert len(picture) == height
    assert all(sum(len(run.text) for run in row) == width for row in picture)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_all_that_matters_is_there_in_every_size(width: int, height: int) -> None:
    shown = rows(scene_at(3000), width, height)

    assert shown[0].strip() == "Sole of the foot, left  2 of 4  0:03, 1:37 left"
    assert any("Breathe in, 4 seconds." in row for row in shown)
    assert any("left here, 1:37 in all" in row for row in shown)
    assert shown[-2].strip() == "next: Sole of the foot, right"
    assert shown[-1].strip()[:40] == KEYS[:40]


def test_what_counts_down_is_told_beside_its_time() -> None:
    assert any(
        "until it begins, 7:02 in all" in row
        for row in rows(a_scene(left="until it begins, 7:02 in all"))
    )


def test_the_keys_fit_eighty_columns() -> None:
    assert len(KEYS) <= 80
    assert rows(a_scene())[-1].strip() == KEYS


@pytest.mark.parametrize(("width", "height"), [(80, 24), (200, 60)])
def test_section_and_time_stand_in_letters_of_four_rows_and_more(width: int, height: int) -> None:
    picture = draw(a_scene("Calf, left", word="Out"), width, height)

    assert height_of(picture, rows=range(1, height * 2 // 5)) >= 4
    assert height_of(picture, rows=range(1, height - 3)) >= height // 2


def test_every_title_that_ships_is_in_big_letters_on_eighty_columns(library: Library) -> None:
    for name in library.spots:
        for side in ("left", "right"):
            title = f"{library.spot_words(name).name.capitalize()}, {side}"

            assert not any(title.split()[0] in row for row in rows(a_scene(title))[1:])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_name_of_sixty_characters_is_there_whole(width: int, height: int) -> None:
    assert len(LONG) == 60
    picture = draw(a_scene(LONG, here="12:34"), width, height)
    small = " ".join("".join(run.text for run in row).strip() for row in picture[1 : height // 2])

    assert LONG in small or height_of(picture, rows=range(1, height // 2)) > 7


def test_a_long_sentence_is_wrapped_beside_the_circle() -> None:
    sentence = "You can close your eyes whenever you hold still, and this goes on for a while."
    shown = rows(a_scene(sentence=sentence))
    lines = [row[29:].strip() for row in shown[10:15] if row[29:].strip()]

    assert sentence.startswith(" ".join(lines[:2]))
    assert len(lines[0]) > 30


def test_words_do_not_run_into_each_other() -> None:
    shown = rows(
        a_scene("Levator scapulae, left", word="Paused", sentence="Breathe in.", here="12:34")
    )
    sentence = next(number for number, row in enumerate(shown) if "Breathe in." in row)
    times = next(number for number, row in enumerate(shown) if "left here" in row)

    assert times - sentence == 5


@pytest.mark.parametrize("position", MOMENTS)
def test_where_there_are_no_blocks_it_is_drawn_in_ascii(position: int) -> None:
    shown = "\n".join(rows(scene_at(position), blocks=ASCII))

    assert shown.isascii()
    assert ASCII_KEYS in shown


def test_on_a_narrow_terminal_nothing_is_cut_off() -> None:
    assert rows(scene_at(3000), 30, 8)[:4] == [
        "Sole of the foot, left  2 of 4",
        "0:03, 1:37 left",
        "  Breathe in, 4 seconds.",
        "",
    ]


def test_a_tiny_terminal_gets_two_lines() -> None:
    assert rows(scene_at(3000), 59, 17)[:3] == [
        "Sole of the foot, left  2 of 4  0:03, 1:37 left",
        "  Breathe in, 4 seconds.",
        "",
    ]


def test_what_moves_is_all_that_has_the_accent() -> None:
    accents = [
        sum(
            len(run.text)
            for row in draw(scene_at(at), 80, 24)
            for run in row
            if run.look is Look.ACCENT
        )
        for at in (1100, 3000, 5000)
    ]

    assert accents == sorted(accents)
    assert 0 < accents[0] < accents[-1] / 3
