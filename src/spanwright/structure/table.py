"""The reported girder sections and their geometry: `GirderTable`."""

from __future__ import annotations

from typing import Any

import numpy as np

from spanwright.datum.arrays import Bools, Ints
from spanwright.layout.curve import curvature, path
from spanwright.layout.precast import girder_ends
from spanwright.layout.types import AnyGirder, Axis, Deck
from spanwright.structure.mesh import Grid
from spanwright.structure.rigidity import bars_per_width, plates_at, widths_along, widths_of_model
from spanwright.structure.types import GirderTable

Columns = dict[str, Any]  # name -> array of one entry a reported section
PLATES = ("top_width", "top_thickness", "web_thickness", "bottom_width", "bottom_thickness")


def reported_ends(deck: Deck, girder: AnyGirder, grid: Grid) -> tuple[Ints, Ints]:
    """Element and side of every reported section of one girder, in order of station.

    Every element's end j; its end i as well where something changes: the deck's start, a support
    (the shear jumps), a change of plates and the end of a precast girder (the section jumps).
    """
    elements = np.arange(grid.x.size - 1, dtype=np.int64)
    changes = girder.joints
    if deck.precast is not None:
        begin, end = girder_ends(deck)
        changes = np.sort(np.concatenate([changes, begin[1:], end[:-1]]))
    segment = np.searchsorted(changes, grid.middle)
    begins = np.zeros(elements.size, dtype=bool)
    begins[0] = True
    begins[grid.support[1:-1]] = True
    begins[1:] |= segment[1:] != segment[:-1]
    element = np.concatenate([elements[begins], elements])
    side = np.concatenate([np.zeros(int(begins.sum())), np.ones(elements.size)]).astype(np.int64)
    order = np.lexsort((side, element))
    return element[order], side[order]


def deck_rows(
    index: int, deck: Deck, axis: Axis, grid: Grid, member: Ints, cracked: Bools
) -> Columns:
    """Columns of the table for one deck.  member (l, k - 1), cracked (g, k - 1)"""
    columns: dict[str, list[Any]] = {}
    for number, girder in enumerate(deck.girders):
        element, side = reported_ends(deck, girder, grid)
        rows = _girder_rows(deck, axis, number, grid, element, side) | {
            "deck": np.full(element.size, index),
            "girder": np.full(element.size, number),
            "member": member[grid.girder_line[number], element],
            "side": side,
            "is_cracked": cracked[number, element],
        }
        for name, values in rows.items():
            columns.setdefault(name, []).append(np.asarray(values))
    return {name: np.concatenate(parts) for name, parts in columns.items()}


def _girder_rows(
    deck: Deck, axis: Axis, number: int, grid: Grid, element: Ints, side: Ints
) -> Columns:
    """Geometry at the reported ends of one girder."""
    girder = deck.girders[number]
    node = element + side
    station, middle = grid.x[node], grid.middle[element]
    span = grid.span[element]
    steel = plates_at(girder, station, middle)
    width = widths_along(deck, number, station)
    panel = np.searchsorted(deck.cross_frames, middle)
    panel = np.clip(panel, 1, len(deck.cross_frames) - 1)
    frames = path(axis, deck.cross_frames, girder.offset)  # along the girder's own web
    spans = np.diff(path(axis, deck.supports, girder.offset))
    restraint = frames[panel] - frames[panel - 1]
    along_axis = deck.cross_frames[panel] - deck.cross_frames[panel - 1]
    bend = curvature(axis, station)
    inside = station + 1e-6 * (middle - station)  # of the element, just beside its end
    stud = np.clip(np.searchsorted(deck.stud_station, inside) - 1, 0, len(deck.stud_rate) - 1)
    one = np.ones(element.size)
    rows: Columns = {name: getattr(steel, name) for name in PLATES}
    return rows | {
        "span": span,
        "station": station,
        "at_support": np.isin(node, grid.support),
        "web_height": steel.web_height,
        "slab_width": width,
        "slab_width_model": widths_of_model(deck, number)[span],
        "slab_thickness": deck.slab.thickness * one,
        "haunch": deck.slab.haunch * one,
        "rebar_area": width * bars_per_width(deck, middle),
        "rebar_depth": deck.slab.rebar_depth * one,
        "restraint_spacing": restraint,
        "stiffener_spacing": restraint / np.ceil(along_axis / deck.stiffener_spacing - 1e-9),
        "stud_rate": deck.stud_rate[stud],
        "span_length": spans[span],
        "curvature": bend / (1.0 - bend * girder.offset),
    }


def join_rows(parts: list[Columns]) -> GirderTable:
    """One table of all decks."""
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    for name in ("deck", "girder", "span", "member", "side"):
        whole[name] = whole[name].astype(np.int64)
    return GirderTable(**whole)
