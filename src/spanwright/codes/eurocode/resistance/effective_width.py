"""Effective width of the concrete flange along a continuous deck (EN 1994-2 5.4.1.2), modular
ratios (5.4.2.2) and shear lag of steel plates (EN 1993-1-5 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.materials import creep as creep_law
from spanwright.datum.arrays import Array, freeze

CREEP_MULTIPLIER: Final = {
    "short": creep_law.creep_multiplier("short term"),
    "permanent": creep_law.creep_multiplier("permanent"),
    "shrinkage": creep_law.creep_multiplier("shrinkage"),
    "imposed": creep_law.creep_multiplier("imposed"),
}


@dataclass(frozen=True, slots=True, eq=False)
class EffectiveWidth:
    """Effective widths of one girder along a deck.

    along   : (n,) at the stations asked for                                          [m]
    span    : (s,) mid-span value of each span, for the global analysis               [m]
    support : (s + 1,) at the supports                                                [m]
    span_length, support_length : (s,), (s + 1,) equivalent lengths L_e               [m]
    end_factor : (2,) mean beta of the two end supports                               [-]
    """

    along: Array
    span: Array
    support: Array
    span_length: Array
    support_length: Array
    end_factor: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1994-2:2005", "Figure 5.1", tag="remembered")
def equivalent_lengths(supports: Array) -> tuple[Array, Array]:
    """L_e of the spans (0.85 end, 0.70 inner; 1.0 single) and of the supports (0.25 of both spans;
    at the ends that of the end span).  (s + 1,) -> (s,), (s + 1,) [m]"""
    length = np.diff(np.asarray(supports, dtype=float))
    if length.size == 0 or np.any(length <= 0):
        raise ValueError("supports must be at least two increasing stations")
    factor = np.full(length.size, 0.70)
    factor[0] = factor[-1] = 0.85 if length.size > 1 else 1.0
    span = factor * length
    support = np.empty(length.size + 1)
    support[0], support[-1] = span[0], span[-1]
    support[1:-1] = 0.25 * (length[:-1] + length[1:])
    return span, support


@clause("EN 1994-2:2005", "5.4.1.2", "Figure 5.1", tag="remembered")
def effective_width(
    station: Array, supports: Array, stud_distance: float, left: float, right: float
) -> EffectiveWidth:
    """Effective width of the slab of one girder at stations of a continuous deck.

    station       : (n,) [m];  supports : (s + 1,) increasing                          [m]
    stud_distance : b_0 between the outer studs                                        [m]
    left, right   : b_i, from the outer stud to mid-way to the next girder or to the edge [m]

    Constant over the middle half of a span, linear to the supports over its outer quarters.
    Check: L 63 everywhere: b_ei up to 5.5125 (span) and 3.9375 m (support); L_e 42.5 m, 2.5 m:
    beta 0.975.
    """
    supports = np.asarray(supports, dtype=float)
    span_length, support_length = equivalent_lengths(supports)
    sides = np.array([[left], [right]])

    def parts(length: Array) -> Array:
        return np.asarray(np.minimum(length / 8.0, sides), dtype=float)

    span = stud_distance + parts(span_length).sum(axis=0)
    at_support = parts(support_length)
    ends = at_support[:, [0, -1]]
    reach = support_length[[0, -1]] / np.where(ends > 0, ends, 1.0)
    beta = np.where(ends > 0, np.minimum(0.55 + 0.025 * reach, 1.0), 1.0)
    support = stud_distance + at_support.sum(axis=0)
    support[[0, -1]] = stud_distance + (beta * ends).sum(axis=0)
    length = np.diff(supports)
    knots = np.column_stack(
        [supports[:-1], supports[:-1] + 0.25 * length, supports[1:] - 0.25 * length]
    ).ravel()
    values = np.column_stack([support[:-1], span, span]).ravel()
    along = np.interp(station, np.append(knots, supports[-1]), np.append(values, support[-1]))
    return EffectiveWidth(
        np.asarray(along), span, support, span_length, support_length, beta.mean(axis=0)
    )


def modular_ratio(
    E_cm: Array | float, creep: Array | float = 0.0, multiplier: float = 0.0, E_a: float = 210e9
) -> Array:
    """n_L = n_0 (1 + psi_L phi) with the usual steel.  (...,) [Pa], [-] -> (...,)

    multiplier : psi_L, see CREEP_MULTIPLIER: 0 short term, 1.10 permanent, 0.55 shrinkage, 1.50
                 imposed deformations
    """
    return creep_law.modular_ratio(E_a, E_cm, creep, multiplier)


@clause("EN 1993-1-5:2006", "3.2, 3.3", "Table 3.1", tag="remembered")
def steel_shear_lag(
    flange_half_width: Array,
    equivalent_length: Array,
    *,
    sagging: bool,
    stiffener_ratio: Array | float = 1.0,
    ultimate: bool = True,
) -> Array:
    """Share of a steel flange that works: beta (elastic) or beta^kappa (ultimate).

    flange_half_width : (...,) b_0, outstand or half an internal width [m]
    equivalent_length : (...,) L_e [m];  stiffener_ratio : alpha_0 = sqrt(1 + A_sl/(b_0 t))
    1 where b_0 <= L_e/50.
    """
    kappa = stiffener_ratio * np.asarray(flange_half_width, dtype=float) / equivalent_length
    safe = np.maximum(kappa, 0.02)
    if sagging:
        middle = 1.0 / (1.0 + 6.4 * safe**2)
        wide = 1.0 / (5.9 * safe)
    else:
        middle = 1.0 / (1.0 + 6.0 * (safe - 1.0 / (2500.0 * safe)) + 1.6 * safe**2)
        wide = 1.0 / (8.6 * safe)
    beta = np.where(kappa <= 0.02, 1.0, np.where(kappa <= 0.70, middle, wide))
    share = beta**kappa if ultimate else beta
    return np.where(flange_half_width <= np.asarray(equivalent_length) / 50.0, 1.0, share)
