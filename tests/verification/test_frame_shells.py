"""Shells and skew plates of the literature, built by names.

MacNeal and Harder, Finite Elements in Analysis and Design 1 (1985) 3-20: hemisphere; Razzaque,
IJNME 6 (1973) 220: skew plate of 60 degrees, two sides free; Lindberg, Olson and Cowper, National
Research Council Canada (1969): pinched cylinder with free ends.
"""

from __future__ import annotations

import numpy as np
import pytest

from spanwright import Frame

approx = pytest.approx


def test_hemisphere_with_a_hole():
    """0.0924 under the inward and outward forces; 24 x 24 on a quarter (8: 0.68, 16: 0.98)."""
    R = 10.0

    def sphere(s, t):
        polar, round_ = np.radians(90 - 72 * t), s * np.pi / 2
        return (R * np.sin(polar) * np.cos(round_), R * np.sin(polar) * np.sin(round_),
                R * np.cos(polar))  # fmt: skip

    frame = Frame()
    frame.plate("shell", sphere, thickness=0.04, E=6.825e7, nu=0.3, divisions=(24, 24))
    for node in frame.nodes_at(y=0, within=1e-9):
        frame.support(node, "uy rx rz")
    for node in frame.nodes_at(x=0, within=1e-9):
        frame.support(node, "ux ry rz")
    out, inward = frame.nodes_at(x=R, z=0)[0], frame.nodes_at(y=R, z=0)[0]
    frame.support(out, "uz")
    frame.load(out, fx=1.0)
    frame.load(inward, fy=-1.0)
    result = frame.solve()
    assert result.displacement(out).ux == approx(0.0924, rel=0.012)
    assert result.displacement(inward).uy == approx(-0.0924, rel=0.012)


def test_skew_plate_of_razzaque():
    """w D / q a4 = 0.7945e-2, M = 0.9589e-1 q a2 across the middle (5e-3 at 16 x 16)."""
    side, skew = 100.0, np.radians(60)
    frame = Frame()
    frame.plate("p", lambda s, t: (side * (s + t * np.cos(skew)), side * t * np.sin(skew), 0),
                thickness=0.1, E=1092.0, nu=0.3, divisions=(16, 16))  # fmt: skip
    for node in frame.nodes:
        frame.support(node, "ux uy rz")
    for node in (*frame.nodes_at(y=0), *frame.nodes_at(y=side * np.sin(skew), within=1e-6)):
        frame.support(node, "uz")
    frame.load("p", fz=-1.0)
    result = frame.solve()
    stiffness = 1092.0 * 0.1**3 / (12 * 0.91)
    assert -result.displacement("p 8,8").uz * stiffness / side**4 == approx(0.7945e-2, rel=6e-3)
    assert result.plate("p", s=0.5, t=0.5).my / side**2 == approx(0.09589, rel=5e-3)


def test_pinched_cylinder_with_free_ends():
    """0.1139 under the load; 16 x 16 on an eighth (4e-3)."""
    R, L = 4.953, 10.35
    frame = Frame()
    frame.plate("c", lambda s, t: (s * L / 2, R * np.sin(t * np.pi / 2), R * np.cos(t * np.pi / 2)),
                thickness=0.094, E=10.5e6, nu=0.3125, divisions=(16, 16))  # fmt: skip
    for node in frame.nodes_at(x=0):
        frame.support(node, "ux ry rz")
    for node in frame.nodes_at(y=0, within=1e-9):
        frame.support(node, "uy rx rz")
    for node in frame.nodes_at(z=0, within=1e-9):
        frame.support(node, "uz rx ry")
    frame.load("c 0,0", fz=-25.0)
    assert -frame.solve().displacement("c 0,0").uz == approx(0.1139, rel=4e-3)
