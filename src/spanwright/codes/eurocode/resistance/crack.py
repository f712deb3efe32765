"""Cracking of slabs: minimum reinforcement, tension stiffening, crack widths (EN 1994-2 7.4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.data import Data, load
from spanwright.codes.eurocode.resistance._shapes import together
from spanwright.codes.eurocode.resistance.section import ElasticSection
from spanwright.datum.arrays import Array, freeze
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import GPa, mm

E_BARS = 200.0 * GPa


def _data() -> Data:
    return load("eurocode/resistance/crack.toml")


@dataclass(frozen=True, slots=True, eq=False)
class MinimumBars:
    """Minimum reinforcement of a slab in tension, each (n,).

    k_c : [-];  area : A_s,min [m2];  utilisation : A_s,min over what is there (nan if not given)
    """

    k_c: Array
    area: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1994-2:2005", "7.4.2", "(7.5), (7.6)", tag="remembered")
def minimum_bars(
    slab_area: Array,
    slab_thickness: Array,
    lever: Array,
    f_ct_eff: Array | float,
    bar_stress: Array | float,
    present: Array | None = None,
) -> MinimumBars:
    """A_s = k_s k_c k f_ct,eff A_ct/sigma_s of composite slabs.

    slab_area : (n,) A_ct [m2];  slab_thickness : (n,) h_c [m]
    lever     : (n,) z_0, slab's centroid above the centroid of the uncracked section at n_0 [m]
    bar_stress: (n,) sigma_s, from Table 7.1 for the bars' diameter (``bar_stress_limit``) [Pa]
    present   : (n,) bars there [m2]
    Check: 4000 x 250 mm, z_0 566.54, 3.2 MPa, 240 MPa: k_c 1.0, 9600 mm2.
    """
    data = _data()
    lever = np.asarray(lever, dtype=float)
    safe = np.maximum(lever, 1e-6)
    k_c = np.minimum(
        1.0 / (1.0 + slab_thickness / (2.0 * safe)) + data.number("minimum.k_c_extra"), 1.0
    )
    factor = data.number("minimum.k_s") * data.number("minimum.k")
    area = np.asarray(factor * k_c * f_ct_eff * slab_area / bar_stress, dtype=float)
    use = np.full_like(area, np.nan) if present is None else area / present
    return MinimumBars(k_c, area, use)


@clause("EN 1994-2:2005", "7.4.3(3)", "(7.8), (7.9)", tag="remembered")
def tension_stiffening(
    cracked: ElasticSection, steel: ElasticSection, f_ctm: Array | float, bar_ratio: Array
) -> Array:
    """Increase of the bars' stress by tension stiffening, 0.4 f_ctm/(alpha_st rho_s).  (n,) [Pa]

    cracked, steel : section with bars and plates alone;  bar_ratio : (n,) A_s/A_ct
    Check: D3's section, 3.2 MPa, 1.5 %: alpha_st 1.60638, 53.12 MPa.
    """
    alpha = cracked.area * cracked.inertia / (steel.area * steel.inertia)
    return np.asarray(_data().number("stiffening.beta") * f_ctm / (alpha * bar_ratio), dtype=float)


def _row(kind: str, crack_width: float) -> Array:
    data = _data()
    widths = data.array("tables.crack_width")
    match = np.flatnonzero(np.abs(widths - crack_width) < 1e-6)
    if match.size == 0:
        raise ScopeError(
            f"crack width {crack_width / mm:g} mm: Tables 7.1 and 7.2 give 0.2, 0.3 and 0.4 mm"
        )
    return data.array(f"tables.{kind}.w_0{round(crack_width / mm * 10)}")


@clause("EN 1994-2:2005", "Table 7.1", tag="remembered")
def bar_stress_limit(diameter: Array | float, crack_width: float, f_ct_eff: Array | float) -> Array:
    """Bar stress that keeps a crack width for a diameter, phi = phi* f_ct,eff/2.9.

    (...,) [m] -> (...,) [Pa], linear in the table; nan for bars thicker than the table's first
    row, the last row's stress for thin bars
    """
    data = _data()
    stress, star = data.array("tables.stress"), _row("diameter", crack_width)
    reference = data.number("tables.reference_tensile_strength")
    wanted = np.asarray(diameter, dtype=float) * reference / np.asarray(f_ct_eff)
    limit = np.interp(wanted, star[::-1], stress[::-1])
    return np.where(wanted > star[0] + 1e-9, np.nan, limit)


@clause("EN 1994-2:2005", "Table 7.2", tag="remembered")
def bar_spacing_limit(bar_stress: Array, crack_width: float) -> Array:
    """Greatest spacing of bars for a stress.  (...,) [Pa] -> (...,) [m]; nan beyond the table."""
    stress, spacing = _data().array("tables.stress"), _row("spacing", crack_width)
    known = spacing > 0
    sigma = np.asarray(bar_stress, dtype=float)
    limit = np.interp(sigma, stress[known], spacing[known])
    return np.where(sigma > stress[known][-1] + 1.0, np.nan, limit)


@clause("EN 1994-2:2005", "Table 7.2", tag="remembered")
def bar_spacing_stress(spacing: Array | float, crack_width: float) -> Array:
    """Bar stress that keeps a crack width for a spacing of bars: Table 7.2 read backwards.

    (...,) [m] -> (...,) [Pa]; nan for bars wider apart than the table's first row, the last row's
    stress for closer ones.  Check: 0.3 mm, 150 mm: 280 MPa.
    """
    stress, spaces = _data().array("tables.stress"), _row("spacing", crack_width)
    # Equal spacings in two rows: the higher stress holds.
    known = (spaces > 0) & np.append(spaces[:-1] != spaces[1:], True)
    wanted = np.asarray(spacing, dtype=float)
    limit = np.interp(wanted, spaces[known][::-1], stress[known][::-1])
    return np.where(wanted > spaces[0] + 1e-9, np.nan, limit)


@dataclass(frozen=True, slots=True, eq=False)
class CrackWidth:
    """Crack width by calculation, each (...,).

    ratio : rho_p,eff;  spacing : s_r,max [m];  strain : eps_sm - eps_cm;  width : w_k [m]
    """

    ratio: Array
    spacing: Array
    strain: Array
    width: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "7.3.2(3)", tag="read")
def effective_tension_height(height: Array, depth: Array, compressed: Array) -> Array:
    """h_c,ef = min(2.5 (h - d), (h - x)/3, h/2).  (...,) [m]"""
    return np.minimum(
        np.minimum(2.5 * (height - depth), (height - compressed) / 3.0),
        0.5 * np.asarray(height),
    )


@clause("EN 1992-1-1:2004", "7.3.4", "(7.8)-(7.11)", tag="read")
def crack_width(
    bar_stress: Array | float,
    diameter: Array | float,
    cover: Array | float,
    ratio: Array | float,
    f_ct_eff: Array | float,
    E_cm: Array | float,
    *,
    k1: float = 0.8,
    k2: Array | float = 0.5,
    k_t: float = 0.4,
    bar_spacing: Array | float | None = None,
    free_height: Array | float | None = None,
    E_s: float = E_BARS,
) -> CrackWidth:
    """w_k = s_r,max (eps_sm - eps_cm) of bonded bars.

    bar_stress [Pa], diameter, cover to the bars [m], ratio rho_p,eff, f_ct_eff, E_cm [Pa] : (...,)
    k1  : 0.8 high bond, 1.6 plain;  k2 : 0.5 bending, 1.0 pure tension;  k_t : 0.4 long, 0.6 short
    bar_spacing, free_height : (...,) spacing of the bars and h - x [m]; given together, bars wider
          apart than 5 (c + phi/2) get s_r,max = 1.3 (h - x)

    Check: c 40, phi 20, k2 1, rho 0.03, 180 MPa, C35/45: s 362.67 mm, strain 6.4724e-4,
    w 0.2347 mm.
    """
    data = _data()
    sigma, phi = np.asarray(bar_stress, dtype=float), np.asarray(diameter, dtype=float)
    rho = np.asarray(ratio, dtype=float)
    k3, k4 = data.number("direct.k3"), data.number("direct.k4")
    spacing = k3 * np.asarray(cover) + k1 * k2 * k4 * phi / rho
    if (bar_spacing is None) != (free_height is None):
        raise ValueError("bar_spacing and free_height are needed together")
    if bar_spacing is not None and free_height is not None:
        far = np.asarray(bar_spacing) > 5.0 * (np.asarray(cover) + phi / 2.0)
        spacing = np.where(far, data.number("direct.far_spacing") * free_height, spacing)
    ratio_of_moduli = E_s / np.asarray(E_cm)
    mean = (sigma - k_t * f_ct_eff / rho * (1.0 + ratio_of_moduli * rho)) / E_s
    strain = np.maximum(mean, data.number("direct.least_strain_share") * sigma / E_s)
    spacing, strain, rho = together(spacing, strain, rho)
    return CrackWidth(rho, spacing, strain, spacing * strain)
