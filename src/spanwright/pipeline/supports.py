"""From the effects of a run to the checks of piers, crossheads, caps, abutments and piles."""

from __future__ import annotations

from collections.abc import Sequence
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
from spanwright.checks.abutments import GAMMA_G, AbutmentLoad, abutment_series, weights
from spanwright.checks.caps import Cap, cap_series, half_sizes
from spanwright.checks.crossheads import beams_of, crosshead_cracks, crosshead_series
from spanwright.checks.lateral_piles import deflection_series, lateral_series
from spanwright.checks.pile_group import group_series, settlement_series
from spanwright.checks.piles import pile_series
from spanwright.checks.shaft_bending import shaft_series
from spanwright.checks.shaft_service import shaft_service_series
from spanwright.checks.shafts import Known, ShaftMaterial, shafts_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.actions.earth import at_rest
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.steel import bar_yield_strength
from spanwright.codes.situations import needs
from spanwright.datum.arrays import Array
from spanwright.engine.model import FORCE
from spanwright.layout.bars import Reinforcement
from spanwright.layout.profile import level_at
from spanwright.layout.quantities import shaft_area
from spanwright.layout.types import Abutment, Layout, Pier
from spanwright.pipeline.basis import accidental, crack_width_of, factors_of
from spanwright.pipeline.checked import at_supports, support_demands
from spanwright.pipeline.lateral import ground_demands, in_axes, pile_material
from spanwright.project.reader import Reading
from spanwright.project.site import below_scour
from spanwright.structure.girders import Factors
from spanwright.structure.types import Structure
from spanwright.traffic.lanes import en_lanes

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
) -> tuple[CheckSeries, ...]:
    """Every check below the bearings, in every situation that the actions make possible."""
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
        found = _foundations(run, bars, cap, own, situations)
        if not is_lrfd:
            found = (
                *_shafts(run, bars, pier, own, situations),
                *_crossheads(run, bars, pier, own, situations),
                *found,
            )
        series += [replace(one, name=f"{one.name}{suffix}") for one in found]
    service = "Service I" if is_lrfd else CHARACTERISTIC
    series += _piles_in_service(run, bars, (service,))
    if is_lrfd:
        return tuple(series)
    cracking = f"SLS {codes.crack_combination}"
    return (
        *series,
        *_in_service(run, bars, pier, factors, cracking),
        *_abutments(run, bars, cap, factors),
    )


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
    return support_demands(
        run.static,
        run.static.column_foot[:, :, columns],
        [deck.responses.shafts for deck in run.decks],
        run.traffic("shaft"),
        situations,
        run.parameters,
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
    shafts = shafts_of(run.piers, columns, bars.piers, material, factors, run.known)
    demands = _at_feet(run, situations)
    return shaft_series(shafts, columns, run.structure.groups, demands, material)


def _in_service(
    run: _Run, bars: Reinforcement, material: ShaftMaterial, factors: Factors, cracking: str
) -> tuple[CheckSeries, ...]:
    """Stresses and cracks of shafts and crossheads."""
    columns = run.structure.columns
    sections = crosshead_sections(run.layout, run.structure)
    series: list[CheckSeries] = []
    if columns:
        shafts = shafts_of(run.piers, columns, bars.piers, material, factors, run.known)
        demands = _at_feet(run, (CHARACTERISTIC,)), _at_feet(run, (cracking,))
        series += shaft_service_series(shafts, columns, *demands, material)
    if sections:
        beams = beams_of(sections, run.piers, bars.piers)
        found = _at_crossheads(run, sections, (cracking,))
        series.append(crosshead_cracks(sections, beams, found, _stations(run, sections), material))
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
    return support_demands(
        run.static,
        effect,
        [deck.responses.crossheads for deck in run.decks],
        run.traffic("crosshead"),
        situations,
        run.parameters,
    )


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
        name="" if len(situations) == 1 else "Strength I to V",
    )
    demands = _with_weight(run, demands, _abutment_loads(run, bars), order)
    chosen = [supports[name] for name in names]
    groups, layers = run.structure.groups, run.reading.brief.site.strata()
    caps = [_cap(one, bars) for one in chosen]
    below = {one.name: below_scour(layers, one.scour) for one in chosen}
    if run.reading.brief.codes.basis == "AASHTO":
        return (
            pile_series(chosen, groups, layers, demands, "LRFD"),
            *group_series(chosen, groups, below, demands, "LRFD"),
        )
    whole = _all_forces(run, bars, names, situations)
    return (
        pile_series(chosen, groups, layers, demands),
        *group_series(chosen, groups, below, demands, "DA2"),
        *lateral_series(
            chosen, groups, below, whole, pile_material(run.reading.brief), factors, run.known
        ),
        *cap_series(caps, groups, demands, material.concrete, material.f_sk, factors),
    )


