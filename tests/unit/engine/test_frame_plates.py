"""Slabs, walls and shells of a `Frame`, alone and with members."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from spanwright import Frame
from spanwright.datum.errors import ModelError

approx = pytest.approx


def strip(divisions=(8, 2), **changes):
    """A one-way slab of 8 m, 2 m wide, simply supported, nu = 0: a beam of 2 m."""
    frame = Frame()
    given = {"thickness": 0.4, "E": "30 GPa", "nu": 0.0, "density": 2500, "expansion": 1e-5,
             "shear": np.inf} | changes  # fmt: skip
    frame.plate("slab", [(0, 0), (8, 0), (8, 2), (0, 2)], divisions=divisions, **given)
    for x in (0, 8):
        for node in frame.nodes_at(x=x):
            frame.support(node, "uz")
    frame.support(frame.nodes_at(x=0, y=0)[0], "ux uy")
    frame.support(frame.nodes_at(x=0, y=2)[0], "ux")
    return frame


def test_a_one_way_slab_is_a_beam():
    frame = strip()
    frame.self_weight(case="dead")
    frame.load("slab", fz="-10 kN/m2", case="live")
    frame.load("slab", fz="-80 kN", at=(4, 1), size=(1, 2), case="wheel")
    frame.combine("ULS", {"dead": 1.35, "live": 1.5})
    result = frame.solve()
    weight = 0.4 * 2500 * 9.80665
    assert result.plate("slab", "dead", x=4, y=1).mx == approx(weight * 64 / 8, rel=1.1e-2)
    assert result.plate("slab", "ULS", s=0.5, t=0.5).mx == approx(
        1.35 * result.plate("slab", "dead", x=4, y=1).mx
        + 1.5 * result.plate("slab", "live", x=4, y=1).mx
    )
    total = sum(
        result.reaction(n, "wheel").fz for n in (*frame.nodes_at(x=0), *frame.nodes_at(x=8))
    )
    assert total == approx(80e3)
    middle = frame.nodes_at(x=4, y=1)[0]
    sag = 5 * 10e3 * 8**4 / (384 * 30e9 * 0.4**3 / 12)
    assert result.displacement(middle, "live").uz == approx(-sag, rel=1e-3)
    assert result.equilibrium_residual < 1e-9


def test_a_warm_top_bows_a_free_slab_up_without_moments():
    """Half-way along a free side: alpha dT / h times L2 / 8, upwards."""
    frame = strip(divisions=(8, 1))  # held at its corners only
    frame.temperature("slab", uniform=20, top_minus_bottom=10, case="warm")
    frame.strain("slab", axial=-2e-4, case="shrinkage")
    result = frame.solve()
    rise = result.displacement(frame.nodes_at(x=4, y=0)[0], "warm").uz
    assert rise == approx(1e-5 * 10 / 0.4 * 8**2 / 8, rel=1e-6)
    assert np.abs(result.plate("slab", "warm", s=0.3, t=0.4)[:3]).max() < 1.0
    corner = frame.nodes_at(x=8, y=0)[0]
    assert result.displacement(corner, "warm").ux == approx(20e-5 * 8, rel=1e-6)
    assert result.displacement(corner, "shrinkage").ux == approx(-2e-4 * 8, rel=1e-6)


def test_members_under_a_plate_share_its_nodes():
    """T-beam of slab and rib: deflects by the inertia of both about their common axis."""
    L, E = 20.0, 30e9
    frame = Frame()
    frame.plate("slab", [(0, -1), (L, -1), (L, 1), (0, 1)], thickness=0.2, E=E, nu=0.0,
                divisions=(20, 2), shear=np.inf)  # fmt: skip
    frame.section("rib", E=E, A=0.4, Iy=0.4 / 12, Iz=0.4**3 / 12, J=0.01)
    arm = (0, 0, -0.6)
    for a, b in pairwise(frame.nodes_at(y=0)):
        frame.member(f"rib {a}", a, b, "rib", offset_start=arm, offset_end=arm)
    for node in (*frame.nodes_at(x=0), *frame.nodes_at(x=L)):
        frame.support(node, "uy uz")
    frame.support(frame.nodes_at(x=0, y=0)[0], "ux")
    frame.load("slab", fz=-5e3)
    result = frame.solve()
    inertia = 2 * 0.2**3 / 12 + 0.4 / 12 + 0.4 * 0.4 / 0.8 * 0.6**2
    sag = -result.displacement(frame.nodes_at(x=L / 2, y=0)[0]).uz
    assert sag == approx(5 * 10e3 * L**4 / (384 * E * inertia), rel=1e-2)
    assert result.table().count("\n") < 90  # the mesh does not flood it


def test_a_plate_on_soft_ground_sinks_by_the_pressure():
    frame = Frame()
    frame.plate("raft", [(0, 0), (4, 0), (4, 3), (0, 3)], thickness=0.5, E=30e9, divisions=(4, 3),
                bedding="20 MN/m3")  # fmt: skip
    frame.support("raft 0,0", "ux uy rz")
    frame.load("raft", fz="-50 kN/m2")
    result = frame.solve()
    for node in frame.nodes:  # the ground stands in springs at the nodes
        assert result.displacement(node).uz == approx(-50e3 / 20e6, rel=1.5e-2)
    assert result.equilibrium_residual < 1e-9


def test_walls_in_flat_frames():
    """A deep beam drawn in x-z: the membrane alone, mean axial stress under a tip pull."""
    frame = Frame(plane="xz")
    frame.plate("wall", [(0, 0, 0), (6, 0, 0), (6, 0, 2), (0, 0, 2)], thickness=0.3, E=30e9, nu=0.2,
                divisions=(6, 2))  # fmt: skip
    for node in frame.nodes_at(x=0):
        frame.support(node, "ux ry")  # a side that stays straight does not turn either
    frame.support("wall 0,0", "uz")
    pull = 600e3 / 2
    for node, share, turn in zip(frame.nodes_at(x=6), (0.5, 1, 0.5), (1, 0, -1), strict=True):
        frame.load(node, fx=pull * share, my=turn * pull / 12)  # of an even pull on the sides
    result = frame.solve()
    assert result.displacement(frame.nodes_at(x=6, z=1)[0]).ux == approx(600e3 * 6 / (30e9 * 0.6))
    assert result.plate("wall", s=0.4, t=0.3).nx == approx(300e3)


def test_water_against_a_wall():
    """A cantilever wall under hydrostatic pressure: gamma h3 / 6 at its foot, gamma h2 / 2 shear.

    Strips of nu = 0; the moment at a node is q h2 / 12 of its piece too high.
    """
    h, gamma = 4.0, 9.81e3
    frame = Frame()
    frame.plate("wall", [(0, 0, 0), (0, 2, 0), (0, 2, h), (0, 0, h)], thickness=0.4, E=30e9, nu=0.0,
                divisions=(2, 16), along=(0, 0, 1), shear=np.inf)  # fmt: skip
    for node in frame.nodes_at(z=0):
        frame.support(node, "fixed")
    frame.load("wall", fz=lambda *at: gamma * (h - at[2]), local=True)
    result = frame.solve()
    foot = result.plate("wall", s=0.5, t=0.0)
    push = sum(result.reaction(node).fx for node in frame.nodes_at(z=0))
    assert push == approx(-2 * gamma * h**2 / 2)
    assert abs(foot.mx) == approx(gamma * h**3 / 6, rel=5e-3)
    assert abs(foot.qx) == approx(gamma * h**2 / 2, rel=5e-3)
    frame.load("wall", fz=lambda *_: np.nan, case="nothing")
    with pytest.raises(ModelError, match="load on 'wall', fz: gives a value that is not finite"):
        frame.solve()


def test_edge_shear_of_a_simply_supported_plate():
    """0.465 q a at the middle of the long sides of a plate twice as long as wide (Timoshenko)."""
    frame = Frame()
    frame.plate("p", [(0, 0), (1, 0), (1, 2), (0, 2)], thickness=0.01, E=10.92e6, nu=0.3,
                divisions=(12, 24), shear=np.inf)  # fmt: skip
    for node in frame.nodes:
        frame.support(node, "ux uy rz")
    for node in (*frame.nodes_at(x=0), *frame.nodes_at(x=1)):
        frame.support(node, "uz rx")
    for node in (*frame.nodes_at(y=0), *frame.nodes_at(y=2)):
        frame.support(node, "uz ry")
    frame.load("p", fz=-1.0)
    result = frame.solve()
    assert result.plate("p", x=0, y=1).qx == approx(0.465, rel=0.01)
    assert result.plate("p", x=1, y=1).qx == approx(-0.465, rel=0.01)
    assert result.plate("p", x=0.5, y=0).qy == approx(0.370, rel=0.02)
    assert result.plate("p", x=0.5, y=1).mx == approx(0.1017, rel=0.01)


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (lambda f: f.plate("slab", [(0, 0)] * 4, thickness=1, E=1), "'slab' is defined twice"),
        (lambda f: f.plate("b", [(0, 0)] * 3, thickness=1, E=1), "four corners are needed"),
        (lambda f: f.plate("b", [(0, 0)] * 4, thickness=0, E=1), "thickness: must be positive"),
        (lambda f: f.plate("b", [(0, 0)] * 4, thickness=1, E=1, nu=0.5), "below 0.5"),
        (lambda f: f.plate("b", ["x"] * 4, thickness=1, E=1), "no node 'x'"),
        (lambda f: f.plate("b", lambda s, t: (s, t), thickness=1, E=1), "three finite coordinates"),
        (lambda f: f.load("slab", fz=-1, start=0), "a plate has no start"),
        (lambda f: f.load("slab", mx=1), "a plate takes fx, fy, fz"),
        (lambda f: f.load("slab", fz=-1, at=3), "are pairs"),
        (lambda f: f.load("slab", fz="-1 kN"), "stress"),
        (lambda f: f.strain("slab", kappa_y=1), "axial alone"),
        (lambda f: f.temperature("slab", left_minus_right=1, width=1), "no left and right"),
        (lambda f: f.support("slab 9,9", "uz"), "no node 'slab 9,9'"),
    ],
)
def test_mistakes_with_plates_are_one_sentence(act, text):
    frame = strip()
    with pytest.raises(ModelError, match=text):
        act(frame)


def test_what_only_the_whole_shows_is_named():
    frame = strip()
    frame.load("slab", fz=-1e3, at=(9, 1))
    with pytest.raises(ModelError, match=r"load on 'slab': the point \(9, 1\) stands on no plate"):
        frame.solve()
    crossed = Frame()
    crossed.plate("slab", [(0, 0), (1, 0), (0, 1), (1, 1)], thickness=0.1, E=1e9)
    crossed.support("slab 0,0", "fixed")
    with pytest.raises(ModelError, match="plate 'slab', plate 0"):
        crossed.model()
    loose = strip()
    loose.supports.clear()
    loose.load("slab", fz=-1e3)
    with pytest.raises(ModelError, match="have no support at all"):
        loose.solve()
    result = strip()
    result.load("slab", fz=-1.0)
    with pytest.raises(ModelError, match="give x and y, or s and t"):
        result.solve().plate("slab", x=1.0)
