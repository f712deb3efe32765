"""Plates and shells of the literature.

MacNeal and Harder, Finite Elements in Analysis and Design 1 (1985) 3-20, "A proposed standard set
of problems to test finite element accuracy"; Timoshenko and Woinowsky-Krieger, Theory of Plates
and Shells (1959), Tables 8 and 35 and article 38; ANSYS Verification Manual VM66.
Tolerances: the published values where their own rounding allows, else the mesh's known error.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spanwright.engine import shell, statics
from spanwright.engine.buckling import buckling
from spanwright.engine.loads import LoadBook
from spanwright.engine.modal import modes
from spanwright.engine.model import Model
from spanwright.engine.plates import Plates, mesh
from spanwright.engine.statics import prepare

INCH, POUND = 0.0254, 4.4482216153
PSI = POUND / INCH**2


def model_of(nodes, fixed):
    """A model without members: plates alone stand on its nodes."""
    return Model.of(nodes, np.zeros((0, 2), dtype=int), np.zeros((0, 6)), fixed=fixed)


def solve(nodes, plates, fixed, force):
    ready = prepare(model_of(nodes, fixed), shell.stiffness_matrix(nodes, plates))
    book = LoadBook()
    book.nodal("load", np.arange(len(nodes)), force)
    return statics.solve(ready, book.close()).displacement[0]


def quarter_plate(a, b, divisions, *, clamped, thickness, E, nu):
    """A quarter with the plate's centre at the origin; symmetry on x = 0 and y = 0."""
    corners = np.array([[0, 0, 0], [a / 2, 0, 0], [a / 2, b / 2, 0], [0, b / 2, 0]])
    nodes, quads = mesh(corners, divisions, divisions)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[:, [0, 1, 5]] = True
    x, y = nodes[:, 0], nodes[:, 1]
    fixed[x == 0, 4] = fixed[y == 0, 3] = True
    on_x, on_y = np.isclose(x, a / 2), np.isclose(y, b / 2)
    fixed[on_x | on_y, 2] = True
    fixed[on_x, 3] = fixed[on_y, 4] = True
    if clamped:
        fixed[on_x | on_y] = True
    return nodes, Plates.of(quads, thickness, E, nu), fixed


def centre_deflection(a, b, divisions, load, *, clamped):
    nodes, plates, fixed = quarter_plate(
        a, b, divisions, clamped=clamped, thickness=1e-4 * INCH, E=17.472e6 * PSI, nu=0.3
    )
    force = np.zeros((len(nodes), 6))
    if load == "point":
        force[0, 2] = -4e-4 * POUND / 4
    else:
        force = shell.pressure_forces(nodes, plates, -1e-4 * PSI)
    return -solve(nodes, plates, fixed, force)[0, 2]


@pytest.mark.parametrize(
    ("load", "clamped", "published", "tolerance"),
    [
        ("point", False, 0.29464, 0.002),
        ("uniform", False, 0.103124, 0.002),
        ("point", True, 0.14224, 0.005),
        ("uniform", True, 0.032004, 0.008),
    ],
)
@pytest.mark.parametrize("divisions", [8, 16])
def test_square_plate_of_macneal_and_harder(load, clamped, published, tolerance, divisions):
    """Thickness 1/20000 of the side: no trace of locking, 8 x 8 on a quarter is enough."""
    found = centre_deflection(2 * INCH, 2 * INCH, divisions, load, clamped=clamped)
    assert found == pytest.approx(published, rel=tolerance)


@pytest.mark.parametrize(
    ("load", "clamped", "series"),
    [("point", False, 11.6008), ("uniform", False, 4.06235), ("point", True, 5.6120),
     ("uniform", True, 1.26532)],
)  # fmt: skip
def test_square_plate_converges_to_the_series(load, clamped, series):
    """Sums of the double series [in], so that the published rounding does not hide errors."""
    error = [
        abs(centre_deflection(2 * INCH, 2 * INCH, n, load, clamped=clamped) / INCH / series - 1)
        for n in (4, 16)
    ]
    assert error[1] < 1e-3
    assert error[1] < max(0.3 * error[0], 1e-4)


@pytest.mark.parametrize(
    ("load", "clamped", "published", "tolerance"),
    [
        ("point", False, 16.96, 0.01),
        ("uniform", False, 12.97, 0.002),
        ("point", True, 7.23, 0.02),
        ("uniform", True, 2.56, 0.02),
    ],
)
def test_plate_five_times_as_long(load, clamped, published, tolerance):
    """Aspect 5 at 16 x 16 on a quarter, elements five times as long as wide.

    The published clamped uniform value 2.56 in is rounded low: the series (0.00260 q a^4 / D)
    gives 2.604 in.
    """
    found = centre_deflection(2 * INCH, 10 * INCH, 16, load, clamped=clamped) / INCH
    assert found == pytest.approx(published, rel=tolerance)


