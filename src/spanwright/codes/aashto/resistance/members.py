"""Reinforced concrete members of AASHTO LRFD section 5: flexure, axial force, shear, cracks; SI.

Concrete strength is f'c of cylinders.  Stresses, strains and forces are magnitudes unless said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.codes.eurocode.resistance.concrete_section import ConcreteSection
from spanwright.codes.eurocode.resistance.interaction import (
    Surface,
    farthest_bar_strain,
    section_forces,
)
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.units import deg, inch, ksi

LRFD: Final = "AASHTO LRFD 9th edition"
E_BARS: Final = 29_000.0 * ksi
_DATA: Final = load("aashto/resistance/concrete.toml")


def _falling(strength: Values, path: str) -> Array:
    start, knee, slope, least = _DATA.array(path)
    return floats(
        np.clip(start - slope * np.maximum(floats(strength) / ksi - knee, 0.0), least, start)
    )


@clause(LRFD, "5.6.2.2", tag="remembered")
def stress_block(strength: Values) -> tuple[Array, Array]:
    """alpha_1 and beta_1 of the rectangular stress block.  (...,) [Pa] -> (...,) twice

    Check: 5 ksi gives 0.85 and 0.80.
    """
    return _falling(strength, "member.block"), _falling(strength, "member.block_depth")


@clause(LRFD, "5.5.4.2", tag="remembered")
def resistance_factor(tensile_strain: Values) -> Array:
    """phi of reinforced sections by the strain of the farthest bar in tension.  (...,) [-]

    0.75 up to 0.002, 0.90 from 0.005, linear between (grade 60).  Check: 0.0035 gives 0.825.
    """
    first, last = _DATA.array("member.phi.strain")
    least, most = _DATA.number("member.phi.compression"), _DATA.number("member.phi.tension")
    return floats(np.interp(floats(tensile_strain), [first, last], [least, most]))


@dataclass(frozen=True, slots=True, eq=False)
class Flexure:
    """Bending of a singly reinforced rectangle, each (...,).

    depth : c to the neutral axis [m];  phi;  nominal, resistance : M_n, phi M_n [N m]
    """

    depth: Array
    phi: Array
    nominal: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "5.6.3.2", "(5.6.3.2.2-1)", tag="remembered")
def flexure(
    bar_area: Values, effective_depth: Values, width: Values, strength: Values, bar_yield: Values
) -> Flexure:
    """phi M_n of a rectangle; bars beyond the compression-controlled limit are not counted on.

    bar_area [m2], effective_depth, width [m], strength f'c, bar_yield [Pa] : (...,)
    Check: 3.16 in2, d 21.5 in, b 12 in, 4 ksi, 60 ksi: a 4.647 in, M_n 3636 kip-in, phi 0.90.
    """
    area, d, b, f_c, f_y = together(bar_area, effective_depth, width, strength, bar_yield)
    alpha, beta = stress_block(f_c)
    block = area * f_y / (alpha * f_c * b)
    depth = block / beta
    strain = _DATA.number("member.ultimate_strain") * (d / np.maximum(depth, 1e-12) - 1.0)
    phi = resistance_factor(strain)
    nominal = np.where(strain >= f_y / E_BARS, area * f_y * (d - block / 2), np.nan)
    return Flexure(depth, phi, nominal, phi * nominal)


@clause(LRFD, "5.6.3.3", "(5.6.3.3-1)", tag="remembered")
def least_moment(strength: Values, section_modulus: Values, factored_moment: Values) -> Array:
    """What a section must resist at least: M_cr = gamma_3 gamma_1 f_r S, or 1.33 M_u.  [N m]

    Check: 4 ksi, 1 ft x 12 in (S 288 in3): M_cr 148.2 kip-in.
    """
    first, third = _DATA.array("member.cracking")
    rupture = _DATA.number("member.rupture") * np.sqrt(floats(strength) / ksi) * ksi
    cracking = third * first * rupture * floats(section_modulus)
    return floats(
        np.minimum(cracking, _DATA.number("member.overstrength") * np.abs(factored_moment))
    )


@clause(LRFD, "5.6.2.1", "5.6.4.4", "5.6.4.5", tag="remembered")
def factored_surface(
    nominal: ConcreteSection, strength: float, *, directions: int = 144, states: int = 240
) -> Surface:
    """phi P_n with phi M_n both ways of a tied section, phi by the strain of each state.

    nominal : the section with alpha_1 f'c and f_y as strengths (`nominal_section`)
    strength: f'c, for the greatest axial resistance 0.80 (alpha_1 f'c (A_g - A_s) + f_y A_s)
    """
    turn = 2 * np.pi * np.arange(directions) / directions
    p = np.concatenate([np.linspace(0.0, 1.0, states) ** 1.5, 1.0 + np.linspace(0, 1, states)[1:]])
    theta, state = (grid.ravel() for grid in np.meshgrid(turn, p, indexing="ij"))
    forces = section_forces(nominal, theta, state)
    phi = resistance_factor(farthest_bar_strain(nominal, theta, state))
    shape = (turn.size, p.size)
    steel = float(np.sum(nominal.bar_area))
    alpha = float(stress_block(strength)[0])
    whole = alpha * strength * (nominal.concrete_area - steel) + nominal.f_yd * steel
    cap = _DATA.number("member.phi.compression") * _DATA.number("member.tied") * whole
    axial = np.minimum((phi * forces.compression).reshape(shape), cap)
    return Surface(
        turn,
        np.maximum.accumulate(axial, axis=1),
        (phi * forces.moment_y).reshape(shape),
        (phi * forces.moment_z).reshape(shape),
    )


@clause(LRFD, "5.6.4.2", "(5.6.4.2-3)", tag="remembered")
def least_column_bars(strength: Values, bar_yield: Values, gross_area: Values) -> Array:
    """A_s f_y over A_g f'c at least 0.135.  (...,) [m2].  Check: 4 ksi, 60 ksi: 0.9 %."""
    share = _DATA.number("member.least_column_bars") * floats(strength) / floats(bar_yield)
    return floats(share * floats(gross_area))


