"""Stiffeners of plate girder webs (EN 1993-1-5 9, EN 1993-1-1 6.3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.codes.eurocode.resistance.classification import epsilon
from spanwright.codes.eurocode.resistance.lateral import buckling_reduction, imperfection
from spanwright.codes.eurocode.resistance.shear import stiffener_inertia_needed
from spanwright.datum.arrays import Array, Bools, floats, freeze
from spanwright.datum.units import GPa


@dataclass(frozen=True, slots=True, eq=False)
class Stiffener:
    """Flat stiffeners with the web that works with them, each (n,).

    area, inertia : of the strut, 15 eps t of web at each side counted, inertia about the web's
                    middle plane [m2], [m4]
    torsional     : I_T/I_p of one flat over 5.3 f_y/E: at least 1 keeps it from twisting
    is_compact    : outstand no more than 14 eps t
    slenderness, reduction : of the strut, buckling length 0.75 h_w, curve c
    resistance    : N_b,Rd;  needed_inertia : of a rigid stiffener [m4]
    is_rigid      : inertia reaches it
    """

    area: Array
    inertia: Array
    torsional: Array
    is_compact: Bools
    slenderness: Array
    reduction: Array
    resistance: Array
    needed_inertia: Array
    is_rigid: Bools

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-1-5:2006", "9.1(2), 9.2.1(8), 9.3.3, 9.4", tag="remembered")
def stiffener(
    outstand: Values,
    thickness: Values,
    web_height: Values,
    web_thickness: Values,
    panel_length: Values,
    yield_strength: Values,
    *,
    both_sides: bool = True,
    at_end: bool = False,
    gamma_M1: float = 1.1,
    modulus: float = 210.0 * GPa,
) -> Stiffener:
    """Transverse stiffener of flats as a strut.

    outstand, thickness : (n,) of one flat [m];  panel_length : a [m];  yield_strength [Pa]
    both_sides : a flat on each side of the web; one flat is eccentric, its N_b,Rd is for force at
                 the strut's own centroid
    at_end     : web only on one side counts (girder end)
    """
    b, t, h, w, a, f = together(
        outstand, thickness, web_height, web_thickness, panel_length, yield_strength
    )
    eps = epsilon(f)
    side = np.minimum(15.0 * eps * w, a / 2)
    web_width = t + side * (1.0 if at_end else 2.0)
    web = web_width * w
    if both_sides:
        area = 2 * b * t + web
        inertia = t * (2 * b + w) ** 3 / 12 + (web_width - t) * w**3 / 12
    else:
        arm = (b + w) / 2
        area = b * t + web
        shift = b * t * arm / area
        inertia = t * b**3 / 12 + b * t * (arm - shift) ** 2 + web_width * w**3 / 12
        inertia = inertia + web * shift**2
    polar = t * b**3 / 3 + b * t**3 / 12  # of one flat about its edge at the web
    torsional = (b * t**3 / 3) / polar / (5.3 * f / modulus)
    critical = np.pi**2 * modulus * inertia / (0.75 * h) ** 2
    slender = np.sqrt(area * f / critical)
    chi = buckling_reduction(slender, imperfection("c"))
    needed = stiffener_inertia_needed(h, w, a)
    return Stiffener(
        area=area,
        inertia=inertia,
        torsional=torsional,
        is_compact=np.asarray(b <= 14.0 * eps * t),
        slenderness=slender,
        reduction=chi,
        resistance=chi * area * f / gamma_M1,
        needed_inertia=needed,
        is_rigid=np.asarray(inertia >= needed),
    )


@clause("EN 1993-1-5:2006", "9.3.1(3), (4)", tag="remembered")
def is_rigid_end_post(
    flat_area: Values, distance: Values, web_height: Values, web_thickness: Values
) -> Bools:
    """Whether two double-sided flats at a girder end make a rigid end post.

    flat_area : (n,) area of each pair of flats [m2];  distance : e between the pairs [m]
    e > 0.1 h_w and A > 4 h_w t^2/e
    """
    e, h, t = floats(distance), floats(web_height), floats(web_thickness)
    safe = np.where(e > 0, e, np.nan)
    return np.asarray((e > 0.1 * h) & (floats(flat_area) > 4.0 * h * t**2 / safe))


@clause("EN 1993-1-5:2006", "8(1)", "(8.1)", tag="remembered")
def flange_induced_limit(
    web_area: Values, flange_area: Values, flange_yield: Values, strain: str = "elastic"
) -> Array:
    """Greatest h_w/t_w that holds the compressed flange: k E/f_yf sqrt(A_w/A_fc).  (...,) [-]

    strain : k 0.3 "rotation", 0.4 "plastic", 0.55 "elastic" resistance used
    """
    k = {"rotation": 0.3, "plastic": 0.4, "elastic": 0.55}[strain]
    ratio = np.sqrt(floats(web_area) / floats(flange_area))
    return np.asarray(k * 210e9 / floats(flange_yield) * ratio, dtype=float)
