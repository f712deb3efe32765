"""Closed forms of beams: displacements, section forces and deflections under every member load."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import ModelError
from spanwright.engine.loads import LoadBook, Loads
from spanwright.engine.model import Model, Springs
from spanwright.engine.statics import deflection_along, forces_along, prepare, solve

EA, EIY, EIZ, GJ = 1e9, 2e8, 3e8, 1e8


def beam(
    length: float = 10.0,
    parts: int = 1,
    GA: float = np.inf,
    held: dict[int, str] | None = None,
    **extra: object,
) -> Model:
    """A beam along x; held: node -> components such as "ux uy uz rx"."""
    x = np.linspace(0.0, length, parts + 1)
    nodes = np.stack([x, 0 * x, 0 * x], axis=1)
    members = np.stack([np.arange(parts), np.arange(1, parts + 1)], axis=1)
    fixed = np.zeros((parts + 1, 6), dtype=bool)
    for node, words in (held or {0: "ux uy uz rx", parts: "uy uz"}).items():
        for word in words.split():
            fixed[node, ("ux", "uy", "uz", "rx", "ry", "rz").index(word)] = True
    rigidity = np.tile([EA, EIY, EIZ, GJ, GA, GA], (parts, 1))
    return Model.of(nodes, members, rigidity, fixed=fixed, **extra)


CLAMPED = "ux uy uz rx ry rz"


def one(name: str = "a", **tables: tuple[object, ...]) -> Loads:
    book = LoadBook()
    for table, row in tables.items():
        getattr(book, table)(name, *row)
    return book.close()


@pytest.mark.parametrize("parts", [1, 2, 5])
@pytest.mark.parametrize("GA", [np.inf, 4e7])
def test_simple_beam_under_uniform_load(parts, GA):
    """5 w L^4 / 384 EI + w L^2 / 8 GA, at mid-span, in however many parts."""
    L, w = 10.0, 1e3
    model = beam(L, parts, GA)
    loads = one(line=(np.arange(parts), (0.0, 0.0, -w)))
    found = solve(model, loads)
    middle = (parts - 1) // 2
    x = L / 2 - middle * L / parts
    sag = -deflection_along(model, loads, found, middle, x)[0, 0, 2]
    assert sag == pytest.approx(5 * w * L**4 / (384 * EIY) + w * L**2 / (8 * GA), rel=1e-12)
    force = forces_along(model, loads, found, middle, x)[0, 0]
    assert force == pytest.approx([0, 0, 0, 0, w * L**2 / 8, 0], abs=1e-6)
    assert found.reaction[0, 0, 2] == pytest.approx(w * L / 2)
    assert found.equilibrium_residual[0] < 1e-12


def test_sign_of_shear_and_moment_at_the_left_support():
    """Conventions: left support of a loaded beam has V > 0; a sagging moment is positive."""
    model = beam()
    loads = one(point=(0, 4.0, (0.0, 0.0, -1e3)))
    found = solve(model, loads)
    at = forces_along(model, loads, found, 0, [0.0, 4.0, 10.0])[0]
    assert at[:, 2] == pytest.approx([600.0, 600.0, -400.0])
    assert at[:, 4] == pytest.approx([0.0, 2400.0, 0.0], abs=1e-9)
    after = forces_along(model, loads, found, 0, [4.0], after=True)[0, 0]
    assert after[2] == pytest.approx(-400.0)


def test_horizontal_load_bends_about_z_with_tension_on_the_far_side():
    """A push towards +y on a simple beam: tension at +y, so Mz is negative."""
    model = beam(held={0: "ux uy uz rx", 1: "uy uz"})
    found = solve(model, one(line=(0, (0.0, 1e3, 0.0))))
    assert found.reaction[0, 0, 1] == pytest.approx(-5e3)
    force = forces_along(model, one(line=(0, (0.0, 1e3, 0.0))), found, 0, [5.0])[0, 0]
    assert force[5] == pytest.approx(-1e3 * 100 / 8)


def test_part_of_a_trapezoid_off_the_axis_equals_many_point_loads():
    """Exact integration of a partial, eccentric, linearly varying load, clamped both ends."""
    model = beam(held={0: CLAMPED, 1: CLAMPED}, GA=3e7)
    first, last, a, b, arm = (
        np.array([40.0, 90.0, -100.0]),
        np.array([10.0, -60.0, -300.0]),
        1.3,
        8.1,
        (0.4, -0.7),
    )
    line = LoadBook()
    line.line("line", 0, first, force_end=last, start=a, end=b, arm=arm)
    found = solve(model, line.close())
    many = LoadBook()
    points, weights = np.polynomial.legendre.leggauss(12)
    for point, weight in zip(points, weights, strict=True):
        s = 0.5 * (1 + point)
        push = (first + s * (last - first)) * weight * 0.5 * (b - a)
        twist = np.cross([0.0, *arm], push)
        many.point("points", 0, a + s * (b - a), np.concatenate([push, twist]))
    expected = solve(model, many.close())
    assert found.end_force == pytest.approx(expected.end_force, rel=1e-11, abs=1e-9)
    x = [9.0, 10.0]  # beyond the load both give the same field
    assert forces_along(model, line.close(), found, 0, x) == pytest.approx(
        forces_along(model, many.close(), expected, 0, x), rel=1e-10, abs=1e-8
    )
    assert deflection_along(model, line.close(), found, 0, x) == pytest.approx(
        deflection_along(model, many.close(), expected, 0, x), rel=1e-9, abs=1e-16
    )


def test_field_inside_a_member_meets_its_far_end():
    """Integrating from end i through all loads and strains must arrive at end j."""
    model = beam(held={0: CLAMPED, 1: "uy uz"}, GA=5e7)
    book = LoadBook()
    book.line(
        "a", 0, (3.0, 5.0, -7.0), force_end=(0.0, 1.0, -20.0), start=2.0, end=7.0, arm=(0.2, 0.3)
    )
    book.point("a", 0, 3.0, (10.0, -20.0, 50.0, 7.0, 8.0, -9.0))
    book.strain("a", 0, (1e-8, 2e-8, -3e-8))
    loads = book.close()
    found = solve(model, loads)
    reached = deflection_along(model, loads, found, 0, [0.0, 10.0])[0]
    assert reached == pytest.approx(found.displacement[0], rel=1e-9, abs=1e-18)
    ends = forces_along(model, loads, found, 0, [0.0, 10.0])[0]
    assert ends == pytest.approx(found.end_force[0, 0], rel=1e-10, abs=1e-10)


@pytest.mark.parametrize("end", [0, 1])
def test_a_released_end_turns_a_clamped_beam_into_a_propped_one(end):
    """w L^2 / 8 at the clamp, nothing at the hinge; the hinge rotation is w L^3 / 48 EI."""
    release = np.zeros((1, 2, 6), dtype=bool)
    release[0, end, 4] = True
    model = beam(held={0: CLAMPED, 1: CLAMPED}, release=release)
    loads = one(line=(0, (0.0, 0.0, -1e3)))
    found = solve(model, loads)
    moments = found.end_force[0, 0, :, 4]
    assert moments[end] == pytest.approx(0.0, abs=1e-9)
    assert moments[1 - end] == pytest.approx(-1e3 * 100 / 8)
    turned = deflection_along(model, loads, found, 0, [10.0 * end])[0, 0, 4]
    assert abs(turned) == pytest.approx(1e3 * 1000 / (48 * EIY))


def test_released_strain_leaves_no_force():
    """A member free to lengthen and bend takes temperature without force."""
    release = np.zeros((1, 2, 6), dtype=bool)
    release[0, 1, [0, 4]] = True
    release[0, 0, 4] = True
    model = beam(held={0: CLAMPED, 1: CLAMPED}, release=release)
    found = solve(model, one(strain=(0, (1e-4, 1e-4, 0.0))))
    assert found.end_force[0, 0] == pytest.approx(np.zeros((2, 6)), abs=1e-6)


def test_clamped_beam_under_temperature_gradient():
    """Top warmer by kappa: hogging free shape, so the clamped beam sags its moment EI |kappa|."""
    model = beam(held={0: CLAMPED, 1: CLAMPED})
    found = solve(model, one(strain=(0, (1e-4, -1e-4, 2e-4))))
    expected = [-EA * 1e-4, 0, 0, 0, EIY * 1e-4, -EIZ * 2e-4]
    assert found.end_force[0, 0] == pytest.approx(np.array([expected, expected]), abs=1e-6)


def test_rigid_offset_carries_eccentric_axial_force():
    """A tie 1 m below the nodes: pulling the node bends the tie by the offset."""
    offset = np.tile([0.0, 0.0, -1.0], (1, 2, 1))
    model = beam(held={0: CLAMPED}, offset=offset)
    found = solve(model, one(nodal=(1, (1e3, 0, 0, 0, 0, 0))))
    # the push acts above the axis: tension N and M = -P e (tension at the top)
    assert found.end_force[0, 0, 0] == pytest.approx([1e3, 0, 0, 0, -1e3, 0], abs=1e-6)
    # node: axis lengthens PL/EA and the tip turns by PLe/EI
    expected = 1e3 * 10 / EA + 1e3 * 10 / EIY
    assert found.displacement[0, 1, 0] == pytest.approx(expected)


def test_spring_between_nodes_apart_passes_the_moment_of_its_arm():
    """A bearing at the deck node: shear at deck level bends the pier by the height between."""
    springs = Springs(
        np.array([1]), np.array([0]), np.array([[1e6, 1e6, 1e9, 0.0, 0.0, 1e6]]), np.eye(3)[None]
    )
    nodes = np.array([[0.0, 0, 0], [0, 0, 2.0], [10.0, 0, 2.0]])
    fixed = np.zeros((3, 6), dtype=bool)
    fixed[0] = True
    fixed[2, [1, 2, 3]] = True
    model = Model.of(
        nodes, np.array([[1, 2]]), np.array([[EA, EIY, EIZ, GJ, np.inf, np.inf]]),
        fixed=fixed, springs=springs,
    )  # fmt: skip
    found = solve(model, one(nodal=(1, (1e3, 0, 0, 0, 0, 0))))
    assert found.spring_force[0, 0, 0] == pytest.approx(1e3)
    assert found.reaction[0, 0] == pytest.approx([-1e3, 0, 0, 0, -2e3, 0], abs=1e-5)
    assert found.equilibrium_residual[0] < 1e-12


def test_beam_on_elastic_ground_converges_to_hetenyi():
    """Long beam, point load: w = P b / 2k, M = P / 4b with b = (k / 4EI)^(1/4)."""
    k, P, L, parts = 2e6, 1e5, 200.0, 160
    b = (k / (4 * EIY)) ** 0.25
    model = beam(L, parts, held={0: "ux uy rx rz"}, bedding=np.tile([0, 0, k], (parts, 1)))
    loads = one(nodal=(parts // 2, (0, 0, -P, 0, 0, 0)))
    found = solve(model, loads)
    assert -found.displacement[0, parts // 2, 2] == pytest.approx(P * b / (2 * k), rel=3e-5)
    # at the node's two sides; inside, bedding reactions are integrated
    assert found.end_force[0, parts // 2, 0, 4] == pytest.approx(P / (4 * b), rel=2e-3)
    along = forces_along(model, loads, found, parts // 2, [0.0, L / parts])[0]
    assert along == pytest.approx(found.end_force[0, parts // 2], rel=1e-8, abs=1e-4)
    assert found.equilibrium_residual[0] < 1e-10


def test_settlement_of_the_middle_support():
    """Two spans, middle support sinks by d: M = 3 EI d / L^2 (sagging), R = -6 EI d / L^3."""
    model = beam(20.0, 2, held={0: "ux uy uz rx", 1: "uz", 2: "uy uz"})
    found = solve(model, one(settle=(1, 2, -0.01)))
    assert found.end_force[0, 0, 1, 4] == pytest.approx(3 * EIY * 0.01 / 100)
    assert found.reaction[0, 1, 2] == pytest.approx(-6 * EIY * 0.01 / 1000)
    assert found.displacement[0, 1, 2] == pytest.approx(-0.01)


def test_skew_support_holds_along_its_own_axes():
    """A roller on a 30 degree plane: the reaction stands normal to the plane."""
    angle = np.pi / 6
    c, s = np.cos(angle), np.sin(angle)
    axes = np.tile(np.eye(3), (2, 1, 1))
    axes[1] = [[c, 0, s], [0, 1, 0], [-s, 0, c]]
    model = beam(held={0: "ux uy uz rx", 1: "uy uz"}, support_axes=axes)
    found = solve(model, one(line=(0, (0.0, 0.0, -1e3))))
    assert found.reaction[0, 1, 2] == pytest.approx(5e3)
    assert found.reaction[0, 1, 0] == pytest.approx(-5e3 * s / c)
    assert found.reaction[0, 0, 0] == pytest.approx(5e3 * s / c)
    assert found.equilibrium_residual[0] < 1e-12


def test_prepared_model_serves_many_load_tables():
    model = beam()
    ready = prepare(model)
    first = solve(ready, one(nodal=(1, (0, 0, 0, 0, 1.0, 0))))
    second = solve(ready, one(nodal=(1, (0, 0, 0, 0, 2.0, 0))))
    assert second.displacement == pytest.approx(2 * first.displacement)


def test_case_without_loads_gives_zeros():
    book = LoadBook()
    book.case("nothing")
    found = solve(beam(), book.close())
    assert not found.displacement.any()
    assert found.equilibrium_residual[0] == 0.0


def test_torsion_release_at_both_ends_is_refused():
    release = np.zeros((1, 2, 6), dtype=bool)
    release[0, :, 3] = True
    with pytest.raises(ModelError, match=r"member 0 is loose between its own ends.* T at end i"):
        prepare(beam(held={0: CLAMPED, 1: CLAMPED}, release=release))
