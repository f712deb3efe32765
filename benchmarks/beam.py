"""Beam 60-80-60 m, HL-93 truck both ways at 0.5 m steps, M and V envelopes at 303 sections."""

from __future__ import annotations

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
    """Print median seconds, the ratio to each peer and the largest difference of the extremes.

    Every program does the whole job at 0.5 m; peers and spanwright run in turn, three rounds.
    """
    truck = load_model("hl93-truck:short")
    exact, envelope = median_of(lambda: beam_envelope(SPANS, truck, 100), 3)
    steps = beam_envelope(SPANS, truck, 100, step=0.5)
    ours = {
        "largest": steps.moment.max(),
        "smallest": steps.moment.min(),
        "shear": max(steps.shear.max(), -steps.shear.min()),
    }
    row("program", "seconds", "spanwright [s]", "ratio", "ratio, processor", "largest M [kNm]",
        "difference")  # fmt: skip
    row("spanwright, exact", exact.wall, "", "", "", envelope.moment.max() / 1e3, "")
    for name, script in SCRIPTS.items():
        found, own = beside(script, {"own": lambda: beam_envelope(SPANS, truck, 100, step=0.5)})
        if "missing" in found:
            row(name, "not run: " + found["missing"][:60])
            continue
        sizes = {"largest": "largest", "smallest": "largest", "shear": "shear"}
        gap = max(abs(found[key] - ours[key]) / ours[size] for key, size in sizes.items())
        row(name, found["seconds"], own["own"].wall, found["seconds"] / own["own"].wall,
            found["processor"] / own["own"].processor, found["largest"] / 1e3, gap)  # fmt: skip
