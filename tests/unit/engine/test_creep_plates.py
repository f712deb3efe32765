"""Creep and shrinkage of plates, alone and beside members that do not creep."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import ModelError
from spanwright.engine import creep, shell
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import Model
from spanwright.engine.plates import Plates, mesh
from spanwright.engine.stage import Stage

PHI, EPS = 2.0, -3e-4


def jump(t, s):
    return PHI * np.ones_like(s) if t > 500 else 0 * s


def gradual(t, s):
    return PHI * (1 - np.exp(-(t - s) / 200))


def composite(member_too):
    """A strip of slab over a steel girder, simply supported; the concrete as plates or members.

    Plates rigid in shear with nu = 0, two pieces wide so that the girder runs along their middle.
    """
    L, b, t, E, parts = 10.0, 1.0, 0.25, 30e9, 10
    if member_too:
        x = np.linspace(0, L, parts + 1)
        nodes, line = np.column_stack([x, 0 * x, 0 * x]), np.arange(parts + 1)
        plates = Plates.of(np.zeros((0, 4), dtype=int), t, E, 0.0)
    else:
        corners = np.array([[0, -b / 2, 0], [L, -b / 2, 0], [L, b / 2, 0], [0, b / 2, 0]])
        nodes, quads = mesh(corners, parts, 2)
        plates = Plates.of(quads, t, E, 0.0, shear=np.inf)
        line = np.flatnonzero(nodes[:, 1] == 0)
    chain = np.column_stack([line[:-1], line[1:]])
    steel = np.tile([4e9, 6e8, 1e8, 1e8, np.inf, np.inf], (parts, 1))
    slab = np.tile(
        [E * b * t, E * b * t**3 / 12, E * t * b**3 / 12, 1e8, np.inf, np.inf], (parts, 1)
    )
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[:, [1, 3, 5]] = True
    fixed[(nodes[:, 0] == 0) | (nodes[:, 0] == L), 2] = True
    fixed[line[0], 0] = True
    arm = np.tile([0.0, 0, -0.6], (parts, 2, 1))
    if member_too:
        model = Model.of(nodes, np.vstack([chain, chain]), np.vstack([steel, slab]), fixed=fixed,
                         offset=np.concatenate([arm, 0 * arm]))  # fmt: skip
    else:
        model = Model.of(nodes, chain, steel, fixed=fixed, offset=arm)
    book = LoadBook()
    book.line("load", np.arange(parts), (0, 0, -20e3))
    return model, plates, book.close(), line


def course(member_too, compliance, method, shrinkage=()):
    model, plates, loads, line = composite(member_too)
    steel = np.full(10, creep.ELASTIC)
    if member_too:
        ages = creep.Ageing(np.append(steel, np.zeros(10, dtype=int)), np.zeros(20),
                            (compliance,), shrinkage)  # fmt: skip
    else:
        count = len(plates.E)
        ages = creep.Ageing(steel, np.zeros(10), (compliance,), shrinkage,
                            np.zeros(count, dtype=int), np.zeros(count))  # fmt: skip
    history = creep.run(
        model, loads, [Stage("load", apply=("load",), time=28)], ages, until=1000, method=method,
        steps=12, plates=None if member_too else plates,
    )  # fmt: skip
    return history, plates, model, line


@pytest.mark.parametrize(("law", "method"), [(jump, "age-adjusted"), (gradual, "step-by-step")])
def test_a_slab_of_plates_creeps_and_shrinks_as_one_of_members(law, method):
    """Sag, girder moment and slab force of a composite girder; 1.5 % for the width of the slab."""
    compliance = creep.relative_compliance(law)
    shrinkage = (lambda age: EPS if age > 500 else 0.0,)
    by_plates, plates, model, line = course(False, compliance, method, shrinkage)
    by_members, _, _, _ = course(True, compliance, method, shrinkage)
    for row in (0, -1):
        sag = by_plates.solution.displacement[row, line[5], 2]
        assert sag == pytest.approx(by_members.solution.displacement[row, 5, 2], rel=0.01)
        girder = by_plates.solution.end_force[row, 4, 1]
        other = by_members.solution.end_force[row, 4, 1]
        assert girder[[0, 4]] == pytest.approx(other[[0, 4]], rel=0.015)
        # the slab carries what the girder's axial force leaves: they balance
        slab = shell.corner_resultants(model.nodes, plates, by_plates.plate_motion[row])
        across = slab[[4, 14], 0, 0].sum() * 0.5
        assert across == pytest.approx(-by_plates.solution.end_force[row, 4, :, 0].mean(), rel=0.02)
    assert (by_plates.solution.equilibrium_residual < 1e-8).all()
    grown = by_plates.solution.displacement[-1, line[5], 2]
    assert grown < 1.3 * by_plates.solution.displacement[0, line[5], 2]


def test_a_free_slab_shortens_without_stress_and_a_held_one_cracks():
    """Free: eps L.  Between rigid walls: n = E t eps / (1 + chi phi), both ways alike."""
    nodes, quads = mesh(np.array([[0, 0, 0], [4, 0, 0], [4, 2, 0], [0, 2, 0]]), 4, 2)
    plates = Plates.of(quads, 0.2, 30e9, 0.0)
    ages = creep.Ageing(
        np.zeros(0, dtype=int), np.zeros(0), (creep.relative_compliance(jump),),
        (lambda age: EPS if age > 500 else 0.0,), np.zeros(8, dtype=int), np.zeros(8),
    )  # fmt: skip
    for is_held in (False, True):
        fixed = np.zeros((len(nodes), 6), dtype=bool)
        fixed[0] = True
        if is_held:
            fixed[:] = True
            fixed[7, :2] = False
        model = Model.of(nodes, np.zeros((0, 2), dtype=int), np.zeros((0, 6)), fixed=fixed)
        book = LoadBook()
        book.case("nothing")
        history = creep.run(
            model, book.close(), [Stage("cast", time=7)], ages, until=1000,
            method="age-adjusted", plates=plates,
        )  # fmt: skip
        found = shell.corner_resultants(nodes, plates, history.plate_motion[-1])
        if is_held:
            held = 30e9 * 0.2 * EPS / (1 + 0.8 * PHI)
            assert found[:, 0, :2] == pytest.approx(np.full((8, 2), -held), rel=1e-9)
        else:
            assert np.abs(found).max() < 1e-3
            assert history.solution.displacement[-1, 4, 0] == pytest.approx(4 * EPS)


def test_a_slab_cast_too_late_and_laws_that_do_not_fit_are_named():
    model, plates, loads, _ = composite(False)
    law = (creep.relative_compliance(jump),)
    steel = np.full(10, creep.ELASTIC)
    one = np.zeros(len(plates.E), dtype=int)
    for given, text in (
        ((one, np.full(len(one), 30.0)), "plate 0 is cast only at day 30"),
        ((one[:3], np.zeros(3)), "for each of 20 plates"),
        ((one + 4, np.zeros(len(one))), "names a compliance that does not exist"),
    ):
        with pytest.raises(ModelError, match=text):
            creep.run(model, loads, [Stage("load", time=28)],
                      creep.Ageing(steel, np.zeros(10), law, (), *given), until=100,
                      plates=plates)  # fmt: skip
