"""Timing, running peers and printing tables."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
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
