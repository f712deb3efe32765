"""Curved in plan: closed forms of circular beams, and laws that any curve must keep.

Closed forms: a circular beam of radius R and central angle P, uniform load w, ends free to bend
and held against twist; with u the angle from its middle the equations M'' + M = -w R^2, T' = M
(both by the angle, right-handed signs apart) give

    M = w R^2 (cos u / cos(P / 2) - 1),     |T| = w R^2 |sin u / cos(P / 2) - u|

They do not depend on the rigidities.  The V-load method is the same torque carried as a couple of
the two girders of a pair: their moments differ by twice the integral of T / D.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spanwright import Frame
from spanwright.alignment import Alignment, PlanSegment
from spanwright.engine.influence import MEMBER, surfaces
from spanwright.engine.loads import LoadBook
from spanwright.engine.placement import patch_integral, place, response
from spanwright.engine.statics import prepare, solve
from spanwright.engine.surfaces import Patches, Responses
from spanwright.layout.arrange import lay_out
from spanwright.layout.curve import area, element_curvature, path, points
from spanwright.layout.types import Axis
from spanwright.project.schema import Brief
from spanwright.structure.build import BuildOptions, build
from spanwright.traffic.library import load_model
from spanwright.traffic.place import place as place_traffic


def arc(radius: float, length: float, *, x=0.0, y=0.0, direction=0.0) -> Alignment:
    """One arc, to the left for a positive radius."""
    bend = 1.0 / radius
    return Alignment("arc", (PlanSegment("arc", x, y, direction, length, bend, bend),))


def bridge(spans: list[float], plan: Alignment | None, *, girders=4, element=2.5, **layout):
    """Layout and structure of a bridge over level ground."""
    total = float(sum(spans))
    axis = {} if plan is None else {"axis": {"file": "read elsewhere.xml"}}
    brief = Brief.model_validate({
        "project": {"name": "on a curve"},
        "site": {
            "ground": [[0, 0.0], [total, 0.0]], "banks": ["0 m", "0 m"],
            "water": {"mean": "-5 m", "flood": "-4 m"},
            "soil": [{"kind": "sand", "thickness": "60 m", "friction_angle": "34 deg", "n60": 30}],
            "climate": {"t_max": "35 degC", "t_min": "-20 degC", "wind_speed": "26 m/s"},
        },
        "road": {"carriageway": "7 m", "lanes": 2, **axis,
                 "profile": {"points": [["0 m", "12 m"], [total, "12 m"]]}},
        "layout": {"parts": [{"name": "main", "length": total, "side": "A", "spans": spans}],
                   "girders": {"count": girders}, **layout},
    })  # fmt: skip
    found = lay_out(brief, alignment=plan)[0]
    return found, build(found, BuildOptions(brief.site.strata(), element_length=element))


def girder_moments(layout, structure, stage: str = "steel") -> np.ndarray:
    """My of every girder at every node under 10 kN per metre of axis on each.  (g, k)"""
    book, lines = LoadBook(), structure.lines[0]
    for girder, one in enumerate(layout.decks[0].girders):
        stretch = 1.0 - (lines.curvature if lines.curvature.size else 0.0) * one.offset
        force = np.multiply.outer(np.broadcast_to(1.0 / stretch, lines.x.size - 1), [0, 0, -10e3])
        book.line("load", structure.girder_member[structure.girder_of == girder], force)
    end = solve(prepare(structure.models[stage]), book.close()).end_force[0]
    count = len(layout.decks[0].girders)
    rows = [structure.girder_member[structure.girder_of == g] for g in range(count)]
    return np.array([np.append(end[row, 0, 4], end[row[-1], 1, 4]) for row in rows])


@pytest.mark.parametrize("parts", [20, 80])
@pytest.mark.parametrize("radius", [60.0, 200.0])
def test_circular_beam_under_uniform_load_has_the_moments_and_torques_of_the_closed_form(
    parts, radius
):
    """A polygon of chords tends to the arc with the square of their length."""
    length, load = 40.0, 12e3
    axis = Axis(np.array([0.0, length]), np.zeros(2), arc(radius, length))
    xy = points(axis, np.linspace(0.0, length, parts + 1), 0.0)
    frame = Frame(plane="grillage")
    frame.section("beam", E="210 GPa", G="81 GPa", I="0.05 m4", J="0.01 m4")
    for k, (x, y) in enumerate(xy):
        frame.node(f"n{k}", float(x), float(y))
    for k in range(parts):
        frame.member(f"m{k}", f"n{k}", f"n{k + 1}", "beam")
        frame.load(f"m{k}", fz=-load)
    angle = length / radius
    for end, turn in (("n0", -angle / 2), (f"n{parts}", angle / 2)):
        c, s = np.cos(turn), np.sin(turn)  # the tangent against the chord: twist about it is held
        frame.support(end, "uz rx", axes=[(c, s, 0.0), (-s, c, 0.0), (0.0, 0.0, 1.0)])
    result = frame.solve()
    middle = parts // 2
    found = result.force(f"m{middle}", 0.0).My
    exact = load * radius**2 * (1.0 / np.cos(angle / 2) - 1.0)
    assert found == pytest.approx(exact, rel=2.0 / parts**2)
    torque = abs(result.force("m0", 0.0).T)
    u = angle / 2
    exact_torque = load * radius**2 * abs(np.sin(u) / np.cos(u) - u)
    assert torque == pytest.approx(exact_torque, rel=8.0 / parts)  # read on the first chord


def test_a_pair_of_girders_shares_the_torque_as_the_v_load_method_says():
    """One span of 40 m, R = 200 m: open girders carry torque as a couple, the V-loads.

    The girders' own St Venant torsion, left out by the method, takes under one per cent of it; the
    cross-frames stand 5 m apart, so the torque steps along the span.  Tolerance: 2 %.
    """
    radius, length = 200.0, 40.0
    layout, structure = bridge(
        [length], arc(radius, length), girders=2, element=1.25,
        slab={"thickness": "400 mm"}, cross_frames={"spacing": "5 m"},
    )  # fmt: skip
    right, left = (g.offset for g in layout.decks[0].girders)
    moment = girder_moments(layout, structure)
    x = structure.lines[0].x
    angle = length / radius
    u = x / radius - angle / 2
    load = 2 * 10e3
    total = load * radius**2 * (np.cos(u) / np.cos(angle / 2) - 1.0)
    middle = int(np.argmin(np.abs(u)))
    # Each girder's own moment follows its own length: (1 - y / R) times dM/ds.
    assert moment[:, middle].sum() == pytest.approx(total[middle], rel=0.02)
    torque = load * radius**2 * (u - np.sin(u) / np.cos(angle / 2))
    step = 0.5 * (torque[1:] + torque[:-1]) * np.diff(x)
    couple = np.abs(np.sum(step[:middle])) / (left - right)
    outer, inner = moment[0, middle], moment[1, middle]  # it turns left: the right one is outside
    assert outer > inner
    assert outer - inner == pytest.approx(2 * couple, rel=0.02)


def test_a_mirrored_curve_gives_mirrored_moments():
    spans = [30.0, 40.0, 30.0]
    # Three girders: the guided bearings stand under the middle one, so that they mirror too.
    given = {"girders": 3, "piers": {"columns": 1}}
    left = girder_moments(*bridge(spans, arc(250.0, 100.0), **given), stage="long term")
    right = girder_moments(*bridge(spans, arc(-250.0, 100.0), **given), stage="long term")
    assert left == pytest.approx(right[::-1], rel=1e-9, abs=1e-9 * np.abs(left).max())


def test_wide_curves_tend_to_the_straight_bridge_at_the_proper_rate():
    """Outer and inner girders part with 1 / R; the mean of a pair of mirrors with 1 / R^2."""
    spans = [30.0, 40.0, 30.0]
    straight = girder_moments(*bridge(spans, None), stage="long term")
    assert girder_moments(*bridge(spans, arc(1e9, 100.0)), stage="long term") == pytest.approx(
        straight, abs=1e-6 * np.abs(straight).max()
    )
    apart, even = [], []
    for radius in (500.0, 1000.0, 2000.0):
        curved = girder_moments(*bridge(spans, arc(radius, 100.0)), stage="long term")
        apart.append(np.abs(curved - straight).max())
        even.append(np.abs(0.5 * (curved + curved[::-1]) - straight).max())
    assert np.array(apart[:-1]) / apart[1:] == pytest.approx([2.0, 2.0], rel=0.05)
    assert np.array(even[:-1]) / even[1:] == pytest.approx([4.0, 4.0], rel=0.1)


def test_turning_and_shifting_the_whole_alignment_changes_no_force():
    spans = [30.0, 40.0, 30.0]
    here = girder_moments(*bridge(spans, arc(300.0, 100.0)), stage="long term")
    there = girder_moments(
        *bridge(spans, arc(300.0, 100.0, x=5.2e5, y=4.7e6, direction=2.1)), stage="long term"
    )
    assert there == pytest.approx(here, abs=1e-6 * np.abs(here).max())  # coordinates of 5e6 m


def test_a_straight_alignment_is_the_straight_bridge():
    spans = [30.0, 40.0, 30.0]
    line = Alignment("line", (PlanSegment("line", 10.0, 20.0, 0.7, 100.0),))
    straight = girder_moments(*bridge(spans, None), stage="long term")
    assert girder_moments(*bridge(spans, line), stage="long term") == pytest.approx(
        straight, abs=1e-9 * np.abs(straight).max()
    )


def test_lengths_and_areas_off_the_axis_are_those_of_concentric_lines():
    clothoid = PlanSegment("clothoid", 0.0, 0.0, 0.3, 80.0, 0.0, 1 / 200)
    axis = Axis(np.array([0.0, 80.0]), np.zeros(2), Alignment("clothoid", (clothoid,)))
    station = np.linspace(0.0, 80.0, 20_001)
    for y in (-6.0, 4.5):
        line = points(axis, station, y)
        drawn = np.hypot(*np.diff(line, axis=0).T).sum()
        assert path(axis, 80.0, y) == pytest.approx(drawn, rel=1e-9)
    edge = np.concatenate([points(axis, station, -6.0), points(axis, station[::-1], 4.5)])
    x, y = edge.T
    shoelace = 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
    assert area(axis, 0.0, 80.0, -6.0, 4.5) == pytest.approx(shoelace, rel=1e-8)


def test_strips_on_a_curve_weigh_as_much_as_their_own_length():
    """A surface's integral and the same strip solved as a load: reactions and moments agree."""
    layout, structure = bridge([40.0], arc(150.0, 40.0))
    lines = structure.lines[0]
    ready = prepare(structure.models["short term"])
    member = int(structure.girder_member[8])
    asked = Responses(np.array([MEMBER]), np.array([member]), np.array([1]), np.array([4]), ("My",))
    found = surfaces(ready, asked, lines, layout.decks[0].supports)
    none = np.zeros(0)
    strip = Patches(none, none, none, np.array([-3.7]), np.array([3.0]), np.array([33.0]),
                    np.array([1000.0]))  # fmt: skip
    solution = solve(ready, place(ready, lines, {"strip": strip}))
    weight = 1000.0 * (path(layout.axis, 33.0, -3.7) - path(layout.axis, 3.0, -3.7))
    carried = -sum(solution.spring_force[0, s, 2] for s in structure.foundation_spring.values())
    mean = element_curvature(layout.axis, lines.x)
    assert mean == pytest.approx(1 / 150.0)
    assert carried == pytest.approx(float(weight), rel=1e-9)
    inside = patch_integral(found, np.array([0]), 3.0, 33.0, -3.7)[0, 0] * 1000.0
    assert solution.end_force[0, member, 1, 4] == pytest.approx(inside, rel=1e-9)


