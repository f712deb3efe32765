"""Flanges bent sideways by the curve of their girder (the V-load), with bending.

A flange that carries the force M / h along a curve of radius R pushes outwards with M / (R h) a
metre.  The cross-frames hold it as a continuous beam lies on its supports:

    M_lat = M d^2 / (10 R h)      d between cross-frames, h between the centres of the two flanges

10 stands between 12 (built in at equal panels) and 8 (simply supported).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.bending import Bending
from spanwright.checks.series import girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries, Unchecked
from spanwright.codes.eurocode.resistance.section import SLAB_SOFFIT, SLAB_TOP
from spanwright.datum.arrays import Array, floats
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders
from spanwright.structure.types import STAGES

SPANS: Final = 10.0  # M_lat = q d^2 / 10
CLAUSE: Final = "EN 1993-2 6.2.1(5); M d2 / (10 R h)"


def flange_arms(girders: Girders) -> tuple[Array, Array]:
    """h between the flanges of the steel, and up to the slab's middle.  (n,) twice [m]"""
    levels = girders.section("short term").levels
    steel = girders.steel
    bare = steel.web_height + 0.5 * (steel.top_thickness + steel.bottom_thickness)
    whole = 0.5 * (levels[SLAB_SOFFIT] + levels[SLAB_TOP]) - 0.5 * steel.bottom_thickness
    return bare, whole


def flange_forces(girders: Girders, moment: Array) -> Array:
    """M / h of all stages: the steel between its flanges, the rest up to the slab's middle.  (n,)

    moment : (s, n) by stage [N m]
    """
    bare, whole = flange_arms(girders)
    wet = STAGES.index("steel")
    later = moment.sum(axis=0) - moment[wet]
    return floats(np.abs(moment[wet]) / bare + np.abs(later) / whole)


def lateral_stress(
    girders: Girders, force: Array, width: Array, thickness: Array
) -> tuple[Array, Array]:
    """Moment of a flange in its plane, and the stress at its tips.  (n,) [N m], [Pa]

    M_lat / (t b^2 / 6)
    """
    table = girders.table
    bending = force * np.abs(table.curvature) * table.restraint_spacing**2 / SPANS
    return bending, 6.0 * bending / (thickness * width**2)


def curvature_series(
    girders: Girders,
    ultimate: Demands,
    construction: Demands,
    bending: Bending,
    series: Sequence[CheckSeries],
    decks: Sequence[Deck],
) -> tuple[CheckSeries, ...]:
    """The bottom flange in the finished bridge, and both flanges of the steel alone.

    The lateral stress over the yield strength is added to the utilisation in bending, or to that
    against buckling sideways where it is larger: linear, so on the safe side of a plastic section.
    Nothing on a straight bridge.
    """
    if not np.any(girders.table.curvature):
        return ()
    names = tuple(deck.name for deck in decks)
    by_name = {one.name: one.utilisation for one in series}
    steel = girders.steel
    buckling = by_name["lateral buckling of the bottom flange"]
    base, added, moments = [], [], []
    for t, moment in enumerate(ultimate.moment):
        force = flange_forces(girders, moment)
        lateral, stress = lateral_stress(girders, force, steel.bottom_width, steel.bottom_thickness)
        own = bending.utilisation[t]
        base.append(np.where(bending.is_hogging[t], np.fmax(own, buckling), own))
        added.append(stress * girders.factors.M0 / girders.yield_bottom)
        moments.append(lateral)
    finished = _series(
        "bottom flange bent sideways by the curve", girders, names, ultimate,
        np.stack(base), np.stack(added), np.stack(moments),
    )  # fmt: skip
    alone = by_name["steel alone with wet slab"]
    base, added, moments = [], [], []
    sizes = (
        (steel.top_width, steel.top_thickness, girders.yield_top),
        (steel.bottom_width, steel.bottom_thickness, girders.yield_bottom),
    )
    for moment in construction.moment:
        force = flange_forces(girders, moment)
        found = [lateral_stress(girders, force, b, t) for b, t, _ in sizes]
        shares = [
            s * girders.factors.M0 / f for (_, s), (_, _, f) in zip(found, sizes, strict=True)
        ]
        base.append(alone)
        added.append(np.maximum(*shares))
        moments.append(found[0][0])
    wet = _series(
        "flanges bent sideways by the curve, steel alone", girders, names, construction,
        np.stack(base), np.stack(added), np.stack(moments),
    )  # fmt: skip
    return finished, wet


def _series(
    name: str,
    girders: Girders,
    deck_names: tuple[str, ...],
    demands: Demands,
    base: Array,
    added: Array,
    moments: Array,
) -> CheckSeries:
    use = base + added
    target = worst_of(use)
    radius = 1.0 / np.maximum(np.abs(girders.table.curvature), 1e-12)
    return girder_series(
        name,
        CLAUSE,
        "remembered",
        "1",
        girders.table,
        deck_names,
        demands,
        target,
        demand=pick(use, target),
        resistance=np.ones(girders.count),
        utilisation=pick(use, target),
        details={
            "M_lat": pick(moments, target),
            "lateral stress over yield": pick(added, target),
            "radius of the girder": radius,
            "distance of cross-frames": girders.table.restraint_spacing,
        },
        workings={"eta_0": pick(base, target)},
    )


def unchecked_on_a_curve(girders: Girders | None) -> tuple[Unchecked, ...]:
    """What a curve adds to the list of what is not checked; precast girders are straight."""
    if girders is None or not np.any(girders.table.curvature):
        return ()
    return (
        Unchecked(
            "cross-frames on the curve",
            "they carry the twist of the girders as forces in the model; members are not designed",
        ),
        Unchecked(
            "fatigue of flanges bent sideways", "details are checked for bending in elevation only"
        ),
        Unchecked(
            "second order of flanges bent sideways", "M_lat is not enlarged by the flange's force"
        ),
    )
