"""Sections of bored piles: what they resist in bending with axial force, and in shear."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.checks.workings import strengths
from spanwright.codes.aashto.resistance.members import (
    factored_surface,
    general_shear,
    nominal_section,
    shear_depth,
)
from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance.concrete import (
    circle_shear_size,
    plain_shear,
    stirrup_shear,
)
from spanwright.codes.eurocode.resistance.concrete_section import ConcreteSection, circular_section
from spanwright.codes.eurocode.resistance.interaction import Surface, interaction_surface
from spanwright.codes.eurocode.resistance.piles import CAST_IN_GROUND, design_diameter
from spanwright.layout.types import Foundation
from spanwright.structure.girders import Factors

RING: Final = np.pi / 4  # of two legs of a round hoop that pulls across the pile

Known = dict[tuple[float, ...], tuple[ConcreteSection, Surface]]


@dataclass(frozen=True, slots=True)
class PileMaterial:
    """Concrete and bars of the piles, and how far their heads may move.

    bar, cover : diameter, and concrete over the hoops [m]
    deflection : of the head under characteristic actions [m]
    """

    concrete: Concrete
    f_sk: float
    bar: float
    cover: float
    deflection: float


def pile_section(base: Foundation, material: PileMaterial, factors: Factors) -> ConcreteSection:
    """A pile with its bars in a ring, as EN 1992-1-1 2.3.4.2 and 2.4.2.5 let it count."""
    diameter = float(design_diameter(base.pile_diameter))
    f_cd = factors.alpha_cc * material.concrete.f_ck / (CAST_IN_GROUND * factors.C)
    return _ring(base, material, diameter, f_cd, material.f_sk / factors.S)


def _ring(
    base: Foundation, material: PileMaterial, diameter: float, f_cd: float, f_yd: float
) -> ConcreteSection:
    area = np.pi * base.pile_diameter**2 / 4
    one = np.pi * material.bar**2 / 4
    count = max(int(np.ceil(base.pile_rebar_ratio * area / one)), 6)
    return circular_section(
        diameter,
        count,
        base.pile_rebar_ratio * area / count,
        bar_radius(base, material),
        f_cd,
        f_yd,
    )


def bar_radius(base: Foundation, material: PileMaterial) -> float:
    """Radius of the ring of bars.  [m]"""
    return base.pile_diameter / 2 - material.cover - 0.5 * material.bar - 0.016


def _shear_resistance(
    base: Foundation,
    section: ConcreteSection,
    compression: float,
    material: PileMaterial,
    factors: Factors,
) -> float:
    """Concrete alone or hoops, whichever carries more.  [N]"""
    f_ck = material.concrete.f_ck
    width, depth, arm, hoops, bars, area = _shear_sizes(base, section, material)
    plain = plain_shear(
        width, depth, bars, f_ck, max(compression, 0.0) / area, section.f_cd,
        gamma_C=CAST_IN_GROUND * factors.C,
    ).resistance  # fmt: skip
    links = stirrup_shear(width, arm, hoops, section.f_yd, f_ck, section.f_cd).resistance
    return float(np.maximum(plain, links))


def _shear_sizes(
    base: Foundation, section: ConcreteSection, material: PileMaterial
) -> tuple[float, ...]:
    """b_w, d, z [m], hoops across [m2/m], bars in tension and area of the concrete [m2]."""
    width, depth, arm = (
        float(size) for size in circle_shear_size(2 * section.radius, bar_radius(base, material))
    )
    hoops = RING * base.pile_link_ratio * width
    return (
        width, depth, arm, hoops, 0.5 * float(np.sum(section.bar_area)), section.concrete_area
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PileRules:
    """What a pile resists by one code.

    bending, shearing : clauses
    section : of a foundation's piles, with its interaction surface
    shear   : of (foundation, section, axial compression, moment, shear) [N], [N m] -> [N]
    numbers : what a calculation note puts in
    """

    bending: str
    shearing: str
    section: Callable[[Foundation], tuple[ConcreteSection, Surface]]
    shear: Callable[[Foundation, ConcreteSection, float, float, float], float]
    numbers: Callable[[Foundation, ConcreteSection], Mapping[str, float]]


def rules_en(material: PileMaterial, factors: Factors, known: Known) -> PileRules:
    """EN 1992-1-1 with the smaller diameter and greater gamma_C of piles cast in the ground.

    known : sections met before, kept for the next situation
    """

    def section(base: Foundation) -> tuple[ConcreteSection, Surface]:
        alike = (base.pile_diameter, base.pile_rebar_ratio, factors.C, factors.S)
        if alike not in known:
            own = pile_section(base, material, factors)
            known[alike] = (own, interaction_surface(own))
        return known[alike]

    def shear(base: Foundation, own: ConcreteSection, axial: float, _m: float, _v: float) -> float:
        return _shear_resistance(base, own, axial, material, factors)

    def numbers(base: Foundation, own: ConcreteSection) -> Mapping[str, float]:
        known_by = ("b_w [m]", "d [m]", "z [m]", "a_sw [m]", "A_sl [m2]", "A_c [m2]")
        sizes = dict(zip(known_by, _shear_sizes(base, own, material), strict=True))
        given = strengths(material.concrete.f_ck, material.f_sk, factors)
        return {key: float(value) for key, value in given.items()} | {
            "k_f": CAST_IN_GROUND,
            **sizes,
        }

    return PileRules(
        "EN 1992-1-1 6.1, 2.3.4.2, 2.4.2.5", "EN 1992-1-1 6.2", section, shear, numbers
    )


def rules_lrfd(material: PileMaterial, known: Known) -> PileRules:
    """AASHTO 5.6.4.5 and 5.7.3 on the full diameter, bars in a ring."""
    f_c, f_y = material.concrete.f_ck, material.f_sk

    def section(base: Foundation) -> tuple[ConcreteSection, Surface]:
        alike = (base.pile_diameter, base.pile_rebar_ratio, -1.0)
        if alike not in known:
            plain = _ring(base, material, base.pile_diameter, 1.0, 1.0)
            own = nominal_section(plain, f_c, f_y)
            known[alike] = (own, factored_surface(own, f_c))
        return known[alike]

    def sizes(base: Foundation, own: ConcreteSection) -> tuple[float, float, float, float]:
        """b_v, d_e [m], hoops across [m2/m] and bars in tension [m2]."""
        diameter = base.pile_diameter
        depth = diameter / 2 + 2 * bar_radius(base, material) / np.pi
        hoops = RING * base.pile_link_ratio * diameter
        return diameter, float(depth), float(hoops), 0.5 * float(np.sum(own.bar_area))

    def shear(base: Foundation, own: ConcreteSection, axial: float, m: float, v: float) -> float:
        width, depth, hoops, bars = sizes(base, own)
        found = general_shear(
            width, float(shear_depth(depth, width)), f_c, hoops, f_y, bars, m, v, -axial
        )  # fmt: skip
        return float(found.resistance)

    def numbers(base: Foundation, own: ConcreteSection) -> Mapping[str, float]:
        width, depth, hoops, bars = sizes(base, own)
        return {
            "f_c [Pa]": f_c, "f_y [Pa]": f_y, "b_v [m]": width, "d [m]": depth, "h [m]": width,
            "a_v [m]": hoops, "A_s [m2]": bars,
        }  # fmt: skip

    return PileRules("AASHTO 5.6.4.5", "AASHTO 5.7.3.3, 5.7.3.4.2", section, shear, numbers)
