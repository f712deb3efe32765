"""Sizes and checks of bearings and joints, by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.checks.bearings import BearingDemands, bearing_series
from spanwright.checks.joints import joint_series, joint_size
from spanwright.checks.types import FAILS, OUTSIDE_SCOPE, PASSES
from spanwright.codes.eurocode.resistance.bearings import Movement, movement, sliding_friction
from spanwright.codes.eurocode.resistance.sliding import (
    anchor_force,
    disc,
    pot_strength,
    ptfe_strength,
)
from spanwright.layout.bearings import choose_make, rubber_stiffness
from spanwright.layout.notes import Notes
from spanwright.layout.types import Bearing

FREE = Bearing("deck", "girder 1", "pier 1", 30.0, 0.0, 10.0, "free", 5e9)
FIXED = replace(FREE, support="pier 2", station=60.0, kind="fixed")


def demands(**given: float) -> BearingDemands:
    values = {
        "most": 5e6, "least": 1e6, "largest": 0.0, "permanent": 2.5e6, "tied": 0.0,
        "along": 0.0, "across": 0.2e6,
        "rotation": 0.004, "movement": 0.02, "travel": 0.04,
    } | given  # fmt: skip
    values["largest"] = max(values["largest"], values["most"])
    return BearingDemands(
        "ULS persistent", *(np.full(2, value) for value in values.values()),
        ("down", "down"), ("up", "up"), ("", ""),
    )  # fmt: skip


def test_discs_of_pots_and_of_ptfe():
    assert disc(5e6, pot_strength()) == pytest.approx(0.38)
    assert disc(5e6, ptfe_strength()) == pytest.approx(0.32)
    assert disc(0.0, pot_strength()) == pytest.approx(0.20)


def test_a_pot_bearing_with_its_schedule():
    contact, turned, lift = bearing_series([FREE, FIXED], "pot", demands())
    area = np.pi * 0.38**2 / 4
    assert contact.demand == pytest.approx(5e6 / area)
    assert contact.resistance == pytest.approx(60e6 / 1.3)
    assert contact.status.tolist() == [PASSES, PASSES]
    told = contact.details
    mu = float(sliding_friction(2.5e6 / area))
    assert told["friction force"] == pytest.approx([mu * 2.5e6, 0.0])
    assert told["sliding plate along"] == pytest.approx([0.38 + 0.04 + 0.04, 0.0])
    assert turned.utilisation == pytest.approx((0.004 + 0.005) / 0.030)
    assert lift.utilisation == pytest.approx(1.5 / 2.5)


def test_one_disc_serves_every_situation():
    first = bearing_series([FREE, FIXED], "pot", demands(most=2e6, largest=5e6))[0]
    assert first.details["disc diameter"] == pytest.approx(0.38)
    assert first.demand == pytest.approx(2e6 / (np.pi * 0.38**2 / 4))


def test_one_laminated_bearing_serves_every_situation():
    alone = bearing_series([FREE, FIXED], "elastomeric", demands(most=1.2e6))[0]
    small = bearing_series([FREE, FIXED], "elastomeric", demands(most=0.3e6, largest=1.2e6))[0]
    for part in ("side along", "side across", "layers"):
        assert small.details[part] == pytest.approx(alone.details[part])
    assert np.all(small.utilisation <= alone.utilisation)


def test_a_bearing_that_opens_fails():
    _, _, lift = bearing_series([FREE, FIXED], "spherical", demands(least=-0.1e6))
    assert lift.status.tolist() == [FAILS, FAILS]


def test_ties_hold_a_bearing_down():
    _, _, lift = bearing_series([FREE, FIXED], "pot", demands(least=-0.1e6, tied=0.2e6))
    assert lift.utilisation == pytest.approx(2.6 / 2.7)
    assert lift.status.tolist() == [PASSES, PASSES]


def test_anchors_take_what_friction_leaves():
    assert anchor_force(0.8e6, 1e6) == pytest.approx(0.3e6)
    assert anchor_force(0.8e6, 1e6, on_concrete=False) == pytest.approx(0.6e6)
    assert anchor_force(-0.2e6, 1e6) == 0.0
    assert anchor_force(0.2e6, -1e6) == pytest.approx(0.2e6)


def test_a_laminated_bearing_is_the_smallest_that_passes():
    series, _ = bearing_series([FREE, FIXED], "elastomeric", demands(most=1.2e6))
    assert series.status.tolist() == [PASSES, PASSES]
    area = series.details["side along"] * series.details["side across"]
    assert area[1] <= area[0]  # the fixed one does not shear
    parts = np.stack(
        [series.details[k] for k in ("strain", "shear strain", "stability", "rotation")]
    )
    assert series.utilisation == pytest.approx(parts.max(axis=0))


def test_a_laminated_bearing_that_nothing_in_the_list_carries_fails():
    series, _ = bearing_series([FREE, FIXED], "elastomeric", demands(most=40e6))
    assert series.status.tolist() == [FAILS, FAILS]


@settings(max_examples=30, deadline=None)
@given(st.floats(0.3e6, 6e6), st.floats(1.0, 2.0))
def test_more_load_never_asks_for_a_smaller_bearing(force, factor):
    small, large = (
        bearing_series([FREE, FIXED], "pot", demands(most=f))[0].details["disc diameter"]
        for f in (force, factor * force)
    )
    assert np.all(large >= small)


@pytest.mark.parametrize(
    ("load", "length", "make"),
    [
        (3e6, 60.0, "elastomeric"),
        (3e6, 100.0, "pot"),
        (6e6, 60.0, "pot"),
        (25e6, 60.0, "spherical"),
    ],
)
def test_the_make_follows_load_and_movement(load, length, make):
    deck = SimpleNamespace(supports=np.array([0.0, length]))
    notes = Notes()
    assert choose_make([deck], [0], [np.array([load, 1e6])], notes) == make
    assert notes.lines[0].value == make


def test_the_joint_of_the_flagships_range():
    """502.5 m, T_e +42/-32, T_0 10: 446.2 mm, with 20 K each way 687.4 mm (B3)."""
    plain = movement(502.5, 42.0, 32.0, 0.0)
    doubt = movement(502.5, 42.0, 32.0, 20.0)
    assert plain.total == pytest.approx(0.4462, rel=1e-3)
    assert (doubt.opening, doubt.closing) == pytest.approx((0.3739, 0.3136), rel=1e-3)
    assert joint_size(np.array([0.01, 0.4462, doubt.total])) == pytest.approx([0.08, 0.48, 0.72])


def test_a_joint_beyond_the_largest_is_outside_scope():
    moved = Movement(np.array([0.7, 0.1]), np.array([0.7, 0.1]), np.array([1.4, 0.2]))
    series = joint_series(["pier 1", "abutment 2"], np.array([0.0, 100.0]), moved, {}, {})
    assert series.status.tolist() == [OUTSIDE_SCOPE, PASSES]
    assert series.resistance[1] == pytest.approx(0.24)


def test_rubber_is_softer_the_farther_it_has_to_move():
    # 0.9 MPa x 0.133 m2 over 40 m x 0.72 mm/m / 0.7 = 41.1 mm.
    assert rubber_stiffness(2e6, 40.0) == pytest.approx(0.9e6 * 2 / 15 / 0.041143, rel=1e-4)
    assert rubber_stiffness(2e6, 0.0) == pytest.approx(0.9e6 * 2 / 15 / 0.030)
    assert rubber_stiffness(2e6, 80.0) < rubber_stiffness(2e6, 40.0)
