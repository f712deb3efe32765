"""Span arrangements: exact optimum, limits, and the sentences for what cannot be."""

from __future__ import annotations

import itertools

import pytest

from spanwright.datum.errors import InputError
from spanwright.layout.spans import (
    RATIO,
    SpanRules,
    arrangement_cost,
    check_spans,
    choose_spans,
)


def all_arrangements(length: int, rules: SpanRules):
    """Every list of whole-metre spans that keeps the limits (brute force)."""

    def grow(spans: tuple[int, ...], left: int):
        if left == 0:
            yield spans
        for span in range(int(rules.shortest), min(int(rules.longest), left) + 1):
            if spans and min(span, spans[-1]) < RATIO * max(span, spans[-1]):
                continue
            yield from grow((*spans, span), left - span)

    yield from grow((), length)


@pytest.mark.parametrize(
    ("length", "river", "forbidden"),
    [
        (44, None, ()),
        (51, (20.0, 40.0), ()),
        (51, (20.0, 40.0), ((25.0, 33.0),)),
        (54, (30.0, 54.0), ()),
        (23, None, ()),
    ],
)
def test_the_search_finds_what_brute_force_finds(length, river, forbidden):
    rules = SpanRules(10.0, 18.0, 6.0, 27.0, keep_off=2.0)
    closed = list(forbidden) + [(b - 2.0, b + 2.0) for b in river or ()]

    def may_stand(spans):
        piers = list(itertools.accumulate(spans))[:-1]
        return all(not (a < p < b) for p in piers for a, b in closed)

    costs = sorted(
        (arrangement_cost(s, 0.0, river, rules), s)
        for s in all_arrangements(length, rules)
        if may_stand(s)
    )
    choice = choose_spans(length, river=river, forbidden=forbidden, rules=rules)
    assert choice.cost == pytest.approx(costs[0][0], rel=1e-12)
    assert arrangement_cost(choice.spans, 0.0, river, rules) == pytest.approx(choice.cost)
    assert choice.next_best == pytest.approx(costs[1][0], rel=1e-12)
    counts = {n: min(c for c, s in costs if len(s) == n) for n in {len(s) for _, s in costs}}
    if choice.fewer_count:
        assert choice.one_fewer == pytest.approx(counts[choice.fewer_count], rel=1e-12)
    if choice.more_count:
        assert choice.one_more == pytest.approx(counts[choice.more_count], rel=1e-12)


def test_the_target_span_is_the_optimum_of_equal_spans():
    rules = SpanRules(42.0, 84.0, 20.0, 65.0, end_low=0.6, end_high=1.0)
    assert choose_spans(420.0, rules=rules).spans == (42.0,) * 10


def test_a_length_off_the_grid_is_met_exactly_by_the_last_span():
    choice = choose_spans(100.3, rules=SpanRules(longest=65.0))
    assert sum(choice.spans) == pytest.approx(100.3, abs=1e-9)
    assert choice.spans[0] == round(choice.spans[0])


def test_a_short_bridge_has_one_span():
    choice = choose_spans(20.0, rules=SpanRules(longest=65.0))
    assert choice.spans == (20.0,)


def test_two_zones_meet_without_a_jump_of_more_than_the_ratio():
    choice = choose_spans(581.0, start=424.0, river=(126.0, 753.0), rules=SpanRules(
        shortest=21.0, longest=126.0))  # fmt: skip
    spans = choice.spans
    assert sum(spans) == 581.0
    assert all(RATIO <= a / b <= 1 / RATIO for a, b in itertools.pairwise(spans))
    piers = [424.0 + p for p in itertools.accumulate(spans)]
    assert all(abs(p - 753.0) >= 4.0 for p in piers)
    assert 9 <= len(spans) <= 11
    assert choice.next_best >= choice.cost
    assert choice.one_fewer > choice.cost
    assert choice.one_more > choice.cost


def test_an_impossible_wish_is_refused_with_the_remedy():
    with pytest.raises(InputError, match=r"no spans between 15 m and 40 m .* fit 200 m") as error:
        choose_spans(200.0, forbidden=[(20.0, 180.0)], rules=SpanRules(longest=40.0))
    assert "shorten the places kept free" in str(error.value)


def test_given_spans_must_add_up():
    check_spans("layout.parts[0].spans", (30.0, 40.0, 30.0), 100.0)
    with pytest.raises(InputError, match=r"must add up to the 100 m of the part .*= 95 m.*\+5 m"):
        check_spans("layout.parts[0].spans", (30.0, 40.0, 25.0), 100.0)
    with pytest.raises(InputError, match=r"spans\[1\]: must be a length above 0 m .*-40 m"):
        check_spans("layout.parts[0].spans", (30.0, -40.0, 30.0), 20.0)
