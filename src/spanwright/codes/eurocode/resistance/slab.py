"""Deck slabs: cracked sections, least reinforcement, local and global effects together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.datum.arrays import Array, floats, freeze


@dataclass(frozen=True, slots=True, eq=False)
class CrackedBending:
    """A cracked rectangle in bending, linear elastic, each (...,).

    depth : compressed depth x [m];  bar_stress, concrete_stress : [Pa], positive numbers
    """

    depth: Array
    bar_stress: Array
    concrete_stress: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "7.1(2), 7.2", tag="computed")
def cracked_bending(
    moment: Values, bar_area: Values, effective_depth: Values, width: Values, ratio: Values
) -> CrackedBending:
    """Stresses of a singly reinforced rectangle without tension in the concrete.

    moment [N m], bar_area [m2], effective_depth, width [m], ratio : E_s/E_c : (...,)
    Check: 50 kNm, 2000 mm2, d 200 mm, 1 m, ratio 6: x 58.31 mm, bars 138.5 MPa.
    """
    m, d, b = floats(moment), floats(effective_depth), floats(width)
    na = floats(ratio) * floats(bar_area) / b
    x = np.sqrt(na**2 + 2.0 * na * d) - na
    arm = d - x / 3.0
    steel = np.abs(m) / (floats(bar_area) * arm)
    return CrackedBending(*together(x, steel, 2.0 * np.abs(m) / (b * x * arm)))


@clause("EN 1992-1-1:2004", "9.2.1.1(1)", "(9.1N)", tag="remembered")
def least_bars(width: Values, effective_depth: Values, f_ctm: Values, f_yk: Values) -> Array:
    """A_s,min = 0.26 f_ctm/f_yk b d, at least 0.0013 b d.  (...,) [m2]

    Check: 1 m, d 200 mm, 3.21 MPa, 500 MPa: 333.8 mm2.
    """
    share = np.maximum(0.26 * floats(f_ctm) / f_yk, 0.0013)
    return np.asarray(share * width * effective_depth, dtype=float)


@clause("EN 1993-2:2006", "Annex E", "(E.1), Figure E.2", tag="remembered")
def local_global_factor(span: Values) -> Array:
    """psi of the smaller share when global and local effects act together.

    span : (...,) of the girder [m] -> (...,): 1.0 to 20 m, 0.7 from 40 m, linear between
    """
    return np.interp(floats(span), [20.0, 40.0], [1.0, 0.7])


@clause("EN 1992-1-1:2004", "6.1", tag="computed")
def layer_force(
    tension: Values, moment: Values, layer_distance: Values, depth: Values, thickness: Values
) -> Array:
    """Pull in the more stretched of two equal layers of a cracked slab, per metre width.

    tension : (...,) normal force, shared by both layers, positive [N/m];  moment : [N m/m]
    layer_distance : between the layers;  depth : of the layer from the far face [m]
    returns : (...,) [N/m]

    Two states of equilibrium are allowed, and the smaller pull is enough (static theorem): both
    layers as a couple, or a compressed zone 0.9 d away.
    """
    n, m = floats(tension), np.abs(floats(moment))
    d, h = floats(depth), floats(thickness)
    couple = 0.5 * n + m / floats(layer_distance)
    arm = 0.9 * d
    pressed = (m + n * np.maximum(arm - d + 0.5 * h, 0.0)) / arm
    return np.asarray(np.minimum(couple, np.maximum(pressed, 0.5 * n)), dtype=float)