def _all_forces(
    run: _Run, bars: Reinforcement, names: Sequence[str], situations: tuple[str, ...]
) -> PlaceDemands:
    """All six forces below the caps, in the axes of their springs."""
    name = "" if len(situations) == 1 else "Strength I to V"
    demands = ground_demands(run.static, run.decks, names, situations, run.parameters, name=name)
    order = {one: i for i, one in enumerate(names)}
    return in_axes(_with_weight(run, demands, _abutment_loads(run, bars), order))


def _piles_in_service(
    run: _Run, bars: Reinforcement, situations: tuple[str, ...]
) -> tuple[CheckSeries, ...]:
    """Movement of the pile heads, and settlement under permanent actions."""
    brief = run.reading.brief
    supports: dict[str, Pier | Abutment] = dict(run.piers)
    supports |= {one.name: one for one in run.layout.abutments}
    names = [name for name in run.structure.foundation_spring if name in supports]
    names.sort(key=lambda name: supports[name].station)
    chosen = [supports[name] for name in names]
    below = {one.name: below_scour(brief.site.strata(), one.scour) for one in chosen}
    demands = _all_forces(run, bars, names, situations)
    lasting = np.array([case.kind == "permanent" for case in run.static.cases])
    permanent = np.array([-run.static.foundation[name][lasting, 2].sum() for name in names])
    for load in _abutment_loads(run, bars):
        if load.abutment.name in names:
            permanent[names.index(load.abutment.name)] += float(weights(load)[:2].sum())
    groups = run.structure.groups
    return (
        deflection_series(chosen, groups, below, demands, pile_material(brief)),
        settlement_series(chosen, groups, permanent, brief.codes.settlement),
    )


def _abutments(
    run: _Run, bars: Reinforcement, material: ShaftMaterial, factors: Factors
) -> tuple[CheckSeries, ...]:
    """Stems and back walls."""
    is_frequent = run.reading.brief.codes.crack_combination == "frequent"
    level = "psi1" if is_frequent else "psi2"
    traffic = run.parameters.number(f"combinations.road.{level}.TS")
    return abutment_series(_abutment_loads(run, bars), material, factors, traffic)


def _abutment_loads(run: _Run, bars: Reinforcement) -> list[AbutmentLoad]:
    return [_abutment_load(run, bars, one) for one in run.layout.abutments]


def _with_weight(
    run: _Run, demands: PlaceDemands, loads: Sequence[AbutmentLoad], order: dict[str, int]
) -> PlaceDemands:
    """The ground's forces under abutments with stem, cap and fill, which the model leaves out.

    The fill on the heel helps against the earth's push: with its lower factor.
    """
    value = np.array(demands.value)
    middle = 0.5 * run.layout.length
    is_persistent = demands.situation == "ULS persistent" or "Strength" in demands.situation
    gamma = GAMMA_G if is_persistent else 1.0
    for load in loads:
        if load.abutment.name in order:
            body, filled, turned = weights(load)
            back = -1.0 if load.abutment.station < middle else 1.0
            here = value[:, order[load.abutment.name], :3]
            here += [-gamma * body - filled, 0.0, back * turned]
    return PlaceDemands(
        demands.situation, value, demands.combination, demands.names, demands.cause, demands.causes
    )


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


def _abutment_load(run: _Run, bars: Reinforcement, abutment: Abutment) -> AbutmentLoad:
    """Traffic on the fill, forces of the bearings, and the back wall up to the road."""
    layout, given = run.layout, run.reading.brief.layout.abutments
    wall = float(level_at(layout.axis, np.array([abutment.station]))[0]) - abutment.seat_level
    axle = float(run.model.vehicles["tandem"].train.force[0]) * run.model.lane_factors[0][0]
    return AbutmentLoad(
        abutment=abutment,
        bars=bars.abutments[abutment.name],
        fill=given.fill_weight,
        rest=float(at_rest(given.fill_friction)),
        lanes=en_lanes(float(np.ptp(layout.road.kerbs))).number,
        axle=axle,
        seat=_bearings(run, abutment, "permanent", 2),
        level=_bearings(run, abutment, "braking", 0),
        wall=max(wall, 0.5),
        wall_thickness=given.back_wall,
        parameters=run.parameters,
    )


def _bearings(run: _Run, abutment: Abutment, kind: str, component: int) -> float:
    """Size of the force of an abutment's bearings from one kind of action.  [N]"""
    rows = [i for i, b in enumerate(run.layout.bearings) if b.support == abutment.name]
    cases = [i for i, case in enumerate(run.static.cases) if case.kind == kind]
    force: Array = run.static.effects.bearing[np.ix_(cases, rows)][:, :, component]
    return float(abs(force.sum()))
