"""Axial resistance of bored piles: unit resistances of AASHTO LRFD 10.8 (FHWA), design by either
AASHTO factors or EN 1997-1 correlation and partial factors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.data import Data, load, merged
from spanwright.codes.data import parameters as recommended
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.datum.arrays import Array, Bools, floats, freeze
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import kPa

ATMOSPHERE: Final = 100.0 * kPa
CAST_IN_GROUND: Final = 1.1  # k_f on gamma_C of piles without permanent casing, EN 1992-1-1 2.4.2.5

Approach = Literal["DA1-1", "DA1-2", "DA2", "DA3"]


def _data() -> Data:
    return load("eurocode/resistance/piles.toml")


@cache
def usual_factors() -> Data:
    """Recommended correlation, model, partial and resistance factors of both codes."""
    return merged(recommended(), recommended("aashto"))


@clause("AASHTO LRFD 2020", "10.8.3.5.1b", tag="read")
def clay_side(strength: Values) -> Array:
    """Unit side resistance alpha S_u.  (...,) undrained strength [Pa] -> (...,) [Pa]

    nan above S_u = 2.5 p_a, where the ground is no longer a clay for this rule.
    Check: 80 kPa gives 44 kPa.
    """
    data, s = _data(), floats(strength)
    ratio = s / ATMOSPHERE
    over = np.maximum(ratio - data.number("clay.ratio_free"), 0.0)
    alpha = data.number("clay.alpha") - data.number("clay.alpha_slope") * over
    return np.where(ratio <= data.number("clay.ratio_end"), alpha * s, np.nan)


@clause("AASHTO LRFD 2020", "10.8.3.5.1c", tag="read")
def clay_tip(strength: Values, embedment: Values, diameter: Values) -> Array:
    """Unit tip resistance N_c S_u.  (...,) [Pa], [m], [m] -> (...,) [Pa]; 80 kPa, deep: 720 kPa."""
    data, s = _data(), floats(strength)
    growth = 1.0 + data.number("clay.tip_growth") * floats(embedment) / floats(diameter)
    factor = np.minimum(data.number("clay.tip_start") * growth, data.number("clay.tip_most"))
    soft = np.where(s < data.number("clay.soft_strength"), data.number("clay.soft_factor"), 1.0)
    return np.minimum(factor * soft * s, data.number("clay.tip_limit"))


@clause("AASHTO LRFD 2020", "10.4.6.2.4", tag="read")
def normalised_blows(blows: Values, vertical_stress: Values) -> Array:
    """(N1)60 = C_N N60 with the EFFECTIVE vertical stress.  (...,), [Pa] -> (...,)"""
    data = _data()
    stress = np.maximum(floats(vertical_stress), 1.0)
    ratio = data.number("sand.overburden_reference") / stress
    factor = data.number("sand.overburden_slope") * np.log10(ratio)
    return np.asarray(
        np.clip(factor, 0.0, data.number("sand.overburden_most")) * floats(blows), dtype=float
    )


@dataclass(frozen=True, slots=True, eq=False)
class SandSide:
    """Side resistance in sand, each (...,).

    friction : angle [rad];  preconsolidation : sigma'_p [Pa];  beta [-];  resistance [Pa]
    """

    friction: Array
    preconsolidation: Array
    beta: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("AASHTO LRFD 2020", "10.8.3.5.2b", tag="read")
def sand_side(
    blows: Values,
    normalised: Values,
    vertical_stress: Values,
    *,
    silty: Bools | bool = False,
    gravel: Bools | bool = False,
) -> SandSide:
    """Unit side resistance beta sigma'_v.

    blows, normalised : (...,) N60 and (N1)60;  vertical_stress : (...,) effective [Pa]
    Check: N60 30, (N1)60 25, 150 kPa: 40.361 deg, 361.72 kPa, beta 0.52962, 79.44 kPa.
    """
    data = _data()
    n, stress = floats(blows), np.maximum(floats(vertical_stress), 1.0)
    low = np.maximum(floats(normalised), 1.0)
    angle = np.radians(
        data.number("sand.friction_start") + data.number("sand.friction_slope") * np.log10(low)
    )
    fine = np.asarray(silty, dtype=bool)
    power = np.where(fine, data.number("sand.exponent_silty"), data.number("sand.exponent_clean"))
    past = ATMOSPHERE * np.where(
        np.asarray(gravel, dtype=bool),
        data.number("sand.gravel") * n,
        data.number("sand.preconsolidation") * n**power,
    )
    sine = np.sin(angle)
    # At most passive pressure: beta <= K_p tan(phi).
    passive = np.tan(np.pi / 4 + angle / 2) ** 2 * np.tan(angle)
    beta = np.minimum((1.0 - sine) * (past / stress) ** sine * np.tan(angle), passive)
    return SandSide(*together(angle, past, beta, beta * stress))


@clause("AASHTO LRFD 2020", "10.8.3.5.2c", tag="read")
def sand_tip(blows: Values) -> Array:
    """Unit tip resistance 1.2 ksf N60 up to 50 blows.  (...,) -> (...,) [Pa]; 30: 1723.7 kPa."""
    data = _data()
    n = np.minimum(floats(blows), data.number("sand.greatest_blows"))
    return np.minimum(data.number("sand.tip_per_blow") * n, data.number("sand.tip_limit"))


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Layers under one borehole, top to bottom.

    top, bottom : (k,) depths [m], gapless;  unit_weight : (k,) effective [N/m3]
    is_clay     : (k,);  strength : (k,) S_u of clay [Pa];  blows : (k,) N60 of sand
    surcharge   : effective vertical stress at the first top [Pa]
    """

    top: Array
    bottom: Array
    unit_weight: Array
    is_clay: Bools
    strength: Array
    blows: Array
    surcharge: float = 0.0

    def __post_init__(self) -> None:
        if np.any(self.bottom <= self.top) or np.any(
            np.abs(self.top[1:] - self.bottom[:-1]) > 1e-9
        ):
            raise ValueError("layers must follow each other without gaps, downwards")
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class ShaftResistance:
    """Nominal resistance of bored piles, each (n,) [N].

    clay_side, sand_side : side resistance by ground;  tip : resistance of the tip
    is_clay_tip : (n,);  side : both sides together;  total
    height, unit_side : (n, k) what counts of each layer [m], and its mean side resistance [Pa]
    unit_tip : (n,) [Pa];  is_clay : (k,) of the layers
    """

    clay_side: Array
    sand_side: Array
    tip: Array
    is_clay_tip: Bools
    side: Array
    total: Array
    height: Array
    unit_side: Array
    unit_tip: Array
    is_clay: Bools

    def __post_init__(self) -> None:
        freeze(self)


