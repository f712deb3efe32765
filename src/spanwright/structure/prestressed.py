"""Precast prestressed I-girders with a slab cast on them: what model and checks share.

Stages (`structure.types.STAGES`) of such a deck:

    steel       the precast girder alone, simply supported: prestress, own weight, wet slab and
                diaphragms (the name is kept for the stage before the slab works)
    long term   girder and slab, continuous over the piers: finishes, barriers
    shrinkage   the same at the age-adjusted modulus E/(1 + 0.8 phi): shrinkage of the slab against
                the girder, and the girder's creep held by slab and continuity
    imposed     the same: settlement
    short term  the same with E_cm: traffic, temperature, wind

Prestress is no load case.  A girder on two supports has no secondary moment when it is prestressed;
what continuity adds later comes from `imposed_strains`.  The section's own (primary) stresses of
prestress, creep and shrinkage come back in the checks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.materials.steel import E_s
from spanwright.codes.eurocode.resistance.precast import (
    Outline,
    Transformed,
    bare_section,
    composite_section,
    i_outline,
)
from spanwright.datum.arrays import Array
from spanwright.structure.girders import Factors
from spanwright.structure.precast_ageing import PrecastAgeing
from spanwright.structure.precast_table import PrecastTable, SectionRows

__all__ = ["PrecastTable", "PrestressMaterials", "PrestressedGirders", "SectionRows"]


@dataclass(frozen=True, slots=True)
class PrestressMaterials:
    """Grades of a prestressed deck.  [Pa], [m]

    girder, slab  : concretes;  f_ck_release : cylinder strength when the strands are let go
    f_sk          : bars and links;  f_pk, f_p01k, E_p : strands
    strand_diameter, strand_area : of one strand [m], [m2]
    jacking       : stress in the bed before release, see `prestress.tendon_limits`
    rho_1000, relaxation_class : 2.5 (percent) and 2 for low relaxation
    bar_spacing, cover : of the slab's longitudinal bars and to the outer bars
    gradual_release : strands are let go slowly, not cut (EN 1992-1-1 8.10.2.2)
    surface       : of the girder's top, `concrete.ROUGHNESS`: "rough" when raked
    exposure      : "XC" (w_k 0.2 mm frequent, decompression quasi-permanent) or "XD" (decompression
                    frequent), EN 1992-2 Table 7.101N
    """

    girder: Concrete
    slab: Concrete
    f_ck_release: float
    f_sk: float
    f_pk: float = 1860e6
    f_p01k: float = 1600e6
    E_p: float = 195e9
    strand_diameter: float = 15.7e-3
    strand_area: float = 150e-6
    jacking: float = 1395e6
    rho_1000: float = 2.5
    relaxation_class: int = 2
    bar_spacing: float = 0.125
    cover: float = 0.045
    gradual_release: bool = True
    surface: str = "rough"
    exposure: str = "XC"


@dataclass(frozen=True, slots=True, eq=False)
class PrestressedGirders:
    """The n sections of prestressed girders ready to be modelled and checked."""

    table: PrecastTable
    materials: PrestressMaterials
    factors: Factors
    ageing: PrecastAgeing

    @property
    def count(self) -> int:
        return len(self.table.station)

    @property
    def outline(self) -> Outline:
        """Of the precast girders."""
        t = self.table
        return i_outline(
            t.depth, t.top_width, t.top_thickness, t.top_taper, t.web_width,
            t.bottom_taper, t.bottom_width, t.bottom_thickness,
        )  # fmt: skip

    def section(self, stage: str) -> Transformed:
        """Uncracked section in one of STAGES, in the girder's concrete."""
        t = self.table
        if stage == "steel":
            return bare_section(self.outline, t.haunch, t.slab_thickness)
        ratio = np.where(t.is_insitu, 1.0, self.ageing.ratio[stage])
        return composite_section(self.outline, t.slab_width, t.slab_thickness, t.haunch, ratio)

    def section_of_model(self, stage: str) -> Transformed:
        """The same with bars in place of the slab where the model takes it as cracked."""
        t = self.table
        if stage == "steel" or not t.is_cracked.any():
            return self.section(stage)
        ratio = np.where(t.is_insitu, 1.0, self.ageing.ratio[stage])
        return composite_section(
            self.outline, t.slab_width, t.slab_thickness, t.haunch,
            np.where(t.is_cracked, 0.0, ratio), t.rebar_area, t.rebar_depth,
            np.where(t.is_cracked, E_s / self.modulus(stage), 0.0),
        )  # fmt: skip

    def modulus(self, stage: str) -> Array:
        """Effective modulus of the girder's concrete.  (n,) [Pa]

        In-situ diaphragms are slab concrete and take the slab's modulus.
        """
        own = self.ageing.modulus[stage]
        return np.asarray(
            np.where(self.table.is_insitu, own * self.ageing.ratio[stage], own), dtype=float
        )
