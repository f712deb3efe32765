"""Rail trains and Russian road loads against statics and a published table."""

import numpy as np
import pytest

from spanwright.datum.units import GRAVITY
from spanwright.traffic.beam import beam_envelope
from spanwright.traffic.equivalents import equivalent_load
from spanwright.traffic.library import load_model


@pytest.mark.parametrize(
    ("span", "moment", "shear"),
    [
        (8, 1257100.0, 728800.0),
        (10, 1859500.0, 837400.0),
        (15, 3717700.0, 1075600.0),
        (20, 6076500.0, 1294700.0),
        (30, 12295900.0, 1713800.0),
        (50, 30735200.0, 2529100.0),
    ],
)
def test_lm71_on_simple_spans(span, moment, shear):
    """EN 1991-2, 6.3.2; the reference is a numerical search with steps of 0.05 m and sums over
    0.01 m: 2e-3."""
    sections = np.concatenate([[0.0], np.linspace(0.4, 0.6, 81) * span])
    envelope = beam_envelope([span], load_model("lm71"), sections)
    assert envelope.moment[0].max() == pytest.approx(moment, rel=2e-3)
    assert envelope.shear[0].max() == pytest.approx(shear, rel=2e-3)


SPANS = [2.16, 2.7, 3.22, 4.26, 8.4, 11.4, 16.3, 20.4, 26.4, 32.2, 41.2]
A11 = [11.28, 9.25, 8.4, 7.79, 5.4, 4.45, 3.55, 3.1, 2.67, 2.4, 2.13]
A8 = [8.21, 6.73, 6.11, 5.67, 3.93, 3.24, 2.58, 2.25, 1.94, 1.75, 1.55]


# K = 14 by the same pattern, N/m with 1 t = 9.80665 kN.
A14 = [
    140852.9139, 115428.1932, 104831.1272, 97250.58672, 67432.48673, 55563.49823, 44320.17401,
    38670.56294, 33349.47465, 29989.71637, 26573.07951,
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "table", "rel"), [("ak:snip-a11", A11, 2e-3), ("ak:snip-a8", A8, 3e-3)]
)
def test_equivalent_loads_of_ak_on_short_and_long_spans(name, table, rel):
    """Russian guideline on the passage of heavy vehicles, table of equivalent loads (t/m), from
    the mid-span moment, q = 8 M / L^2.  The table has two decimals."""
    for span, printed in zip(SPANS, table, strict=True):
        moment = beam_envelope([span], load_model(name), [span / 2]).moment[0, 0]
        assert 8 * moment / span**2 / (1e3 * GRAVITY) == pytest.approx(printed, rel=rel)


def test_equivalent_loads_of_ak_with_class_14():
    """SP 35 counts K in 10 kN where the guideline counts it in tonnes: the same numbers."""
    for span, load in zip(SPANS, A14, strict=True):
        moment = beam_envelope([span], load_model("ak"), [span / 2]).moment[0, 0]
        assert 8 * moment / span**2 / 10e3 == pytest.approx(load / (1e3 * GRAVITY), rel=1e-3)


@pytest.mark.parametrize(
    ("length", "apex", "grade", "load"),
    [(20.0, 0.5, 4.0, 41200.0), (10.0, 0.0, 4.0, 58560.0), (22.5, 0.25, 1.0, 10870.0)],
)
def test_rail_equivalent_loads_of_snip_2_05_07_91(length, apex, grade, load):
    """Industrial railways, table of equivalent loads; the table prints 41.20 and 58.55 kN/m for
    class 4.  A table to two decimals: 2e-4; the third value is bilinear interpolation."""
    found = equivalent_load("snip-2-05-07-91", length, apex, grade)
    assert found == pytest.approx(load, rel=2e-4)


def test_mid_span_moment_from_the_equivalent_load():
    """q L^2 / 8 with q(40 m, 0.5) = 4 x 9.92 kN/m: 7,936 kNm."""
    load = equivalent_load("snip-2-05-07-91", 40.0, 0.5, 4.0)
    assert load * 40.0**2 / 8 == pytest.approx(7936e3, rel=2e-3)


def test_main_line_table_is_shown_as_unverified():
    """SK of SP 35.13330 as remembered: 147.1 kN/m for K = 14, 40 m, apex in the middle."""
    assert equivalent_load("sp35-sk", 40.0, 0.5, 14.0) == pytest.approx(147.1e3, rel=1e-3)
