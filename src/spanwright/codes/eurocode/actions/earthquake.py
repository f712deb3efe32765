"""Response spectra of EN 1998-1 for bridges; periods in s, accelerations in m/s2."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import Data, load
from spanwright.datum.arrays import Array, floats

EN: Final = "EN 1998-1:2004"
EN2: Final = "EN 1998-2:2005"
Ground = Literal["A", "B", "C", "D", "E"]
SpectrumType = Literal[1, 2]

_NDP: Final = load("eurocode/annexes/recommended.toml")


@clause(EN, "3.2.2.2(3)", "(3.6)", tag="read")
@within(damping=(0.0, 1.0))
def damping_correction(damping: ArrayLike = 0.05) -> Array:
    """eta = sqrt(10 / (5 + xi)) >= 0.55; viscous damping as a ratio, 0.05 gives 1."""
    return floats(np.maximum(np.sqrt(10 / (5 + 100 * floats(damping))), 0.55))


@clause(EN, "3.2.2.2(1)", "(3.2)-(3.5)", tag="read")
@within(period=(0.0, 4.0), ground_acceleration=(0.0, None))
def elastic_spectrum(
    period: ArrayLike,
    ground_acceleration: ArrayLike,
    ground: Ground,
    kind: SpectrumType = 1,
    damping: ArrayLike = 0.05,
    parameters: Data = _NDP,
) -> Array:
    """Horizontal elastic acceleration S_e(T).

    period : (...,) up to 4 s [s]   ground_acceleration : (...,) a_g with importance [m/s2]
    kind   : type 1 or 2 spectrum   returns : (...,) [m/s2]
    Check: type 1, C, 2.0 m/s2: 4.025, 5.75, 3.45, 0.7667 at 0.1, 0.4, 1.0, 3.0 s.
    """
    S, T_B, T_C, T_D = parameters.array(f"earthquake.type{kind}.{ground}")
    T, plateau = floats(period), 2.5 * damping_correction(damping)
    shape = np.where(
        T <= T_B, 1 + T / T_B * (plateau - 1), plateau * _falling(T, float(T_C), float(T_D))
    )
    return floats(floats(ground_acceleration) * S * shape)


@clause(EN, "3.2.2.5(4)", "(3.13)-(3.16)", tag="read")
@within(period=(0.0, None), ground_acceleration=(0.0, None), behaviour=(1.0, None))
def design_spectrum(
    period: ArrayLike,
    ground_acceleration: ArrayLike,
    ground: Ground,
    behaviour: ArrayLike = 1.5,
    kind: SpectrumType = 1,
    parameters: Data = _NDP,
) -> Array:
    """Horizontal design acceleration S_d(T), not below 0.2 a_g after T_C.

    behaviour : (...,) factor q; other arguments as ``elastic_spectrum``
    Check: type 1, C, 2.0 m/s2, q = 1.5: 2.6833, 3.8333, 2.30, 0.5111 at 0.1, 0.4, 1.0, 3.0 s.
    """
    S, T_B, T_C, T_D = parameters.array(f"earthquake.type{kind}.{ground}")
    T, a_g = floats(period), floats(ground_acceleration)
    plateau = 2.5 / floats(behaviour)
    rising = a_g * S * (2 / 3 + T / T_B * (plateau - 2 / 3))
    falling = a_g * S * plateau * _falling(T, float(T_C), float(T_D))
    floor = np.where(T_C < T, parameters.number("earthquake.design_floor") * a_g, 0.0)
    return floats(np.where(T <= T_B, rising, np.maximum(falling, floor)))


@clause(EN, "3.2.2.3(1)", "3.2.2.5(5)", "Table 3.4", tag="remembered")
@within(period=(0.0, None), ground_acceleration=(0.0, None), behaviour=(1.0, None))
def vertical_spectrum(
    period: ArrayLike,
    ground_acceleration: ArrayLike,
    behaviour: ArrayLike = 1.0,
    kind: SpectrumType = 1,
    parameters: Data = _NDP,
) -> Array:
    """Vertical design acceleration, S = 1 and ground type of no influence.

    ground_acceleration : (...,) horizontal a_g [m/s2]   behaviour : (...,) 1.0 for bridges
    Check: type 1, 2.0 m/s2: 1.2 at zero period, 4.5 on the plateau.
    """
    share, T_B, T_C, T_D = (float(v) for v in parameters.array(f"earthquake.vertical.type{kind}"))
    T, a_vg = floats(period), share * floats(ground_acceleration)
    plateau = 2.5 / floats(behaviour)
    rising = a_vg * (2 / 3 + T / T_B * (plateau - 2 / 3))
    falling = a_vg * plateau * _falling(T, T_C, T_D)
    floor = np.where(T_C < T, parameters.number("earthquake.design_floor") * a_vg, 0.0)
    return floats(np.where(T <= T_B, rising, np.maximum(falling, floor)))


def _falling(T: Array, T_C: float, T_D: float) -> Array:
    """1 on the plateau, then T_C / T, then T_C T_D / T^2."""
    safe = np.maximum(T, 1e-9)
    return floats(np.where(T <= T_C, 1.0, np.where(T <= T_D, T_C / safe, T_C * T_D / safe**2)))


@clause(EN2, "4.1.6(5)", "Table 4.1", tag="remembered")
@within(shear_ratio=(1.0, None))
def behaviour_ductile_pier(shear_ratio: ArrayLike) -> Array:
    """q of ductile reinforced concrete piers: 3.5, times sqrt(a_s / 3) below a_s = 3.

    shear_ratio : (...,) a_s = L_s / h of the pier
    """
    return floats(3.5 * np.minimum(np.sqrt(floats(shear_ratio) / 3), 1.0))


@clause(EN2, "4.2.1.4(2)", tag="remembered")
def directions(first: ArrayLike, second: ArrayLike, third: ArrayLike) -> Array:
    """The three combinations E_1 + 0.3 E_2 + 0.3 E_3 of absolute effects.

    first, second, third : (...,) effects of the components   returns : (3, ...)
    """
    e = np.stack(np.broadcast_arrays(*(np.abs(floats(x)) for x in (first, second, third))))
    return floats(0.7 * e + 0.3 * e.sum(axis=0))
