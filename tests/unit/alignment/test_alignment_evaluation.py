import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from spanwright.alignment import Alignment, GradeSegment, PlanSegment, levels, locate, misfits
from spanwright.alignment.laws import LAWS, swing
from spanwright.datum.errors import ScopeError

TRANSITIONS = ["clothoid", "bloss", "cosine", "sine", "helmert", "viennese"]
curvatures = st.floats(-0.02, 0.02)


@pytest.mark.parametrize("kind", TRANSITIONS)
def test_a_law_runs_from_nought_to_one_and_its_integral_is_its_integral(kind):
    u = np.linspace(0.0, 1.0, 2001)
    f, integral = LAWS[kind](u)
    assert (f[0], f[-1], integral[0]) == pytest.approx((0.0, 1.0, 0.0), abs=1e-15)
    assert np.gradient(integral, u)[1:-1] == pytest.approx(f[1:-1], abs=2e-6)
    assert f + f[::-1] == pytest.approx(np.ones(u.size))  # the same from both ends
    assert integral[-1] == pytest.approx(0.5)


@pytest.mark.parametrize("kind", ["bloss", "cosine", "sine", "helmert", "viennese"])
def test_smooth_laws_begin_and_end_without_a_kink(kind):
    u = np.array([0.0, 1e-5, 1 - 1e-5, 1.0])
    f, _ = LAWS[kind](u)
    assert f[1] < 1e-8
    assert 1 - f[2] < 1e-8


def test_the_swing_is_the_derivative_of_the_viennese_law():
    u = np.linspace(0.0, 1.0, 20001)
    f, _ = LAWS["viennese"](u)
    second, first = swing(u)
    assert np.gradient(f, u)[1:-1] == pytest.approx(first[1:-1], abs=1e-5)
    assert np.gradient(first, u)[1:-1] == pytest.approx(second[1:-1], abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(TRANSITIONS), first=curvatures, last=curvatures,
    length=st.floats(1.0, 400.0), direction=st.floats(-3.0, 3.0),
)  # fmt: skip
def test_position_is_the_integral_of_the_direction(kind, first, last, length, direction):
    line = Alignment("t", (PlanSegment(kind, 7.0, -3.0, direction, length, first, last),))
    s = np.linspace(0.0, length, 7)
    at = locate(line, s)

    def heading(x):
        _, integral = LAWS[kind](np.array(x / length))
        return direction + first * x + (last - first) * length * float(integral)

    for k in (3, 6):
        middle = [length / 2] if k == 6 else None
        options = {"epsabs": 1e-12, "epsrel": 1e-12, "limit": 400, "points": middle}
        x = quad(lambda v: np.cos(heading(v)), 0.0, s[k], **options)[0]
        y = quad(lambda v: np.sin(heading(v)), 0.0, s[k], **options)[0]
        assert (at.x[k], at.y[k]) == pytest.approx((7.0 + x, -3.0 + y), abs=1e-9)
        assert at.direction[k] == pytest.approx(heading(s[k]))


@settings(max_examples=40, deadline=None)
@given(kind=st.sampled_from([*TRANSITIONS, "cubic"]), first=st.floats(-0.003, 0.003),
       last=st.floats(-0.003, 0.003), length=st.floats(5.0, 120.0))  # fmt: skip
def test_a_curve_driven_backwards_is_the_same_curve(kind, first, last, length):
    there = Alignment("t", (PlanSegment(kind, 0.0, 0.0, 0.3, length, first, last),))
    end = locate(there, length)
    x, y, direction = float(end.x[0]), float(end.y[0]), float(end.direction[0])
    if kind == "cubic" and abs(last - first) < 0.3 * max(abs(first), abs(last)):
        return  # nearly an arc: far out on a steep parabola, refused
    back = Alignment("b", (PlanSegment(kind, x, y, direction + np.pi, length, -last, -first),))
    s = np.linspace(0.0, length, 9)
    one, two = locate(there, s), locate(back, length - s)
    assert np.hypot(one.x - two.x, one.y - two.y).max() < 1e-9


