"""Bearings sized and checked for the forces, movements and rotations of the run.

Pot and spherical bearings get discs from their contact pressure; laminated ones the smallest plan
and number of layers of a list that passes every check of EN 1337-3.  No maker's product is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.checks.series import placed_series
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.eurocode.resistance.bearings import (
    Laminated,
    laminated,
    laminated_use,
    sliding_friction,
)
from spanwright.codes.eurocode.resistance.sliding import (
    POT,
    POT_GAMMA,
    POT_ROTATION,
    PTFE,
    PTFE_GAMMA,
    ROTATION_MARGIN,
    SLIDE_MARGIN,
    SPHERE_ROTATION,
    anchor_force,
    disc,
    pot_strength,
    ptfe_strength,
)
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.units import mm
from spanwright.layout.bearings import G
from spanwright.layout.types import Bearing

# Plan sizes a x b, a along the bridge, and layer thicknesses usual for laminated bearings.
PLANS: Final = np.array(
    [
        [200, 250, 8], [200, 300, 8], [250, 300, 8], [250, 400, 8], [300, 400, 8], [350, 450, 11],
        [400, 500, 11], [450, 600, 11], [500, 600, 11], [600, 600, 15], [600, 700, 15],
        [700, 700, 15], [700, 800, 15], [800, 800, 18], [900, 900, 18],
    ]
) * mm  # fmt: skip
LAYERS: Final = np.arange(3, 21)
OUTER: Final = 2.5 * mm
COVER: Final = 5.0 * mm


@dataclass(frozen=True, slots=True, eq=False)
class BearingDemands:
    """What acts on every bearing, each (b,).

    most, least : vertical force, compression positive, ultimate [N];  permanent : of G alone [N]
    largest     : `most` of whatever situation has the largest: one bearing serves all of them [N]
    tied        : uplift that ties take [N]
    along, across : greatest level force, ultimate [N]
    rotation    : greatest about the transverse axis, characteristic [rad]
    movement    : along, to either side from the middle of its range, characteristic [m]
    travel      : whole range along [m]
    combination : behind the greatest and the least vertical force, in words
    """

    situation: str
    most: Array
    least: Array
    largest: Array
    permanent: Array
    tied: Array
    along: Array
    across: Array
    rotation: Array
    movement: Array
    travel: Array
    most_combination: tuple[str, ...]
    least_combination: tuple[str, ...]
    cause: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


def bearing_series(
    bearings: Sequence[Bearing], make: str, demands: BearingDemands
) -> tuple[CheckSeries, ...]:
    """Every check of the bearings of a run, one row a bearing.  make : of all of them"""
    if make == "elastomeric":
        return (_laminated(bearings, demands), uplift_series(bearings, demands))
    is_pot = make == "pot"
    return (
        _contact(bearings, demands, is_pot=is_pot),
        _rotation(bearings, demands, is_pot=is_pot),
        uplift_series(bearings, demands),
    )


def _contact(bearings: Sequence[Bearing], demands: BearingDemands, *, is_pot: bool) -> CheckSeries:
    """Pressure of the disc that governs, with the schedule of the bearing in its details."""
    slides = np.array([one.kind != "fixed" for one in bearings])
    # A spherical bearing turns on PTFE wherever it stands; a pot slides on it only if it moves.
    strength = np.where(slides | (not is_pot), ptfe_strength(), pot_strength())
    strength = np.minimum(strength, pot_strength()) if is_pot else strength
    size = disc(demands.largest, float(pot_strength() if is_pot else ptfe_strength()))
    pressure = np.maximum(demands.most, 0.0) / (np.pi * size**2 / 4)
    lasting = np.maximum(demands.permanent, 0.0) / (np.pi * size**2 / 4)
    along = np.array([one.kind in ("guided", "free") for one in bearings])
    friction = np.where(slides, sliding_friction(lasting), 0.0)
    return _series(
        "bearings, contact pressure", "EN 1337-2 6.8.3, EN 1337-5 6.2.1", "Pa", bearings, demands,
        pressure, strength, pressure / strength, demands.most_combination,
        {
            "disc diameter": size,
            "sliding plate along": np.where(along, size + demands.travel + 2 * SLIDE_MARGIN, 0.0
            ),
            "force, greatest": demands.most, "force, least": demands.least,
            "force along": demands.along, "force across": demands.across,
            "movement along": demands.travel,
            "friction coefficient": friction,
            "friction force": friction * np.maximum(demands.permanent, 0.0),
            "force left to anchors": anchor_force(
                np.hypot(demands.along, demands.across), demands.least
            ),
        },
        {
            "N_Ed [N]": demands.most, "d [m]": size, "f_pot [Pa]": POT, "gamma_pot": POT_GAMMA,
            "f_ptfe [Pa]": PTFE, "gamma_ptfe": PTFE_GAMMA, "has_pot": float(is_pot),
            "has_ptfe": (slides | (not is_pot)).astype(float),
        },
    )  # fmt: skip


def _rotation(bearings: Sequence[Bearing], demands: BearingDemands, *, is_pot: bool) -> CheckSeries:
    turned = demands.rotation + ROTATION_MARGIN
    limit = np.full_like(turned, POT_ROTATION if is_pot else SPHERE_ROTATION)
    clause = "EN 1337-5 6.1.2" if is_pot else "EN 1337-7, usual products"
    return _series(
        "bearings, rotation", clause, "rad", bearings, demands, turned, limit, turned / limit,
        ("in service, after the permanent actions",) * len(bearings), {},
        {"alpha [rad]": demands.rotation, "alpha_tol [rad]": ROTATION_MARGIN,
         "alpha_max [rad]": limit},
    )  # fmt: skip


def uplift_series(bearings: Sequence[Bearing], demands: BearingDemands) -> CheckSeries:
    """What the actions take off the permanent force: more than it and its ties, and it opens."""
    lost = demands.permanent - demands.least
    held = np.maximum(demands.permanent, 0.0) + demands.tied
    use = np.where(held > 0, lost / np.maximum(held, 1.0), np.inf)
    return _series(
        "bearings, uplift", "EN 1337-1 5.1, EN 1990 2.1", "N", bearings, demands,
        lost, held, np.maximum(use, 0.0), demands.least_combination,
        {"force, least": demands.least, "ties": demands.tied},
        {"F_G [N]": demands.permanent, "F_min [N]": demands.least, "F_tie [N]": demands.tied},
    )  # fmt: skip


def _laminated(bearings: Sequence[Bearing], demands: BearingDemands) -> CheckSeries:
    """The smallest bearing of the list that carries the largest force; the best where none does."""
    plan, layer = np.meshgrid(np.arange(len(PLANS)), LAYERS, indexing="ij")
    a, b, t = PLANS[plan.ravel()].T
    count = layer.ravel().astype(float)
    order = np.lexsort((count, a * b))
    a, b, t, count = (column[order] for column in (a, b, t, count))
    rubber = count * t + 2 * OUTER
    family = laminated(a, b, t, count, outer=OUTER, elastomer=rubber, cover=COVER)
    chosen, use, rows = [], [], []
    for i, one in enumerate(bearings):
        moved = float(demands.movement[i]) if one.kind in ("guided", "free") else 0.0
        turned = float(demands.rotation[i])
        _, worst = _laminated_uses(family, float(demands.largest[i]), moved, turned)
        fits = np.flatnonzero(worst <= 1.0)
        row = int(fits[0]) if fits.size else int(np.argmin(worst))
        parts, worst = _laminated_uses(family, float(demands.most[i]), moved, turned)
        chosen.append(row)
        use.append(float(worst[row]))
        rows.append(parts[:, row])
    pick, part = np.array(chosen), np.array(rows)
    return _series(
        "bearings, laminated elastomer", "EN 1337-3 5.3.3", "N", bearings, demands,
        demands.most, demands.most / np.array(use), np.array(use), demands.most_combination,
        {
            "side along": a[pick], "side across": b[pick], "layers": count[pick],
            "layer": t[pick], "strain": part[:, 0], "shear strain": part[:, 1],
            "stability": part[:, 2], "rotation": part[:, 3],
            "force, greatest": demands.most, "force, least": demands.least,
            "force along": demands.along, "force across": demands.across,
            "movement along": demands.travel,
            "shear stiffness": G * a[pick] * b[pick] / rubber[pick],
            "shear stiffness in the model": floats([one.shear_stiffness for one in bearings]),
        },
        {
            "F_z [N]": np.maximum(demands.most, 0.0), "alpha [rad]": demands.rotation,
            "v [m]": np.where([one.kind in ("guided", "free") for one in bearings],
                              demands.movement, 0.0),
            "a_0 [m]": a[pick], "b_0 [m]": b[pick], "t_i [m]": t[pick], "n": count[pick],
            "c [m]": COVER, "t_o [m]": OUTER, "G [Pa]": float(family.shear_modulus.flat[0]),
            "E_b [Pa]": float(family.bulk.flat[0]),
        },
    )  # fmt: skip


def _laminated_uses(
    family: Laminated, force: float, moved: float, turned: float
) -> tuple[Array, Array]:
    """Use of strain, shear strain, stability and rotation (4, f), and the worst (f,)."""
    found = laminated_use(family, max(force, 0.0), moved, 0.0, turned)
    parts = np.stack([found.strain_use, found.shear_use, found.stability_use, found.rotation_use])
    # Reduced area: a bearing that moves farther than its own side carries nothing.
    return parts, np.where(found.reduced_area > 0, parts.max(axis=0), np.inf)


def _series(
    name: str,
    clause: str,
    unit: str,
    bearings: Sequence[Bearing],
    demands: BearingDemands,
    demand: Array,
    resistance: Array,
    use: Array,
    combination: Sequence[str],
    details: Mapping[str, Array],
    workings: Numbers,
) -> CheckSeries:
    return placed_series(
        name, clause, "remembered", "bearing", unit, demands.situation,
        tuple(f"{one.support} {one.deck} {one.girder} bearing" for one in bearings),
        demand=demand, resistance=resistance, utilisation=use, combination=combination,
        cause=demands.cause, station=floats([one.station for one in bearings]), details=details,
        workings=workings,
    )  # fmt: skip
