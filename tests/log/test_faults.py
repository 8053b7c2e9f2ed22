"""A log on a disk that fails: afterwards it is as it was, or as it was to be."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.faults import ERRORS

SOURCE = Path(__file__).parents[1] / "faults.c"
ASKED_BY_SQLITE = ("open", "read", "write", "fsync", "close", "unlink", "mkdir", "look")


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What makes a disk fail below all libraries."""
    if sys.platform != "linux" or not (compiler := shutil.which("cc")):
        pytest.skip("it takes Linux and a C compiler to let a disk fail below SQLite")
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    return library


def survived(library: Path, room: Path, faults: Iterable[str]) -> dict[str, int]:
    """How often the disk has failed in each of these ways, with nothing lost."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.log.faulty", room, *faults],
        env=os.environ | {"LD_PRELOAD": str(library)},
        cwd=SOURCE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    assert ran.returncode == 0
    return {way: int(times) for way, times in map(str.split, ran.stdout.splitlines())}


def test_a_log_on_a_disk_that_fails_once_is_as_it_was_or_as_it_was_to_be(
    faults: Path, tmp_path: Path
) -> None:
    ways = [f"{asked}:{ERRORS[asked][0]}:0" for asked in ASKED_BY_SQLITE]
    times = survived(faults, tmp_path, ways)

    assert [*times] == ways
    assert min(times.values()) >= 7  # nearly every act asks each of it


@pytest.mark.nightly
@pytest.mark.parametrize("asked", ASKED_BY_SQLITE)
def test_a_log_on_a_disk_that_fails_for_good_or_in_any_way_is_so_as_well(
    faults: Path, tmp_path: Path, asked: str
) -> None:
    ways = [f"{asked}:{error}:{stays}" for error in ERRORS[asked] for stays in (0, 1)]

    assert [*survived(faults, tmp_path, ways)] == ways