@clause("AASHTO LRFD 2020", "10.8.3.5", tag="read")
def bored_pile(
    ground: Ground, diameter: Values, head: Values, toe: Values, *, slices: int = 40
) -> ShaftResistance:
    """Side and tip resistance of n bored piles in one ground.

    diameter, head, toe : (n,) [m], depths of the pile's top and tip

    slices : per layer, for the stress that grows with depth
    The upper 1.5 m of the shaft and, in clay, one diameter above the tip do not count.  Scour is
    put in by lowering the ground: start the layers at the scoured bed.
    """
    data = _data()
    d, start, end = (np.atleast_1d(a) for a in together(diameter, head, toe))
    if np.any(end <= start) or np.any(end > ground.bottom[-1] + 1e-9):
        raise ScopeError("pile: the tip must lie below the head and inside the known layers")
    clay = np.asarray(ground.is_clay, dtype=bool)
    unit_clay = np.where(clay, clay_side(np.where(clay, ground.strength, 0.0)), 0.0)
    if np.any(np.isnan(unit_clay)):
        raise ScopeError("pile: undrained strength above 2.5 p_a needs the rules for rock")
    # What of each layer touches the counted part of each shaft: (n, k).
    skipped = data.number("clay.skip_bottom_diameters") * d[:, None] * clay
    upper = np.maximum(ground.top, (start + data.number("clay.skip_top"))[:, None])
    lower = np.minimum(ground.bottom, end[:, None] - skipped)
    height = np.maximum(lower - upper, 0.0)
    depth = upper[..., None] + height[..., None] * (np.arange(slices) + 0.5) / slices
    stress = vertical_stress(ground, depth)
    n60 = np.where(clay, 1.0, ground.blows)[:, None] + np.zeros_like(stress)
    unit_sand = sand_side(n60, normalised_blows(n60, stress), stress).resistance.mean(axis=2)
    area = np.pi * d[:, None] * height
    side_clay = np.sum(unit_clay * area, axis=1)
    side_sand = np.sum(np.where(clay, 0.0, unit_sand) * area, axis=1)
    last = np.clip(np.searchsorted(ground.bottom, end - 1e-9), 0, ground.bottom.size - 1)
    tip_clay = ground.is_clay[last]
    unit_tip = np.where(
        tip_clay,
        clay_tip(ground.strength[last], end - ground.top[0], d),
        sand_tip(ground.blows[last]),
    )
    tip = unit_tip * np.pi * d**2 / 4
    side = side_clay + side_sand
    unit = np.where(clay, unit_clay, unit_sand)
    return ShaftResistance(
        side_clay, side_sand, tip, tip_clay, side, side + tip, height, unit, unit_tip, clay
    )


