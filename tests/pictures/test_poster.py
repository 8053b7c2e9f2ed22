import os
from pathlib import Path
from typing import get_args

import pytest

from coach.choices import Theme
from coach.content.entry import Pick
from coach.content.library import Library
from coach.content.phrasebook import Phrasebook
from coach.content.spot import OnBody
from coach.errors import ExportError
from coach.pictures.canvas import Canvas
from coach.pictures.cover import COVER
from coach.pictures.palette import PALETTES
from coach.pictures.poster import check_picture, draw_routine, write_picture
from coach.script.cues import Script, Section, Worked
from coach.script.sheet import Wishes
from tests.nightly import nightly
from tests.pixels import bounds, image, near, pixels
from tests.sheets import written

LIGHT = PALETTES["light"]
PAPERS = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}
"""Inches."""


def stops(count: int, *, name: str = "Calf muscle") -> Script:
    """A session with so many stops on both sides."""
    body = OnBody("back", 0.425, 0.78)
    sections = [
        Section(
            "Calf",
            (),
            Worked(
                f"calf{number}",
                side,
                "foam-roller",
                "floor",
                body,
                name=name,
                side_name=side,
                way_name="a foam roller, on the floor",
            ),
        )
        for number in range(count)
        for side in ("left", "right")
    ]
    return Script("calves", "Calves", "for tests", tuple(sections))


@pytest.mark.parametrize("theme", get_args(Theme))
def test_one_spot_is_one_large_picture(library: Library, book: Phrasebook, theme: Theme) -> None:
    entry = library.gather(Pick(spots=("piriformis",), side="left"))
    canvas = draw_routine(written(entry, book, Wishes()), theme)
    picture = pixels(canvas)

    assert (canvas.width, canvas.height) == (720, 720)
    assert near(picture[512:590, 44:250], PALETTES[theme].accent).sum() > 4000


def test_a_lesson_has_its_cover_for_a_picture_with_a_body_on_which_nothing_is_marked(
    library: Library, book: Phrasebook
) -> None:
    canvas = draw_routine(written(library.entry("learn"), book, Wishes()))

    assert (canvas.width, canvas.height) == (COVER, COVER)
    assert near(pixels(canvas), PALETTES["dark"].accent).sum() == 0


def test_one_spot_on_both_sides_is_marked_on_both(library: Library, book: Phrasebook) -> None:
    picture = pixels(draw_routine(written(library.entry("calves"), book, Wishes())))
    one = draw_routine(written(library.gather(Pick(spots=("feet",))), book, Wishes()))

    assert picture.shape[1] == 1654
    assert (one.width, one.height) == (720, 720)
    assert not near(pixels(one)[500:], PALETTES["dark"].accent).any()


@pytest.mark.parametrize(
    "count", [2, 5, 12, *map(nightly, (3, 4, 6, 7, 8, 9, 10, 11, 16, 20, 25, 30, 40))]
)
def test_a_page_fits_on_paper_at_its_size(count: int) -> None:
    canvas = draw_routine(stops(count), "light")
    inches = sorted((canvas.width / 200, canvas.height / 200))

    for paper in PAPERS.values():
        assert inches[0] <= paper[0]
        assert inches[1] <= paper[1]


@pytest.mark.parametrize("count", [nightly(2), nightly(5), nightly(9), 17])
def test_a_page_has_a_cell_for_every_stop_inside_its_margins(count: int) -> None:
    picture = pixels(draw_routine(stops(count, name="Wadenmuskel, äußerer Kopf " * 3), "light"))
    left, right, top, bottom = bounds(~near(picture, LIGHT.ground, within=60))
    marks = near(picture, LIGHT.accent, within=25)

    assert left >= 70
    assert right <= picture.shape[1] - 70
    assert top >= 60
    assert bottom <= picture.shape[0] - 60
    assert marks.sum() > 300 * count


def test_a_page_is_large_enough_to_read_from() -> None:
    few, many = (pixels(draw_routine(stops(count), "light")) for count in (5, 20))

    assert few.shape[1] > few.shape[0]  # lying
    assert many.shape[0] > many.shape[1]  # upright


def test_a_spot_on_one_side_is_told_so(library: Library, book: Phrasebook) -> None:
    both = library.gather(Pick(spots=("feet", "calves")))
    left = library.gather(Pick(spots=("feet", "calves"), side="left"))
    drawn = [draw_routine(written(entry, book, Wishes()), "light").png() for entry in (both, left)]

    assert drawn[0] != drawn[1]


def test_the_same_routine_is_the_same_bytes() -> None:
    assert draw_routine(stops(3)).png() == draw_routine(stops(3)).png()


@pytest.mark.parametrize(
    ("name", "form"), [("a.png", "PNG"), ("a.JPG", "JPEG"), ("a.jpeg", "JPEG")]
)
def test_the_suffix_chooses_the_kind_of_file(tmp_path: Path, name: str, form: str) -> None:
    path = tmp_path / name
    check_picture(path, force=False)
    write_picture(Canvas(30, 20, (1, 2, 3)), path)
    stored = image(path)

    assert (stored.format, stored.size) == (form, (30, 20))
    assert list(tmp_path.iterdir()) == [path]


def test_a_png_knows_its_size_on_paper(tmp_path: Path) -> None:
    write_picture(Canvas(30, 20, (1, 2, 3)), tmp_path / "a.png")

    assert image(tmp_path / "a.png").info["dpi"] == pytest.approx((200, 200), abs=0.1)


@pytest.mark.parametrize("name", ["a.gif", "a", "a.png.txt"])
def test_another_suffix_is_refused_with_those_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=r"should end in one of \.png, \.jpg, \.jpeg"):
        check_picture(tmp_path / name, force=True)


def test_a_file_that_is_there_stays_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_text("mine")

    with pytest.raises(ExportError, match=r"exists already$"):
        check_picture(path, force=False)
    check_picture(path, force=True)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    path = tmp_path / "phone" / "a.png"

    with pytest.raises(ExportError, match=r"cannot be written: there is no folder"):
        check_picture(path, force=False)


def test_a_name_that_the_disk_does_not_take_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written: File name too long"):
        check_picture(tmp_path / f"{'a' * 300}.png", force=False)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(ExportError, match="cannot be written: Permission denied"):
        write_picture(Canvas(30, 20, (1, 2, 3)), tmp_path / "a.png")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_to_full(_path: Path, stored: bytes) -> int:
        with Path("/dev/full").open("wb", buffering=0) as full:
            return full.write(stored)

    monkeypatch.setattr(Path, "write_bytes", write_to_full)

    with pytest.raises(ExportError, match="cannot be written: No space left on device"):
        write_picture(Canvas(30, 20, (1, 2, 3)), tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []
