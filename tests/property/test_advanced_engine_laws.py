"""What modes, buckling, stages, creep, launching, plates and tendons obey on any structure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.engine import creep, shell
from spanwright.engine.buckling import buckling
from spanwright.engine.launching import Girder, launch
from spanwright.engine.loads import LoadBook
from spanwright.engine.modal import mass_matrix, modes
from spanwright.engine.model import Model, Springs
from spanwright.engine.plates import Plates, mesh
from spanwright.engine.second_order import second_order
from spanwright.engine.spectrum import response
from spanwright.engine.stage import Stage
from spanwright.engine.stages import run
from spanwright.engine.statics import forces_at, prepare, solve
from spanwright.engine.superpose import superposed

FEW = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**31 - 1)


def frame(seed, *, releases=False):
    """A random space frame of two storeys on springs and clamps, with mass and offsets."""
    draw = np.random.default_rng(seed)
    plan = np.array([[0, 0], [6, 0], [6, 5], [0, 5]], dtype=float) + draw.uniform(-1, 1, (4, 2))
    levels = np.array([0.0, 4.0, 7.5]) + np.array([0, *draw.uniform(-0.5, 0.5, 2)])
    nodes = np.concatenate([np.column_stack([plan, np.full(4, z)]) for z in levels])
    columns = [[i + 4 * k, i + 4 * k + 4] for k in (0, 1) for i in range(4)]
    beams = [[4 * k + i, 4 * k + (i + 1) % 4] for k in (1, 2) for i in range(4)]
    members = np.array(columns + beams)
    count = len(members)
    rigidity = 10.0 ** draw.uniform([8.5, 6.5, 6.5, 6.0], [9.5, 7.5, 7.5, 7.0], (count, 4))
    shear = np.where(draw.random((count, 2)) < 0.5, np.inf, 3e7)
    offset = draw.uniform(-0.2, 0.2, (count, 2, 3)) * (draw.random(count) < 0.3)[:, None, None]
    release = np.zeros((count, 2, 6), dtype=bool)
    if releases:
        release[8, 1, 4] = release[13, 0, 5] = True
    fixed = np.zeros((12, 6), dtype=bool)
    fixed[:3] = True
    springs = Springs(np.array([3]), np.array([-1]), 10.0 ** draw.uniform(6, 8, (1, 6)),
                      np.eye(3)[None])  # fmt: skip
    node_mass = np.zeros((12, 6))
    node_mass[4:, :3] = draw.uniform(0, 500, (8, 1))
    return Model.of(
        nodes, members, np.hstack([rigidity, shear]), fixed=fixed, offset=offset, release=release,
        mass=draw.uniform(50, 400, count), node_mass=node_mass, springs=springs,
    )  # fmt: skip


def loads_of(model, seed, names=("a", "b", "c")):
    draw = np.random.default_rng(seed + 1)
    book = LoadBook()
    for name in names:
        book.nodal(name, draw.integers(4, 12, 3), draw.normal(0, 1e4, (3, 6)))
        book.line(name, draw.integers(0, len(model.members), 3), draw.normal(0, 1e3, (3, 3)))
        book.strain(name, draw.integers(0, len(model.members), 1), draw.normal(0, 1e-5, 3))
    return book.close()


@FEW
@given(seeds)
def test_modes_are_orthogonal_and_hold_no_more_than_the_mass(seed):
    model = frame(seed, releases=True)
    ready = prepare(model)
    every = 40  # of at most 54, some of which the released ends leave without mass
    found = modes(ready, every)
    full = found.shape.reshape(every, -1)
    mass = mass_matrix(ready.system)
    assert full @ (mass @ full.T) == pytest.approx(np.eye(every), abs=1e-8)
    spread = full @ (ready.system.stiffness @ full.T) / np.outer(found.circular, found.circular)
    assert spread == pytest.approx(np.eye(every), abs=1e-6)
    assert (np.diff(found.frequency) >= -1e-9).all()
    total = found.effective_mass.sum(axis=0)
    assert (total <= found.total_mass * (1 + 1e-9)).all()
    few = modes(ready, 5)
    assert few.frequency == pytest.approx(found.frequency[:5], rel=1e-8)
    assert (few.effective_mass.sum(axis=0) <= total * (1 + 1e-9)).all()


@FEW
@given(seeds, st.floats(-3, 3), st.floats(0.2, 5.0))
def test_modes_and_factors_do_not_depend_on_place_or_direction(seed, angle, scale):
    """Turned and moved: the same frequencies; mass times s: over the root of s."""
    model = frame(seed)
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])
    springs = replace(model.springs, axes=model.springs.axes @ turn.T)
    moved = replace(
        model, nodes=model.nodes @ turn.T + [30.0, -7, 4], offset=model.offset @ turn.T,
        up=model.up @ turn.T, springs=springs,
    )  # fmt: skip
    first = modes(model, 6)
    assert modes(moved, 6).frequency == pytest.approx(first.frequency, rel=1e-7)
    heavy = replace(model, mass=model.mass * scale, node_mass=model.node_mass * scale)
    assert modes(heavy, 6).frequency == pytest.approx(first.frequency / np.sqrt(scale), rel=1e-7)


@FEW
@given(seeds, st.floats(0.1, 20.0))
def test_buckling_factors_scale_against_the_load(seed, scale):
    model = frame(seed)
    book = LoadBook()
    book.nodal("once", np.arange(8, 12), (0, 0, -1e3, 0, 0, 0))
    book.nodal("more", np.arange(8, 12), (0, 0, -1e3 * scale, 0, 0, 0))
    loads = book.close()
    once, more = (buckling(model, loads, name, count=2).factor for name in ("once", "more"))
    assert more * scale == pytest.approx(once, rel=1e-7)
    # close to the factor the second-order response grows without bound, below it is finite
    book = LoadBook()
    book.nodal("down", np.arange(8, 12), (0, 0, -1e3, 0, 0, 0))
    book.nodal("push", 8, (1.0, 1.0, 0, 0, 0, 0))
    both = book.close()
    near = second_order(model, both, {"down": 0.5 * once[0], "push": 1.0})
    plain = second_order(model, both, {"down": 0.5 * once[0]})
    grown = near.solution.displacement - plain.solution.displacement
    linear = solve(model, both).displacement[1]
    assert grown[0].ravel() @ linear.ravel() > linear.ravel() @ linear.ravel()


@FEW
@given(seeds)
def test_spectrum_peaks_scale_and_bound_the_modes(seed):
    model = frame(seed)
    ready = prepare(model)
    found = modes(ready, 10)

    def flat(period):
        return 1.0 + 0.0 * period

    one = response(ready, flat, (1.0, 0, 0), found=found)
    two = response(ready, flat, (2.0, 0, 0), found=found)
    assert two.end_force == pytest.approx(2 * one.end_force, rel=1e-9)
    square = response(ready, flat, (1.0, 0, 0), found=found, rule="srss", rest=False)
    largest = np.abs(square.modal["end_force"]).max(axis=0)
    summed = np.abs(square.modal["end_force"]).sum(axis=0)
    assert (square.end_force >= largest - 1e-9 * summed.max()).all()
    assert (square.end_force <= summed + 1e-9 * summed.max()).all()


@FEW
@given(seeds, st.permutations(["a", "b", "c"]))
def test_stages_without_change_add_up_to_one_go(seed, order):
    """Loads one after the other, in any order, on one structure: the sum of the cases."""
    model = frame(seed, releases=True)
    loads = loads_of(model, seed)
    history = run(model, loads, [Stage(name, apply=(name,)) for name in order])
    whole = solve(model, superposed(loads, {"all": dict.fromkeys("abc", 1.0)}))
    last = history.solution
    for name in ("displacement", "end_force", "reaction", "spring_force"):
        expected = getattr(whole, name)[0]
        scale = np.abs(expected).max()
        assert getattr(last, name)[-1] == pytest.approx(expected, abs=1e-8 * scale)
    at = np.arange(len(model.members)), np.full(len(model.members), 1.3)
    inside = forces_at(model, superposed(loads, {"all": dict.fromkeys("abc", 1.0)}), whole, *at)
    assert history.section_forces(*at)[-1] == pytest.approx(
        inside[0], abs=1e-8 * np.abs(inside).max()
    )


@FEW
@given(seeds, st.integers(8, 15))
def test_members_lent_for_a_while_leave_nothing_behind(seed, lent):
    """A beam added after the load and taken away again carries nothing and changes nothing."""
    model = frame(seed)
    loads = loads_of(model, seed, ("a",))
    if lent in loads.line_member or lent in loads.strain_member:
        return
    stages = [Stage("load", apply=("a",)), Stage("add", add_members=(lent,)),
              Stage("take", remove_members=(lent,))]  # fmt: skip
    history = run(model, loads, stages)
    displacement = history.solution.displacement
    scale = np.abs(displacement).max()
    assert displacement[1] == pytest.approx(displacement[0], abs=1e-9 * scale)
    assert displacement[2] == pytest.approx(displacement[0], abs=1e-9 * scale)


@settings(max_examples=8, deadline=None)
@given(seeds, st.floats(0.2, 3.0))
def test_equal_creep_everywhere_keeps_forces_and_grows_movements(seed, phi):
    """One homogeneous structure on rigid supports under load: the theorem of linear creep."""
    model = replace(frame(seed), springs=Springs.none())
    draw = np.random.default_rng(seed)
    book = LoadBook()
    book.nodal("a", np.arange(4, 12), draw.normal(0, 1e4, (8, 6)))
    law = creep.relative_compliance(lambda t, s: phi * (t - s) / (60 + t - s))
    count = len(model.members)
    ages = creep.Ageing(np.zeros(count, dtype=int), np.zeros(count), (law,))
    history = creep.run(model, book.close(), [Stage("a", apply=("a",), time=10)], ages, until=500,
                        steps=6)  # fmt: skip
    force, moved = history.solution.end_force, history.solution.displacement
    assert force[1] == pytest.approx(force[0], abs=1e-8 * np.abs(force).max())
    grown = 1 + phi * 490 / 550
    assert moved[1] == pytest.approx(grown * moved[0], abs=1e-8 * np.abs(moved).max())


@FEW
@given(seeds)
def test_launched_girders_are_in_balance_at_every_position(seed):
    draw = np.random.default_rng(seed)
    pieces = 5
    deck = (
        draw.uniform(8, 15, pieces),
        draw.uniform(20e3, 60e3, pieces),
        draw.uniform(1e9, 9e9, pieces),
    )
    nose = (draw.uniform(5, 10, 2), draw.uniform(2e3, 8e3, 2), draw.uniform(2e8, 1e9, 2))
    girder = Girder.of(deck, nose)
    total = girder.ends[-1]
    support = np.cumsum(draw.uniform(12, 18, 12))
    tip = support[0] + total + np.linspace(0.5, 20, 12)
    found = launch(girder, support, tip, np.linspace(0, girder.front, 31))
    weight = girder.weight * girder.length
    middle = 0.5 * (girder.ends[1:] + girder.ends[:-1])
    assert found.reaction.sum(axis=1) == pytest.approx(weight.sum(), rel=1e-9)
    about = (found.reaction * support).sum(axis=1)
    tail = found.tip - total
    assert about == pytest.approx((weight * (tail[:, None] + middle)).sum(axis=1), rel=1e-9)
    assert (found.reaction >= 0).all()
    assert found.moment[:, 0] == pytest.approx(0.0, abs=1e-6 * np.abs(found.moment).max())


@FEW
@given(seeds, st.floats(0.001, 0.2), st.sampled_from([5 / 6, np.inf]))
def test_plates_are_in_balance_and_reciprocal(seed, thickness, factor):
    """A random mesh of warped plates: reactions hold the loads, Betti between two cases."""
    draw = np.random.default_rng(seed)
    nodes, quads = mesh(np.array([[0, 0, 0], [3, 0, 0], [3, 2, 0], [0, 2, 0]]), 4, 3)
    inner = (nodes[:, 0] > 0) & (nodes[:, 0] < 3)
    nodes[:, :2] += draw.uniform(-0.12, 0.12, (len(nodes), 2)) * inner[:, None]
    nodes[:, 2] = 0.3 * np.sin(nodes[:, 0]) + 0.1 * nodes[:, 0] * nodes[:, 1]
    plates = Plates.of(quads, thickness, 3e10, 0.2, shear=factor)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[nodes[:, 0] == 0] = True
    model = Model.of(nodes, np.zeros((0, 2), dtype=int), np.zeros((0, 6)), fixed=fixed)
    book = LoadBook()
    free = np.flatnonzero(~fixed[:, 0])
    first, second = draw.normal(size=(2, len(free), 6)) * [1, 1, 1, 0.1, 0.1, 0.1]
    book.nodal("first", free, first)
    book.nodal("second", free, second)
    found = solve(prepare(model, shell.stiffness_matrix(nodes, plates)), book.close())
    assert (found.equilibrium_residual < 1e-6).all()
    work = [
        float(np.sum(first * found.displacement[1, free])),
        float(np.sum(second * found.displacement[0, free])),
    ]
    size = np.abs(first * found.displacement[1, free]).sum()
    assert work[0] == pytest.approx(work[1], abs=1e-6 * size)
