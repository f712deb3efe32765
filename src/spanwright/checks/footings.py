"""Spread footings against the ground: bearing, sliding, eccentricity (EN 1997-1 6, annex D)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.series import governing_words, pick, placed_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.data import Data
from spanwright.codes.eurocode.resistance.footing import (
    Bed,
    effective_size,
    layered_bearing,
    sliding_resistance,
)
from spanwright.datum.arrays import Array
from spanwright.datum.errors import ScopeError
from spanwright.layout.footings import beds_below
from spanwright.layout.types import Abutment, Foundation, Pier
from spanwright.project.site import Stratum

Support = Pier | Abutment
RULES: Final = ("friction", "undrained", "rock")  # of a bed
X, Y, Z, XX, YY = range(5)  # columns of the demands: forces and moments in the spring's axes


@dataclass(frozen=True, slots=True)
class Ground:
    """What one footing stands on; no beds where a layer lacks what its rule needs."""

    beds: tuple[Bed, ...]
    overburden: float


def ground_of(support: Support, layers: Sequence[Stratum]) -> Ground:
    """layers : below the bed after scour"""
    base = support.foundation
    width = min(base.cap_length, base.cap_width)
    try:
        return Ground(*beds_below(layers, support.bed - base.toe, width))
    except ScopeError:
        return Ground((), float("nan"))


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Resultant at the base of one footing for t targets, each (t,).

    down : vertical force, compression positive [N];  level : (t, 2) along and across [N]
    off  : (t, 2) how far the vertical force acts off the middle, signed [m]
    """

    down: Array
    level: Array
    off: Array

    @property
    def push(self) -> Array:
        """Size of the level force.  (t,)"""
        return np.asarray(np.hypot(self.level[:, 0], self.level[:, 1]), dtype=float)


def base_of(value: Array) -> Base:
    """value : (t, 6) forces and moments of the ground's spring at the base, gravity negative"""
    down = -value[:, Z]
    held = np.where(down > 0, down, np.nan)
    # A moment about the bridge's axis presses the right, one about its normal the front.
    off = np.stack([value[:, YY] / held, -value[:, XX] / held], axis=1)
    return Base(down, value[:, :2], off)


def bearing_use(base: Foundation, ground: Ground, at: Base, gamma: float) -> tuple[Array, Array]:
    """Design resistance and utilisation for t targets; inf where the footing would lift or tip."""
    if not ground.beds:
        return (np.full(at.down.shape, np.nan),) * 2
    sizes = effective_size(np.array([base.cap_length, base.cap_width]), at.off)
    stands = (at.down > 0) & np.all(np.nan_to_num(sizes, nan=0.0) > 1e-3, axis=1)
    length, width = np.where(stands[:, None], sizes, 1.0).T
    share = (at.level[:, 0] / np.maximum(at.push, 1.0)) ** 2  # below 1 N it does not matter
    down = np.where(stands, at.down, 1.0)
    found = layered_bearing(
        ground.beds, ground.overburden, length, width, down, np.where(stands, at.push, 0.0), share
    )
    resistance = np.where(stands, np.maximum(found, 0.0) / gamma, 0.0)
    return resistance, _over(at.down, resistance)


def sliding_use(
    base: Foundation, ground: Ground, at: Base, parameters: Data
) -> tuple[Array, Array]:
    """Design resistance of the base against sliding, and utilisation, for t targets.

    Drained on its friction, at once on the strength of clay under the part that is pressed; rock
    and sand as concrete cast on them.  Passive earth in front is left out.
    """
    if not ground.beds:
        return (np.full(at.down.shape, np.nan),) * 2
    bed, most = ground.beds[0], parameters.number("footings.critical_friction")
    down = np.maximum(at.down, 0.0)
    found = np.full(down.shape, np.inf)
    if bed.undrained is None or bed.friction is not None:
        angle = most if bed.friction is None else min(bed.friction, most)
        found = sliding_resistance(down, angle)
    if bed.undrained is not None:
        sizes = effective_size(np.array([base.cap_length, base.cap_width]), at.off)
        area = np.prod(np.maximum(np.nan_to_num(sizes, nan=0.0), 0.0), axis=1)
        at_once = np.minimum(
            area * bed.undrained, parameters.number("footings.undrained_share") * down
        )
        found = np.minimum(found, at_once)
    resistance = found / parameters.number("footings.gamma_Rh")
    return resistance, _over(at.push, resistance)


