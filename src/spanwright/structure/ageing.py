"""Modular ratios and shrinkage of the deck slab from climate, cement and ages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.creep import (
    creep_coefficient,
    creep_coefficient_mc2010,
    notional_size,
    shrinkage,
    shrinkage_mc2010,
)
from spanwright.codes.eurocode.resistance.effective_width import CREEP_MULTIPLIER, modular_ratio
from spanwright.datum.units import day
from spanwright.layout.types import Deck, Layout

CURED: Final = 1.0  # age when drying begins, and for shrinkage creep (EN 1994-2 5.4.2.2(4)) [days]


CreepLaw = Literal["EN 1992-1-1", "MC2010"]


@dataclass(frozen=True, slots=True)
class Climate:
    """What creep and shrinkage ask for.

    humidity : relative, 0 to 1;  law : of creep and of shrinkage
    loaded   : age under permanent loads;  life : age at the end  [s]
    """

    humidity: float = 0.70
    cement: Literal["S", "N", "R"] = "N"
    law: CreepLaw = "EN 1992-1-1"
    loaded: float = 28.0 * day
    life: float = 100.0 * 365.25 * day


@dataclass(frozen=True, slots=True)
class Ageing:
    """Results by stage: n, the creep coefficient behind it, and the final shrinkage strain."""

    modular_ratio: dict[str, float]
    creep: dict[str, float]
    shrinkage: float


def slab_size(deck: Deck) -> float:
    """Notional size 2 A_c / u of the slab, drying at top, soffit and edges but not where the
    girders' flanges cover it.  [m]"""
    width = abs(deck.slab.left - deck.slab.right)
    flanges = sum(
        float((g.top_width * (g.joints[1:] - g.joints[:-1])).sum() / (g.joints[-1] - g.joints[0]))
        for g in deck.girders
    )
    perimeter = 2 * (width + deck.slab.thickness) - flanges
    return float(notional_size(width * deck.slab.thickness, perimeter))


def age(layout: Layout, climate: Climate) -> Ageing:
    """Modular ratios of all stages (EN 1994-2 5.4.2.2) with the thickest slab's notional size.

    Either law's creep coefficient stands in n_L = n_0 (1 + psi_L phi) as it is.
    """
    slab = concrete(layout.concrete["slab"].name)
    size = max(slab_size(deck) for deck in layout.decks)
    end = climate.life / day

    def creep(loaded: float) -> float:
        law = creep_coefficient_mc2010 if climate.law == "MC2010" else creep_coefficient
        return float(law(end, loaded, slab.f_ck, climate.humidity, size, climate.cement))

    loaded = climate.loaded / day
    phi = {
        "steel": 0.0,
        "long term": creep(loaded),
        "shrinkage": creep(CURED),
        "imposed": creep(loaded),
        "short term": 0.0,
    }
    kind = {
        "long term": "permanent",
        "shrinkage": "shrinkage",
        "imposed": "imposed",
        "short term": "short",
    }
    ratio = {
        stage: float(
            modular_ratio(
                slab.E_cm, phi[stage], CREEP_MULTIPLIER[name], layout.structural_steel.modulus
            )
        )
        for stage, name in kind.items()
    }
    shortening = shrinkage_mc2010 if climate.law == "MC2010" else shrinkage
    strain = float(shortening(end, CURED, slab.f_ck, climate.humidity, size, climate.cement))
    return Ageing({"steel": 0.0, **ratio}, phi, strain)
