"""Laminated elastomeric bearings (EN 1337-3), sliding friction (EN 1337-2), movements of joints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.datum.arrays import Array, Bools, floats, freeze
from spanwright.datum.units import MPa, mm

EXPANSION: Final = 1.2e-5  # of a deck by temperature [1/K]


@dataclass(frozen=True, slots=True, eq=False)
class Laminated:
    """Rectangular laminated bearings, each field (n,) or ().  [m], [Pa]

    a, b           : effective sides (of the plates), a the one that rotates mostly
    layer          : t_i of the inner layers;  layers : their number
    outer          : thickness of each outer layer of elastomer, 0 if none counts as a layer
    elastomer      : T_e, all elastomer that shears, outer layers or covers included
    shear_modulus  : G;  bulk : E_b;  plate_yield : f_y of the plates
    """

    a: Array
    b: Array
    layer: Array
    layers: Array
    outer: Array
    elastomer: Array
    shear_modulus: Array
    bulk: Array
    plate_yield: Array

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def area(self) -> Array:
        """A_1 of the plates.  [m2]"""
        return np.asarray(self.a * self.b, dtype=float)


def laminated(
    a: Values,
    b: Values,
    layer: Values,
    layers: Values,
    *,
    outer: Values = 0.0,
    elastomer: Values | None = None,
    cover: Values = 0.0,
    shear_modulus: Values = 0.9 * MPa,
    bulk: Values = 2000.0 * MPa,
    plate_yield: Values = 235.0 * MPa,
) -> Laminated:
    """A laminated bearing from its plan size and layers.

    a, b      : outer plan sides;  cover : elastomer at the sides of the plates
    elastomer : T_e; None adds inner and outer layers
    """
    total = floats(layer) * floats(layers) + 2.0 * floats(outer)
    return Laminated(
        *together(
            floats(a) - 2.0 * floats(cover),
            floats(b) - 2.0 * floats(cover),
            layer,
            layers,
            outer,
            total if elastomer is None else elastomer,
            shear_modulus,
            bulk,
            plate_yield,
        )
    )


@dataclass(frozen=True, slots=True, eq=False)
class LaminatedUse:
    """Checks of laminated bearings, each (n,).

    reduced_area : A_r [m2];  shape, outer_shape : S of inner and outer layers (nan: no outer)
    strain_load, strain_load_outer, strain_shear, strain_rotation : eps_c, eps_c outer, eps_q,
                   eps_alpha;  strain : K_L (worse eps_c + eps_q + eps_alpha) [-]
    strain_use   : over 7/gamma_m;  shear_use : eps_q over 1.0
    pressure, stability : F/A_r and its limit [Pa];  stability_use
    compression  : v_c [m];  rotation_use : needed over given compression at the edge
    plate        : least plate thickness [m]
    friction     : mu_e;  slip_use : F_xy/(mu_e F) (nan without a horizontal force)
    """

    reduced_area: Array
    shape: Array
    outer_shape: Array
    strain_load: Array
    strain_load_outer: Array
    strain_shear: Array
    strain_rotation: Array
    strain: Array
    strain_use: Array
    shear_use: Array
    pressure: Array
    stability: Array
    stability_use: Array
    compression: Array
    rotation_use: Array
    plate: Array
    friction: Array
    slip_use: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1337-3:2005", "5.3.3", tag="read")
def laminated_use(
    bearing: Laminated,
    force: Values,
    movement_a: Values = 0.0,
    movement_b: Values = 0.0,
    rotation_a: Values = 0.0,
    rotation_b: Values = 0.0,
    *,
    horizontal: Values = 0.0,
    live_factor: Values = 1.0,
    gamma_m: float = 1.0,
    on_concrete: bool = True,
    hole_factor: float = 1.0,
) -> LaminatedUse:
    """Strains, stability, rotation, plates and slip of laminated bearings.

    force        : (n,) vertical F_z, compression [N]
    movement_a, movement_b : (n,) v along a and b [m]
    rotation_a, rotation_b : (n,) about the axes that shorten a and b [rad]
    horizontal   : (n,) F_xy [N];  live_factor : K_L, 1.0 road, 1.5 rail
    hole_factor  : K_h of the plates, 2 with holes

    Inner and outer layers are each checked; their strains are not added to one another.
    Check: 400 x 500, 8 x 12 + 2 x 2.5, cover 5, G 0.9, 2.5 MN, 50 mm, 5 mrad: S 9.0483,
    A_r 166,600 mm2, strains 2.7641 + 0.4950 + 0.3301, 15.006 < 20.963 MPa, v_c 4.037 mm.
    """
    a, b, t = bearing.a, bearing.b, bearing.layer
    f, va, vb = floats(force), np.abs(floats(movement_a)), np.abs(floats(movement_b))
    ra, rb = np.abs(floats(rotation_a)), np.abs(floats(rotation_b))
    reduced = bearing.area * (1.0 - va / a - vb / b)
    perimeter = 2.0 * (a + b)
    shape = bearing.area / (perimeter * t)
    # One bonded face only: an outer layer counts as 1.4 times as thick (5.3.3.1, from 3 mm).
    thick = bearing.outer >= 3.0 * mm - 1e-12
    outer_shape = np.where(
        thick, bearing.area / (perimeter * 1.4 * np.where(thick, bearing.outer, 1.0)), np.nan
    )
    unit = 1.5 * f / (bearing.shear_modulus * reduced)
    load, load_outer = unit / shape, unit / outer_shape
    shear = np.hypot(va, vb) / bearing.elastomer
    cubes = bearing.layers * t**3
    turn = (a**2 * ra + b**2 * rb) * t / (2.0 * cubes)
    total = live_factor * (np.fmax(load, load_outer) + shear + turn)
    pressure = f / reduced
    short = np.minimum(a, b)
    stability = 2.0 * bearing.shear_modulus * short * shape / (3.0 * bearing.elastomer)
    thickness = bearing.layers * t
    squeeze = f * thickness / bearing.area
    squeeze = squeeze * (1.0 / (5.0 * bearing.shear_modulus * shape**2) + 1.0 / bearing.bulk)
    needed = (a * ra + b * rb) / 3.0
    plate = 1.3 * f * 2.0 * t * hole_factor * gamma_m / (reduced * bearing.plate_yield)
    mu = 0.1 + 1.5 * (0.6 if on_concrete else 0.2) * MPa / np.where(pressure > 0, pressure, np.inf)
    push = np.abs(floats(horizontal))
    slip = np.where(push > 0, push / np.where(f > 0, mu * f, np.nan), np.nan)
    use = pressure / stability
    return LaminatedUse(
        *together(
            reduced, shape, outer_shape, load, load_outer, shear, turn, total,
            total * gamma_m / 7.0, shear, pressure, stability, use, squeeze,
            needed / np.where(squeeze > 0, squeeze, np.nan), np.maximum(plate, 2.0 * mm), mu, slip,
        )
    )  # fmt: skip


def shear_force(bearing: Laminated, movement: Values) -> Array:
    """H = A G v/T_e of the plan area of the plates.  (n,) [m] -> [N]"""
    return np.asarray(
        bearing.area * bearing.shear_modulus * floats(movement) / bearing.elastomer, dtype=float
    )


def shear_stiffness(bearing: Laminated) -> Array:
    """Horizontal stiffness A G/T_e.  (n,) [N/m]"""
    return np.asarray(bearing.area * bearing.shear_modulus / bearing.elastomer, dtype=float)


@clause("EN 1337-3:2005", "5.3.3.6", tag="read")
def holds_without_anchors(pressure: Values) -> Bools:
    """Whether the least permanent pressure F_G,min/A_r reaches 3 MPa.  (...,) [Pa]"""
    return np.asarray(floats(pressure) >= 3.0 * MPa)


@clause("EN 1337-2:2004", "6.7", "Table 11, Annex B", tag="remembered")
def sliding_friction(pressure: Values, *, never_cold: bool = False) -> Array:
    """Greatest friction of lubricated PTFE on austenitic steel.  (...,) contact pressure [Pa]

    mu = 1.2/(10 + sigma in MPa), at least 0.03 and at most 0.08
    never_cold : two thirds of it where the bearing stays above -5 degrees
    """
    mu = np.clip(1.2 / (10.0 + floats(pressure) / MPa), 0.03, 0.08)
    return np.asarray(mu * (2.0 / 3.0 if never_cold else 1.0), dtype=float)


@clause("EN 1337-1:2000", "6.2", tag="remembered")
def adverse_friction(greatest: Values, number: Values) -> tuple[Array, Array]:
    """Friction of bearings that push in one direction, and of those that relieve.

    greatest : mu_max;  number : n of bearings on that side
    returns  : 0.5 mu (1 + alpha) and 0.5 mu (1 - alpha); alpha 1 up to 4 bearings, (16 - n)/12,
               0.5 from 10
    """
    n = floats(number)
    alpha = np.clip((16.0 - n) / 12.0, 0.5, 1.0)
    mu = floats(greatest)
    return np.asarray(0.5 * mu * (1.0 + alpha)), np.asarray(0.5 * mu * (1.0 - alpha))


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """Movement of a joint or sliding bearing, each (...,) [m].

    opening : contraction of the deck, shrinkage included;  closing : expansion
    total   : both, braking and end rotation added on both sides
    """

    opening: Array
    closing: Array
    total: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1991-1-5:2003", "6.1.3.3", "Annex A of EN 1993-2", tag="remembered")
def movement(
    length: Values,
    contraction: Values,
    expansion: Values,
    setting: Values = 10.0,
    *,
    expansion_coefficient: Values = EXPANSION,
    shrinkage: Values = 0.0,
    horizontal: Values = 0.0,
    gamma: float = 1.0,
) -> Movement:
    """Movement at distance ``length`` from the point that stays.

    contraction, expansion : characteristic ranges of temperature below and above T_0   [K]
    setting    : Delta T_0 added on both sides: 20 K, 10 K where T_0 is measured
    shrinkage  : shortening by creep and shrinkage [m];  horizontal : by braking and rotation [m]
    """
    scale = floats(expansion_coefficient) * floats(length)
    opening = gamma * (
        scale * (floats(contraction) + floats(setting)) + floats(shrinkage) + floats(horizontal)
    )
    closing = gamma * (scale * (floats(expansion) + floats(setting)) + floats(horizontal))
    return Movement(*together(opening, closing, opening + closing))
