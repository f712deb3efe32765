"""Slender columns, shear and prestress of concrete members, AASHTO LRFD 4.5.3, 5.7.3, 5.9; SI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance._shapes import Values
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import GPa, deg, ksi

LRFD: Final = "AASHTO LRFD 9th edition"
_DATA: Final = load("aashto/resistance/concrete.toml")


@clause(LRFD, "5.6.4.3", "(5.6.4.3-1)", "(5.6.4.3-2)", tag="remembered")
def column_stiffness(
    E_c: Values,
    gross_inertia: Values,
    bar_inertia: Values,
    dead_share: Values = 0.0,
    E_s: float = 200.0 * GPa,
) -> Array:
    """E I of a slender column: max(E_c I_g/5 + E_s I_s, E_c I_g/2.5)/(1 + beta_d).

    E_c, gross_inertia, bar_inertia : (...,) [Pa], [m4]
    dead_share : (...,) permanent over total moment, beta_d   returns : (...,) [N m2]
    """
    whole = floats(E_c) * floats(gross_inertia)
    with_bars = whole / 5 + E_s * floats(bar_inertia)
    return floats(np.maximum(with_bars, whole / 2.5) / (1 + floats(dead_share)))


@clause(LRFD, "4.5.3.2.2b", "(4.5.3.2.2b-4)", tag="remembered")
@within(compression=(0.0, None), euler=(1e-9, None))
def moment_magnifier(compression: Values, euler: Values) -> Array:
    """delta_s = 1/(1 - sum P_u/(phi_K sum P_e)), phi_K 0.75.

    compression, euler : (...,) sums over the columns that sway together [N]

    Raises ScopeError where the columns would buckle.
    Check: 8,000 against 40,000 gives 1.36364.
    """
    share = floats(compression) / (_DATA.number("column.stiffness_reduction") * floats(euler))
    if np.any(share >= 1):
        raise ScopeError(f"moment_magnifier: the columns buckle; {LRFD} 4.5.3.2.2b")
    return floats(1 / (1 - share))


@dataclass(frozen=True, slots=True, eq=False)
class SectionalShear:
    """Shear with stirrups by the general procedure, each (...,).

    beta, theta : tension factor of cracked concrete [-], angle of the struts [rad]
    concrete, stirrups, resistance : V_c, V_s and V_n = min(V_c + V_s, 0.25 f'c b d) [N]
    """

    beta: Array
    theta: Array
    concrete: Array
    stirrups: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "5.7.3.3", "5.7.3.4.2", tag="remembered")
@within(width=(1e-9, None), depth=(1e-9, None), strength=(1e-9, None), stirrups=(0.0, None))
def sectional_shear(
    width: Values,
    depth: Values,
    strength: Values,
    strain: Values,
    stirrups: Values,
    bar_yield: Values = 60.0 * ksi,
) -> SectionalShear:
    """V_n of members with at least the minimum of upright stirrups, no prestress component.

    width, depth : (...,) b_v, d_v [m]   strength : (...,) f'c [Pa]
    strain : (...,) eps_s of the longitudinal tension steel, taken between -0.0004 and 0.006
    stirrups : (...,) A_v/s [m2/m]   bar_yield : f_y [Pa]
    beta = 4.8/(1 + 750 eps_s), theta = 29 + 3,500 eps_s degrees; normal-weight concrete.
    Check: eps_s 0.001 gives 2.74286 and 32.5 degrees.
    """
    eps = np.clip(floats(strain), *_DATA.array("shear.strain"))
    start, growth = _DATA.array("shear.beta")
    angle, turn = _DATA.array("shear.theta")
    beta, theta = start / (1 + growth * eps), (angle + turn * eps) * deg
    area, f_c = floats(width) * floats(depth), floats(strength)
    root = _DATA.number("shear.concrete") * np.sqrt(f_c / ksi) * ksi
    v_c = beta * root * area
    v_s = floats(stirrups) * floats(bar_yield) * floats(depth) / np.tan(theta)
    most = _DATA.number("shear.greatest") * f_c * area
    parts = np.broadcast_arrays(beta, theta, v_c, v_s, np.minimum(v_c + v_s, most))
    return SectionalShear(*(floats(part) for part in parts))


@clause(LRFD, "5.9.3.3", "(5.9.3.3-1)", tag="remembered")
@within(humidity=(0.0, 1.0), release_strength=(1e-9, None))
def approximate_losses(
    tendon_stress: Values,
    tendon_area: Values,
    concrete_area: Values,
    humidity: Values,
    release_strength: Values,
) -> Array:
    """Long-term losses of usual pretensioned girders with low-relaxation strand.

    tendon_stress : (...,) f_pi before transfer [Pa]   tendon_area, concrete_area : (...,) [m2]
    humidity : (...,) [-]   release_strength : (...,) f'ci [Pa]
    returns  : (...,) 10 (f_pi A_ps/A_g) g_h g_st + 12 g_h g_st + 2.4 ksi [Pa]
    g_h = 1.7 - 0.01 H, g_st = 5/(1 + f'ci).
    """
    dry, fall = _DATA.array("losses.humidity")
    top, shift = _DATA.array("losses.strength")
    both = (dry - fall * 100 * floats(humidity)) * top / (shift + floats(release_strength) / ksi)
    number = _DATA.number
    pressure = floats(tendon_stress) * floats(tendon_area) / floats(concrete_area)
    return floats(
        number("losses.creep") * pressure * both
        + number("losses.shrinkage") * both * ksi
        + number("losses.relaxation")
    )


@dataclass(frozen=True, slots=True, eq=False)
class StressLimits:
    """Limits of concrete stress, each (...,), magnitudes [Pa].

    transfer, transfer_tension : at transfer, tension without bonded bars
    permanent, total : compression in service
    tension          : Service III, bonded strand
    """

    transfer: Array
    transfer_tension: Array
    permanent: Array
    total: Array
    tension: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "5.9.2.3", tag="remembered")
@within(strength=(1e-9, None), release_strength=(1e-9, None))
def stress_limits(
    strength: Values, release_strength: Values, *, severe: bool = False
) -> StressLimits:
    """Limits of prestressed members: f'c and f'ci (...,) [Pa]; severe: corrosive surroundings."""
    f_c, f_ci = np.broadcast_arrays(floats(strength), floats(release_strength))
    root = _DATA.number(f"stress_limit.tension{'_severe' if severe else ''}")
    early = _DATA.number("stress_limit.transfer_tension") * np.sqrt(f_ci / ksi) * ksi
    return StressLimits(
        floats(_DATA.number("stress_limit.transfer") * f_ci),
        floats(np.minimum(early, _DATA.number("stress_limit.transfer_tension_most"))),
        floats(_DATA.number("stress_limit.permanent") * f_c),
        floats(_DATA.number("stress_limit.total") * f_c),
        floats(root * np.sqrt(f_c / ksi) * ksi),
    )
