"""The centrifugal force on a curve."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.actions.centrifugal import add_centrifugal, tandem_weight
from spanwright.alignment import Alignment, PlanSegment
from spanwright.codes.data import parameters
from spanwright.datum.units import kN
from spanwright.engine.loads import LoadBook
from spanwright.engine.statics import prepare, solve
from spanwright.layout.arrange import lay_out
from spanwright.project.schema import Brief
from spanwright.structure.build import BuildOptions, build

RULES = parameters("eurocode", "recommended", {})


def bridge(radius):
    brief = Brief.model_validate({
        "project": {"name": "on a curve"},
        "site": {
            "ground": [[0, 0.0], [30, 0.0]], "banks": ["0 m", "0 m"],
            "water": {"mean": "-5 m", "flood": "-4 m"},
            "soil": [{"kind": "sand", "thickness": "60 m", "friction_angle": "34 deg", "n60": 30}],
            "climate": {"t_max": "35 degC", "t_min": "-20 degC", "wind_speed": "26 m/s"},
        },
        "road": {"carriageway": "7 m", "lanes": 2, "axis": {"file": "road.xml"},
                 "profile": {"points": [["0 m", "12 m"], ["30 m", "12 m"]]}},
        "layout": {"parts": [{"name": "main", "length": "30 m", "side": "A", "spans": ["30 m"]}]},
    })  # fmt: skip
    plan = Alignment("arc", (PlanSegment("arc", 0.0, 0.0, 0.0, 30.0, 1 / radius, 1 / radius),))
    layout = lay_out(brief, alignment=plan)[0]
    return layout, build(layout, BuildOptions(brief.site.strata()))


@pytest.mark.parametrize(("width", "weight"), [(5.0, 600.0), (8.0, 1000.0), (12.0, 1200.0)])
def test_the_tandems_of_all_lanes_count(width, weight):
    assert tandem_weight(width, RULES) == pytest.approx(weight * kN)


@pytest.mark.parametrize(("radius", "force"), [(150.0, 200.0), (400.0, 100.0), (-400.0, -100.0)])
def test_the_force_pushes_outwards_with_40_over_r_of_the_tandems(radius, force):
    """Two lanes: Q_v = 1000 kN; below 200 m a fifth of it.  A left curve pushes to the right."""
    layout, structure = bridge(radius)
    book = LoadBook()
    cases = add_centrifugal({"short term": book}, layout, structure, RULES)
    assert len(cases) == 5
    assert {case.kind for case in cases} == {"centrifugal"}
    model = structure.models["short term"]
    solution = solve(prepare(model), book.close())
    ground = list(structure.foundation_spring.values())
    middle = [case.name for case in cases].index("centrifugal, main @ 15.00 m")
    total = sum(
        solution.spring_force[middle, s, :3] @ model.springs.axes[s] for s in ground
    )  # of the ground's springs on the bridge, global: at mid-span square to the chord
    assert np.abs(total) == pytest.approx([0.0, abs(force) * kN, 0.0], abs=1.0)
    push = solution.displacement[middle, structure.lines[0].node[0], 1].mean()
    assert np.sign(push) == -np.sign(radius)


def test_wide_curves_have_none():
    layout, structure = bridge(1600.0)
    assert not add_centrifugal({"short term": LoadBook()}, layout, structure, RULES)
