"""Clauses are attached, listed, and their limits are kept."""

import inspect

import numpy as np
import pytest

from spanwright.codes.clause import all_clauses, clause, clauses_of, inside, limits_of, within
from spanwright.datum.errors import ScopeError


@clause("EN 0:2000", "1.2", "Table 3", tag="computed")
@within(strength=(12e6, 90e6), age=(1.0, None))
def stiffness(strength, age=28.0, *, factor=1.0):
    """A made-up stiffness.

    More text.
    """
    return strength * age * factor


def test_the_clause_is_on_the_function_and_in_the_list():
    (entry,) = clauses_of(stiffness)
    assert str(entry) == "EN 0:2000 1.2, Table 3"
    assert entry.tag == "computed"
    assert entry.summary == "A made-up stiffness."
    assert entry in all_clauses()
    assert clauses_of(len) == ()


def test_stacked_clauses_keep_their_order():
    @clause("EN 1", "a")
    @clause("EN 2", "b")
    def formula():
        return 1

    assert [entry.standard for entry in clauses_of(formula)] == ["EN 1", "EN 2"]


def test_the_signature_and_value_survive():
    assert list(inspect.signature(stiffness).parameters) == ["strength", "age", "factor"]
    assert stiffness(30e6, 2.0, factor=3.0) == 180e6
    assert stiffness(strength=12e6) == 12e6 * 28


@pytest.mark.parametrize("bad", [11.9e6, np.nan, [30e6, 91e6]])
def test_outside_the_limits_is_refused_with_parameter_limits_and_clause(bad):
    with pytest.raises(ScopeError) as error:
        stiffness(bad)
    text = str(error.value)
    assert "stiffness: strength must be at least 1.2e+07 and at most 9e+07" in text
    assert "EN 0:2000 1.2, Table 3" in text


def test_keyword_and_open_limit():
    with pytest.raises(ScopeError, match=r"age must be at least 1 \(got 0\.5\)"):
        stiffness(30e6, age=0.5)
    assert stiffness(30e6, age=1e9) == 30e15


def test_mask_for_arrays():
    mask = inside(stiffness, strength=[10e6, 12e6, 90e6, 95e6], age=[1.0, 0.5, 1.0, 2.0])
    assert mask.tolist() == [False, False, True, False]
    assert limits_of(stiffness)["age"] == (1.0, None)
    with pytest.raises(ValueError, match="no limits are recorded for factor"):
        inside(stiffness, factor=1.0)


def test_wrong_declarations_are_refused_at_import():
    with pytest.raises(ValueError, match="tag must be one of"):
        clause("EN 1", "1", tag="guessed")
    with pytest.raises(ValueError, match="at least one clause"):
        clause("EN 1")
    with pytest.raises(ValueError, match="has no parameter width"):
        within(width=(0.0, 1.0))(len)