@pytest.mark.parametrize(
    ("ratio", "clamped", "deflection", "moment"),
    [(0.001, False, 0.004062, 0.04789), (0.1, False, 0.004273, 0.04789),
     (0.2, False, 0.004904, 0.04789), (0.001, True, 0.001265, 0.02291),
     (0.1, True, 0.001505, 0.0231), (0.2, True, 0.002172, 0.0235)],
)  # fmt: skip
def test_thin_and_thick_plate(ratio, clamped, deflection, moment):
    """Uniform load, nu = 0.3: deflection over q a^4 / D and centre moment over q a^2.

    Hard simple supports and clamped edges; Reissner-Mindlin values with shear factor 5/6
    (simply supported: the Navier sum w = w_K + 0.07367 q a^2 / (k G t)).
    """
    E = 10.92  # D = t^3
    nodes, plates, fixed = quarter_plate(1, 1, 16, clamped=clamped, thickness=ratio, E=E, nu=0.3)
    motion = solve(nodes, plates, fixed, shell.pressure_forces(nodes, plates, -1.0))
    assert -motion[0, 2] * ratio**3 == pytest.approx(deflection, rel=2e-3)
    found = shell.resultants(nodes, plates, motion, at=shell.CORNERS)[0, 0]
    assert found[3] == pytest.approx(moment, rel=0.012)
    assert found[4] == pytest.approx(found[3], rel=1e-9)


@pytest.mark.parametrize(
    ("thickness", "shear", "tolerance"),
    [(0.01, np.inf, 2e-3), (1e-4, 5 / 6, 2e-3), (0.2, 5 / 6, 0.01)],
)
def test_edge_shear_of_a_simply_supported_square_plate(thickness, shear, tolerance):
    """Qx = 0.338 q a at the middle of a side (Timoshenko, Table 8), thin and thick."""
    nodes, plates, fixed = quarter_plate(
        1, 1, 16, clamped=False, thickness=thickness, E=1e9, nu=0.3
    )
    plates = replace(plates, shear=np.full(len(plates.E), shear))
    motion = solve(nodes, plates, fixed, shell.pressure_forces(nodes, plates, -1.0))
    found = shell.resultants(nodes, plates, motion)[15, 0, 6]
    x, y = nodes[plates.corners[15]].mean(axis=0)[:2] + 0.5
    m, n = np.arange(1, 400, 2)[:, None], np.arange(1, 400, 2)
    # the double series; both theories give the same shear with the turns along the edges held
    series = 16 / (np.pi**3 * n * (m**2 + n**2)) * np.cos(m * np.pi * x) * np.sin(n * np.pi * y)
    assert found == pytest.approx(series.sum(), rel=tolerance)


def test_scordelis_lo_roof():
    """Published 0.3024 at the free edge; deep-shell theory 0.3008.  16 x 16 on a quarter."""
    n, R, L = 16, 25.0, 25.0
    flat, quads = mesh(np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]), n, n)
    angle = flat[:, 1] * np.radians(40)
    nodes = np.column_stack([flat[:, 0] * L, R * np.sin(angle), R * np.cos(angle)])
    plates = Plates.of(quads, 0.25, 4.32e8, 0.0)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[np.ix_(flat[:, 0] == 0, [1, 2])] = True
    fixed[np.ix_(flat[:, 0] == 1, [0, 4, 5])] = True
    fixed[np.ix_(flat[:, 1] == 0, [1, 3, 5])] = True
    motion = solve(
        nodes, plates, fixed, shell.surface_forces(nodes, plates, np.array([0, 0, -90.0]))
    )
    edge = (flat[:, 0] == 1) & (flat[:, 1] == 1)
    assert -motion[edge, 2][0] == pytest.approx(0.3008, rel=2e-3)


def test_pinched_cylinder_with_end_diaphragms():
    """1.8248e-5 under the load; 20 x 20 on an eighth (0.993 at 16, 1.006 at 32)."""
    n, R, L = 20, 300.0, 300.0
    flat, quads = mesh(np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]), n, n)
    angle = flat[:, 1] * np.pi / 2
    nodes = np.column_stack([flat[:, 0] * L, R * np.sin(angle), R * np.cos(angle)])
    plates = Plates.of(quads, 3.0, 3e6, 0.3)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[np.ix_(flat[:, 0] == 1, [1, 2])] = True
    fixed[np.ix_(flat[:, 0] == 0, [0, 4, 5])] = True
    fixed[np.ix_(flat[:, 1] == 0, [1, 3, 5])] = True
    fixed[np.ix_(flat[:, 1] == 1, [2, 3, 4])] = True
    force = np.zeros((len(nodes), 6))
    force[0, 2] = -0.25
    assert -solve(nodes, plates, fixed, force)[0, 2] == pytest.approx(1.8248e-5, rel=0.008)


