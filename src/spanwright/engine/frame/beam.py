"""A continuous beam in one line: spans, supports, hinges."""

from __future__ import annotations

import string
from collections.abc import Sequence

import numpy as np

from spanwright.datum.errors import ModelError
from spanwright.engine.frame.builder import Frame
from spanwright.engine.frame.parts import Number
from spanwright.engine.frame.reading import number

_SUPPORTS = {"pin": "ux uz", "roller": "uz", "fixed": "ux uz ry", "guide": "ry", "free": ""}


def beam(
    spans: Sequence[Number], *, EI: Number, supports: Sequence[str | Number] | None = None,
    hinges: Sequence[Number] = (), GA: Number | None = None, mass: Number = 0.0,
    expansion: Number = 0.0,
) -> Frame:  # fmt: skip
    """A continuous beam along x in the x-z plane.

    spans    : span lengths [m]; an overhang is a span that ends at a "free" support
    EI       : bending rigidity [N m2]; GA: shear rigidity [N], none for no shear deformation
    supports : one more than spans: "pin", "roller", "fixed", "guide" (rotation only), "free",
               or a stiffness along z ("20 kN/mm").  Default: a pin, then rollers
    hinges   : distances from the first support at which no moment passes [m]
    returns  : a `Frame` with nodes "A", "B", ... and members "span 1", "span 2", ...

    The axial rigidity is set to 1000 EI / m2; it plays no part under loads across the beam.
    """
    lengths = [number(s, "length", f"spans[{i}]") for i, s in enumerate(spans)]
    if not lengths or min(lengths) <= 0.0:
        raise ModelError("spans: give at least one length, all positive")
    kinds = list(supports) if supports is not None else ["pin"] + ["roller"] * len(lengths)
    if len(kinds) != len(lengths) + 1:
        raise ModelError(f"supports: {len(lengths)} spans need {len(lengths) + 1} supports")
    station = np.concatenate([[0.0], np.cumsum(lengths)])
    where = [number(h, "length", f"hinges[{i}]") for i, h in enumerate(hinges)]
    if any(not 0.0 < h < station[-1] for h in where):
        raise ModelError(f"hinges must lie between 0 m and {station[-1]:g} m")
    frame = Frame(plane="xz")
    rigid = number(EI, "bending rigidity", "EI")
    frame.section("beam", EA=1e3 * rigid, EI=rigid, GAz=GA, mass=mass, expansion=expansion)
    for i, x in enumerate(station):
        name = node_label(i)
        frame.node(name, float(x))
        kind = kinds[i]
        if isinstance(kind, str) and kind in _SUPPORTS:
            if _SUPPORTS[kind]:
                frame.support(name, _SUPPORTS[kind])
        else:
            frame.spring(name, uz=kind)
    if not any("ux" in _SUPPORTS.get(str(kind), "") for kind in kinds):
        frame.support("A", "ux")  # no load acts along the beam, yet it must not slide
    for i in range(len(lengths)):
        a, b = float(station[i]), float(station[i + 1])
        inside = [h - a for h in where if a + 1e-9 < h < b - 1e-9]
        at_start = any(abs(h - a) <= 1e-9 for h in where)
        frame.member(
            f"span {i + 1}", node_label(i), node_label(i + 1), "beam",
            hinges=inside, release_start="My" if at_start else "",
        )  # fmt: skip
    return frame


def node_label(index: int) -> str:
    """A, B, ..., Z, AA, AB, ..."""
    letters = string.ascii_uppercase
    return letters[index] if index < 26 else node_label(index // 26 - 1) + letters[index % 26]
