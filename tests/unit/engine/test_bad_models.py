"""Models and loads that cannot be solved: each message names the node, member or free motion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spanwright.datum.errors import ModelError
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import Model, Springs
from spanwright.engine.solver import NotPositiveDefinite, factorise
from spanwright.engine.statics import prepare, solve

NAMES = ("A", "B", "C", "D")


def sound() -> Model:
    """Three members in a row along x, held like a simple beam with torsion."""
    nodes = np.array([[0.0, 0, 0], [4, 0, 0], [8, 0, 0], [12, 0, 0]])
    fixed = np.zeros((4, 6), dtype=bool)
    fixed[0, :4] = fixed[3, 1:3] = True
    return Model.of(
        nodes, np.array([[0, 1], [1, 2], [2, 3]]),
        np.tile([1e9, 1e8, 1e8, 1e7, np.inf, np.inf], (3, 1)),
        fixed=fixed, node_names=NAMES, member_names=("AB", "BC", "CD"),
    )  # fmt: skip


def changed(name: str, index: object, value: object) -> Model:
    model = sound()
    array = np.array(getattr(model, name))
    array[index] = value
    return replace(model, **{name: array})


def free(*places: tuple[int, int]) -> Model:
    model = sound()
    fixed = np.array(model.fixed)
    for place in places:
        fixed[place] = False
    return replace(model, fixed=fixed)


def test_the_sound_model_stands():
    prepare(sound())


@pytest.mark.parametrize(
    ("model", "text"),
    [
        (free((0, 0)), "node '.' can move along x, together with node .*: nothing holds it"),
        (free((0, 3)), "node '.' can rotate about x, together with .*: nothing holds it"),
        (free((0, 2)), "can (move along z|rotate about y).*nothing holds it"),
        (free(*np.argwhere(sound().fixed)), "node 'A' and 3 others .* have no support at all"),
        (changed("release", (1, 0, 4), True), "node '[BC]' can move along z.*: nothing holds it"),
        (changed("release", (1, slice(None), 3), True), "'BC' is loose between its own ends: .* T"),
        (changed("release", (1, slice(None), 0), True), "'BC' is loose between its own ends: .* N"),
        (changed("rigidity", (1, 3), 0.0), "can rotate about x.*: nothing holds it"),
        (changed("rigidity", (1, 1), 0.0), "member 'BC': EIy must be finite and positive .got 0"),
        (changed("rigidity", (2, 0), -5.0), "member 'CD': EA must be .* positive .got -5"),
        (changed("rigidity", (0, 4), np.nan), "member 'AB': GAy must be positive"),
        (changed("rigidity", (0, 2), np.inf), "member 'AB': EIz must be finite"),
        (changed("nodes", (2, 1), np.nan), "node 'C' has a coordinate that is not a finite number"),
        (changed("nodes", 2, [4.0, 0, 0]), "member 'BC' has no length .from node 'B' to node 'C'"),
        (changed("members", (1, 1), 9), "member 'BC' names a node that does not exist"),
        (changed("members", 2, [1, 2]), "node 'D' is not connected to any member"),
        (changed("up", 1, [1.0, 0, 0]), "member 'BC': its 'up' vector .* lies along the member"),
        (changed("mass", 0, -1.0), "member 'AB': its mass is negative"),
        (changed("bedding", (0, 2), -1.0), "member 'AB': its bedding is negative"),
        (changed("node_mass", (3, 0), np.nan), "node 'D' has a mass"),
        (replace(sound(), node_names=("A", "B", "B", "D")), "node name 'B' is used twice"),
        (replace(sound(), member_names=("AB", "CD", "CD")), "member name 'CD' is used twice"),
        (replace(sound(), mass=np.zeros(2)), "array 'mass' has shape"),
    ],
)  # fmt: skip
def test_a_model_that_cannot_stand_is_named(model, text):
    with pytest.raises(ModelError, match=text):
        prepare(model)


def test_two_parts_of_which_one_floats():
    model = sound()
    members = np.array([[0, 1], [2, 3]])
    fixed = np.array(model.fixed)
    fixed[0], fixed[3] = True, False
    two = Model.of(model.nodes, members, model.rigidity[:2], fixed=fixed, node_names=NAMES)
    with pytest.raises(ModelError, match=r"node 'C' and 1 other connected .* have no support"):
        prepare(two)


def test_bad_springs_are_named():
    axes = np.eye(3)[None]
    for node, other, stiffness, turned, text in (
        (1, 1, 1.0, axes, "joins node 'B' to itself"),
        (1, 7, 1.0, axes, "spring 0 names a node that does not exist"),
        (1, -1, -1.0, axes, "spring 0 at node 'B': stiffness is negative"),
        (1, -1, 1.0, 2 * axes, "its axes are not at right angles and of unit length"),
    ):
        springs = Springs(np.array([node]), np.array([other]), np.full((1, 6), stiffness), turned)
        with pytest.raises(ModelError, match=text):
            prepare(replace(sound(), springs=springs))


def test_all_problems_come_at_once():
    model = changed("rigidity", (slice(None), 0), 0.0)
    with pytest.raises(ModelError, match=r"'AB': EA .*'BC': EA .*'CD': EA"):
        prepare(model)


def test_one_free_joint_in_a_large_sound_structure_is_found():
    """A node held by a hinge on both sides may spin; a thousand others may not."""
    x = np.linspace(0, 999, 1000)
    fixed = np.zeros((1000, 6), dtype=bool)
    fixed[::10, 1:4] = fixed[0, 0] = True
    release = np.zeros((999, 2, 6), dtype=bool)
    release[700, 1, 5] = release[701, 0, 5] = True
    members = np.stack([np.arange(999), np.arange(1, 1000)], axis=1)
    rigidity = np.tile([1e9, 1e8, 1e8, 1e7, np.inf, np.inf], (999, 1))
    nodes = np.stack([x, 0 * x, 0 * x], axis=1)
    model = Model.of(nodes, members, rigidity, fixed=fixed, release=release)
    with pytest.raises(ModelError, match="node 701 can rotate about z: nothing holds it"):
        prepare(model)


def test_a_long_slender_structure_is_not_called_a_mechanism():
    """A 500 m cantilever in 250 parts is weak, and sound: tip deflection P L^3 / 3 EI."""
    x = np.linspace(0, 500, 251)
    fixed = np.zeros((251, 6), dtype=bool)
    fixed[0] = True
    members = np.stack([np.arange(250), np.arange(1, 251)], axis=1)
    rigidity = np.tile([1e10, 1e9, 1e9, 1e9, np.inf, np.inf], (250, 1))
    model = Model.of(np.stack([x, 0 * x, 0 * x], axis=1), members, rigidity, fixed=fixed)
    book = LoadBook()
    book.nodal("tip", 250, (0, 0, -1.0, 0, 0, 0))
    found = solve(model, book.close())
    assert -found.displacement[0, -1, 2] == pytest.approx(500.0**3 / 3e9, rel=1e-6)


@pytest.mark.parametrize(
    ("fill", "text"),
    [
        (lambda b: b.nodal("live", 1, (np.nan, 0, 0, 0, 0, 0)), "'live', node 'B': .* finite"),
        (lambda b: b.nodal("live", 8, np.zeros(6)), "'live', node 8: there is no such node"),
        (lambda b: b.point("p", 7, 1.0, (0, 0, 1)), "'p', member 7: there is no such member"),
        (lambda b: b.point("p", 1, 4.5, (0, 0, 1)), "'p', member 'BC': .* beyond the member"),
        (lambda b: b.point("p", 1, np.inf, (0, 0, 1)), "'p', member 'BC': .* finite"),
        (lambda b: b.line("q", 0, (0, np.inf, 0)), "'q', member 'AB': .* finite"),
        (lambda b: b.line("q", 0, (0, 0, 1), start=3, end=2), "'q', member 'AB': .*end after"),
        (lambda b: b.line("q", 0, (0, 0, 1), end=5.0), "'q', member 'AB': the line load must lie"),
        (lambda b: b.strain("t", 2, (np.nan, 0, 0)), "'t', member 'CD': .* finite"),
        (lambda b: b.settle("s", 1, 2, 0.01), "'s', node 'B': a movement is imposed where nothing"),
        (lambda b: b.settle("s", 0, 6, 0.01), "'s', node 'A': there is no such component"),
        (lambda b: b.settle("s", 0, 2, np.nan), "'s', node 'A': .* finite"),
    ],
)
def test_a_load_that_does_not_fit_is_named(fill, text):
    book = LoadBook()
    fill(book)
    with pytest.raises(ModelError, match=text):
        solve(sound(), book.close())


@pytest.mark.parametrize("method", ["blocks", "general"])
def test_both_solvers_agree_and_refuse_the_same(method):
    rng = np.random.default_rng(3)
    lower = np.tril(rng.standard_normal((60, 60))) * (
        np.abs(np.subtract.outer(range(60), range(60))) < 7
    )
    matrix = lower @ lower.T + np.eye(60)
    right = rng.standard_normal((60, 3))
    factor = factorise(matrix, method=method)
    assert factor.method == method
    assert factor.solve(right) == pytest.approx(np.linalg.solve(matrix, right), rel=1e-9)
    assert factor.solve(right[:, 0]) == pytest.approx(
        np.linalg.solve(matrix, right[:, 0]), rel=1e-9
    )
    weak = np.linalg.eigh(matrix)
    for smallest in (0.0, -0.5):
        values = weak.eigenvalues.copy()
        values[0] = smallest
        broken = weak.eigenvectors * values @ weak.eigenvectors.T
        with pytest.raises(NotPositiveDefinite) as error:
            factorise((broken + broken.T) / 2, method=method)
        motion = error.value.motion[:, 0]
        assert broken @ motion == pytest.approx(smallest * motion, abs=0.2)
