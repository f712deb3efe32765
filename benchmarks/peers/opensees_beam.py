"""One model, one factorisation kept; each position is a load pattern with element point loads.

The band solver was the quickest here; reading an envelope recorder's file saved nothing.
"""

import itertools
import json
from time import perf_counter, process_time

import numpy as np
import openseespy.opensees as ops

spans, step, parts = [60.0, 80.0, 60.0], 0.5, 100
axles = np.array([35.0, 145.0, 145.0]) * 1e3


def job():
    supports = np.concatenate([[0.0], np.cumsum(spans)])
    x = np.unique(
        np.concatenate([np.linspace(a, b, parts + 1) for a, b in itertools.pairwise(supports)])
    )
    ops.wipe()
    ops.model("basic", "-ndm", 2, "-ndf", 3)
    for i, s in enumerate(x):
        ops.node(i, float(s), 0.0)
    ops.geomTransf("Linear", 1)
    for i in range(len(x) - 1):
        ops.element("elasticBeamColumn", i, i, i + 1, 1.0, 1.0e10, 1.0, 1)
    for k, s in enumerate(supports):
        ops.fix(int(np.argmin(abs(x - s))), int(k == 0), 1, 0)
    ops.timeSeries("Constant", 1)
    ops.constraints("Plain")
    ops.numberer("RCM")
    ops.system("BandSPD")
    ops.integrator("LoadControl", 0.0)
    ops.algorithm("Linear", False, False, True)  # the factor is kept
    ops.analysis("Static", "-noWarnings")
    most, least, steepest = -np.inf, np.inf, -np.inf
    length = 8.6
    count = int((x[-1] + length) / step + 1e-9) + 1
    for order in (axles, axles[::-1]):
        for p in range(count):
            ops.pattern("Plain", 1, 1)
            for k, load in enumerate(order):
                at = p * step - length + 4.3 * k
                if 0.0 <= at <= x[-1]:
                    e = min(int(np.searchsorted(x, at, side="right")) - 1, len(x) - 2)
                    ops.eleLoad(
                        "-ele", e, "-type", "-beamPoint", -load, (at - x[e]) / (x[e + 1] - x[e])
                    )
            ops.analyze(1)
            forces = np.array([ops.eleForce(e) for e in range(len(x) - 1)])
            moments = np.append(-forces[:, 2], forces[-1, 5])
            most, least = np.maximum(most, moments), np.minimum(least, moments)
            steepest = max(steepest, forces[:, 1].max())
            ops.remove("loadPattern", 1)
    return most, least, steepest


start = perf_counter(), process_time()
result = job()
print(
    json.dumps(
        {
            "seconds": perf_counter() - start[0],
            "processor": process_time() - start[1],
            "step": step,
            "parts": parts,
            "most": result[0].tolist(),
            "least": result[1].tolist(),
            "shear": result[2],
        }
    )
)
