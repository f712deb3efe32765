"""Grillage of a multi-span deck, 5 girders, three lanes of trucks, every longitudinal moment.

The model is made from the same arrays for everyone.  spanwright solves the deck's surfaces once;
each further position is a product.
"""

from __future__ import annotations

import numpy as np

from benchmarks.decks import grillage
from benchmarks.tools import best_of, peer, row
from spanwright.engine.influence import surfaces
from spanwright.engine.model import Model
from spanwright.engine.statics import prepare
from spanwright.engine.surfaces import LoadingLines, Responses, Surfaces
from spanwright.traffic.positions import effects_at

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


def positions(count: int = 113) -> tuple[np.ndarray, np.ndarray]:
    """Wheel x and y (positions, wheels) of three lanes; off the deck: nan."""
    first = np.linspace(-8.0, 95.0, count)
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


def main() -> None:
    """Whole job, one further position, and the ratio to each peer."""
    seconds, (eta, table) = best_of(job, 5)
    x, y = positions()
    further, _ = best_of(lambda: moments(eta, x, y), 5)
    row(
        "program",
        "whole job [s]",
        "ratio",
        "a position [s]",
        "ratio",
        "largest M [kNm]",
        "difference",
    )
    row("spanwright", seconds, "", further / len(x), "", table.max() / 1e3, "")
    for name, script in (
        ("OpenSeesPy", "opensees_grillage.py"),
        ("ospgrillage", "ospgrillage_deck.py"),
    ):
        found = peer(script)
        if "missing" in found:
            row(name, "not run: " + found["missing"][:60])
            continue
        largest = found.get("largest", float("nan"))
        gap: object = "own load rule"
        if "smallest" in found:
            off = max(abs(largest - table.max()), abs(found["smallest"] - table.min()))
            gap = off / table.max()
        per = found["position"]
        ratios = (found["seconds"] / seconds, per / (further / len(x)))
        row(name, found["seconds"], ratios[0], per, ratios[1], largest / 1e3, gap)