def test_traffic_found_on_a_curve_is_what_the_placed_load_causes():
    """LM1 at every girder section of one span, uniform load on its true area: search and replay."""
    layout, structure = bridge([40.0], arc(150.0, 40.0), element=2.5)
    lines = structure.lines[0]
    ready = prepare(structure.models["short term"])
    member = structure.girder_member
    count = len(member)
    asked = Responses(
        np.full(count, MEMBER), member, np.ones(count, dtype=int), np.full(count, 4),
        tuple(f"My {k}" for k in range(count)),
    )  # fmt: skip
    found = surfaces(ready, asked, lines, layout.decks[0].supports)
    kerbs = (float(layout.road.kerbs[0]), float(layout.road.kerbs[1]))
    worst = place_traffic(found, load_model("lm1"), [kerbs])
    again = [
        response(found, worst.response[k : k + 1], worst.patches(k))[0]
        for k in range(0, len(worst.value), 7)
    ]
    assert worst.value[::7] == pytest.approx(again, rel=1e-9, abs=1e-3)
    # The same bridge taken as straight by the search misses the longer path outside.
    flat = replace(found, curvature=np.zeros(0))
    outer = int(np.argmax(worst.value[:count]))
    plain = place_traffic(flat, load_model("lm1"), [kerbs], rows=np.array([outer]))
    share = worst.part[outer, 1] / plain.part[0, 1]
    assert 1.0 < share < 1.0 - kerbs[0] / 150.0


