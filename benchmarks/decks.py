"""Decks that the benchmarks run on, built from arrays through the public engine."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from spanwright.engine.model import Model
from spanwright.engine.surfaces import LoadingLines, Responses


@dataclass(frozen=True)
class Deck:
    """A grillage with its loading lines, wanted responses and supports."""

    model: Model
    lines: LoadingLines
    responses: Responses
    supports: np.ndarray


def grillage(
    stations: np.ndarray,
    offsets: np.ndarray,
    supports: np.ndarray,
    longitudinal: np.ndarray,
    transverse: np.ndarray,
    girders: np.ndarray,
) -> Model:
    """Lines along x at the offsets, members across at every station.

    longitudinal (l, 6), transverse (6,) rigidities;  girders : lines that stand on bearings
    """
    k, lines = len(stations), len(offsets)
    x, y = np.meshgrid(stations, offsets)
    nodes = np.stack([x.ravel(), y.ravel(), np.zeros(x.size)], axis=1)
    node = np.arange(x.size).reshape(lines, k)
    along = np.stack([node[:, :-1].ravel(), node[:, 1:].ravel()], axis=1)
    across = np.stack([node[:-1].ravel(), node[1:].ravel()], axis=1)
    rigidity = np.concatenate(
        [np.repeat(longitudinal, k - 1, axis=0), np.tile(transverse, (len(across), 1))]
    )
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    at = np.searchsorted(stations, supports)
    for line in girders:
        fixed[node[line, at], 2] = True
    fixed[node[girders[0], at], 1] = True
    fixed[node[girders[0], at[0]], 0] = True
    return Model.of(nodes, np.concatenate([along, across]), rigidity, fixed=fixed)


def flagship(length: float = 1005.0, step: float = 2.5) -> Deck:
    """Two composite girders and the slab between and beside them; 6 loading lines.

    1,005 m is 54 + 13 x 69 + 54 m; other lengths repeat spans near 67 m.  Responses: My, Vz, T at
    both ends... of every girder element (its start), deflection of every girder node, reactions.
    """
    if length == 1005.0:
        spans = np.array([54.0] + [69.0] * 13 + [54.0])
    else:
        spans = np.full(max(1, round(length / 67.0)), length / max(1, round(length / 67.0)))
    supports = np.concatenate([[0.0], np.cumsum(spans)])
    parts = [
        np.linspace(a, b, max(1, round((b - a) / step)) + 1)[:-1]
        for a, b in itertools.pairwise(supports)
    ]
    stations = np.append(np.concatenate(parts), supports[-1])
    offsets = np.array([-5.0, -2.8, -1.0, 1.0, 2.8, 5.0])
    steel, slab = 210e9, 34e9
    girder = [steel * 0.40, steel * 0.35, steel * 0.02, steel * 0.02, np.inf, np.inf]
    strip = [slab * 0.45, slab * 0.0025, slab * 0.12, slab * 0.0025, np.inf, np.inf]
    rows = np.array([strip, girder, strip, strip, girder, strip])
    across = np.array([slab * 0.28 * step, slab * 0.0018 * step, slab * 0.02 * step,
                       slab * 0.0018 * step, np.inf, np.inf])  # fmt: skip
    girders = np.array([1, 4])
    model = grillage(stations, offsets, supports, rows, across, girders)
    k = len(stations)
    node = np.arange(len(model.nodes)).reshape(len(offsets), k)
    member = np.arange(len(offsets) * (k - 1)).reshape(len(offsets), k - 1)
    lines = LoadingLines(stations, offsets, node, member)
    own = member[girders].ravel()
    kinds, index, component, names = [], [], [], []
    for part, name in ((4, "My"), (2, "Vz"), (3, "T")):
        kinds.append(np.zeros(len(own)))
        index.append(own)
        component.append(np.full(len(own), part))
        names += [f"member {m} {name}" for m in own]
    sag = node[girders].ravel()
    bearing = node[girders][:, np.searchsorted(stations, supports)].ravel()
    for kind, of, name in ((1, sag, "uz"), (3, bearing, "R")):
        kinds.append(np.full(len(of), kind))
        index.append(of)
        component.append(np.full(len(of), 2))
        names += [f"{name} node {n}" for n in of]
    total = sum(len(a) for a in kinds)
    responses = Responses(
        np.concatenate(kinds).astype(np.int64), np.concatenate(index).astype(np.int64),
        np.zeros(total, dtype=np.int64), np.concatenate(component).astype(np.int64), tuple(names),
    )  # fmt: skip
    return Deck(model, lines, responses, supports)
