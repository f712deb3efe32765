"""Frequencies, buckling, second order and spectra asked of a `Frame` by names.

NAFEMS, Selected benchmarks for natural frequency analysis (Abbassian, Dawswell and Knowles, 1987):
FV2, FV3, FV5, FV12, FV16; Blevins, Formulas for natural frequency and mode shape (1979), table 8-1;
AISC 360, commentary to appendix 7, benchmark problems 1 and 2; Chopra, Dynamics of structures.
"""

from __future__ import annotations

import numpy as np
import pytest

from spanwright import Frame
from spanwright.datum.errors import ModelError

approx = pytest.approx
INCH, KIP = 0.0254, 4448.2216152605


def beam_column(*, length=5.0, area=0.01, inertia=1e-5, held=("ux uz", "uz"), mass=100.0, **more):
    frame = Frame(plane="xz")
    frame.section("s", E=2e11, A=area, I=inertia, mass=mass, **more)
    frame.node("a", 0)
    frame.node("b", length)
    frame.member("m", "a", "b", "s")
    for node, words in zip("ab", held, strict=True):
        if words:
            frame.support(node, words)
    return frame


@pytest.mark.parametrize("share", [0.3, 0.8, -1.0])
def test_pinned_beam_column_under_uniform_load(share):
    """M = q / k2 (cos k(x - L/2) / cos kL/2 - 1) at any section, w the same way (1e-3)."""
    frame, EI, L = beam_column(), 2e6, 5.0
    P = share * np.pi**2 * EI / L**2
    frame.load("b", fx=-P, case="axial")
    frame.load("m", fz=-1e3, case="across")
    frame.combine("both", {"axial": 1.0, "across": 2.0})
    result = frame.second_order("both", parts=12)
    k = np.sqrt(complex(P / EI))
    x = np.array([0.4, 1.25, 2.5, 3.3])
    exact = (2e3 / k**2 * (np.cos(k * (x - L / 2)) / np.cos(k * L / 2) - 1)).real
    assert result.force("m", x).My == approx(exact, rel=1e-3)
    assert result.names == ("both",)
    sag = (exact - 2e3 * x * (L - x) / 2) / P
    assert result.deflection("m", x).uz == approx(-sag, rel=2e-3)
    assert result.extreme("m", "My").maximum == approx(result.force("m", L / 2).My, rel=1e-9)
    assert result.reaction("a").fz == approx(5e3)


@pytest.mark.parametrize(
    ("case", "force", "moment", "deflection"),
    [(1, 150, 270, 0.230), (1, 300, 316, 0.269), (1, 450, 380, 0.322), (2, 100, 470, 1.34),
     (2, 150, 601, 1.77), (2, 200, 856, 2.60)],
)  # fmt: skip
def test_aisc_benchmarks(case, force, moment, deflection):
    """W14x48 of 28 ft, pinned under 0.2 kip/ft, or a cantilever with 1 kip at its tip.

    Values with shear deformation, printed to three digits: 5e-3.
    """
    ksi = 6.894757e6
    frame = beam_column(
        length=28 * 12 * INCH, area=14.1 * INCH**2, inertia=484 * INCH**4 * 29000 * ksi / 2e11,
        held=("ux uz", "uz") if case == 1 else ("fixed", ""),
        GAz=11200 * ksi * 4.69 * INCH**2,
    )  # fmt: skip
    if case == 1:
        frame.load("m", fz=-0.2 * KIP / (12 * INCH))
    else:
        frame.load("b", fz=-KIP)
    frame.load("b", fx=-force * KIP)
    result = frame.second_order("load")
    peak = result.extreme("m", "My")
    found = max(abs(peak.maximum), abs(peak.minimum)) / KIP / INCH
    assert found == approx(moment, rel=5e-3)
    assert -result.extreme("m", "uz").minimum / INCH == approx(deflection, rel=5e-3)


def test_above_the_critical_load_is_said():
    frame = beam_column()
    frame.load("b", fx=-1e6)
    with pytest.raises(ModelError, match="above the critical load"):
        frame.second_order("load")
    with pytest.raises(ModelError, match="no load case or combination 'lod'"):
        frame.second_order("lod")


@pytest.mark.parametrize(
    ("held", "length_factor"),
    [(("ux uz", "uz"), 1.0), (("fixed", ""), 2.0), (("fixed", "uz ry"), 0.5),
     (("fixed", "uz"), 0.69916), (("fixed", "ry"), 1.0), (("ux uz", "ry"), 2.0)],
)  # fmt: skip
def test_euler_columns_of_all_ends(held, length_factor):
    """pi2 EI / (K L)2, the six cases of Timoshenko and Gere (1e-3 with eight elements)."""
    frame = beam_column(held=held)
    frame.load("b", fx=-1.0, case="push")
    frame.combine("twice", {"push": 2.0})
    exact = np.pi**2 * 2e6 / (length_factor * 5) ** 2
    assert frame.buckling("push", parts=12).factor[0] == approx(exact, rel=1e-3)
    assert frame.buckling("twice", parts=12).factor[0] == approx(exact / 2, rel=1e-3)


