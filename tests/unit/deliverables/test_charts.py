"""Charts: round ticks, broken lines, data for the read-out, surfaces as the search reads them."""

import struct
import zlib
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from sample_results import sample_results

from spanwright.deliverables.charts.axes import limits, numbers, path_data, tick_text, ticks
from spanwright.deliverables.charts.panels import Curve, Grid, Panel, draw_panels, draw_ribbon
from spanwright.deliverables.charts.surface import colours, evaluate, png, strip_bounds, window


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 10, [0, 2, 4, 6, 8, 10]), (-0.3, 1.1, [0, 0.5, 1.0]), (0, 1005, [0, 250, 500, 750, 1000])],
)  # fmt: skip
def test_ticks_are_round_numbers_inside_the_range(low, high, expected):
    count = 3 if high < 2 else 5
    assert ticks(low, high, count) == pytest.approx(expected)


def test_a_flat_range_has_one_tick():
    assert ticks(2.0, 2.0) == [2.0]


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [(0.5, 0.5, "0.5"), (2.5, 2.5, "2.5"), (5.0, 2.5, "5.0"), (-5000, 5000, "\u22125\u202f000"),
     (0.25, 0.25, "0.25"), (-0.0, 0.5, "0.0")],
)  # fmt: skip
def test_ticks_print_the_decimals_their_step_needs(value, step, text):
    assert tick_text(value, step) == text


def test_limits_hold_all_finite_values_and_zero():
    low, high = limits([np.array([1.0, np.nan, 5.0])])
    assert low == 0.0
    assert high > 5.0
    assert limits([np.array([np.nan])]) == (-1.0, 1.0)


def test_the_pen_is_lifted_at_missing_values():
    x = np.arange(5.0)
    y = np.array([0.0, 1.0, np.nan, 1.0, 0.0])
    assert path_data(x, y) == "M0.0 0.0L1.0 1.0M3.0 1.0L4.0 0.0"
    assert numbers(y) == "0,1,,1,0"


def test_panels_carry_the_data_they_show():
    x = np.linspace(0.0, 100.0, 11)
    curve = Curve('max "A" & <b>', "ch-max", x, x**2)
    grid = Grid(0.0, 100.0, ((0.0, "A0"), (50.0, "P1"), (51.0, "P2"), (100.0, "A1")), (50.0,))
    text = draw_panels("label", grid, [Panel("g", (curve, curve), band=(0, 1))], unit="kN")
    root = ElementTree.fromstring(text)
    series = root.find(".//*[@class='series']")
    assert series.get("data-name") == 'max "A" & <b>'
    assert [float(v) for v in series.get("data-y").split(",")] == pytest.approx(x**2)
    # P2 would touch P1 and is left out
    assert "P1" in text
    assert "P2" not in text


def test_positive_values_point_down_where_asked():
    x = np.array([0.0, 1.0])
    grid = Grid(0.0, 1.0, ())

    def first_point(is_downward):
        panel = Panel("g", (Curve("c", "ch-max", x, np.array([1.0, 0.0])),), None, (), is_downward)
        root = ElementTree.fromstring(draw_panels("l", grid, [panel], unit=""))
        data = root.find(".//*[@class='ch-max']").get("d")
        start, end = (float(part.split()[1]) for part in data[1:].split("L"))
        return start - end

    assert first_point(False) < 0  # smaller pixel row: higher on the paper
    assert first_point(True) > 0


def test_the_ribbon_joins_equal_neighbours_and_leaves_gaps():
    edges = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    kinds = np.array([0, 0, -1, 1])
    root = ElementTree.fromstring(draw_ribbon("r", Grid(0.0, 4.0, ()), [("g", edges, kinds)], "ab"))
    boxes = root.findall(".//{http://www.w3.org/2000/svg}rect")
    assert [box[0].text for box in boxes] == ["a, 0.0 to 2.0 m", "b, 3.0 to 4.0 m"]


def test_a_surface_on_its_nodes_is_its_nodal_value():
    surfaces = sample_results().effects.key_surfaces
    got = evaluate(surfaces, 1, surfaces.x[1:-1], surfaces.y)
    assert got == pytest.approx(surfaces.value[1][:, 1:-1], rel=1e-12, abs=1e-12)


def test_a_surface_between_lines_follows_the_lever_rule():
    surfaces = sample_results().effects.key_surfaces
    x = np.array([11.3, 40.0])
    y = surfaces.y
    middle = evaluate(surfaces, 0, x, np.array([(y[1] + y[2]) / 2]))[0]
    both = evaluate(surfaces, 0, x, y[1:3])
    assert middle == pytest.approx(both.mean(axis=0), rel=1e-12)


def test_the_jump_acts_in_its_own_element_only():
    surfaces = sample_results().effects.key_surfaces
    jump = np.tile([0.0, 0.0, 1.0, 0.0], (2, 1))
    element, line = np.array([3, -1]), np.array([2, -1])
    jumped = replace(surfaces, jump=jump, jump_element=element, jump_line=line)
    inside = (surfaces.x[3] + surfaces.x[4]) / 2
    x = np.array([inside, surfaces.x[5] + 0.5])
    change = evaluate(jumped, 0, x, surfaces.y) - evaluate(surfaces, 0, x, surfaces.y)
    assert change[2] == pytest.approx([0.5, 0.0])  # the Hermite function of the far end, half way
    assert np.delete(change, 2, axis=0) == pytest.approx(0.0)


def test_the_window_shows_whole_spans_around_the_section():
    surfaces = replace(sample_results().effects.key_surfaces, spans=np.arange(0.0, 501.0, 50.0))
    assert window(surfaces, 10.0) == (0.0, 250.0)
    assert window(surfaces, 225.0) == (100.0, 350.0)
    assert window(surfaces, 490.0) == (250.0, 500.0)


def test_png_is_read_back_as_written():
    pixels = colours(np.array([[1.0, -1.0, 0.0], [0.5, -0.5, 0.0]]), 1.0)
    data = png(pixels)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, parts = 8, {}
    while at < len(data):
        size = struct.unpack_from(">I", data, at)[0]
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", data, at + 8 + size)[0] == zlib.crc32(kind + body)
        parts[kind] = body
        at += 12 + size
    assert struct.unpack(">IIBBBBB", parts[b"IHDR"]) == (3, 2, 8, 6, 0, 0, 0)
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(2, 13)
    assert (rows[:, 0] == 0).all()
    assert np.array_equal(rows[:, 1:].reshape(2, 3, 4), pixels)
    assert pixels[0, 2, 3] == 0  # nothing there: clear
    assert tuple(pixels[0, 0, :3]) != tuple(pixels[0, 1, :3])


def test_line_loads_stand_for_the_strips_between_them():
    got = strip_bounds(np.array([3.0, 0.0, 1.0, 3.0]))
    assert got == [(2.0, 4.0), (-0.5, 0.5), (0.5, 2.0), (2.0, 4.0)]
    assert strip_bounds(np.array([2.0])) == [(0.5, 3.5)]