@dataclass(frozen=True, slots=True, eq=False)
class Shear:
    """Shear by the general procedure, each (...,).

    strain : eps_s;  beta, theta [rad];  concrete, stirrups : V_c, V_s;  resistance : phi V_n  [N]
    """

    strain: Array
    beta: Array
    theta: Array
    concrete: Array
    stirrups: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "5.7.3.3", "5.7.3.4.2", "(5.7.3.4.2-1) to (5.7.3.4.2-4)", tag="remembered")
def general_shear(
    width: Values,
    shear_depth: Values,
    strength: Values,
    stirrups: Values,
    bar_yield: Values,
    bar_area: Values,
    moment: Values,
    shear: Values,
    tension: Values = 0.0,
    crack_spacing: Values | None = None,
) -> Shear:
    """phi V_n without prestress; members with fewer than the least stirrups get the wide-beam beta.

    width, shear_depth : b_v, d_v [m];  stirrups : A_v/s [m2/m];  bar_area : A_s in tension [m2]
    moment (not less than V d_v), shear, tension : factored, tension positive  [N m], [N]
    crack_spacing : s_x between layers of bars along the member; None: d_v
    Check: eps_s 0.001 with least stirrups: beta 2.743, theta 32.5 degrees.
    """
    b, d, f_c, steel, f_y, area, m, v, n = together(
        width, shear_depth, strength, stirrups, bar_yield, bar_area, moment, shear, tension
    )
    force, number = np.abs(v), _DATA.array
    pull = np.maximum(np.abs(m), force * d) / d + 0.5 * n + force
    strain = np.clip(pull / (E_BARS * area), *number("shear.strain"))
    strain = np.maximum(strain, 0.0)  # compressed sections: the concrete's stiffness is left out
    start, growth = number("shear.beta")
    angle, turn = number("shear.theta")
    beta, theta = start / (1 + growth * strain), (angle + turn * strain) * deg
    least = _DATA.number("member.shear.least_stirrups") * np.sqrt(f_c / ksi) * ksi * b / f_y
    top, shift = number("member.shear.crack_spacing")
    of_spacing, more, stone = number("member.shear.aggregate")
    spacing = d if crack_spacing is None else np.broadcast_to(floats(crack_spacing), d.shape)
    wide = np.clip(
        spacing / inch * of_spacing / (stone + more), *(number("member.shear.spacing_range") / inch)
    )
    beta = np.where(steel >= least - 1e-12, beta, beta * top / (shift + wide))
    plain = beta * _DATA.number("shear.concrete") * np.sqrt(f_c / ksi) * ksi * b * d
    linked = steel * f_y * d / np.tan(theta)
    most = _DATA.number("shear.greatest") * f_c * b * d
    nominal = np.minimum(plain + linked, most)
    return Shear(strain, beta, theta, plain, linked, _DATA.number("member.phi.shear") * nominal)


