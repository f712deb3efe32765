"""Precast girders in the model: simply supported first, then one continuous deck."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.engine.loads import LoadBook
from spanwright.engine.statics import prepare, solve
from spanwright.structure.types import STAGES

LOAD = 10e3


@pytest.fixture(scope="module")
def bridge(make_bridge):
    parts = [{"name": "main", "length": 90.0, "side": "A", "spans": [30.0] * 3,
              "girders": "prestressed"}]  # fmt: skip
    return make_bridge([30.0] * 3, parts=parts)


def moments(structure, stage):
    """My at the reported sections under 10 kN/m on every girder.  (n,)"""
    book = LoadBook()
    book.line("load", structure.girder_member, np.array([0.0, 0.0, -LOAD]))
    found = solve(prepare(structure.models[stage]), book.close())
    table = structure.table
    return found.end_force[0, table.member, table.side, 4]


def test_before_the_slab_every_span_is_a_simple_beam(bridge):
    _, structure = bridge
    table = structure.table
    x = table.station % 30.0
    bending = moments(structure, "steel")
    assert bending == pytest.approx(0.5 * LOAD * x * (30.0 - x), abs=2e-3 * LOAD * 30.0**2)
    assert np.abs(bending[table.at_support]).max() < 1e-4 * LOAD * 30.0**2


def test_with_the_slab_the_deck_is_continuous(bridge):
    _, structure = bridge
    over = structure.table.at_support & (np.abs(structure.table.station - 30.0) < 1e-6)
    hogging = moments(structure, "long term")[over]
    # 0.1 w L^2 on three equal spans; less where the slab cracks and supports give way.
    assert np.all(hogging < -0.05 * LOAD * 30.0**2)
    assert np.all(hogging > -0.12 * LOAD * 30.0**2)


def test_own_moments_of_the_table_are_those_of_the_model(bridge):
    _, structure = bridge
    own = structure.precast
    inside = ~own.is_insitu
    model = moments(structure, "steel")[structure.precast_rows]
    weight = own.self_moment[inside].max() / model[inside].max()
    assert own.self_moment[inside] == pytest.approx(weight * model[inside], abs=3e3)
    assert np.all(own.self_moment[own.is_insitu] == 0.0)
    # Vz is the slope of My.
    step = inside & (own.girder == 0) & (own.span == 0)
    order = np.argsort(own.station[step], kind="stable")
    at, bending, shear = (v[step][order] for v in (own.station, own.self_moment, own.self_shear))
    apart = np.diff(at) > 1e-6
    mean = 0.5 * (shear[1:] + shear[:-1])[apart]
    assert np.diff(bending)[apart] / np.diff(at)[apart] == pytest.approx(mean, rel=1e-6, abs=1.0)


def test_concrete_softens_with_its_age_and_the_slab_is_absent_at_first(bridge):
    _, structure = bridge
    member = structure.girder_member[len(structure.girder_member) // 2]
    rigidity = {s: structure.models[s].rigidity[member, 1] for s in STAGES}
    assert rigidity["steel"] < rigidity["short term"]
    assert rigidity["long term"] < rigidity["imposed"] < rigidity["short term"]


def test_strands_take_hold_from_the_girders_ends(bridge):
    layout, structure = bridge
    own, girder = structure.precast, layout.decks[0].precast_girders[0]
    middle = np.argmin(np.abs(own.station - 15.0))
    assert own.end_distance[middle] == pytest.approx(min(own.station[middle] + 0.3,
                                                         29.75 - own.station[middle]))  # fmt: skip
    assert own.layer_bond[middle] == pytest.approx(own.end_distance[middle] - girder.strand_sheath)
    assert own.layer_area[middle].sum() == pytest.approx(girder.strand_count.sum() * 150e-6)


def test_a_steel_bridge_has_no_precast_rows(three_spans):
    _, structure = three_spans
    assert structure.precast is None
    assert structure.precast_rows.size == 0
    assert structure.steel_rows.size == len(structure.table.station)
