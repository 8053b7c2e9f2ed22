"""Measuring: whole processes in turn with their floor, so that a busy machine slows both."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One row of the table."""

    what: str
    measured: float
    floor: float
    unit: str
    target: str

    def __str__(self) -> str:
        ratio = self.measured / self.floor
        numbers = f"{self.measured:9.3f} {self.floor:9.3f} {self.unit:4} {ratio:6.2f}"
        return f"{self.what:42} {numbers}   {self.target}"


HEAD = f"{'what':42} {'measured':>9} {'floor':>9} {'':4} {'ratio':>6}   to reach"


def in_turn(rounds: int, *measured: Callable[[], float]) -> list[float]:
    """The median of each measurement, taken in turn so many times."""
    times = [[measure() for measure in measured] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def memory_kib(pid: int | str, kind: str) -> int:
    """What the kernel tells of a process's memory, by its name for it: VmRSS or VmHWM.

    Raises:
        OSError: It has ended.
    """
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))


def process(arguments: Sequence[str], **environment: str) -> Callable[[], float]:
    """The wall time in seconds of a Python process with these arguments.

    What Python compiled once it keeps, as it does for who installs the program.
    """
    variables = os.environ | environment
    variables.pop("PYTHONDONTWRITEBYTECODE", None)

    def run() -> float:
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=variables,
        )
        return time.perf_counter() - began

    return run
