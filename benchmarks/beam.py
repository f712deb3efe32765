"""Beam 60-80-60 m, HL-93 truck both ways at 0.5 m steps, M and V envelopes at 303 sections."""

from __future__ import annotations

import numpy as np

from benchmarks.tools import beside, median_of, row
from spanwright.traffic.beam import beam_envelope
from spanwright.traffic.library import load_model

SPANS = [60.0, 80.0, 60.0]
SCRIPTS = {
    "PyCBA": "pycba_beam.py",
    "OpenSeesPy": "opensees_beam.py",
    "PyNite": "pynite_beam.py",
    "anaStruct": "anastruct_beam.py",
}


def main() -> None:
    """Print median seconds, the ratios to each peer and the largest difference.

    The difference is that of both moment envelopes at all sections and of the largest shear.

    Every program does the whole job at 0.5 m; peers and spanwright run in turn, three rounds.
    """
    truck = load_model("hl93-truck:short")
    exact, envelope = median_of(lambda: beam_envelope(SPANS, truck, 100), 3)
    steps = beam_envelope(SPANS, truck, 100, step=0.5)
    once = np.append(np.diff(steps.station) > 0, True)  # peers with nodes have a pier's once
    steepest = max(steps.shear.max(), -steps.shear.min())
    row("program", "seconds", "spanwright [s]", "ratio", "ratio, processor", "largest M [kNm]",
        "difference")  # fmt: skip
    row("spanwright, exact", exact.wall, "", "", "", envelope.moment.max() / 1e3, "")
    for name, script in SCRIPTS.items():
        found, own = beside(script, {"own": lambda: beam_envelope(SPANS, truck, 100, step=0.5)})
        if "missing" in found:
            row(name, "not run: " + found["missing"][:60])
            continue
        gap = abs(found["shear"] - steepest) / steepest
        for key, values in (("most", steps.moment[0]), ("least", steps.moment[1])):
            same = values if len(found[key]) == len(values) else values[once]
            gap = max(gap, np.abs(same - found[key]).max() / steps.moment.max())
        row(name, found["seconds"], own["own"].wall, found["seconds"] / own["own"].wall,
            found["processor"] / own["own"].processor, max(found["most"]) / 1e3, gap)  # fmt: skip
