"""Neighbouring bridges as plain bodies: where they stand and how large they are, no more."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.results import Neighbour
from spanwright.deliverables.triangles import Solid, bar_between, box
from spanwright.layout.curve import direction, points
from spanwright.layout.types import Layout

CHORD: Final = 0.6  # m, side of a drawn chord
WEB: Final = 0.35  # m, side of a drawn diagonal or cross bar
BURIED: Final = 1.0  # m, how far a drawn pier reaches below the ground


def joints(neighbour: Neighbour) -> Array:
    """Ends of its spans along its own axis, about its middle.  (n + 1,) [m]"""
    ends = np.concatenate([[0.0], np.cumsum(neighbour.spans)])
    return np.asarray(ends - ends[-1] / 2)


def placed(layout: Layout, neighbour: Neighbour, own: Array) -> Array:
    """From its own axes (along, left, ...) to those of the bridge.  (..., 2 or 3) [m]

    Its middle lies square to our axis; without a skew it runs as our axis does there.
    """
    turn = neighbour.skew + float(direction(layout.axis, neighbour.middle))
    cos, sin = math.cos(turn), math.sin(turn)
    x, y = points(layout.axis, neighbour.middle, neighbour.offset)
    moved = np.array(own, dtype=float)
    along, left = own[..., 0], own[..., 1]
    moved[..., 0] = x + along * cos - left * sin
    moved[..., 1] = y + along * sin + left * cos
    return moved


def outline(layout: Layout, neighbour: Neighbour) -> list[tuple[float, float]]:
    """Corners of its deck in the axes of the bridge, anticlockwise from above.  [m]"""
    a, b = joints(neighbour)[[0, -1]]
    half = neighbour.width / 2
    corners = placed(layout, neighbour, np.array([(a, -half), (b, -half), (b, half), (a, half)]))
    return [(float(x), float(y)) for x, y in corners]


def context_solids(layout: Layout, neighbours: Sequence[Neighbour]) -> list[Solid]:
    """Spans and piers of every neighbour; ``context/<name>/span 1``, ``.../pier 0``."""
    return [solid for neighbour in neighbours for solid in _bridge(layout, neighbour)]


def _bridge(layout: Layout, neighbour: Neighbour) -> Iterator[Solid]:
    ends, half = joints(neighbour), neighbour.width / 2
    soffit = neighbour.level - neighbour.depth
    name = f"context/{neighbour.name}"
    facts: dict[str, str | float] = {"use": neighbour.use, "status": "existing"}
    if neighbour.year is not None:
        facts["year"] = neighbour.year
    for k, (a, b) in enumerate(pairwise(ends)):
        body = [box((float(a), -half, soffit), (float(b), half, neighbour.level))]
        if neighbour.forms[k] == "truss":
            body += _truss(neighbour, float(a), float(b))
        shape = placed(layout, neighbour, np.concatenate(body))
        yield Solid(f"{name}/span {k + 1}", "context", "context", shape,
                    facts={**facts, "span": float(b - a), "form": neighbour.forms[k]})  # fmt: skip
    for k, u in enumerate(ends):
        across = neighbour.middle + float(u) * math.cos(neighbour.skew)  # the ground as at our axis
        foot = float(np.interp(across, layout.ground_station, layout.ground_level)) - BURIED
        if foot >= soffit:
            continue  # it ends in the bank
        wide = neighbour.pier_width / 2
        pier = box((float(u) - wide, -half, foot), (float(u) + wide, half, soffit))
        yield Solid(
            f"{name}/pier {k}", "context", "context", placed(layout, neighbour, pier), facts=facts
        )


def _truss(neighbour: Neighbour, a: float, b: float) -> list[Array]:
    """Two parallel-chord Warren trusses beside the deck, with cross bars between their tops."""
    low, high = neighbour.level, neighbour.level + neighbour.truss_height
    side = neighbour.width / 2 - CHORD / 2
    bays = max(2, round((b - a) / neighbour.truss_height))
    x = np.linspace(a, b, bays + 1)
    tops = (x[1:] + x[:-1]) / 2
    bars: list[Array] = []
    for y in (-side, side):
        bottom = np.stack([x, np.full(x.size, y), np.full(x.size, low)], axis=1)
        top = np.stack([tops, np.full(tops.size, y), np.full(tops.size, high)], axis=1)
        bars += [bar_between(top[0], top[-1], CHORD, CHORD)]
        for k in range(bays):
            bars += [bar_between(bottom[k], top[k], WEB, WEB),
                     bar_between(top[k], bottom[k + 1], WEB, WEB)]  # fmt: skip
    for u in tops:
        ends = np.array([(u, -side, high), (u, side, high)])
        bars.append(bar_between(ends[0], ends[1], WEB, WEB))
    return bars
