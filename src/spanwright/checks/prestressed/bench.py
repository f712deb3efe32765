"""What every check of prestressed girders starts from: sections, prestress, resistances."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.codes.eurocode.materials.concrete import (
    characteristic_tensile_strength,
    mean_tensile_strength,
)
from spanwright.codes.eurocode.materials.steel import E_s
from spanwright.codes.eurocode.resistance.bonded import (
    BondedSection,
    Steel,
    UltimateMoment,
    law_of,
    ultimate_moment,
)
from spanwright.codes.eurocode.resistance.precast import Outline, Transformed
from spanwright.codes.eurocode.resistance.pretension import anchored_stress
from spanwright.datum.arrays import Array, Bools
from spanwright.datum.units import MPa
from spanwright.layout.types import Deck
from spanwright.structure.precast_losses import (
    Prestress,
    prestress_fibres,
    prestress_of,
    primary_fibres,
)
from spanwright.structure.prestressed import PrestressedGirders
from spanwright.structure.types import STAGES

SCATTER: Final = (0.95, 1.05)  # r_inf, r_sup of pretensioned tendons, EN 1992-1-1 5.10.9
STEEL, LONG, SHRINKAGE = (STAGES.index(name) for name in ("steel", "long term", "shrinkage"))
When = Literal["opening", "end"]
TIMES: Final[tuple[When, ...]] = ("opening", "end")


@dataclass(frozen=True, slots=True, eq=False)
class PrestressedDemands:
    """Design effects of prestressed girders in every situation that is checked.

    construction : the girders alone with wet slab and people, ULS transient
    erection     : (n,) the same, all characteristic values together               [N m]
    deflection   : (n,) downward under frequent traffic, with its causes in words
    """

    ultimate: Demands
    characteristic: Demands
    frequent: Demands
    quasi_permanent: Demands
    construction: Demands
    erection: Array
    deflection: Array
    deflection_cause: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Bench:
    """Sections of prestressed girders with what is worked out once for all checks."""

    girders: PrestressedGirders
    demands: PrestressedDemands
    decks: tuple[Deck, ...]

    @property
    def deck_names(self) -> tuple[str, ...]:
        return tuple(deck.name for deck in self.decks)

    @cached_property
    def finishes(self) -> Array:
        """Lasting moment of what came after the slab, the mean of its extremes.  (n,) [N m]"""
        lasting = self.demands.quasi_permanent.moment[:2, LONG]
        return np.asarray(lasting.mean(axis=0))

    @cached_property
    def prestress(self) -> Prestress:
        return prestress_of(self.girders, self.finishes)

    @cached_property
    def outline(self) -> Outline:
        return self.girders.outline

    @cached_property
    def sections(self) -> tuple[Transformed, ...]:
        """Of all STAGES; bars in place of the slab where the model has it cracked."""
        return tuple(self.girders.section_of_model(stage) for stage in STAGES)

    @cached_property
    def is_prestressed(self) -> Bools:
        """Sections at which all strands that are there have their whole force."""
        found = self.prestress
        there = found.area > 0
        whole = np.where(there, found.share >= 1.0, True).all(axis=1)
        return np.asarray(whole & there.any(axis=1) & ~self.girders.table.is_insitu)

    @cached_property
    def own_fibres(self) -> dict[When, Array]:
        """Stresses without any load: prestress, at the end creep and shrinkage too.  (4, n)"""
        primary = primary_fibres(self.girders, self.prestress)
        primary = np.where(self.girders.table.is_cracked, 0.0, primary)
        return {
            "opening": prestress_fibres(self.girders, self.prestress, "slab"),
            "end": prestress_fibres(self.girders, self.prestress, "end") + primary,
        }

    def own(self, when: When, scatter: float) -> Array:
        """The same with the prestress that much off its mean.  (4, n)"""
        force = prestress_fibres(
            self.girders, self.prestress, "slab" if when == "opening" else when
        )
        return np.asarray(self.own_fibres[when] + (scatter - 1.0) * force)

    def load_fibres(self, moment: Array, when: When) -> Array:
        """Stresses by the moments of the stages (s, n).  (4, n) [Pa]

        At the opening nothing has crept: the stage "shrinkage" is left out.
        """
        total = np.zeros((4, self.girders.count))
        for row, section in enumerate(self.sections):
            if row != SHRINKAGE or when == "end":
                total += section.stress(0.0, section.centroid, moment[row])
        return total

    @cached_property
    def f_ctm(self) -> Array:
        """Mean tensile strength of the concrete around the girder's soffit.  (n,)"""
        own = self.girders.materials
        return np.where(self.girders.table.is_insitu, own.slab.f_ctm, own.girder.f_ctm)

    @cached_property
    def f_ck(self) -> Array:
        """Of the girder, the slab's concrete where it is cast in situ.  (n,)"""
        own = self.girders.materials
        return np.where(self.girders.table.is_insitu, own.slab.f_ck, own.girder.f_ck)

    @property
    def f_pd(self) -> float:
        return self.girders.materials.f_p01k / self.girders.factors.S

    @property
    def f_yd(self) -> float:
        return self.girders.materials.f_sk / self.girders.factors.S

    @cached_property
    def f_ctd(self) -> Array:
        """Design tensile strength of the web's concrete.  (n,)"""
        strength = characteristic_tensile_strength(self.f_ck) / self.girders.factors.C
        return np.asarray(strength)

    @cached_property
    def available(self) -> Array:
        """Stress the strands can have without slipping (EN 1992-1-1 8.10.2.3).  (n, k)"""
        own, found = self.girders.materials, self.prestress
        f_ctd = characteristic_tensile_strength(min(own.girder.f_ck, 60.0 * MPa))
        bond = np.where(self.girders.table.is_insitu[:, None], 0.0, self.girders.table.layer_bond)
        return anchored_stress(
            bond, found.transfer.long, found.stress("end"), own.strand_diameter,
            f_ctd / self.girders.factors.C,
        )  # fmt: skip

    def strands(self, time: Literal["slab", "end"]) -> Steel:
        """Strands as steel of a cracked or ultimate section, with their force at a time."""
        found, own = self.prestress, self.girders.materials
        strain = found.share * found.stress(time) / own.E_p
        area = np.where(found.share > 0, found.area, 0.0)
        return Steel(found.height, area, strain, self.f_pd, own.E_p, self.available)

    @cached_property
    def bars(self) -> Steel:
        """Bars of the slab and of the bottom flange."""
        t = self.girders.table
        top = t.depth + t.haunch + t.slab_thickness - t.rebar_depth
        level = np.column_stack([t.bottom_bar_height, top])
        area = np.column_stack([t.bottom_bars, t.rebar_area])
        most = np.full_like(level, np.inf)
        return Steel(level, area, 0.0 * level, self.f_yd, E_s, most)

    def bonded(self, *steel: Steel) -> BondedSection:
        """Girder and slab with strands and bars."""
        t, own, factors = self.girders.table, self.girders.materials, self.girders.factors
        every = np.ones_like(t.is_insitu)
        return BondedSection(
            self.outline, t.slab_width, t.slab_thickness, t.haunch,
            law_of(own.girder, own.slab, t.is_insitu, factors.alpha_cc, factors.C),
            law_of(own.girder, own.slab, every, factors.alpha_cc, factors.C),
            steel,
        )  # fmt: skip

    @cached_property
    def sagging(self) -> UltimateMoment:
        """With the prestress of the end, which is the least."""
        return ultimate_moment(self.bonded(self.strands("end"), self.bars), sagging=True)

    @cached_property
    def hogging(self) -> UltimateMoment:
        """With the prestress of the opening, which presses the bottom flange most."""
        return ultimate_moment(self.bonded(self.strands("slab"), self.bars), sagging=False)

    @cached_property
    def f_ct_release(self) -> float:
        """Mean tensile strength by the strength reached at release.  [Pa]"""
        return float(mean_tensile_strength(self.girders.materials.f_ck_release))
