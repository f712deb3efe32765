"""Tendons: friction and draw-in of a published example, and closed forms of secondary moments.

B. H. Ahmad, Prestressed Concrete Design SAB4323 (Universiti Teknologi Malaysia), topic 4,
Example 4.3; Lin and Burns, Design of Prestressed Concrete Structures (1981), chapter 10 (linear
transformation, concordant tendons); Magnel's two-span beam.
"""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import InputError
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import Model
from spanwright.engine.statics import forces_at, solve
from spanwright.engine.tendon import (
    Tendon,
    add_equivalent_loads,
    primary,
    sampled,
    tension,
)

EVEN = {"friction": 0.0, "wobble": 0.0, "area": 1e-3, "modulus": 195e9}


def utm(law):
    tendon = Tendon.through(np.array([0.0, 20.0]), np.zeros(2), np.array([-0.558]))
    given = {"friction": 0.25, "wobble": 0.0017, "area": 0.00285, "modulus": 195e9, "law": law}
    jack = 1239e6 * 0.00285
    return tendon, tension(tendon, jack, draw_in=0.005, **given), tension(tendon, jack, **given)


def test_utm_example_4_3_draw_in_by_hand_calculation():
    """Loss 15 820 N/m and 419.3 kN at the anchor over 13.25 m; 3111.9, 3270.1, 3214.8 kN."""
    _, found, before = utm("linear")
    loss = (before.force[0] - before.force[-1]) / 20.0
    assert loss == pytest.approx(15820.0, rel=5e-3)
    assert before.force[0] - found.force[0] == pytest.approx(419300.0, rel=5e-3)
    assert found.set_length[0] == pytest.approx(13.25, rel=5e-3)
    assert found.set_length[1] == 0.0
    assert found.at(np.array([0.0, 10.0, 20.0])) == pytest.approx(
        [3111.9e3, 3270.1e3, 3214.8e3], rel=1e-3
    )


def test_utm_example_4_3_draw_in_by_the_exponential_law():
    """The same within what the linear law neglects: half the square of the exponent 0.09."""
    _, found, before = utm("exponential")
    assert before.force[-1] == pytest.approx(1239e6 * 0.00285 * np.exp(-0.0898), rel=1e-9)
    assert found.at(np.array([0.0, 10.0, 20.0])) == pytest.approx(
        [3111.9e3, 3270.1e3, 3214.8e3], rel=5e-3
    )
    x = found.set_length[0]
    # closed form of the area between exp(-k s) and its mirror: (1 - exp(-k x))^2 / k
    k = 0.0898 / 20
    slip = 1239e6 * 0.00285 * (1 - np.exp(-k * x)) ** 2 / k / (0.00285 * 195e9)
    assert slip == pytest.approx(0.005, rel=1e-4)


def test_jacking_from_both_ends_and_slip_through_the_whole_length():
    tendon = Tendon.through(np.array([0.0, 20.0]), np.zeros(2), np.array([-0.558]))
    given = {"friction": 0.25, "wobble": 0.0017, "area": 0.00285, "modulus": 195e9}
    both = tension(tendon, 3e6, draw_in=0.001, jacking="both", **given)
    assert both.force == pytest.approx(both.force[::-1], rel=1e-9)
    assert both.at(np.array([10.0])) == pytest.approx(3e6 * np.exp(-0.0449), rel=1e-6)
    plain = tension(tendon, 3e6, **given)
    mean = np.trapezoid(plain.force, plain.station) / 20
    assert plain.elongation == pytest.approx(mean * 20 / (0.00285 * 195e9), rel=1e-12)
    end = tension(tendon, 3e6, draw_in=0.001, jacking="end", **given)
    start = tension(tendon, 3e6, draw_in=0.001, **given)
    assert end.force == pytest.approx(start.force[::-1], rel=1e-9)
    deep = tension(tendon, 3e6, draw_in=0.02, **given)
    assert deep.set_length[0] == pytest.approx(20.0)
    slip = np.trapezoid(plain.force - deep.force, plain.station) / (0.00285 * 195e9)
    assert slip == pytest.approx(0.02, rel=1e-6)


def test_friction_at_a_kink_and_in_plan():
    """A harped tendon loses exp(-mu angle) at its kink; plan and height angles add as vectors."""
    harped = Tendon.through(np.array([0.0, 10.0, 20.0]), np.array([0.0, -0.6, 0.0]),
                            np.array([-0.3, -0.3]))  # fmt: skip
    found = tension(harped, 1e6, friction=0.2, wobble=0.0, area=1e-3, modulus=195e9)
    assert found.at(np.array([9.9, 10.1])) == pytest.approx([1e6, 1e6 * np.exp(-0.2 * 0.12)])
    plan = Tendon.through(np.array([0.0, 10.0, 20.0]), np.array([0.0, -0.6, 0.0]),
                          np.array([-0.3, -0.3]), y=np.array([0.0, 0.8, 0.0]))  # fmt: skip
    assert plan.turned(np.array([20.0])) == pytest.approx([2 * np.hypot(0.06, 0.08)])


