"""Flexure of composite I-girders: strength in sagging and hogging, service, constructability.

Permanent loads on the hardened deck act on the section of 3 n, traffic on that of n (AASHTO
6.10.1.1.1b); lateral bending of the flanges (f_l) is that of a straight bridge, none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.aashto.appendix import appendix_state
from spanwright.checks.lateral import panels_of
from spanwright.checks.series import girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.aashto.resistance.flexure import (
    Edition,
    compact_moment,
    ductility,
    first_yield,
    hybrid_factor,
    is_compact_in_sagging,
    lateral_buckling,
    load_shedding_factor,
    local_buckling,
    moment_gradient,
    web_bend_buckling,
    yield_moment,
)
from spanwright.codes.eurocode.resistance.bending import stress_limits
from spanwright.codes.eurocode.resistance.plastic import design_strengths, plastic_moment
from spanwright.codes.eurocode.resistance.section import (
    BARS,
    BOTTOM,
    TOP,
    WEB_BOTTOM,
    WEB_TOP,
)
from spanwright.datum.arrays import Array, Bools, freeze
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders, staged_stress

LONG_TERM = 3.0  # n of permanent loads, 6.10.1.1.1b
SERVICE = 0.95  # of R_h F_yf, 6.10.4.2.2


def lrfd_girders(girders: Girders) -> Girders:
    """The same sections with n for traffic and 3 n for every lasting action."""
    short = girders.modular["short term"]
    ratio = {stage: n if n == 0.0 else LONG_TERM * short for stage, n in girders.modular.items()}
    return replace(girders, modular=ratio | {"short term": short})


@dataclass(frozen=True, slots=True, eq=False)
class Flanges:
    """One sign of bending at n sections: what is compressed, and how it buckles.

    stress : (7, n) staged [Pa];  depth : D_c [m]
    area, width, thickness, strength : of the compressed flange;  other : F_y of the stretched one
    R_b, R_h : [-]
    """

    stress: Array
    depth: Array
    area: Array
    width: Array
    thickness: Array
    strength: Array
    other: Array
    R_b: Array
    R_h: Array

    def __post_init__(self) -> None:
        freeze(self)


def flanges_of(
    girders: Girders, stress: Array, *, hogging: bool, edition: Edition = "9th"
) -> Flanges:
    """Compressed flange and its factors under staged stresses (7, n)."""
    steel = girders.steel
    low, high = stress[WEB_BOTTOM], stress[WEB_TOP]
    edge, far = (low, high) if hogging else (high, low)
    share = np.clip(-edge / np.where(far - edge == 0, 1.0, far - edge), 0.0, 1.0)
    depth = np.where(edge < 0, share, 0.0) * steel.web_height
    width = steel.bottom_width if hogging else steel.top_width
    thickness = steel.bottom_thickness if hogging else steel.top_thickness
    strength, other = (
        (girders.yield_bottom, girders.yield_top)
        if hogging
        else (girders.yield_top, girders.yield_bottom)
    )
    area = width * thickness
    tension = steel.area - steel.web_area - area
    R_h = np.minimum(
        hybrid_factor(girders.yield_web, strength, 2 * depth * steel.web_thickness, area),
        hybrid_factor(
            girders.yield_web, other, 2 * (steel.web_height - depth) * steel.web_thickness, tension
        ),
    )
    R_b = load_shedding_factor(depth, steel.web_thickness, area, strength, edition)
    return Flanges(stress, depth, area, width, thickness, strength, other, R_b, R_h)


def flange_resistance(
    girders: Girders, flanges: Flanges, length: Array, C_b: Array, edition: Edition = "9th"
) -> Array:
    """F_nc: local or lateral buckling of the compressed flange.  (n,) [Pa]"""
    first = first_yield(flanges.strength, girders.yield_web, edition)
    local = local_buckling(
        flanges.width, flanges.thickness, flanges.strength, first, flanges.R_b, flanges.R_h
    )
    lateral = lateral_buckling(
        length, flanges.depth, girders.steel.web_thickness, flanges.width, flanges.thickness,
        flanges.strength, first, C_b, flanges.R_b, flanges.R_h, edition,
    ).resistance  # fmt: skip
    return np.asarray(np.minimum(local, lateral))


def gradient_along(girders: Girders, decks: Sequence[Deck], moment: Array) -> tuple[Array, Array]:
    """Unbraced length of each section's panel and its C_b from the hogging moments.  (n,), (n,)"""
    panel = panels_of(girders.table, decks, moment)
    middle = 0.5 * (panel.smaller + panel.larger)  # straight between the ends: never too high
    return panel.end - panel.start, moment_gradient(panel.smaller, middle, panel.larger)