@pytest.mark.parametrize(
    ("thickness", "across", "published"),
    [(0.32, 1, 5.424e-3), (0.32, 2, 1.754e-3), (0.0032, 1, 5256.0), (0.0032, 2, 1294.0)],
)
def test_twisted_beam(thickness, across, published):
    """Ninety degrees over the length: warped elements.

    in-plane and out-of-plane tip load; the thin values are those of the later thin version
    (Belytschko et al., CMAME 81 (1990) 227).
    """
    flat, quads = mesh(np.array([[0, 0, 0], [12, 0, 0], [12, 1, 0], [0, 1, 0]]), 24, 4)
    angle, y = flat[:, 0] / 12 * np.pi / 2, (flat[:, 1] - 0.5) * 1.1
    nodes = np.column_stack([flat[:, 0], y * np.cos(angle), y * np.sin(angle)])
    plates = Plates.of(quads, thickness, 29e6, 0.22)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[flat[:, 0] == 0] = True
    tip = np.flatnonzero(flat[:, 0] == 12)
    direction = {1: 2, 2: 1}[across]  # the strip stands upright at its tip
    force = np.zeros((len(nodes), 6))
    force[tip, direction] = np.array([0.5, 1, 1, 1, 0.5]) / 4
    found = solve(nodes, plates, fixed, force)[tip[2], direction]
    assert found == pytest.approx(published, rel=0.006)


def cantilever(skew):
    nodes, quads = mesh(np.array([[0, 0, 0], [6, 0, 0], [6, 0.2, 0], [0, 0.2, 0]]), 6, 1)
    inner, top = (nodes[:, 0] > 0.1) & (nodes[:, 0] < 5.9), nodes[:, 1] > 0.1
    step = {"rectangles": 0.0, "parallelograms": 1.0}.get(skew)
    if step is None:
        step = np.where(np.rint(nodes[:, 0]) % 2 == 1, -1.0, 1.0)
    nodes[:, 0] += 0.1 * step * np.where(top, 1, -1) * inner
    return nodes, Plates.of(quads, 0.1, 1e7, 0.3)


@pytest.mark.parametrize(
    ("skew", "bounds"),
    [("rectangles", 0.015), ("trapezoids", 0.03), ("parallelograms", 0.04)],
)
def test_straight_cantilever(skew, bounds):
    """Six elements: extension 3e-5, in-plane 0.1081, out-of-plane 0.4321 at the tip."""
    nodes, plates = cantilever(skew)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[np.isclose(nodes[:, 0], 0)] = True
    tip = np.isclose(nodes[:, 0], 6)
    for direction, published in ((0, 3e-5), (1, 0.1081), (2, 0.4321)):
        force = np.zeros((len(nodes), 6))
        force[tip, direction] = 0.5
        found = solve(nodes, plates, fixed, force)[tip, direction].mean()
        assert found == pytest.approx(published, rel=bounds)


def test_curved_cantilever_in_its_plane():
    """Quarter ring, radial tip load: 0.08734 from six elements."""
    flat, quads = mesh(np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]), 6, 1)
    angle, r = (1 - flat[:, 0]) * np.pi / 2, 4.12 + 0.2 * flat[:, 1]
    nodes = np.column_stack([r * np.cos(angle), r * np.sin(angle), 0 * r])
    plates = Plates.of(quads, 0.1, 1e7, 0.25)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[flat[:, 0] == 0] = True
    tip = flat[:, 0] == 1
    force = np.zeros((len(nodes), 6))
    force[tip, 0] = 0.5
    found = solve(nodes, plates, fixed, force)[tip, 0].mean()
    assert found == pytest.approx(0.08734, rel=0.04)


def test_cook_membrane():
    """23.96 at the middle of the loaded side (Cook 1974); 16 x 16."""
    nodes, quads = mesh(np.array([[0, 0, 0], [48, 44, 0], [48, 60, 0], [0, 44, 0]]), 16, 16)
    plates = Plates.of(quads, 1.0, 1.0, 1 / 3)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[:, 2:5] = True
    fixed[nodes[:, 0] == 0] = True
    tip = np.flatnonzero(nodes[:, 0] == 48)
    force = np.zeros((len(nodes), 6))
    force[tip, 1] = np.array([0.5, *[1.0] * 15, 0.5]) / 16
    assert solve(nodes, plates, fixed, force)[tip[8], 1] == pytest.approx(23.96, rel=5e-3)


