import sys
import threading
import time
from pathlib import Path

import pytest

from coach.disk import claim
from coach.disk.claim import claimed
from tests.patience import join


def test_one_thread_at_a_time_holds_a_claim_and_nothing_is_left_of_it(tmp_path: Path) -> None:
    inside, most = [0], [0]

    def hold() -> None:
        for _ in range(20):
            with claimed(tmp_path / "one"):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0.001)
                inside[0] -= 1

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    join(*threads)

    assert most == [1]
    if sys.platform != "win32":
        assert list(tmp_path.iterdir()) == []


def test_where_no_file_can_be_made_nobody_waits(tmp_path: Path) -> None:
    with claimed(tmp_path / "missing" / "one"), claimed(tmp_path / "missing" / "one"):
        assert not (tmp_path / "missing").exists()


def test_who_has_waited_long_for_a_claim_goes_on_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "CLAIM_PATIENCE_S", 0.1)
    with claimed(tmp_path / "one"):
        with claimed(tmp_path / "one"):
            pass

        assert (tmp_path / "one").exists()  # the first still holds it


def test_what_is_raised_while_a_claim_is_held_lets_it_go(tmp_path: Path) -> None:
    with pytest.raises(KeyError), claimed(tmp_path / "one"):
        raise KeyError

    began = time.monotonic()
    with claimed(tmp_path / "one"):
        assert time.monotonic() - began < claim.CLAIM_PATIENCE_S