def respaced(worst, found, row: int, radius: float) -> float:
    """Effect of one placed load when its axles keep their spacing along the lane, not the axis.

    Every vehicle is drawn together or apart about its middle, then slid until one of its axles is
    back where it stood; the worst of these places counts.
    """
    load, patches, sign = worst.load, worst.patches(row), worst.sign[row]
    first, last = found.x[[0, -1]]

    def effect(x):
        force = np.where((x >= first) & (x <= last), patches.wheel_force, 0.0)
        moved = replace(patches, wheel_x=np.clip(x, first, last), wheel_force=force)
        return sign * float(response(found, worst.response[row : row + 1], moved)[0])

    lane = np.where(np.isnan(load.slot_y[row]), np.inf, load.slot_y[row])
    own = np.argmin(np.abs(patches.wheel_y[:, None] - lane), axis=1)
    x, back = patches.wheel_x.copy(), {}
    for slot in np.unique(own):
        mine = own == slot
        apart = x[mine] - x[mine].mean()
        x[mine] -= apart - apart / (1.0 - lane[slot] / radius)
        back[slot] = np.unique(np.round(patches.wheel_x[mine] - x[mine], 9))
    best = effect(x)
    for slot, shifts in back.items():
        start = x
        for shift in [s + side for s in shifts for side in (-1e-6, 0.0, 1e-6)]:
            slid = np.where(own == slot, start + shift, start)
            if (value := effect(slid)) > best:
                best, x = value, slid
    return best


