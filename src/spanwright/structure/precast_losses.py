"""Prestress along precast girders after every loss; what creep and shrinkage impose.

Losses up to the slab act on the girder alone, later ones on girder and slab (EN 1992-1-1 5.10.6 in
two steps).  Strand forces are tensions; as loads on the concrete they press it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from spanwright.codes.eurocode.materials.concrete import characteristic_tensile_strength
from spanwright.codes.eurocode.resistance.precast import Transformed
from spanwright.codes.eurocode.resistance.prestress import (
    TimeLoss,
    Transmission,
    elastic_loss,
    relaxation,
    time_loss,
    transmission,
)
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.structure.prestressed import PrestressedGirders

Time = Literal["release", "slab", "end"]
HOURS: Final = 24.0  # in a day
FINAL_HOURS: Final = 5e5  # EN 1992-1-1 3.3.2(8)


@dataclass(frozen=True, slots=True, eq=False)
class Prestress:
    """Strand stresses at n sections, k layers, fully bonded unless a share is applied.  [Pa]

    relaxed      : lost in the bed before release;  elastic : (n, k) lost as the girder shortens
    concrete     : (n,) stress of the concrete at the strands' centroid after release, compression +
    early, late  : losses by creep, shrinkage and relaxation before and after the slab is cast
    transfer     : transmission lengths;  released : (n, k) stress just after release
    area, height : (n, k) layers;  share : (n, k) of the force there, by the long transmission
                   length;  share_short : by the short one, for stresses at release
    centroid     : (n,) of the strands with their share, the soffit where there are none        [m]
    """

    relaxed: float
    elastic: Array
    concrete: Array
    early: TimeLoss
    late: TimeLoss
    transfer: Transmission
    released: Array
    area: Array
    height: Array
    share: Array
    share_short: Array
    centroid: Array

    def __post_init__(self) -> None:
        freeze(self)

    def stress(self, time: Time) -> Array:
        """Of fully bonded strands.  (n, k) [Pa]"""
        lost = np.zeros_like(self.centroid)
        if time != "release":
            lost = lost + self.early.stress
        if time == "end":
            lost = lost + self.late.stress
        return np.asarray(np.maximum(self.released - lost[:, None], 0.0))

    def force(self, time: Time, *, short: bool = False) -> tuple[Array, Array]:
        """Force of all layers and the level at which it acts.  (n,) [N], (n,) [m]"""
        share = self.share_short if short else self.share
        parts = share * self.area * self.stress(time)
        total = parts.sum(axis=1)
        first = (parts * self.height).sum(axis=1)
        level = np.where(total > 0, first / np.where(total > 0, total, 1.0), self.centroid)
        return total, np.asarray(level)


def prestress_of(girders: PrestressedGirders, finishes: Array | float = 0.0) -> Prestress:
    """Losses at every section.

    finishes : (n,) lasting moment on the composite section, e.g. by the surfacing [N m]

    Check: see tests, where (5.46) is worked by hand.
    """
    own, table, ageing = girders.materials, girders.table, girders.ageing
    area, height = table.layer_area, table.layer_height
    reach = np.where(table.is_insitu[:, None], 0.0, table.layer_bond)
    relaxed = float(
        relaxation(own.jacking, own.f_pk, ageing.ages.release * HOURS, own.rho_1000,
                   own.relaxation_class)
    )  # fmt: skip
    start = own.jacking - relaxed
    bonded = np.where(reach > 0, 1.0, 0.0)
    elastic = _elastic(girders, bonded * area * start)
    released = start - elastic
    f_ctd = characteristic_tensile_strength(own.f_ck_release) / girders.factors.C
    transfer = transmission(
        own.strand_diameter, released, f_ctd, table.depth[:, None], gradual=own.gradual_release
    )
    share = np.clip(reach / transfer.long, 0.0, 1.0)
    short = np.clip(reach / transfer.short, 0.0, 1.0)
    weight = (share * area).sum(axis=1)
    some = np.where(weight > 0, weight, 1.0)
    centroid = np.where(weight > 0, (share * area * height).sum(axis=1) / some, 0.0)
    bare, whole = girders.section("steel"), girders.section("short term")

    def pressed(section: Transformed, force: Array, moment: Array) -> Array:
        """Stress at the strands, compression positive."""
        return -section.at(centroid, -force, centroid, moment)

    force = (share * area * released).sum(axis=1)
    concrete = pressed(bare, force, table.self_moment)
    pull = np.divide((share * area * released).sum(axis=1), some)
    ends = [relaxation(pull, own.f_pk, hours, own.rho_1000, own.relaxation_class)
            for hours in (ageing.ages.slab * HOURS, FINAL_HOURS)]  # fmt: skip
    begun = np.minimum(relaxed, ends[0])
    early = time_loss(
        ageing.shrinkage_early, ends[0] - begun, ageing.early, concrete, weight, bare.area,
        bare.inertia, bare.centroid - centroid, ageing.E_girder, own.E_p,
    )  # fmt: skip
    gone = weight * early.stress
    crept = (
        (ageing.whole - ageing.early) * concrete
        + ageing.late * (pressed(bare, -gone, table.slab_moment))
        + ageing.loaded * pressed(whole, 0.0 * gone, floats(finishes) + 0.0 * gone)
    )
    late = time_loss(
        ageing.shrinkage_late, ends[1] - ends[0], ageing.late, crept / ageing.late, weight,
        whole.area, whole.inertia, whole.centroid - centroid, ageing.E_girder, own.E_p,
    )  # fmt: skip
    return Prestress(
        relaxed, elastic, concrete, early, late, transfer, released, area, height, share, short,
        centroid,
    )  # fmt: skip


def _elastic(girders: PrestressedGirders, force: Array) -> Array:
    """Loss of each layer as the girder takes the force of the bed and its own weight.  (n, k)

    The strands' forces before release act on the section that contains the strands, so that the
    shortening they cause is counted once: Delta sigma = (E_p/E_c) sigma_c exactly.
    """
    table, bare = girders.table, girders.section("steel")
    ratio = girders.materials.E_p / girders.ageing.E_release
    extra = np.where(force > 0, (ratio - 1.0) * table.layer_area, 0.0)
    z = table.layer_height
    area = bare.area + extra.sum(axis=1)
    centroid = (bare.area * bare.centroid + (extra * z).sum(axis=1)) / area
    inertia = (
        bare.inertia
        + bare.area * (bare.centroid - centroid) ** 2
        + (extra * (z - centroid[:, None]) ** 2).sum(axis=1)
    )
    total = force.sum(axis=1)
    moment = table.self_moment - (force * (centroid[:, None] - z)).sum(axis=1)
    stress = (-total / area)[:, None] + (moment / inertia)[:, None] * (centroid[:, None] - z)
    return np.where(force > 0, elastic_loss(-stress, ratio, post_tensioned=False), 0.0)


def prestress_fibres(
    girders: PrestressedGirders, found: Prestress, time: Time, *, short: bool = False
) -> Array:
    """Stresses that prestress alone gives the FIBRES.  (4, n) [Pa], compression negative

    What is lost after the slab has hardened acts on girder and slab together.
    """
    before: Time = "slab" if time == "end" else time
    force, level = found.force(before, short=short)
    stress = girders.section("steel").stress(-force, level, 0.0 * force)
    if time != "end":
        return stress
    left, at = found.force("end", short=short)
    lost = force - left
    moved = np.where(lost > 0, (force * level - left * at) / np.where(lost > 0, lost, 1.0), level)
    return np.asarray(stress + girders.section("long term").stress(lost, moved, 0.0 * lost))


@dataclass(frozen=True, slots=True, eq=False)
class FreeStrain:
    """What girder and slab would do apart after the slab is cast, each (n,).

    axial : of the girder at its centroid, shortening negative;  curvature : sagging positive [1/m]
    slab  : of the slab, shortening negative
    """

    axial: Array
    curvature: Array
    slab: Array

    def __post_init__(self) -> None:
        freeze(self)


def free_strains(girders: PrestressedGirders, found: Prestress) -> dict[str, FreeStrain]:
    """Creep of the girder under what it carried when the slab was cast, and both shrinkages."""
    table, ageing, bare = girders.table, girders.ageing, girders.section("steel")
    force, level = found.force("release")
    kept, at = found.force("slab")
    arm, arm_kept = bare.centroid - level, bare.centroid - at
    older, younger = ageing.whole - ageing.early, ageing.late
    axial = -older * force + younger * (force - kept)
    moment = older * (table.self_moment - force * arm)
    moment = moment + younger * (table.slab_moment + force * arm - kept * arm_kept)
    own = np.where(table.is_insitu, 0.0, 1.0)
    none = np.zeros_like(own)
    return {
        "creep of the girders": FreeStrain(
            own * axial / (ageing.E_girder * bare.area),
            own * moment / (ageing.E_girder * bare.inertia),
            none,
        ),
        "shrinkage": FreeStrain(
            -own * ageing.shrinkage_late, none, -own * ageing.shrinkage_slab
        ),
    }  # fmt: skip


def imposed_strains(
    girders: PrestressedGirders, found: Prestress | None = None
) -> dict[str, tuple[Array, Array]]:
    """Free axial strain and curvature of the composite girder, case by case.

    case -> (n,) strain at its centroid, shortening negative; (n,) curvature, sagging positive
    [1/m]; with the stiffness of the stage "shrinkage", where the slab is cracked without it.
    None where diaphragms are cast in situ.
    """
    section, modulus = girders.section_of_model("shrinkage"), girders.modulus("shrinkage")
    result = {}
    for name, one in free_strains(girders, found or prestress_of(girders)).items():
        force, moment = _held(girders, section, one)
        result[name] = (force / (modulus * section.area), moment / (modulus * section.inertia))
    return result


def primary_fibres(girders: PrestressedGirders, found: Prestress) -> Array:
    """Self-equilibrated stresses by creep and shrinkage of girder and whole slab.  (4, n) [Pa]

    Both are first held apart, then let go on the composite section at the age-adjusted moduli.
    """
    section, modulus = girders.section("shrinkage"), girders.modulus("shrinkage")
    bare = girders.section("steel")
    total = np.zeros((4, girders.count))
    for one in free_strains(girders, found).values():
        force, moment = _held(girders, section, one)
        total += section.stress(force, section.centroid, moment)
        strain = one.axial + one.curvature * (bare.centroid - section.levels)
        strain[2:] = one.slab
        total -= modulus * section.ratio * strain
    return total


def _held(
    girders: PrestressedGirders, section: Transformed, one: FreeStrain
) -> tuple[Array, Array]:
    """Force and moment about the section's centroid that the free strains stand for.  (n,)"""
    modulus = girders.modulus("shrinkage")
    bare, table = girders.section("steel"), girders.table
    girder = modulus * bare.area * one.axial
    slab_area = table.slab_width * table.slab_thickness * section.ratio[-1]
    slab = modulus * slab_area * one.slab
    middle = 0.5 * (section.levels[2] + section.levels[3])
    moment = (
        modulus * bare.inertia * one.curvature
        + girder * (section.centroid - bare.centroid)
        + slab * (section.centroid - middle)
    )
    return girder + slab, moment
