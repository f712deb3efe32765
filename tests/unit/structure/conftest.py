"""Small bridges for the structural model."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from spanwright.layout.arrange import lay_out
from spanwright.project.schema import Brief
from spanwright.structure.build import BuildOptions, build

sys.path.insert(0, str(Path(__file__).parents[1] / "checks"))  # precast_reference


def bridge_brief(spans: list[float], **layout: Any) -> Brief:
    """A straight bridge over level ground with the given spans; stiff soil."""
    total = float(sum(spans))
    return Brief.model_validate({
        "project": {"name": "structure test"},
        "site": {
            "ground": [[0, 0.0], [total, 0.0]],
            "banks": ["0 m", "0 m"],
            "water": {"mean": "-5 m", "flood": "-4 m"},
            "soil": [{"kind": "sand", "thickness": "60 m", "friction_angle": "34 deg", "n60": 30}],
            "climate": {"t_max": "35 degC", "t_min": "-20 degC", "wind_speed": "26 m/s"},
        },
        "road": {"carriageway": "7 m", "lanes": 2,
                 "profile": {"points": [["0 m", "12 m"], [total, "12 m"]]}},
        "layout": {"parts": [{"name": "main", "length": total, "side": "A", "spans": spans}],
                   **layout},
    })  # fmt: skip


@pytest.fixture(scope="session")
def make_bridge():
    """(layout, structure) of a bridge with the given spans."""

    def make(spans: list[float], *, element_length: float = 2.5, **layout: Any):
        brief = bridge_brief(spans, **layout)
        arranged = lay_out(brief)[0]
        options = BuildOptions(brief.site.strata(), element_length=element_length)
        return arranged, build(arranged, options)

    return make


@pytest.fixture(scope="session")
def three_spans(make_bridge):
    return make_bridge([30.0, 40.0, 30.0])
