"""A small and a large project file as values."""

from __future__ import annotations

from typing import Any

import pytest

from spanwright.project.schema import Brief


def brief_of(**sections: Any) -> Brief:
    """A river crossing of 120 m; sections given replace or extend those of the base."""
    raw: dict[str, Any] = {
        "project": {"name": "test bridge"},
        "site": {
            "ground": [[0, 2.0], [40, 0.0], [60, -3.0], [80, 0.0], [120, 2.0]],
            "banks": ["40 m", "80 m"],
            "water": {"mean": "0 m", "flood": "2 m"},
            "soil": [
                {"kind": "sand", "thickness": "15 m", "friction_angle": "32 deg", "n60": 20},
                {"kind": "clay", "thickness": "10 m", "undrained_strength": "100 kPa"},
                {"kind": "rock", "thickness": "30 m", "compressive_strength": "15 MPa"},
            ],
            "climate": {"t_max": "35 degC", "t_min": "-20 degC", "wind_speed": "26 m/s"},
        },
        "road": {"carriageway": "7 m", "lanes": 2},
        "layout": {
            "river_span": "50 m",
            "land_span": "40 m",
            "parts": [{"name": "main", "length": "120 m", "side": "A"}],
        },
    }
    for name, values in sections.items():
        raw[name] = {**raw.get(name, {}), **values}
    return Brief.model_validate(raw)


def tumen_brief() -> Brief:
    """424 m + 581 m with the river between 126 m and 753 m (published lengths; banks assumed)."""
    return brief_of(
        site={
            "ground": [[0, 4.0], [126, 0.5], [160, -1.5], [440, -4.6], [720, -1.2], [753, 0.5],
                       [1005, 3.8]],
            "banks": ["126 m", "753 m"],
            "water": {"mean": "0.5 m", "flood": "4.5 m"},
        },
        road={
            "safety_strip": "1.5 m",
            "clearance": {"height": "8 m", "above": "mean"},
        },
        layout={
            "river_span": "84 m",
            "land_span": "42 m",
            "parts": [
                {"name": "RU", "length": "424 m", "side": "RU"},
                {"name": "KP", "length": "581 m", "side": "KP"},
            ],
        },
    )  # fmt: skip


@pytest.fixture(scope="session")
def make_brief():
    return brief_of


@pytest.fixture(scope="session")
def tumen():
    return tumen_brief()