def _over(demand: Array, resistance: Array) -> Array:
    return np.where(resistance > 0, demand / np.maximum(resistance, 1.0), np.inf)


def ground_series(
    supports: Sequence[Support],
    grounds: Mapping[str, Ground],
    demands: PlaceDemands,
    parameters: Data,
) -> tuple[CheckSeries, ...]:
    """Every footing against the ground, in the order of the demands' places.

    demands : all six forces at the base, in the spring's axes
    """
    t, n = demands.combination.shape
    gamma, limit = (parameters.number(f"footings.{k}") for k in ("gamma_Rv", "eccentricity"))
    down, push, lean = np.zeros((t, n)), np.zeros((t, n)), np.zeros((t, n))
    bears, slides, use, slide = (np.zeros((t, n)) for _ in range(4))
    sizes = np.zeros((2, t, n))
    for i, one in enumerate(supports):
        base, ground = one.foundation, grounds[one.name]
        at = base_of(demands.value[:, i])
        plan = np.array([base.cap_length, base.cap_width])
        down[:, i], push[:, i] = at.down, at.push
        bears[:, i], use[:, i] = bearing_use(base, ground, at, gamma)
        slides[:, i], slide[:, i] = sliding_use(base, ground, at, parameters)
        ratio = np.max(np.abs(at.off) / plan, axis=1)
        lean[:, i] = np.where(at.down > 0, ratio, np.inf)
        sizes[:, :, i] = np.maximum(effective_size(plan, at.off), 0.0).T
    stress = np.array([grounds[one.name].overburden for one in supports])
    rows = (
        ("footings, bearing", "EN 1997-1 6.5.2, annex D (DA2)", "N", down, bears, use,
         {"effective length": sizes[0], "effective width": sizes[1], "level force": push}),
        ("footings, sliding", "EN 1997-1 6.5.3 (DA2)", "N", push, slides, slide,
         {"vertical force": down}),
        ("footings, eccentricity", "EN 1997-1 6.5.4", "1", lean, np.full((t, n), limit),
         lean / limit, {"vertical force": down}),
    )  # fmt: skip
    every = np.arange(n)

    def workings(name: str, ratio: Array) -> Numbers:
        value = demands.value[worst_of(ratio), every]
        own = _at_base(supports, value)
        if name == "footings, eccentricity":
            return own | {"e_max": limit}
        if name == "footings, bearing":
            return own | {"gamma_Rv": gamma} | _columns(
                [_governing_bed(one, grounds[one.name], v)
                 for one, v in zip(supports, value, strict=True)]
            )  # fmt: skip
        return own | _sliding_numbers([grounds[one.name] for one in supports], parameters)

    return tuple(
        _series(name, clause, unit, supports, demands, acting, against, ratio,
                {**more, "stress beside the base": np.broadcast_to(stress, (t, n))},
                workings(name, ratio))
        for name, clause, unit, acting, against, ratio, more in rows
    )  # fmt: skip


def _at_base(supports: Sequence[Support], value: Array) -> Numbers:
    """Forces at the base and its plan.  value : (n, 6) under the governing target"""
    names = ("H_x [N]", "H_y [N]", "F_z [N]", "M_x [N m]", "M_y [N m]")
    return dict(zip(names, value.T, strict=False)) | {
        "L [m]": np.array([one.foundation.cap_length for one in supports]),
        "B [m]": np.array([one.foundation.cap_width for one in supports]),
    }


def _columns(rows: Sequence[Mapping[str, float]]) -> Numbers:
    """Rows of a note's numbers as columns; nan where a row has none of a name."""
    keys = dict.fromkeys(key for row in rows for key in row)
    return {key: np.array([row.get(key, np.nan) for row in rows]) for key in keys}


