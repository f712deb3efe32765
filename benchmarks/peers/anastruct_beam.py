"""A model for each position: nodes at the supports and under the axles, so that few are needed.

Moment and shear run straight between nodes and are read at the sections from the nodes.
"""

import itertools
import json
from time import perf_counter, process_time

import numpy as np
from anastruct import SystemElements

spans, step, parts = [60.0, 80.0, 60.0], 0.5, 100
axles = np.array([35.0, 145.0, 145.0]) * 1e3
supports = np.concatenate([[0.0], np.cumsum(spans)])
sections = np.unique(
    np.concatenate([np.linspace(a, b, parts + 1) for a, b in itertools.pairwise(supports)])
)


def solve(order, first):
    at = first + 4.3 * np.arange(3)
    on = (at >= 0) & (at <= supports[-1])
    x = np.unique(np.round(np.concatenate([supports, at[on]]), 9))
    system = SystemElements(EI=1e6, EA=1e9)
    for a, b in itertools.pairwise(x):
        system.add_element([[a, 0], [b, 0]])
    for k, s in enumerate(supports):
        node = int(np.argmin(abs(x - s))) + 1
        system.add_support_hinged(node) if k == 0 else system.add_support_roll(node)
    for a, load in zip(at[on], order[on], strict=True):
        system.point_load(int(np.argmin(abs(x - a))) + 1, Fy=-load)
    system.solve()
    elements = [system.element_map[k + 1] for k in range(len(x) - 1)]
    ends = [-e.bending_moment[0] for e in elements] + [-elements[-1].bending_moment[-1]]
    shear = np.array([-e.element_force_vector[1] for e in elements])
    before = np.clip(np.searchsorted(x, sections - 1e-9) - 1, 0, len(shear) - 1)
    after = np.clip(np.searchsorted(x, sections + 1e-9) - 1, 0, len(shear) - 1)
    return np.interp(sections, x, ends), np.maximum(abs(shear[before]), abs(shear[after]))


def job():
    most, least, steepest = -np.inf, np.inf, -np.inf
    for order in (axles, axles[::-1]):
        for p in range(int((supports[-1] + 8.6) / step + 1e-9) + 1):
            moment, shear = solve(order, p * step - 8.6)
            most, least = np.maximum(most, moment), np.minimum(least, moment)
            steepest = max(steepest, shear.max())
    return most, least, steepest


start = perf_counter(), process_time()
found = job()
seconds, processor = perf_counter() - start[0], process_time() - start[1]
print(
    json.dumps(
        {
            "seconds": seconds,
            "processor": processor,
            "step": step,
            "parts": parts,
            "most": found[0].tolist(),
            "least": found[1].tolist(),
            "shear": found[2],
        }
    )
)
