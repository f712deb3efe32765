"""The grid of a deck: stations along, lines across."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.layout.precast import girder_ends
from spanwright.layout.types import Deck

SAME: Final = 1e-3  # stations nearer than this are one [m]
TAKEN_HOLD: Final = 1.0  # near the transmission length of a strand of 15.7 mm [m]
CRACK_SNAP: Final = 0.15  # of the element length: a crack limit moves to a node this near


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Node stations and lines of one deck.

    x : (k,) stations;  y : (l,) offsets of the lines, increasing: edge, girders, edge   [m]
    girder_line : (g,) the lines that are girders, in the order of deck.girders
    support     : (p,) index in x of each support;  frame : (c,) of each cross-frame
    span        : (k - 1,) span of each element
    """

    x: Array
    y: Array
    girder_line: Ints
    support: Ints
    frame: Ints
    span: Ints

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def middle(self) -> Array:
        """Middle of each element.  (k - 1,) [m]"""
        return np.asarray(0.5 * (self.x[1:] + self.x[:-1]))

    @property
    def tributary(self) -> Array:
        """Length of deck that belongs to each station.  (k,) [m]"""
        half = 0.5 * np.diff(self.x)
        return np.asarray(np.append(half, 0.0) + np.append(0.0, half))


def deck_grid(deck: Deck, element_length: float, cracked_share: float) -> Grid:
    """Stations at supports, cross-frames, plate changes and crack limits, then no element longer
    than `element_length`."""
    needed = np.concatenate(
        [deck.supports, deck.cross_frames]
        + [girder.joints for girder in deck.girders]
        + [girder.depth_station for girder in deck.girders]
        + [bond_stations(deck)]
    )
    fixed = _distinct(needed)
    limits = crack_limits(deck, cracked_share)
    near = np.min(np.abs(limits[:, None] - fixed), axis=1, initial=np.inf)
    fixed = _distinct(np.concatenate([fixed, limits[near > CRACK_SNAP * element_length]]))
    pieces = [
        np.linspace(a, b, int(np.ceil((b - a) / element_length - 1e-9)) + 1)[:-1]
        for a, b in pairwise(fixed)
    ]
    x = np.append(np.concatenate(pieces), fixed[-1])
    offset = np.array([girder.offset for girder in deck.girders])
    low, high = sorted((deck.slab.left, deck.slab.right))
    y = _distinct(np.concatenate([[low], offset, [high]]))
    middle = 0.5 * (x[1:] + x[:-1])
    span = np.clip(np.searchsorted(deck.supports, middle) - 1, 0, len(deck.supports) - 2)
    return Grid(
        x,
        y,
        nearest(y, offset),
        nearest(x, deck.supports),
        nearest(x, deck.cross_frames),
        span.astype(np.int64),
    )


def bond_stations(deck: Deck) -> Array:
    """Ends of precast girders over inner supports, and where their strands have taken hold."""
    if deck.precast is None:
        return np.zeros(0)
    begin, end = girder_ends(deck)
    starts = np.unique([0.0, *deck.precast_girders[0].strand_sheath]) + TAKEN_HOLD
    reach = starts[starts < 0.45 * float(np.min(end - begin))]
    places = np.concatenate(
        [begin[1:], end[:-1], (begin[:, None] + reach).ravel(), (end[:, None] - reach).ravel()]
    )
    return np.asarray(places)


def tributary_widths(deck: Deck) -> tuple[Array, Array]:
    """Width of slab each girder carries when wet, and its middle.  (girders,) each [m]"""
    offsets = np.array([girder.offset for girder in deck.girders])
    middle = 0.5 * (offsets[1:] + offsets[:-1])
    low, high = sorted((deck.slab.left, deck.slab.right))
    edges = np.concatenate([[low], middle, [high]])
    return np.diff(edges), 0.5 * (edges[1:] + edges[:-1])


def crack_limits(deck: Deck, share: float) -> Array:
    """Stations where cracked slab begins or ends: a share of the span beside inner supports."""
    spans = np.diff(deck.supports)
    inner = deck.supports[1:-1]
    return np.concatenate([inner - share * spans[:-1], inner + share * spans[1:]])


def cracked_by_rule(deck: Deck, grid: Grid, share: float) -> Bools:
    """Elements within a share of the span beside an inner support.  (k - 1,)"""
    inner = deck.supports[1:-1]
    if not inner.size:
        return np.zeros(grid.x.size - 1, dtype=bool)
    reach = share * np.diff(deck.supports)[grid.span]
    distance = np.min(np.abs(grid.middle[:, None] - inner), axis=1)
    return np.asarray(distance < reach)


def nearest(stations: Array, wanted: Array) -> Ints:
    """Index of the station nearest to each wanted one.  (k,), (n,) -> (n,)"""
    distance = np.abs(stations[:, None] - np.asarray(wanted))
    return np.asarray(np.argmin(distance, axis=0), dtype=np.int64)


def _distinct(stations: Array) -> Array:
    """Sorted stations without near repeats."""
    stations = np.unique(stations)
    keep = np.append(True, np.diff(stations) > SAME)
    return np.asarray(stations[keep], dtype=float)
