"""A function in a Python process of its own, so that two cores work where one would wait.

Two threads of Python take turns; numpy alone lets both run.  Work made of many small steps is given
to a second process.  It is started as ``python -m``, not forked, so that the caller's threads and
main module do not matter.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from spanwright.datum.errors import SpanwrightError
from spanwright.datum.pickled import dumps

_T = TypeVar("_T")


def in_own_process(function: Callable[..., _T], *arguments: Any) -> _T:
    """``function(*arguments)`` computed by another process.

    function : of a module, found there by its name;  arguments and result can be pickled

    Raises what the function raises where it is meant for the user (SpanwrightError), and
    RuntimeError with the other process's own words where it broke.
    """
    task = dumps((function, arguments))
    done = subprocess.run(
        [sys.executable, "-m", "spanwright.datum.process"], input=task, capture_output=True
    )
    if done.returncode:
        raise RuntimeError(f"a second process ended early:\n{done.stderr.decode(errors='replace')}")
    answer = pickle.loads(done.stdout)
    if isinstance(answer, SpanwrightError):
        raise answer
    result: _T = answer
    return result


def _serve() -> None:
    """Read a task, do it, write the answer or the error that a user can mend."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not mix with the answer
    function, arguments = pickle.load(sys.stdin.buffer)
    answer: Any
    try:
        answer = function(*arguments)
    except SpanwrightError as error:
        answer = error
    out.write(dumps(answer))


if __name__ == "__main__":
    _serve()
