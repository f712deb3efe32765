"""Flanges bent sideways by the curve of their girder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from reference_girder import N, girders_of_reference

from spanwright.checks.curvature import (
    curvature_series,
    flange_forces,
    lateral_stress,
    unchecked_on_a_curve,
)
from spanwright.structure.types import STAGES


def on_a_curve(radius):
    straight = girders_of_reference()
    return replace(straight, table=replace(straight.table, curvature=np.full(N, 1 / radius)))


def test_the_lateral_moment_is_that_of_the_v_load():
    """M = 10 MNm on the bare steel: h = 2.4 + 0.03 / 2 + 0.04 / 2 = 2.435 m between the flanges'
    centres; R = 300 m, d = 7 m: M_lat = 10 / 2.435 * 49 / 3000 = 67.08 kNm; with b = 0.8 m and
    t = 0.04 m the tips have 6 * 67.08 / (0.04 * 0.64) = 15.72 MPa."""
    girders = on_a_curve(300.0)
    moment = np.zeros((len(STAGES), N))
    moment[STAGES.index("steel")] = 10e6
    force = flange_forces(girders, moment)
    assert force == pytest.approx(10e6 / 2.435)
    lateral, stress = lateral_stress(
        girders, force, girders.steel.bottom_width, girders.steel.bottom_thickness
    )
    assert lateral == pytest.approx(67.08e3, rel=1e-3)
    assert stress == pytest.approx(15.72e6, rel=1e-3)


def test_a_straight_bridge_has_no_such_check_and_nothing_more_unchecked():
    straight = girders_of_reference()
    assert curvature_series(straight, None, None, None, (), ()) == ()
    assert unchecked_on_a_curve(straight) == ()
    assert len(unchecked_on_a_curve(on_a_curve(300.0))) == 3
