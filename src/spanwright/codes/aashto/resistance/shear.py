"""Shear of webs and their stiffeners, AASHTO LRFD 6.10.9 and 6.10.11; SI."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.aashto.resistance.flexure import E_STEEL, LRFD
from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.datum.arrays import Array, Bools, floats, freeze
from spanwright.datum.units import inch


@dataclass(frozen=True, slots=True, eq=False)
class WebShear:
    """Nominal shear resistance of n webs, each (n,).

    plastic : V_p [N];  coefficient : k;  ratio : C [-];  buckling : V_cr = C V_p [N]
    resistance : V_n, with the tension field where it may be counted on               [N]
    """

    plastic: Array
    coefficient: Array
    ratio: Array
    buckling: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "6.10.9.2", "6.10.9.3", "(6.10.9.3.2-1) to (6.10.9.3.2-8)", tag="read")
def web_shear(
    web_height: Values,
    web_thickness: Values,
    web_yield: Values,
    stiffener_distance: Values,
    flange_areas: Values,
    *,
    end_panel: Bools | bool = False,
) -> WebShear:
    """V_n of webs with transverse stiffeners at ``stiffener_distance``.

    flange_areas : b_fc t_fc + b_ft t_ft [m2];  end_panel : (n,) no tension field there
    Panels longer than 3 D count as unstiffened (k = 5).
    Check: 96 x 0.6875 in, 50 ksi, d_o 120 in, flanges 20 x 1.25 and 32 x 1.5: V_p 1914.0 kip,
    k 8.2, C 0.38295, V_n 1374.84 kip.
    """
    h, t, f, d, area = together(
        web_height, web_thickness, web_yield, stiffener_distance, flange_areas
    )
    aspect = d / h
    stiffened = aspect <= 3.0
    k = np.where(stiffened, 5.0 + 5.0 / aspect**2, 5.0)
    root = np.sqrt(E_STEEL * k / f)
    slender = h / t
    ratio = np.where(
        slender <= 1.12 * root,
        1.0,
        np.where(slender <= 1.40 * root, 1.12 * root / slender, 1.57 * root**2 / slender**2),
    )
    plastic = 0.58 * f * h * t
    stocky = 2.0 * h * t / area <= 2.5
    bottom = np.sqrt(1.0 + aspect**2) + np.where(stocky, 0.0, aspect)
    field = ratio + 0.87 * (1.0 - ratio) / bottom
    alone = ~stiffened | np.asarray(end_panel)
    return WebShear(plastic, k, ratio, ratio * plastic, np.where(alone, ratio, field) * plastic)


@dataclass(frozen=True, slots=True, eq=False)
class StiffenerUse:
    """Transverse stiffeners of flats on both sides, each (n,) demand over what is there.

    wide : least projecting width;  thick : width over 16 t_p;  broad : width against b_f/4
    rigid : I_t needed over I_t;  utilisation : the worst
    """

    wide: Array
    thick: Array
    broad: Array
    rigid: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "6.10.11.1", "(6.10.11.1.2-1) to (6.10.11.1.3-9)", tag="read")
def transverse_stiffener(
    width: Values,
    thickness: Values,
    web_height: Values,
    web_thickness: Values,
    web_yield: Values,
    stiffener_yield: Values,
    stiffener_distance: Values,
    widest_flange: Values,
    shear: Values,
    web: WebShear,
) -> StiffenerUse:
    """Width and second moment of a pair of flats; with tension field I_t grows with the shear.

    widest_flange : of the compressed flanges beside the stiffener [m];  shear : V_u [N]
    """
    b, tp, h, t, fw, fs, d, bf, v = together(
        width, thickness, web_height, web_thickness, web_yield, stiffener_yield,
        stiffener_distance, widest_flange, shear,
    )  # fmt: skip
    aspect = d / h
    J = np.maximum(2.5 / aspect**2 - 2.0, 0.5)
    first = np.minimum(d, h) * t**3 * J
    critical = np.minimum(0.31 * E_STEEL / (b / tp) ** 2, fs)
    rho = np.maximum(fw / critical, 1.0)
    second = h**4 * rho**1.3 / 40.0 * (fw / E_STEEL) ** 1.5
    room = np.maximum(web.resistance - web.buckling, 1e-9)
    share = np.clip((np.abs(v) - web.buckling) / room, 0.0, 1.0)
    needed = np.where(
        share <= 0.0,
        np.minimum(first, second),
        np.where(second > first, first + (second - first) * share, second),
    )
    present = tp * (2.0 * b + t) ** 3 / 12.0
    wide, thick = (2.0 * inch + h / 30.0) / b, b / (16.0 * tp)
    broad, rigid = bf / 4.0 / b, needed / present
    return StiffenerUse(wide, thick, broad, rigid, np.maximum.reduce([wide, thick, broad, rigid]))


@clause(LRFD, "6.10.11.2", "(6.10.11.2.2-1), (6.10.11.2.3-1)", tag="read")
def bearing_stiffener(
    width: Values, thickness: Values, clip: Values, stiffener_yield: Values, pairs: int = 1
) -> tuple[Array, Array]:
    """R_sb = 1.4 A_pn F_ys of milled ends, and b_t over its limit 0.48 t_p sqrt(E/F_ys).

    clip : width cut off for the weld between web and flange [m];  (...,), (...,)
    """
    b, t, cut, f = together(width, thickness, clip, stiffener_yield)
    bearing = 1.4 * 2.0 * pairs * (b - cut) * t * f
    return floats(bearing), floats(b / (0.48 * t * np.sqrt(E_STEEL / f)))
