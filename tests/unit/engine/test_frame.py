"""The public `Frame`: what it builds, what it answers, what it refuses and in which words."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from spanwright import Frame
from spanwright.datum.errors import ModelError
from spanwright.engine.frame.arrays import build
from spanwright.engine.influence import MEMBER, surfaces
from spanwright.engine.placement import evaluate
from spanwright.engine.statics import prepare
from spanwright.engine.surfaces import Responses

approx = pytest.approx


def two_spans() -> Frame:
    frame = Frame.beam([30, 30], EI="15 GN m2", mass="10 t/m", expansion=1e-5)
    frame.load("span 1", fz="-20 kN/m", case="one")
    frame.load("span 2", fz="-20 kN/m", case="two")
    return frame


def test_results_are_asked_for_by_name_and_case():
    frame = two_spans()
    frame.combine("both", {"one": 1.0, "two": 1.0})
    frame.combine("more", {"both": 2.0, "one": 0.5})
    result = frame.solve()
    assert result.names == ("one", "two", "both", "more")
    assert result.reaction("B", "both").fz == approx(1.25 * 20e3 * 30)
    assert result.force("span 1", 30.0, "both").My == approx(-20e3 * 30**2 / 8)
    assert result.reaction("A", "more").fz == approx(
        2.5 * result.reaction("A", "one").fz + 2.0 * result.reaction("A", "two").fz
    )
    along = result.force("span 1", np.array([0.0, 15.0, 30.0]), "one")
    assert along.Vz == approx([0.4375 * 600e3, -37.5e3, -0.5625 * 600e3])
    with pytest.raises(ModelError, match=r"which load case\? there are 'one', 'two'"):
        result.reaction("B")
    with pytest.raises(ModelError, match="there is no load case or combination 'won'"):
        result.reaction("B", "won")


def test_extremes_are_found_between_the_sections_anyone_would_sample():
    """9 w L2 / 128 at 3 L / 8 from the end support of a two-span beam with both spans loaded."""
    frame = two_spans()
    frame.combine("both", {"one": 1.0, "two": 1.0})
    found = frame.solve().extreme("span 1", "My", "both")
    assert found.maximum == approx(9 * 20e3 * 900 / 128, rel=1e-9)
    assert found.at_maximum == approx(3 * 30 / 8, rel=1e-6)
    assert (found.minimum, found.at_minimum) == (approx(-20e3 * 900 / 8), 30.0)


def test_extreme_shear_sees_both_sides_of_a_point_load():
    frame = Frame.beam([10], EI=1e8)
    frame.load("span 1", fz=-1e3, at=4.0)
    result = frame.solve()
    assert result.extreme("span 1", "Vz")[::2] == approx((600.0, -400.0))
    assert result.extreme("span 1", "My").maximum == approx(2400.0)
    # maximum deflection of a load beyond the middle: P b (L2 - b2)^1.5 / (9 sqrt(3) L EI)
    low = result.extreme("span 1", "uz")
    b, L = 4.0, 10.0
    assert -low.minimum == approx(1e3 * b * (L**2 - b**2) ** 1.5 / (9 * 3**0.5 * L * 1e8))


def test_envelope_names_the_case_that_governs():
    envelope = two_spans().solve().envelope("span 1", "My", [12.0, 30.0])
    assert envelope.maximum_case[0] == "one"
    assert envelope.minimum_case[0] == "two"
    assert envelope.minimum[1] == approx(-20e3 * 900 / 16)


def test_influence_lines_agree_with_loads_put_there():
    """Moment, shear, reaction and deflection of a beam with a hinge, load case by load case."""
    frame = Frame.beam([12, 20, 12], EI=1e9, hinges=[16.0])
    places = {"span 1": [3.0, 9.0], "span 2": [0.0, 4.0, 7.0, 13.0], "span 3": [6.0, 12.0]}
    for member, points in places.items():
        for x in points:
            frame.load(member, fz=-1.0, at=x, case=f"{member} {x}")
    result = frame.solve()
    lines = {
        "My": result.influence("span 2", "My", 10.0, points=41),
        "Vz": result.influence("span 2", "Vz", 10.0, points=41),
        "fz": result.influence("B", "fz", points=41),
        "uz": result.influence("C", "ry", points=41),
    }
    for member, points in places.items():
        for x in points:
            case = f"{member} {x}"
            expected = (
                result.force("span 2", 10.0, case).My,
                result.force("span 2", 10.0, case).Vz,
                result.reaction("B", case).fz,
                result.displacement("C", case).ry,
            )
            for line, value in zip(lines.values(), expected, strict=True):
                mine = np.array([m == member for m in line.member])
                found = np.interp(x, line.x[mine], line.value[mine])
                size = np.abs(line.value).max()
                assert abs(found - value) < 2e-3 * size  # between points: straight lines
    shear = lines["Vz"]
    twin = np.flatnonzero((np.array(shear.member) == "span 2") & (shear.x == 10.0))
    assert shear.value[twin[1]] - shear.value[twin[0]] == approx(1.0)


def test_bedded_member_is_divided_until_it_is_exact():
    """Hetenyi: long beam on elastic ground, w = P b / 2k and M = P / 4b under the load."""
    k, EI, P = 2e6, 2e8, 1e5
    frame = Frame(plane="xz")
    frame.section("rail", EA=1e9, EI=EI)
    for name, x in (("A", 0.0), ("M", 60.0), ("Z", 120.0)):
        frame.node(name, x)
    frame.member("left", "A", "M", "rail", bedding=(0, 0, k))
    frame.member("right", "M", "Z", "rail", bedding=(0, 0, k))
    frame.support("A", "ux")
    frame.load("M", fz=-P)
    result = frame.solve()
    b = (k / (4 * EI)) ** 0.25
    assert -result.displacement("M").uz == approx(P * b / (2 * k), rel=2e-6)
    assert result.force("left", 60.0).My == approx(P / (4 * b), rel=1e-4)
    # the load on the ground between two points is the change of shear
    x = np.array([50.0, 55.0])
    shear = np.asarray(result.force("left", x).Vz)
    s = 60.0 - np.linspace(50, 55, 2001)
    sag = P * b / (2 * k) * np.exp(-b * s) * (np.cos(b * s) + np.sin(b * s))
    assert shear[1] - shear[0] == approx(np.trapezoid(k * sag, dx=5 / 2000), rel=1e-4)


def test_grillage_plane_takes_loads_along_z_only():
    frame = Frame(plane="grillage")
    frame.section("beam", EI=1e8, GJ=1e7)
    frame.node("A", 0, 0)
    frame.node("B", 0, 10)
    frame.member("AB", "A", "B", "beam")
    frame.support("A", "uz rx ry")
    frame.load("B", fz=-1e3)
    # about the transverse member's own axes: still a cantilever
    assert frame.solve().displacement("B").uz == approx(-1e3 * 1000 / 3e8)


def test_skew_roller_and_spring_axes():
    c, s = np.cos(0.3), np.sin(0.3)
    turned = [[c, 0, s], [0, 1, 0], [-s, 0, c]]
    frame = Frame(plane="xz")
    frame.section("beam", EA=1e9, EI=1e8)
    frame.node("A", 0)
    frame.node("B", 10)
    frame.member("AB", "A", "B", "beam")
    frame.support("A", "ux uz")
    frame.support("B", "uz", axes=turned)
    frame.load("AB", fz=-1e3)
    reaction = frame.solve().reaction("B")
    assert reaction.fz == approx(5e3)
    assert reaction.fx == approx(-5e3 * s / c)
    frame.supports.pop("B")
    frame.support_axes.pop("B")
    frame.spring("B", uz=1e12, axes=turned, name="roller")
    result = frame.solve()
    assert result.reaction("B").fx == approx(-5e3 * s / c, rel=1e-5)
    assert result.spring("roller").fz == approx(-5e3 / c, rel=1e-5)


def test_truss_joints_need_no_rotational_supports():
    frame = Frame()
    frame.section("tie", E="210 GPa", A="10 cm2", I="1 cm4", J="1 cm4")
    for name, place in {"A": (0, 0, 0), "B": (3, 0, 0), "C": (0, 3, 0), "T": (1, 1, 4)}.items():
        frame.node(name, *place)
    for foot in "ABC":
        frame.support(foot, "pinned")
        frame.bar(f"{foot}T", foot, "T", "tie")
    frame.load("T", fz=-1e3)
    result = frame.solve()
    vertical = sum(result.reaction(n).fz for n in "ABC")
    assert vertical == approx(1e3)
    moments = [abs(v) for m in ("AT", "BT", "CT") for v in result.force(m, 0.0)[3:]]
    assert max(moments) < 1e-9
    frame.load("T", mx=1.0)
    with pytest.raises(ModelError, match="node 'T' can rotate about x: every member is hinged"):
        frame.solve()


def test_modes_divide_members_by_themselves():
    """First bending frequency of a simple beam, pi / 2 L2 sqrt(EI / m): 1e-4 with 8 elements."""
    frame = Frame.beam([20], EI=1e9, mass=1e3)
    expected = np.pi / (2 * 400) * np.sqrt(1e9 / 1e3)
    assert frame.modes(1).frequency[0] == approx(expected, rel=1e-4)


def test_buckling_of_a_pinned_column():
    """Euler: pi2 EI / L2."""
    frame = Frame(plane="xz")
    frame.section("column", EA=1e9, EI=1e6)
    frame.node("foot", 0, 0, 0)
    frame.node("head", 0, 0, 5)
    frame.member("column", "foot", "head", "column")
    frame.support("foot", "ux uz")
    frame.support("head", "ux")
    frame.load("head", fz=-1.0, case="push")
    assert frame.buckling("push").factor[0] == approx(np.pi**2 * 1e6 / 25, rel=1e-3)


def test_a_chain_of_members_is_a_loading_line():
    """Surfaces over the line = influence lines of the frame."""
    frame = Frame.beam([12, 20], EI=1e9)
    frame.load("span 1", fz=-1.0)
    built = build(frame, 4)
    line = built.loading_line(["span 1", "span 2"])
    assert line.x == approx([0, 3, 6, 9, 12, 17, 22, 27, 32])
    moment = Responses(*np.array([[MEMBER], [5], [1], [4]]), ("M",))
    found = surfaces(prepare(built.model), moment, line, np.array([0.0, 12.0, 32.0]))
    expected = frame.solve().influence("span 2", "My", 10.0, points=9)
    assert evaluate(found, np.array([0]), expected.station, 0.0)[0] == approx(
        expected.value, abs=1e-9
    )
    with pytest.raises(ModelError, match="follow one another"):
        built.loading_line(["span 2", "span 1"])


def test_weight_of_a_frame_drawn_on_paper_acts_along_y():
    frame = Frame(plane="xy")
    frame.section("beam", E=1e9, A=0.1, I=1e-3, density=1000)
    frame.node("A", 0)
    frame.node("B", 4)
    frame.member("AB", "A", "B", "beam")
    frame.support("A", "fixed")
    frame.self_weight()
    assert frame.solve().reaction("A").fy == approx(100 * 4 * 9.80665)


def test_table_states_the_signs():
    frame = Frame.beam([10], EI=1e8)
    frame.load("span 1", fz=-1e3)
    text = frame.solve().table()
    assert "My sagging +" in text
    assert "5000" in text
    assert "12500" in text


def base() -> Frame:
    frame = Frame(plane="xz")
    frame.node("A", 0)
    frame.node("B", "6 m")
    frame.section("steel", E="210 GPa", A=0.01, I=1e-4)
    frame.member("AB", "A", "B", "steel")
    frame.support("A", "fixed")
    return frame


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (lambda f: f.node("A", 1), "node 'A' is defined twice"),
        (lambda f: f.node("C", "3 kN"), "node 'C', x: must be a length in m, mm"),
        (lambda f: f.node("C", float("nan")), "node 'C', x: must be a finite number"),
        (lambda f: f.node("", 1), "a node needs a name"),
        (lambda f: f.member("BC", "B", "C", "steel"), "there is no node 'C'"),
        (lambda f: f.member("BA", "B", "A", "steal"), 'no section .steal.; did you mean "steel"'),
        (lambda f: f.member("BA", "B", "B", "steel"), "member 'BA' has no length"),
        (lambda f: f.member("BA", "B", "A", "steel", release_end="M"), "cannot release 'M'"),
        (lambda f: f.member("BA", "B", "A", "steel", hinges=[7]), "hinges must lie between"),
        (lambda f: f.member("BA", "B", "A", "steel", parts=0), "parts must be a whole number"),
        (lambda f: f.section("x", E=1.0, A=1.0), "section 'x': EIy is missing; give EIy, or E and"),
        (lambda f: f.section("x", EA=1, EI=-2), "section 'x', EI: must be positive"),
        (lambda f: f.section("x", EA=1, EI=2, density=1), "density needs A"),
        (lambda f: f.section("x", EA=1, EI=2, Az=1), "Az needs E or G"),
        (lambda f: f.support("A", "uu"), "unknown component 'uu'"),
        (lambda f: f.support("B", "uz", axes=[[1, 0, 0]] * 3), "unit vectors at right angles"),
        (lambda f: f.spring("B", uq=1.0), "spring 'B': unknown component 'uq'"),
        (lambda f: f.load("AB"), "give at least one of fx"),
        (lambda f: f.load("AC", fz=1), "no node, member or plate .AC.; did you mean"),
        (lambda f: f.load("AB", f=1), "unknown component 'f'"),
        (lambda f: f.load("AB", fz=1, at=7), "at: must lie between 0 m and 6 m .got 7 m"),
        (lambda f: f.load("AB", fz=1, start=3, end=2), "end must lie beyond start"),
        (lambda f: f.load("AB", fy=1), "fy does nothing in a flat 'xz' frame, which holds uy"),
        (lambda f: f.load("AB", my=1), "a moment along a member"),
        (lambda f: f.load("AB", fz=(1, 2, 3)), "two values, first and last"),
        (lambda f: f.load("B", fz=True), "fz: must be a force"),
        (lambda f: f.settle("A", uz="1 kN"), "uz: must be a length"),
        (lambda f: f.settle("B", uz=1), "it is not held in uz"),
        (lambda f: f.temperature("AB", uniform=10), "give expansion"),
        (lambda f: f.temperature("AB", top_minus_bottom=10, expansion=1e-5), "needs depth"),
        (lambda f: f.combine("U", {"wind": 1}), "there is no load case 'wind'"),
        (lambda f: f.self_weight(), "no section or plate has a density or a mass"),
        (lambda f: f.solve(), "the frame has no loads"),
        (lambda _: Frame(plane="yz"), "plane must be one of"),
        (lambda _: Frame.beam([], EI=1), "spans: give at least one length"),
        (lambda _: Frame.beam([1, 2], EI=1, supports=["pin"]), "2 spans need 3 supports"),
        (lambda _: Frame.beam([1], EI=1, supports=["pin", "rolle"]), "must be a stiffness in"),
        (lambda _: Frame.beam([1], EI=1, hinges=[2]), "hinges must lie between"),
        (lambda _: Frame().solve(), "the frame has no nodes"),
        (lambda f: f.spring("A", uz=-1), "spring 'A', uz: must not be negative"),
        (lambda f: f.support("B", ""), "name at least one of ux"),
        (lambda f: f.support("B", "ux", axes="x"), "three unit vectors at right angles"),
        (lambda f: f.mass("B", 1, inertia=("a", 0, 0)), "inertia: must be three numbers"),
        (lambda f: f.member("x", "A", "B", "steel", up=(0, 1)), "up: must be three numbers"),
        (lambda f: f.load("AB", fz=1, at=1, arm=3), "arm: must be a list"),
        (lambda f: f.member("x", "A", "B", "steel", hinges=3), "hinges: must be a list"),
        (lambda f: f.member("x", "A", "B", "steel", release_end=3), "a release names section"),
        (lambda f: f.modes("a"), "the number of modes must be a whole number"),
    ],
)
def test_each_mistake_is_said_in_one_sentence(act, text):
    with pytest.raises(ModelError, match=text) as error:
        act(base())
    assert "\n" not in str(error.value)


def test_importing_the_package_does_not_load_the_engine():
    """The command line starts quickly because `Frame` is imported when first used."""
    code = "import sys, spanwright; assert 'numpy' not in sys.modules; spanwright.Frame"
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="no attribute 'Frames'"):
        __import__("spanwright").Frames  # noqa: B018
