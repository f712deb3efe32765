"""Fatigue of the girders: the standard's lorry lane by lane, and every lorry of a traffic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.passages import LifeCycles, deck_cycles, life_cycles
from spanwright.analysis.traffic import DeckTraffic, lane_axes
from spanwright.checks.fatigue import FatigueEffects
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance.fatigue import lane_factor, mean_lorry
from spanwright.datum.arrays import Array, Bools
from spanwright.layout.types import Layout
from spanwright.project.schema import Brief
from spanwright.structure.types import GirderTable, Structure
from spanwright.traffic.library import load_model

YEAR = 365.25 * 86_400.0


def fatigue_effects(
    brief: Brief, layout: Layout, structure: Structure, decks: Sequence[DeckTraffic]
) -> FatigueEffects:
    """FLM3 in the lane that stresses each section most; the others through lambda_4."""
    n = len(structure.table.station)
    lanes = len(decks[0].fatigue)
    moment, shear = np.zeros((2, lanes, n)), np.zeros((2, lanes, n))
    cause = np.empty((lanes, n), dtype=object)
    for deck in decks:
        places = deck.responses.sections
        for lane, searched in enumerate(deck.fatigue):
            for side, sign in enumerate((1, -1)):
                for target, column in ((moment, 0), (shear, 1)):
                    found = searched.take(deck.responses.force[:, column], sign)
                    target[side, lane, places] = found.value
            top = searched.take(deck.responses.force[:, 0], 1)
            cause[lane, places] = [top.label(k) for k in range(len(places))]
    ranges = moment[0] - moment[1]
    slow = np.argmax(ranges, axis=0)
    pick = (slow, np.arange(n))
    order = np.argsort(-ranges, axis=0)
    mean, inside = _zones(layout, structure.table, brief.analysis.cracked_length)
    flows = np.full(lanes, brief.codes.heavy_vehicles)
    weights, share = lorries()
    return FatigueEffects(
        moment_max=moment[0][pick],
        moment_min=moment[1][pick],
        shear_max=shear[0].max(axis=0),
        shear_min=shear[1].min(axis=0),
        lanes=lane_factor(
            np.maximum(np.take_along_axis(ranges, order, axis=0), 1.0),
            flows,
            np.full(lanes, mean_lorry(weights, share)),
        ),
        cause=tuple(cause[pick]),
        lorry=mean_lorry(weights, share),
        lorry_studs=mean_lorry(weights, share, 8.0),
        flow=brief.codes.heavy_vehicles,
        years=brief.codes.design_life / YEAR,
        neighbour_mean=mean,
        in_support_zone=inside,
    )


def lorries() -> tuple[Array, Array]:
    """Weights and shares of the long-distance lorries of FLM4 (EN 1991-2 Table 4.7).  [N], [-]"""
    data = load("eurocode/actions/road.toml")
    return data.array("flm4.weight"), data.array("flm4.long")


def lorry_cycles(
    brief: Brief, layout: Layout, structure: Structure, decks: Sequence[DeckTraffic]
) -> LifeCycles:
    """Every lorry of FLM4 in every marked lane, N_obs a year in each, over the design life."""
    _, share = lorries()
    models = [load_model(f"flm4:lorry-{k + 1}") for k in range(len(share))]
    axes = lane_axes(layout.road)
    parts = [deck_cycles(deck.responses, deck.surfaces, models, axes) for deck in decks]
    each = share * brief.codes.heavy_vehicles * brief.codes.design_life / YEAR
    return life_cycles(
        parts,
        [deck.responses.sections for deck in decks],
        len(structure.table.station),
        np.tile(each, (len(axes), 1)),
    )


def _zones(layout: Layout, table: GirderTable, share: float) -> tuple[Array, Bools]:
    """Sections within 15 % of the span from an inner support, and the mean of its two spans."""
    n = len(table.station)
    inside, mean = np.zeros(n, dtype=bool), np.array(table.span_length)
    for index, deck in enumerate(layout.decks):
        spans = np.diff(deck.supports)
        for left, right, station in zip(spans[:-1], spans[1:], deck.supports[1:-1], strict=True):
            away = table.station - station
            near = (table.deck == index) & (away >= -share * left) & (away <= share * right)
            inside |= near
            mean = np.where(near, 0.5 * (left + right), mean)
    return mean, inside