@clause(LRFD, "5.7.3.3", "5.7.3.4.1", tag="remembered")
def simplified_shear(
    width: Values, shear_depth: Values, strength: Values, stirrups: Values, bar_yield: Values
) -> Array:
    """phi V_n with beta 2.0 and 45 degrees: footings, and members with the least stirrups.  [N]

    Check: 12 in x 20 in, 4 ksi, no stirrups: V_c 30.34 kip, phi V_n 27.3 kip.
    """
    b, d, f_c, steel, f_y = together(width, shear_depth, strength, stirrups, bar_yield)
    plain = _DATA.number("member.shear.simplified_beta") * _DATA.number("shear.concrete")
    nominal = plain * np.sqrt(f_c / ksi) * ksi * b * d + steel * f_y * d / np.tan(
        _DATA.number("member.shear.simplified_angle")
    )
    most = _DATA.number("shear.greatest") * f_c * b * d
    return floats(_DATA.number("member.phi.shear") * np.minimum(nominal, most))


@clause(LRFD, "5.7.2.8", tag="remembered")
def shear_depth(effective_depth: Values, depth: Values) -> Array:
    """d_v where the lever arm is not worked out: the greater of 0.9 d_e and 0.72 h.  [m]"""
    of_d, of_h = _DATA.array("member.shear.depth")
    return floats(np.maximum(of_d * floats(effective_depth), of_h * floats(depth)))


@clause(LRFD, "5.7.3.5", "(5.7.3.5-1)", tag="remembered")
def tie_force(moment: Values, shear: Values, found: Shear, shear_depth: Values) -> Array:
    """What the tension chord must carry: M/(phi d_v) + (V/phi - 0.5 V_s) cot theta.  (...,) [N]"""
    phi_m, phi_v = _DATA.number("member.phi.tension"), _DATA.number("member.phi.shear")
    v = np.abs(floats(shear))
    stirrups = np.minimum(found.stirrups, v / phi_v)
    rest = np.maximum(v / phi_v - 0.5 * stirrups, 0.0) / np.tan(found.theta)
    return floats(np.abs(floats(moment)) / (phi_m * floats(shear_depth)) + rest)


@clause(LRFD, "5.6.7", "(5.6.7-1)", tag="remembered")
def bar_spacing_limit(
    bar_stress: Values, cover_to_axis: Values, depth: Values, exposure: float = 0.75
) -> Array:
    """Greatest spacing of the bars nearest the tension face, 700 g_e/(beta_s f_ss) - 2 d_c.  [m]

    bar_stress : Service I [Pa];  cover_to_axis : d_c [m];  depth : h [m]
    exposure : gamma_e (g_e), 1.00 in class 1, 0.75 in class 2
    Check: 30 ksi, d_c 2.5 in, h 24 in, class 2: beta_s 1.1661, 10.01 in.
    """
    f, d_c, h = together(bar_stress, cover_to_axis, depth)
    number = _DATA.number
    beta = 1.0 + d_c / (number("member.crack.curvature") * (h - d_c))
    wide = number("member.crack.constant") * exposure / (beta * np.maximum(f / ksi, 1e-6)) * inch
    return floats(np.maximum(wide - 2.0 * d_c, 1e-6))


@clause(LRFD, "5.12.8.6.3", "(5.12.8.6.3-1)", tag="remembered")
def two_way_shear(perimeter: Values, shear_depth: Values, strength: Values, ratio: float) -> Array:
    """phi V_n of punching without stirrups; ratio : long over short side of the load.  (...,) [N]

    Check: square, 4 ksi, b_o 100 in, d_v 20 in: 504 kip, phi V_n 453.6 kip.
    """
    least, most = _DATA.array("member.shear.punching")
    share = min(least + most / ratio, most)
    root = np.sqrt(floats(strength) / ksi) * ksi
    nominal = share * root * floats(perimeter) * floats(shear_depth)
    return floats(_DATA.number("member.phi.shear") * nominal)


@clause(LRFD, "5.6.2.1", tag="remembered")
def nominal_section(section: ConcreteSection, strength: float, bar_yield: float) -> ConcreteSection:
    """The same section with alpha_1 f'c, f_y and the ultimate strain of LRFD (5.6.2.1)."""
    return replace(
        section, f_cd=float(stress_block(strength)[0]) * strength, f_yd=bar_yield, E_s=E_BARS,
        eps_cu2=_DATA.number("member.ultimate_strain"),
    )  # fmt: skip
