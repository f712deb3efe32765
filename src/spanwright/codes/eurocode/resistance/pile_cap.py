"""Pile caps: pile reactions under a rigid cap, bending and shear of the cap (EN 1992-1-1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.codes.eurocode.resistance.concrete import plain_shear
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import MPa


def rigid_cap_reactions(
    pile_x: Array, pile_y: Array, force: Values, moment_y: Values, moment_x: Values
) -> Array:
    """Axial force of each pile under a cap that stays plane, equal piles.

    pile_x, pile_y : (q,) from the point the forces refer to [m]
    force          : (n,) downward load [N]
    moment_y       : (n,) positive where it loads piles at +x;  moment_x : at +y       [N m]
    returns        : (n, q) compression [N]

    Raises ScopeError where the piles stand in one line and cannot take a moment across it.
    """
    x, y = floats(pile_x), floats(pile_y)
    n, my, mx = (np.atleast_1d(a) for a in together(force, moment_y, moment_x))
    base = np.stack([np.ones_like(x), x, y])  # plane: c0 + c1 x + c2 y
    matrix = base @ base.T
    right = np.stack([n, my, mx])
    solution, _, rank, _ = np.linalg.lstsq(matrix, right, rcond=1e-12)
    if rank < 3 and not np.allclose(
        matrix @ solution, right, rtol=1e-9, atol=1e-9 * np.abs(right).max()
    ):
        raise ScopeError("pile cap: the piles stand in one line; a moment across it has no support")
    return np.asarray(solution.T @ base, dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class CapSection:
    """One section of a cap at the face of the column, each (n,).

    moment : bending, tension at the bottom positive [N m];  shear : [N]
    reduced_shear : piles close to the face count with a_v/(2 d), 0.25 at least        [N]
    """

    moment: Array
    shear: Array
    reduced_shear: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.2.2(6), 9.8.1", tag="remembered")
def cap_section(
    reactions: Array, distance: Array, pile_diameter: float, effective_depth: float
) -> CapSection:
    """Bending and shear of a cap where it leaves the column, beam method.

    reactions : (n, q) pile forces, weight of the cap's part not deducted              [N]
    distance  : (q,) pile centres beyond the face, negative ones do not count          [m]

    A pile is in the shear when its centre is beyond the face; its a_v runs from the face to a fifth
    of the diameter inside the pile's near edge (9.8.1 with 6.2.2(6)).
    """
    beyond = floats(distance) > 0
    arm = np.where(beyond, distance, 0.0)
    clear = np.maximum(floats(distance) - 0.5 * pile_diameter + 0.2 * pile_diameter, 0.0)
    share = np.where(beyond, np.clip(clear / (2.0 * effective_depth), 0.25, 1.0), 0.0)
    force = floats(reactions)
    return CapSection(force @ arm, force @ beyond.astype(float), force @ share)


@dataclass(frozen=True, slots=True, eq=False)
class CapShear:
    """Shear of a cap without stirrups, each (n,).

    resistance : V_Rd,c for the reduced shear;  crushing : limit of the whole shear     [N]
    utilisation
    """

    resistance: Array
    crushing: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.2.2(6)", "(6.5)", tag="remembered")
def cap_shear(
    section: CapSection,
    width: float,
    effective_depth: float,
    bar_area: float,
    f_ck: float,
    f_cd: float,
    gamma_C: float = 1.5,
) -> CapShear:
    """One-way shear: reduced V against V_Rd,c, whole V against 0.5 b d nu f_cd, nu 0.6 (1 - f/250).

    width, effective_depth [m], bar_area in the width [m2], strengths [Pa]
    """
    plain = plain_shear(width, effective_depth, bar_area, f_ck, gamma_C=gamma_C).resistance
    nu = 0.6 * (1.0 - f_ck / (250.0 * MPa))
    crushing = floats(0.5 * width * effective_depth * nu * f_cd)
    use = np.maximum(np.abs(section.reduced_shear) / plain, np.abs(section.shear) / crushing)
    return CapShear(*together(plain, crushing, use))


@dataclass(frozen=True, slots=True, eq=False)
class CapTie:
    """Strut and tie between column and piles, each (n, q).

    slope  : tan of the strut's angle to the level;  tie : horizontal pull at each pile [N]
    strut  : compression of the strut [N]
    """

    slope: Array
    tie: Array
    strut: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.5, 9.8.1(3)", tag="remembered")
def cap_ties(reactions: Array, offset: Array, lever_arm: float) -> CapTie:
    """Ties of a deep cap: each pile's strut runs to its share of the column.

    reactions : (n, q) [N];  offset : (q,) level distance from pile centre to the strut's upper node
    [m];  lever_arm : between tie and upper node [m]
    """
    force, run = floats(reactions), np.abs(floats(offset))
    flat = np.broadcast_to(run / lever_arm, force.shape)
    slope = np.divide(1.0, flat, out=np.full(force.shape, np.inf), where=flat > 0)
    return CapTie(*together(slope, force * flat, force * np.sqrt(1.0 + flat**2)))


@clause("EN 1992-1-1:2004", "6.5.4(4)", "(6.60)-(6.62)", tag="remembered")
def node_limit(f_ck: float, f_cd: float, ties: int) -> float:
    """Greatest stress of a node, k nu' f_cd: k 1, 0.85, 0.75 with 0, 1, 2 tied ways.  [Pa]"""
    k = (1.0, 0.85, 0.75)[min(ties, 2)]
    return k * (1.0 - f_ck / (250.0 * MPa)) * f_cd
