"""Load models of the library on a simple beam and on a grillage of five girders.

Each extreme is replayed as an ordinary load case of the frame (1e-9 of the largest of its kind),
and no position of the same wheels a little aside is worse.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from spanwright import Frame
from spanwright.engine.frame.deck import FrameDeck
from spanwright.engine.placement import response
from spanwright.engine.surfaces import Patches
from spanwright.traffic.library import load_model
from spanwright.traffic.place import place

SPAN, SPACING, PARTS = 24.0, 2.5, 8
MODELS = (
    "lm1", "lm3:1800/200", "flm3", "hl93", "hl93-truck", "hl93-tandem", "ak", "nk", "lm71", "sw0",
    "sw2", "e80", "jtg-lane", "kl510", "cl625", "s1600", "m1600", "300la:wagons-2",
)  # fmt: skip


@cache
def beam() -> FrameDeck:
    frame = Frame.beam([SPAN], EI=1e10)
    frame.members.clear()
    frame.member("span", "A", "B", "beam", parts=PARTS)
    frame.load("span", fz=-1.0)
    wanted = [("span", "My", 12.0), ("span", "Vz", 6.0), ("A", "fz")]
    return frame.solve().deck([["span"]], wanted)


@cache
def grillage() -> FrameDeck:
    frame = Frame(plane="grillage")
    frame.section("girder", EIy=8e9, GJ=4e8)
    frame.section("slab", EIy=3e8, GJ=3e8)
    lines = []
    for j in range(5):
        for i in range(PARTS + 1):
            frame.node(f"{i},{j}", SPAN * i / PARTS, SPACING * (j - 2))
        names = [f"girder {i},{j}" for i in range(PARTS)]
        for i, name in enumerate(names):
            frame.member(name, f"{i},{j}", f"{i + 1},{j}", "girder")
        frame.support(f"0,{j}", "uz")
        frame.spring(f"{PARTS},{j}", name=f"bearing {j}", uz=8e8)
        lines.append(names)
    for j in range(4):
        for i in range(PARTS + 1):
            frame.member(f"slab {i},{j}", f"{i},{j}", f"{i},{j + 1}", "slab")
    frame.load("girder 0,0", fz=-1.0)
    wanted = [
        ("girder 3,0", "My", 3.0), ("girder 3,2", "My", 3.0), ("girder 1,1", "Vz", 3.0),
        ("girder 3,1", "T", 3.0), ("0,0", "fz"), ("bearing 2", "uz"), ("4,2", "uz"),
    ]  # fmt: skip
    return frame.solve().deck(lines, wanted)


def moved(patches: Patches, along: float) -> Patches:
    """Wheels moved as a whole; those that leave the deck fall away."""
    x = patches.wheel_x + along
    on = (x >= 0.0) & (x <= SPAN)
    return Patches(
        x[on], patches.wheel_y[on], patches.wheel_force[on], patches.strip_y, patches.strip_from,
        patches.strip_to, patches.strip_load,
    )  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("deck", [beam, grillage])
def test_replayed_in_the_frame_and_no_worse_a_little_aside(name, deck):
    frame_deck, model = deck(), load_model(name)
    surfaces = frame_deck.surfaces
    is_beam = deck is beam
    where: dict = {"carriageways": [] if model.kind == "track" else [(-5.25, 5.25)]}
    if model.kind == "track" or is_beam:
        where = {"axes": [0.0]}
        if is_beam and model.kind != "track":
            where["carriageways"] = [(-6.0, 6.0)]
    found = place(surfaces, model, length=SPAN, **where)
    rows = np.arange(len(surfaces.names))
    size = np.zeros(len(rows))
    np.maximum.at(size, found.response, np.abs(found.value))
    for k in range(len(found.value)):
        row, patches = found.response[k], found.patches(k)
        again = frame_deck.replay(patches)[row]
        assert abs(again - found.value[k]) <= 1e-9 * size[row]
        if model.kind == "track":
            continue  # its distributed load begins where its axles end
        for step in (-2.0, -0.3, -0.01, 0.01, 0.3, 2.0):
            aside = response(surfaces, np.array([row]), moved(patches, step))[0]
            assert found.sign[k] * (aside - found.value[k]) <= 1e-9 * size[row]


def test_what_a_deck_refuses():
    from spanwright.datum.errors import ModelError

    result = grillage().result
    for lines, wanted, text in (
        ([["girder 0,0"]], [], "at least one response"),
        ([], [("0,0", "fz")], "at least one line"),
        ([["slab 0,0"]], [("0,0", "fz")], "does not run along x"),
        ([["girder 0,0"], ["girder 1,1"]], [("0,0", "fz")], "other stations"),
        ([["girder 0,0"]], [("girder 0,0", "My", 1.0)], "no node stands there"),
        ([["girder 0,0"]], [("girder 0,0", "Mx", 3.0)], "no section force 'Mx'"),
        ([["girder 0,0"]], [("0,0", "fq")], "no component 'fq'"),
    ):
        with pytest.raises(ModelError, match=text):
            result.deck(lines, wanted)
