"""Numbers that the calculation notes of prestressed girders put in."""

from __future__ import annotations

import numpy as np

from spanwright.checks.prestressed.bench import Bench
from spanwright.checks.workings import Numbers
from spanwright.codes.eurocode.resistance.precast import Transformed
from spanwright.datum.arrays import Array, Ints
from spanwright.structure.precast_losses import Time

INDEX = ("a", "L", "sh", "imp", "0")  # of the stages, in the order of STAGES


def girder_alone(bench: Bench) -> Numbers:
    """The precast section."""
    bare = bench.girders.section("steel")
    return {
        "A_a [m2]": bare.area,
        "I_a [m4]": bare.inertia,
        "z_a [m]": bare.centroid,
        "h [m]": bench.girders.table.depth,
    }


def force(bench: Bench, time: Time, *, short: bool = False) -> Numbers:
    """Prestress and its level at a time."""
    total, level = bench.prestress.force(time, short=short)
    return {f"P_{time} [N]": total, f"z_{time} [m]": level}


def soffit_moments(bench: Bench, moments: Array, target: Ints) -> Numbers:
    """Moments by stage at the governing target and the soffit's section moduli.

    moments : (t, s, n); target : (n,) rows
    """
    rows = np.arange(bench.girders.count)
    found: Numbers = {}
    for k, index in enumerate(INDEX):
        section = bench.sections[k]
        found[f"M_{index} [N m]"] = moments[target, k, rows]
        found[f"W_{index} [m3]"] = section.inertia / section.centroid
    return found


def composite(section: Transformed) -> Numbers:
    """Girder and slab in one stage."""
    return {"A_c [m2]": section.area, "I_c [m4]": section.inertia, "z_c [m]": section.centroid}


def early_loss(bench: Bench, elastic: Array) -> Numbers:
    """What (5.46) puts in from release to the slab, at the strands' centroid.

    elastic : (n,) lost by the girder's shortening [Pa]
    """
    found, own, ageing = bench.prestress, bench.girders.materials, bench.girders.ageing
    bare = bench.girders.section("steel")
    return {
        "sigma_jack [Pa]": own.jacking,
        "Delta_r0 [Pa]": found.relaxed,
        "Delta_el [Pa]": elastic,
        "E_p [Pa]": own.E_p,
        "E_cm [Pa]": ageing.E_girder,
        "phi": ageing.early,
        "eps_cs": ageing.shrinkage_early,
        "sigma_c [Pa]": found.concrete,
        "A_p [m2]": (found.share * found.area).sum(axis=1),
        "A_c [m2]": bare.area,
        "I_c [m4]": bare.inertia,
        "z_cp [m]": bare.centroid - found.centroid,
        "Delta_1 [Pa]": found.early.stress,
        "Delta_2 [Pa]": found.late.stress,
        "Delta_pr [Pa]": (found.early.sum - ageing.shrinkage_early * own.E_p
                          - own.E_p / ageing.E_girder * ageing.early * found.concrete) / 0.8,
    }  # fmt: skip
