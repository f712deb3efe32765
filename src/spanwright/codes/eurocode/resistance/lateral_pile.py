"""Piles under lateral load: subgrade reaction in closed form, p-y curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.datum.arrays import Array, floats, freeze


@dataclass(frozen=True, slots=True, eq=False)
class LateralPile:
    """A long pile pushed at its head, each (...,).

    length      : characteristic length, 1/b or T [m];  long_from : pile length the formulas need
    deflection  : at the head [m];  rotation : at the head [rad], 0 when fixed
    moment      : greatest along the pile; at the head (negative) when fixed          [N m]
    """

    length: Array
    long_from: Array
    deflection: Array
    rotation: Array
    moment: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("Hetenyi, Beams on Elastic Foundation (1946)", "semi-infinite beam", tag="computed")
def constant_subgrade(force: Values, stiffness: Values, subgrade: Values) -> LateralPile:
    """Free head, subgrade reaction k = k_h D constant with depth.

    force [N];  stiffness : E I [N m2];  subgrade : k [N/m2]
    y_0 = 2 P b/k, M = 0.3224 P/b, b = (k/4EI)^0.25
    Check: 500 kN, 7.45515e6 kNm2, 20,000 kN/m2: b 0.160927, 8.046 mm, 1001.7 kNm.
    """
    p, k = floats(force), floats(subgrade)
    b = (k / (4.0 * floats(stiffness))) ** 0.25
    # The greatest moment P e^-s sin(s)/b lies at s = pi/4.
    greatest = p / b * np.exp(-np.pi / 4) * np.sin(np.pi / 4)
    return LateralPile(*together(1.0 / b, 4.0 / b, 2.0 * p * b / k, 2.0 * p * b**2 / k, greatest))


@clause("Matlock & Reese 1960", "non-dimensional coefficients", tag="remembered")
def linear_subgrade(
    force: Values, stiffness: Values, growth: Values, *, fixed_head: bool = False
) -> LateralPile:
    """Subgrade reaction n_h z that grows with depth; T = (E I/n_h)^0.2.

    force [N];  stiffness : E I [N m2];  growth : n_h [N/m3]
    Check: 500 kN, 8000 kN/m3: T 3.9253, free 9.877 mm and 1515.2, fixed 3.772 mm and 1825.3 kNm.
    """
    p, ei = floats(force), floats(stiffness)
    t = (ei / floats(growth)) ** 0.2
    if fixed_head:
        deflection, rotation, moment = 0.93 * p * t**3 / ei, 0.0 * p * t, -0.93 * p * t
    else:
        deflection = 2.435 * p * t**3 / ei
        rotation, moment = 1.623 * p * t**2 / ei, 0.772 * p * t
    return LateralPile(*together(t, 4.0 * t, deflection, rotation, moment))


@dataclass(frozen=True, slots=True, eq=False)
class HeadStiffness:
    """Stiffness of a pile head in one vertical plane, each (...,).

    lateral [N/m], rotation [N m/rad] with the other held, coupling [N]: the moment per unit
    deflection at a head that may not turn
    """

    lateral: Array
    rotation: Array
    coupling: Array

    def __post_init__(self) -> None:
        freeze(self)


def head_stiffness_constant(stiffness: Values, subgrade: Values) -> HeadStiffness:
    """Head stiffness of a long pile, constant k: 4 E I b^3, 2 E I b, 2 E I b^2."""
    ei = floats(stiffness)
    b = (floats(subgrade) / (4.0 * ei)) ** 0.25
    return HeadStiffness(*together(4.0 * ei * b**3, 2.0 * ei * b, 2.0 * ei * b**2))


def head_stiffness_linear(stiffness: Values, growth: Values) -> HeadStiffness:
    """Head stiffness of a long pile, n_h z: inverse of the flexibility 2.435, 1.623, 1.750."""
    ei = floats(stiffness)
    t = (ei / floats(growth)) ** 0.2
    yy, yt, tt = 2.435 * t**3 / ei, 1.623 * t**2 / ei, 1.750 * t / ei
    det = yy * tt - yt**2
    return HeadStiffness(*together(tt / det, yy / det, yt / det))


@clause("JTG 3363-2019", "appendix L", tag="remembered")
def m_method_growth(coefficient: Values, diameter: Values) -> Array:
    """n_h of the "m" method for round piles: m b_p, b_p = 0.9 (d + 1) from 1 m, 0.9 (1.5 d + 0.5)
    below.  (...,) m [N/m4], [m] -> (...,) [N/m3]"""
    d = floats(diameter)
    width = 0.9 * np.where(d >= 1.0, d + 1.0, 1.5 * d + 0.5)
    return np.asarray(floats(coefficient) * width, dtype=float)


@clause("API RP 2A", "6.8.6", tag="remembered")
def sand_coefficients(friction: Values) -> tuple[Array, Array, Array]:
    """C1, C2, C3 of the ultimate pressure in sand.  (...,) [rad]

    Check: 35 degrees: 2.9704, 3.4192, 53.793.
    """
    phi = floats(friction)
    a, b = phi / 2, np.pi / 4 + phi / 2
    rest, active = 0.4, np.tan(np.pi / 4 - phi / 2) ** 2
    wedge = np.tan(b - phi)
    c1 = np.tan(b) ** 2 * np.tan(a) / wedge + rest * (
        np.tan(phi) * np.sin(b) / (np.cos(a) * wedge)
        + np.tan(b) * (np.tan(phi) * np.sin(b) - np.tan(a))
    )
    c2 = np.tan(b) / wedge - active
    c3 = active * (np.tan(b) ** 8 - 1.0) + rest * np.tan(phi) * np.tan(b) ** 4
    return c1, c2, c3


@clause("API RP 2A", "6.8.6, 6.8.7", tag="remembered")
def sand_py(
    deflection: Values,
    depth: Values,
    diameter: Values,
    friction: Values,
    unit_weight: Values,
    modulus: Values,
    *,
    cyclic: bool = False,
) -> Array:
    """Soil reaction p of the API curve for sand.  (...,) [N/m]

    deflection, depth, diameter [m]; friction [rad]; effective unit_weight, modulus k [N/m3]
    """
    y, z, d = floats(deflection), floats(depth), floats(diameter)
    c1, c2, c3 = sand_coefficients(friction)
    weight = floats(unit_weight) * z
    ultimate = np.maximum(np.minimum((c1 * z + c2 * d) * weight, c3 * d * weight), 1e-9)
    factor = 0.9 * np.ones_like(z / d) if cyclic else np.maximum(3.0 - 0.8 * z / d, 0.9)
    return np.asarray(
        factor * ultimate * np.tanh(floats(modulus) * z * y / (factor * ultimate)), dtype=float
    )


@clause("API RP 2A", "6.8.2, 6.8.3", tag="remembered")
def soft_clay_py(
    deflection: Values,
    depth: Values,
    diameter: Values,
    strength: Values,
    unit_weight: Values,
    strain_50: Values = 0.01,
    factor: float = 0.5,
) -> Array:
    """Soil reaction p of Matlock's static curve for soft clay.  (...,) [N/m]

    p = 0.5 p_u (y/y_50)^(1/3) <= p_u, p_u = min(3 + g'z/c + J z/D, 9) c D, y_50 = 2.5 eps_50 D
    factor : J
    """
    y, z, d, c = floats(deflection), floats(depth), floats(diameter), floats(strength)
    ultimate = np.minimum(3.0 + floats(unit_weight) * z / c + factor * z / d, 9.0) * c * d
    half = 2.5 * floats(strain_50) * d
    return np.asarray(
        np.sign(y) * ultimate * np.minimum(0.5 * np.cbrt(np.abs(y) / half), 1.0), dtype=float
    )
