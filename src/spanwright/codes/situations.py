"""One door to the combination rules: a situation's name says which code family it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from spanwright.codes.aashto import combinations as aashto
from spanwright.codes.combinations import ActionSpec, Combinations
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode import combinations as eurocode


def rows_of(
    actions: Sequence[ActionSpec], situation: str, parameters: Parameters | None = None
) -> Combinations:
    """Factor rows of a situation of EN 1990 ("ULS persistent") or of AASHTO LRFD ("Strength I").

    Raises InputError for a situation that neither knows.
    """
    return _rows_of(tuple(actions), situation, parameters)


@lru_cache(maxsize=64)  # a run asks the same of its girders, piers, foundations and notes
def _rows_of(
    actions: tuple[ActionSpec, ...], situation: str, parameters: Parameters | None
) -> Combinations:
    if situation not in aashto.STATES:
        return eurocode.expand(actions, situation, parameters)
    eta = 1.0 if parameters is None else parameters.number("aashto.eta")
    return aashto.expand([aashto.called(action) for action in actions], situation, eta=eta)


def needs(situation: str) -> frozenset[str]:
    """Kinds of action without one of which a situation does not arise; empty: it always does."""
    return _NEEDS.get(situation, frozenset())


_NEEDS = {
    "ULS accidental": frozenset({"accidental", "ship", "vehicle"}),
    "ULS seismic": frozenset({"seismic"}),
    "Extreme Event I": frozenset({"seismic"}),
    "Extreme Event II": frozenset({"ice", "ship", "vehicle"}),
}
