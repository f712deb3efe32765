"""Centrifugal force of road traffic on a curve: a point load at any cross-section."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.actions.types import Case
from spanwright.codes.data import Data
from spanwright.codes.eurocode.actions.road import centrifugal
from spanwright.datum.arrays import Array
from spanwright.datum.units import kN
from spanwright.engine.loads import LoadBook
from spanwright.layout.curve import curvature, triad
from spanwright.layout.types import Deck, Layout
from spanwright.structure.types import Structure
from spanwright.traffic.lanes import en_lanes
from spanwright.traffic.library import load_model

PER_SPAN: Final = 4  # cross-sections tried in each span: its ends, quarters and middle


def tandem_weight(width: float, parameters: Data) -> float:
    """Q_v: both axles of the tandem systems of all lanes of a carriageway (4.4.2(2)).  [N]"""
    model = load_model("lm1")
    axles = sum(float(v.train.force.sum()) for v in model.vehicles.values())
    lanes = min(en_lanes(width).number, 3)
    return sum(
        parameters.number(f"lm1.alpha_Q{lane + 1}") * model.lane_factors[lane][0] * axles
        for lane in range(lanes)
    )


def add_centrifugal(
    books: dict[str, LoadBook], layout: Layout, structure: Structure, parameters: Data
) -> list[Case]:
    """One case a cross-section where the axis bends enough; only one of them acts at a time.

    The force points away from the centre, square to the axis, at the carriageway: shared by the
    girders, with its couple about the slab's middle as a pair on the outer lines.
    """
    if layout.axis.plan is None:
        return []
    book = books["short term"]
    kerbs = layout.road.kerbs
    weight = tandem_weight(float(kerbs[1] - kerbs[0]), parameters)
    cases = []
    for index, deck in enumerate(layout.decks):
        for station in _sections(deck):
            bend = float(curvature(layout.axis, station))
            force = float(centrifugal(weight, 1.0 / abs(bend))) if bend else 0.0
            if force == 0.0:
                continue
            name = f"centrifugal, {deck.name} @ {station:.2f} m"
            outward = -np.sign(bend) * force * triad(layout.axis, station)[1]
            _push(book, name, layout, structure, index, station, outward)
            value = f"{force / kN:.0f} kN at R = {1 / abs(bend):.0f} m"
            cases.append(
                Case(name, "short term", "centrifugal", value, "EN 1991-2 4.4.2, Table 4.3", "read")
            )
    return cases


def _sections(deck: Deck) -> Array:
    parts = [np.linspace(a, b, PER_SPAN + 1)[:-1] for a, b in zip(deck.supports[:-1],
             deck.supports[1:], strict=True)]  # fmt: skip
    return np.append(np.concatenate(parts), deck.supports[-1])


def _push(
    book: LoadBook,
    name: str,
    layout: Layout,
    structure: Structure,
    index: int,
    station: float,
    force: Array,
) -> None:
    """A horizontal force (3,) at the carriageway of a cross-section [N]."""
    lines, deck = structure.lines[index], layout.decks[index]
    column = int(np.argmin(np.abs(lines.x - station)))
    normal = triad(layout.axis, station)[1]
    offsets = [girder.offset for girder in deck.girders]
    rows = [int(np.argmin(np.abs(lines.y - y))) for y in offsets]
    share = np.zeros(6)
    share[:3] = force / len(rows)
    book.nodal(name, lines.node[rows, column], share)
    height = layout.road.surfacing_thickness + 0.5 * deck.slab.thickness
    # Right-handed about the tangent: a force to the left at a height turns the left edge down.
    couple = -height * float(force @ normal) / (lines.y[-1] - lines.y[0])
    for row, sign in ((-1, 1.0), (0, -1.0)):
        book.nodal(name, lines.node[row, column], [0.0, 0.0, sign * couple, 0.0, 0.0, 0.0])
