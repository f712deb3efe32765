"""Girders in the accidental and seismic situations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spanwright.analysis.demands import Demands
from spanwright.analysis.envelopes import PlaceTraffic
from spanwright.analysis.girder_demands import girder_demands
from spanwright.analysis.static import Static
from spanwright.checks.bending import bend, bending_series
from spanwright.checks.shear import shear_checks
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import Parameters
from spanwright.codes.situations import needs
from spanwright.datum.arrays import Ints
from spanwright.layout.types import Layout
from spanwright.pipeline.kinds import staged_at
from spanwright.pipeline.supports import SITUATIONS
from spanwright.structure.girders import Girders


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