def vertical_stress(ground: Ground, depth: Array) -> Array:
    """Effective vertical stress at depths, linear in each layer.  (...,) [m] -> (...,) [Pa]"""
    knots = np.append(ground.top, ground.bottom[-1])
    steps = ground.unit_weight * (ground.bottom - ground.top)
    values = ground.surcharge + np.append(0.0, np.cumsum(steps))
    return np.asarray(np.interp(depth, knots, values), dtype=float)


@clause("AASHTO LRFD 2020", "10.5.5.2.4", tag="read")
def factored_resistance(
    pile: ShaftResistance, *, uplift: bool = False, parameters: Data | None = None
) -> Array:
    """phi-factored resistance in compression, or in uplift (side only).  (n,) [N]

    parameters : with `aashto.shafts`, None: the usual factors
    """
    data = parameters or usual_factors()

    def phi(name: str) -> float:
        return data.number(f"aashto.shafts.{name}")

    if uplift:
        return np.asarray(phi("uplift_clay") * pile.clay_side + phi("uplift_sand") * pile.sand_side)
    tip = np.where(pile.is_clay_tip, phi("clay_tip"), phi("sand_tip")) * pile.tip
    return np.asarray(phi("clay_side") * pile.clay_side + phi("sand_side") * pile.sand_side + tip)


@dataclass(frozen=True, slots=True, eq=False)
class PileDesign:
    """Design of a pile by EN 1997-1, each (...,) [N].

    xi_mean, xi_least : correlation factors [-]
    base, shaft : characteristic;  compression, tension : design resistances
    """

    xi_mean: float
    xi_least: float
    base: Array
    shaft: Array
    compression: Array
    tension: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1997-1:2004", "7.6.2.3(5)", "Table A.10", tag="remembered")
def correlation_factors(profiles: int, parameters: Data | None = None) -> tuple[float, float]:
    """xi_3 (mean) and xi_4 (least) for a number of ground profiles."""
    if profiles < 1:
        raise ValueError("at least one ground profile is needed")
    data = parameters or usual_factors()
    known = data.array("piles.profiles")
    column = int(np.searchsorted(known, profiles, side="right")) - 1
    mean, least = data.array("piles.xi_mean"), data.array("piles.xi_least")
    return float(mean[column]), float(least[column])