@pytest.mark.parametrize(
    ("shear", "expected", "tolerance"),
    [
        (np.inf, 128.0959, 0.002),
        # Timoshenko's beam with shear factor 5/6 and rotary inertia
        (5 / 6, 127.768, 0.0005),
    ],
)
def test_vm66_cantilever_plate_frequency(shear, expected, tolerance):
    """Length 16 in, width 4 in, thickness 1 in; the published value is thin-plate theory."""
    L, b, h = 0.4064, 0.1016, 0.0254
    nodes, quads = mesh(np.array([[0, 0, 0], [L, 0, 0], [L, b, 0], [0, b, 0]]), 8, 2)
    density = 0.000728 * POUND / INCH**4
    plates = Plates.of(quads, h, 206842718800.0, 0.0, density=density, shear=shear)
    fixed = np.repeat((nodes[:, 0] == 0)[:, None], 6, axis=1)
    ready = prepare(model_of(nodes, fixed), shell.stiffness_matrix(nodes, plates))
    found = modes(ready, 2, extra_mass=shell.mass_matrix(nodes, plates))
    assert found.frequency[0] == pytest.approx(expected, rel=tolerance)


def test_buckling_of_a_square_plate_pressed_along_one_side():
    """k = 4.00 (Timoshenko and Gere); 8 x 8 elements over the whole plate."""
    n, a, thickness, E, nu, stress = 8, 1.0, 0.005, 2e11, 0.3, 1e6
    nodes, quads = mesh(np.array([[0, 0, 0], [a, 0, 0], [a, a, 0], [0, a, 0]]), n, n)
    plates = Plates.of(quads, thickness, E, nu)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[:, 5] = True
    edge = ((nodes[:, :2] == 0) | (nodes[:, :2] == a)).any(axis=1)
    fixed[edge, 2] = True
    fixed[nodes[:, 0] == 0, 0] = True
    fixed[0, 1] = True
    push = np.full(n + 1, stress * thickness * a / n)
    push[[0, -1]] *= 0.5
    book = LoadBook()
    book.nodal("press", np.flatnonzero(nodes[:, 0] == a), np.outer(push, [-1, 0, 0, 0, 0, 0]))
    found = buckling(model_of(nodes, fixed), book.close(), "press", plates=plates, count=2)
    exact = 4 * np.pi**2 * E / (12 * (1 - nu**2)) * (thickness / a) ** 2
    assert stress * found.factor[0] == pytest.approx(exact, rel=2e-3)
    assert stress * found.factor[1] == pytest.approx(exact * 6.25 / 4, rel=2e-2)


def test_slab_on_girders_acts_as_one_section():
    """Plates over eccentric members: a simple T-beam deflects by its composite inertia.

    Slab 0.2 x 2.0 m in full width at the nodes, girder 0.4 x 1.0 m below by a rigid arm, one
    modulus; the slab carries its share of the shear, hence 0.5 %.
    """
    L, b, t, E = 20.0, 2.0, 0.2, 30e9
    nodes, quads = mesh(np.array([[0, -1, 0], [L, -1, 0], [L, 1, 0], [0, 1, 0]]), 20, 4)
    plates = Plates.of(quads, t, E, 0.0, shear=np.inf)
    line = np.flatnonzero(nodes[:, 1] == 0)
    members = np.column_stack([line[:-1], line[1:]])
    w, h, e = 0.4, 1.0, 0.6
    rigidity = np.tile(
        [E * w * h, E * w * h**3 / 12, E * h * w**3 / 12, 1e9, np.inf, np.inf], (20, 1)
    )
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    ends = (nodes[:, 0] == 0) | (nodes[:, 0] == L)
    fixed[ends, 2] = fixed[ends, 1] = True
    fixed[line[0], 0] = True
    model = Model.of(nodes, members, rigidity, fixed=fixed, offset=np.tile([0, 0, -e], (20, 2, 1)))
    ready = prepare(model, shell.stiffness_matrix(nodes, plates))
    book = LoadBook()
    q = 10e3
    book.line("weight", np.arange(20), (0, 0, -q))
    found = statics.solve(ready, book.close())
    slab, web = b * t, w * h
    inertia = b * t**3 / 12 + w * h**3 / 12 + slab * web / (slab + web) * e**2
    # the ends of a composite beam whose slab is held have the whole end turned: simple supports
    exact = 5 * q * L**4 / (384 * E * inertia)
    middle = line[10]
    assert -found.displacement[0, middle, 2] == pytest.approx(exact, rel=0.01)
    moment = q * L**2 / 8
    girder = found.end_force[0, 10, 0]
    assert girder[0] == pytest.approx(moment * web * (slab / (slab + web) * e) / inertia, rel=0.01)
    assert girder[4] == pytest.approx(moment * w * h**3 / 12 / inertia, rel=0.02)
    force = shell.resultants(nodes, plates, found.displacement[0])[:, 0]
    across = np.abs(nodes[plates.corners].mean(axis=1)[:, 0] - L / 2) < 0.6
    assert force[across, 0].sum() / 2 * 0.5 == pytest.approx(-girder[0], rel=0.02)
