"""Creep and shrinkage through stages against closed forms of the theory."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import ModelError
from spanwright.engine import creep
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import Model, Springs
from spanwright.engine.stage import Stage
from spanwright.engine.statics import solve

MY = 4


def two_simple_spans(parts=10):
    """Two simple spans of length 1 that a stiff rotational spring can join over the pier."""
    x = np.concatenate([np.linspace(0, 1, parts + 1), np.linspace(1, 2, parts + 1)])
    count = len(x)
    left, right = parts, parts + 1
    members = [[i, i + 1] for i in range(count - 1) if i != left]
    fixed = np.zeros((count, 6), dtype=bool)
    fixed[:, [1, 3, 5]] = True
    fixed[[0, right], 0] = True
    fixed[[0, left, right, count - 1], 2] = True
    springs = Springs(np.array([left]), np.array([right]), np.array([[0, 0, 0, 0, 1e9, 0.0]]),
                      np.eye(3)[None])  # fmt: skip
    rigidity = np.tile([1e6, 1.0, 1.0, 1.0, np.inf, np.inf], (2 * parts, 1))
    nodes = np.column_stack([x, 0 * x, 0 * x])
    return Model.of(nodes, np.array(members), rigidity, fixed=fixed, springs=springs)


def ageing(count, compliance, shrinkage=()):
    return creep.Ageing(np.zeros(count, dtype=int), np.zeros(count), (compliance,), shrinkage)


def weight(count):
    book = LoadBook()
    book.line("weight", np.arange(count), (0, 0, -1.0))
    return book.close()


@pytest.mark.parametrize(("phi", "factor"), [(1.0, 0.5556), (1.5, 0.6818), (2.0, 0.7692)])
def test_redistribution_after_joining_by_the_age_adjusted_method(phi, factor):
    """M = M_I + (M_II - M_I) phi / (1 + chi phi), chi = 0.8."""
    model = two_simple_spans()
    law = creep.relative_compliance(lambda t, s: phi * np.ones_like(s) if t > 500 else 0 * s)
    stages = [Stage("spans", apply=("weight",), time=28), Stage("join", add_springs=(0,), time=28)]
    history = creep.run(
        model, weight(20), stages, ageing(20, law), until=1000, method="age-adjusted"
    )
    pier = history.solution.end_force[:, 9, 1, MY] / -0.125
    assert pier == pytest.approx([0, 0, phi / (1 + 0.8 * phi)], abs=1e-8)
    assert pier[-1] == pytest.approx(factor, abs=6e-5)
    assert history.solution.names[-1] == "until 1000"


@pytest.mark.parametrize(("phi", "factor"), [(1.0, 0.6321), (1.5, 0.7769), (2.0, 0.8647)])
def test_redistribution_of_an_ageing_law_step_by_step(phi, factor):
    """Whitney's creep phi(t) - phi(t'): 1 - exp(-phi) (Dischinger); error falls as 1 / steps^2."""
    model = two_simple_spans()

    def whitney(t, s):
        return phi * (np.exp(-(np.asarray(s) - 28) / 100) - np.exp(-(t - 28) / 100))

    law = creep.relative_compliance(whitney)
    stages = [Stage("spans", apply=("weight",), time=28), Stage("join", add_springs=(0,), time=28)]
    error = []
    for steps in (20, 40):
        history = creep.run(model, weight(20), stages, ageing(20, law), until=5000, steps=steps)
        error.append(history.solution.end_force[-1, 9, 1, MY] / -0.125 - (1 - np.exp(-phi)))
    assert error[1] == pytest.approx(0, abs=1e-3)
    assert error[1] < 0.4 * error[0]
    assert error[1] + 1 - np.exp(-phi) == pytest.approx(factor, abs=1e-3)


def test_a_determinate_beam_only_deflects_more():
    """Deflection (1 + phi) times elastic, forces unchanged; self-weight first, more load later."""
    model = two_simple_spans()
    law = creep.relative_compliance(lambda t, s: 2.0 * (1 - np.exp(-(t - s) / 200)))
    stages = [
        Stage("weight", apply=("weight",), time=28),
        Stage("more", apply=("weight",), time=228),
        Stage("join", add_springs=(0,), time=1e6),
    ]
    history = creep.run(model, weight(20), stages, ageing(20, law), until=1e6)
    elastic = solve(two_simple_spans(), weight(20))
    still = np.abs(history.solution.end_force[0] - history.solution.end_force[1] / 2).max()
    assert still < 1e-9
    one = -5 / 384
    moved = history.solution.displacement[:, 5, 2]
    assert moved[0] == pytest.approx(one, rel=1e-9)
    grown = 1 + 2 * (1 - np.exp(-1))
    assert moved[1] == pytest.approx(one * (grown + 1), rel=1e-6)
    assert moved[2] == pytest.approx(one * 6, rel=1e-6)
    assert elastic.displacement[0, 5, 2] > moved[2]


def test_relaxation_of_a_settlement():
    """Two spans, middle support lowered at once: the moment follows the relaxation function.

    phi = 2 (1 - exp(-(t - t') / tau)) is the standard solid: R = (1 + 2 exp(-3 s / tau)) / 3.
    """
    parts = 10
    x = np.linspace(0, 2, 2 * parts + 1)
    fixed = np.zeros((len(x), 6), dtype=bool)
    fixed[:, [1, 3, 5]] = True
    fixed[0, 0] = True
    fixed[[0, parts, -1], 2] = True
    members = np.column_stack([np.arange(2 * parts), np.arange(1, 2 * parts + 1)])
    rigidity = np.tile([1e6, 1.0, 1.0, 1.0, np.inf, np.inf], (2 * parts, 1))
    model = Model.of(np.column_stack([x, 0 * x, 0 * x]), members, rigidity, fixed=fixed)
    book = LoadBook()
    book.settle("lower", parts, 2, -0.01)
    law = creep.relative_compliance(lambda t, s: 2 * (1 - np.exp(-(t - s) / 100)))
    stages = [Stage("lower", apply=("lower",), time=10)]
    for age in (30.0, 100.0, 1000.0):
        history = creep.run(
            model, book.close(), stages, ageing(2 * parts, law), until=10 + age, steps=80
        )
        relaxed = history.solution.end_force[-1, parts - 1, 1, MY] / 0.03
        assert relaxed == pytest.approx((1 + 2 * np.exp(-3 * age / 100)) / 3, abs=2e-3)


def test_restrained_shrinkage_by_the_age_adjusted_method():
    """Bar between fixed ends: sigma = -eps E / (1 + chi phi)."""
    nodes = np.array([[0.0, 0, 0], [1, 0, 0], [2, 0, 0]])
    fixed = np.zeros((3, 6), dtype=bool)
    fixed[[0, 2]] = True
    fixed[1, 1:] = True
    rigidity = np.tile([5.0, 1.0, 1.0, 1.0, np.inf, np.inf], (2, 1))
    model = Model.of(nodes, np.array([[0, 1], [1, 2]]), rigidity, fixed=fixed)
    law = creep.relative_compliance(lambda t, s: 1.5 * np.ones_like(s) if t > 500 else 0 * s)
    book = LoadBook()
    book.nodal("nothing", 1, np.zeros(6))
    shrink = (lambda age: -3e-4 if age > 500 else 0.0,)
    history = creep.run(
        model, book.close(), [Stage("cast", time=1)], ageing(2, law, shrink), until=1000,
        method="age-adjusted",
    )  # fmt: skip
    axial = history.solution.end_force[-1, :, 1, 0]
    assert axial == pytest.approx(5.0 * 3e-4 / (1 + 0.8 * 1.5), rel=1e-12)


def test_steel_and_concrete_side_by_side_share_shrinkage_and_creep():
    """Steel and concrete bars joined at their ends: N by compatibility, age-adjusted.

    Free shrinkage eps and a load P shared elastically; N_c = E_cc A_c (e - eps - phi N0 / E A_c).
    """
    nodes = np.array([[0.0, 0, 0], [1, 0, 0]])
    fixed = np.array([[True] * 6, [False] + [True] * 5])
    steel, concrete, P, eps, phi, chi = 3.0, 5.0, -1e-3, -3e-4, 2.0, 0.8
    rigidity = np.array([[steel, 1, 1, 1, np.inf, np.inf], [concrete, 1, 1, 1, np.inf, np.inf]])
    model = Model.of(nodes, np.array([[0, 1], [0, 1]]), rigidity, fixed=fixed)
    book = LoadBook()
    book.nodal("push", 1, (P, 0, 0, 0, 0, 0))
    law = creep.relative_compliance(lambda t, s: phi * np.ones_like(s) if t > 500 else 0 * s)
    ages = creep.Ageing(
        np.array([-1, 0]), np.zeros(2), (law,), (lambda age: eps if age > 500 else 0.0,)
    )
    history = creep.run(
        model, book.close(), [Stage("push", apply=("push",), time=28)], ages, until=1000,
        method="age-adjusted", chi=chi,
    )  # fmt: skip
    first = P * concrete / (steel + concrete)
    aged = concrete / (1 + chi * phi)
    change = aged * (eps + phi * first / concrete) / (steel + aged)
    strain = P / (steel + concrete) + change
    axial = history.solution.end_force[-1, :, 1, 0]
    assert axial[0] == pytest.approx(steel * strain, rel=1e-10)
    assert axial.sum() == pytest.approx(P, rel=1e-10)
    assert history.solution.displacement[-1, 1, 0] == pytest.approx(strain, rel=1e-10)


def test_modulus_that_grows_with_age():
    """E(t') / E at loading counts for the instant: two loads at different ages."""
    model = two_simple_spans()
    law = creep.relative_compliance(lambda _, s: 0 * s, lambda s: np.where(s < 10, 0.5, 1.0))
    stages = [Stage("young", apply=("weight",), time=5), Stage("old", apply=("weight",), time=50)]
    stages[0] = Stage("young", apply=("weight",), add_springs=(0,), time=5)
    history = creep.run(two_simple_spans(), weight(20), stages, ageing(20, law), until=60)
    moved = history.solution.displacement[:, 5, 2]
    assert moved[1] / moved[0] == pytest.approx(1.5, rel=1e-6)
    assert len(model.members) == 20


def test_creep_table_between_and_outside_its_ages():
    read = creep.table(np.array([100.0, 1000.0]), np.array([10.0, 50.0]),
                       np.array([[1.0, 0.5], [2.0, 1.0]]))  # fmt: skip
    assert read(550.0, np.array([10.0, 30.0, 50.0])) == pytest.approx([1.5, 1.125, 0.75])
    assert read(55.0, np.array([10.0])) == pytest.approx([0.5])
    with pytest.raises(ModelError, match="ends at 1000 days"):
        read(1001.0, np.array([10.0]))
    with pytest.raises(ModelError, match="ages at loading from 10 to 50"):
        read(100.0, np.array([5.0]))


@pytest.mark.parametrize(
    ("stage", "change", "message"),
    [
        (Stage("a", time=0.0), {}, "member 0 is cast only at day 0"),
        (Stage("a", time=1.0, rigidity=((3, (1, 1, 1, 1, 1, 1)),)), {}, "creeps and changes its"),
        (Stage("a", time=1.0), {"until": 0.5}, "before the last stage"),
        (Stage("a", time=1.0), {"steps": 0}, "must be above 0"),
    ],
)
def test_what_creep_refuses(stage, change, message):
    law = creep.relative_compliance(lambda _, s: 0 * s)
    given = {"until": 10.0} | change
    with pytest.raises(ModelError, match=message):
        creep.run(two_simple_spans(), weight(20), [stage], ageing(20, law), **given)
