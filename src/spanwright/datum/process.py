"""Work in a forked process beside the caller, so that two cores work where one would wait.

Two threads of Python take turns; most of our work are calls too short to let another thread run.
A forked process has all that its parent has, so nothing is handed over but the answer.
"""

from __future__ import annotations

import ctypes
import gc
import math
import mmap
import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Generic, TypeVar

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.pickled import dumps

_T = TypeVar("_T")
_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h


def processors() -> int:
    """How many processes may share work; beside other threads one, since a fork copies locks."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def common(shape: tuple[int, ...]) -> Array:
    """Zeros that this process and those forked from it write and read alike."""
    if sys.platform != "linux":  # nothing is forked there
        return np.zeros(shape)
    count = math.prod(shape)
    return np.frombuffer(mmap.mmap(-1, max(8 * count, 1)), count=count).reshape(shape)


class Beside(Generic[_T]):
    """Work under way in another process; what it leaves behind must be in what it returns."""

    def __init__(self, work: Callable[[], _T]) -> None:
        self._work, self._process, self._answer = work, 0, -1
        self._owner = os.getpid()
        if processors() > 1:
            self._process, self._answer = _forked(work)

    def result(self) -> _T:
        """What the work returns; where the process could not, it is done, or fails, here."""
        if self._process:
            with os.fdopen(self._answer, "rb") as file:
                data = file.read()
            process, self._process = self._process, 0
            if os.waitpid(process, 0)[1] == 0:
                found: _T = pickle.loads(data)
                return found
        return self._work()

    def __del__(self) -> None:
        """Nobody asked for the answer: the process is ended, the parent having failed."""
        if self._process and self._owner == os.getpid():
            with suppress(OSError):
                os.close(self._answer)
                os.kill(self._process, signal.SIGKILL)
                os.waitpid(self._process, 0)


def _forked(work: Callable[[], object]) -> tuple[int, int]:
    """A process that does the work and answers through a pipe: its id, the end to read."""
    answer, give = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        # Python 3.12 warns of the idle threads of the matrix library, which look after themselves
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            process = os.fork()
        except OSError:  # no room for another: the work is done when its answer is asked for
            os.close(answer)
            os.close(give)
            return 0, -1
    if process:
        os.close(give)
        return process, answer
    status = 1
    try:
        _end_with(parent)
        gc.freeze()  # collecting what the parent made would copy its pages
        with os.fdopen(give, "wb") as file:
            file.write(dumps(work()))
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is closed or flushed twice


def _end_with(parent: int) -> None:
    """Have this process killed when its parent ends, however that comes about."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
