"""Weights and their spread, loads in execution, settlements; SI."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats

EN1: Final = "EN 1991-1-1:2002"
EN6: Final = "EN 1991-1-6:2005"
_DATA: Final = load("eurocode/actions/permanent.toml")
MATERIALS: Final = _DATA.names("weight")
SPREADS: Final = _DATA.names("spread")


@clause(EN1, "Annex A", tag="remembered")
def unit_weight(material: str) -> float:
    """Weight density of one of ``MATERIALS``.  [N/m3]; raises ScopeError for others"""
    return _DATA.number(f"weight.{material}")


@clause(EN1, "5.2.3", tag="remembered")
def spread(item: str) -> tuple[float, float]:
    """Upper and lower characteristic over nominal value, for ``ActionSpec.upper`` and ``.lower``.

    item : one of ``SPREADS``; surfacing gives 1.4 and 0.8, with its post-cast coat counted 1.2
    and 0.8.  Raises ScopeError for others.
    """
    upper, lower = _DATA.array(f"spread.{item}")
    return float(upper), float(lower)


@clause(EN6, "4.11.1", "Table 4.1", tag="remembered")
def execution_pressure(item: str) -> float:
    """Construction load: "personnel" (Q_ca), "equipment" (Q_cc) or "casting".  [Pa]"""
    return _DATA.number(f"execution.{item}")


@clause("EN 1990:2002/A1:2005", "A2.3.1(6)", tag="remembered")
def settlement_envelope(effect: ArrayLike) -> tuple[Array, Array]:
    """Largest and smallest effect of settlements that may or may not happen, each by itself.

    effect : (p, ...) effects of the settlement of each of p supports, others fixed
    returns: (...,), (...,) the sums of the positive and of the negative ones
    """
    e = floats(effect)
    return floats(np.maximum(e, 0.0).sum(axis=0)), floats(np.minimum(e, 0.0).sum(axis=0))