@pytest.mark.parametrize(
    ("held", "roots"),
    [(("ux uz", "uz"), (3.14159265, 6.28318531)), (("fixed", ""), (1.87510407, 4.69409113)),
     (("fixed", "uz ry"), (4.73004074, 7.85320462)), (("fixed", "uz"), (3.92660231, 7.06858275))],
)  # fmt: skip
def test_beam_frequencies_of_all_ends(held, roots):
    """lambda2 / 2 pi L2 sqrt(EI / m), Blevins table 8-1 (1e-3)."""
    found = beam_column(held=held).modes(2).frequency
    assert found == approx(np.array(roots) ** 2 / 50 / np.pi * np.sqrt(2e6 / 100), rel=1e-3)


def test_a_floating_beam_and_a_floating_rod():
    """Free ends: 4.73004, 7.85320 after three rigid motions; along it n / 2L sqrt(EA / m)."""
    frame = beam_column(held=("", ""))
    found = frame.modes(5, free=True, parts=16).frequency
    assert found[:3] == approx(0.0, abs=1e-9)
    roots = np.array([4.73004074, 7.85320462])
    assert found[3:] == approx(roots**2 / 50 / np.pi * np.sqrt(2e6 / 100), rel=1e-4)
    frame = beam_column(held=("uz ry", "uz ry"))
    found = frame.modes(3, free=True, parts=40).frequency
    assert found[0] == 0.0
    # every other point may turn: sway modes stand among the waves along the rod
    wave = np.sqrt(2e9 / 100) / 10
    found = frame.modes(60, free=True, parts=40).frequency
    for n in (1, 2):
        assert np.abs(found / (n * wave) - 1).min() < 2e-3
    with pytest.raises(ModelError, match="node 'a' can move along"):
        beam_column(held=("", "")).modes(1)


def test_nafems_free_and_cantilevered_square_plates():
    """FV12 free 10 x 10 x 0.05 m: 1.622, 2.360, 2.922, 4.233 Hz; FV16 cantilever: 0.421, 1.029,
    2.582, 3.306, 3.753 Hz (1.5 % at 8 x 8)."""
    for free, published in (
        (True, (0, 0, 0, 1.622, 2.360, 2.922, 4.233, 4.233)),
        (False, (0.421, 1.029, 2.582, 3.306, 3.753)),
    ):
        frame = Frame()
        frame.plate("p", [(0, 0), (10, 0), (10, 10), (0, 10)], thickness=0.05, E=200e9, nu=0.3,
                    density=8000, divisions=(8, 8))  # fmt: skip
        for node in frame.nodes:
            frame.support(node, "ux uy rz")
        if not free:
            for node in frame.nodes_at(x=0):
                frame.support(node, "fixed")
        found = frame.modes(len(published), free=free).frequency
        assert found == approx(np.array(published), rel=0.015, abs=1e-6)


def test_nafems_cross_free_frame_and_deep_beam():
    """FV2 pinned cross, FV3 floating square frame: 5e-3; FV5 deep beam with rotary inertia: 5e-3.

    FV5 takes the polar moment for J, as its torsional target 77.542 Hz does.
    """
    cross = Frame(plane="xy")
    cross.section("s", E=2e11, A=0.125**2, I=0.125**4 / 12, density=8000)
    cross.node("o", 0, 0)
    for name, x, y in (("a", 5, 0), ("b", 0, 5), ("c", -5, 0), ("d", 0, -5)):
        cross.node(name, x, y)
        cross.support(name, "ux uy")
        cross.member(name, "o", name, "s")
    assert cross.modes(5).frequency == approx([11.336, 17.709, 17.709, 17.709, 45.345], rel=5e-3)
    square = Frame(plane="xy")
    square.section("s", E=2e11, A=0.0625, I=0.25**4 / 12, density=8000)
    for name, x, y in (("a", 0, 0), ("b", 10, 0), ("c", 10, 10), ("d", 0, 10)):
        square.node(name, x, y)
    for start, end in ("ab", "bc", "cd", "da"):
        square.member(start, start, end, "s")
    found = square.modes(7, free=True).frequency
    assert found == approx([0, 0, 0, 3.261, 5.668, 11.136, 11.136], rel=5e-3, abs=1e-6)
    deep = Frame()
    deep.section("s", E=2e11, nu=0.3, A=4, I=16 / 12, J=32 / 12, density=8000, Ay=10 / 3, Az=10 / 3)
    deep.node("a", 0)
    deep.node("b", 10)
    deep.member("m", "a", "b", "s", parts=16)
    deep.support("a", "ux uy uz rx")
    deep.support("b", "uy uz")
    expected = [42.649, 42.649, 77.542, 125.0, 148.31, 148.31]
    assert deep.modes(6).frequency == approx(expected, rel=5e-3)


