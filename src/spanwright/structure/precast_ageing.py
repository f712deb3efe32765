"""Moduli, creep and shrinkage of precast girders and of the slab cast on them later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from spanwright.codes.eurocode.materials.concrete import (
    Cement,
    Concrete,
    mean_strength,
    secant_modulus,
)
from spanwright.codes.eurocode.materials.creep import (
    creep_coefficient,
    creep_coefficient_mc2010,
    shrinkage,
    shrinkage_mc2010,
)

CURED: Final = 1.0  # age when drying begins [days]
GROWING: Final = 0.8  # ageing coefficient of stresses that grow with time (EN 1992-2 KK.7)


@dataclass(frozen=True, slots=True)
class PrecastAges:
    """Ages of the girder's concrete in days, on the maturity clock of 20 C.

    release : strands let go (heat curing counts as older, `creep.equivalent_age`)
    slab    : slab and diaphragms cast;  loaded : finishes;  end : of the design life
    """

    release: float = 3.0
    slab: float = 60.0
    loaded: float = 120.0
    end: float = 36_525.0


@dataclass(frozen=True, slots=True)
class PrecastAgeing:
    """Results, strains positive for shortening.

    ages : they hold for
    E_release, E_girder, E_slab : moduli [Pa]
    early    : phi(slab, release) of the girder;  whole : phi(end, release)
    late     : phi(end, slab), for the slab's weight;  loaded : phi(end, loaded)
    slab_loaded, slab_shrinking : phi of the slab's concrete from the finishes, from its curing
    shrinkage_early, shrinkage_late : of the girder until the slab is cast, and after
    shrinkage_slab : of the slab
    modulus  : stage -> effective modulus of the girder [Pa];  ratio : stage -> slab over girder
    """

    ages: PrecastAges
    E_release: float
    E_girder: float
    E_slab: float
    early: float
    whole: float
    late: float
    loaded: float
    slab_loaded: float
    slab_shrinking: float
    shrinkage_early: float
    shrinkage_late: float
    shrinkage_slab: float
    modulus: dict[str, float]
    ratio: dict[str, float]


def age_precast(
    girder: Concrete,
    slab: Concrete,
    f_ck_release: float,
    ages: PrecastAges,
    humidity: float,
    girder_size: float,
    slab_size: float,
    *,
    girder_cement: Cement = "R",
    slab_cement: Cement = "N",
    law: Literal["EN 1992-1-1", "MC2010"] = "EN 1992-1-1",
) -> PrecastAgeing:
    """Creep and shrinkage of both concretes with one law.

    girder_size, slab_size : notional sizes h_0 [m];  E at release from f_cm(t) (EN 1992-1-1 3.1.3)
    """
    creep = creep_coefficient_mc2010 if law == "MC2010" else creep_coefficient
    shorten = shrinkage_mc2010 if law == "MC2010" else shrinkage

    def phi_girder(to: float, start: float) -> float:
        return float(creep(to, start, girder.f_ck, humidity, girder_size, girder_cement))

    def phi_slab(start: float) -> float:
        to = ages.end - ages.slab
        return float(creep(to, start, slab.f_ck, humidity, slab_size, slab_cement))

    def girder_shrinkage(to: float) -> float:
        return float(shorten(to, CURED, girder.f_ck, humidity, girder_size, girder_cement))

    late, loaded = phi_girder(ages.end, ages.slab), phi_girder(ages.end, ages.loaded)
    slab_loaded, slab_shrinking = phi_slab(ages.loaded - ages.slab), phi_slab(CURED)
    growth = (float(mean_strength(f_ck_release)) / girder.f_cm) ** 0.3
    E_girder, E_slab = float(secant_modulus(girder.f_ck)), float(secant_modulus(slab.f_ck))
    of_girder = {
        "steel": E_girder,
        "long term": E_girder / (1.0 + loaded),
        "shrinkage": E_girder / (1.0 + GROWING * late),
        "imposed": E_girder / (1.0 + GROWING * loaded),
        "short term": E_girder,
    }
    of_slab = {
        "long term": E_slab / (1.0 + slab_loaded),
        "shrinkage": E_slab / (1.0 + GROWING * slab_shrinking),
        "imposed": E_slab / (1.0 + GROWING * slab_loaded),
        "short term": E_slab,
    }
    before = girder_shrinkage(ages.slab)
    after_cast = ages.end - ages.slab
    return PrecastAgeing(
        ages=ages,
        E_release=E_girder * growth,
        E_girder=E_girder,
        E_slab=E_slab,
        early=phi_girder(ages.slab, ages.release),
        whole=phi_girder(ages.end, ages.release),
        late=late,
        loaded=loaded,
        slab_loaded=slab_loaded,
        slab_shrinking=slab_shrinking,
        shrinkage_early=before,
        shrinkage_late=girder_shrinkage(ages.end) - before,
        shrinkage_slab=float(
            shorten(after_cast, CURED, slab.f_ck, humidity, slab_size, slab_cement)
        ),
        modulus=of_girder,
        ratio={"steel": 0.0, **{k: of_slab[k] / of_girder[k] for k in of_slab}},
    )