@dataclass(frozen=True, slots=True, eq=False)
class Strength:
    """Strength of n sections under t targets, each (t, n).

    moment, resistance [N m];  utilisation;  compact : the sagging section reaches beyond yielding
    """

    moment: Array
    resistance: Array
    utilisation: Array
    compact: Bools

    def __post_init__(self) -> None:
        freeze(self)


def strength_of(
    girders: Girders, demands: Demands, decks: Sequence[Deck], edition: Edition = "9th"
) -> Strength:
    """Sagging by 6.10.7 (compact or not), hogging by 6.10.8, for every target."""
    rows = []
    for moment in demands.moment:
        hogs = moment[1:].sum(axis=0) < 0
        sag = _sagging(girders, moment, decks, edition)
        hog = _hogging(girders, moment, decks, edition)
        total = np.abs(moment.sum(axis=0))
        use = np.where(hogs, hog, sag[0])
        rows.append((total, total / np.maximum(use, 1e-12), use, sag[1] & ~hogs))
    return Strength(*(np.stack(column) for column in zip(*rows, strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class Sagging:
    """Composite sections in sagging, each (n,).

    stress : (7, n) staged [Pa];  flanges : top one compressed
    plastic, first : M_p, M_y [N m];  axis, depth : D_p, D_t;  plastic_web : D_cp [m]
    compact : may reach beyond yielding
    """

    stress: Array
    flanges: Flanges
    plastic: Array
    first: Array
    axis: Array
    depth: Array
    plastic_web: Array
    compact: Bools

    def __post_init__(self) -> None:
        freeze(self)


def sagging_state(girders: Girders, moment: Array, edition: Edition) -> Sagging:
    """Plastic and first-yield moments under one target.  moment (s, n)"""
    steel, slab = girders.steel, girders.slab
    f_c = girders.materials.concrete.f_ck
    strength = design_strengths(
        girders.yield_top, girders.yield_web, girders.yield_bottom, f_c, gamma_C=1.0
    )
    plastic = plastic_moment(steel, slab, strength, sagging=True)
    depth = steel.depth + slab.haunch + slab.thickness
    stress = staged_stress(girders, moment, hogging=False, shrinkage=0.0)
    limits = stress_limits(
        girders.count, bottom=girders.yield_bottom, web=np.inf, top=girders.yield_top
    )
    added = girders.section("short term").moment_stress
    first = yield_moment(moment.sum(axis=0), stress, added, limits, hogging=False)
    plastic_web = plastic.web_share * steel.web_height
    compact = is_compact_in_sagging(
        np.maximum(girders.yield_top, girders.yield_bottom), steel.web_height,
        steel.web_thickness, plastic_web, girders.yield_top,
    )  # fmt: skip
    return Sagging(
        stress, flanges_of(girders, stress, hogging=False, edition=edition), plastic.resistance,
        first, plastic.depth_factor * depth, depth, plastic_web, compact,
    )  # fmt: skip


def is_continuous(girders: Girders, decks: Sequence[Deck]) -> Bools:
    """Sections of decks over more than one span.  (n,)"""
    return np.isin(girders.table.deck, [k for k, d in enumerate(decks) if len(d.supports) > 2])


def _sagging(
    girders: Girders, moment: Array, decks: Sequence[Deck], edition: Edition
) -> tuple[Array, Bools]:
    """Utilisation in sagging and whether the section is compact.  (n,), (n,)"""
    state = sagging_state(girders, moment, edition)
    flanges, stress = state.flanges, state.stress
    own = (state.plastic, state.first, state.axis, state.depth, flanges.R_h)
    is_bound = is_continuous(girders, decks) & (moment[1:].sum(axis=0) > 0)
    nominal = np.where(is_bound, compact_moment(*own), compact_moment(*own, continuous=False))
    compressed = -np.minimum(stress[TOP], 0.0) / (flanges.R_b * flanges.R_h * flanges.strength)
    stretched = np.maximum(stress[BOTTOM], 0.0) / (flanges.R_h * flanges.other)
    elastic = np.maximum(compressed, stretched)
    use = np.where(state.compact, np.abs(moment.sum(axis=0)) / nominal, elastic)
    return np.maximum(use, ductility(state.axis, state.depth)), state.compact


def _hogging(girders: Girders, moment: Array, decks: Sequence[Deck], edition: Edition) -> Array:
    """Utilisation in hogging: the compressed flange's buckling, yielding of flange and bars; by
    appendix A6 where that may be used and is kinder."""
    stress = staged_stress(girders, moment, hogging=True)
    flanges = flanges_of(girders, stress, hogging=True, edition=edition)
    length, C_b = gradient_along(girders, decks, moment.sum(axis=0))
    compressed = -np.minimum(stress[BOTTOM], 0.0)
    buckling = compressed / flange_resistance(girders, flanges, length, C_b, edition)
    flange = np.maximum(stress[TOP], 0.0) / (flanges.R_h * flanges.other)
    bars = np.maximum(stress[BARS], 0.0) / girders.materials.f_sk
    stressed = np.maximum.reduce([buckling, flange, bars])
    plastic = appendix_state(girders, moment, flanges.depth, length, C_b, flanges.R_h)
    return np.asarray(np.minimum(stressed, plastic.use))


def strength_series(
    girders: Girders, demands: Demands, strength: Strength, decks: Sequence[Deck]
) -> CheckSeries:
    """Flexure at the strength limit state."""
    target = worst_of(strength.utilisation)
    return girder_series(
        "flexure",
        "AASHTO 6.10.7, 6.10.8, A6",
        "read",
        "N m",
        girders.table,
        tuple(deck.name for deck in decks),
        demands,
        target,
        demand=pick(strength.moment, target),
        resistance=pick(strength.resistance, target),
        utilisation=pick(strength.utilisation, target),
        details={"compact": pick(strength.compact, target)},
    )


def service_series(
    girders: Girders, demands: Demands, decks: Sequence[Deck], edition: Edition = "9th"
) -> CheckSeries:
    """Permanent deformation under Service II: flanges, and webs in hogging (6.10.4.2.2)."""
    uses = []
    for moment in demands.moment:
        hogs = moment[1:].sum(axis=0) < 0
        both = []
        for hogging in (False, True):
            stress = staged_stress(girders, moment, hogging=hogging, shrinkage=0.0)
            flanges = flanges_of(girders, stress, hogging=hogging, edition=edition)
            limit = SERVICE * flanges.R_h
            top = np.abs(stress[TOP]) / (limit * girders.yield_top)
            bottom = np.abs(stress[BOTTOM]) / (limit * girders.yield_bottom)
            use = np.maximum(top, bottom)
            if hogging:
                web = -np.minimum(stress[WEB_BOTTOM], 0.0)
                use = np.maximum(use, web / _web_limit(girders, flanges))
            both.append(use)
        uses.append(np.where(hogs, both[1], both[0]))
    return _of_moments(
        "permanent deformation", "AASHTO 6.10.4.2", girders, demands, decks, np.stack(uses)
    )


def _web_limit(girders: Girders, flanges: Flanges) -> Array:
    steel = girders.steel
    return web_bend_buckling(
        steel.web_height, steel.web_thickness, flanges.depth, flanges.strength, girders.yield_web,
        flanges.R_h,
    )  # fmt: skip


def construction_series(
    girders: Girders, demands: Demands, decks: Sequence[Deck], edition: Edition = "9th"
) -> CheckSeries:
    """The bare girder under the wet slab: yielding, buckling of the flange and of the web
    (6.10.3.2), C_b = 1."""
    uses = []
    for staged in demands.moment:
        moment = staged[0]
        stress = girders.section("steel").moment_stress * moment
        both = []
        for hogging in (False, True):
            flanges = flanges_of(girders, stress, hogging=hogging, edition=edition)
            compressed = -np.minimum(stress[BOTTOM if hogging else TOP], 0.0)
            stretched = np.maximum(stress[TOP if hogging else BOTTOM], 0.0)
            nominal = flange_resistance(
                girders, flanges, girders.table.restraint_spacing, np.ones(girders.count), edition
            )
            web = -np.minimum(stress[WEB_BOTTOM if hogging else WEB_TOP], 0.0)
            both.append(
                np.maximum.reduce(
                    [
                        compressed / (flanges.R_h * flanges.strength),
                        compressed / nominal,
                        web / _web_limit(girders, flanges),
                        stretched / (flanges.R_h * flanges.other),
                    ]
                )
            )
        uses.append(np.where(moment < 0, both[1], both[0]))
    return _of_moments(
        "constructability", "AASHTO 6.10.3.2", girders, demands, decks, np.stack(uses)
    )


def _of_moments(
    name: str, clause: str, girders: Girders, demands: Demands, decks: Sequence[Deck], use: Array
) -> CheckSeries:
    """A series whose resistance is the moment over its utilisation.  use (t, n)"""
    target = worst_of(use)
    moment = np.abs(pick(demands.moment.sum(axis=1), target))
    picked = pick(use, target)
    return girder_series(
        name,
        clause,
        "read",
        "N m",
        girders.table,
        tuple(deck.name for deck in decks),
        demands,
        target,
        demand=moment,
        resistance=moment / np.maximum(picked, 1e-12),
        utilisation=picked,
    )
