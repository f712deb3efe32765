"""Work done by a forked process: its result, its errors, its end."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from spanwright.datum import process
from spanwright.datum.errors import InputError, InputErrors
from spanwright.datum.pickled import dumps
from spanwright.datum.process import Beside, common, processors

linux = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processors, and no thread of the test runner in the way."""
    monkeypatch.setattr(process, "processors", lambda: 2)


def here_or_there(there: Callable[[], object], here: Callable[[], object]) -> object:
    parent = os.getpid()
    return Beside(lambda: here() if os.getpid() == parent else there()).result()


@linux
@pytest.mark.usefixtures("two")
def test_the_result_comes_from_another_process() -> None:
    assert Beside(os.getpid).result() != os.getpid()


@linux
@pytest.mark.usefixtures("two")
def test_arrays_travel_unchanged() -> None:
    values = np.array([1.0, 1 / 3, np.inf, -0.0])
    assert Beside(lambda: values * 1.0).result().tobytes() == values.tobytes()


@linux
@pytest.mark.usefixtures("two")
def test_an_error_is_raised_here_as_it_would_be_without_the_other_process() -> None:
    def wrong() -> None:
        raise InputError("span", "must be longer than 0 m", got="-1 m", place="f:1")

    with pytest.raises(InputError, match="must be longer than 0 m") as here:
        Beside(wrong).result()
    assert here.value.place == "f:1"


@linux
@pytest.mark.usefixtures("two")
def test_what_a_process_that_ends_early_had_to_do_is_done_here() -> None:
    assert here_or_there(lambda: os._exit(9), lambda: "done here") == "done here"


@linux
@pytest.mark.usefixtures("two")
def test_a_process_nobody_asks_is_ended() -> None:
    later = Beside(lambda: time.sleep(60))
    number = later._process
    del later
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


ABANDONED = """
import os, signal, time
from spanwright.datum import process
process.processors = lambda: 2
later = process.Beside(lambda: time.sleep(60))
print(later._process, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_process_ends_with_its_parent_however_that_ends() -> None:
    ended = subprocess.run([sys.executable, "-c", ABANDONED], capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL
    state = Path(f"/proc/{int(ended.stdout)}/stat")
    for _ in range(100):
        if not state.exists() or state.read_text().split()[2] == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail("the forked process goes on alone")


def test_beside_other_threads_the_work_is_done_when_it_is_asked_for() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert processors() == 1
        assert Beside(os.getpid).result() == os.getpid()
    finally:
        stop.set()
        other.join()


def test_several_errors_survive_pickling() -> None:
    errors = InputErrors([InputError("a", "must be b", got="c", place="f:1")])
    again = pickle.loads(pickle.dumps(errors))
    assert str(again) == str(errors)
    assert again.problems[0].place == "f:1"


def test_read_only_tables_are_pickled() -> None:
    table = MappingProxyType({"a": 1})
    assert pickle.loads(dumps({"t": table})) == {"t": table}


@linux
@pytest.mark.usefixtures("two")
def test_what_another_process_writes_into_common_memory_is_seen_here() -> None:
    table = common((3, 2))

    def write() -> int:
        table[1] = 7.0
        return os.getpid()

    assert Beside(write).result() != os.getpid()
    assert table.tolist() == [[0.0, 0.0], [7.0, 7.0], [0.0, 0.0]]
    assert common((0, 4)).shape == (0, 4)


@linux
@pytest.mark.usefixtures("two")
def test_where_no_process_can_be_made_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_room() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", no_room)
    assert Beside(os.getpid).result() == os.getpid()