def test_tension_raises_and_compression_lowers_a_frequency():
    """f / f0 = sqrt(1 - P / Pcr) (ANSYS VM59; Blevins 8-20)."""
    frame = beam_column()
    critical = np.pi**2 * 2e6 / 25
    frame.load("b", fx=-critical, case="P")
    plain = frame.modes(1).frequency[0]
    for share in (0.5, -2.0):
        under = frame.modes(1, under={"P": share}).frequency[0]
        assert under / plain == approx(np.sqrt(1 - share), rel=1e-3)


def test_a_tower_of_two_masses_under_a_spectrum():
    """Uniform two-storey shear building (Chopra 13.2): Gamma Sa / omega2 phi and SRSS (1e-6)."""
    m, h, EI = 1e5, 4.0, 1e9
    frame = Frame(plane="xz")
    frame.section("column", EA=1e14, EI=EI)
    for i in range(3):
        frame.node(str(i), 0, 0, h * i)
    for i in (1, 2):
        frame.member(f"storey {i}", str(i - 1), str(i), "column")
        frame.support(str(i), "ry")  # beams without bending
        frame.mass(str(i), m if i == 1 else m / 2)
    frame.support("0", "fixed")
    k = 12 * EI / h**3
    omega = np.sqrt(k / m * np.array([2 - np.sqrt(2), 2 + np.sqrt(2)]))
    peaks = frame.spectrum([(0.0, 3.0), (10.0, 3.0)], direction="x", rule="srss")
    sway = np.flatnonzero(np.isclose(peaks.modes.circular[:, None], omega).any(axis=1))
    assert len(sway) == 2
    shape = np.array([[1 / np.sqrt(2), -1 / np.sqrt(2)], [1.0, 1.0]])
    mass = np.array([m, m / 2])
    gamma = mass @ shape / (mass @ shape**2)
    push = mass[:, None] * shape * gamma * 3.0
    base = np.sqrt((push.sum(axis=0) ** 2).sum())
    assert peaks.reaction("0").fx == approx(base, rel=1e-6)
    assert peaks.force("storey 1", 1.0).Vz == approx(base, rel=1e-6)
    top = np.sqrt(((shape[1] * gamma * 3.0 / omega**2) ** 2).sum())
    assert peaks.displacement("2").ux == approx(top, rel=1e-6)
    assert peaks.mass_share == approx(1.0)


def test_a_point_load_across_an_inclined_member():
    """`local` turns the force into the member's axes: P L / 4 whatever the slope."""
    frame = Frame(plane="xz")
    frame.section("s", E=2e11, A=0.01, I=1e-5)
    frame.node("a", 0)
    frame.node("b", 3, 0, 4)
    frame.member("m", "a", "b", "s")
    frame.support("a", "ux uz")
    frame.support("b", "ux uz")
    frame.load("m", fz=-1e3, at=2.5, local=True)
    result = frame.solve()
    assert result.force("m", 2.5).My == approx(1e3 * 5 / 4)
    assert result.reaction("a").fx == approx(-500 * 0.8)
    assert result.reaction("a").fz == approx(500 * 0.6)


def test_a_point_load_beside_the_axis_twists_as_a_line_of_it_does():
    """P e of torque, and an axial force on an arm bends; a node takes no arm."""
    frame = Frame()
    frame.section("s", E=2e11, nu=0.3, A=0.01, I=1e-5, J=1e-5)
    frame.node("a", 0)
    frame.node("b", 3, 4)
    frame.member("m", "a", "b", "s")
    frame.support("a", "fixed")
    frame.load("m", fz=-1e3, at=5, arm=(0.5, 0), case="beside")
    frame.load("m", fx=1e3, at=5, arm=(0, 0.2), local=True, case="above")
    result = frame.solve()
    assert approx(-500) == result.force("m", 2.0, "beside").T
    assert result.force("m", 0.0, "beside").My == approx(-5e3)
    # a pull above the axis: tension on top
    assert result.force("m", 2.0, "above").My == approx(-200)
    assert approx(1e3) == result.force("m", 2.0, "above").N
    with pytest.raises(ModelError, match="no member 'b'"):
        frame.load("b", fz=-1, arm=(1, 0))
