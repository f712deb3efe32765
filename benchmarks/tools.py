"""Timing, running peers and printing tables."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

PEERS = Path(__file__).parent / "peers"


def best_of(work: Callable[[], Any], repeats: int = 5) -> tuple[float, Any]:
    """Shortest time of several runs, and the last result."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        result = work()
        times.append(perf_counter() - start)
    return min(times), result


@dataclass(frozen=True)
class Times:
    """Median time of some runs: by the clock and of the processor, seconds."""

    wall: float
    processor: float


def median_of(work: Callable[[], Any], repeats: int = 20) -> tuple[Times, Any]:
    """Median time of several runs, and the last result."""
    times = []
    for _ in range(repeats):
        start = perf_counter(), process_time()
        result = work()
        times.append((perf_counter() - start[0], process_time() - start[1]))
    return Times(*map(median, zip(*times, strict=True))), result


def beside(
    script: str, works: dict[str, Callable[[], Any]], rounds: int = 3
) -> tuple[dict[str, Any], dict[str, Times]]:
    """A peer and our own works in turn: the peer's result with median times, and our median times.

    A peer's times are "seconds" and, where it has them, "position"; of the processor "processor"
    and "position processor".  On a machine with other work to do only the latter can be compared:
    a short run falls between the others' turns, a long one does not.
    """
    own: dict[str, list[Times]] = {name: [] for name in works}
    found: list[dict[str, Any]] = []
    for _ in range(rounds):
        for name, work in works.items():
            own[name].append(median_of(work)[0])
        found.append(peer(script))
        if "missing" in found[-1]:
            break
    result = dict(found[-1])
    for key in {"seconds", "processor", "position", "position processor"} & result.keys():
        result[key] = median(run[key] for run in found)
    return result, {
        name: Times(median(t.wall for t in times), median(t.processor for t in times))
        for name, times in own.items()
    }


def peer(script: str, *arguments: str, timeout: float = 1800.0) -> dict[str, Any]:
    """Run a peer's script as a child and read its JSON; {"missing": why} when it cannot run.

    The interpreter that has the peers is SPANWRIGHT_PEERS, else this one (extra ``bench``).
    """
    python = os.environ.get("SPANWRIGHT_PEERS", sys.executable)
    command = [python, str(PEERS / script), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return {"missing": str(error)}
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        return {"missing": last}
    result: dict[str, Any] = json.loads(lines[-1])
    return result


def row(*cells: object) -> None:
    """One line of a table."""
    print("  ".join(f"{c:>22s}" if isinstance(c, str) else f"{c:22.6g}" for c in cells), flush=True)
