"""Frequencies, buckling and second-order values of the literature.

SOLVIA Verification Manual A47, A50, B46; ANSYS Verification Manual VM53; Clough and Penzien,
Dynamics of Structures; Timoshenko and Gere, Theory of Elastic Stability.
"""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.engine.buckling import axial_stiffness, buckling
from spanwright.engine.loads import LoadBook
from spanwright.engine.modal import modes
from spanwright.engine.model import Model
from spanwright.engine.second_order import second_order
from spanwright.engine.spectrum import correlation, response, table
from spanwright.engine.statics import prepare

POUND, INCH = 4.4482216153, 0.0254


def chain(start, end, parts, rigidity, held, **extra):
    """A straight chain of members; held: node -> components to hold."""
    t = np.linspace(0.0, 1.0, parts + 1)[:, None]
    nodes = (1 - t) * np.asarray(start, dtype=float) + t * np.asarray(end, dtype=float)
    members = np.column_stack([np.arange(parts), np.arange(1, parts + 1)])
    fixed = np.zeros((parts + 1, 6), dtype=bool)
    for node, components in held.items():
        fixed[node, list(components)] = True
    return Model.of(nodes, members, np.tile(rigidity, (parts, 1)), fixed=fixed, **extra)


def test_solvia_a47_and_a50_inclined_cantilever():
    """81.799 Hz about the strong axis, 40.8995 Hz about the weak one; beam theory."""
    L, b, h, E, density = 1.0, 0.05, 0.1, 200e9, 7800.0
    A, strong, weak = b * h, b * h**3 / 12, h * b**3 / 12
    rigidity = [E * A, E * strong, E * weak, 1e5, np.inf, np.inf]
    tip = L * np.array([np.cos(np.radians(30)), 0, np.sin(np.radians(30))])
    model = chain((0, 0, 0), tip, 8, rigidity, {0: range(6)}, mass=np.full(8, density * A))
    found = modes(model, 3)
    assert found.frequency[:2] == pytest.approx([40.8995, 81.799], rel=1e-4)
    # second mode moves across the member in the vertical plane
    direction = found.shape[1, -1, :3] / np.linalg.norm(found.shape[1, -1, :3])
    assert abs(direction @ tip) < 1e-9
    assert abs(direction[1]) < 1e-9


def test_solvia_b46_pinned_column():
    """pi^2 E I / L^2 = 2 467 401.1 N, both planes alike."""
    L, side, E = 4.0, 0.2, 30e9
    EI = E * side**4 / 12
    rigidity = [E * side**2, EI, EI, 1e7, np.inf, np.inf]
    model = chain((0, 0, 0), (0, 0, L), 8, rigidity, {0: (0, 1, 2, 5), 8: (0, 1)})
    book = LoadBook()
    book.nodal("push", 8, (0, 0, -1e3, 0, 0, 0))
    found = buckling(model, book.close(), "push", count=4)
    assert 1e3 * found.factor[:2] == pytest.approx(2467401.1, rel=1e-4)
    assert 1e3 * found.factor[2:] == pytest.approx(4 * 2467401.1, rel=1e-3)
    assert found.axial == pytest.approx(-1e3)


@pytest.mark.parametrize("parts", [1, 2, 4])
def test_column_in_few_parts(parts):
    """The docstring's figures: two parts 0.8 %, four parts 0.05 % (one part: 21.6 %)."""
    EI, L = 1e6, 3.0
    model = chain(
        (0, 0, 0), (L, 0, 0), parts, [1e9, EI, EI, 1e6, np.inf, np.inf],
        {0: (0, 1, 2, 3), parts: (1, 2)},
    )  # fmt: skip
    book = LoadBook()
    book.nodal("push", parts, (-1.0, 0, 0, 0, 0, 0))
    error = buckling(model, book.close(), "push", count=1).factor[0] / (np.pi**2 * EI / L**2) - 1
    assert 0 < error < {1: 0.22, 2: 0.01, 4: 0.001}[parts]


def test_vm53_stretched_string():
    """f_n = n / 2L sqrt(T / m): 74.7068, 149.4136, 224.1205 Hz, by tension stiffness alone."""
    L, A, E = 2.54, 1.979325074e-06, 206842718800.0
    tension = E * A * 0.00543228
    assert tension == pytest.approx(499.98 * POUND, rel=1e-4)
    mass = 0.00073 * POUND / INCH**4 * A
    EI = E * A**2 / (4 * np.pi)  # a round wire
    parts = 12
    model = chain(
        (0, 0, 0), (L, 0, 0), parts, [E * A, EI, EI, EI, np.inf, np.inf],
        {0: (0, 1, 2, 3), parts: (0, 1, 2)}, mass=np.full(parts, mass),
    )  # fmt: skip
    book = LoadBook()
    # cooled between fixed ends: the strain that the wire would lose if it were free
    book.strain("tension", np.arange(parts), (-0.00543228, 0, 0))
    tight = second_order(model, book.close(), {"tension": 1.0})
    assert tight.axial == pytest.approx(tension, rel=1e-12)
    found = modes(tight.prepared, 6)
    assert found.frequency[::2] == pytest.approx([74.7068, 149.4136, 224.1205], rel=2e-3)
    assert found.frequency[1::2] == pytest.approx(found.frequency[::2], rel=1e-9)
    # the same tangent stiffness built by hand
    system = prepare(model).system
    by_hand = prepare(model, axial_stiffness(system, np.full(parts, tension)))
    assert modes(by_hand, 6).frequency == pytest.approx(found.frequency, rel=1e-9)


