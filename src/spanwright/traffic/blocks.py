"""Work on blocks of responses at a time, on the processors there are."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from spanwright.datum.arrays import Ints

THREADS = 2
_T = TypeVar("_T")


def in_blocks(work: Callable[[Ints], _T], rows: Ints, size: int) -> list[_T]:
    """Run `work` on blocks of rows, on a few threads: numpy leaves the interpreter meanwhile."""
    blocks = [rows[i : i + size] for i in range(0, len(rows), size)]
    if len(blocks) < 2:
        return [work(block) for block in blocks]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, blocks))