def beam(spans, parts=10, up=None):
    x = np.concatenate([[0.0], *(sum(spans[:i]) + L * np.arange(1, parts + 1) / parts
                                 for i, L in enumerate(spans))])  # fmt: skip
    count = len(x)
    fixed = np.zeros((count, 6), dtype=bool)
    fixed[0, [0, 3]] = True
    fixed[np.arange(len(spans) + 1) * parts, 1] = True
    fixed[np.arange(len(spans) + 1) * parts, 2] = True
    members = np.column_stack([np.arange(count - 1), np.arange(1, count)])
    rigidity = np.tile([1e10, 3e9, 8e9, 2e9, np.inf, np.inf], (count - 1, 1))
    model = Model.of(np.column_stack([x, 0 * x, 0 * x]), members, rigidity, fixed=fixed)
    return model, x


def effect(model, x, tendon, force):
    """Total and secondary forces just after every node but the last."""
    book = LoadBook()
    count = len(x) - 1
    add_equivalent_loads(book, "prestress", model, np.arange(count), tendon, force)
    loads = book.close()
    found = solve(model, loads)
    at = np.zeros(count) + 1e-6
    total = forces_at(model, loads, found, np.arange(count), at)[0]
    return found, total, total - primary(tendon, force, x[:-1] + 1e-6)


@pytest.mark.parametrize("losses", [False, True])
def test_a_determinate_beam_has_primary_effects_only(losses):
    """Any tendon, with and without friction: reactions and secondary forces are nought."""
    model, x = beam([24.0], 12)
    tendon = Tendon.through(
        np.array([1.0, 9.0, 15.0, 22.0]), np.array([0.1, -0.5, -0.5, 0.2]),
        np.array([-0.35, -0.5, -0.3]), y=np.array([0.1, 0.0, 0.3, -0.2]),
    )  # fmt: skip
    given = EVEN | ({"friction": 0.19, "wobble": 0.001, "draw_in": 0.006} if losses else {})
    force = tension(tendon, 2e6, **given)
    found, _, secondary = effect(model, x, tendon, force)
    inside = (x[:-1] > 1.0) & (x[:-1] < 21.9)
    tolerance = 2e6 * 0.5 * (2e-4 if losses else 1e-5)
    assert np.abs(secondary[inside]).max() < tolerance
    assert np.abs(found.reaction).max() < tolerance
    assert found.equilibrium_residual[0] < 1e-10


def test_two_span_parabolas_give_the_secondary_moment_of_the_uniform_load():
    """z = 0 at supports, sag f: M2 = P f over the middle support (8 P f / L^2)(L^2 / 8)."""
    L, f, P = 20.0, 0.6, 3e6
    model, x = beam([L, L])
    tendon = Tendon.through(np.array([0, L, 2 * L]), np.zeros(3), np.array([-f, -f]))
    found, total, secondary = effect(model, x, tendon, tension(tendon, P, **EVEN))
    assert secondary[:, 4] == pytest.approx(P * f * np.minimum(x[:-1], 2 * L - x[:-1]) / L, abs=3.0)
    assert total[10, 4] == pytest.approx(P * f, rel=1e-6)
    assert secondary[:, 0] == pytest.approx(0.0, abs=1e-3)
    assert found.reaction[0, 10, 2] == pytest.approx(-2 * P * f / L, rel=1e-6)
    assert found.reaction[0, :, 2].sum() == pytest.approx(0.0, abs=1e-3)


def test_linear_transformation_moves_the_tendon_but_not_the_total():
    """Raised over the middle support by e in straight lines: totals are the same (Lin and Burns);

    raised by f it follows its own pressure line: concordant, no secondary moment.
    """
    L, f, P = 20.0, 0.6, 3e6
    model, x = beam([L, L])
    totals, seconds = [], []
    for raised in (0.0, 0.25, f):
        tendon = Tendon.through(np.array([0, L, 2 * L]), np.array([0, raised, 0]),
                                np.array([raised / 2 - f, raised / 2 - f]))  # fmt: skip
        _, total, secondary = effect(model, x, tendon, tension(tendon, P, **EVEN))
        totals.append(total[:, 4])
        seconds.append(secondary[10, 4])
    assert totals[1] == pytest.approx(totals[0], abs=1.0)
    assert totals[2] == pytest.approx(totals[0], abs=1.0)
    assert seconds == pytest.approx([P * f, P * (f - 0.25), 0.0], abs=5.0)


