"""Influence surfaces packed for the page: a dragged wheel becomes a few small products there.

The surfaces of a deck are one matrix: responses by loads, the loads being force and Hermite slope
at the nodes of the loading lines.  Cut by spans, its blocks off the diagonal have small rank: a
load in another span reaches a section only through the few displacements at the supports between.
So a block (i, j) is kept as ``U_i K_ij V_j^T``, and only a span's own block is dense.  What is cut
off lies below TOLERANCE of the largest ordinate of the component; float32 is what remains.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spanwright.analysis.traffic import DeckTraffic
from spanwright.datum.arrays import Array, Ints, floats
from spanwright.engine.surfaces import Surfaces
from spanwright.layout.types import Deck, Layout
from spanwright.structure.types import GirderTable

TOLERANCE: Final = 1e-9
COMPONENTS: Final = ("My", "Vz", "uz")  # moment, shear, displacement up; units per newton
UNITS: Final = {"My": "N m", "Vz": "N", "uz": "m", "Fz": "N"}


@dataclass(slots=True)
class Pack:
    """One binary file of little-endian arrays, and where each of them lies."""

    parts: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, array: NDArray[Any], kind: str) -> dict[str, Any]:
        """Append an array as "f4", "f8", "i2" or "i4"; gives its entry of the manifest."""
        raw = np.ascontiguousarray(array, dtype=f"<{kind}").tobytes()
        gap = -self.size % 8
        entry = {"kind": kind, "shape": list(array.shape), "at": self.size + gap}
        self.parts.append(b"\0" * gap + raw)
        self.size += gap + len(raw)
        return entry

    def bytes(self) -> bytes:
        """The whole file."""
        return b"".join(self.parts)


def pack_decks(
    decks: Sequence[DeckTraffic], layout: Layout, table: GirderTable
) -> tuple[dict[str, Any], bytes]:
    """Manifest and binary of all decks' operators."""
    pack = Pack()
    stations = floats([bearing.station for bearing in layout.bearings])
    packed = [
        _deck(pack, traffic, deck, table, stations)
        for traffic, deck in zip(decks, layout.decks, strict=True)
    ]
    return {"components": list(COMPONENTS), "units": UNITS, "decks": packed}, pack.bytes()


def _deck(
    pack: Pack, traffic: DeckTraffic, deck: Deck, table: GirderTable, station: Array
) -> dict[str, Any]:
    """station : (b,) of every bearing of the layout [m]"""
    surfaces, asked = traffic.surfaces, traffic.responses
    chosen = shown_sections(table, asked.sections)
    sections = asked.sections[chosen]
    force = asked.force[chosen]
    components = {"My": force[:, 0], "Vz": force[:, 1], "uz": asked.sag[chosen]}
    order = np.lexsort((table.side[sections] == 0, table.station[sections], table.girder[sections]))
    # Rows stand span by span, so that a span's rows are one run of every array.
    order = order[np.argsort(table.span[sections][order], kind="stable")]
    sections = sections[order]
    components = {name: rows[order] for name, rows in components.items()}
    spans = table.span[sections]
    responses = [components[name] for name in COMPONENTS]
    count = len(surfaces.spans) - 1
    # A bearing's row is kept with the span that begins at it, at the far end with the last span.
    at = np.searchsorted(surfaces.spans, station[asked.bearings] + 0.5, side="right") - 1
    supports = np.clip(at, 0, count - 1)
    groups = [
        _rows_of_span(responses, spans == i, asked.bearing[supports == i]) for i in range(count)
    ]
    own = np.concatenate([rows for rows, _ in groups])
    return {
        "name": deck.name,
        "x": surfaces.x.tolist(),
        "y": surfaces.y.tolist(),
        "spans": surfaces.spans.tolist(),
        "girders": [{"name": g.name, "y": g.offset} for g in deck.girders],
        "sections": {
            "index": sections.tolist(),
            "girder": table.girder[sections].tolist(),
            "station": table.station[sections].tolist(),
            "side": table.side[sections].tolist(),
            "span": spans.tolist(),
        },
        "bearings": [int(b) for i in range(count) for b in asked.bearings[supports == i]],
        "rows": [len(rows) for rows, _ in groups],
        "row": _row_labels(spans, supports, count),
        "jump": {
            "element": pack.add(surfaces.jump_element[own], "i2"),
            "line": pack.add(surfaces.jump_line[own], "i2"),
            "data": pack.add(surfaces.jump[own], "f4"),
        },
        "blocks": list(_blocks(pack, surfaces, groups)),
    }