@pytest.mark.parametrize(("model", "most"), [("lm1", 0.0005), ("flm3", 0.005)])
def test_axle_spacing_along_the_axis_hardly_changes_an_effect(model, most):
    """R = 150 m: spacings 2.7 % off at the kerb; moments and shears of the search all but right.

    Measured: 0.03 % (LM1, axles 1.2 m apart) and 0.31 % (FLM3, 8.4 m long) of the largest effect.
    """
    radius = 150.0
    layout, structure = bridge([40.0], arc(radius, 40.0), element=2.5)
    lines, member = structure.lines[0], structure.girder_member
    count = len(member)
    asked = Responses(
        np.full(2 * count, MEMBER), np.tile(member, 2), np.ones(2 * count, dtype=int),
        np.repeat([4, 2], count), tuple(str(k) for k in range(2 * count)),
    )  # fmt: skip
    found = surfaces(prepare(structure.models["short term"]), asked, lines,
                     layout.decks[0].supports)  # fmt: skip
    kerbs = (float(layout.road.kerbs[0]), float(layout.road.kerbs[1]))
    worst = place_traffic(found, load_model(model), [kerbs])
    changed = 0
    for row in range(0, len(worst.value), 7):
        alike = worst.response // count == worst.response[row] // count
        largest = float(np.abs(worst.value[alike]).max())
        plain = float(worst.sign[row] * worst.value[row])
        rise = respaced(worst, found, row, radius) - plain
        assert abs(rise) < most * largest
        changed += abs(rise) > 1e-6 * largest
    assert changed > 10  # the spacing was changed indeed
