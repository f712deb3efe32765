"""A model for each position: the loads of other load cases would cut its members into pieces too.

One model with all positions as load combinations takes more than ten minutes for this.
"""

import json
from time import perf_counter, process_time

import numpy as np
from Pynite import FEModel3D

spans, step, parts = [60.0, 80.0, 60.0], 0.5, 100
axles = np.array([35.0, 145.0, 145.0]) * 1e3
supports = np.concatenate([[0.0], np.cumsum(spans)])


def solve(order, first):
    model = FEModel3D()
    model.add_material("m", 2.1e11, 8.1e10, 0.3, 7850)
    model.add_section("s", 1.0, 1.0, 1.0, 1.0)
    for k, s in enumerate(supports):
        model.add_node(f"n{k}", float(s), 0, 0)
        model.def_support(f"n{k}", k == 0, True, True, True, False, False)
    for k in range(3):
        model.add_member(f"m{k}", f"n{k}", f"n{k + 1}", "m", "s")
    for k, load in enumerate(order):
        at = first + 4.3 * k
        if 0.0 <= at <= supports[-1]:
            j = min(int(np.searchsorted(supports, at, side="right")) - 1, 2)
            model.add_member_pt_load(f"m{j}", "Fy", -float(load), float(at - supports[j]))
    model.analyze_linear(check_stability=False, sparse=False)
    members = [model.members[f"m{k}"] for k in range(3)]
    moment = [m.moment_array("Mz", parts + 1, "Combo 1")[1] for m in members]
    shear = [m.shear_array("Fy", parts + 1, "Combo 1")[1] for m in members]
    return np.concatenate(moment), np.concatenate(shear)


def job():
    most, least, steepest = -np.inf, np.inf, -np.inf
    for order in (axles, axles[::-1]):
        for p in range(int((supports[-1] + 8.6) / step + 1e-9) + 1):
            moment, shear = solve(order, p * step - 8.6)
            most, least = np.maximum(most, -moment), np.minimum(least, -moment)
            steepest = max(steepest, shear.max(), -shear.min())
    return most, least, steepest


start = perf_counter(), process_time()
most, least, steepest = job()  # its sagging moments are negative
seconds, processor = perf_counter() - start[0], process_time() - start[1]
print(
    json.dumps(
        {
            "seconds": seconds,
            "processor": processor,
            "step": step,
            "parts": parts,
            "most": most.tolist(),
            "least": least.tolist(),
            "shear": steepest,
        }
    )
)