@pytest.mark.parametrize("parts", [8, 60])
def test_simple_beam_frequencies(parts):
    """(n pi)^2 / 2 pi L^2 sqrt(EI / m); both the dense and the Lanczos way."""
    L, EI, mass = 30.0, 3e10, 8000.0
    model = chain(
        (0, 0, 0), (L, 0, 0), parts, [1e12, EI, 1e14, 1e12, np.inf, np.inf],
        {0: (0, 1, 2, 3, 5), parts: (1, 2, 3, 5)}, mass=np.full(parts, mass),
    )  # fmt: skip
    n = np.arange(1, 4)
    exact = (n * np.pi) ** 2 / (2 * np.pi * L**2) * np.sqrt(EI / mass)
    found = modes(model, 3)
    assert found.frequency == pytest.approx(exact, rel=3e-3 if parts == 8 else 2e-6)
    # effective mass of the first mode of a simple beam: 8 / pi^2 of the whole
    assert found.mass_share[0, 2] == pytest.approx(8 / np.pi**2, rel=1e-3)
    assert found.total_mass[:3] == pytest.approx(mass * L)
    assert found.centre == pytest.approx([L / 2, 0, 0])


def test_lumped_masses_on_a_massless_cantilever():
    """Two masses, flexibilities by hand: the dense way allows massless freedoms."""
    EI, h, m = 5e8, 4.0, 2e4
    node_mass = np.zeros((3, 6))
    node_mass[1:, 0] = m
    model = chain(
        (0, 0, 0), (0, 0, 2 * h), 2, [1e12, EI, EI, 1e9, np.inf, np.inf], {0: range(6)},
        node_mass=node_mass,
    )  # fmt: skip
    near, far, cross = h**3 / 3, (2 * h) ** 3 / 3, h**2 * (3 * 2 * h - h) / 6
    value = np.linalg.eigvalsh(np.array([[near, cross], [cross, far]]) * m / EI)[::-1]
    found = modes(model, 2)
    assert found.circular == pytest.approx(1 / np.sqrt(value), rel=1e-9)
    assert found.effective_mass[:, 0].sum() == pytest.approx(2 * m, rel=1e-9)


def test_response_spectrum_of_two_masses_by_hand():
    """Modal peaks Gamma Sa / omega^2 phi, put together by SRSS and by CQC."""
    EI, h, m = 5e8, 4.0, 2e4
    node_mass = np.zeros((3, 6))
    node_mass[1:, 0] = m
    model = chain(
        (0, 0, 0), (0, 0, 2 * h), 2, [1e12, EI, EI, 1e9, np.inf, np.inf], {0: range(6)},
        node_mass=node_mass,
    )  # fmt: skip
    spectrum = table(np.array([0.0, 0.1, 1.0, 4.0]), np.array([1.0, 3.0, 3.0, 0.5]))
    near, far, cross = h**3 / 3, (2 * h) ** 3 / 3, h**2 * (3 * 2 * h - h) / 6
    value, vector = np.linalg.eigh(np.array([[near, cross], [cross, far]]) * m / EI)
    value, vector = value[::-1], vector[:, ::-1] / np.sqrt(m)
    omega = 1 / np.sqrt(value)
    Sa = spectrum(2 * np.pi / omega)
    force = m * vector * (m * vector.sum(axis=0)) * Sa  # storey forces, column a mode
    shear, moment = force.sum(axis=0), np.array([h, 2 * h]) @ force
    rho = correlation(omega, 0.05)[0, 1]
    for rule, cross_share in (("srss", 0.0), ("cqc", rho)):
        found = response(model, spectrum, (1, 0, 0), count=2, rule=rule)
        for value_at, parts in ((found.reaction[0, 0], shear), (found.reaction[0, 4], moment)):
            expected = np.sqrt(np.sum(parts**2) + 2 * cross_share * parts[0] * parts[1])
            assert value_at == pytest.approx(expected, rel=1e-9)
    assert found.mass_share == pytest.approx(1.0)
    assert abs(found.end_force[0, 0, 4]) == pytest.approx(found.reaction[0, 4])


