"""Reinforced concrete in bending, shear and punching (EN 1992-1-1 6.1, 6.2, 6.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import MPa, mm


@dataclass(frozen=True, slots=True, eq=False)
class BlockMoment:
    """Bending of a singly reinforced rectangle, each (...,).

    depth : compressed depth x [m];  lever_arm : z [m];  bar_strain [-]
    moment : M_Rd [N m], nan where the bars would not yield (over-reinforced)
    """

    depth: Array
    lever_arm: Array
    bar_strain: Array
    moment: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "3.1.7(3)", "6.1", tag="read")
def block_moment(
    bar_area: Values,
    effective_depth: Values,
    width: Values,
    f_ck: Values,
    f_cd: Values,
    f_yd: Values,
    E_s: float = 200e9,
) -> BlockMoment:
    """M_Rd of a rectangle by the rectangular stress block.

    bar_area [m2], effective_depth, width [m], strengths [Pa] : (...,)
    Check: 1570 mm2, d 200 mm, 1 m, C35 (19.833 MPa), B500: x 43.02 mm, 124.78 kNm.
    """
    f = floats(f_ck) / MPa
    block = np.where(f <= 50, 0.8, 0.8 - (f - 50) / 400)
    strength = np.where(f <= 50, 1.0, 1.0 - (f - 50) / 200)
    ultimate = np.where(f <= 50, 3.5e-3, 1e-3 * (2.6 + 35 * np.maximum(90 - f, 0.0) ** 4 / 100**4))
    area, d = floats(bar_area), floats(effective_depth)
    x = area * f_yd / (block * strength * f_cd * floats(width))
    arm = d - block * x / 2
    strain = np.where(x > 0, ultimate * (d - x) / np.where(x > 0, x, 1.0), np.inf)
    yields = strain >= floats(f_yd) / E_s
    return BlockMoment(x, arm, strain, np.where(yields, area * f_yd * arm, np.nan))


@dataclass(frozen=True, slots=True, eq=False)
class PlainShear:
    """Shear without stirrups, each (...,).

    size_factor : k;  ratio : rho_l (at most 0.02);  by_bars, least : the two expressions [N]
    resistance  : V_Rd,c, the greater [N]
    """

    size_factor: Array
    ratio: Array
    by_bars: Array
    least: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.2.2(1)", "(6.2), (6.3N)", tag="read")
def plain_shear(
    width: Values,
    effective_depth: Values,
    bar_area: Values,
    f_ck: Values,
    mean_compression: Values = 0.0,
    f_cd: Values | None = None,
    *,
    gamma_C: float = 1.5,
    k_1: float = 0.15,
) -> PlainShear:
    """V_Rd,c of members without shear reinforcement.

    width, effective_depth [m], bar_area A_sl [m2] : (...,)
    mean_compression : sigma_cp, compression positive, counted up to 0.2 f_cd where f_cd is given;
                       tension (negative) lowers the resistance                        [Pa]
    Check: d 200 mm, rho 0.008, C35: 145.76 kN/m.
    """
    b, d = floats(width), floats(effective_depth)
    k = np.minimum(1.0 + np.sqrt(200.0 * mm / d), 2.0)
    rho = np.minimum(floats(bar_area) / (b * d), 0.02)
    f = floats(f_ck) / MPa
    sigma = floats(mean_compression)
    if f_cd is not None:
        sigma = np.minimum(sigma, 0.2 * floats(f_cd))
    extra = k_1 * sigma / MPa
    bars = (0.18 / gamma_C * k * np.cbrt(100.0 * rho * f) + extra) * b * d * MPa
    least = (0.035 * k**1.5 * np.sqrt(f) + extra) * b * d * MPa
    k, rho, bars, least = together(k, rho, bars, least)
    return PlainShear(k, rho, bars, least, np.maximum(np.maximum(bars, least), 0.0))


@clause("EN 1992-1-1:2004", "6.2.2(2)", "(6.4)", tag="read")
def uncracked_shear(
    width: Values,
    inertia: Values,
    first_moment: Values,
    f_ctd: Values,
    mean_compression: Values,
    transfer_share: Values = 1.0,
) -> Array:
    """V_Rd,c of prestressed members not cracked in bending, I b/S sqrt(f_ctd^2 + a s f_ctd).  [N]

    Check: b 180 mm, I 1.5e11 mm4, S 1.6e8 mm3, f_ctd 1.6333, 6 MPa: 595.9 kN.
    """
    f = floats(f_ctd)
    root = np.sqrt(f**2 + floats(transfer_share) * floats(mean_compression) * f)
    return np.asarray(floats(inertia) * width / first_moment * root, dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class StirrupShear:
    """Shear with vertical stirrups, each (...,).

    cot : of the strut angle;  stirrups : V_Rd,s;  struts : V_Rd,max;  resistance : the smaller [N]
    """

    cot: Array
    stirrups: Array
    struts: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.2.3(3)", "(6.11aN)-(6.11cN)", tag="read")
def axial_strut_factor(mean_compression: Values, f_cd: Values) -> Array:
    """alpha_cw: 1 + s/f_cd up to 0.25 f_cd, 1.25 to 0.5 f_cd, 2.5 (1 - s/f_cd) above.  (...,)"""
    s = np.clip(floats(mean_compression) / f_cd, 0.0, 1.0)
    return np.select([s <= 0.25, s <= 0.5], [1.0 + s, np.full_like(s, 1.25)], 2.5 * (1.0 - s))


@clause("EN 1992-1-1:2004", "6.2.3(3)", "(6.8), (6.9)", tag="read")
def stirrup_shear(
    width: Values,
    lever_arm: Values,
    stirrups: Values,
    f_ywd: Values,
    f_ck: Values,
    f_cd: Values,
    *,
    cot: Values | None = None,
    strut_factor: Values = 1.0,
    greatest_cot: float = 2.5,
) -> StirrupShear:
    """Truss model with vertical stirrups.

    width b_w, lever_arm z [m];  stirrups : A_sw/s [m2/m];  strut_factor : alpha_cw
    cot : (...,) chosen strut angle, 1 to ``greatest_cot``; None takes the one at which stirrups
          and struts fail together, kept between those limits
    Check: A_sw/s 5 mm2/mm, z 1200 mm, B500, cot 2.5: V_Rd,s 6522 kN.
    """
    b, z, steel = floats(width), floats(lever_arm), floats(stirrups)
    nu = 0.6 * (1.0 - floats(f_ck) / (250.0 * MPa))
    strut = floats(strut_factor) * nu * f_cd
    if cot is None:
        sine2 = np.clip(steel * f_ywd / (b * strut), 1e-9, 1.0)
        angle = np.clip(np.sqrt(1.0 / sine2 - 1.0), 1.0, greatest_cot)
    else:
        angle = floats(cot)
        if np.any(angle < 1.0 - 1e-9) or np.any(angle > greatest_cot + 1e-9):
            raise ValueError(f"cot(theta) must be between 1 and {greatest_cot:g}")
    hang = steel * z * f_ywd * angle
    push = b * z * strut * angle / (1.0 + angle**2)
    angle, hang, push = together(angle, hang, push)
    return StirrupShear(angle, hang, push, np.minimum(hang, push))


@clause("EN 1992-1-1:2004", "6.2.3(1)", "Figure 6.5", tag="computed")
def circle_shear_size(diameter: Values, bar_radius: Values) -> tuple[Array, Array, Array]:
    """Width, effective depth and lever arm of a circular column in shear.  (...,) [m]

    The tension chord is the half ring of bars farther away, its centroid 2 r_s/pi off the centre;
    b_w is the width there, the least between the chords; z = 0.9 d.  Round hoops pull at the
    chords under an angle, so only pi/4 of their two legs counts.
    """
    r, offset = floats(diameter) / 2, 2.0 * floats(bar_radius) / np.pi
    depth = r + offset
    return np.asarray(2.0 * np.sqrt(r**2 - offset**2)), depth, np.asarray(0.9 * depth)


@dataclass(frozen=True, slots=True, eq=False)
class Punching:
    """Punching by a patch load, each (...,).

    perimeter : u_1 at 2 d [m];  stress : v_Ed;  resistance : v_Rd,c;  face : v_Ed at the patch's
    edge;  strut : v_Rd,max [Pa];  utilisation : the worse of both
    """

    perimeter: Array
    stress: Array
    resistance: Array
    face: Array
    strut: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.4", "(6.38), (6.47), (6.53)", tag="read")
def punching(
    force: Values,
    patch_length: Values,
    patch_width: Values,
    effective_depth: Values,
    bar_ratio: Values,
    f_ck: Values,
    f_cd: Values,
    *,
    beta: Values = 1.0,
    mean_compression: Values = 0.0,
    gamma_C: float = 1.5,
) -> Punching:
    """Punching of a slab under a rectangular patch away from edges, no shear reinforcement.

    patch_length, patch_width : of the load at the slab, spread through the surfacing  [m]
    effective_depth : mean d [m];  bar_ratio : sqrt(rho_y rho_z), at most 0.02
    Check: 1.35 x 150 kN on 0.56 m square, d 200 mm, rho 0.008, C35: u_1 4.753 m, 0.2130 MPa
    against 0.7288 MPa.
    """
    a, b, d = floats(patch_length), floats(patch_width), floats(effective_depth)
    u_0 = 2.0 * (a + b)
    u_1 = u_0 + 4.0 * np.pi * d
    load = floats(beta) * floats(force)
    k = np.minimum(1.0 + np.sqrt(200.0 * mm / d), 2.0)
    f = floats(f_ck) / MPa
    ratio = np.minimum(floats(bar_ratio), 0.02)
    extra = 0.10 * floats(mean_compression) / MPa
    own = np.maximum(0.18 / gamma_C * k * np.cbrt(100.0 * ratio * f), 0.035 * k**1.5 * np.sqrt(f))
    capacity = (own + extra) * MPa
    strut = 0.4 * 0.6 * (1.0 - f / 250.0) * floats(f_cd)
    stress, face = load / (u_1 * d), load / (u_0 * d)
    u_1, stress, capacity, face, strut = together(u_1, stress, capacity, face, strut)
    return Punching(u_1, stress, capacity, face, strut, np.maximum(stress / capacity, face / strut))


@dataclass(frozen=True, slots=True, eq=False)
class Interface:
    """Shear between concretes cast at different times, each (...,) [Pa].

    limit : 0.5 nu f_cd;  resistance : v_Rdi
    """

    limit: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


ROUGHNESS: Final = {
    "very smooth": (0.025, 0.5),
    "smooth": (0.20, 0.6),
    "rough": (0.40, 0.7),
    "indented": (0.50, 0.9),
}


@clause("EN 1992-1-1:2004", "6.2.5", "(6.25)", tag="remembered")
def interface_shear(
    surface: str,
    f_ctd: Values,
    bar_ratio: Values,
    f_yd: Values,
    f_ck: Values,
    f_cd: Values,
    *,
    normal_stress: Values = 0.0,
    bar_angle: float = np.pi / 2,
    fatigue: bool = False,
) -> Interface:
    """v_Rdi = c f_ctd + mu sigma_n + rho f_yd (mu sin a + cos a), at most 0.5 nu f_cd.

    surface : "very smooth", "smooth", "rough" or "indented";  bar_ratio : A_s/A_i
    normal_stress : sigma_n, compression positive, counted to 0.6 f_cd; under tension c f_ctd is
                    nothing;  fatigue : c is halved
    Raises ScopeError for another surface.
    """
    if surface not in ROUGHNESS:
        raise ScopeError(f"interface: surface must be one of {', '.join(ROUGHNESS)}")
    c, mu = ROUGHNESS[surface]
    sigma = np.minimum(floats(normal_stress), 0.6 * floats(f_cd))
    bond = np.where(sigma < 0, 0.0, (0.5 if fatigue else 1.0) * c * floats(f_ctd))
    bars = floats(bar_ratio) * floats(f_yd) * (mu * np.sin(bar_angle) + np.cos(bar_angle))
    limit = 0.5 * 0.6 * (1.0 - floats(f_ck) / (250.0 * MPa)) * floats(f_cd)
    total = np.clip(bond + mu * sigma + bars, 0.0, limit)
    return Interface(*together(limit, total))
