"""Grillage of a multi-span deck, 5 girders, three lanes of trucks, every longitudinal moment.

The same nodes, members and bearings for everyone.  spanwright solves the deck's surfaces once; each
further position is a product.
"""

from __future__ import annotations

import numpy as np

from benchmarks.decks import grillage
from benchmarks.tools import beside, row
from spanwright.engine.influence import surfaces
from spanwright.engine.model import Model
from spanwright.engine.statics import prepare
from spanwright.engine.surfaces import LoadingLines, Responses, Surfaces
from spanwright.traffic.positions import effects_at, lane_lines

SUPPORTS = np.array([0.0, 30.0, 66.0, 96.0])
STATIONS = np.linspace(0.0, 96.0, 65)
OFFSETS = np.array([-5.0, -2.5, 0.0, 2.5, 5.0])
LANES = (-3.0, 0.0, 3.0)
AXLES = np.array([35e3, 145e3, 145e3])
SPACING = np.array([0.0, 4.3, 8.6])
GIRDER = [34e9 * 0.93, 34e9 * 0.36, 34e9 * 0.01, 14e9 * 0.01, np.inf, np.inf]
SLAB = [34e9 * 0.33, 34e9 * 1.125e-3, 34e9 * 0.06, 14e9 * 2.2e-3, np.inf, np.inf]


def model() -> Model:
    """The grillage."""
    return grillage(
        STATIONS, OFFSETS, SUPPORTS, np.array([GIRDER] * 5), np.array(SLAB), np.arange(5)
    )


def stations(count: int = 113) -> np.ndarray:
    """Stations of the first axle, one lane after the other."""
    return np.tile(np.linspace(-8.0, 95.0, count), len(LANES))


def positions(count: int = 113) -> tuple[np.ndarray, np.ndarray]:
    """Wheel x and y (positions, wheels) of three lanes; off the deck: nan."""
    first = stations(count)[:count]
    x = np.repeat(first[:, None] + SPACING, 2, axis=1)
    y = np.tile([-0.9, 0.9], 3)
    xs = np.concatenate([x] * 3)
    ys = np.concatenate([np.broadcast_to(lane + y, x.shape) for lane in LANES])
    return np.where((xs >= 0) & (xs <= 96.0), xs, np.nan), ys


def job() -> tuple[Surfaces, np.ndarray]:
    """Assemble, factorise, all moments of all girder members, all positions."""
    deck = model()
    ready = prepare(deck)
    k = len(STATIONS)
    member = np.arange(5 * (k - 1)).reshape(5, k - 1)
    index = np.repeat(member.ravel(), 2)
    side = np.tile([0, 1], member.size)
    wanted = Responses(
        np.zeros(len(index), dtype=np.int64), index, side, np.full(len(index), 4),
        tuple(f"{m}{s}" for m, s in zip(index, side, strict=True)),
    )  # fmt: skip
    lines = LoadingLines(STATIONS, OFFSETS, np.arange(5 * k).reshape(5, k), member)
    eta = surfaces(ready, wanted, lines, SUPPORTS)
    return eta, moments(eta, *positions())


def moments(eta: Surfaces, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Moments (responses, positions)."""
    return effects_at(eta, x, y, np.repeat(AXLES / 2, 2))


def proportional(eta: Surfaces, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Moments with ospgrillage's rule: each wheel on the two stations beside it, in proportion."""
    element = np.clip(np.searchsorted(STATIONS, x, side="right") - 1, 0, len(STATIONS) - 2)
    far = (x - STATIONS[element]) / np.diff(STATIONS)[element]
    force = np.repeat(AXLES / 2, 2)
    off = np.isnan(x)
    nodes = [np.where(off, np.nan, STATIONS[element + side]) for side in (0, 1)]
    parts = [np.where(off, 0.0, force * part) for part in (1 - far, far)]
    return effects_at(eta, np.hstack(nodes), np.hstack([y, y]), np.hstack(parts))


def main() -> None:
    """Whole job and one further position, each beside the peer, in turn, three rounds.

    A further position is one of 339, of the same vehicle (its line kept) or of a further one (the
    lanes' lines kept), as the peers keep their model (OpenSeesPy: and its factor).
    The difference is that of the largest and smallest moment of every member end, over the largest
    moment of all.
    """
    eta, table = job()
    x, y = positions()
    lines = lane_lines(eta, np.array(LANES)[:, None] + [-0.9, 0.9])
    lane, axles = np.repeat(np.arange(3), len(x) // 3)[:, None], x[:, ::2]
    vehicle, first = lines.vehicle(SPACING, AXLES), stations()[:, None]
    works = {
        "job": job,
        "position": lambda: vehicle.effects(lane, first, 1.0),
        "vehicle": lambda: lines.effects(lane, axles, AXLES),
    }
    for name in ("position", "vehicle"):
        assert np.abs(works[name]() - table).max() < 1e-12 * table.max()
    row("program", "of", "seconds", "spanwright [s]", "ratio", "ratio, processor", "difference")
    for name, script, rule in (
        ("OpenSeesPy", "opensees_grillage.py", moments),
        ("ospgrillage", "ospgrillage_deck.py", proportional),
    ):
        found, own = beside(script, works)
        if "missing" in found:
            row(name, "not run: " + found["missing"][:60])
            continue
        same = rule(eta, x, y)
        gap = max(
            np.abs(same.max(axis=1) - found["most"]).max(),
            np.abs(same.min(axis=1) - found["least"]).max(),
        )
        whole = own["job"]
        row(name, "whole job", found["seconds"], whole.wall, found["seconds"] / whole.wall,
            found["processor"] / whole.processor, gap / table.max())  # fmt: skip
        for key, text in (("position", "a further position"), ("vehicle", "of another vehicle")):
            further = own[key]
            row(name, text, found["position"], further.wall / len(x),
                found["position"] * len(x) / further.wall,
                found["position processor"] * len(x) / further.processor, "")  # fmt: skip
