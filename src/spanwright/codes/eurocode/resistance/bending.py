"""Bending resistance of composite girders: plastic, strain-limited, elastic by stages."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance.classification import (
    Classes,
    classify,
    effective_flange_width,
    epsilon,
)
from spanwright.codes.eurocode.resistance.plastic import (
    DesignStrengths,
    PlasticMoment,
    plastic_moment,
)
from spanwright.codes.eurocode.resistance.section import (
    BARS,
    BOTTOM,
    SLAB_SOFFIT,
    SLAB_TOP,
    TOP,
    WEB_BOTTOM,
    WEB_TOP,
    SlabSection,
    SteelSection,
)
from spanwright.datum.arrays import Array, Bools, Ints, freeze


@dataclass(frozen=True, slots=True, eq=False)
class ClassedMoment:
    """Plastic resistance with the class that allows it, n sections under one sign of bending.

    classes    : of flange, web and section, from the plastic axis of the whole web
    effective  : plates with the effective width of a class 4 flange
    whole      : M_pl of effective flanges and the whole web: the M_pl,Rd of the interaction with
                 shear, whatever the class
    resistance : (n,) M_pl,Rd of class 1 and 2, an idle strip of web left out where a class 3 web
                 counts as class 2; nan in class 3 and 4, which are elastic              [N m]
    flanges    : (n,) M_f,Rd of effective flanges and slab (or bars) alone              [N m]
    depth_factor : (n,) x_pl/h of what ``resistance`` is                                [-]
    """

    classes: Classes
    effective: SteelSection
    whole: PlasticMoment
    resistance: Array
    flanges: Array
    depth_factor: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1994-2:2005", "5.5.2, 6.2.1.2", tag="remembered")
def classed_moment(
    steel: SteelSection,
    slab: SlabSection | None,
    strength: DesignStrengths,
    *,
    sagging: bool,
    flange_yield: Array,
    web_yield: Array,
    psi: Array,
    flange_held: Bools | bool = False,
    hole_in_web: bool = True,
) -> ClassedMoment:
    """Class and plastic resistance of composite sections under bending of one sign.

    flange_yield : (n,) of the flange that is compressed;  web_yield : (n,)             [Pa]
    psi          : (n,) elastic stress ratio of the web under the staged stresses
    flange_held  : (n,) the compressed flange is held by studs
    hole_in_web  : allow a class 3 web to count as class 2
    """
    effective = _effective_flange(steel, flange_yield, sagging=sagging, held=flange_held)
    whole = plastic_moment(effective, slab, strength, sagging=sagging)
    classes = classify(
        steel,
        flange_yield=flange_yield,
        web_yield=web_yield,
        alpha=whole.web_share,
        psi=psi,
        sagging=sagging,
        flange_held=flange_held,
        hole_in_web=hole_in_web,
    )
    keep = 20.0 * steel.web_thickness * epsilon(web_yield)
    part = plastic_moment(effective, slab, strength, sagging=sagging, web_limit=keep)
    no_web = replace(strength, web=np.zeros_like(strength.web))
    flanges = plastic_moment(effective, slab, no_web, sagging=sagging).resistance
    hole = classes.hole_in_web > 0
    resistance = np.where(hole, part.resistance, whole.resistance)
    return ClassedMoment(
        classes=classes,
        effective=effective,
        whole=whole,
        resistance=np.where(classes.section <= 2, resistance, np.nan),
        flanges=flanges,
        depth_factor=np.where(hole, part.depth_factor, whole.depth_factor),
    )


def _effective_flange(
    steel: SteelSection, flange_yield: Array, *, sagging: bool, held: Bools | bool
) -> SteelSection:
    """Plates with the compressed flange at its effective width; whole where studs hold it."""
    width = steel.top_width if sagging else steel.bottom_width
    thickness = steel.top_thickness if sagging else steel.bottom_thickness
    part = effective_flange_width(width, thickness, steel.web_thickness, epsilon(flange_yield))
    part = np.where(held, width, part)
    return replace(steel, top_width=part) if sagging else replace(steel, bottom_width=part)


@clause("EN 1994-2:2005", "6.2.1.2(2)", "Figure 6.2", tag="remembered")
def ductility_factor(depth_factor: Array, yield_strength: Array) -> Array:
    """Factor beta on M_pl,Rd of S420 and S460 sections with a deep neutral axis.

    depth_factor   : (n,) x_pl/h                                                       [-]
    yield_strength : (n,) nominal f_y of the steel [Pa]; up to S355 the factor is 1
    returns        : (n,) 1.0 to x_pl/h = 0.15, 0.85 at 0.40; nan above (not covered by the rule)
    """
    x = np.asarray(depth_factor, dtype=float)
    beta = np.interp(x, [0.15, 0.40], [1.0, 0.85])
    beta = np.where(x > 0.40, np.nan, beta)
    return np.where(np.asarray(yield_strength) > 360e6, beta, 1.0)


@clause("EN 1994-2:2005", "6.2.1.3(2)", tag="remembered")
def sagging_factor(support_class: Ints, span_ratio: Array) -> Array:
    """0.9 where a neighbouring inner support is class 3 or 4 and its spans differ much, else 1.

    support_class : (n,) worst class of the neighbouring inner supports (0: none)
    span_ratio    : (n,) shorter over longer span there                                [-]
    """
    weak = (np.asarray(support_class) >= 3) & (np.asarray(span_ratio) < 0.6)
    return np.where(weak, 0.9, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class StressLimits:
    """Limits of the stress at FIBRES in tension and compression.  (7, n) each [Pa]

    inf where nothing limits (concrete in tension, bars in compression).
    """

    tension: Array
    compression: Array

    def __post_init__(self) -> None:
        freeze(self)


def stress_limits(
    n: int,
    *,
    bottom: Array | float,
    web: Array | float,
    top: Array | float,
    concrete: Array | float = np.inf,
    bars: Array | float = np.inf,
) -> StressLimits:
    """Limits at FIBRES from design strengths of the plates, concrete (compression) and bars
    (tension); scalars or (n,) [Pa]."""
    tension = np.full((7, n), np.inf)
    compression = np.full((7, n), np.inf)
    for fibre, limit in ((BOTTOM, bottom), (WEB_BOTTOM, web), (WEB_TOP, web), (TOP, top)):
        tension[fibre] = compression[fibre] = limit
    compression[SLAB_SOFFIT] = compression[SLAB_TOP] = concrete
    tension[BARS] = bars
    return StressLimits(tension, compression)


@dataclass(frozen=True, slots=True, eq=False)
class StressUse:
    """Utilisation of stresses: worst over the fibres, and each fibre's own.

    utilisation : (..., n);  fibre : (..., n) index into FIBRES;  each : (7, ..., n)
    """

    utilisation: Array
    fibre: Ints
    each: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1994-2:2005", "6.2.1.5", tag="remembered")
def stress_utilisation(stress: Array, limits: StressLimits) -> StressUse:
    """Staged stresses over their limits.  stress : (7, ..., n) [Pa]"""
    shape = (7,) + (1,) * (stress.ndim - 2) + (stress.shape[-1],)
    each = np.where(
        stress >= 0,
        stress / limits.tension.reshape(shape),
        -stress / limits.compression.reshape(shape),
    )
    return StressUse(
        utilisation=np.max(each, axis=0), fibre=np.argmax(each, axis=0).astype(np.int64), each=each
    )


@dataclass(frozen=True, slots=True, eq=False)
class ElasticMoment:
    """M_el,Rd = M_a,Ed + k M_c,Ed.

    resistance : (n,) [N m];  factor : (n,) k, inf where the composite part never reaches a limit
    fibre      : (n,) fibre that reaches its limit first
    """

    resistance: Array
    factor: Array
    fibre: Ints

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1994-2:2005", "6.2.1.4(6)", "(6.4)", tag="remembered")
def elastic_moment(
    steel_moment: Array,
    composite_moment: Array,
    steel_stress: Array,
    composite_stress: Array,
    limits: StressLimits,
) -> ElasticMoment:
    """Elastic resistance with the history of loading.

    steel_moment, composite_moment : (n,) M_a,Ed and M_c,Ed of the stages              [N m]
    steel_stress, composite_stress : (7, n) stresses they cause at FIBRES              [Pa]

    k is the smallest factor on the composite stresses at which a fibre reaches its limit; where
    the steel's own stresses already exceed a limit, k is negative and says so.
    Check: D3's cracked section alone, f_y 345, bars 434.8: 37,751.3 kNm at the bars.
    """
    moving = np.abs(composite_stress) > 1e-12 * (1.0 + np.max(np.abs(composite_stress), axis=0))
    bound = np.where(composite_stress > 0, limits.tension, -limits.compression)
    room = np.where(
        moving, (bound - steel_stress) / np.where(moving, composite_stress, 1.0), np.inf
    )
    factor = np.min(room, axis=0)
    free = ~np.isfinite(factor)
    total = steel_moment + np.where(free, 0.0, factor) * composite_moment
    return ElasticMoment(
        resistance=np.where(free, np.inf, total),
        factor=factor,
        fibre=np.argmin(room, axis=0).astype(np.int64),
    )