def test_straight_eccentric_tendon_of_two_spans():
    """Straight at -e: end moments -P e alone: M over the support + P e / 2, secondary 3/2 P e."""
    L, e, P = 20.0, 0.4, 3e6
    model, x = beam([L, L])
    tendon = Tendon.through(np.array([0, 2 * L]), np.array([-e, -e]), np.array([-e]))
    _, total, secondary = effect(model, x, tendon, tension(tendon, P, **EVEN))
    assert total[0, 4] == pytest.approx(-P * e, rel=1e-6)
    assert total[10, 4] == pytest.approx(P * e / 2, rel=1e-6)
    assert secondary[10, 4] == pytest.approx(1.5 * P * e, rel=1e-6)


def test_draped_tendon_with_friction_on_three_spans():
    """Losses along the way: total less primary is linear between supports, as it must be."""
    spans = [30.0, 40.0, 30.0]
    model, x = beam(spans, 20)
    station = np.array([0.0, 13.0, 30.0, 50.0, 70.0, 87.0, 100.0])
    tendon = Tendon.draped(station, np.array([0.0, -0.7, 0.5, -0.7, 0.5, -0.7, 0.0]))
    assert tendon.at(station)[1][:, 0] == pytest.approx(0.0, abs=1e-12)
    assert tendon.at(station)[0][:, 0] == pytest.approx([0.0, -0.7, 0.5, -0.7, 0.5, -0.7, 0.0])
    force = tension(tendon, 5e6, friction=0.2, wobble=0.0012, area=3.5e-3, modulus=195e9,
                    draw_in=0.006, jacking="both")  # fmt: skip
    _, _, secondary = effect(model, x, tendon, force)
    for part in (slice(0, 20), slice(20, 40), slice(40, 60)):
        fit = np.polyfit(x[:-1][part], secondary[part, 4], 1)
        away = np.abs(np.polyval(fit, x[:-1][part]) - secondary[part, 4])
        # the friction force is uniform between samples: 1e-4 of the primary moment
        assert away.max() < 1e-4 * 5e6 * 0.7
    assert np.abs(secondary[20, 4]) > 1e5


def test_the_members_may_point_anywhere():
    """A chain turned in space, its z upright: same effects as along x."""
    L, f, P = 20.0, 0.6, 3e6
    model, x = beam([L, L])
    tendon = Tendon.through(np.array([0, L, 2 * L]), np.zeros(3), np.array([-f, -f]),
                            y=np.array([0.0, 0.3, -0.1]))  # fmt: skip
    force = tension(tendon, P, **(EVEN | {"friction": 0.2}))
    _, straight, _ = effect(model, x, tendon, force)
    a, b = np.radians(37), np.radians(5)
    turn = np.array([[np.cos(a) * np.cos(b), -np.sin(a), -np.cos(a) * np.sin(b)],
                     [np.sin(a) * np.cos(b), np.cos(a), -np.sin(a) * np.sin(b)],
                     [np.sin(b), 0, np.cos(b)]])  # fmt: skip
    turned = Model.of(
        model.nodes @ turn.T, model.members, model.rigidity, fixed=model.fixed,
        support_axes=np.tile(turn.T, (len(x), 1, 1)),
    )  # fmt: skip
    _, skew, _ = effect(turned, x, tendon, force)
    assert skew == pytest.approx(straight, abs=1e-6 * P)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Tendon.through(np.array([0.0, 0.0]), np.zeros(2), np.zeros(1)), "increasing"),
        (lambda: Tendon.through(np.array([0.0, 1.0]), np.zeros(2), np.zeros(2)), "one middle"),
        (lambda: tension(straight(), -1.0, **EVEN), "tendon.jacking_force: must be above 0"),
        (lambda: tension(straight(), 1e6, **(EVEN | {"friction": -1})), "must not be negative"),
        (lambda: tension(straight(), 1e3, **(EVEN | {"draw_in": 1.0})), "slackens the tendon"),
        (lambda: effect(*beam([4.0]), straight(), tension(straight(), 1e6, **EVEN)), "0 to 4 m"),
    ],
)
def test_impossible_tendons_are_named(make, message):
    with pytest.raises(InputError) as caught:
        make()
    assert message in str(caught.value)


def straight():
    return Tendon.through(np.array([0.0, 5.0]), np.zeros(2), np.zeros(1))


def test_samples_hold_the_ends_and_the_joints():
    tendon = Tendon.through(np.array([0.0, 4.0, 5.0]), np.zeros(3), np.zeros(2))
    assert sampled(tendon, parts=2) == pytest.approx([0, 2, 4, 4.5, 5])
