"""A river bridge of three spans with piers in the water, and everything that can happen to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from spanwright.actions.assemble import act
from spanwright.analysis.earthquake import add_earthquake, shake
from spanwright.analysis.static import Static, prepare_stages, solve_cases
from spanwright.layout.arrange import lay_out
from spanwright.layout.quantities import quantities
from spanwright.layout.types import Layout
from spanwright.pipeline.basis import factors_of, motion_of, parameters_of
from spanwright.pipeline.sections import materials_of
from spanwright.project.reader import Reading, read_project
from spanwright.structure.build import build, options_of
from spanwright.structure.girders import girders_of
from spanwright.structure.types import Structure

PROJECT = """
[project]
name = "river test"
[site]
ground = [[0, 8.0], [30, 2.0], [40, -3.0], [80, -3.0], [90, 2.0], [120, 8.0]]
banks = ["30 m", "90 m"]
[site.water]
mean = "0 m"
flood = "5 m"
ice = "1 m"
[[site.soil]]
kind = "sand"
thickness = "60 m"
friction_angle = "34 deg"
n60 = 30
[site.climate]
t_max = "35 degC"
t_min = "-20 degC"
wind_speed = "26 m/s"
ice_thickness = "0.5 m"
[site.river]
discharge = "800 m3/s"
debris_area = "20 m2"
[site.earthquake]
ground_acceleration = "0.1 g"
[site.navigation]
cemt = "II"
[[site.roads]]
name = "quay"
start = "85 m"
end = "92 m"
[road]
carriageway = "7 m"
lanes = 2
[road.profile]
points = [[0, 14.0], [120, 14.0]]
[[layout.parts]]
name = "main"
side = "A"
length = "120 m"
spans = ["36 m", "48 m", "36 m"]
"""


@dataclass(frozen=True, slots=True, eq=False)
class River:
    """A bridge with its solved cases."""

    reading: Reading
    layout: Layout
    structure: Structure
    static: Static

    def row(self, name: str) -> int:
        """Index of a case."""
        return [case.name for case in self.static.cases].index(name)

    def case(self, name: str):
        return self.static.cases[self.row(name)]

    def pushed(self, name: str):
        """Force that a case brings to the ground under all supports.  (3,) [N]"""
        row = self.row(name)
        return sum(rows[row, :3] for rows in self.static.foundation.values())


@pytest.fixture(scope="session")
def solved(tmp_path_factory):
    """Solve the river bridge with lines added or replaced."""

    def solve(*changes: tuple[str, str]) -> River:
        text = PROJECT
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        folder: Path = tmp_path_factory.mktemp("river")
        (folder / "project.toml").write_text(text, "utf-8")
        reading = read_project(folder)
        parameters = parameters_of(reading)
        layout = lay_out(reading.brief)[0]
        structure = build(layout, options_of(reading.brief))
        material = materials_of(reading, layout, parameters)
        girders = girders_of(structure, material, factors_of(parameters))
        actions = act(
            reading.brief, layout, quantities(layout), structure, girders, None, parameters,
            dict.fromkeys(structure.foundation_spring, 0.010),
        )  # fmt: skip
        static = solve_cases(structure, actions, prepare_stages(structure))
        if reading.brief.site.earthquake is not None:
            motion = motion_of(reading, parameters)
            ready = static.prepared["short term"]
            static = add_earthquake(static, shake(ready, structure, motion))
        return River(reading, layout, structure, static)

    return solve


@pytest.fixture(scope="session")
def river(solved) -> River:
    return solved()
