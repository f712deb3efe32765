"""Transverse forces on webs: supports without stiffeners and launching (EN 1993-1-5 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.datum.arrays import Array, freeze
from spanwright.datum.units import GPa

E_STEEL: Final = 210.0 * GPa


@dataclass(frozen=True, slots=True, eq=False)
class PatchResistance:
    """Resistance to a transverse force, each (n,).

    factor : k_F;  critical : F_cr [N];  loaded_length : l_y [m];  slenderness : lambda_F
    reduction : chi_F;  effective_length : L_eff [m];  resistance : F_Rd [N]
    """

    factor: Array
    critical: Array
    loaded_length: Array
    slenderness: Array
    reduction: Array
    effective_length: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-1-5:2006", "6.2", "6.4", "6.5", tag="read")
def patch_resistance(
    web_height: Array,
    web_thickness: Array,
    web_yield: Array | float,
    flange_width: Array,
    flange_thickness: Array,
    flange_yield: Array | float,
    bearing_length: Array | float,
    panel_length: Array | float,
    gamma_M1: float = 1.1,
) -> PatchResistance:
    """Resistance to a force through one flange, resisted by shear in the web (type a).

    all (n,), [m] and [Pa]; bearing_length s_s <= h_w; panel_length a between transverse stiffeners
    Flange width beyond 15 eps t_f at each side of the web is not counted in m_1.
    """
    h, t, f = (np.asarray(v, dtype=float) for v in (web_height, web_thickness, web_yield))
    tf, ff = np.asarray(flange_thickness, dtype=float), np.asarray(flange_yield, dtype=float)
    bf = np.minimum(flange_width, 30.0 * np.sqrt(235e6 / ff) * tf + t)
    a = np.asarray(panel_length, dtype=float)
    s = np.minimum(np.asarray(bearing_length, dtype=float), h)
    k = 6.0 + 2.0 * (h / a) ** 2
    critical = 0.9 * k * E_STEEL * t**3 / h
    m1 = ff * bf / (f * t)
    m2 = 0.02 * (h / tf) ** 2

    def length(second: Array) -> Array:
        reach = s + 2.0 * tf * (1.0 + np.sqrt(m1 + second))
        return np.asarray(np.minimum(reach, a), dtype=float)

    def slenderness(loaded: Array) -> Array:
        return np.asarray(np.sqrt(loaded * t * f / critical), dtype=float)

    # m_2 counts only if the web is slender (lambda_F > 0.5) with it.
    slender = slenderness(length(m2)) > 0.5
    loaded = np.where(slender, length(m2), length(np.zeros_like(m2)))
    lam = slenderness(loaded)
    chi = np.minimum(0.5 / lam, 1.0)
    effective = chi * loaded
    return PatchResistance(k, critical, loaded, lam, chi, effective, f * effective * t / gamma_M1)


@clause("EN 1993-1-5:2006", "7.2(1)", "(7.2)", tag="read")
def patch_bending(force_share: Array, stress_share: Array) -> Array:
    """Utilisation (eta2 + 0.8 eta1)/1.4 of a transverse force with bending and axial force.

    force_share : (...,) F_Ed/F_Rd;  stress_share : (...,) eta1, direct stress over f_y/gamma_M0
    The three conditions eta1 <= 1, eta2 <= 1 and the sum are all in the result.
    """
    both = (force_share + 0.8 * stress_share) / 1.4
    return np.asarray(np.maximum(np.maximum(both, force_share), stress_share), dtype=float)
