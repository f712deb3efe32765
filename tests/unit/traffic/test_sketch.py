"""Envelopes in characters: extremes beside the axis, filled where the envelope reaches."""

import numpy as np
import pytest

from spanwright.traffic.beam import beam_envelope
from spanwright.traffic.library import load_model
from spanwright.traffic.sketch import LABEL, ROWS, WIDTH, sketch


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return sketch(beam_envelope([60, 80, 60], load_model("hl93-truck"), 10)).splitlines()


def diagram(lines: list[str], title: str) -> list[str]:
    first = next(k for k, line in enumerate(lines) if title in line) + 1
    return lines[first : first + ROWS + 1]


def test_it_fits_a_terminal(lines):
    assert max(map(len, lines)) <= 80


def test_extremes_stand_beside_their_ends_with_sagging_down(lines):
    moment, shear = diagram(lines, "M max"), diagram(lines, "V max")
    assert moment[0].split()[0] == "-2,320.4"
    assert moment[ROWS - 1].split()[0] == "3,960.2"
    assert float(shear[0].split()[0]) == -float(shear[ROWS - 1].split()[0]) == 317.1


def test_a_symmetric_beam_gives_a_symmetric_sketch(lines):
    for line in diagram(lines, "M max")[:ROWS]:
        drawn = line[LABEL + 2 :].ljust(WIDTH)
        assert drawn == drawn[::-1]


def test_supports_stand_below(lines):
    feet = diagram(lines, "M max")[ROWS][LABEL + 2 :]
    found = np.flatnonzero([c == "▲" for c in feet])
    assert found == pytest.approx(np.array([0, 0.3, 0.7, 1.0]) * (WIDTH - 1), abs=0.5)


def test_the_largest_sag_is_filled_where_it_stands(lines):
    lowest = diagram(lines, "M max")[ROWS - 1][LABEL + 2 :]
    assert lowest[WIDTH // 2] in "█▀"
    assert lowest[0] == " "
