"""Construction stages, creep and shrinkage of a `Frame` by names."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from spanwright import Frame
from spanwright.datum.errors import ModelError
from spanwright.engine.frame import Concrete, FrameStage

approx = pytest.approx


def two_spans():
    """Two simple spans of 20 m that a stiff joint makes continuous later; 10 kN/m."""
    frame = Frame(plane="xz")
    frame.section("girder", EA=1e10, EI=4e9)
    for name, x in (("A", 0), ("B", 20), ("B'", 20), ("C", 40)):
        frame.node(name, x)
        frame.support(name, "ux uz" if name in "AB'" else "uz")
    frame.supports["B'"] = {0, 2}
    frame.member("left", "A", "B", "girder", parts=8)
    frame.member("right", "B'", "C", "girder", parts=8)
    frame.spring("B", to="B'", name="joint", ry=1e13)
    frame.load("left", fz=-10e3, case="weight")
    frame.load("right", fz=-10e3, case="weight")
    frame.load("left", fz=-5e3, case="more")
    frame.load("right", fz=-5e3, case="more")
    return frame


STAGES = [
    FrameStage("spans", apply=["weight"], day=28),
    FrameStage("joined", add=["joint"], apply=["more"], day=28),
]


def test_loads_meet_the_structure_of_their_stage():
    history = two_spans().stages(STAGES)
    assert history.names == ("spans", "joined")
    assert history.force("left", 20.0, "spans").My == approx(0.0, abs=1e-3)
    assert history.force("left", 20.0).My == approx(-5e3 * 400 / 8, rel=1e-4)
    middle = history.force("left", [10.0], "spans").My
    assert middle == approx([10e3 * 400 / 8])
    both = history.reaction("B").fz + history.reaction("B'").fz
    assert both == approx(10e3 * 20 + 1.25 * 5e3 * 20, rel=1e-4)
    assert history.force("left", 10.0, after=True).Vz == approx(history.force("left", 10.0).Vz)


@pytest.mark.parametrize(("method", "tolerance"), [("age-adjusted", 1e-4), ("step-by-step", 0.03)])
def test_creep_brings_the_moment_over_the_pier(method, tolerance):
    """M = w L2 / 8 phi / (1 + chi phi) after joining at once (Ghali, chi = 0.8)."""
    phi = 2.0
    frame = two_spans()
    girder = Concrete(lambda t, s: phi * np.ones_like(s) if t > 500 else 0 * s)
    history = frame.stages(
        [STAGES[0], FrameStage("joined", add=["joint"], day=28)], concrete={"girder": girder},
        until=1000, method=method,
    )  # fmt: skip
    found = history.force("left", 20.0, "until 1000").My / (-10e3 * 400 / 8)
    share = phi / (1 + 0.8 * phi) if method == "age-adjusted" else found
    assert found == approx(share, rel=tolerance)
    assert 0.7 < found < 1.0


def test_a_prop_is_set_and_struck_and_a_section_grows():
    frame = Frame.beam([20], EI=1e9)
    frame.section("composite", EA=1e12, EI=3e9)
    frame.members.clear()
    frame.node("prop", 10)
    frame.member("left", "A", "prop", "beam")
    frame.member("right", "prop", "B", "beam")
    frame.load("left", fz=-1e4, case="wet")
    frame.load("right", fz=-1e4, case="wet")
    frame.load("prop", fz=-1e5, case="truck")
    history = frame.stages([
        FrameStage("propped", hold={"prop": "uz"}, apply=["wet"]),
        FrameStage("hardened", sections={"left": "composite", "right": "composite"}),
        FrameStage("struck", release={"prop": "uz"}),
        FrameStage("open", apply=["truck"]),
        FrameStage("gone", lift=["truck"]),
    ])  # fmt: skip
    prop = 1.25 * 1e4 * 10
    assert history.reaction("prop", "hardened").fz == approx(prop)
    sag = -prop * 20**3 / (48 * 3e9)
    assert history.displacement("prop", "struck").uz == approx(sag)
    assert history.displacement("prop", "open").uz == approx(sag - 1e5 * 20**3 / (48 * 3e9))
    assert history.camber("prop") == approx(-sag)
    assert history.force("left", 10.0).My == approx(1e4 * 400 / 8, rel=1e-9)


def test_a_slab_of_plates_shrinks_on_its_ribs():
    frame = Frame()
    frame.plate("slab", [(0, -1), (12, -1), (12, 1), (0, 1)], thickness=0.2, E=30e9, nu=0.0,
                divisions=(12, 2), shear=np.inf)  # fmt: skip
    frame.section("rib", EA=6e9, EIy=8e8, EIz=1e8, GJ=1e8)
    ribs = []
    for k, (a, b) in enumerate(pairwise(frame.nodes_at(y=0))):
        arm = (0, 0, -0.5)
        frame.member(f"rib {k}", a, b, "rib", offset_start=arm, offset_end=arm)
        ribs.append(f"rib {k}")
    for node in (*frame.nodes_at(x=0), *frame.nodes_at(x=12)):
        frame.support(node, "uy uz")
    frame.support(frame.nodes_at(x=0, y=0)[0], "ux rx rz")
    for rib in ribs:
        frame.load(rib, fz=-5e3, case="wet slab")
    concrete = Concrete(lambda t, s: 2.0 * (1 - np.exp(-(t - s) / 100)),
                        lambda age: -3e-4 * (1 - np.exp(-age / 100)), cast=5.0)  # fmt: skip
    history = frame.stages(
        [FrameStage("steel", apply=["wet slab"], day=0), FrameStage("deck", add=["slab"], day=8)],
        concrete={"slab": concrete}, until=3000, steps=12,
    )  # fmt: skip
    assert approx(0.0, abs=1.0) == history.force("rib 5", 1.0, "deck").N
    # the slab pulls against the rib, which is pressed and bends down
    end = history.force("rib 5", 1.0)
    assert end.N < -1e5
    assert history.plate("slab", 0.5, 0.5).nx > 1e5
    assert history.displacement("slab 6,1").uz < 1.2 * history.displacement("slab 6,1", "deck").uz


@pytest.mark.parametrize(
    ("stages", "more", "text"),
    [
        ([FrameStage("a", add=["jont"])], {}, "in stage 'a'\\) 'jont'; did you mean \"joint\""),
        ([FrameStage("a", hold={"Q": "uz"})], {}, "no node 'Q'"),
        ([FrameStage("a", hold={"A": "up"})], {}, "stage 'a', node 'A': unknown component 'up'"),
        ([FrameStage("a", apply=["wind"])], {}, "stage 'a': there is no load case 'wind'"),
        ([FrameStage("a", sections={"left": "x"})], {}, "no section 'x'"),
        ([FrameStage("a", remove=["left"]), FrameStage("b", apply=["weight"])], {}, "'left"),
        ([], {}, "there are no stages"),
        (STAGES, {"until": 100.0}, "'until' needs 'concrete'"),
        (STAGES, {"concrete": {"slb": Concrete(lambda _, s: 0 * s)}}, "no section or plate 'slb'"),
        (STAGES, {"concrete": {"girder": Concrete(lambda _, s: 0 * s, cast=40.0)}}, "cast only"),
    ],
)
def test_what_stages_refuse(stages, more, text):
    with pytest.raises(ModelError, match=text):
        two_spans().stages(stages, **more)
