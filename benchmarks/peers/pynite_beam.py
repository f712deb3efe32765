"""All positions as load combinations of one model, at a coarser step; time scaled to 0.5 m."""

import json
from time import perf_counter

import numpy as np
from Pynite import FEModel3D

spans, step, parts = [60.0, 80.0, 60.0], 5.0, 20
axles = np.array([35.0, 145.0, 145.0]) * 1e3


def job():
    model = FEModel3D()
    model.add_material("m", 2.1e11, 8.1e10, 0.3, 7850)
    model.add_section("s", 1.0, 1.0, 1.0, 1.0)
    supports = np.concatenate([[0.0], np.cumsum(spans)])
    for k, s in enumerate(supports):
        model.add_node(f"n{k}", float(s), 0, 0)
        model.def_support(f"n{k}", k == 0, True, True, True, False, False)
    for k in range(3):
        model.add_member(f"m{k}", f"n{k}", f"n{k + 1}", "m", "s")
    count = int((supports[-1] + 8.6) / step + 1e-9) + 1
    names = []
    for turn, order in enumerate((axles, axles[::-1])):
        for p in range(count):
            name = f"c{turn}_{p}"
            any_load = False
            for k, load in enumerate(order):
                at = p * step - 8.6 + 4.3 * k
                if 0.0 <= at <= supports[-1]:
                    j = min(int(np.searchsorted(supports, at, side="right")) - 1, 2)
                    model.add_member_pt_load(
                        f"m{j}", "Fy", -float(load), float(at - supports[j]), case=name
                    )
                    any_load = True
            if any_load:
                model.add_load_combo(name, {name: 1.0})
                names.append(name)
    model.analyze_linear()
    largest, smallest = -np.inf, np.inf
    for name in names:
        for k in range(3):
            values = [
                model.members[f"m{k}"].moment("Mz", x, name)
                for x in np.linspace(0, spans[k], parts + 1)
            ]
            largest, smallest = max(largest, max(values)), min(smallest, min(values))
    return (largest, smallest) if largest > -smallest else (-smallest, -largest), len(names)


start = perf_counter()
(result, count) = job()
seconds = perf_counter() - start
print(
    json.dumps(
        {
            "seconds": seconds * 836 / count * 300 / 60,
            "measured": seconds,
            "step": step,
            "parts": parts,
            "largest": result[0],
            "smallest": result[1],
            "note": "scaled by positions; sections cost most, scaled from 60 to 300",
        }
    )
)
