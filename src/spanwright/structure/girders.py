"""The girder sections in every stage, with strengths and partial factors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.materials.steel import E_a, yield_strength
from spanwright.codes.eurocode.resistance.bending import StressLimits, stress_limits
from spanwright.codes.eurocode.resistance.classification import epsilon, studs_hold_flange
from spanwright.codes.eurocode.resistance.plastic import DesignStrengths, design_strengths
from spanwright.codes.eurocode.resistance.section import (
    SLAB_SOFFIT,
    SLAB_TOP,
    ElasticSection,
    SlabSection,
    SteelSection,
    elastic_section,
    slab_section,
    steel_section,
)
from spanwright.datum.arrays import Array, Bools, freeze
from spanwright.layout.girders import STUDS_ACROSS
from spanwright.structure.types import STAGES, GirderTable, Structure

EDGE_SHARE = 0.1  # of the top flange's width, outer stud to the edge


@dataclass(frozen=True, slots=True)
class Factors:
    """Partial factors (EN 1993-2, EN 1994-2, EN 1992-2), recommended unless overridden."""

    M0: float = 1.00
    M1: float = 1.10
    C: float = 1.50
    S: float = 1.15
    V: float = 1.25
    V_concrete: float = 1.25  # of a stud where the concrete gives way
    M_ser: float = 1.00
    Ff: float = 1.00
    Mf: float = 1.15
    Mf_s: float = 1.00
    alpha_cc: float = 0.85


@dataclass(frozen=True, slots=True)
class Materials:
    """Grades and strengths of the girders.  [Pa], [m]"""

    steel: str
    concrete: Concrete
    f_sk: float
    stud_f_u: float
    stud_diameter: float
    stud_height: float
    crack_width: float = 0.3e-3


@dataclass(frozen=True, slots=True, eq=False)
class Girders:
    """The n girder sections ready to be checked.

    steel, slab    : plates and effective slab of every section
    yield_top ...  : (n,) f_y of each plate by its thickness                          [Pa]
    modular        : stage -> modular ratio
    shrinkage_force: force that would stop the slab's shrinkage, per unit slab area, at the
                     shrinkage stage's modulus                                        [Pa]
    """

    table: GirderTable
    steel: SteelSection
    slab: SlabSection
    yield_top: Array
    yield_web: Array
    yield_bottom: Array
    modular: dict[str, float]
    shrinkage_stress: float
    materials: Materials
    factors: Factors

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def count(self) -> int:
        return len(self.steel)

    def section(
        self, stage: str, *, cracked: bool = False, steel: SteelSection | None = None
    ) -> ElasticSection:
        """Elastic section of all rows in one of STAGES, slab cracked or whole."""
        plates = self.steel if steel is None else steel
        if stage == "steel":
            return elastic_section(plates)
        return elastic_section(plates, self.slab, self.modular[stage], cracked=cracked)

    def flange_held(self) -> Bools:
        """Whether studs hold the top flange well enough for class 1 or 2 (EN 1994-2 6.6.5.5).

        Rows of STUDS_ACROSS studs, the outer ones a tenth of the flange width from its edge.
        """
        along = STUDS_ACROSS / np.maximum(self.table.stud_rate, 1e-9)
        edge = EDGE_SHARE * self.table.top_width
        return studs_hold_flange(along, edge, self.table.top_thickness, epsilon(self.yield_top))

    def in_end_panel(self) -> Bools:
        """Sections in the web panel beside a deck end.  (n,)"""
        table = self.table
        inside = np.zeros(self.count, dtype=bool)
        for deck in np.unique(table.deck):
            rows = table.deck == deck
            for end in (table.station[rows].min(), table.station[rows].max()):
                near = np.abs(table.station - end) <= table.stiffener_spacing + 1e-9
                inside |= rows & near
        return inside

    def strengths(self) -> DesignStrengths:
        """Design strengths for plastic moments."""
        return design_strengths(
            self.yield_top,
            self.yield_web,
            self.yield_bottom,
            self.materials.concrete.f_ck,
            self.materials.f_sk,
            gamma_M0=self.factors.M0,
            gamma_C=self.factors.C,
            gamma_S=self.factors.S,
        )

    def design_limits(self) -> StressLimits:
        """Limits of elastic stresses at the ultimate limit state."""
        return stress_limits(
            self.count,
            bottom=self.yield_bottom / self.factors.M0,
            web=self.yield_web / self.factors.M0,
            top=self.yield_top / self.factors.M0,
            concrete=self.materials.concrete.f_ck / self.factors.C,
            bars=self.materials.f_sk / self.factors.S,
        )

    def service_limits(self) -> StressLimits:
        """Limits under the characteristic combination (EN 1993-2 7.3, EN 1994-2 7.2.2)."""
        return stress_limits(
            self.count,
            bottom=self.yield_bottom / self.factors.M_ser,
            web=self.yield_web / self.factors.M_ser,
            top=self.yield_top / self.factors.M_ser,
            concrete=0.6 * self.materials.concrete.f_ck,
            bars=0.8 * self.materials.f_sk,
        )


def girders_of(structure: Structure, materials: Materials, factors: Factors) -> Girders | None:
    """Sections and strengths of the plate girders of the structure's table; None without any."""
    rows = structure.steel_rows
    if not rows.size:
        return None
    return composite_girders(structure, structure.table.at(rows), materials, factors)


