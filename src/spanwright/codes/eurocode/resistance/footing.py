"""Spread footings (EN 1997-1 6 and Annex D)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.datum.arrays import Array, Bools, floats, freeze

ROCK_MASS: Final = 0.33  # of the intact strength, RQD below 70 %


@dataclass(frozen=True, slots=True, eq=False)
class Bearing:
    """Bearing resistance of a footing, each (...,).

    N_q, N_c, N_g, s_q, s_c, s_g, i_q, i_c, i_g : factors of Annex D [-]
    pressure   : R/A' [Pa];  resistance : R [N], both without partial factor
    """

    N_q: Array
    N_c: Array
    N_g: Array
    s_q: Array
    s_c: Array
    s_g: Array
    i_q: Array
    i_c: Array
    i_g: Array
    pressure: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


def effective_size(size: Values, eccentricity: Values) -> Array:
    """B' = B - 2 e.  (...,) [m]"""
    return np.asarray(floats(size) - 2.0 * np.abs(floats(eccentricity)), dtype=float)


@clause("EN 1997-1:2004", "D.4", "(D.2)", tag="read")
@within(friction=(1e-3, 0.87))
def drained_bearing(
    width: Values,
    length: Values,
    friction: Values,
    unit_weight: Values,
    overburden: Values,
    vertical: Values,
    horizontal: Values = 0.0,
    cohesion: Values = 0.0,
    *,
    along_width: Values | Bools = True,
) -> Bearing:
    """Drained bearing resistance of a level rectangular footing.

    width, length : (...,) effective sizes B', L' [m];  friction : phi' [rad], above 0
    unit_weight   : effective, below the base [N/m3];  overburden : q' at the base [Pa]
    vertical, horizontal : V, H [N];  cohesion : c' [Pa]
    along_width   : H acts along B' (True, 1) or L' (False, 0); between, the share sin2(theta) of
                    H2 that acts along B': m = m_L cos2(theta) + m_B sin2(theta)
    Check: 4 x 6 m, H 500 along B', V 5000 kN, 30 deg, 10 kN/m3, 20 kPa: 659.03 kPa.
    """
    sides = together(width, length)
    b, a = np.minimum(*sides), np.maximum(*sides)
    phi, c, v, h = (floats(x) for x in (friction, cohesion, vertical, horizontal))
    area, tan = b * a, np.tan(phi)
    nq = np.exp(np.pi * tan) * np.tan(np.pi / 4 + phi / 2) ** 2
    nc = (nq - 1.0) / tan
    ng = 2.0 * (nq - 1.0) * tan
    sq = 1.0 + b / a * np.sin(phi)
    sc = (sq * nq - 1.0) / (nq - 1.0)
    sg = 1.0 - 0.3 * b / a
    # Whatever the names, B' is the shorter side in the shape factors; H keeps its own side.
    across, share = sides[0] / sides[1], floats(np.asarray(along_width, dtype=float))
    m_width, m_length = ((2.0 + r) / (1.0 + r) for r in (across, 1.0 / across))
    m = share * m_width + (1.0 - share) * m_length
    base = np.clip(1.0 - h / (v + area * c / tan), 0.0, 1.0)
    iq, ig = base**m, base ** (m + 1.0)
    ic = iq - (1.0 - iq) / (nc * tan)
    pressure = (
        c * nc * sc * ic
        + floats(overburden) * nq * sq * iq
        + 0.5 * floats(unit_weight) * b * ng * sg * ig
    )
    return Bearing(*together(nq, nc, ng, sq, sc, sg, iq, ic, ig, pressure, pressure * area))


@clause("EN 1997-1:2004", "D.3", "(D.1)", tag="read")
def undrained_bearing(
    width: Values, length: Values, strength: Values, overburden: Values, horizontal: Values = 0.0
) -> tuple[Array, Array]:
    """Undrained bearing resistance: pressure [Pa] and force [N], each (...,).

    width, length : effective sizes [m];  strength : c_u;  overburden : total q [Pa]
    nan where H exceeds A' c_u.
    """
    sides = together(width, length)
    b, a = np.minimum(*sides), np.maximum(*sides)
    cu, area = floats(strength), b * a
    share = floats(horizontal) / (area * cu)
    incline = 0.5 * (1.0 + np.sqrt(np.maximum(1.0 - share, 0.0)))
    pressure = (np.pi + 2.0) * cu * (1.0 + 0.2 * b / a) * incline + floats(overburden)
    pressure = np.where(share > 1.0, np.nan, pressure)
    return pressure, np.asarray(pressure * area)


