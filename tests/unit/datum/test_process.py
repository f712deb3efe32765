"""A function computed by another process: its result, its errors, its crash."""

from __future__ import annotations

import os
import pickle
from types import MappingProxyType

import numpy as np
import pytest

from spanwright.codes.eurocode.combinations import expand
from spanwright.datum.arrays import floats
from spanwright.datum.errors import InputError, InputErrors
from spanwright.datum.pickled import dumps
from spanwright.datum.process import in_own_process


def test_the_result_comes_from_another_process() -> None:
    assert in_own_process(os.getpid) != os.getpid()


def test_arrays_travel_unchanged() -> None:
    values = np.array([1.0, 1 / 3, np.inf, -0.0])
    assert in_own_process(floats, values).tobytes() == values.tobytes()


def test_an_error_for_the_user_is_raised_here_with_its_parts() -> None:
    with pytest.raises(InputError) as here:
        expand((), "picnic")
    with pytest.raises(InputError) as there:
        in_own_process(expand, (), "picnic")
    assert str(there.value) == str(here.value)
    assert there.value.expected == here.value.expected


def test_a_crash_tells_the_other_process_words() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        in_own_process(divmod, 1, 0)


def test_several_errors_survive_pickling() -> None:
    errors = InputErrors([InputError("a", "must be b", got="c", place="f:1")])
    again = pickle.loads(pickle.dumps(errors))
    assert str(again) == str(errors)
    assert again.problems[0].place == "f:1"


def test_read_only_tables_are_pickled() -> None:
    table = MappingProxyType({"a": 1})
    assert pickle.loads(dumps({"t": table})) == {"t": table}