@clause("EN 1997-1:2004", "7.6.2.3", "(7.8)", tag="remembered")
def pile_design(
    base: Array, shaft: Array, approach: Approach, *, parameters: Data | None = None
) -> PileDesign:
    """R_c,d and R_t,d of bored piles from calculated resistances of several profiles.

    base, shaft : (profiles, ...) calculated for each ground profile                   [N]
    approach    : DA1-1, DA1-2 (the governing of both is needed), DA2 or DA3
    parameters  : with `piles`: correlation, model and partial factors; None: the recommended ones
    """
    base, shaft, data = floats(base), floats(shaft), parameters or usual_factors()
    mean, least = correlation_factors(base.shape[0], data)
    model_factor = data.number("piles.model_factor")
    total = base + shaft
    by_mean = total.mean(axis=0) / mean <= total.min(axis=0) / least
    worst = np.argmin(total, axis=0)

    def characteristic(part: Array) -> Array:
        lowest = np.take_along_axis(part, worst[None], axis=0)[0]
        chosen = np.where(by_mean, part.mean(axis=0) / mean, lowest / least)
        return np.asarray(chosen / model_factor, dtype=float)

    tension = np.minimum(shaft.mean(axis=0) / mean, shaft.min(axis=0) / least) / model_factor
    b, s, t = data.array(f"piles.partial.{approach}")
    base_k, shaft_k = characteristic(base), characteristic(shaft)
    return PileDesign(mean, least, base_k, shaft_k, base_k / b + shaft_k / s, tension / t)


@clause("AASHTO LRFD 2020", "10.8.3.6.3", tag="remembered")
def group_efficiency(
    spacing: Values, diameter: Values, *, single_row: bool = False, cap_rests: bool = False
) -> Array:
    """Efficiency of a bored pile in a group in sand, 0.65 at 2.5 D to 1.0 at 4 D.  (...,)

    single_row : 0.90 at 2 D to 1.0 at 3 D
    cap_rests  : on medium dense or denser ground that scour does not take away: 1.0 from 2 D
    nan below the spacing each begins at.
    """
    data = _data()
    row = "row_" if single_row else ""
    ratio, known = floats(spacing) / floats(diameter), data.array(f"group.{row}spacing")
    share = np.interp(ratio, known, data.array(f"group.{row}efficiency"))
    if cap_rests:
        return np.where(ratio < data.number("group.rests_from") - 1e-9, np.nan, 1.0)
    return np.where(ratio < known[0] - 1e-9, np.nan, share)


@clause("AASHTO LRFD 2020", "10.8.3.6.2", "10.7.3.9", tag="remembered")
def block_resistance(
    width: Values, length: Values, depth: Values, side_strength: Values, tip_strength: Values
) -> Array:
    """Failure of a group in clay as one block.  (...,) [N]

    width <= length of the group's outline, depth of the tips [m]; mean S_u along the sides and S_u
    below the tips [Pa]
    """
    b, a, z = floats(width), floats(length), floats(depth)
    factor = np.where(
        z / b <= 2.5,
        5.0 * (1.0 + 0.2 * b / a) * (1.0 + 0.2 * z / b),
        7.5 * (1.0 + 0.2 * b / a),
    )
    return np.asarray(
        (2 * b + 2 * a) * z * floats(side_strength) + b * a * factor * floats(tip_strength),
        dtype=float,
    )


@clause("AASHTO LRFD 2020", "10.7.2.4", tag="remembered")
def row_multipliers(spacing: Values, diameter: Values) -> Array:
    """p-multipliers of the first, second and later rows.  () -> (3, ...); 3 D: 0.80, 0.40, 0.30.

    nan below 3 D; the values at 5 D beyond.
    """
    data = _data()
    ratio, known = floats(spacing) / floats(diameter), data.array("multiplier.spacing")
    rows = [
        np.interp(ratio, known, data.array(f"multiplier.{row}"))
        for row in ("first_row", "second_row", "later_rows")
    ]
    return np.where(ratio < known[0] - 1e-9, np.nan, np.stack(rows))


@clause("EN 1992-1-1:2004", "2.3.4.2(2)", tag="remembered")
def design_diameter(diameter: Values) -> Array:
    """Diameter that counts in the section of a pile cast in the ground.  (...,) [m]

    20 mm less below 0.4 m, 5 % less up to 1 m, 50 mm less above; 1.5 m counts as 1.45 m.
    """
    d = floats(diameter)
    return np.where(d < 0.4, d - 0.020, np.where(d <= 1.0, 0.95 * d, d - 0.050))
