"""Published beams, frames and trusses, built through the public `Frame` as a user would."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright import Frame

approx = pytest.approx

FOOT, INCH, KIP, KSI = 0.3048, 0.0254, 4448.2216152605, 6894757.293168361


def test_pattern_loading_of_three_spans():
    """Hulse and Mosley, Reinforced Concrete Design by Computer: 6-4-6 m, g 25, q 10 kN/m.

    Each span takes 1.4 g + 1.6 q or 1.0 g.  Values as printed in the pycba documentation,
    rounded to 10 N m: 2e-4; the small 11.75 kNm needs 2e-3.
    """
    frame = Frame.beam([6, 4, 6], EI=1e7)
    for span in (1, 2, 3):
        frame.load(f"span {span}", fz=-25e3, case="always")
        frame.load(f"span {span}", fz=-(0.4 * 25e3 + 1.6 * 10e3), case=f"more {span}")
    result = frame.solve()
    ranges = {"always": (1.0, 1.0), **{f"more {i}": (0.0, 1.0) for i in (1, 2, 3)}}
    high, _ = result.adverse("span 1", "My", [3.0], ranges)
    assert high[0] == approx(163.79e3, rel=2e-4)
    _, low = result.adverse("span 1", "My", [6.0], ranges)
    assert low[0] == approx(-163.38e3, rel=2e-4)
    high, low = result.adverse("span 2", "My", [2.0], ranges)
    assert high[0] == approx(11.75e3, rel=2e-3)
    assert low[0] == approx(-81.42e3, rel=2e-4)
    for span, length, shear in ((1, 6.0, 131.10e3), (2, 4.0, 123.94e3), (3, 6.0, 180.23e3)):
        high, low = result.adverse(f"span {span}", "Vz", [0.0, length], ranges)
        assert high[0] == approx(shear, rel=5e-4)


def test_influence_lines_of_a_beam_with_a_hinge():
    """Three spans 5-5-10 m, clamped at 0, hinge at 5 m: pycba test suite, an exact solver: 1e-6."""
    frame = Frame.beam([5, 5, 10], EI=1e6, supports=["fixed", "free", "roller", "roller"],
                       hinges=[5.0])  # fmt: skip

    def read(line, x):
        return np.interp(x, line.station, line.value)

    frame.load("span 1", fz=-1.0)
    result = frame.solve()
    reaction = result.influence("A", "fz", points=201)
    for x, value in ((5.0, 0.75), (14.0, -0.192), (2.5, 0.921875)):
        assert read(reaction, x) == approx(value, rel=1e-6)
    shear = result.influence("span 3", "Vz", 5.0, points=201)
    twin = np.flatnonzero(np.isclose(shear.station, 15.0))
    assert shear.value[twin] == approx([0.59375 - 1.0, 0.59375], rel=1e-6)
    assert read(shear, 14.5) == approx(-0.35409375, rel=1e-6)
    moment = result.influence("span 2", "My", 2.5, points=201)
    assert read(moment, 5.0) == approx(-0.625, rel=1e-6)


def test_three_spans_with_settlements():
    """Kassimali, Structural Analysis (3rd ed.), Example 13.14.

    The book rounds its hand solution; reaction A is a small difference of large numbers, hence
    8 % there and 0.2 % elsewhere.  Exact stiffness values are held to 1e-6.
    """
    EI = 29000 * KSI * 7800 * INCH**4
    frame = Frame.beam([20 * FOOT] * 3, EI=EI)
    for span in (1, 2, 3):
        frame.load(f"span {span}", fz=-2 * KIP / FOOT)
    for node, inches in (("B", 0.625), ("C", 1.5), ("D", 0.75)):
        frame.settle(node, uz=-inches * INCH, case="load")
    result = frame.solve()
    for node, exact, book, rel in (
        ("A", -1.1810 * KIP, -1.098 * KIP, 0.08),
        ("B", 545092.6387, 544342.2237, 2e-3),
        ("C", -273745.3375, -273347.6665, 2e-3),
        ("D", 267692.6423, 267676.1839, 2e-3),
    ):
        found = result.reaction(node).fz
        assert found == approx(exact, rel=1e-4 if node == "A" else 1e-6)
        assert found == approx(book, rel=rel)


def test_gable_frame():
    """Logan, A First Course in the Finite Element Method (4th ed.), Problem 5.30: 1e-4."""
    frame = Frame(plane="xz")
    frame.section("rigid", E="206842.7188 MPa", A=12 * INCH**2, I=200 * INCH**4)
    for i, (x, z) in enumerate([(0, 0), (0, 360), (180, 480), (420, 480), (600, 360), (600, 0)], 1):
        frame.node(str(i), x * INCH, 0, z * INCH)
    for i in range(1, 6):
        frame.member(f"{i}-{i + 1}", str(i), str(i + 1), "rigid")
    frame.support("1", "fixed")
    frame.support("6", "fixed")
    frame.load("3", fz=-30 * KIP)
    frame.load("4", fz=-30 * KIP)
    result = frame.solve()
    reaction = result.reaction("1")
    assert reaction.fx == approx(51989.47977, rel=1e-4)
    assert reaction.fz == approx(133446.6485, rel=1e-6)
    # counter-clockwise seen with x to the right and z up is negative about +y
    assert reaction.my == approx(204510.9579, rel=1e-4)
    assert result.displacement("3").uz == approx(-0.1693356278, rel=1e-4)
    assert abs(result.displacement("3").ry) == approx(0.0319997, rel=1e-4)


def test_triangular_truss():
    """Sennett, Matrix Analysis of Structures (1994), chapter 2, problem 11: 1e-4."""
    frame = Frame(plane="xy")
    for i, (x, y) in enumerate([(0, 0), (6.096, 12.192), (12.192, 0), (6.096, 4.572)], 1):
        frame.node(str(i), x, y)
    frame.section("large", E=199947961500.0, A=0.00258064, I=1e-6)
    frame.section("small", E=199947961500.0, A=0.00129032, I=1e-6)
    for name, section in (("12", "large"), ("14", "small"), ("13", "large"),
                          ("24", "small"), ("23", "large"), ("43", "small")):  # fmt: skip
        frame.bar(name, name[0], name[1], section)
    frame.support("1", "ux uy")
    frame.support("3", "uy")
    frame.load("2", fx=-222411.0808, fy=-111205.5404)
    result = frame.solve()
    for node, component, value in (
        ("2", "ux", -0.0155305252), ("2", "uy", -0.00093392752), ("3", "ux", -0.00168374568),
        ("4", "ux", -0.00084187284), ("4", "uy", -7.309866e-05),
    ):  # fmt: skip
        assert getattr(result.displacement(node), component) == approx(value, rel=1e-4)
    for member, value in (("12", -294535.8805), ("14", -24288.17966), ("13", -71260.06545),
                          ("24", -29145.63767), ("23", 202789.9752)):  # fmt: skip
        axial = result.force(member, 0.0).N
        assert axial == approx(value, rel=1e-4)
    assert result.reaction("1").fx == approx(222411.0808, rel=1e-6)
    assert result.reaction("1").fy == approx(278013.851, rel=1e-6)


def test_short_beam_with_shear_deformation():
    """AFNOR SSLL02/89: 5 p L4 / 384 EI + p L2 / 8 G As = 1.25926 mm (1e-4: printed digits)."""
    G = 200e9 / 2.6
    for GA, sag in ((None, 0.000996214), (G * 0.001280991736, 0.0012592597)):
        frame = Frame.beam([1.44], EI=200e9 * 2.81e-5, GA=GA)
        frame.load("span 1", fz=-100e3)
        low = frame.solve().extreme("span 1", "uz").minimum
        assert -low == approx(sag, rel=1e-5 if GA is None else 1e-4)


def test_two_spans_under_uniform_load():
    """Three-moment equation: M_B = -w (L1^3 + L2^3) / 8 (L1 + L2).  Closed form: 1e-6.

    The deflection of the reference was sampled at few points: 0.5 %.
    """
    frame = Frame.beam([7.5, 7.0], EI=180e6)
    frame.load("span 1", fz=-20e3)
    frame.load("span 2", fz=-20e3)
    result = frame.solve()
    for node, value in (("A", 57416.6667), ("B", 181422.619), ("C", 51160.7143)):
        assert result.reaction(node).fz == approx(value, rel=1e-6)
    assert result.force("span 1", 7.5).My == approx(-131.875e3, rel=1e-9)
    assert result.extreme("span 1", "uz").minimum == approx(-0.00206296, rel=5e-3)


def test_beam_with_two_loaded_overhangs():
    """Timoshenko, Strength of Materials I, p. 98, problem 4 (ANSYS VM2): 0.18246 in, 11404 psi.

    Tolerances are those of the printed values.
    """
    frame = Frame(plane="xz")
    frame.section("beam", E=206842718800.0, A=0.032677354, I=0.003284898411)
    for name, x in (("tip 1", 0.0), ("A", 3.048), ("B", 9.144), ("tip 2", 12.192)):
        frame.node(name, x)
    frame.member("left", "tip 1", "A", "beam")
    frame.member("span", "A", "B", "beam")
    frame.member("right", "B", "tip 2", "beam")
    frame.support("A", "ux uz")
    frame.support("B", "uz")
    frame.load("left", fz=-145939.0294)
    frame.load("right", fz=-145939.0294)
    result = frame.solve()
    assert result.deflection("span", 3.048).uz == approx(0.0046228, rel=3e-3)
    assert result.extreme("span", "uz").maximum == approx(0.18246 * INCH, rel=1e-4)
    # the span hogs: tension on top
    assert result.stress("span", 3.048, 0.0, 0.381) == approx(78600233.14, rel=1e-3)


@pytest.mark.parametrize(("spans", "moment"), [([30, 30], 1.5e6), ([30, 30, 30], 1.2e6)])
def test_linear_temperature_gradient(spans, moment):
    """kappa = alpha dT / h; three-moment equation: M = 1.5 EI kappa, 1.2 EI kappa.  1e-9."""
    frame = Frame.beam(spans, EI=30e9 * 0.5, expansion=1e-5)
    for i in range(len(spans)):
        frame.temperature(f"span {i + 1}", top_minus_bottom=10, depth=1.5)
    result = frame.solve()
    assert result.force("span 1", 30.0).My == approx(moment, rel=1e-9)
    assert result.force("span 2", 0.0).My == approx(moment, rel=1e-9)


def test_grillage_of_a_super_t_deck_conserves_statics():
    """28 m simple span, 10.175 m wide: mid-span moments of all beams sum to the statics.

    Hand checks of the ospgrillage validation model: line load 1 kN/m across at mid-span 71.225
    kNm, 1 kPa over the deck 997.15 kNm, four 1 kN wheels (2 m axles, 2 m track) 26 kNm: 0.5 %.
    The sum is exact but for twisting and transverse members, which carry no moment about y
    across the cut at mid-span between nodes.
    """
    L, width, stations = 28.0, 10.175, 17
    y = np.linspace(-width / 2, width / 2, 7)
    frame = Frame(plane="grillage")
    frame.section("main", E=34.7e9, A=0.934, Iy=0.269, Iz=0.11, J=0.00254)
    frame.section("slab", E=34.7e9, A=0.5, Iy=0.0004, Iz=0.004, J=0.0008)
    x = np.linspace(0.0, L, stations)
    for i, at in enumerate(x):
        for j, side in enumerate(y):
            frame.node(f"{i},{j}", at, side)
    for j in range(len(y)):
        frame.support(f"0,{j}", "uz")
        frame.support(f"{stations - 1},{j}", "uz")
        for i in range(stations - 1):
            frame.member(f"main {i},{j}", f"{i},{j}", f"{i + 1},{j}", "main")
    for i in range(stations):
        for j in range(len(y) - 1):
            frame.member(f"slab {i},{j}", f"{i},{j}", f"{i},{j + 1}", "slab")
    middle = stations // 2
    for j in range(len(y) - 1):
        frame.load(f"slab {middle},{j}", fz=-1e3, case="line")
    tributary = np.full(len(y), y[1] - y[0])
    tributary[[0, -1]] /= 2
    for j in range(len(y)):
        for i in range(stations - 1):
            frame.load(f"main {i},{j}", fz=-1e3 * tributary[j], case="patch")
    step = x[1] - x[0]
    for axle in (L / 2 - 1, L / 2 + 1):
        i = int(axle // step)
        for j in (2, 3):
            # wheels at y = -1 and +1, by the lever rule on the beams beside
            wheel = -1.0 if j == 2 else 1.0
            low = int(np.searchsorted(y, wheel)) - 1
            share = (wheel - y[low]) / (y[low + 1] - y[low])
            for beam, part in ((low, 1 - share), (low + 1, share)):
                frame.load(f"main {i},{beam}", fz=-1e3 * part, at=axle - i * step, case="truck")
    result = frame.solve()
    for case, moment in (("line", 71225.0), ("patch", 997150.0), ("truck", 26000.0)):
        total = sum(result.force(f"main {middle - 1},{j}", step, case).My for j in range(len(y)))
        assert total == approx(moment, rel=5e-3)
    assert result.equilibrium_residual < 1e-10
