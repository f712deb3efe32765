"""Stresses of prestressed girders from release to the end: concrete, strands, decompression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.prestressed.bench import SCATTER, STEEL, TIMES, Bench
from spanwright.checks.prestressed.workings import (
    early_loss,
    force,
    girder_alone,
    soffit_moments,
)
from spanwright.checks.series import girder_series, pick, places_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.precast import GIRDER_TOP, SLAB_SOFFIT, SLAB_TOP, SOFFIT
from spanwright.codes.eurocode.resistance.prestress import prestressed_limits, tendon_limits
from spanwright.datum.arrays import Array, Bools
from spanwright.datum.units import MPa
from spanwright.structure.precast_losses import prestress_fibres

LITTLE: Final = 0.01 * MPa  # compression that stands for none at all


def strand_series(bench: Bench) -> tuple[CheckSeries, ...]:
    """Strands at the jack; their mean stress P_m0/A_p after release (5.10.2.1, 5.10.3)."""
    own, found, table = bench.girders.materials, bench.prestress, bench.girders.table
    jack, transfer = tendon_limits(own.f_pk, own.f_p01k)
    there = (found.area > 0) & (table.layer_bond > 0) & ~table.is_insitu[:, None]
    area = np.where(there, found.area, 0.0)
    whole = np.maximum(area.sum(axis=1), 1e-12)
    released = (area * found.released).sum(axis=1) / whole
    elastic = (area * found.elastic).sum(axis=1) / whole
    bare = np.asarray(~there.any(axis=1))
    n = bench.girders.count
    return (
        places_series(
            "strands at the jack", "EN 1992-1-1 5.10.2.1(1)", "SLS characteristic", "Pa", table,
            bench.decks, demand=np.full(n, own.jacking), resistance=np.full(n, float(jack)),
            combination="stressing", skipped=bare,
            workings={"f_pk [Pa]": own.f_pk, "f_p01k [Pa]": own.f_p01k},
        ),
        places_series(
            "strands after release", "EN 1992-1-1 5.10.3(2)", "SLS characteristic", "Pa", table,
            bench.decks, demand=released, resistance=np.full(n, float(transfer)),
            combination="prestress and own weight", skipped=~bench.is_prestressed,
            details={
                "relaxed in the bed": np.full(n, found.relaxed),
                "lost by shortening": elastic,
                "concrete at the strands": found.concrete,
                "transmission length": found.transfer.long.max(axis=1),
            },
            workings=early_loss(bench, elastic)
            | {"f_pk [Pa]": own.f_pk, "f_p01k [Pa]": own.f_p01k},
        ),
    )  # fmt: skip


def release_series(bench: Bench) -> tuple[CheckSeries, ...]:
    """The girder alone when its strands are let go: prestress at its greatest and own weight.

    Compression under 0.7 f_ck(t), tension under f_ctm(t), where no bars are counted on.
    """
    girders, own = bench.girders, bench.girders.materials
    limits = prestressed_limits(own.girder.f_ck, own.f_ck_release, own.f_pk, pretensioned=True)
    press = prestress_fibres(girders, bench.prestress, "release", short=True)
    weight = girders.section("steel").stress(0.0, 0.0, girders.table.self_moment)
    stress = (SCATTER[1] * press + weight)[[SOFFIT, GIRDER_TOP]]
    n = girders.count
    more: dict[str, Array] = {
        "sigma soffit": stress[0], "sigma top": stress[1],
        "prestress soffit": SCATTER[1] * press[SOFFIT], "prestress top": SCATTER[1] * press[1],
        "own weight soffit": weight[SOFFIT], "own weight top": weight[GIRDER_TOP],
    }  # fmt: skip
    rows = (
        ("concrete pressed at release", "EN 1992-1-1 5.10.2.2(5)", -stress.min(axis=0),
         float(limits.transfer)),
        ("concrete pulled at release", "EN 1992-1-1 7.3.2(4)", stress.max(axis=0),
         bench.f_ct_release),
    )  # fmt: skip
    return tuple(
        places_series(
            name, clause, "SLS characteristic", "Pa", girders.table, bench.decks,
            demand=np.maximum(value, 0.0), resistance=np.full(n, limit),
            combination="1.05 P + own weight", skipped=girders.table.is_insitu, details=more,
            workings=girder_alone(bench) | force(bench, "release", short=True)
            | {"M_g [N m]": girders.table.self_moment, "f_ck_t [Pa]": own.f_ck_release},
        )
        for name, clause, value, limit in rows
    )  # fmt: skip


def erection_series(bench: Bench) -> tuple[CheckSeries, ...]:
    """The girder alone under wet slab and people: compression 0.6 f_ck, tension f_ctm."""
    girders, own = bench.girders, bench.girders.materials
    bare = girders.section("steel")
    press = prestress_fibres(girders, bench.prestress, "slab")
    heavy = bare.stress(0.0, 0.0, bench.demands.erection)
    light = bare.stress(0.0, 0.0, girders.table.self_moment)
    pressed = np.stack([SCATTER[0] * press + heavy, SCATTER[1] * press + heavy,
                        SCATTER[1] * press + light])[:, :2]  # fmt: skip
    more = {
        "prestress soffit": press[SOFFIT], "prestress top": press[GIRDER_TOP],
        "loads soffit": heavy[SOFFIT], "loads top": heavy[GIRDER_TOP],
    }  # fmt: skip
    rows = (
        ("concrete pressed under the wet slab", "EN 1992-1-1 7.2(2)",
         -pressed.min(axis=(0, 1)), 0.6 * own.girder.f_ck),
        ("concrete pulled under the wet slab", "EN 1992-1-1 7.3.2(4)",
         pressed.max(axis=(0, 1)), own.girder.f_ctm),
    )  # fmt: skip
    return tuple(
        places_series(
            name, clause, "SLS characteristic", "Pa", girders.table, bench.decks,
            demand=np.maximum(value, 0.0), resistance=np.full(girders.count, limit),
            combination="P + own weight, wet slab, people", skipped=girders.table.is_insitu,
            details=more,
            workings=girder_alone(bench) | force(bench, "slab")
            | {"M_g [N m]": girders.table.self_moment, "M_w [N m]": bench.demands.erection},
        )
        for name, clause, value, limit in rows
    )  # fmt: skip


def fibres(
    bench: Bench, demands: Demands, scatter: Sequence[float] = SCATTER
) -> tuple[Array, Array]:
    """Stresses of every target and time, with the greatest and the least prestress.

    returns : without loads, and by the loads (w, t, 4, n) each, w of TIMES and scatter
    """
    loads = {when: np.stack([bench.load_fibres(m, when) for m in demands.moment]) for when in TIMES}
    own = [bench.own(when, r) for when in TIMES for r in scatter]
    by_loads = [loads[when] for when in TIMES for _ in scatter]
    return np.stack([np.broadcast_to(o, loads["end"].shape) for o in own]), np.stack(by_loads)


def compression_series(bench: Bench, demands: Demands, share: float) -> tuple[CheckSeries, ...]:
    """Concrete of girder and slab: 0.6 f_ck characteristic, 0.45 f_ck quasi-permanent."""
    material, n = bench.girders.materials, bench.girders.count
    own, loads = fibres(bench, demands)
    lasting = share < 0.5
    word = "lasting compression" if lasting else "compression"
    result = []
    for part, rows, f_ck in (
        ("girder", [SOFFIT, GIRDER_TOP], material.girder.f_ck),
        ("slab", [SLAB_SOFFIT, SLAB_TOP], material.slab.f_ck),
    ):
        # (w, t, edge, n) -> (t, w edge, n): which time, scatter and edge is pressed most
        parts = [np.moveaxis(v[:, :, rows], 0, 1).reshape(len(demands.moment), -1, n)
                 for v in (own, loads)]  # fmt: skip
        worst = np.argmin(parts[0] + parts[1], axis=1)[:, None]
        alone, added = (np.take_along_axis(v, worst, axis=1)[:, 0] for v in parts)
        pressed = np.maximum(-(alone + added), 0.0)
        use = pressed / (share * f_ck)
        target = worst_of(use)
        result.append(
            girder_series(
                f"{word} of the {part}",
                "EN 1992-1-1 7.2(3)" if lasting else "EN 1992-1-1 7.2(2)",
                "remembered",
                "Pa",
                bench.girders.table,
                bench.deck_names,
                demands,
                target,
                demand=pick(pressed, target),
                resistance=np.full(n, share * f_ck),
                utilisation=pick(use, target),
                skipped=bench.girders.table.is_insitu if part == "girder" else None,
                details={
                    "without load": pick(alone, target),
                    "by loads": pick(added, target),
                    "above (1) or below (0)": pick(worst[:, 0] % 2, target),
                },
                workings={
                    "sigma_0 [Pa]": pick(alone, target),
                    "sigma_q [Pa]": pick(added, target),
                    "k": share,
                    "f_ck [Pa]": f_ck,
                },
            )
        )
    return tuple(result)


def tendon_series(bench: Bench, demands: Demands) -> CheckSeries:
    """Mean stress of the strands in service with what they gain from loads (7.2(5)).

    Taken at the opening, before the later losses: no less than at any later time.
    """
    own, found, table = bench.girders.materials, bench.prestress, bench.girders.table
    lowest = np.where(found.share > 0, found.height, np.inf).min(axis=1)
    lowest = np.where(np.isfinite(lowest), lowest, 0.0)
    ratio = own.E_p / bench.girders.ageing.E_girder
    gain = np.zeros(demands.shear[:, 0].shape)
    for row, section in enumerate(bench.sections):
        # Own weight is in the stress after release already.
        before = table.self_moment if row == STEEL else 0.0
        for k, moment in enumerate(demands.moment[:, row]):
            gain[k] += ratio * section.at(lowest, 0.0, 0.0, moment - before)
    most = (found.share * found.stress("slab")).argmax(axis=1)
    start = (found.share * found.stress("slab")).max(axis=1)
    stress = start + np.maximum(gain, 0.0)
    limits = prestressed_limits(own.girder.f_ck, own.f_ck_release, own.f_pk, pretensioned=True)
    limit = float(limits.tendon)
    target = worst_of(stress)
    return girder_series(
        "strands in service", "EN 1992-1-1 7.2(5)", "remembered", "Pa", table,
        bench.deck_names, demands, target,
        demand=pick(stress, target), resistance=np.full(bench.girders.count, limit),
        utilisation=pick(stress / limit, target), skipped=~bench.is_prestressed,
        details={
            "when the slab is cast": start,
            "after all losses": (found.share * found.stress("end")).max(axis=1),
            "gained from loads": pick(gain, target),
        },
        workings=early_loss(bench, np.take_along_axis(found.elastic, most[:, None], axis=1)[:, 0])
        | {"Delta_g [Pa]": np.maximum(pick(gain, target), 0.0), "f_pk [Pa]": own.f_pk},
    )  # fmt: skip


def decompression_series(bench: Bench) -> CheckSeries:
    """The precompressed edge stays in compression (EN 1992-2 7.3.1(105), Table 7.101N).

    Demand is the tension that loads bring to the soffit, resistance what prestress (0.95 P), creep
    and shrinkage leave there; frequent combination in classes XD and XS, quasi-permanent in XC.
    """
    demands = bench.demands
    chosen = demands.frequent if _is_salted(bench) else demands.quasi_permanent
    pulls, holds = [], []
    for when in TIMES:
        pull = np.stack([bench.load_fibres(m, when)[SOFFIT] for m in chosen.moment])
        hold = -bench.own(when, SCATTER[0])[SOFFIT]
        pulls.append(np.maximum(pull, 0.0))
        holds.append(np.broadcast_to(hold, pull.shape))
    pull, hold = np.stack(pulls), np.stack(holds)
    hold = np.maximum(hold, LITTLE)
    use = pull / hold
    when = use.argmax(axis=0)[None]
    use, pull, hold = (np.take_along_axis(v, when, axis=0)[0] for v in (use, pull, hold))
    target = worst_of(use)
    at_end = pick(when[0].astype(float), target)
    return girder_series(
        "decompression", "EN 1992-2 7.3.1(105), Table 7.101N", "remembered", "Pa",
        bench.girders.table, bench.deck_names, chosen, target,
        demand=pick(pull, target), resistance=pick(hold, target), utilisation=pick(use, target),
        skipped=~bench.is_prestressed,
        details={
            "prestress, 0.95 P": SCATTER[0]
            * prestress_fibres(bench.girders, bench.prestress, "end")[SOFFIT],
            "creep and shrinkage": bench.own_fibres["end"][SOFFIT]
            - prestress_fibres(bench.girders, bench.prestress, "end")[SOFFIT],
            "at the end (1) or at the opening (0)": at_end,
        },
        workings=soffit_moments(bench, chosen.moment, target)
        | girder_alone(bench)
        | force(bench, "slab")
        | {
            "k_t": at_end,
            "sigma_2 [Pa]": prestress_fibres(bench.girders, bench.prestress, "end")[SOFFIT]
            - prestress_fibres(bench.girders, bench.prestress, "slab")[SOFFIT],
            "sigma_cs [Pa]": bench.own_fibres["end"][SOFFIT]
            - prestress_fibres(bench.girders, bench.prestress, "end")[SOFFIT],
        },
    )  # fmt: skip


def _is_salted(bench: Bench) -> bool:
    return bench.girders.materials.exposure.startswith(("XD", "XS"))


def reached_tension(bench: Bench, demands: Demands) -> tuple[Array, Bools]:
    """Greatest tension at the soffit (n,) [Pa], and where it exceeds f_ctm.  (n,)"""
    own, loads = fibres(bench, demands, SCATTER[:1])
    tension = (own + loads)[:, :, SOFFIT].max(axis=(0, 1))
    return tension, np.asarray(tension > bench.f_ctm)
