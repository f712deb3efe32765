"""What holds for the layout of any bridge."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.layout.estimate import beam_effects
from spanwright.layout.spans import RATIO, SpanRules, arrangement_cost, choose_spans

lengths = st.floats(16.0, 400.0).map(lambda x: round(x, 2))
targets = st.tuples(st.floats(25.0, 60.0), st.floats(40.0, 90.0))


@settings(max_examples=25, deadline=None)
@given(length=lengths, target=targets, bank=st.floats(0.0, 1.0))
def test_chosen_spans_add_up_and_keep_the_ratio(length, target, bank):
    rules = SpanRules(*target, shortest=12.0, longest=1.5 * max(target), keep_off=0.0)
    river = (bank * length, length)
    choice = choose_spans(length, river=river, rules=rules)
    assert sum(choice.spans) == pytest.approx(length, abs=1e-9)
    assert all(
        RATIO - 1e-9 <= a / b <= 1 / RATIO + 1e-9 for a, b in itertools.pairwise(choice.spans)
    )
    assert choice.cost == pytest.approx(arrangement_cost(choice.spans, 0.0, river, rules))
    assert choice.cost <= min(choice.next_best, choice.one_fewer, choice.one_more) + 1e-6


@settings(max_examples=10, deadline=None)
@given(length=st.integers(60, 200), target=st.floats(30.0, 60.0))
def test_a_mirrored_bridge_has_the_same_cost(length, target):
    rules = SpanRules(target, 2 * target, 12.0, 3 * target)
    river = (0.2 * length, 0.7 * length)
    mirrored = (length - river[1], length - river[0])
    one = choose_spans(float(length), river=river, rules=rules)
    other = choose_spans(float(length), river=mirrored, rules=rules)
    assert one.cost == pytest.approx(other.cost, rel=1e-12)


@settings(max_examples=30, deadline=None)
@given(spans=st.lists(st.floats(10.0, 100.0), min_size=1, max_size=12))
def test_estimated_beams_are_in_equilibrium_and_mirror(spans):
    effects, mirrored = beam_effects(np.array(spans)), beam_effects(np.array(spans[::-1]))
    assert effects.reaction.sum() == pytest.approx(sum(spans))
    assert effects.high + effects.low == pytest.approx(effects.full, abs=1e-9 * sum(spans) ** 2)
    assert mirrored.full[::-1] == pytest.approx(effects.full, abs=1e-9 * sum(spans) ** 2)
