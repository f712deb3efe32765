"""From the effects of a run to the checks of piers, crossheads, caps, abutments and piles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands, PlaceTraffic
from spanwright.analysis.responses import (
    CROSSHEAD_FORCES,
    FOUNDATION_FORCES,
    SHAFT_FORCES,
    CrossheadSection,
    crosshead_sections,
)
from spanwright.analysis.static import Static, crosshead_members
from spanwright.analysis.traffic import DeckTraffic, lm1
from spanwright.checks.aashto.caps import lrfd_cap_series
from spanwright.checks.aashto.crossheads import lrfd_crosshead_cracks, lrfd_crosshead_series
from spanwright.checks.aashto.shafts import (
    lrfd_shaft_series,
    lrfd_shaft_service,
    lrfd_shafts_of,
)
from spanwright.checks.aashto.walls import lrfd_abutment_series
from spanwright.checks.abutments import AbutmentLoad, abutment_series
from spanwright.checks.caps import Cap, cap_series, half_sizes
from spanwright.checks.crossheads import beams_of, crosshead_cracks, crosshead_series
from spanwright.checks.footings import contact_series
from spanwright.checks.lateral_piles import deflection_series, lateral_series
from spanwright.checks.pile_group import group_series, settlement_series
from spanwright.checks.pile_sections import rules_en, rules_lrfd
from spanwright.checks.piles import pile_series
from spanwright.checks.shaft_bending import shaft_series
from spanwright.checks.shaft_service import shaft_service_series
from spanwright.checks.shafts import Known, ShaftMaterial, shafts_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.steel import bar_yield_strength
from spanwright.codes.situations import needs
from spanwright.datum.arrays import Array, Ints
from spanwright.engine.model import FORCE
from spanwright.layout.bars import Reinforcement
from spanwright.layout.quantities import shaft_area
from spanwright.layout.types import Abutment, Layout, Pier
from spanwright.pipeline.abutments import abutment_loads, permanent_forces, with_weight
from spanwright.pipeline.basis import accidental, crack_width_of, factors_of
from spanwright.pipeline.checked import at_supports, support_demands
from spanwright.pipeline.footings import footing_series
from spanwright.pipeline.lateral import ground_demands, in_axes, pile_material
from spanwright.project.reader import Reading
from spanwright.project.site import below_scour
from spanwright.structure.girders import Factors
from spanwright.structure.types import Structure

# What its series are called after, the situations that are taken together.
SITUATIONS: Final = (
    ("", ("ULS persistent",)),
    (", accidental", ("ULS accidental",)),
    (", earthquake", ("ULS seismic",)),
)
STATES: Final = (
    ("", ("Strength I", "Strength III", "Strength IV", "Strength V")),
    (", extreme event II", ("Extreme Event II",)),
    (", extreme event I", ("Extreme Event I",)),
)
CHARACTERISTIC: Final = "SLS characteristic"


def support_checks(
    reading: Reading,
    layout: Layout,
    bars: Reinforcement,
    structure: Structure,
    static: Static,
    decks: Sequence[DeckTraffic],
    parameters: Parameters,
    settlements: Mapping[str, float],
) -> tuple[CheckSeries, ...]:
    """Every check below the bearings, in every situation that the actions make possible.

    settlements : support -> how far the model lets it sink alone [m]
    """
    material, codes = reading.brief.materials, reading.brief.codes
    f_sk = bar_yield_strength(material.rebar)
    width = crack_width_of(reading, parameters)
    pier = ShaftMaterial(concrete(material.pier), f_sk, width)
    cap = ShaftMaterial(concrete(material.cap), f_sk, width)
    run = _Run(reading, layout, structure, static, decks, parameters)
    factors, present = factors_of(parameters), {case.kind for case in static.cases}
    is_lrfd = reading.brief.codes.basis == "AASHTO"
    series: list[CheckSeries] = []
    for suffix, situations in STATES if is_lrfd else SITUATIONS:
        if needs(situations[0]) and not needs(situations[0]) & present:
            continue
        is_accident = "ULS accidental" in situations
        own = accidental(factors, parameters) if is_accident else factors
        found = (
            *_shafts(run, bars, pier, own, situations),
            *_crossheads(run, bars, pier, own, situations),
            *_foundations(run, bars, cap, own, situations),
        )
        series += [replace(one, name=f"{one.name}{suffix}") for one in found]
    service = "Service I" if is_lrfd else CHARACTERISTIC
    lasting = "Service I without live load" if is_lrfd else "SLS quasi-permanent"
    series += _in_the_ground(run, bars, service, lasting, settlements)
    cracking = service if is_lrfd else f"SLS {codes.crack_combination}"
    return (
        *series,
        *_in_service(run, bars, pier, factors, cracking),
        *_abutments(run, bars, cap, factors),
    )


def name_of(situations: Sequence[str]) -> str:
    """What several limit states are called together."""
    return situations[0] if len(situations) == 1 else "Strength I to V"


class _Run:
    """What every part needs of a run."""

    def __init__(
        self,
        reading: Reading,
        layout: Layout,
        structure: Structure,
        static: Static,
        decks: Sequence[DeckTraffic],
        parameters: Parameters,
    ) -> None:
        self.reading, self.layout, self.structure = reading, layout, structure
        self.static, self.decks, self.parameters = static, decks, parameters
        self.piers = {pier.name: pier for pier in layout.piers}
        self.model = lm1(parameters)
        self.known: Known = {}
        self.is_lrfd = reading.brief.codes.basis == "AASHTO"
        self._traffic: dict[str, list[list[PlaceTraffic]]] = {}

    def traffic(self, table: str) -> list[list[PlaceTraffic]]:
        """All traffic at one table of responses, found once for every situation."""
        if table not in self._traffic:
            rows = [getattr(deck.responses, table) for deck in self.decks]
            self._traffic[table] = at_supports(self.decks, rows)
        return self._traffic[table]


def _at_feet(run: _Run, situations: tuple[str, ...]) -> PlaceDemands:
    """Governing section forces at the feet of all shafts."""
    columns = [FORCE.index(name) for name in SHAFT_FORCES]
    rows = [deck.responses.shafts for deck in run.decks]
    return _governing(run, run.static.column_foot[:, :, columns], rows, "shaft", situations)


def _governing(
    run: _Run, effect: Array, rows: Sequence[Ints], table: str, situations: tuple[str, ...]
) -> PlaceDemands:
    """Worst of some situations.  effect : (case, place, component);  table : of the responses"""
    traffic = run.traffic(table)
    return support_demands(
        run.static, effect, rows, traffic, situations, run.parameters, name=name_of(situations)
    )


def _shafts(
    run: _Run,
    bars: Reinforcement,
    material: ShaftMaterial,
    factors: Factors,
    situations: tuple[str, ...],
) -> tuple[CheckSeries, ...]:
    columns = run.structure.columns
    if not columns:
        return ()
    demands = _at_feet(run, situations)
    if run.is_lrfd:
        own = lrfd_shafts_of(run.piers, columns, bars.piers, material, run.known)
        return lrfd_shaft_series(own, columns, demands, material)
    shafts = shafts_of(run.piers, columns, bars.piers, material, factors, run.known)
    return shaft_series(shafts, columns, run.structure.groups, demands, material)


def _in_service(
    run: _Run, bars: Reinforcement, material: ShaftMaterial, factors: Factors, cracking: str
) -> tuple[CheckSeries, ...]:
    """Stresses and cracks of shafts and crossheads."""
    columns = run.structure.columns
    sections = crosshead_sections(run.layout, run.structure)
    series: list[CheckSeries] = []
    if columns and run.is_lrfd:
        own = lrfd_shafts_of(run.piers, columns, bars.piers, material, run.known)
        series.append(lrfd_shaft_service(own, columns, _at_feet(run, (cracking,)), material))
    elif columns:
        shafts = shafts_of(run.piers, columns, bars.piers, material, factors, run.known)
        demands = _at_feet(run, (CHARACTERISTIC,)), _at_feet(run, (cracking,))
        series += shaft_service_series(shafts, columns, *demands, material)
    if sections:
        beams = beams_of(sections, run.piers, bars.piers)
        found = _at_crossheads(run, sections, (cracking,))
        rule = lrfd_crosshead_cracks if run.is_lrfd else crosshead_cracks
        series.append(rule(sections, beams, found, _stations(run, sections), material))
    return tuple(series)


def _stations(run: _Run, sections: Sequence[CrossheadSection]) -> Array:
    return np.array([run.piers[section.pier].station for section in sections])


def _at_crossheads(
    run: _Run, sections: Sequence[CrossheadSection], situations: tuple[str, ...]
) -> PlaceDemands:
    """Governing moments and shear on both sides of every shaft."""
    row = {int(member): i for i, member in enumerate(crosshead_members(run.structure))}
    columns = [FORCE.index(name) for name in CROSSHEAD_FORCES]
    effect = np.stack(
        [run.static.crosshead[:, row[s.member], s.side][:, columns] for s in sections], axis=1
    )
    rows = [deck.responses.crossheads for deck in run.decks]
    return _governing(run, effect, rows, "crosshead", situations)


def _crossheads(
    run: _Run,
    bars: Reinforcement,
    material: ShaftMaterial,
    factors: Factors,
    situations: tuple[str, ...],
) -> tuple[CheckSeries, ...]:
    sections = crosshead_sections(run.layout, run.structure)
    if not sections:
        return ()
    beams = beams_of(sections, run.piers, bars.piers)
    demands = _at_crossheads(run, sections, situations)
    if run.is_lrfd:
        return lrfd_crosshead_series(sections, beams, demands, _stations(run, sections), material)
    return crosshead_series(sections, beams, demands, _stations(run, sections), material, factors)


def _foundations(
    run: _Run,
    bars: Reinforcement,
    material: ShaftMaterial,
    factors: Factors,
    situations: tuple[str, ...],
) -> tuple[CheckSeries, ...]:
    """Piles and caps of piers and abutments."""
    supports: dict[str, Pier | Abutment] = dict(run.piers)
    supports |= {one.name: one for one in run.layout.abutments}
    names = [name for name in run.structure.foundation_spring if name in supports]
    forces = list(FOUNDATION_FORCES)
    effect = np.stack([run.static.foundation[n][:, forces] for n in names], axis=1)
    order = {name: i for i, name in enumerate(names)}
    places = [
        np.array([order[n] for n in deck.responses.supports], dtype=np.int64) for deck in run.decks
    ]
    demands = support_demands(
        run.static,
        effect,
        places,
        run.traffic("foundation"),
        situations,
        run.parameters,
        name=name_of(situations),
    )
    loads = _fills(run, bars)
    piled, flat = _by_foundation([supports[name] for name in names])
    groups, layers = run.structure.groups, run.reading.brief.site.strata()
    below = {name: below_scour(layers, supports[name].scour) for name in names}
    whole = _all_forces(run, names, situations)
    found: tuple[CheckSeries, ...] = ()
    if flat:
        here = [supports[names[i]] for i in flat]
        found = footing_series(
            here, run.layout, bars, below, whole.at(flat), loads, material, factors,
            run.parameters, is_lrfd=run.is_lrfd,
        )  # fmt: skip
    if not piled:
        return found
    chosen = [supports[names[i]] for i in piled]
    demands = with_weight(demands, loads, order, run.layout.length).at(piled)
    caps, piles = [_cap(one, bars) for one in chosen], pile_material(run.reading.brief)
    heavy = in_axes(with_weight(whole, loads, order, run.layout.length).at(piled))
    if run.is_lrfd:
        return (
            pile_series(chosen, groups, layers, demands, "LRFD", run.parameters),
            *group_series(chosen, groups, below, demands, "LRFD", run.parameters),
            *lateral_series(chosen, groups, below, heavy, piles, rules_lrfd(piles, run.known)),
            *lrfd_cap_series(caps, groups, demands, material.concrete.f_ck, material.f_sk),
            *found,
        )
    return (
        pile_series(chosen, groups, layers, demands, parameters=run.parameters),
        *group_series(chosen, groups, below, demands, "DA2", run.parameters),
        *lateral_series(chosen, groups, below, heavy, piles, rules_en(piles, factors, run.known)),
        *cap_series(caps, groups, demands, material.concrete, material.f_sk, factors),
        *found,
    )


def _by_foundation(supports: Sequence[Pier | Abutment]) -> tuple[list[int], list[int]]:
    """Rows of the supports on piles, and of those on footings."""
    rows = range(len(supports))
    flat = [i for i in rows if supports[i].foundation.is_footing]
    return [i for i in rows if i not in flat], flat


def _all_forces(run: _Run, names: Sequence[str], situations: tuple[str, ...]) -> PlaceDemands:
    """All six forces of the ground, without the weight of abutments."""
    return ground_demands(
        run.static, run.decks, names, situations, run.parameters, name=name_of(situations)
    )


def _in_the_ground(
    run: _Run, bars: Reinforcement, service: str, lasting: str, settlements: Mapping[str, float]
) -> tuple[CheckSeries, ...]:
    """Movement of the pile heads, contact under footings, settlement under permanent actions.

    service, lasting : the characteristic and the quasi-permanent situation
    """
    brief = run.reading.brief
    supports: dict[str, Pier | Abutment] = dict(run.piers)
    supports |= {one.name: one for one in run.layout.abutments}
    names = [name for name in run.structure.foundation_spring if name in supports]
    names.sort(key=lambda name: supports[name].station)
    chosen, order = [supports[name] for name in names], {n: i for i, n in enumerate(names)}
    piled, flat = _by_foundation(chosen)
    loads = _fills(run, bars)
    found: list[CheckSeries] = []
    if piled:
        demands = _all_forces(run, names, (service,))
        demands = in_axes(with_weight(demands, loads, order, run.layout.length)).at(piled)
        below = {one.name: below_scour(brief.site.strata(), one.scour) for one in chosen}
        own = [chosen[i] for i in piled]
        found.append(
            deflection_series(own, run.structure.groups, below, demands, pile_material(brief))
        )
    if flat:
        demands = _all_forces(run, names, (lasting,))
        demands = in_axes(with_weight(demands, loads, order, run.layout.length)).at(flat)
        found.append(contact_series([chosen[i] for i in flat], demands))
    permanent = permanent_forces(run.static, loads, names)
    found.append(
        settlement_series(
            chosen, run.structure.groups, permanent, np.array([settlements[name] for name in names])
        )
    )
    return tuple(found)


def _abutments(
    run: _Run, bars: Reinforcement, material: ShaftMaterial, factors: Factors
) -> tuple[CheckSeries, ...]:
    """Stems and back walls."""
    if run.is_lrfd:
        return lrfd_abutment_series(_fills(run, bars), material)
    is_frequent = run.reading.brief.codes.crack_combination == "frequent"
    level = "psi1" if is_frequent else "psi2"
    traffic = run.parameters.number(f"combinations.road.{level}.TS")
    return abutment_series(
        _fills(run, bars),
        material,
        factors,
        traffic,
    )


def _fills(run: _Run, bars: Reinforcement) -> list[AbutmentLoad]:
    return abutment_loads(run.reading, run.layout, bars, run.static, run.parameters)


def _cap(support: Pier | Abutment, bars: Reinforcement) -> Cap:
    if isinstance(support, Pier):
        half = half_sizes(support.shape, support.width, support.depth)
        return Cap(
            support.name, support.station, support.foundation, support.columns, half,
            shaft_area(support), bars.piers[support.name],
        )  # fmt: skip
    # Piles across an abutment stand below its stem: the wall carries them.
    return Cap(
        support.name, support.station, support.foundation, (),
        (0.5 * support.thickness, 0.5 * support.width), support.thickness * support.width,
        bars.abutments[support.name],
    )  # fmt: skip