def test_an_arc_is_a_circle_all_the_way_round():
    line = Alignment("t", (PlanSegment("arc", 50.0, 0.0, np.pi / 2, 100 * np.pi, 0.02, 0.02),))
    at = locate(line, np.linspace(0.0, 100 * np.pi, 101))
    assert np.hypot(at.x, at.y) == pytest.approx(np.full(101, 50.0), abs=1e-11)
    assert (at.x[-1], at.y[-1]) == pytest.approx((50.0, 0.0), abs=1e-10)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_cubic_parabola_obeys_its_formula_and_its_length(sign):
    radius, length = 400.0, 120.0
    line = Alignment("t", (PlanSegment("cubic", 0.0, 0.0, 0.0, length, 0.0, sign / radius),))
    at = locate(line, np.linspace(0.0, length, 25))
    assert at.y == pytest.approx(sign * at.x**3 / (6 * radius * length), abs=1e-12)
    slope = lambda x: x**2 / (2 * radius * length)  # noqa: E731
    travelled = [quad(lambda v: np.hypot(1.0, slope(v)), 0.0, x)[0] for x in at.x]
    assert travelled == pytest.approx(np.linspace(0.0, length, 25), abs=1e-9)
    assert np.tan(at.direction) == pytest.approx(sign * slope(at.x))


def test_a_cubic_from_arc_to_line_ends_straight():
    line = Alignment("t", (PlanSegment("cubic", 0.0, 0.0, 0.0, 80.0, 1 / 500, 0.0),))
    at = locate(line, [0.0, 80.0])
    assert at.curvature[1] == pytest.approx(0.0, abs=1e-12)
    assert at.curvature[0] == pytest.approx(1 / 500, rel=0.02)


def test_a_cubic_that_is_no_transition_is_refused():
    line = Alignment("t", (PlanSegment("cubic", 0.0, 0.0, 0.0, 500.0, 0.0, 1 / 100),))
    with pytest.raises(ScopeError, match="steeper"):
        locate(line, [10.0])


def test_segments_follow_one_another_and_misfits_are_measured():
    first = PlanSegment("line", 0.0, 0.0, 0.0, 100.0)
    second = PlanSegment("arc", 100.0, 0.3, 0.01, 50.0, 0.01, 0.01)
    line = Alignment("t", (first, second))
    assert misfits(line)[0] == pytest.approx([0.3, 0.01])
    at = locate(line, [0.0, 99.0, 100.0, 150.0])
    assert at.curvature == pytest.approx([0.0, 0.0, 0.01, 0.01])


def test_beyond_the_ends_nothing_is_made_up():
    line = Alignment("road 7", (PlanSegment("line", 0.0, 0.0, 0.0, 100.0),))
    for wrong in (-0.01, 100.01, float("nan")):
        with pytest.raises(ScopeError, match="road 7"):
            locate(line, [50.0, wrong])
    with pytest.raises(ScopeError, match="no profile"):
        levels(line, [0.0])


def test_levels_of_grade_parabola_and_circle():
    rows = (
        GradeSegment("grade", 0.0, 100.0, 10.0, 0.02, 0.02),
        GradeSegment("parabola", 100.0, 200.0, 12.0, 0.02, -0.02),
        GradeSegment("circle", 300.0, 60.0, 12.0, -0.02, 0.03),
    )
    line = Alignment("t", (PlanSegment("line", 0.0, 0.0, 0.0, 360.0),), rows)
    at = levels(line, [50.0, 200.0, 300.0, 360.0])
    assert at.level[:3] == pytest.approx([11.0, 13.0, 12.0])
    assert at.gradient == pytest.approx([0.02, 0.0, -0.02, 0.03], abs=1e-12)
    rise = quad(lambda s: float(levels(line, s).gradient[0]), 300.0, 360.0)[0]
    assert at.level[3] - 12.0 == pytest.approx(rise, rel=1e-9)
    s = np.linspace(300.0, 360.0, 50)
    z = levels(line, s).level
    k = (np.sin(np.arctan(0.03)) - np.sin(np.arctan(-0.02))) / 60.0
    centre = (300.0 + np.sin(np.arctan(0.02)) / k, 12.0 + np.cos(np.arctan(0.02)) / k)
    assert np.hypot(s - centre[0], z - centre[1]) == pytest.approx(np.full(50, 1 / k))
