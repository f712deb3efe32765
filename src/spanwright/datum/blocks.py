"""Work on blocks of responses at a time, on the processors there are."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import TypeVar

from spanwright.datum.arrays import Ints
from spanwright.datum.process import Beside, processors

PROCESSES = 4  # at most
WORTH = 0.1  # s: less work than that is not shared
_T = TypeVar("_T")


def in_blocks(work: Callable[[Ints], _T], rows: Ints, size: int) -> list[_T]:
    """Run `work` on blocks of rows, shared with forked processes where there is much of it.

    What `work` leaves behind must be in what it returns.  Threads would not do: most of a search
    are calls too short to let another thread run, and waiting for each other costs more than that.
    """
    blocks = _cut(rows, size)
    start = perf_counter()
    done = [work(block) for block in blocks[:1]]  # tells how much there is, and fills what is kept
    others = blocks[1:]
    processes = min(processors(), PROCESSES, len(others))
    if processes < 2 or (perf_counter() - start) * len(rows) / len(blocks[0]) < WORTH:
        return done + [work(block) for block in others]
    return done + _shared(work, others, processes)


def _cut(rows: Ints, size: int) -> list[Ints]:
    """Blocks of at most so many rows: small ones first and last, when not all work."""
    if len(rows) <= size:
        return [rows] if len(rows) else []
    first = max(1, size // 8)
    last = max(first, len(rows) - size)
    small = max(1, size // 4)
    ends = [0, *range(first, last, size), *range(last, len(rows), small), len(rows)]
    return [rows[i:j] for i, j in itertools.pairwise(ends)]


def _shared(work: Callable[[Ints], _T], blocks: list[Ints], processes: int) -> list[_T]:
    """Whoever is free takes the next block; their numbers come out of a pipe."""
    numbers, give = os.pipe()
    os.write(give, b"".join(k.to_bytes(4, "little") for k in range(min(len(blocks), 16_000))))
    os.close(give)

    def share() -> dict[int, _T]:
        return {k: work(blocks[k]) for k in _taken(numbers)}

    helpers = [Beside(share) for _ in range(processes - 1)]
    try:
        done = share()
        for helper in helpers:
            done.update(helper.result())
    finally:
        for _ in _taken(numbers):  # after a failure nobody goes on
            pass
        os.close(numbers)
    # what a helper could not do is done, or fails, here
    return [done[k] if k in done else work(blocks[k]) for k in range(len(blocks))]


def _taken(numbers: int) -> Iterator[int]:
    """Numbers of blocks out of the pipe until it is empty."""
    while number := os.read(numbers, 4):
        yield int.from_bytes(number, "little")