@clause("EN 1997-1:2004", "6.5.3", "(6.3a), (6.4a)", tag="remembered")
def sliding_resistance(
    vertical: Values, interface_friction: Values, area: Values = 0.0, strength: Values = 0.0
) -> Array:
    """Sliding: V' tan(delta) drained, or A' c_u where a strength is given.  (...,) [N]"""
    drained = floats(vertical) * np.tan(floats(interface_friction))
    undrained = floats(area) * floats(strength)
    return np.where(undrained > 0, undrained, drained)


@clause("EN 1997-1:2004", "6.5.4", "2.4.8", tag="remembered")
def eccentricity_use(eccentricity: Values, size: Values, *, ultimate: bool = True) -> Array:
    """e over B/3 (ultimate) or B/6 (serviceability, no gap under permanent loads).  (...,)"""
    return np.asarray(
        np.abs(floats(eccentricity)) * (3.0 if ultimate else 6.0) / floats(size), dtype=float
    )


@clause("EN 1997-1:2004", "6.7", "Annex G", tag="remembered")
def rock_bearing(strength: Values, width: Values, length: Values) -> tuple[Array, Array]:
    """Bearing resistance of a footing on rock: pressure [Pa] and force [N], each (...,).

    strength : uniaxial, of intact rock.  A rock mass of RQD below 70 % has a third of it (Kulhawy
    and Goodman 1987), the lowest class, because the project file gives no RQD.
    Check: 12 MPa: 3.96 MPa.
    """
    pressure, area = together(
        ROCK_MASS * floats(strength), np.multiply(floats(width), floats(length))
    )
    return pressure, np.asarray(pressure * area)


@clause("AASHTO LRFD 2020", "10.4.6.2.4", "Table 10.4.6.2.4-1", tag="remembered")
def friction_by_blows(normalised: Values) -> Array:
    """Least friction angle of sand of (N1)60, where no test gives it.  (...,) -> (...,) [rad]

    20 blows: 32.5 deg.
    """
    data = load("eurocode/resistance/piles.toml")
    known, angle = data.array("friction.normalised"), data.array("friction.angle")
    return np.asarray(np.interp(floats(normalised), known, angle), dtype=float)


@dataclass(frozen=True, slots=True)
class Bed:
    """One layer that carries a footing: as loose ground, as clay at once, or as rock.

    depth       : of the layer's top below the base, 0 where the base stands in it [m]
    unit_weight : effective [N/m3];  overburden : effective stress there beside the footing [Pa]
    friction    : drained angle [rad], None without a drained check
    undrained   : c_u [Pa], None without an undrained check;  rock : uniaxial strength [Pa] or None
    """

    depth: float
    unit_weight: float
    overburden: float
    friction: float | None = None
    undrained: float | None = None
    rock: float | None = None


@clause("EN 1997-1:2004", "6.5.2.2", "Annex D", tag="remembered")
def layered_bearing(
    beds: Sequence[Bed],
    base_overburden: float,
    width: Values,
    length: Values,
    vertical: Values,
    horizontal: Values,
    along_width: Values,
) -> Array:
    """Least resistance of a footing over all layers that carry it, without partial factor.  (...,)

    Lower layers carry a footing that grows by the depth between, half to each side (2 : 1), and
    the ground below the base with it.
    base_overburden : effective stress at the base beside it [Pa];  width, length : effective [m]
    vertical        : effective, the uplift of water taken off [N];  along_width : share of H2
    """
    v, h, share = (floats(x) for x in (vertical, horizontal, along_width))
    found: Array = np.full(np.broadcast_shapes(v.shape, h.shape, np.shape(width)), np.inf)
    for bed in beds:
        b, a = np.asarray(width) + bed.depth, np.asarray(length) + bed.depth
        between = (bed.overburden - base_overburden) * b * a
        ways: list[Array] = []
        if bed.rock is not None:
            ways.append(rock_bearing(bed.rock, b, a)[1])
        if bed.friction is not None:
            ways.append(
                drained_bearing(
                    b, a, bed.friction, bed.unit_weight, bed.overburden, v + between, h,
                    along_width=share,
                ).resistance
            )  # fmt: skip
        if bed.undrained is not None:
            at_once = undrained_bearing(b, a, bed.undrained, bed.overburden, h)[1]
            ways.append(np.where(np.isnan(at_once), 0.0, at_once))  # it slides instead
        for way in ways:
            found = np.minimum(found, way - between)
    return found
