"""What holds for the model of any bridge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.engine.loads import LoadBook
from spanwright.engine.statics import prepare, solve
from spanwright.layout.arrange import lay_out
from spanwright.layout.quantities import quantities
from spanwright.project.schema import Brief
from spanwright.structure.build import BuildOptions, build
from spanwright.structure.ground import group_stiffness, pile_forces


@st.composite
def briefs(draw):
    """One to four spans within 0.7 of each other, two to five girders, any pier shape."""
    base = draw(st.floats(18.0, 55.0))
    spans = [round(base * draw(st.floats(0.8, 1.0)), 1) for _ in range(draw(st.integers(1, 4)))]
    total = round(sum(spans), 6)
    return Brief.model_validate({
        "project": {"name": "any"},
        "site": {"ground": [[0, 0.0], [total, draw(st.floats(-3.0, 3.0))]], "banks": [0, 0],
                 "water": {"mean": -5, "flood": -4},
                 "soil": [{"kind": draw(st.sampled_from(["sand", "clay", "gravel", "rock"])),
                           "thickness": "60 m"}],
                 "climate": {"t_max": "30 degC", "t_min": "-10 degC", "wind_speed": "25 m/s"}},
        "road": {"carriageway": draw(st.floats(6.0, 11.0)), "lanes": 2,
                 "profile": {"points": [[0, 12.0], [total, draw(st.floats(11.0, 13.0))]]}},
        "layout": {"parts": [{"name": "main", "length": total, "side": "A", "spans": spans}],
                   "girders": {"count": draw(st.integers(2, 5)), "haunched": draw(st.booleans())},
                   "piers": {"shape": draw(st.sampled_from(["circle", "rectangle"])),
                             "columns": draw(st.integers(1, 3))}},
    })  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(brief=briefs(), x=st.floats(0.05, 0.95), y=st.floats(-1.0, 1.0))
def test_any_bridge_stands_and_carries_what_lies_on_it(brief, x, y):
    layout = lay_out(brief)[0]
    structure = build(layout, BuildOptions(brief.site.strata(), element_length=4.0))
    book = LoadBook()
    book.line("along", structure.girder_member, (0.0, 0.0, -1e4))
    node = structure.lines[0].node[0, int(x * structure.lines[0].node.shape[1])]
    book.nodal("edge", int(node), (0.0, 2e4 * y, -1e5, 0.0, 0.0, 0.0))
    for model in structure.models.values():
        solution = solve(prepare(model), book.close())
        assert solution.equilibrium_residual.max() < 1e-8
        found = [solution.spring_force[:, s, 2] for s in structure.foundation_spring.values()]
        total = 1e4 * layout.length * len(layout.decks[0].girders)
        assert -np.sum(found, axis=0) == pytest.approx([total, 1e5], rel=1e-6)


@settings(max_examples=15, deadline=None)
@given(brief=briefs())
def test_names_are_unique_and_solids_add_up(brief):
    layout = lay_out(brief)[0]
    rows = quantities(layout).rows
    solids = [row.element for row in rows if row.volume > 0]
    assert len(solids) == len(set(solids))
    girder = sum(row.volume for row in rows if row.kind == "girder plates")
    mass = sum(row.amount for row in rows if row.kind == "girder plates")
    assert mass == pytest.approx(7850.0 * girder)


@settings(max_examples=15, deadline=None)
@given(
    brief=briefs(),
    force=st.tuples(*[st.floats(-2e6, 2e6)] * 2, st.floats(-4e7, 0.0), *[st.floats(-2e7, 2e7)] * 3),
)
def test_pile_forces_are_in_equilibrium_with_the_cap(brief, force):
    layout = lay_out(brief)[0]
    base = layout.abutments[0].foundation
    group = group_stiffness(base, brief.site.strata(), layout.abutments[0].ground, 33e9)
    piles = pile_forces(base, group, np.array(force))
    assert piles.axial.sum() == pytest.approx(-force[2], rel=1e-9, abs=1e-3)
    assert piles.axial.shape == piles.shear.shape == base.pile_x.shape