def shown_sections(table: GirderTable, sections: Ints) -> Ints:
    """Order of the sections the page shows: both faces over supports, else one face a station."""
    key = np.stack([table.girder[sections], np.round(table.station[sections] * 1e6)], axis=1)
    _, first = np.unique(key, axis=0, return_index=True)
    keep = np.zeros(len(sections), dtype=bool)
    keep[first] = True
    keep |= table.at_support[sections]
    return np.flatnonzero(keep)


def _rows_of_span(responses: list[Ints], mask: Any, bearing: Ints) -> tuple[Ints, Array]:
    """Response rows of one span, component after component, and what each group is scaled by."""
    parts = [rows[mask] for rows in responses] + [bearing]
    group = np.concatenate([np.full(len(part), g) for g, part in enumerate(parts)])
    return np.concatenate(parts), group


def _row_labels(spans: Ints, supports: Ints, count: int) -> list[dict[str, Any]]:
    """Where each span's rows begin: sections first..last, then its bearings."""
    found = []
    for i in range(count):
        own = np.flatnonzero(spans == i)
        found.append(
            {
                "first": int(own[0]) if len(own) else 0,
                "sections": len(own),
                "bearings": int((supports == i).sum()),
            }
        )
    return found


def _blocks(
    pack: Pack, surfaces: Surfaces, groups: list[tuple[Ints, Array]]
) -> Iterator[dict[str, Any]]:
    """One entry a span: its dense block, its bases, and its couplings to every other span."""
    scales = _scales(surfaces, groups)
    columns = [_nodes(surfaces, j) for j in range(len(groups))]
    matrix = [
        [_block(surfaces, rows, nodes, scale) for nodes in columns]
        for (rows, _), scale in zip(groups, scales, strict=True)
    ]
    count = len(groups)
    left = [_basis(matrix[i][:i], len(scales[i])) for i in range(count)]
    right = [_basis(matrix[i][i + 1 :], len(scales[i])) for i in range(count)]
    turned = [[matrix[i][j].T for i in range(count)] for j in range(count)]
    seen_right = [_basis(turned[j][j + 1 :], len(turned[j][j])) for j in range(count)]
    seen_left = [_basis(turned[j][:j], len(turned[j][j])) for j in range(count)]
    for i in range(count):
        couplings = {}
        for j in range(count):
            if i == j:
                continue
            rows = left[i] if j < i else right[i]
            loads = seen_right[j] if j < i else seen_left[j]
            couplings[str(j)] = pack.add(rows.T @ matrix[i][j] @ loads, "f4")
        scale = scales[i][:, None]
        yield {
            "nodes": [int(columns[i][0]), int(columns[i][-1]) + 1],
            # By columns: a wheel touches a few loads, each of them one run of numbers.
            "dense": pack.add((matrix[i][i] * scale).T, "f4"),
            "left": pack.add(left[i] * scale, "f4"),
            "right": pack.add(right[i] * scale, "f4"),
            "seen_right": pack.add(seen_right[i], "f4"),
            "seen_left": pack.add(seen_left[i], "f4"),
            "couplings": couplings,
        }


def _scales(surfaces: Surfaces, groups: list[tuple[Ints, Array]]) -> list[Array]:
    """Largest ordinate of each component over the deck, row by row of every span."""
    largest: dict[int, float] = {}
    for rows, group in groups:
        for g in np.unique(group):
            size = float(np.abs(surfaces.value[rows[group == g]]).max(initial=0.0))
            largest[int(g)] = max(largest.get(int(g), 0.0), size)
    return [np.array([largest[int(g)] or 1.0 for g in group]) for _, group in groups]


def _nodes(surfaces: Surfaces, span: int) -> Ints:
    start, end = surfaces.spans[span : span + 2]
    tiny = 1e-6
    return np.flatnonzero((surfaces.x >= start - tiny) & (surfaces.x <= end + tiny))


def _block(surfaces: Surfaces, rows: Ints, nodes: Ints, scale: Array) -> Array:
    """(rows, 2 l c): values, then slopes, line by line and node by node."""
    pick = np.ix_(rows, np.arange(len(surfaces.y)), nodes)
    both = np.stack([surfaces.value[pick], surfaces.slope[pick]], axis=1)
    return both.reshape(len(rows), -1) / scale[:, None]


def _basis(blocks: Sequence[Array], rows: int) -> Array:
    """Orthonormal basis (rows, r) of what the blocks' columns span, down to TOLERANCE."""
    if not blocks:
        return np.zeros((rows, 0))
    matrix = np.concatenate(blocks, axis=1)
    # Of a wide matrix only the left vectors are wanted: its square root from QR is enough.
    small = np.asarray(np.linalg.qr(matrix.T, mode="r")).T if matrix.shape[1] > rows else matrix
    vectors, size, _ = np.linalg.svd(small, full_matrices=False)
    return vectors[:, size > TOLERANCE * max(float(size[0]), 1.0)]
