"""Girders in the accidental and seismic situations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spanwright.analysis.demands import Demands
from spanwright.analysis.envelopes import PlaceTraffic
from spanwright.analysis.girder_demands import girder_demands
from spanwright.analysis.static import Static
from spanwright.checks.bending import bend, bending_series
from spanwright.checks.prestressed.bench import Bench, PrestressedDemands
from spanwright.checks.prestressed.shear import shear_series
from spanwright.checks.prestressed.ultimate import bending_series as prestressed_bending
from spanwright.checks.shear import shear_checks
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import Parameters
from spanwright.codes.situations import needs
from spanwright.datum.arrays import Ints
from spanwright.layout.types import Layout
from spanwright.pipeline.basis import accidental
from spanwright.pipeline.kinds import staged_at
from spanwright.pipeline.supports import SITUATIONS
from spanwright.structure.girders import Girders
from spanwright.structure.prestressed import PrestressedGirders


def event_checks(
    girders: Girders,
    static: Static,
    traffic: Sequence[PlaceTraffic],
    rows: Ints,
    layout: Layout,
    parameters: Parameters,
) -> tuple[tuple[CheckSeries, ...], tuple[Demands, ...]]:
    """Bending and shear of the girders in each situation an event of the run gives rise to.

    rows    : of the table of all girders that these are
    returns : the series, and the design effects of each situation
    """
    present = {case.kind for case in static.cases}
    names = tuple(deck.name for deck in layout.decks)
    series: list[CheckSeries] = []
    effects: list[Demands] = []
    for suffix, situations in SITUATIONS:
        if not needs(situations[0]) & present:
            continue
        demands = staged_at(girder_demands(static, traffic, situations, parameters), rows)
        bending = bend(girders, demands)
        shear, interaction = shear_checks(girders, demands, bending, names)
        found = (bending_series(girders, demands, bending, names), shear, interaction)
        series += [replace(one, name=f"{one.name}{suffix}") for one in found]
        effects.append(demands)
    return tuple(series), tuple(effects)


def prestressed_event_checks(
    girders: PrestressedGirders,
    demands: PrestressedDemands,
    static: Static,
    traffic: Sequence[PlaceTraffic],
    rows: Ints,
    layout: Layout,
    parameters: Parameters,
) -> tuple[CheckSeries, ...]:
    """The same of prestressed girders; accidents with the partial factors of accidents.

    rows : of the table of all girders that these are;  demands : for the lasting moments
    """
    present = {case.kind for case in static.cases}
    series: list[CheckSeries] = []
    for suffix, situations in SITUATIONS:
        if not needs(situations[0]) & present:
            continue
        factors = girders.factors
        if "accidental" in situations[0]:
            factors = accidental(factors, parameters)
        ultimate = staged_at(girder_demands(static, traffic, situations, parameters), rows)
        bench = Bench(
            replace(girders, factors=factors), replace(demands, ultimate=ultimate), layout.decks
        )
        found = (prestressed_bending(bench), shear_series(bench)[0])
        series += [replace(one, name=f"{one.name}{suffix}") for one in found]
    return tuple(series)
