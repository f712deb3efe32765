"""Envelopes of a beam drawn in characters, for a terminal."""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.units import kN
from spanwright.traffic.beam import BeamEnvelope

WIDTH = 66  # characters from the first support to the last
ROWS = 8
LABEL = 10  # characters of a value beside the axis
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def sketch(envelope: BeamEnvelope) -> str:
    """Moment (sagging down) and shear between their extremes, supports below; 80 columns wide."""
    supports = np.asarray(envelope.beam.supports)
    column = np.rint(supports / supports[-1] * (WIDTH - 1)).astype(int)
    marks = "".join("▲" if k in column else " " for k in range(WIDTH))
    feet = f"{'':{LABEL}}  {marks}"
    parts = []
    for title, values, down in (
        ("M max and min [kNm], sagging down", envelope.moment, True),
        ("V max and min [kN], left-support positive", envelope.shear, False),
    ):
        parts += [title, *_band(envelope.station, values / kN, down), feet]
    return "\n".join(parts)


def _band(station: Array, values: Array, down: bool) -> list[str]:
    """Lines of one diagram; each character stands for two levels of a piece of the beam."""
    x = np.linspace(station[0], station[-1], 4 * WIDTH)
    most, least = (np.interp(x, station, v).reshape(WIDTH, 4) for v in values)
    high, low = np.maximum(most.max(axis=1), 0.0), np.minimum(least.min(axis=1), 0.0)
    top, bottom = high.max(), low.min()
    size = (top - bottom) / (2 * ROWS) or 1.0
    level = top - (np.arange(2 * ROWS) + 0.5) * size
    filled = (level[:, None] < high) & (level[:, None] > low)
    labels = {0: values.max(), ROWS - 1: values.min()}
    if down:
        filled = filled[::-1]
        labels = {0: values.min(), ROWS - 1: values.max()}
    lines = []
    for row in range(ROWS):
        pairs = zip(filled[2 * row], filled[2 * row + 1], strict=True)
        label = f"{labels[row]:,.1f}" if row in labels else ""
        lines.append(f"{label:>{LABEL}} │" + "".join(_BLOCKS[bool(a), bool(b)] for a, b in pairs))
    return lines
