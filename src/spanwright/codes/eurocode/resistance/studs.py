"""Shear connection by headed studs and longitudinal shear in the slab (EN 1994-2 6.6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance._shapes import together
from spanwright.datum.arrays import Array, Bools, freeze
from spanwright.datum.units import MPa, mm


@dataclass(frozen=True, slots=True, eq=False)
class StudResistance:
    """Resistance of one stud, each (...,) [N].

    steel, concrete : the two modes, design values;  design : the smaller;  service : SLS limit
    height_factor   : alpha [-]
    """

    steel: Array
    concrete: Array
    design: Array
    service: Array
    height_factor: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1994-2:2005", "6.6.3.1", "(6.18), (6.19)", tag="remembered")
@within(diameter=(16 * mm, 25 * mm))
def stud_resistance(
    diameter: Array | float,
    height: Array | float,
    f_u: Array | float,
    f_ck: Array | float,
    E_cm: Array | float,
    gamma_V: float = 1.25,
    service_factor: float = 0.75,
    gamma_concrete: float | None = None,
) -> StudResistance:
    """P_Rd of studs with automatic welds in a solid slab.

    diameter 16 to 25 mm, overall height >= 3 d [m]; f_u (taken <= 500 MPa), f_ck, E_cm [Pa]
    gamma_concrete : where the concrete gives way; None: gamma_V there too
    Check: d 22, h 150 mm, f_u 450, C35/45: 109.478 kN (steel), 122.630 kN (concrete).
    """
    data = load("eurocode/resistance/studs.toml")
    d = np.asarray(diameter, dtype=float)
    slender = np.asarray(height, dtype=float) / d
    alpha = np.where(slender > 4.0, 1.0, 0.2 * (slender + 1.0))
    alpha = np.where(slender < 3.0 - 1e-9, np.nan, alpha)  # shorter studs are outside the rule
    gamma = gamma_V if gamma_concrete is None else gamma_concrete
    ultimate = np.minimum(f_u, data.number("strength.greatest_f_u"))
    steel = data.number("strength.steel_factor") * ultimate * np.pi * d**2 / 4 / gamma_V
    concrete = data.number("strength.concrete_factor") * alpha * d**2 * np.sqrt(f_ck * E_cm) / gamma
    design = np.minimum(steel, concrete)
    return StudResistance(steel, concrete, design, service_factor * design, alpha)


@dataclass(frozen=True, slots=True, eq=False)
class StudSpacing:
    """Detailing of studs, each (...,) True where the rule is kept."""

    along: Bools
    across: Bools
    edge: Bools
    height: Bools
    flange_thickness: Bools

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def kept(self) -> Bools:
        """All rules at once."""
        return self.along & self.across & self.edge & self.height & self.flange_thickness


@clause("EN 1994-2:2005", "6.6.5.7", tag="remembered")
def stud_spacing(
    diameter: Array,
    height: Array,
    along: Array,
    across: Array,
    edge_clear: Array,
    slab_thickness: Array,
    flange_thickness: Array,
    *,
    fatigue: bool = True,
) -> StudSpacing:
    """Which spacing rules studs in a solid slab keep.  (...,) [m]

    edge_clear : stud to the flange's edge, clear;  fatigue : the flange is in tension under traffic
    """
    data = load("eurocode/resistance/studs.toml")
    tiny = 1e-9
    most = np.minimum(
        data.number("spacing.along_max_slab_thicknesses") * slab_thickness,
        data.number("spacing.along_max"),
    )
    least = data.number("spacing.along_min_diameters") * diameter
    kind = "fatigue" if fatigue else "static"
    thick = data.number(f"spacing.flange_thickness_{kind}") * flange_thickness
    return StudSpacing(
        along=np.asarray((along >= least - tiny) & (along <= most + tiny)),
        across=np.asarray(
            across >= data.number("spacing.across_min_diameters_solid") * diameter - tiny
        ),
        edge=np.asarray(edge_clear >= data.number("spacing.edge_clear") - tiny),
        height=np.asarray(height >= data.number("spacing.height_diameters") * diameter - tiny),
        flange_thickness=np.asarray(diameter <= thick + tiny),
    )


@clause("EN 1994-2:2005", "6.6.2.2", tag="remembered")
def inelastic_slab_force(
    moment: Array,
    steel_moment: Array,
    elastic_moment: Array,
    plastic_moment: Array,
    elastic_force: Array,
    plastic_force: Array,
) -> Array:
    """Slab compression N_cd where a sagging moment exceeds M_el,Rd (class 1 or 2).

    moment         : (...,) M_Ed [N m];  steel_moment : M_a,Ed on the steel alone
    elastic_moment, plastic_moment : M_el,Rd, M_pl,Rd [N m]
    elastic_force, plastic_force   : slab force at M_el,Rd and at M_pl,Rd              [N]
    returns        : (...,) straight lines between the three points, 0 at M_a,Ed       [N]

    The studs between the sections of M_el,Rd and of M_Ed carry N_cd - N_c,el.
    """
    first = (moment - steel_moment) / (elastic_moment - steel_moment) * elastic_force
    span = np.maximum(plastic_moment - elastic_moment, 1e-9 * np.abs(plastic_moment) + 1e-12)
    second = elastic_force + (moment - elastic_moment) / span * (plastic_force - elastic_force)
    return np.where(moment <= elastic_moment, first, np.minimum(second, plastic_force))


@dataclass(frozen=True, slots=True, eq=False)
class StudFatigue:
    """Fatigue of studs and of the flange they sit on, each (...,) [-].

    shear, flange : utilisations;  both : their sum over 1.3 (0 on a compressed flange)
    utilisation   : the worst of the three
    """

    shear: Array
    flange: Array
    both: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1994-2:2005", "6.8.7.2", tag="remembered")
def stud_fatigue(
    shear_range: Array,
    flange_range: Array | float = 0.0,
    *,
    flange_in_tension: Bools | bool = False,
    gamma_Ff: float = 1.0,
    gamma_Mf: float = 1.15,
    gamma_Mf_s: float = 1.0,
) -> StudFatigue:
    """Equivalent stress ranges at two million cycles against categories 90 and 80.

    shear_range  : (...,) Delta tau_E,2 = lambda_v Delta tau, on the shank's area     [Pa]
    flange_range : (...,) Delta sigma_E,2 of the flange under the studs               [Pa]
    """
    data = load("eurocode/resistance/studs.toml")
    tau = gamma_Ff * np.abs(shear_range) * gamma_Mf_s / data.number("fatigue.shear_category")
    sigma = gamma_Ff * np.abs(flange_range) * gamma_Mf / data.number("fatigue.flange_category")
    tau, sigma = together(tau, sigma)
    sigma = np.where(flange_in_tension, sigma, 0.0)
    both = np.where(
        flange_in_tension, (tau + sigma) / data.number("fatigue.interaction_limit"), 0.0
    )
    return StudFatigue(tau, sigma, both, np.maximum(np.maximum(tau, sigma), both))


@clause("EN 1994-2:2005", "6.8.3(3)", tag="remembered")
def stud_damage(
    stress_ranges: Array, cycles: Array, *, gamma_Ff: float = 1.0, gamma_Mf_s: float = 1.0
) -> Array:
    """Palmgren-Miner sum of studs in shear: slope 8 through category 90, no cut-off.

    stress_ranges [Pa], cycles : (..., k) -> (...,) [-]
    Check: 90 MPa, two million cycles: 1; 180 MPa: 256.
    """
    data = load("eurocode/resistance/studs.toml")
    category = data.number("fatigue.shear_category") / gamma_Mf_s
    share = gamma_Ff * np.abs(np.asarray(stress_ranges, dtype=float)) / category
    m = data.number("fatigue.shear_exponent")
    return np.asarray(
        np.sum(cycles * share**m, axis=-1) / data.number("fatigue.reference_cycles"), dtype=float
    )


def stud_shear_stress(force_per_length: Array, studs_per_length: Array, diameter: Array) -> Array:
    """Mean shear stress of the shanks under a longitudinal shear flow.  (..., n) [Pa]"""
    area = np.pi * np.asarray(diameter) ** 2 / 4
    return np.asarray(force_per_length / (studs_per_length * area), dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class FlangeShear:
    """Longitudinal shear between a web (or stud row) and the slab beside it, each (...,).

    stress     : v_Ed [Pa];  strut : v_Rd,max [Pa];  bars : A_sf/s_f needed [m2/m]
    unreinforced : True where v_Ed <= 0.4 f_ctd, nothing beyond the bending bars
    """

    stress: Array
    strut: Array
    bars: Array
    unreinforced: Bools

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.2.4", "(6.20)-(6.22)", tag="read")
def flange_shear(
    force_change: Array,
    length: Array,
    thickness: Array,
    f_cd: Array | float,
    f_ck: Array | float,
    f_yd: Array | float,
    f_ctd: Array | float,
    cot: float = 1.2,
) -> FlangeShear:
    """Shear at the junction of web and flange, or on a surface around studs.

    force_change : (...,) Delta F_d of one side over the length                       [N]
    length       : (...,) Delta x, at most half the way from zero to the greatest moment [m]
    thickness    : (...,) h_f, or the length of the surface a-a, b-b                  [m]
    cot          : cot(theta), 1.0 to 2.0 (compressed flange), 1.0 to 1.25 (tension)
    """
    stress = np.abs(force_change) / (thickness * length)
    nu = 0.6 * (1.0 - np.asarray(f_ck) / (250.0 * MPa))
    strut = nu * f_cd * cot / (1.0 + cot**2)
    free = stress <= 0.4 * np.asarray(f_ctd)
    bars = np.where(free, 0.0, stress * thickness / (f_yd * cot))
    return FlangeShear(
        np.asarray(stress, dtype=float),
        strut + np.zeros_like(stress),
        bars,
        np.asarray(free),
    )


def overhang_force_change(
    moment_change: Array, lever_arm: Array, overhang: Array, width: Array
) -> Array:
    """Change of the flange force in one overhang: its share of Delta M/z.  (...,) [N]

    overhang, width : (...,) width beside the web and of the whole flange             [m]
    """
    return np.asarray(moment_change / lever_arm * overhang / width, dtype=float)


@clause("EN 1994-2:2005", "6.6.2.4(3), (4)", tag="remembered")
def end_shear_flow(force: Array, effective_width: Array, distance: Array) -> Array:
    """Longitudinal shear by the primary effects of shrinkage or temperature at a slab's end.

    force           : (...,) V_L,Ed that enters the slab at its end, or at a pouring joint  [N]
    effective_width : (...,) b_eff there [m];  distance : (...,) from the end [m]
    returns         : (...,) [N/m], 2 V_L/b_eff at the end, falling to nothing at b_eff

    Check: the flow over b_eff sums to V_L.
    """
    share = np.clip(1.0 - np.asarray(distance, dtype=float) / effective_width, 0.0, 1.0)
    return np.asarray(2.0 * np.asarray(force) / effective_width * share, dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class GroupUse:
    """Studs in groups of equal spacing, each (g,).

    local : greatest flow over resistance, over the 1.1 allowed;  whole : total force over the
    group's resistance;  utilisation : the worse of both
    """

    local: Array
    whole: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1994-2:2005", "6.6.1.2(1)", tag="remembered")
def group_use(flow: Array, resistance: Array, length: Array, starts: Array) -> GroupUse:
    """Local excess of 10 % is allowed where a group of studs carries its whole force.

    flow       : (n,) magnitude of the longitudinal shear of pieces of girder [N/m]
    resistance : (n,) of the studs there [N/m];  length : (n,) of the pieces [m]
    starts     : (g,) index of the first piece of each group, ascending, the first 0
    """
    first = np.asarray(starts, dtype=np.int64)
    size = np.abs(np.asarray(flow, dtype=float))
    local = np.maximum.reduceat(size / resistance, first) / 1.1
    whole = np.add.reduceat(size * length, first) / np.add.reduceat(resistance * length, first)
    return GroupUse(local, whole, np.maximum(local, whole))
