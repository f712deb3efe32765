"""Wind on decks and piers (EN 1991-1-4); SI."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import Data, load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import ScopeError

EN: Final = "EN 1991-1-4:2005"
Terrain = Literal["0", "I", "II", "III", "IV"]
Restraint = Literal["none", "open parapet", "open parapet and barrier", "solid"]

_DATA: Final = load("eurocode/actions/wind.toml")
_NDP: Final = load("eurocode/annexes/recommended.toml")
AIR_DENSITY: Final = _NDP.number("wind.air_density")
TURBULENCE: Final = _NDP.number("wind.turbulence_factor")
_Z0_II: Final = float(_DATA.array("terrain.II")[0])


@clause(EN, "4.2(2)", "(4.2)", tag="read")
@within(return_period=(1.001, None))
def probability_factor(
    return_period: ArrayLike,
    K: float = _NDP.number("wind.shape_K"),
    n: float = _NDP.number("wind.exponent_n"),
) -> Array:
    """Factor on the 50-year velocity for another return period.  (...,) [years] -> (...,) [-]

    Check: 100 years gives 1.03848; 50 years gives 1.
    """
    p = 1 / floats(return_period)
    ratio = (1 - K * np.log(-np.log1p(-p))) / (1 - K * np.log(-np.log(0.98)))
    return floats(ratio**n)


@clause(EN, "4.2(2)", "(4.1)", tag="read")
@within(v_b0=(0.0, None))
def basic_velocity(
    v_b0: ArrayLike,
    c_dir: ArrayLike = 1.0,
    c_season: ArrayLike = 1.0,
    c_prob: ArrayLike = 1.0,
) -> Array:
    """Basic wind velocity v_b = c_prob c_dir c_season v_b0.  (...,) [m/s]"""
    return floats(c_prob) * floats(c_dir) * floats(c_season) * floats(v_b0)


@clause(EN, "4.5(1)", "(4.10)", tag="read")
def basic_pressure(v_b: ArrayLike, air_density: float = AIR_DENSITY) -> Array:
    """Basic velocity pressure q_b = rho v_b^2 / 2.  (...,) [m/s] -> (...,) [Pa]"""
    return 0.5 * air_density * floats(v_b) ** 2


def _roughness(height: ArrayLike, terrain: Terrain) -> tuple[Array, float]:
    """Height not below z_min, and z_0."""
    if terrain not in _DATA.names("terrain"):
        raise ScopeError(f"{EN} Table 4.1: terrain must be 0, I, II, III or IV (got {terrain})")
    z_0, z_min = _DATA.array(f"terrain.{terrain}")
    return np.maximum(floats(height), z_min), float(z_0)


@clause(EN, "4.3.2(1)", "(4.4)", tag="read")
@within(height=(0.0, 200.0))
def roughness_factor(height: ArrayLike, terrain: Terrain) -> Array:
    """Roughness factor c_r(z).  (...,) [m] -> (...,) [-]

    Check: 15 m in terrain II gives 1.08372.
    """
    z, z_0 = _roughness(height, terrain)
    terrain_factor = 0.19 * (z_0 / _Z0_II) ** 0.07
    return floats(terrain_factor * np.log(z / z_0))


@clause(EN, "4.3.1(1)", "(4.3)", tag="read")
def mean_velocity(
    height: ArrayLike, v_b: ArrayLike, terrain: Terrain, orography: ArrayLike = 1.0
) -> Array:
    """Mean wind velocity v_m(z) = c_r c_o v_b.  (...,) [m/s]"""
    return roughness_factor(height, terrain) * floats(orography) * floats(v_b)


@clause(EN, "4.4(1)", "(4.7)", tag="read")
@within(height=(0.0, 200.0))
def turbulence_intensity(
    height: ArrayLike, terrain: Terrain, orography: ArrayLike = 1.0, k_I: float = TURBULENCE
) -> Array:
    """Turbulence intensity I_v(z).  (...,) [m] -> (...,) [-]; 15 m in terrain II gives 0.17532"""
    z, z_0 = _roughness(height, terrain)
    return floats(k_I / (floats(orography) * np.log(z / z_0)))


@clause(EN, "4.5(1)", "(4.8)", tag="read")
def peak_pressure(
    height: ArrayLike,
    v_b: ArrayLike,
    terrain: Terrain,
    orography: ArrayLike = 1.0,
    k_I: float = TURBULENCE,
    air_density: float = AIR_DENSITY,
) -> Array:
    """Peak velocity pressure q_p(z) = (1 + 7 I_v) rho v_m^2 / 2.

    height : (...,) above ground or lowest water [m]   v_b : (...,) [m/s]   returns : (...,) [Pa]
    Check: 15 m, 26 m/s, terrain II gives 1105.17 Pa.
    """
    gust = 1 + 7 * turbulence_intensity(height, terrain, orography, k_I)
    return gust * 0.5 * air_density * mean_velocity(height, v_b, terrain, orography) ** 2


@clause(EN, "4.5(1)", "(4.9)", tag="read")
def exposure_factor(
    height: ArrayLike, terrain: Terrain, orography: ArrayLike = 1.0, k_I: float = TURBULENCE
) -> Array:
    """Exposure factor c_e(z) = q_p / q_b.  (...,) [m] -> (...,) [-]"""
    return peak_pressure(height, 1.0, terrain, orography, k_I) / basic_pressure(1.0)


@clause(EN, "8.3.1(4)", "Table 8.1", tag="remembered")
@within(depth=(0.0, None), solid_height=(0.0, None))
def deck_reference_depth(
    depth: ArrayLike,
    restraint: Restraint = "none",
    sides: Literal[1, 2] = 2,
    solid_height: ArrayLike = 0.0,
) -> Array:
    """Depth d_tot of a deck without traffic, edge restraints added on one or both sides.

    depth        : (...,) d of the deck itself, front face                [m]
    solid_height : (...,) d_1 of solid parapets or noise barriers          [m]
    returns      : (...,) [m];  3.0 m with two open parapets gives 3.6 m
    """
    path = f"deck.depth.{restraint.replace(' ', '_')}"
    added = {"none": floats(0.0), "solid": floats(solid_height)}.get(restraint)
    per_side = floats(_DATA.number(path)) if added is None else added
    return floats(depth) + sides * per_side


@clause(EN, "8.3.1(5)", tag="remembered")
def deck_depth_with_traffic(
    depth: ArrayLike, without_traffic: ArrayLike, traffic: Literal["road", "rail"] = "road"
) -> Array:
    """Depth d_tot with vehicles: 2.0 m (road) above the surface, 4.0 m (rail) above the rails.

    depth           : (...,) d of the deck up to the surface or the rail top  [m]
    without_traffic : (...,) d_tot without vehicles; the larger of the two counts  [m]
    """
    return np.maximum(
        floats(depth) + _DATA.number(f"deck.depth.{traffic}_vehicles"), without_traffic
    )


@clause(EN, "8.3.1(1)", "Figure 8.3", tag="read")
@within(width=(1e-9, None), depth=(1e-9, None))
def deck_transverse_coefficient(
    width: ArrayLike,
    depth: ArrayLike,
    solid: bool,
    inclination: ArrayLike = 0.0,
    superelevation: ArrayLike = 0.0,
) -> Array:
    """Force coefficient c_fx of a deck for wind across it.

    width, depth   : (...,) b and d_tot                                               [m]
    solid          : solid parapets, noise barriers or traffic; else open parapets or erection
    inclination    : (...,) windward face from the vertical: -0.5 % a degree, most 30 %  [rad]
    superelevation : (...,) of a sloped deck: +3 % a degree, most 25 %                   [rad]
    Check: b = 10.5, d_tot = 3.6, open: 1.625; d_tot = 5.0, traffic: 1.87.
    """
    least = _DATA.number("deck.transverse.least_solid" if solid else "deck.transverse.least_open")
    base = np.clip(
        2.5 - 0.3 * floats(width) / floats(depth), least, _DATA.number("deck.transverse.most")
    )
    lower = np.minimum(0.005 * np.abs(np.degrees(floats(inclination))), 0.30)
    higher = np.minimum(0.03 * np.abs(np.degrees(floats(superelevation))), 0.25)
    return floats(base * (1 - lower) * (1 + higher))


@clause(EN, "8.3.3(1)", "Figure 8.6", tag="read")
@within(width=(1e-9, None), depth=(1e-9, None), angle=(-np.pi / 18 - 1e-9, np.pi / 18 + 1e-9))
def deck_vertical_coefficient(
    width: ArrayLike, depth: ArrayLike, angle: ArrayLike | None = None
) -> Array:
    """Force coefficient c_fz of a deck, up and down; multiply by the plan area.

    width : (...,) b [m]   depth : (...,) d_tot without traffic or equipment [m]
    angle : (...,) of wind and superelevation together, at most 10 degrees [rad]; None takes 0.9,
            the value allowed for any deck without tests
    """
    ratio = floats(width) / floats(depth)
    if angle is None:
        return np.full_like(ratio, _DATA.number("deck.vertical.simple"))
    zero, six, ten = (
        np.interp(ratio, *_DATA.array(f"deck.vertical.{name}")) for name in ("zero", "six", "ten")
    )
    theta = np.abs(np.degrees(floats(angle)))
    return floats(
        np.where(theta <= 6, zero + (six - zero) * theta / 6, six + (ten - six) * (theta - 6) / 4)
    )


@clause(EN, "8.3.2(1)", "(8.2)", tag="read")
def force(basic: ArrayLike, exposure: ArrayLike, coefficient: ArrayLike, area: ArrayLike) -> Array:
    """Wind force q_b c_e c_f A_ref; per metre if the area is given per metre.

    basic : (...,) q_b [Pa]   exposure, coefficient : (...,) [-]   area : (...,) [m2] or [m]
    Check: 26 m/s, c_e 2.61579, c_fx 1.625, 3.6 m: 6.465 kN/m.
    """
    return floats(basic) * floats(exposure) * floats(coefficient) * floats(area)


@clause(EN, "8.3.4(1)", tag="remembered")
def longitudinal_share(
    deck: Literal["plate girder", "truss"] = "plate girder", parameters: Data = _NDP
) -> float:
    """Wind along the bridge as a share of the wind across it."""
    return parameters.number(f"wind.along_{deck.replace(' ', '_')}")


@clause(EN, "8.1(4)", "8.1(5)", tag="remembered")
@within(v_b0=(1e-9, None))
def traffic_wind_ratio(
    v_b0: ArrayLike, traffic: Literal["road", "rail"] = "road", parameters: Data = _NDP
) -> Array:
    """F_W* (or F_W**) over F_Wk on the same deck with traffic, at most 1: (23 or 25 / v_b0)^2.

    This is the ``cap`` of a "wind with traffic" action in combinations.  (...,) [m/s] -> (...,)
    """
    limit = parameters.number(f"wind.speed_with_{traffic}_traffic")
    return np.minimum((limit / floats(v_b0)) ** 2, 1.0)


@clause(EN, "7.6(1)", "Figures 7.23 and 7.24", tag="read")
@within(depth=(1e-9, None), width=(1e-9, None), radius=(0.0, None))
def rectangular_pier_coefficient(
    depth: ArrayLike, width: ArrayLike, radius: ArrayLike = 0.0, end_effect: ArrayLike = 1.0
) -> Array:
    """Force coefficient c_f0 psi_r psi_lambda of a rectangular pier.

    depth, width : (...,) d along the wind and b across it [m]   radius : (...,) corners [m]
    end_effect   : (...,) psi_lambda of 7.13; 1 is safe
    Raises ScopeError for d/b below 0.1, where the figure ends.
    """
    ratio = floats(depth) / floats(width)
    x, y = _DATA.array("rectangle.ratio"), _DATA.array("rectangle.c_f0")
    if np.any(ratio < x[0] - 1e-12):
        raise ScopeError(f"{EN} Figure 7.23 starts at d/b = 0.1 (got {np.min(ratio):g})")
    rounded = np.maximum(1 - 2.5 * floats(radius) / floats(width), 0.5)
    # The figure has a logarithmic d/b axis with straight lines between its corners.
    return floats(np.interp(np.log(ratio), np.log(x), y) * rounded * floats(end_effect))


@clause(EN, "7.9.2(1)", "Figure 7.28", tag="remembered")
@within(diameter=(1e-9, None), peak=(1e-9, None), surface=(1e-9, None))
def circular_pier_coefficient(
    diameter: ArrayLike,
    peak: ArrayLike,
    surface: ArrayLike = 1e-3,
    end_effect: ArrayLike = 1.0,
    air_density: float = AIR_DENSITY,
) -> Array:
    """Force coefficient c_f0 psi_lambda of a circular pier.

    diameter : (...,) b [m]   peak : (...,) q_p at its top, which gives the Reynolds number [Pa]
    surface  : (...,) equivalent roughness k; smooth concrete 0.2e-3, rough 1e-3 [m]
    """
    b = floats(diameter)
    velocity = np.sqrt(2 * floats(peak) / air_density)
    reynolds = b * velocity / _DATA.number("air.viscosity") / 1e6
    falling = 0.11 / reynolds**1.4
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = 1.2 + 0.18 * np.log10(10 * floats(surface) / b) / (1 + 0.4 * np.log10(reynolds))
    # Below Re = 1e5 the figure is flat at 1.2 and the rising law has its pole.
    supercritical = np.where(reynolds > 0.1, np.maximum(falling, rising), 1.2)
    return floats(np.minimum(supercritical, 1.2) * floats(end_effect))
