"""Construction stages: pour sequences, span by span, props, deaths, births, messages."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import ModelError
from spanwright.engine import course as module
from spanwright.engine import shell
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import Model, Springs
from spanwright.engine.plates import Plates, mesh
from spanwright.engine.stage import Stage
from spanwright.engine.stages import run
from spanwright.engine.statics import prepare, solve

MY = 4


def beam(spans, parts, springs=None):
    """Continuous beam with EI = 1, `parts` members a span; returns the model, x, supports."""
    x = np.concatenate([[0.0], *(np.arange(1, parts + 1) / parts * L + sum(spans[:i])
                                 for i, L in enumerate(spans))])  # fmt: skip
    supports = np.arange(len(spans) + 1) * parts
    count = len(x)
    fixed = np.zeros((count, 6), dtype=bool)
    fixed[:, [1, 3, 5]] = True
    fixed[0, 0] = True
    fixed[supports, 2] = True
    members = np.column_stack([np.arange(count - 1), np.arange(1, count)])
    rigidity = np.tile([1e6, 1.0, 1.0, 1.0, np.inf, np.inf], (count - 1, 1))
    nodes = np.column_stack([x, 0 * x, 0 * x])
    return Model.of(nodes, members, rigidity, fixed=fixed, springs=springs), x, supports


def composite(ratio):
    return (1e6, ratio, 1.0, 1.0, np.inf, np.inf)


def pour(ratio, order):
    """Two spans of length 1 poured in two parts under q = 1: pier moments and the span maximum."""
    model, x, _ = beam([1, 1], 20)
    middle = 0.5 * (x[1:] + x[:-1])
    pier = np.abs(middle - 1) < 0.25
    first = {"fields": ~pier, "pier": pier, "left": middle < 1}[order]
    book = LoadBook()
    book.line("one", np.flatnonzero(first), (0, 0, -1.0))
    book.line("two", np.flatnonzero(~first), (0, 0, -1.0))
    hard = [(int(i), composite(ratio)) for i in np.flatnonzero(first)]
    stages = [Stage("one", apply=("one",)), Stage("two", rigidity=hard, apply=("two",))]
    history = run(model, book.close(), stages)
    at = np.repeat(np.arange(40), 21), np.tile(np.linspace(0, 0.05, 21), 40)
    span = history.section_forces(*at)[-1, :, MY].max()
    return history.solution.end_force[:, 19, 1, MY], span


@pytest.mark.parametrize("order", ["fields", "pier", "left"])
def test_equal_rigidity_gives_the_one_go_moment_for_every_order(order):
    """-q L^2 / 8 exactly, +9/128 q L^2 in the span."""
    pier, span = pour(1.0, order)
    assert pier[-1] == pytest.approx(-0.125, rel=1e-11)
    assert span == pytest.approx(9 / 128, rel=1e-3)


@pytest.mark.parametrize(
    ("ratio", "order", "first", "total", "span"),
    [(2.0, "fields", -0.10107, -0.12304, 0.0711), (2.5, "fields", -0.10107, -0.12252, 0.0712),
     (3.0, "fields", -0.10107, -0.12213, 0.0714), (2.5, "pier", None, -0.1585, None),
     (2.5, "left", -0.0625, -0.1518, 0.0606)],
)  # fmt: skip
def test_pour_sequences_with_composite_parts(ratio, order, first, total, span):
    """Two spans; the pier region is 0.25 L to each side; three-moment equations by hand."""
    pier, field = pour(ratio, order)
    assert pier[-1] == pytest.approx(total, abs=6e-5)
    if first is not None:
        assert pier[0] == pytest.approx(first, abs=6e-6)
    if span is not None:
        assert field == pytest.approx(span, abs=6e-5)


@pytest.mark.parametrize("birth", ["drawing", "tangent"])
def test_span_by_span_of_six_spans(birth):
    """Joints at 0.2 L beyond each pier; each part carries its own weight when it is cast."""
    model, _, _ = beam([1] * 6, 20)
    book, stages, start = LoadBook(), [], 0
    for span in range(6):
        end = (span + 1) * 20 + (4 if span < 5 else 0)
        part = list(range(start, end))
        book.line(f"part {span}", part, (0, 0, -1.0))
        stages.append(Stage(f"part {span}", add_members=part, apply=(f"part {span}",)))
        start = end
    history = run(model, book.close(), stages, birth=birth)
    moment = history.solution.end_force[-1, :, 1, MY]
    expected = [-0.0591, -0.0612, -0.0629, -0.0573, -0.0783]
    assert moment[19:119:20] == pytest.approx(expected, abs=6e-5)
    expected = [0.0955, 0.0648, 0.0629, 0.0649, 0.0572, 0.0858]
    assert moment[9::20] == pytest.approx(expected, abs=6e-5)
    assert history.exists.sum(axis=1).tolist() == [24, 44, 64, 84, 104, 120]
    assert (history.solution.equilibrium_residual < 1e-9).all()


def test_birth_in_the_tangent_or_as_drawn():
    """A cantilever bent by its first half: the second half starts on the tangent or at zero."""
    x = np.linspace(0, 2, 3)
    nodes = np.column_stack([x, 0 * x, 0 * x])
    fixed = np.zeros((3, 6), dtype=bool)
    fixed[0] = True
    rigidity = np.tile([1.0, 1.0, 1.0, 1.0, np.inf, np.inf], (2, 1))
    model = Model.of(nodes, np.array([[0, 1], [1, 2]]), rigidity, fixed=fixed)
    book = LoadBook()
    book.nodal("tip of the first half", 1, (0, 0, -1.0, 0, 0, 0))
    stages = [Stage("first", apply=("tip of the first half",)), Stage("second", add_members=(1,))]
    drawn = run(model, book.close(), stages)
    assert drawn.solution.displacement[-1, :, 2] == pytest.approx([0, -1 / 3, 0])
    tangent = run(model, book.close(), stages, birth="tangent")
    assert tangent.solution.displacement[-1, :, 2] == pytest.approx([0, -1 / 3, -1 / 3 - 1 / 2])
    for history in (drawn, tangent):
        assert np.abs(history.solution.end_force[-1, 1]).max() < 1e-12
    assert drawn.camber() == pytest.approx([0, 1 / 3, 0])
    assert drawn.born.tolist() == [[True, True, False], [True, True, True]]


def test_taking_a_prop_away_gives_the_beam_without_it():
    """Loaded on a prop, then let down: the end state is that of the simple beam."""
    model, _, _ = beam([1.0], 8)
    book = LoadBook()
    book.line("weight", np.arange(8), (0, 0, -1.0))
    loads = book.close()
    stages = [Stage("on the prop", hold=((4, 2),), apply=("weight",)),
              Stage("let down", release=((4, 2),))]  # fmt: skip
    history = run(model, loads, stages)
    plain = solve(model, loads)
    assert history.solution.end_force[-1] == pytest.approx(plain.end_force[0], abs=1e-10)
    assert history.solution.displacement[-1] == pytest.approx(plain.displacement[0], abs=1e-11)
    assert history.solution.reaction[0, 4, 2] == pytest.approx(0.625)
    assert history.solution.reaction[1, 4, 2] == 0.0


def test_a_prop_set_after_the_weight_takes_nothing_of_it():
    model, _, _ = beam([1.0], 8)
    book = LoadBook()
    book.line("weight", np.arange(8), (0, 0, -1.0))
    book.nodal("crane", 4, (0, 0, -1.0, 0, 0, 0))
    loads = book.close()
    stages = [Stage("weight", apply=("weight",)), Stage("crane", hold=((4, 2),), apply=("crane",)),
              Stage("crane leaves", remove=("crane",))]  # fmt: skip
    reaction = run(model, loads, stages).solution.reaction[:, 4, 2]
    assert reaction == pytest.approx([0.0, 1.0, 0.0], abs=1e-10)


def test_a_member_that_dies_leaves_its_force_to_the_rest():
    """Two equal bars in parallel share a pull; one cut: the other has it all."""
    nodes = np.array([[0.0, 0, 0], [1, 0, 0]])
    fixed = np.array([[True] * 6, [False, True, True, True, True, True]])
    rigidity = np.tile([2.0, 1.0, 1.0, 1.0, np.inf, np.inf], (2, 1))
    model = Model.of(nodes, np.array([[0, 1], [0, 1]]), rigidity, fixed=fixed)
    book = LoadBook()
    book.nodal("pull", 1, (1.0, 0, 0, 0, 0, 0))
    book.line("own weight", [1], (0.5, 0, 0))
    stages = [Stage("pull", apply=("pull", "own weight")), Stage("cut", remove_members=(1,))]
    history = run(model, book.close(), stages)
    assert history.solution.end_force[0, :, 1, 0] == pytest.approx([0.625, 0.375])
    assert history.solution.end_force[1, :, 1, 0] == pytest.approx([1.0, 0.0], abs=1e-12)
    assert history.solution.displacement[1, 1, 0] == pytest.approx(0.5)
    assert history.loads.line_case.tolist() == [0]


def test_springs_come_and_go_with_their_forces():
    springs = Springs(np.array([4]), np.array([-1]), np.array([[0, 0, 50.0, 0, 0, 0]]),
                      np.eye(3)[None])  # fmt: skip
    model, _, _ = beam([1.0], 8, springs)
    bare, _, _ = beam([1.0], 8)
    book = LoadBook()
    book.line("weight", np.arange(8), (0, 0, -1.0))
    loads = book.close()
    stages = [Stage("alone", apply=("weight",)), Stage("spring", add_springs=(0,)),
              Stage("less", remove=("weight",)), Stage("more", apply=("weight",)),
              Stage("without", remove_springs=(0,))]  # fmt: skip
    history = run(model, loads, stages)
    force = history.solution.spring_force[:, 0, 2]
    with_spring = solve(model, loads).spring_force[0, 0, 2]
    assert force == pytest.approx([0, 0, -with_spring, 0, 0], abs=1e-9)
    assert history.solution.displacement[-1] == pytest.approx(
        solve(bare, loads).displacement[0], abs=1e-10
    )


def test_jacking_a_support_and_imposed_strain_by_stages():
    """Settlement and temperature as cases: removing them gives the state before."""
    model, _, supports = beam([1.0, 1.0], 8)
    book = LoadBook()
    book.settle("jack", supports[1], 2, 0.01)
    book.strain("sun", np.arange(16), (0, -1e-3, 0))
    loads = book.close()
    stages = [Stage("jack", apply=("jack",)), Stage("sun", apply=("sun",)),
              Stage("down", remove=("jack",)), Stage("night", remove=("sun",))]  # fmt: skip
    pier = run(model, loads, stages).solution.end_force[:, 7, 1, MY]
    jack, sun = -3 * 0.01, 1.5 * 1e-3
    assert pier == pytest.approx([jack, jack + sun, sun, 0.0], abs=1e-10)


def test_stages_with_equal_stiffness_share_a_factor(monkeypatch):
    count = []
    plain = module.prepare
    monkeypatch.setattr(module, "prepare", lambda *given: count.append(1) or plain(*given))
    model, _, _ = beam([1.0], 8)
    book = LoadBook()
    book.line("weight", np.arange(8), (0, 0, -1.0))
    cases = [Stage(str(i), apply=("weight",)) for i in range(3)]
    back = Stage("back", release=((4, 2),))
    run(model, book.close(), [*cases, Stage("prop", hold=((4, 2),)), back])
    assert len(count) == 2


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ([], "there are no stages"),
        ([Stage("a", add_members=(99,))], "stage 'a': member 99 does not exist"),
        ([Stage("a", apply=("rain",))], "stage 'a': there is no load case 'rain'"),
        ([Stage("a", remove=("weight",))], "stage 'a': case 'weight' is not there to remove"),
        ([Stage("a", hold=((0, 7),))], "node 0 component 7 does not exist"),
        ([Stage("a", rigidity=((0, (1, 1)),))], "member 0 needs six rigidities above 0"),
        ([Stage("a", time=2), Stage("b", time=1)], "must follow each other in time"),
        ([Stage("a", hold=((4, 2),), remove_members=(7,)), Stage("b", remove_members=(7,))],
         "stage 'b': member 7 is not there to remove"),
        ([Stage("a", apply=("weight",)), Stage("b", add_members=(7,))],
         "stage 'a': a load acts on member 7, which is not there"),
        ([Stage("a", release=((0, 2),))], "stage 'a': node"),
        ([Stage("a", apply=("jack",))], "settlement"),
    ],
)  # fmt: skip
def test_impossible_stages_are_named(stages, message):
    model, _, _ = beam([1.0], 8)
    book = LoadBook()
    book.line("weight", np.arange(8), (0, 0, -1.0))
    if any("jack" in stage.apply for stage in stages):
        book.settle("jack", 4, 2, 0.01)
        stages = [*stages, Stage("later", hold=((4, 2),))]
    with pytest.raises(ModelError) as caught:
        run(model, book.close(), stages)
    assert message in str(caught.value)


def test_a_slab_of_plates_cast_on_girders_carries_only_what_comes_later():
    """Wet slab on the steel alone, then the composite deck: girder forces add up by both."""
    L, parts = 12.0, 12
    nodes, quads = mesh(np.array([[0, -1, 0], [L, -1, 0], [L, 1, 0], [0, 1, 0]]), parts, 2)
    plates = Plates.of(quads, 0.2, 30e9, 0.0, shear=np.inf)
    line = np.flatnonzero(nodes[:, 1] == 0)
    members = np.column_stack([line[:-1], line[1:]])
    rigidity = np.tile([4e9, 3e8, 1e8, 1e8, np.inf, np.inf], (parts, 1))
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[(nodes[:, 0] == 0) | (nodes[:, 0] == L), 1:3] = True
    fixed[line[0], [0, 3]] = True
    model = Model.of(nodes, members, rigidity, fixed=fixed,
                     offset=np.tile([0.0, 0, -0.5], (parts, 2, 1)))  # fmt: skip
    book = LoadBook()
    book.line("wet slab", np.arange(parts), (0, 0, -10e3))
    book.line("asphalt", np.arange(parts), (0, 0, -4e3))
    loads = book.close()
    stages = [Stage("wet slab", apply=("wet slab",)),
              Stage("asphalt", add_plates=range(len(quads)), apply=("asphalt",)),
              Stage("slab cut off", remove_plates=range(len(quads)))]  # fmt: skip
    history = run(model, loads, stages, plates=plates)
    bare = Model.of(nodes[line], np.column_stack([np.arange(parts), np.arange(1, parts + 1)]),
                    rigidity, fixed=fixed[line], offset=model.offset)  # fmt: skip
    both = solve(prepare(model, shell.stiffness_matrix(nodes, plates)), loads)
    steel = solve(bare, loads)
    end = history.solution.end_force
    assert end[0] == pytest.approx(steel.end_force[0], abs=1.0)
    assert end[1] == pytest.approx(steel.end_force[0] + both.end_force[1], abs=1.0)
    assert end[2] == pytest.approx(steel.end_force.sum(axis=0), abs=1.0)
    slab = shell.corner_resultants(nodes, plates, history.plate_motion[1])
    assert slab == pytest.approx(shell.resultants(nodes, plates, both.displacement[1]), abs=1.0)
    assert np.abs(history.plate_motion[[0, 2]]).max() == 0.0
    assert (history.solution.equilibrium_residual < 1e-8).all()
