"""Lines that carry lane loads: where pieces are cut, and what the search says they do."""

import numpy as np
import pytest

from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.lane_loads import UNEVEN, Unevenness
from spanwright.traffic.library import load_model
from spanwright.traffic.place import place
from spanwright.traffic.results import finish

LINES = np.array([-5.0, -2.8, -1.0, 1.0, 2.8, 5.0])


@pytest.mark.parametrize("curvature", [0.0, 0.01])
@pytest.mark.parametrize("name", ["lm1", "ak", "hl93"])
def test_lane_loads_of_the_search_do_what_their_lines_do(name, curvature):
    """The search takes the areas of both signs from one table; closed again they are equal."""
    rng = np.random.default_rng(7)
    x = np.linspace(0.0, 60.0, 25)
    shape = (4, len(LINES), len(x))
    surfaces = Surfaces(
        x, LINES, rng.normal(size=shape), 0.2 * rng.normal(size=shape), np.full(4, -1),
        np.zeros(4, int), np.zeros((4, 4)), tuple("abcd"), np.array([0.0, 60.0]),
        np.full(len(x) - 1, curvature) if curvature else np.zeros(0),
    )  # fmt: skip
    found = place(surfaces, load_model(name), [(-3.5, 3.5)])
    again = finish(found.model, found.parts, surfaces, found.response, found.sign, found.load)
    assert np.all(found.part[:, 1] != 0)
    assert found.part == pytest.approx(again.part, rel=1e-12)


def test_cuts_leave_pieces_of_equal_unevenness():
    node = np.array([0.0, 0.3, 0.7, 1.0, 1.6])
    turn = np.array([[0.0, 0.0, 0.0, 0.0], [0.02, 0.0, 0.3, 0.01], [0.1, 0.1, 0.1, 0.0]])
    cuts = Unevenness(node, turn).cuts()
    width = np.diff(node)
    for row, own in zip(cuts, turn, strict=True):
        upto = np.append(0, np.cumsum(width * np.cbrt(own / (8 * UNEVEN * width))))
        number = int(upto[-1])
        assert row[:number] == pytest.approx(np.interp(1.0 + np.arange(number), upto, node))
        assert np.all(row[number:] == node[0])
    assert len(cuts[0]) > 3