def composite_girders(
    structure: Structure, table: GirderTable, materials: Materials, factors: Factors
) -> Girders:
    """Plate girders with the sections of a table in place of the structure's own."""
    steel = steel_section(
        table.top_width,
        table.top_thickness,
        table.web_height,
        table.web_thickness,
        table.bottom_width,
        table.bottom_thickness,
    )
    slab = slab_section(
        table.slab_width,
        table.slab_thickness,
        haunch=table.haunch,
        bar_area=table.rebar_area,
        bar_depth=table.rebar_depth,
    )
    ratio = structure.modular_ratio
    return Girders(
        table=table,
        steel=steel,
        slab=slab,
        yield_top=yield_strength(materials.steel, table.top_thickness),
        yield_web=yield_strength(materials.steel, table.web_thickness),
        yield_bottom=yield_strength(materials.steel, table.bottom_thickness),
        modular=ratio,
        shrinkage_stress=structure.shrinkage_strain * E_a / ratio["shrinkage"],
        materials=materials,
        factors=factors,
    )


def staged_stress(
    girders: Girders,
    moment: Array,
    *,
    hogging: bool,
    steel: SteelSection | None = None,
    shrinkage: float = 1.0,
) -> Array:
    """Stresses at FIBRES summed over the stages.  moment : (s, n) My by stage -> (7, n) [Pa]

    hogging   : composite stages on the cracked section (concrete out, bars in); otherwise on the
                whole slab, with the shrinkage's own (primary) stresses
    shrinkage : factor on the primary stresses; 0 leaves them out (cracked zones have none)
    """
    total = np.zeros((7, girders.count))
    for row, stage in enumerate(STAGES):
        section = girders.section(stage, cracked=hogging, steel=steel)
        total += section.moment_stress * moment[row]
        if stage == "shrinkage" and not hogging and shrinkage:
            total += shrinkage * primary_shrinkage(girders, section)
    return total


def primary_shrinkage(girders: Girders, section: ElasticSection) -> Array:
    """Self-equilibrated stresses of a slab that shrinks on its girder.  (7, n) [Pa]

    The slab is first held (tension sigma = eps E_c,eff), then its force is let go on the whole
    section: compression at the slab's mid-depth.
    """
    force = girders.shrinkage_stress * girders.slab.area
    middle = 0.5 * (section.levels[SLAB_SOFFIT] + section.levels[SLAB_TOP])
    # Compression at the slab bends the girder as sagging does: tension at the bottom flange.
    stress = section.axial_stress * -force + section.moment_stress * (
        force * (middle - section.centroid)
    )
    stress[SLAB_SOFFIT] += girders.shrinkage_stress
    stress[SLAB_TOP] += girders.shrinkage_stress
    return np.asarray(stress)
