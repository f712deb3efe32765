"""Drawings of any bridge: labels apart and in order, strips that fit, numbers that read back."""

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.deliverables.charts.axes import Scale, ticks
from spanwright.deliverables.drawing.annotate import horizontal_chain, spread
from spanwright.deliverables.drawing.arrangement import _pack
from spanwright.deliverables.drawing.sheet import Sheet, View, overlaps, standard_scale
from spanwright.deliverables.numbers import digits

levels = st.lists(st.floats(-100.0, 100.0), min_size=1, max_size=12)
lengths = st.lists(st.integers(20, 120), min_size=1, max_size=14)


@given(levels, st.floats(0.1, 10.0))
def test_spread_keeps_the_order_and_the_gap_and_moves_nothing_it_need_not(wanted, gap):
    wanted = sorted(wanted)
    got = spread(wanted, gap)
    assert all(b - a >= gap - 1e-9 for a, b in pairwise(got))
    if all(b - a >= gap for a, b in pairwise(wanted)):
        assert np.allclose(got, wanted)
    assert np.isclose(sum(got), sum(wanted), atol=1e-6)  # blocks stay around their mean


@given(lengths, st.integers(1, 6), st.integers(120, 600))
def test_strips_are_the_fewest_that_fit_cut_at_supports(spans, most, longest):
    supports = np.concatenate([[0.0], np.cumsum(spans)]).astype(float)
    cuts = _pack(supports, float(longest), most)
    fewest = greedy(spans, longest)
    if cuts is None:
        assert fewest is None or fewest > most
        return
    assert set(cuts) <= set(supports.tolist())
    assert (cuts[0], cuts[-1]) == (supports[0], supports[-1])
    assert all(0 < b - a <= longest + 1e-6 for a, b in pairwise(cuts))
    assert len(cuts) - 1 == fewest


def greedy(spans, longest):
    """Fewest pieces, filling each as far as it goes; None when one span is too long."""
    if max(spans) > longest:
        return None
    pieces, room = 1, longest
    for span in spans:
        if span > room:
            pieces, room = pieces + 1, longest
        room -= span
    return pieces


@settings(max_examples=50)
@given(lengths, st.sampled_from([200.0, 500.0, 1000.0, 2000.0]))
def test_texts_of_a_chain_never_touch(spans, denominator):
    stations = np.concatenate([[0.0], np.cumsum(spans)])
    sheet = Sheet(2000.0, 100.0)
    horizontal_chain(View(sheet, 10.0, 90.0, 0.0, 0.0, denominator), stations.tolist(), 60.0)
    assert len(sheet.labels) == len(spans)
    assert not any(overlaps(a.box, b.box) for a, b in combinations(sheet.labels, 2))


@given(st.floats(1.0, 5000.0), st.floats(50.0, 300.0))
def test_what_is_drawn_to_the_chosen_scale_fits(size, room):
    assert size * 1000.0 / standard_scale(size, room) <= room * (1 + 1e-12)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 10))
def test_ticks_lie_inside_and_are_evenly_spaced(low, span, about):
    marks = ticks(low, low + span, about)
    assert len(marks) <= 2.6 * about + 1
    slack = 1e-8 * max(abs(low), span)
    assert all(low - slack <= m <= low + span + slack for m in marks)
    if len(marks) > 2:
        assert np.allclose(np.diff(marks), marks[1] - marks[0], rtol=1e-6, atol=slack)


@given(st.floats(-1e3, 1e3), st.floats(1e-2, 1e3), st.floats(0.0, 1.0))
def test_a_scale_maps_its_range_onto_its_pixels(low, span, share):
    scale = Scale(low, low + span, 50.0, 900.0)
    assert np.isclose(scale(low + share * span), 50.0 + share * 850.0, atol=1e-6)


@given(st.floats(1e-3, 1e9))
def test_printed_digits_read_back_within_half_a_unit_of_the_last(value):
    text = digits(value, 4).replace("\u202f", "")
    assert abs(float(text) - value) <= 0.5001e-3 * value + 1e-12
