"""Influence surfaces of plate strips against Levy's series and statics."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.engine.plate_influence import (
    PlateResponse,
    PlateStrip,
    graded,
    strip_surfaces,
)
from spanwright.traffic.local_wheels import means

SPAN, LENGTH, NU = 3.0, 15.0, 0.2


def strip(piece: float = 0.2) -> PlateStrip:
    x = np.linspace(0.0, LENGTH, round(LENGTH / piece) + 1)
    y = graded(np.array([0.0, 0.5 * SPAN, SPAN]), piece)
    return PlateStrip(x, y, np.array([0, len(y) - 1]), 0.25, 34e9, NU)


def under_patch(surfaces, row: int, x: float, y: float, side: float) -> float:
    along = means(surfaces.x, np.array([x]), side, (0.0, LENGTH))
    across = means(surfaces.y, np.array([y]), side, (0.0, SPAN))
    return float((along @ surfaces.value[row] @ across.T)[0, 0])


def levy(x: float, y: float, at: float, side: float) -> tuple[float, float]:
    """my, mx at mid-span of an endless strip under a square patch of 1 N (Westergaard 1930)."""
    root, weight = np.polynomial.legendre.leggauss(24)
    k = np.arange(1, 401) * np.pi / SPAN
    found = np.zeros(2)
    for a, wa in zip(x + root * side / 2, weight / 2, strict=True):
        for b, wb in zip(y + root * side / 2, weight / 2, strict=True):
            part = np.exp(-k * abs(a)) * np.sin(k * at) * np.sin(k * b) / (2 * k * SPAN) * 2
            ahead, back = 1 + k * abs(a), 1 - k * abs(a)
            found += wa * wb * np.array([
                np.sum(part * (ahead + NU * back)), np.sum(part * (back + NU * ahead))
            ]) / 2 * (SPAN / np.pi) * np.pi / SPAN  # fmt: skip
    return float(found[0]), float(found[1])


@pytest.mark.parametrize(("x", "y"), [(0.0, 1.5), (1.2, 1.0)])
def test_moments_under_a_wheel_are_those_of_the_series(x, y):
    middle = LENGTH / 2
    surfaces = strip_surfaces(
        strip(),
        [PlateResponse(middle, 1.5, {"my": 1.0}), PlateResponse(middle, 1.5, {"mx": 1.0})],
    )
    my, mx = levy(x, y, 1.5, 0.8)
    assert under_patch(surfaces, 0, middle + x, y, 0.8) == pytest.approx(my, rel=0.01)
    assert under_patch(surfaces, 1, middle + x, y, 0.8) == pytest.approx(mx, abs=0.006 * my)


def test_a_uniform_load_gives_the_moment_and_shear_of_a_beam():
    middle = LENGTH / 2
    surfaces = strip_surfaces(
        strip(),
        [PlateResponse(middle, 1.5, {"my": 1.0}), PlateResponse(middle, 0.75, {"qy": 1.0}, 1)],
    )
    cells = np.diff(surfaces.x)[:, None] * np.diff(surfaces.y)
    moment, shear = (surfaces.value * cells).sum(axis=(1, 2))
    assert moment == pytest.approx(SPAN**2 / 8, rel=0.01)
    # a plate gives the shear at its own middle: 0.75 m to 0.9375 m here
    assert abs(shear) == pytest.approx(SPAN / 2 - 0.84375, rel=1e-3)


def test_a_moment_over_a_support_turns_the_sign_and_a_cantilever_is_statics():
    y = graded(np.array([0.0, 1.5, 4.5]), 0.25)
    x = np.linspace(0.0, 12.0, 49)
    held = np.flatnonzero(np.isin(np.round(y, 6), [1.5, 4.5]))
    one = PlateStrip(x, y, held, 0.25, 34e9, NU)
    surfaces = strip_surfaces(one, [PlateResponse(6.0, 1.5, {"my": 1.0})])
    line = (surfaces.value[0] * np.diff(surfaces.x)[:, None]).sum(axis=0)
    middle = 0.5 * (surfaces.y[1:] + surfaces.y[:-1])
    tip = np.interp(0.2, middle, line)
    assert tip == pytest.approx(-1.3, rel=0.005)  # a line load 1.3 m beyond the support
