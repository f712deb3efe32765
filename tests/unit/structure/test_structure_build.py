"""The staged model of a whole bridge."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import ScopeError
from spanwright.datum.units import GRAVITY
from spanwright.engine.loads import LoadBook
from spanwright.engine.statics import prepare, solve
from spanwright.layout.arrange import lay_out
from spanwright.layout.quantities import quantities
from spanwright.project.schema import Brief
from spanwright.project.site import Stratum
from spanwright.structure.build import (
    BuildOptions,
    build,
    crack_where_tension,
    options_of,
    rule_of_15_percent_holds,
)
from spanwright.structure.types import STAGES

LAYERS = (Stratum("sand", "sand", 0.0, 60.0, 19e3, 0.59, None, 30.0, None, None),)


def weights(model):
    """Own weight of every mass of a model as one case."""
    book = LoadBook()
    book.line("weight", np.arange(len(model.members)), np.outer(model.mass, [0, 0, -GRAVITY]))
    node = np.flatnonzero(model.node_mass[:, 2])
    force = np.zeros((len(node), 6))
    force[:, 2] = -GRAVITY * model.node_mass[node, 2]
    book.nodal("weight", node, force)
    return book.close()


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_stands_and_reactions_carry_the_weight(three_spans, stage):
    _, structure = three_spans
    model = structure.models[stage]
    solution = solve(prepare(model), weights(model))
    assert solution.equilibrium_residual[0] < 1e-9
    lengths = np.linalg.norm(
        (model.nodes[model.members] + model.offset)[:, 1]
        - (model.nodes[model.members] + model.offset)[:, 0], axis=1)  # fmt: skip
    total = GRAVITY * (model.mass @ lengths + model.node_mass[:, 2].sum())
    carried = sum(solution.spring_force[0, s, 2] for s in structure.foundation_spring.values())
    assert -carried == pytest.approx(total, rel=1e-9)


def test_mass_of_the_decks_is_that_of_the_quantities(three_spans):
    layout, structure = three_spans
    bill, model = quantities(layout), structure.models["short term"]
    length = np.linalg.norm(np.diff(model.nodes[model.members], axis=1)[:, 0], axis=1)
    member = structure.girder_member
    kinds = ("girder plates", "stiffeners", "welds and splices", "studs", "cross-frames")
    steel = sum(bill.total(kind, "kg") for kind in kinds)
    slab = 2500 * bill.total("slab concrete", "m3")
    road = layout.road
    surfacing = bill.total("surfacing", "m3") * road.surfacing_weight / GRAVITY
    barriers = 2 * 100 * road.barrier_weight / GRAVITY
    assert (model.mass * length)[member].sum() == pytest.approx(
        steel + slab + surfacing + barriers, rel=1e-9
    )
    bare = structure.models["steel"]
    assert (bare.mass * length)[member].sum() == pytest.approx(steel + slab, rel=1e-9)


def test_stages_share_everything_but_rigidity(three_spans):
    _, structure = three_spans
    first = structure.models["steel"]
    for stage in STAGES[1:]:
        model = structure.models[stage]
        assert np.array_equal(model.nodes, first.nodes)
        assert np.array_equal(model.members, first.members)
        assert np.array_equal(model.springs.stiffness, first.springs.stiffness)
    member = structure.girder_member
    bending = [structure.models[s].rigidity[member, 1].sum() for s in STAGES]
    assert bending[0] < min(bending[1:])
    assert max(bending) == bending[-1]


def test_vertical_loads_give_no_axial_force_in_the_deck(make_bridge):
    """A plane grillage has none; only beside the line that holds the deck lengthwise do unlike end
    rotations of the girders, a girder depth above their bearings, leave a local trace."""
    _, structure = make_bridge([30.0])
    model = structure.models["short term"]
    solution = solve(prepare(model), weights(model))
    rows = structure.lines[0].member[1:-1]
    axial = np.abs(solution.end_force[0, rows, :, 0])
    shear = np.abs(solution.end_force[0, rows, :, 2]).max()
    assert axial[:, rows.shape[1] // 2].max() < 1e-3 * shear
    assert axial.max() < 0.05 * shear


def test_single_span_bends_like_its_beam(make_bridge):
    """5 w L^4 / 384 EI and shear w L^2 / 8 GA of all girders together, springs apart: 1 %."""
    _, structure = make_bridge([30.0], girders={"count": 4, "segments": [
        {"to": "30 m", "top_width": "0.4 m", "top_thickness": "25 mm", "web_thickness": "14 mm",
         "bottom_width": "0.5 m", "bottom_thickness": "35 mm"}]})  # fmt: skip
    model = structure.models["short term"]
    member, line = structure.girder_member, structure.lines[0]
    book = LoadBook()
    book.line("even", member, (0, 0, -10e3))
    solution = solve(prepare(model), book.close())
    rigidity = model.rigidity[member]
    EI, GA = rigidity[:, 1].mean(), rigidity[:, 5].mean()
    sag = -solution.displacement[0, :, 2]
    girders = line.node[1:-1]
    middle = sag[girders[:, len(line.x) // 2]].mean()
    ends = sag[girders[:, [0, -1]]].mean()
    expected = 5 * 10e3 * 30**4 / (384 * EI) + 10e3 * 30**2 / (8 * GA)
    assert middle - ends == pytest.approx(expected, rel=0.01)
    moment = solution.end_force[0, member, :, 4].max()
    assert moment == pytest.approx(10e3 * 30**2 / 8, rel=0.02)


def test_slab_stiffens_the_deck_sideways_like_a_deep_beam(make_bridge):
    """Wind on a single span: bending by the girders' areas and shear of the slab panel, 3 %."""
    layout, structure = make_bridge([40.0])
    model = structure.models["short term"]
    line, member = structure.lines[0], structure.girder_member
    book = LoadBook()
    book.line("wind", member, (0.0, 1e3, 0.0))
    move = solve(prepare(model), book.close()).displacement[0]
    rows = line.member[1:-1]
    EA = model.rigidity[rows, 0].mean(axis=1)
    y = line.y[1:-1]
    slab = layout.decks[0].slab
    E_c = layout.structural_steel.modulus / structure.modular_ratio["short term"]
    GA = E_c / 2.4 * slab.thickness * (slab.left - slab.right)
    w = 1e3 * len(y)
    expected = 5 * w * 40**4 / (384 * np.sum(EA * (y - y.mean()) ** 2)) + w * 40**2 / (8 * GA)
    found = move[line.node[2], 1]
    assert found[len(line.x) // 2] - found[[0, -1]].mean() == pytest.approx(expected, rel=0.03)


def test_a_mirrored_bridge_is_the_mirrored_model(make_bridge):
    _, one = make_bridge([25.0, 35.0, 30.0])
    _, other = make_bridge([30.0, 35.0, 25.0])
    a, b = one.models["long term"], other.models["long term"]
    assert one.lines[0].x == pytest.approx(90.0 - other.lines[0].x[::-1])
    shape = one.lines[0].member.shape
    for line in range(shape[0]):
        forward = a.rigidity[one.lines[0].member[line]]
        backward = b.rigidity[other.lines[0].member[line][::-1]]
        finite = np.isfinite(forward)
        assert forward[finite] == pytest.approx(backward[finite], rel=1e-9)
    load = LoadBook()
    load.line("u", one.lines[0].member[2], (0, 0, -1e3))
    mirrored = LoadBook()
    mirrored.line("u", other.lines[0].member[2], (0, 0, -1e3))
    sag = solve(prepare(a), load.close()).displacement[0, one.lines[0].node, 2]
    gas = solve(prepare(b), mirrored.close()).displacement[0, other.lines[0].node, 2]
    # The holding pier is the one nearest the middle, another in the mirror: equal to 1 %.
    assert sag == pytest.approx(gas[:, ::-1], rel=0.02, abs=1e-5)


def test_bearings_report_compression_negative_in_layout_order(three_spans):
    layout, structure = three_spans
    model = structure.models["long term"]
    solution = solve(prepare(model), weights(model))
    force = solution.spring_force[0, structure.bearing_spring]
    assert (force[:, 2] < 0).all()
    for row, bearing in enumerate(layout.bearings):
        holds = [bearing.kind in ("fixed", "transverse"), bearing.kind in ("fixed", "guided")]
        stiffness = model.springs.stiffness[structure.bearing_spring[row]]
        assert list(stiffness[:2] > 0) == holds
        assert stiffness[2] == bearing.vertical_stiffness
        assert model.nodes[model.springs.node[structure.bearing_spring[row]]][:2] == pytest.approx(
            [bearing.station, bearing.offset], abs=1e-6
        )


def test_braking_reaches_the_foot_with_its_full_lever(three_spans):
    """Force along the deck times (bearing - elastic centre), plus the couple below: statics."""
    layout, structure = three_spans
    model = structure.models["short term"]
    book = LoadBook()
    book.line("brake", structure.girder_member, (1e3, 0, 0))
    solution = solve(prepare(model), book.close())
    total = 1e3 * 100 * 4
    fixed = next(b.support for b in layout.bearings if b.kind == "fixed")
    spring = solution.spring_force[0, structure.foundation_spring[fixed]]
    assert spring[0] == pytest.approx(total, rel=1e-6)
    column = next(c for c in structure.columns if c.pier == fixed)
    level = model.nodes[column.foot_node, 2]
    bearing = next(i for i, b in enumerate(layout.bearings) if b.kind == "fixed")
    seat = model.nodes[model.springs.node[structure.bearing_spring[bearing]], 2]
    held = solution.spring_force[0, structure.bearing_spring]
    own = [i for i, b in enumerate(layout.bearings) if b.support == fixed]
    lever = held[own, 0].sum() * (seat - level)
    assert spring[4] == pytest.approx(lever, rel=0.02)  # bearings differ in level by crossfall


def test_table_reports_each_node_once_and_twice_where_something_changes(three_spans):
    layout, structure = three_spans
    table, deck = structure.table, layout.decks[0]
    girder = deck.girders[1]
    mine = (table.girder == 1) & (table.deck == 0)
    station, side = table.station[mine], table.side[mine]
    line = structure.lines[0]
    assert np.array_equal(station[side == 1], line.x[1:])
    doubled = set(np.round(station[side == 0], 6))
    assert doubled == {round(float(x), 6) for x in
                       (0.0, *deck.supports[1:-1], *girder.joints[1:-1])}  # fmt: skip
    assert np.all(np.diff(station) >= 0)
    assert set(structure.table.member) == set(structure.girder_member)
    assert np.array_equal(
        table.at_support[mine], np.isin(np.round(station, 6), np.round(deck.supports, 6))
    )
    before = np.searchsorted(girder.joints, station, side="left") - 1
    after = np.searchsorted(girder.joints, station, side="right") - 1
    row = np.clip(np.where(side == 1, before, after), 0, len(girder.web_thickness) - 1)
    assert table.bottom_thickness[mine] == pytest.approx(girder.bottom_thickness[row])
    depth = table.web_height + table.top_thickness + table.bottom_thickness
    assert depth == pytest.approx(girder.depth[0])
    assert (table.restraint_spacing <= 7.0 + 1e-9).all()
    assert table.slab_width.max() <= 11.0 / 4 + 1.5


def test_cracked_over_15_percent_beside_inner_supports(three_spans):
    layout, structure = three_spans
    table = structure.table
    inner = layout.decks[0].supports[1:-1]
    distance = np.min(np.abs(table.station[:, None] - inner), axis=1)
    reach = 0.15 * table.span_length
    assert table.is_cracked[distance < reach - 0.5].all()
    assert not table.is_cracked[distance > reach + 0.5].any()
    member = structure.girder_member
    model = structure.models["short term"]
    cracked = np.isin(member, table.member[table.is_cracked])
    assert (
        model.rigidity[member[cracked], 1].max() < 2.5 * model.rigidity[member[~cracked], 1].min()
    )


def test_unlike_spans_need_the_general_method(make_bridge, three_spans):
    with pytest.raises(ScopeError, match=r"15 % rule for cracked slabs .* does not apply"):
        make_bridge([20.0, 40.0, 20.0])
    layout, _ = three_spans
    assert rule_of_15_percent_holds(layout)


def test_general_method_cracks_where_the_slab_is_in_tension(three_spans):
    layout, structure = three_spans
    options = BuildOptions(LAYERS)
    count = len(structure.girder_member)
    whole = build(layout, options, cracked=np.zeros(count, dtype=bool))
    assert not whole.table.is_cracked.any()
    stress = np.where(np.abs(whole.table.station - 30.0) < 3.0, 8e6, 1e6)
    mask = crack_where_tension(whole, stress, 3.2e6)
    again = build(layout, options, cracked=mask)
    at = again.table.is_cracked
    assert at[np.abs(again.table.station - 30.0) < 2.0].all()
    assert not at[np.abs(again.table.station - 70.0) < 10.0].any()
    with pytest.raises(ValueError, match="cracked flags for"):
        build(layout, options, cracked=mask[:-1])


def test_haunched_and_narrow_decks_build(make_bridge):
    _, haunched = make_bridge([30.0, 45.0, 30.0], girders={"haunched": True})
    depth = haunched.table.web_height
    assert depth.max() > 1.3 * depth.min()
    _, two = make_bridge([25.0], girders={"count": 2, "spacing": "5 m"})
    assert len(two.lines[0].y) == 4


def test_two_parts_share_their_joint_pier(make_bridge):
    brief_parts = [
        {"name": "one", "length": "60 m", "side": "A", "spans": ["30 m", "30 m"]},
        {"name": "two", "length": "50 m", "side": "B", "spans": ["25 m", "25 m"]},
    ]
    layout, structure = make_bridge([110.0], parts=brief_parts)
    assert len(structure.lines) == 2
    assert structure.lines[0].x[-1] == structure.lines[1].x[0] == 60.0
    joint = next(p for p in layout.piers if p.is_joint)
    assert sum(b.support == joint.name for b in layout.bearings) == 8
    model = structure.models["short term"]
    assert solve(prepare(model), weights(model)).equilibrium_residual[0] < 1e-9


def test_options_come_from_the_project_file():
    raw = {
        "project": {"name": "x"},
        "site": {"ground": [[0, 0], [20, 0]], "banks": [0, 0], "water": {"mean": -5, "flood": -4},
                 "soil": [{"kind": "sand", "thickness": "30 m"}],
                 "climate": {"t_max": "30 degC", "t_min": "-10 degC", "wind_speed": "25 m/s",
                             "humidity": "80 %"}},
        "road": {"carriageway": "7 m", "lanes": 2},
        "layout": {"parts": [{"name": "a", "length": "20 m", "side": "A"}]},
        "analysis": {"element_length": "1.5 m", "cracked_length": "10 %"},
    }  # fmt: skip
    brief = Brief.model_validate(raw)
    options = options_of(brief)
    assert (options.element_length, options.cracked_share) == (1.5, 0.1)
    assert options.climate.humidity == pytest.approx(0.8)
    structure = build(lay_out(brief)[0], options)
    assert np.diff(structure.lines[0].x).max() <= 1.5 + 1e-9


def test_laminated_bearings_are_soft_where_they_are_not_held(make_bridge):
    layout, structure = make_bridge([20.0, 25.0, 20.0], bearings={"kind": "elastomeric"})
    stiffness = structure.models["short term"].springs.stiffness[structure.bearing_spring]
    for one, (along, across) in zip(layout.bearings, stiffness[:, :2], strict=True):
        soft = one.shear_stiffness
        assert 1e5 < soft < 1e8
        assert along == (2e9 if one.kind in ("fixed", "transverse") else soft)
        assert across == (2e9 if one.kind in ("fixed", "guided") else soft)
    slides, _ = make_bridge([20.0, 25.0, 20.0], bearings={"kind": "pot"})
    assert all(one.shear_stiffness == 0.0 for one in slides.bearings)
