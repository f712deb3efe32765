"""Beam 60-80-60 m, HL-93 truck both ways at 0.5 m steps, M and V envelopes at 300 sections."""

from __future__ import annotations

from benchmarks.tools import best_of, peer, row
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
    """Print seconds, extremes and the ratio to each peer.

    PyNite and anaStruct are timed at a coarser step and scaled by the number of positions; their
    values are compared at that step.
    """
    truck = load_model("hl93-truck:short")
    seconds, _ = best_of(lambda: beam_envelope(SPANS, truck, 100, step=0.5), 20)
    exact, envelope = best_of(lambda: beam_envelope(SPANS, truck, 100), 3)
    row("program", "seconds", "ratio", "largest M [kNm]", "smallest M [kNm]", "difference")
    row(
        "spanwright, exact", exact, "", envelope.moment.max() / 1e3, envelope.moment.min() / 1e3, ""
    )
    for name, script in SCRIPTS.items():
        found = peer(script)
        if "missing" in found:
            row(name, "not run: " + found["missing"][:60])
            continue
        same = beam_envelope(SPANS, truck, found["parts"], step=found["step"])
        size = same.moment.max()
        gap = max(
            abs(same.moment.max() - found["largest"]), abs(same.moment.min() - found["smallest"])
        )
        row(f"spanwright, {found['step']} m", seconds, "", same.moment.max() / 1e3,
            same.moment.min() / 1e3, "")  # fmt: skip
        row(name, found["seconds"], found["seconds"] / seconds, found["largest"] / 1e3,
            found["smallest"] / 1e3, gap / size)  # fmt: skip
