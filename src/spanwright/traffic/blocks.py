"""Work on blocks of responses at a time, on the processors there are."""

from __future__ import annotations

import os
import pickle
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import TypeVar

from spanwright.datum.arrays import Ints

PROCESSES = 4  # at most
WORTH = 0.1  # s: less work than that is not shared
_T = TypeVar("_T")


def in_blocks(work: Callable[[Ints], _T], rows: Ints, size: int) -> list[_T]:
    """Run `work` on blocks of rows, shared with forked processes where there is much of it.

    What `work` leaves behind must be in what it returns.  Threads would not do: most of a search
    are calls too short to let another thread run, and waiting for each other costs more than that.
    """
    blocks = [rows[i : i + size] for i in range(0, len(rows), size)]
    start = perf_counter()
    done = [work(block) for block in blocks[:1]]  # tells how much there is, and fills what is kept
    others = blocks[1:]
    processes = min(_processes(), len(others))
    if processes < 2 or len(others) * (perf_counter() - start) < WORTH:
        return done + [work(block) for block in others]
    return done + _shared(work, others, processes)


def _processes() -> int:
    """How many may share work; beside other threads one, since a fork would copy their locks."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), PROCESSES)


def _shared(work: Callable[[Ints], _T], blocks: list[Ints], processes: int) -> list[_T]:
    """Whoever is free takes the next block; their numbers come out of a pipe."""
    numbers, give = os.pipe()
    os.write(give, b"".join(k.to_bytes(4, "little") for k in range(min(len(blocks), 16_000))))
    os.close(give)
    helpers = [_helper(work, blocks, numbers) for _ in range(processes - 1)]
    done: dict[int, _T] = {}
    try:
        done.update((k, work(blocks[k])) for k in _taken(numbers))
    finally:
        for _ in _taken(numbers):  # after a failure nobody goes on
            pass
        os.close(numbers)
        for process, answer in helpers:
            with os.fdopen(answer, "rb") as file:
                data = file.read()
            if os.waitpid(process, 0)[1] == 0:
                done.update(pickle.loads(data))
    # what a helper could not do is done, or fails, here
    return [done[k] if k in done else work(blocks[k]) for k in range(len(blocks))]


def _taken(numbers: int) -> Iterator[int]:
    """Numbers of blocks out of the pipe until it is empty."""
    while number := os.read(numbers, 4):
        yield int.from_bytes(number, "little")


def _helper(work: Callable[[Ints], _T], blocks: list[Ints], numbers: int) -> tuple[int, int]:
    """A forked process that takes blocks and answers with what it has done: its id, the answer."""
    answer, give = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 warns of the idle threads of the matrix library, which look after themselves
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process:
        os.close(give)
        return process, answer
    status = 1
    try:
        with os.fdopen(give, "wb") as file:
            pickle.dump({k: work(blocks[k]) for k in _taken(numbers)}, file)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is closed or flushed twice
