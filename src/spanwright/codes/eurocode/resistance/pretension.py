"""Pretensioned girders: anchored strands, shear of uncracked webs, least steel, slenderness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.codes.eurocode.resistance.concrete import uncracked_shear
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.units import MPa

STRAND_SHAPE: Final = 0.19  # alpha_2 of 7-wire strands, EN 1992-1-1 8.10.2.2(2)
ANCHORAGE_BOND: Final = 1.2  # eta_p2 of 7-wire strands, 8.10.2.3(2)
SPLITTING_SHARE, SPLITTING_STRESS = 0.04, 138.0 * MPa  # of AASHTO LRFD 5.9.4.4.1


@clause("EN 1992-1-1:2004", "8.10.2.3", "(8.20), (8.21)", tag="remembered")
def anchored_stress(
    distance: Values,
    transmission_length: Values,
    final_stress: Values,
    diameter: Values,
    f_ctd: Values,
    *,
    good_bond: bool = True,
) -> Array:
    """Stress a strand can have at the ultimate limit state without slipping.  (...,) [Pa]

    distance : from where its bond begins;  transmission_length : l_pt2 [m]
    final_stress : sigma_pm,inf after losses;  f_ctd : at most that of C60/75 [Pa]
    It grows to sigma_pm,inf over l_pt2, then with f_bpd = eta_p2 eta_1 f_ctd.
    Check: phi 15.7 mm, f_ctd 1.9 MPa, sigma 1100 MPa, l_pt2 1.0 m: 550 MPa at 0.5 m; l_bpd for
    1391 MPa is 1.3807 m.
    """
    away, start, sigma = floats(distance), floats(transmission_length), floats(final_stress)
    bond = ANCHORAGE_BOND * (1.0 if good_bond else 0.7) * floats(f_ctd)
    beyond = np.maximum(away - start, 0.0) * bond / (STRAND_SHAPE * floats(diameter))
    within = np.clip(away / start, 0.0, 1.0) * sigma
    return np.asarray(within + beyond, dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class StagedShear:
    """V_Rd,c of a web without bending cracks, each (...,).

    whole : (6.4) of the composite section [N];  taken : shear of it that the girder alone carries
    already uses at that level [N];  resistance : V_Rd,c, both stages together [N]
    """

    whole: Array
    taken: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.2.2(2), (3)", "(6.4)", tag="remembered")
def staged_uncracked_shear(
    width: Values,
    first_shear: Values,
    first_moments: tuple[Values, Values],
    inertias: tuple[Values, Values],
    f_ctd: Values,
    mean_compression: Values,
) -> StagedShear:
    """Shear at which the principal tension reaches f_ctd, of a section that grew under load.

    width [m] : of the web at the level looked at;  first_shear : V on the girder alone [N]
    first_moments, inertias : of the girder alone, of girder and slab [m3], [m4]
    mean_compression : at that level, compression positive [Pa]
    tau = V_1 S_1/(I_1 b) + V_2 S_2/(I_2 b) <= sqrt(f_ctd^2 + sigma f_ctd); with nothing on the
    girder alone this is (6.4).
    """
    (alone, both), (own, whole) = first_moments, inertias
    sigma = np.maximum(floats(mean_compression), -floats(f_ctd))
    limit = uncracked_shear(width, whole, both, f_ctd, sigma)
    first = np.abs(floats(first_shear))
    taken = first * (floats(alone) / floats(own)) * floats(whole) / floats(both)
    return StagedShear(*together(limit, taken, np.maximum(limit - taken, 0.0) + first))


@clause("EN 1992-1-1:2004", "9.2.2(5)", "(9.5N)", tag="remembered")
def least_links(width: Values, f_ck: Values, f_yk: Values) -> Array:
    """A_sw/s of the least vertical links, 0.08 sqrt(f_ck)/f_yk b_w.  (...,) [m2/m]

    Check: 200 mm, C50, B500: 226.27 mm2/m.
    """
    ratio = 0.08 * np.sqrt(floats(f_ck) / MPa) / (floats(f_yk) / MPa)
    return np.asarray(ratio * floats(width), dtype=float)


@clause("EN 1992-2:2005", "6.1(109)b", "(6.101a)", tag="remembered")
def brittle_minimum(cracking_moment: Values, lever: Values, f_yk: Values) -> Array:
    """A_s,min = M_rep/(z_s f_yk), so that loss of prestress is seen as cracks.  (...,) [m2]

    cracking_moment : with f_ctm at the edge and no prestress [N m];  lever : of the steel [m]
    """
    return np.asarray(floats(cracking_moment) / (floats(lever) * floats(f_yk)), dtype=float)


@clause("EN 1992-1-1:2004", "5.9(3)", "(5.40)", tag="remembered")
def slenderness_limit(depth: Values, flange_width: Values, *, transient: bool) -> Array:
    """Greatest l_0t/b for which second-order effects of lateral buckling are left out.  (...,)

    70/(h/b)^(1/3) while it is handled (h/b <= 3.5), 50/(h/b)^(1/3) in place (h/b <= 2.5); nan
    beyond.  Check: h 1.5 m, b 0.9 m: 59.04 while lifted.
    """
    ratio = floats(depth) / floats(flange_width)
    factor, most = (70.0, 3.5) if transient else (50.0, 2.5)
    return np.where(ratio <= most, factor / np.cbrt(ratio), np.nan)


@clause("AASHTO LRFD 2020", "5.9.4.4.1", tag="remembered")
def splitting_steel(force: Values) -> Array:
    """Vertical steel within h/4 of a girder's end, 4 % of the force at release at 138 MPa.  [m2]

    EN 1992-1-1 8.10.3 asks for a strut-and-tie model and gives no number for it.
    """
    return np.asarray(SPLITTING_SHARE * floats(force) / SPLITTING_STRESS, dtype=float)
