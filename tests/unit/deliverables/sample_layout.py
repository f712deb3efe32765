"""A made-up but consistent arrangement; `FLAGSHIP` is 1,005 m long."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from spanwright.layout.types import (
    Abutment,
    Axis,
    Bearing,
    Deck,
    Foundation,
    Girder,
    Layout,
    Material,
    Pier,
    Road,
    Slab,
)

SMALL = (("RU", (42.0, 63.0)), ("KP", (50.0,)))
FLAGSHIP = (("RU", (44.0, 44.0, 84.0, 84.0, 84.0, 84.0)), ("KP", (84.0,) * 6 + (77.0,)))
OFFSETS = (-4.2, -1.4, 1.4, 4.2)


def _foundation(top: float, rows: int, deep: float) -> Foundation:
    x, y = np.meshgrid(np.arange(2) * 4.5 - 2.25, np.arange(rows) * 4.5 - 2.25 * (rows - 1))
    return Foundation(
        8.0, 4.5 * rows, 2.2, top, 1.5, x.ravel(), y.ravel(), deep, pile_rebar_ratio=0.01
    )


def _girder(number: int, offset: float, supports: np.ndarray, haunched: bool) -> Girder:
    spans = np.diff(supports)
    joints = [supports[0]]
    for start, length in zip(supports[:-1], spans, strict=True):
        joints += [start + 0.22 * length, start + 0.78 * length]
    joints = np.append(joints, supports[-1])
    s = joints.size - 1
    heavy = np.arange(s) % 2 == 0
    depth_station = np.array([supports[0], supports[-1]])
    depth = np.array([2.6, 2.6])
    if haunched:
        depth_station = np.unique(np.concatenate([supports, (supports[1:] + supports[:-1]) / 2]))
        depth = np.where(np.isin(depth_station, supports[1:-1]), 3.4, 2.4)
    return Girder(
        f"girder {number}", offset, joints,
        top_width=np.where(heavy, 0.7, 0.6), top_thickness=np.where(heavy, 0.045, 0.03),
        web_thickness=np.where(heavy, 0.02, 0.016),
        bottom_width=np.where(heavy, 0.9, 0.8), bottom_thickness=np.where(heavy, 0.05, 0.036),
        depth_station=depth_station, depth=depth,
    )  # fmt: skip


def sample_layout(parts: tuple = SMALL, *, haunched: bool = False, shape: str = "circle") -> Layout:
    """Two decks end to end with a joint pier, piers on piles, abutments, a river between."""
    decks, piers, bearings = [], [], []
    total = sum(sum(spans) for _, spans in parts)
    axis_x = np.linspace(0.0, total, 41)
    axis_z = 12.0 + 0.02 * axis_x - 0.02 * axis_x**2 / total
    ground_x = np.array([-40.0, 0.0, 0.12 * total, 0.2 * total, 0.5 * total, 0.8 * total,
                         0.88 * total, total, total + 40.0])  # fmt: skip
    ground_z = np.array([8.0, 6.0, 3.0, -3.5, -5.0, -3.0, 2.5, 6.5, 8.5])
    start, number = 0.0, 0
    for name, spans in parts:
        supports = start + np.concatenate([[0.0], np.cumsum(spans)])
        frames = np.unique(np.concatenate(
            [np.linspace(a, b, int(b - a) // 7 + 1)
             for a, b in pairwise(supports)]
        ))  # fmt: skip
        slab = Slab(6.1, -6.1, 0.24, 0.06, np.array([supports[0], supports[-1]]),
                    np.array([0.005]), 0.11)  # fmt: skip
        girders = tuple(_girder(i + 1, y, supports, haunched) for i, y in enumerate(OFFSETS))
        decks.append(Deck(name, supports, girders, slab, frames, 0.004, 3.5, 0.022, 0.2,
                          np.array([supports[0], supports[-1]]), np.array([12.0])))  # fmt: skip
        for k, x in enumerate(supports):
            level = float(np.interp(x, axis_x, axis_z))
            support = f"A{0 if x == 0 else 1}" if x in (0.0, total) else f"P{number}"
            inner = 0 < k < len(supports) - 1
            top = level - 0.1 - 0.3 - 3.4 - 0.25
            shift = 0.0 if inner or x in (0.0, total) else (0.7 if k == 0 else -0.7)
            for girder in girders:
                fixed = k == len(spans) // 2
                guide = girder.offset == OFFSETS[1]
                kind = (
                    ("fixed" if guide else "transverse")
                    if fixed
                    else ("guided" if guide else "free")
                )
                bearings.append(Bearing(name, girder.name, support, x + shift, girder.offset,
                                        top, kind, 2e9))  # fmt: skip
            is_joint = x not in (0.0, total) and not inner
            if x in (0.0, total) or (is_joint and k == len(supports) - 1):
                continue
            ground = float(np.interp(x, ground_x, ground_z))
            cap_top = min(ground - 0.5, -0.5) if ground < 1 else ground - 0.5
            piers.append(Pier(
                support, float(x), ground < 0.5, is_joint, shape, (-3.2, 3.2), 1.8, 1.8,
                top - 1.4 - 0.25, 10.5, 2.6 if is_joint else 2.0, 1.4, top - 0.25, 0.012,
                _foundation(cap_top, 3 if ground < 0.5 else 2, 30.0), ground, name))  # fmt: skip
            number += 1
        start = float(supports[-1])
        # the joint pier stands once, under both decks
        number = len(piers)
    abutments = tuple(
        Abutment(name, x, 12.2, 5.0, 1.5, float(axis_z[i]) - 4.2,
                 _foundation(float(axis_z[i]) - 4.2 - 5.0, 3, 20.0), g, side)
        for name, x, i, g, side in (("A0", 0.0, 0, 6.0, "RU"), ("A1", total, -1, 6.5, "KP"))
    )  # fmt: skip
    steel = Material("S355", 355e6, 210e9, 7850.0)
    concrete = {
        key: Material(grade, f, e, 2500.0)
        for key, grade, f, e in (
            ("slab", "C35/45", 35e6, 34e9), ("pier", "C30/37", 30e6, 33e9),
            ("cap", "C30/37", 30e6, 33e9), ("pile", "C25/30", 25e6, 31e9))
    }  # fmt: skip
    road = Road(7.0, np.array([-5.0, 5.0]), np.array([-6.1, 6.1]), np.zeros((0, 2)), 0.1,
                24e3, 6e3, 0.02, 2)  # fmt: skip
    return Layout(
        "sample crossing", float(total), Axis(axis_x, axis_z), road, tuple(decks), tuple(piers),
        abutments, tuple(bearings), steel, concrete, Material("B500B", 500e6, 200e9, 7850.0),
        ground_x, ground_z, {"mean": 0.5, "flood 1 %": 4.5, "low": -0.4},
    )  # fmt: skip
