"""What modes, spectra, buckling and second order refuse, and in which words."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import InputError, ModelError
from spanwright.engine import shell
from spanwright.engine.buckling import buckling
from spanwright.engine.loads import LoadBook
from spanwright.engine.modal import modes
from spanwright.engine.model import Model
from spanwright.engine.plates import Plates, mesh
from spanwright.engine.second_order import second_order
from spanwright.engine.spectrum import directions, response, table
from spanwright.engine.statics import prepare
from spanwright.engine.superpose import superposed


def column(mass=0.0):
    nodes = np.column_stack([np.zeros(5), np.zeros(5), np.linspace(0, 4, 5)])
    members = np.column_stack([np.arange(4), np.arange(1, 5)])
    fixed = np.zeros((5, 6), dtype=bool)
    fixed[0] = True
    rigidity = np.tile([1e9, 1e6, 1e6, 1e6, np.inf, np.inf], (4, 1))
    return Model.of(nodes, members, rigidity, fixed=fixed, mass=np.full(4, mass))


def loads():
    book = LoadBook()
    book.nodal("push", 4, (0, 0, -1e3, 0, 0, 0))
    book.nodal("pull", 4, (0, 0, 1e3, 0, 0, 0))
    book.nodal("side", 4, (1.0, 0, 0, 0, 0, 0))
    return book.close()


def test_a_model_without_mass_has_no_modes():
    with pytest.raises(ModelError, match="no mass can move"):
        modes(column(), 1)


def test_more_modes_than_masses_are_refused():
    with pytest.raises(ModelError, match="must be at least 1"):
        modes(column(100.0), 0)
    with pytest.raises(ModelError, match="can have at most 20"):
        modes(column(100.0), 25)


def test_nothing_compressed_does_not_buckle():
    with pytest.raises(ModelError, match="case 'pull' does not make the structure buckle"):
        buckling(column(), loads(), "pull")


def test_unknown_case_is_named():
    with pytest.raises(ModelError, match="no load case 'wind'; there are: push, pull, side"):
        buckling(column(), loads(), "wind")
    with pytest.raises(ModelError, match="no load case 'wind'"):
        superposed(loads(), {"a": {"wind": 1.0}})


def test_a_permanent_load_above_critical_is_said():
    critical = np.pi**2 * 1e6 / (4 * 16)
    book = LoadBook()
    book.nodal("dead", 4, (0, 0, -1.1 * critical, 0, 0, 0))
    book.nodal("live", 4, (0, 0, -1e3, 0, 0, 0))
    with pytest.raises(ModelError, match="under case 'dead' alone the structure buckles"):
        buckling(column(), book.close(), "live", permanent="dead")


def test_a_permanent_load_takes_its_share_of_the_factor():
    both = buckling(column(), loads(), "push", count=1)
    book = LoadBook()
    book.nodal("dead", 4, (0, 0, -0.25e3 * both.factor[0], 0, 0, 0))
    book.nodal("live", 4, (0, 0, -1e3, 0, 0, 0))
    live = buckling(column(), book.close(), "live", permanent="dead", count=1)
    assert live.factor[0] == pytest.approx(0.75 * both.factor[0], rel=1e-9)


def test_second_order_above_the_critical_load_is_refused():
    factor = buckling(column(), loads(), "push", count=1).factor[0]
    second_order(column(), loads(), {"push": 0.98 * factor, "side": 1.0})
    with pytest.raises(ModelError, match="above the critical load"):
        second_order(column(), loads(), {"push": 1.02 * factor, "side": 1.0})


def test_a_spectrum_must_reach_the_longest_period():
    with pytest.raises(InputError, match="must reach the longest period of the model"):
        response(
            column(1e5), table(np.array([0.0, 0.01]), np.array([1.0, 1.0])), (1, 0, 0), count=2
        )
    with pytest.raises(InputError, match="increasing"):
        table(np.array([0.0, 0.0]), np.array([1.0, 1.0]))
    with pytest.raises(InputError, match="must not be negative"):
        table(np.array([0.0, 1.0]), np.array([1.0, -1.0]))
    with pytest.raises(InputError, match="not all zero"):
        response(column(1e5), lambda t: 1 + 0 * t, (0, 0, 0), count=2)


def test_directions_by_both_rules():
    peaks = [np.array([3.0, 1.0]), np.array([4.0, 2.0]), np.array([0.0, 3.0])]
    assert directions(peaks) == pytest.approx([5.0, np.sqrt(14)])
    assert directions(peaks, "30") == pytest.approx([4.9, 3.9])


def test_plates_join_members_in_modes_and_buckling():
    """A wall of plates as a column beside the same column as a member: equal modes and factor."""
    L, b, t, E = 8.0, 0.5, 0.2, 30e9
    nodes, quads = mesh(np.array([[0, 0, 0], [L, 0, 0], [L, b, 0], [0, b, 0]]), 16, 2)
    plates = Plates.of(quads, t, E, 0.0, density=2500.0, shear=np.inf)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[nodes[:, 0] == 0] = True
    tip = np.flatnonzero(nodes[:, 0] == L)
    # a stiff head beam of members across the tip spreads the load
    members = np.column_stack([tip[:-1], tip[1:]])
    head = np.tile([1e12, 1e9, 1e9, 1e9, np.inf, np.inf], (len(members), 1))
    model = Model.of(nodes, members, head, fixed=fixed)
    book = LoadBook()
    book.nodal("push", tip[1], (-1e3, 0, 0, 0, 0, 0))
    found = buckling(model, book.close(), "push", plates=plates, count=1)
    EI = E * b * t**3 / 12
    assert 1e3 * found.factor[0] == pytest.approx(np.pi**2 * EI / (4 * L**2), rel=2e-3)
    ready = prepare(model, shell.stiffness_matrix(nodes, plates))
    first = modes(ready, 1, extra_mass=shell.mass_matrix(nodes, plates)).frequency[0]
    exact = 1.87510407**2 / (2 * np.pi * L**2) * np.sqrt(EI / (2500 * b * t))
    assert first == pytest.approx(exact, rel=2e-3)
    amplified = second_order(
        model,
        _with_side(tip),
        {"push": 0.5 * found.factor[0], "side": 1.0},
        plates=plates,
    ).solution.displacement[0, tip[1], 2]
    k = np.sqrt(0.5 * np.pi**2 / 4) / L
    tip_exact = 10.0 / (k**3 * EI) * (np.tan(k * L) - k * L)
    assert amplified == pytest.approx(tip_exact, rel=5e-3)


def _with_side(tip):
    book = LoadBook()
    book.nodal("push", tip[1], (-1e3, 0, 0, 0, 0, 0))
    book.nodal("side", tip[1], (0, 0, 10.0, 0, 0, 0))
    return book.close()


def test_buckling_of_many_unknowns_finds_the_same_factors():
    """The Lanczos way (many parts) against the dense way (few parts)."""

    def factors(parts, sign):
        nodes = np.column_stack(
            [np.zeros(parts + 1), np.zeros(parts + 1), np.linspace(0, 4, parts + 1)]
        )
        members = np.column_stack([np.arange(parts), np.arange(1, parts + 1)])
        fixed = np.zeros((parts + 1, 6), dtype=bool)
        fixed[0] = True
        rigidity = np.tile([1e9, 1e6, 3e6, 1e6, np.inf, np.inf], (parts, 1))
        book = LoadBook()
        book.nodal("push", parts, (0, 0, sign * 1e3, 0, 0, 0))
        model = Model.of(nodes, members, rigidity, fixed=fixed)
        return buckling(model, book.close(), "push", count=3).factor

    assert factors(80, -1.0) == pytest.approx(factors(16, -1.0), rel=1e-4)
    with pytest.raises(ModelError, match="nothing is compressed"):
        factors(80, 1.0)