def _sliding_numbers(grounds: Sequence[Ground], parameters: Data) -> Numbers:
    """Friction and strength under the base, and the factors; nan where a rule has no part."""
    most = parameters.number("footings.critical_friction")
    rows = []
    for ground in grounds:
        row = {"k_u": parameters.number("footings.undrained_share"),
               "gamma_Rh": parameters.number("footings.gamma_Rh")}  # fmt: skip
        bed = ground.beds[0] if ground.beds else None
        if bed is not None and (bed.undrained is None or bed.friction is not None):
            row["delta [°]"] = float(
                np.degrees(most if bed.friction is None else min(bed.friction, most))
            )
        if bed is not None and bed.undrained is not None:
            row["c_u [Pa]"] = bed.undrained
        rows.append(row)
    return _columns(rows)


def _governing_bed(support: Support, ground: Ground, value: Array) -> dict[str, float]:
    """The layer and the rule that carry least, with the numbers of it."""
    at, base = base_of(value[None]), support.foundation
    sizes = effective_size(np.array([base.cap_length, base.cap_width]), at.off)[0]
    if not ground.beds or not (at.down[0] > 0 and np.all(sizes > 1e-3)):
        return {}
    share = float((at.level[0, 0] / max(at.push[0], 1.0)) ** 2)
    ways = [
        Bed(bed.depth, bed.unit_weight, bed.overburden, **{one: getattr(bed, one)})
        for bed in ground.beds
        for one in RULES
        if getattr(bed, one) is not None
    ]
    found = [
        float(
            layered_bearing(
                [way], ground.overburden, sizes[0], sizes[1], at.down[0], at.push[0], share
            )
        )
        for way in ways
    ]
    way = ways[int(np.argmin(found))]
    row = {
        "z [m]": way.depth, "gamma [N/m3]": way.unit_weight, "q [Pa]": way.overburden,
        "q_0 [Pa]": ground.overburden,
    }  # fmt: skip
    if way.friction is not None:
        row["phi [°]"] = float(np.degrees(way.friction))
    if way.undrained is not None:
        row["c_u [Pa]"] = way.undrained
    if way.rock is not None:
        row["sigma_c [Pa]"] = way.rock
    return row


def contact_series(supports: Sequence[Support], demands: PlaceDemands) -> CheckSeries:
    """No gap under the footing in service: the resultant stays in the kern.

    demands : quasi-permanent, all six forces at the base
    """
    t, n = demands.combination.shape
    lean = np.zeros((t, n))
    for i, one in enumerate(supports):
        at = base_of(demands.value[:, i])
        plan = np.array([one.foundation.cap_length, one.foundation.cap_width])
        lean[:, i] = np.where(at.down > 0, np.sum(np.abs(at.off) / plan, axis=1), np.inf)
    limit = np.full((t, n), 1.0 / 6.0)
    return _series(
        "footings, contact in service", "EN 1997-1 2.4.8, 6.6.1", "1", supports, demands,
        lean, limit, lean / limit, {},
        _at_base(supports, demands.value[worst_of(lean / limit), np.arange(n)]),
    )  # fmt: skip


def outside_series(supports: Sequence[Support], demands: PlaceDemands) -> CheckSeries:
    """Footings under AASHTO, whose rules for them were not at hand: outside scope."""
    t, n = demands.combination.shape
    down = np.maximum(-demands.value[:, :, 0], 0.0)
    none = np.full((t, n), np.nan)
    return _series(
        "footings, bearing", "AASHTO 10.6, not at hand", "N", supports, demands, down, none, none,
        {}, {},
    )  # fmt: skip


def _series(
    name: str,
    clause: str,
    unit: str,
    supports: Sequence[Support],
    demands: PlaceDemands,
    demand: Array,
    resistance: Array,
    use: Array,
    details: Mapping[str, Array],
    workings: Numbers,
) -> CheckSeries:
    """A check of footings from arrays over targets and places, (t, n) each."""
    target = worst_of(use)
    combination, cause = governing_words(demands, target)
    return placed_series(
        name, clause, "remembered", "footing", unit, demands.situation,
        tuple(f"{one.name} footing" for one in supports),
        demand=pick(demand, target), resistance=pick(resistance, target),
        utilisation=pick(use, target), combination=combination, cause=cause,
        station=np.array([one.station for one in supports]),
        details={key: pick(values, target) for key, values in details.items()},
        workings=workings,
    )  # fmt: skip