def test_missing_mass_makes_the_stiff_limit_exact():
    """With one mode and a flat spectrum, the sum of mode and rest is near the static push."""
    EI, L, mass = 5e8, 10.0, 1e3
    model = chain(
        (0, 0, 0), (0, 0, L), 10, [1e12, EI, EI, 1e9, np.inf, np.inf], {0: range(6)},
        mass=np.full(10, mass),
    )  # fmt: skip
    flat = table(np.array([0.0, 9.0]), np.array([2.0, 2.0]))
    found = response(model, flat, (1, 0, 0), count=2)
    for rest, modal in ((found.rest["reaction"][0, 0], found.modal["reaction"][:, 0, 0]),):
        # what the clamped node's own mass feels goes straight to the ground
        assert rest + modal.sum() == pytest.approx(-2.0 * mass * L, rel=1e-6)
    without = response(model, flat, (1, 0, 0), count=2, rest=False)
    assert without.reaction[0, 0] < found.reaction[0, 0]


def test_correlation_of_close_modes():
    """Ratio 0.9 at 5 % damping: 0.473; far modes hardly correlated."""
    found = correlation(np.array([9.0, 10.0, 40.0]), 0.05)
    assert found[0, 1] == pytest.approx(0.473, abs=5e-4)
    assert found == pytest.approx(found.T)
    assert found[0, 2] < 0.01


@pytest.mark.parametrize("share", [-0.6, 0.1, 0.5, 0.9])
def test_beam_column_by_the_exact_functions(share):
    """Cantilever with tip load H and compression P = share of critical (tension when negative).

    tip = H / (P k) (tan kL - kL), clamp moment = H tan(kL) / k (Timoshenko and Gere, 1.4).
    """
    EI, L, H, parts = 2e6, 5.0, 1e3, 16
    critical = np.pi**2 * EI / (4 * L**2)
    P = share * critical
    model = chain((0, 0, 0), (0, 0, L), parts, [1e12, EI, EI, 1e6, np.inf, np.inf], {0: range(6)})
    book = LoadBook()
    book.nodal("down", parts, (0, 0, -P, 0, 0, 0))
    book.nodal("side", parts, (H, 0, 0, 0, 0, 0))
    found = second_order(model, book.close(), {"down": 1.0, "side": 1.0})
    k = np.sqrt(abs(P) / EI)
    function = np.tan if P > 0 else np.tanh
    tip = H / (P * k) * (function(k * L) - k * L)
    moment = H * function(k * L) / k
    assert found.solution.displacement[0, -1, 0] == pytest.approx(tip, rel=1e-5)
    assert abs(found.solution.end_force[0, 0, 0, 4]) == pytest.approx(moment, rel=1e-4)
    assert abs(found.solution.reaction[0, 0, 4]) == pytest.approx(moment, rel=1e-4)
    # the tip carries no moment although the member there is turned
    assert abs(found.solution.end_force[0, -1, 1, 4]) < 1e-6 * moment


def test_frame_sway_amplification():
    """Portal with pinned feet: sway factor 1 / (1 - P / Pcr) to the accuracy of linear buckling."""
    h, EI, EIb, L = 5.0, 4e7, 8e7, 8.0
    columns = np.linspace(0, h, 5)
    beam = np.linspace(0, L, 5)[1:-1]
    nodes = np.array(
        [(0, 0, z) for z in columns]
        + [(x, 0, h) for x in beam]
        + [(L, 0, z) for z in columns[::-1]]
    )
    count = len(nodes)
    members = np.column_stack([np.arange(count - 1), np.arange(1, count)])
    is_beam = (nodes[members][:, :, 2] == h).all(axis=1)
    rigidity = np.tile([1e12, EI, EI, 1e7, np.inf, np.inf], (count - 1, 1))
    rigidity[is_beam, 1] = EIb
    fixed = np.zeros((count, 6), dtype=bool)
    fixed[:, [1, 3, 5]] = True
    fixed[[0, -1], :3] = True
    model = Model.of(nodes, members, rigidity, fixed=fixed)
    book = LoadBook()
    left, right = 4, count - 5
    book.nodal("down", [left, right], (0, 0, -1e5, 0, 0, 0))
    book.nodal("side", left, (1e3, 0, 0, 0, 0, 0))
    loads = book.close()
    factor = buckling(model, loads, "down", count=1).factor[0]
    # exact: kh tan kh = 6 (EIb / L) / (EI / h), P = k^2 EI
    k = np.linspace(1e-3, np.pi / 2 - 1e-3, 200_001) / h
    root = k[np.argmin(np.abs(k * h * np.tan(k * h) - 6 * (EIb / L) / (EI / h)))]
    assert factor * 1e5 == pytest.approx(root**2 * EI, rel=1e-3)
    small = second_order(model, loads, {"side": 1.0}).solution.displacement[0, left, 0]
    large = second_order(model, loads, {"down": 0.4 * factor, "side": 1.0})
    assert large.solution.displacement[0, left, 0] / small == pytest.approx(1 / 0.6, rel=0.02)
