"""Influence surfaces against replayed load cases and closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import ModelError, ScopeError
from spanwright.engine.influence import (
    DISPLACEMENT,
    MEMBER,
    REACTION,
    SPRING,
    influence_line,
    surfaces,
)
from spanwright.engine.model import Model, Springs
from spanwright.engine.placement import evaluate, patch_integral, place, response
from spanwright.engine.statics import Prepared, Solution, prepare, solve
from spanwright.engine.surfaces import LoadingLines, Patches, Responses

EMPTY = np.zeros(0)


def deck(
    stations: int = 21,
    offsets: tuple[float, ...] = (-4.0, -1.0, 2.0, 5.0),
    *,
    GA: float = np.inf,
    grade: float = 0.0,
    radius: float = 0.0,
    below: float = 0.0,
) -> tuple[Model, LoadingLines]:
    """A two-span deck of 60 m, straight or curved, on rigid and sprung bearings."""
    x, y = np.linspace(0.0, 60.0, stations), np.array(offsets)
    X, Y = np.meshgrid(x, y)
    if radius:
        plan = ((radius - Y) * np.sin(X / radius), radius - (radius - Y) * np.cos(X / radius))
    else:
        plan = (X, Y)
    nodes = np.stack([*plan, grade * X], axis=-1).reshape(-1, 3)
    number = np.arange(X.size).reshape(X.shape)
    along = np.stack([number[:, :-1], number[:, 1:]], axis=-1).reshape(-1, 2)
    across = np.stack([number[:-1], number[1:]], axis=-1).reshape(-1, 2)
    rigidity = np.concatenate(
        [
            np.tile([2e10, 4e9, 1e9, 5e8, GA, GA], (len(along), 1)),
            np.tile([2e9, 5e7, 1e9, 5e7, np.inf, np.inf], (len(across), 1)),
        ]
    )
    fixed = np.zeros((X.size, 6), dtype=bool)
    for column in (0, stations // 2):
        fixed[number[:, column], 2] = True
    fixed[number[:, 0], 0] = fixed[number[0, 0], 1] = fixed[number[0, -1], 1] = True
    end = number[:, -1]
    springs = Springs(
        end, np.full(len(end), -1), np.tile([0, 0, 5e8, 0, 0, 0.0], (len(end), 1)),
        np.tile(np.eye(3), (len(end), 1, 1)),
    )  # fmt: skip
    offset = np.zeros((len(rigidity), 2, 3))
    offset[: len(along), :, 2] = -below
    model = Model.of(
        nodes, np.concatenate([along, across]), rigidity,
        fixed=fixed, springs=springs, offset=offset,
    )  # fmt: skip
    member = np.arange(len(along)).reshape(len(y), stations - 1)
    return model, LoadingLines(x, y, number, member)


def some_responses(model: Model, lines: LoadingLines) -> Responses:
    rows = [
        (MEMBER, member, side, component)
        for member in [*range(0, lines.member.size, 9), lines.member.size + 4]
        for side in (0, 1)
        for component in range(6)
    ]
    rows += [
        (DISPLACEMENT, node, 0, c) for node in range(0, len(model.nodes), 7) for c in (2, 3, 4)
    ]
    rows += [(SPRING, spring, 0, 2) for spring in range(len(model.springs.node))]
    rows += [(REACTION, n, 0, c) for n, c in np.argwhere(model.fixed)]
    table = np.array(rows, dtype=np.int64)
    names = tuple(f"response {i}" for i in range(len(rows)))
    return Responses(table[:, 0], table[:, 1], table[:, 2], table[:, 3], names)


def read(found: Solution, responses: Responses, case: int) -> np.ndarray:
    """The responses straight from a solution."""
    where = {
        MEMBER: lambda i, s, c: found.end_force[case, i, s, c],
        DISPLACEMENT: lambda i, _, c: found.displacement[case, i, c],
        SPRING: lambda i, _, c: found.spring_force[case, i, c],
        REACTION: lambda i, _, c: found.reaction[case, i, c],
    }
    table = zip(responses.kind, responses.index, responses.side, responses.component, strict=True)
    return np.array([where[int(k)](i, s, c) for k, i, s, c in table])


def size_of(responses: Responses, values: np.ndarray) -> np.ndarray:
    """The largest value of the same kind and unit: what an error is measured against."""
    is_moment = responses.component >= 3
    size = np.ones(len(values))
    for kind in range(4):
        for moment in (False, True):
            alike = (responses.kind == kind) & (is_moment == moment)
            size[alike] = np.abs(values[alike]).max(initial=0.0)
    return size


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"GA": 3e8},
        {"grade": 0.03},
        {"radius": 200.0},
        {"below": 1.2},
        {"radius": 150.0, "grade": 0.02, "GA": 3e8, "below": 0.7},
    ],
    ids=["straight", "shear flexible", "graded", "curved", "offset", "all"],
)
def test_replay_of_a_placement_gives_the_same_responses(shape):
    """Wheels anywhere, on nodes, beyond the outer lines, and strips: 1e-9 of the largest."""
    model, lines = deck(**shape)
    ready = prepare(model)
    responses = some_responses(model, lines)
    found = surfaces(ready, responses, lines, np.array([0.0, 30.0, 60.0]))
    rng = np.random.default_rng(5)
    anywhere = Patches(
        rng.uniform(0, 60, 8), rng.uniform(-6, 7, 8), rng.uniform(1, 5, 8) * 1e5,
        rng.uniform(-6, 7, 4), np.array([0.0, 10, 33.3, 30.0]), np.array([60.0, 11, 47, 33.0]),
        rng.uniform(1, 9, 4) * 1e3,
    )  # fmt: skip
    at_nodes = Patches(
        lines.x[[0, 3, 9]], lines.y[[0, 1, 3]], np.full(3, 1e5), EMPTY, EMPTY, EMPTY, EMPTY
    )
    rows = np.arange(len(responses.names))
    solved = solve(ready, place(ready, lines, {"anywhere": anywhere, "at nodes": at_nodes}))
    for case, patches in enumerate((anywhere, at_nodes)):
        expected = read(solved, responses, case)
        error = np.abs(response(found, rows, patches) - expected) / size_of(responses, expected)
        assert error.max() < 1e-9
    assert solved.equilibrium_residual.max() < 1e-10


def test_both_ways_of_solving_give_one_table(monkeypatch):
    """Few responses go the adjoint way, many the direct way; the surfaces are the same."""
    model, lines = deck(9, (-3.0, 0.0, 3.0))
    ready = prepare(model)
    rows = [(MEMBER, m, s, c) for m in range(len(model.members)) for s in (0, 1) for c in range(6)]
    table = np.array(rows, dtype=np.int64).T
    everything = Responses(*table, tuple(map(str, range(len(rows)))))
    few = Responses(*table[:, :40], tuple(map(str, range(40))))
    assert len(rows) > 2 * lines.node.size > 40
    spans = np.array([0.0, 60.0])
    direct, adjoint = (surfaces(ready, r, lines, spans) for r in (everything, few))
    assert direct.value[:40] == pytest.approx(adjoint.value, abs=1e-11)
    assert direct.slope[:40] == pytest.approx(adjoint.slope, abs=1e-11)


def test_simple_beam_influence_lines_are_the_textbook_ones():
    """Triangle of the moment at the middle, jump of the shear, straight reaction line."""
    model, lines = deck(5, (0.0,))
    fixed = np.zeros_like(model.fixed)
    fixed[0, :4] = fixed[-1, 1:3] = True
    model = Model.of(model.nodes, model.members, model.rigidity, fixed=fixed)
    table = np.array([[MEMBER, 1, 1, 4], [MEMBER, 2, 0, 2], [REACTION, 0, 0, 2]]).T
    responses = Responses(*table, ("M middle", "V middle", "R left"))
    found = surfaces(prepare(model), responses, lines, np.array([0.0, 60.0]))
    x = np.array([0.0, 7.0, 29.0, 31.0, 52.0])
    moment, shear, reaction = evaluate(found, np.arange(3), x, np.zeros(5))
    assert moment == pytest.approx(np.minimum(x, 60 - x) / 2, abs=1e-9)
    # V > 0 where the left part pushes the right part up: ahead of the section 1 - x / L
    assert shear == pytest.approx(np.where(x > 30, 1 - x / 60, -x / 60), abs=1e-9)
    assert reaction == pytest.approx(1 - x / 60, abs=1e-9)
    # at the section itself: from the right, then from the left
    assert evaluate(found, np.array([1]), 30.0, 0.0)[0, 0] == pytest.approx(0.5)
    assert evaluate(found, np.array([1]), 30.0, 0.0, left=True)[0, 0] == pytest.approx(-0.5)
    area = patch_integral(found, np.arange(3), np.array([0.0]), np.array([60.0]), np.array([0.0]))
    assert area[:, 0] == pytest.approx([60.0**2 / 8, 0.0, 30.0], abs=1e-8)


def test_strips_cut_anywhere_add_up():
    model, lines = deck()
    responses = some_responses(model, lines)
    found = surfaces(prepare(model), responses, lines, np.array([0.0, 60.0]))
    rows = np.arange(len(responses.names))
    cuts = np.array([3.1, 4.0, 9.0, 9.2, 48.77])
    parts = patch_integral(found, rows, cuts[:-1], cuts[1:], np.full(4, 1.3)).sum(axis=1)
    whole = patch_integral(found, rows, cuts[:1], cuts[-1:], np.array([1.3]))[:, 0]
    assert parts == pytest.approx(whole, rel=1e-11, abs=1e-12)
    nothing = patch_integral(found, rows, cuts[:1], cuts[:1], np.array([0.0]))
    assert not nothing.any()


def hinged() -> Prepared:
    x = np.array([0.0, 5.0, 10.0, 20.0])
    fixed = np.zeros((4, 6), dtype=bool)
    fixed[0], fixed[[2, 3], 2] = True, True
    release = np.zeros((3, 2, 6), dtype=bool)
    release[0, 1, 4] = True
    return prepare(
        Model.of(
            np.stack([x, 0 * x, 0 * x], axis=1), np.array([[0, 1], [1, 2], [2, 3]]),
            np.tile([1e9, 1e8, 1e8, 1e8, np.inf, np.inf], (3, 1)), fixed=fixed, release=release,
        )
    )  # fmt: skip


def test_influence_line_follows_the_kink_of_a_hinge():
    """Three spans 5-5-10 m with a hinge at 5 m: values of an exact solver (pycba test suite)."""
    ready = hinged()
    reaction = Responses(*np.array([[REACTION], [0], [0], [2]]), ("R0",))
    values = influence_line(ready, reaction, np.array([0, 1, 2]), np.array([2.5, 0.0, 4.0]))
    assert values[0] == pytest.approx([0.921875, 0.75, -0.192], rel=1e-9)


def test_surfaces_refuse_a_hinge_on_a_loading_line():
    ready = hinged()
    lines = LoadingLines(
        ready.model.nodes[:, 0], np.zeros(1), np.arange(4)[None], np.arange(3)[None]
    )
    reaction = Responses(*np.array([[REACTION], [0], [0], [2]]), ("R0",))
    with pytest.raises(ScopeError, match="member 0 lies on a loading line"):
        surfaces(ready, reaction, lines, np.array([0.0, 20.0]))


def test_unknown_responses_are_refused_by_name():
    ready = hinged()
    for row, text in (
        ([MEMBER, 9, 0, 0], "does not exist"),
        ([REACTION, 1, 0, 2], "not held in uz"),
    ):
        responses = Responses(*np.array(row)[:, None], ("wanted",))
        with pytest.raises(ModelError, match=f"'wanted'.*{text}"):
            influence_line(ready, responses, np.array([0]), np.array([1.0]))


def test_a_point_off_the_lines_is_refused():
    model, lines = deck(5)
    responses = some_responses(model, lines)
    found = surfaces(prepare(model), responses, lines, np.array([0.0, 60.0]))
    with pytest.raises(ScopeError, match="before the first or after the last"):
        evaluate(found, np.array([0]), 61.0, 0.0)
