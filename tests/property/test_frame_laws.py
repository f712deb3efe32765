"""What must be true of any frame: equilibrium, reciprocity, superposition, invariance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from spanwright.engine.influence import MEMBER, REACTION, surfaces
from spanwright.engine.loads import LoadBook, Loads
from spanwright.engine.model import Model, Springs
from spanwright.engine.placement import evaluate, place
from spanwright.engine.statics import deflection_at, forces_at, prepare, solve
from spanwright.engine.surfaces import LoadingLines, Patches, Responses

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(0, 2**32 - 1)


def a_structure(rng: np.random.Generator) -> Model:
    """A connected random space frame: tree plus chords, offsets, releases, springs, shear."""
    n = int(rng.integers(4, 9))
    nodes = rng.uniform(-10, 10, (n, 3))
    tree = [(int(rng.integers(0, i)), i) for i in range(1, n)]
    chords = [tuple(int(v) for v in rng.choice(n, 2, replace=False)) for _ in range(3)]
    members = np.array(tree + chords)
    m = len(members)
    rigidity = np.stack(
        [
            rng.uniform(1e8, 1e9, m), rng.uniform(1e6, 1e8, m), rng.uniform(1e6, 1e8, m),
            rng.uniform(1e6, 1e8, m), rng.uniform(1e6, 1e9, m), np.full(m, np.inf),
        ],
        axis=1,
    )  # fmt: skip
    release = np.zeros((m, 2, 6), dtype=bool)
    release[-1, 0, 4:] = release[-1, 1, [4]] = True  # a chord: the tree still carries all
    release[-2, 1, [0, 3]] = True
    fixed = np.zeros((n, 6), dtype=bool)
    fixed[0] = True
    fixed[-1, int(rng.integers(0, 6))] = True
    turn = np.linalg.qr(rng.standard_normal((2, 3, 3)))[0]
    springs = Springs(np.array([1, 2]), np.array([-1, 3]), rng.uniform(1e5, 1e8, (2, 6)), turn)
    bedding = np.zeros((m, 3))
    bedding[0] = rng.uniform(1e4, 1e6, 3)
    return Model.of(
        nodes, members, rigidity, fixed=fixed, up=rng.standard_normal((m, 3)),
        offset=rng.uniform(-0.5, 0.5, (m, 2, 3)), release=release, springs=springs,
        bedding=bedding,
    )  # fmt: skip


def some_loads(rng: np.random.Generator, model: Model, length: np.ndarray, names: str) -> Loads:
    """One case of every kind of load for each letter."""
    book = LoadBook()
    m, n = len(model.members), len(model.nodes)
    for name in names:
        book.nodal(name, rng.integers(0, n, 3), rng.uniform(-1e3, 1e3, (3, 6)))
        member = rng.integers(0, m, 4)
        at = rng.uniform(0, 1, 4) * length[member]
        book.point(name, member, at, rng.uniform(-1e3, 1e3, (4, 6)))
        book.line(
            name, member, rng.uniform(-1e3, 1e3, (4, 3)), force_end=rng.uniform(-1e3, 1e3, (4, 3)),
            start=at / 3, end=at, local=bool(rng.integers(0, 2)), arm=rng.uniform(-1, 1, (4, 2)),
        )  # fmt: skip
        book.strain(name, rng.integers(0, m, 2), rng.uniform(-1e-4, 1e-4, (2, 3)))
        book.settle(name, 0, rng.integers(0, 6, 2), rng.uniform(-1e-2, 1e-2, 2))
    return book.close()


def drawn(seed: int, names: str = "ab"):
    rng = np.random.default_rng(seed)
    model = a_structure(rng)
    ends = model.nodes[model.members] + model.offset
    length = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    assume(length.min() > 1.0)
    up = np.cross(model.up, ends[:, 1] - ends[:, 0])
    assume((np.linalg.norm(up, axis=1) / length).min() > 0.1)
    return rng, model, length, some_loads(rng, model, length, names)


def close(found: np.ndarray, expected: np.ndarray, rel: float) -> None:
    assert np.abs(found - expected).max() <= rel * max(np.abs(expected).max(), 1e-30)


@given(seeds)
@quick
def test_loads_and_supports_are_in_balance(seed):
    _, model, _, loads = drawn(seed)
    assert solve(model, loads).equilibrium_residual.max() < 1e-9


@given(seeds)
@quick
def test_effects_of_cases_add_up(seed):
    """Doubling a case doubles its effects; together they are the sum."""
    _, model, _, loads = drawn(seed)
    apart = solve(model, loads)
    zero = {name: np.zeros_like(getattr(loads, name)) for name in
            ("node_case", "point_case", "line_case", "strain_case", "settle_case")}  # fmt: skip
    together = solve(model, replace(loads, names=("both",), **zero))
    close(together.end_force[0], apart.end_force.sum(axis=0), 1e-9)
    close(together.displacement[0], apart.displacement.sum(axis=0), 1e-9)


@given(seeds)
@quick
def test_a_load_at_p_moves_q_as_much_as_a_load_at_q_moves_p(seed):
    """Betti, at any points inside members and in any directions."""
    rng, model, length, _ = drawn(seed)
    member = rng.integers(1, len(length), 2)  # the bedded member bends by its own cubic
    at = rng.uniform(0, 1, 2) * length[member]
    push = rng.standard_normal((2, 6))
    book = LoadBook()
    for i, name in enumerate("pq"):
        book.point(name, member[i], at[i], push[i])
    loads = book.close()
    ready = prepare(model)
    moved = deflection_at(ready, loads, solve(ready, loads), member, at)
    work = np.einsum("cki,ki->ck", moved, push)
    assert work[0, 1] == pytest.approx(work[1, 0], rel=1e-7, abs=1e-9 * np.abs(work).max())


@given(seeds)
@quick
def test_section_forces_do_not_care_where_the_structure_stands(seed):
    """Move and turn the model with its loads: the same section forces, turned displacements."""
    rng, model, length, loads = drawn(seed)
    turn = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    turn *= np.sign(np.linalg.det(turn))
    fixed = np.array(model.fixed)
    fixed[-1] = False  # a single held component would need a turned support
    model = replace(model, fixed=fixed)
    six = np.kron(np.eye(2), turn)
    other = replace(
        model, nodes=model.nodes @ turn.T + rng.uniform(-1e3, 1e3, 3), up=model.up @ turn.T,
        offset=model.offset @ turn.T,
        springs=replace(model.springs, axes=model.springs.axes @ turn.T),
    )  # fmt: skip
    is_global = loads.line_local == 0
    line = {}
    for name in ("line_start", "line_end"):
        rows = np.array(getattr(loads, name))
        rows[is_global] = rows[is_global] @ turn.T
        line[name] = rows
    empty = np.zeros(0, dtype=np.int64)
    still = replace(loads, settle_case=empty, settle_node=empty, settle_dof=empty,
                    settle_value=np.zeros(0))  # fmt: skip
    turned = replace(still, node_force=loads.node_force @ six.T,
                     point_force=loads.point_force @ six.T, **line)  # fmt: skip
    here, there = solve(model, still), solve(other, turned)
    for axis in (slice(0, 3), slice(3, 6)):
        close(there.end_force[..., axis], here.end_force[..., axis], 1e-7)
    close(there.displacement[..., :3], here.displacement[..., :3] @ turn.T, 1e-7)
    member = np.arange(len(length))
    x = 0.37 * length
    close(
        forces_at(other, turned, there, member, x), forces_at(model, still, here, member, x), 1e-7
    )


@given(seeds)
@quick
def test_order_of_nodes_and_direction_of_chains_does_not_matter(seed):
    rng, model, _, loads = drawn(seed)
    order = rng.permutation(len(model.nodes))
    back = np.argsort(order)
    other = replace(
        model, nodes=model.nodes[order], members=back[model.members], fixed=model.fixed[order],
        node_mass=model.node_mass[order],
        springs=replace(
            model.springs, node=back[model.springs.node],
            other=np.where(model.springs.other < 0, -1, back[model.springs.other]),
        ),
    )  # fmt: skip
    moved = replace(loads, node=back[loads.node], settle_node=back[loads.settle_node])
    here, there = solve(model, loads), solve(other, moved)
    close(there.displacement[:, back], here.displacement, 1e-9)
    close(there.end_force, here.end_force, 1e-8)


@given(seeds)
@quick
def test_dividing_members_changes_nothing(seed):
    """Unbedded members are exact: every member cut in two gives the same section forces."""
    rng, model, length, _ = drawn(seed)
    model = replace(model, bedding=np.zeros_like(model.bedding))
    n, m = len(model.nodes), len(model.members)
    loads = some_loads(rng, model, length, "a")
    keep = replace(loads, line_local=loads.line_local)
    ends = model.nodes[model.members] + model.offset
    share = rng.uniform(0.3, 0.7, m)
    middle = ends[:, 0] + share[:, None] * (ends[:, 1] - ends[:, 0])
    first = np.stack([model.members[:, 0], n + np.arange(m)], axis=1)
    second = np.stack([n + np.arange(m), model.members[:, 1]], axis=1)
    none, no = np.zeros((m, 1, 3)), np.zeros((m, 1, 6), dtype=bool)
    both = np.concatenate
    cut = Model.of(
        both([model.nodes, middle]), both([first, second]), both([model.rigidity] * 2),
        fixed=both([model.fixed, np.zeros((m, 6), dtype=bool)]), up=both([model.up] * 2),
        offset=both([both([model.offset[:, :1], none], 1), both([none, model.offset[:, 1:]], 1)]),
        release=both([both([model.release[:, :1], no], 1), both([no, model.release[:, 1:]], 1)]),
        springs=model.springs,
    )  # fmt: skip
    # only nodal loads and strains: they need no cutting
    book = LoadBook()
    book.nodal("a", keep.node, keep.node_force)
    book.strain("a", keep.strain_member, keep.strain)
    cut_book = LoadBook()
    cut_book.nodal("a", keep.node, keep.node_force)
    cut_book.strain("a", both([keep.strain_member, keep.strain_member + m]),
                    both([keep.strain, keep.strain]))  # fmt: skip
    whole, parts = solve(model, book.close()), solve(cut, cut_book.close())
    close(parts.displacement[:, :n], whole.displacement, 1e-7)
    close(parts.end_force[:, :m, 0], whole.end_force[:, :, 0], 1e-7)
    close(parts.end_force[:, m:, 1], whole.end_force[:, :, 1], 1e-7)


def test_bedded_beam_converges_with_the_fourth_power():
    """Halving the elements of a beam on elastic ground divides the error by about 16."""
    k, EI, P, L = 2e6, 2e8, 1e5, 60.0

    def sag(parts: int) -> float:
        x = np.linspace(0, L, parts + 1)
        fixed = np.zeros((parts + 1, 6), dtype=bool)
        fixed[0, [0, 1, 3, 5]] = True
        model = Model.of(
            np.stack([x, 0 * x, 0 * x], axis=1),
            np.stack([np.arange(parts), np.arange(1, parts + 1)], axis=1),
            np.tile([1e9, EI, EI, 1e8, np.inf, np.inf], (parts, 1)),
            fixed=fixed, bedding=np.tile([0, 0, k], (parts, 1)),
        )  # fmt: skip
        book = LoadBook()
        book.nodal("P", parts // 2, (0, 0, -P, 0, 0, 0))
        return -float(solve(model, book.close()).displacement[0, parts // 2, 2])

    exact = sag(512)
    errors = [abs(sag(parts) - exact) for parts in (16, 32, 64)]
    assert np.log2(errors[0] / errors[1]) == pytest.approx(4.0, abs=0.3)
    assert np.log2(errors[1] / errors[2]) == pytest.approx(4.0, abs=0.3)


def a_deck(rng: np.random.Generator) -> tuple[Model, LoadingLines]:
    """A grillage with uneven spacings, two to four spans wide open to both axes."""
    x = np.concatenate([[0.0], np.cumsum(rng.uniform(2, 6, 8))])
    y = np.concatenate([[0.0], np.cumsum(rng.uniform(1.5, 4, int(rng.integers(1, 4))))])
    X, Y = np.meshgrid(x, y)
    number = np.arange(X.size).reshape(X.shape)
    along = np.stack([number[:, :-1], number[:, 1:]], axis=-1).reshape(-1, 2)
    across = np.stack([number[:-1], number[1:]], axis=-1).reshape(-1, 2)
    m = len(along) + len(across)
    rigidity = np.concatenate(
        [rng.uniform(1e7, 1e9, (m, 4)), np.where(rng.uniform(size=(m, 2)) < 0.5, np.inf, 1e8)], 1
    )
    fixed = np.zeros((X.size, 6), dtype=bool)
    fixed[number[:, [0, 4, 8]].ravel(), 2] = True
    fixed[number[:, 0], 0] = fixed[0, [1, 5]] = True
    nodes = np.stack([X, Y, 0 * X], axis=-1).reshape(-1, 3)
    member = np.arange(len(along)).reshape(len(y), -1)
    return (
        Model.of(nodes, np.concatenate([along, across]), rigidity, fixed=fixed),
        LoadingLines(x, y, number, member),
    )


@given(seeds)
@quick
def test_an_influence_surface_is_the_response_to_a_unit_load(seed):
    """Any deck, any point, any member force or reaction: surface value = solved load case."""
    rng = np.random.default_rng(seed)
    model, lines = a_deck(rng)
    ready = prepare(model)
    members = rng.integers(0, len(model.members), 12)
    held = np.argwhere(model.fixed)[rng.integers(0, 10, 4)]
    kind = np.array([MEMBER] * 12 + [REACTION] * 4)
    index = np.concatenate([members, held[:, 0]])
    side = np.concatenate([rng.integers(0, 2, 12), np.zeros(4, dtype=np.int64)])
    component = np.concatenate([rng.integers(0, 6, 12), held[:, 1]])
    responses = Responses(kind, index, side, component, tuple(map(str, range(16))))
    found = surfaces(ready, responses, lines, lines.x[[0, -1]])
    x = rng.uniform(0, lines.x[-1], 3)
    y = rng.uniform(lines.y[0] - 1, lines.y[-1] + 1, 3)
    none = np.zeros(0)
    cases = {
        str(i): Patches(x[i : i + 1], y[i : i + 1], np.ones(1), none, none, none, none)
        for i in range(3)
    }
    solved = solve(ready, place(ready, lines, cases))
    expected = np.concatenate(
        [
            solved.end_force[:, members, side[:12], component[:12]],
            solved.reaction[:, held[:, 0], held[:, 1]],
        ],
        axis=1,
    ).T
    values = evaluate(found, np.arange(16), x, y)
    assert np.abs(values - expected).max() < 1e-9 * max(1.0, np.abs(expected).max())


@given(seeds)
@quick
def test_a_symmetric_frame_answers_symmetrically(seed):
    """A portal mirrored about x = 0 under a mirrored load."""
    rng = np.random.default_rng(seed)
    half, height, roof = rng.uniform(2, 8), rng.uniform(3, 9), rng.uniform(0, 3)
    nodes = np.array([[-half, 0, 0], [-half, 0, height], [0, 0, height + roof],
                      [half, 0, height], [half, 0, 0]])  # fmt: skip
    sides = rng.uniform(1e6, 1e8, (2, 6))
    rigidity = sides[[0, 1, 1, 0]]
    fixed = np.zeros((5, 6), dtype=bool)
    fixed[[0, 4]] = True
    members = np.array([[0, 1], [1, 2], [2, 3], [3, 4]])
    model = Model.of(nodes, members, rigidity, fixed=fixed)
    push = rng.uniform(-1e4, 1e4, 6)
    mirror = np.array([-1.0, 1, 1, 1, -1, -1])
    book = LoadBook()
    book.nodal("a", np.array([1, 3]), np.stack([push, push * mirror]))
    moved = solve(model, book.close()).displacement[0]
    close(moved[[4, 3, 2, 1, 0]] * mirror, moved, 1e-9)
