"""The earthquake as cases: base shear, directions, signs, and what q does to foundations."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.pipeline.basis import motion_of, parameters_of
from spanwright.project.site import EarthquakeBrief

NAMES = ("earthquake along", "earthquake across", "earthquake vertical")


def test_six_cases_three_directions_and_the_axial_force_either_sign(river):
    rows = [river.row(name) for name in NAMES]
    turned = [river.row(f"{name}, axial force reversed") for name in NAMES]
    foot = river.static.column_foot
    assert np.all(foot[rows] >= 0.0)
    np.testing.assert_allclose(foot[turned][..., 0], -foot[rows][..., 0])
    np.testing.assert_allclose(foot[turned][..., 1:], foot[rows][..., 1:])
    assert all(river.static.cases[r].kind == "seismic" for r in rows)
    assert all(river.static.cases[r].reversible for r in rows)


def test_each_direction_counts_with_three_tenths_of_the_others(river):
    """From the three sums the single peaks follow; the sum of all is 1.6 of theirs."""
    rows = river.static.column_foot[[river.row(name) for name in NAMES]]
    single = np.linalg.solve(np.full((3, 3), 0.3) + 0.7 * np.eye(3), rows.reshape(3, -1))
    assert np.all(single >= -1e-9 * rows.max())


def test_the_base_shear_lies_between_rigid_and_plateau(river):
    """Mass times S_d: no less than the floor 0.2 a_g, no more than the plateau times q."""
    model = river.structure.models["short term"]
    length = np.linalg.norm(np.diff(model.nodes[model.members], axis=1)[:, 0], axis=1)
    mass = float(np.sum(model.mass * length) + np.sum(model.node_mass[:, 0]))
    row = river.row("earthquake across")
    shear = sum(abs(rows[row, 1]) for rows in river.static.foundation.values())
    a_g = 0.1 * 9.80665
    assert 0.2 * a_g * mass < shear < 1.3 * 2.5 * 1.15 * a_g * mass


def test_the_motion_follows_ground_importance_and_behaviour(river):
    """a_g 0.1 g, ground C, q 1.5, class CC2: plateau 2.5 / 1.5 x 1.15 a_g."""
    motion = motion_of(river.reading, parameters_of(river.reading))
    a_g = 0.1 * 9.80665
    assert motion.horizontal(np.array([0.4])) == pytest.approx(1.15 * a_g * 2.5 / 1.5)
    assert motion.vertical(np.array([0.1])) == pytest.approx(0.9 * a_g * 2.5)
    codes = river.reading.brief.codes.model_copy(update={"consequence_class": "CC3"})
    brief = river.reading.brief.model_copy(update={"codes": codes})
    from dataclasses import replace

    higher = motion_of(replace(river.reading, brief=brief), parameters_of(river.reading))
    assert higher.horizontal(np.array([0.4])) == pytest.approx(1.3 * 1.15 * a_g * 2.5 / 1.5)


def test_behaviour_beyond_limited_ductility_is_refused():
    with pytest.raises(ValueError, match=r"at most 1\.5"):
        EarthquakeBrief(ground_acceleration="0.1 g", behaviour=3.0)


def test_foundations_outlast_the_piers(river):
    """Horizontal effects on the ground are those of q = 1; piers keep q = 1.5."""
    from dataclasses import replace

    from spanwright.analysis.earthquake import shake

    motion = motion_of(river.reading, parameters_of(river.reading))
    still = replace(motion, vertical=lambda period: 0.0 * period)
    ready = river.static.prepared["short term"]
    plain, raised = (shake(ready, river.structure, replace(still, behaviour=q)) for q in (1.0, 1.5))
    for name, rows in raised.foundation.items():
        np.testing.assert_allclose(
            rows[-6:], 1.5 * plain.foundation[name][-6:], rtol=1e-9, atol=1.0
        )
    np.testing.assert_allclose(raised.column_foot, plain.column_foot)
