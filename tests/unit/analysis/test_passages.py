"""Passages of lorries: against a beam solved by hand, and against fine steps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spanwright.analysis.passages import lane_surfaces, life_cycles, passage, positions
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.library import load_model
from spanwright.traffic.positions import effects_at

L = 40.0


def simple_span() -> Surfaces:
    """Mid-span moment of a 40 m beam, the same on two lines 10 m apart."""
    x = np.linspace(0.0, L, 17)
    value = np.where(x <= L / 2, x / 2, (L - x) / 2)
    slope = np.where(x < L / 2, 0.5, -0.5)  # the falling one at mid-span, mended below
    rows = np.stack([value, value])[None]
    tilt = np.stack([slope, slope])[None]
    return Surfaces(
        x, np.array([-5.0, 5.0]), rows, tilt, np.array([-1]), np.array([-1]), np.zeros((1, 4)),
        ("M",), np.array([0.0, L]),
    )  # fmt: skip


def mended(line: Surfaces) -> Surfaces:
    """The element before mid-span straight up to the kink: its own slope there is 0.5."""
    jump = np.array([[0.0, 0.0, 0.0, 1.0]])
    return replace(line, jump_element=np.array([7]), jump_line=np.array([0]), jump=jump)


def test_a_passage_is_found_without_steps():
    """One reservoir of the greatest moment: every axle stops once on the section."""
    lorry = load_model("flm4:lorry-3")
    line = mended(lane_surfaces(simple_span(), np.array([0]), 1.5, np.array([-1.0, 1.0])))
    ranges, number = passage(line, lorry)
    offsets = lorry.vehicles["lorry 3"].train.offset
    force = lorry.vehicles["lorry 3"].train.force
    fine = np.linspace(-1.0, L + offsets.max() + 1.0, 20_001)
    history = effects_at(line, fine[:, None] - offsets, np.full((len(fine), 5), 1.5), force)
    assert ranges[0, 0] == pytest.approx(history.max(), rel=2e-3)
    assert ranges[0, 0] >= history.max() * (1 - 1e-9)
    assert number[0, 0] == 1


def test_wheels_share_their_axle_between_the_lines():
    surfaces = simple_span()
    line = lane_surfaces(surfaces, np.array([0]), 1.5, np.array([-1.0, 1.0]))
    assert line.value[0, 0] == pytest.approx(surfaces.value[0, 0])


def test_every_axle_stands_on_every_node():
    offsets = np.array([0.0, 3.2])
    first = positions(np.array([0.0, 10.0]), offsets, (0.0, 10.0))
    for node in (0.0, 10.0):
        for offset in offsets:
            assert np.any(np.abs(first - offset - node) < 2e-4)
    assert first[0] < 0.0
    assert first[-1] > 10.0 + 3.2


def test_smaller_cycles_are_kept_at_the_last_range():
    from spanwright.analysis.passages import Cycles

    moment = np.array([[[[5.0, 3.0, 1.0]]]])
    one = np.ones_like(moment)
    part = Cycles(moment, moment, one, one, np.zeros(1), ("lorry",))
    life = life_cycles([part], [np.array([0])], 1, np.array([[100.0]]), most=2)
    assert life.moment == pytest.approx(np.array([[5.0, 3.0]]))
    assert life.moment_times == pytest.approx(np.array([[100.0, 200.0]]))
